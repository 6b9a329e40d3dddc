"""The names that a page's own outlet goes by, and what is one of them."""

import re
from collections.abc import Iterable
from unicodedata import normalize

from transforms.clean.characters import EAST

LONGER = 12  # characters that a form of a name may add to it (Gazette, Gazette Online)
SHORTEST = 3  # characters of a name with forms
PREFIX = re.compile(r"^(?:https?://)?(?:www\.|m\.|amp\.)?|^the\s|^@")
ENDING = re.compile(r"(?:\.(?:com|co|org|net|gov|edu|ac|go|ne|or))?\.[a-z]{2,12}$")
SIGNS = re.compile(r"[\W_]")
ACCENTS = re.compile("[\u0300-\u036f]")
UMLAUTS = re.compile(r"([aou])e")


def bare_name(name: str) -> str:
    """A name for comparison: letters and digits only, without accents, "the", "@", "www" and a domain's ending."""
    bare = SIGNS.sub("", ENDING.sub("", PREFIX.sub("", name.strip().casefold())))
    return bare if bare.isascii() else normalize("NFC", ACCENTS.sub("", normalize("NFD", bare)))


def outlet_names(stated: Iterable[str | None], host: str) -> frozenset[str]:
    """The bare names of the outlet, from what the page states and from its address."""
    label = ENDING.sub("", host.casefold()).rsplit(".", 1)[-1]
    # An address spells out umlauts: hafenblaetter.example is Hafenblätter.
    names = (bare_name(name) for name in (*stated, host, label, UMLAUTS.sub(r"\1", label)) if name)
    return frozenset(name for name in names if len(name) > 1)


def is_outlet(name: str, outlets: frozenset[str]) -> bool:
    """Whether a name is one of the outlet's, or the beginning of one in scripts that part no words."""
    bare = bare_name(name)
    if not bare or bare in outlets:
        return bool(bare)
    if EAST.search(bare):
        return len(bare) >= SHORTEST and any(own.startswith(bare) or bare.startswith(own) for own in outlets)
    return False


def is_like_outlet(name: str, outlets: frozenset[str]) -> bool:
    """Whether a name is one of the outlet's or a longer form of it. A sentence may begin so as well: Time to talk."""
    bare = bare_name(name)
    longer = (len(own) >= SHORTEST and bare.startswith(own) and len(bare) < len(own) + LONGER for own in outlets)
    return is_outlet(name, outlets) or any(longer)
