"""The names that a page's own outlet goes by, and what is one of them."""

import re
from collections.abc import Iterable

from transforms.clean.blocks import EAST

LONGER = 12  # characters that a form of a name may add to it (Gazette, Gazette Online)
SHORTEST = 3  # characters of a name with forms
PREFIX = re.compile(r"^(?:https?://)?(?:www\.|m\.|amp\.)?|^the\s|^@")
ENDING = re.compile(r"(?:\.(?:com|co|org|net|gov|edu|ac|go|ne|or))?\.[a-z]{2,12}$")
SIGNS = re.compile(r"[\W_]")


def bare_name(name: str) -> str:
    """A name for comparison: letters and digits only, without "the", "@", "www" and a domain's ending."""
    return SIGNS.sub("", ENDING.sub("", PREFIX.sub("", name.strip().casefold())))


def outlet_names(stated: Iterable[str | None], host: str) -> frozenset[str]:
    """The bare names of the outlet, from what the page states and from its address."""
    label = ENDING.sub("", host.casefold()).rsplit(".", 1)[-1]
    names = (bare_name(name) for name in (*stated, host, label) if name)
    return frozenset(name for name in names if len(name) > 1)


def is_outlet(name: str, outlets: frozenset[str]) -> bool:
    """Whether a name is one of the outlet's, a longer form of it, or the beginning of one that parts no words."""
    bare = bare_name(name)
    if not bare or bare in outlets:
        return bool(bare)
    if EAST.search(bare):
        return len(bare) >= SHORTEST and any(own.startswith(bare) or bare.startswith(own) for own in outlets)
    return any(len(own) >= SHORTEST and bare.startswith(own) and len(bare) < len(own) + LONGER for own in outlets)
