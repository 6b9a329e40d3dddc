"""What all archives have in common: which names of members are refused."""

import re

from schemas.errors import Unreadable
from schemas.records import Reject
from schemas.settings import Settings
from sources.place import reject

UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")


def is_unsafe(name: str) -> bool:
    """True for a name that would lead out of the folder the archive is unpacked in."""
    return bool(UNSAFE.search(name)) or not name


def is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX" for part in name.split("/"))


def unsafe(uri: str, name: str) -> Reject:
    return reject(
        uri,
        "unsafe_name",
        "The member's name leads out of the archive (absolute, or with ..); "
        "make the archive again with relative names.",
        name,
    )


def no_members() -> Unreadable:
    return Unreadable("empty", "The archive holds no file; leave it out of the input or make it again.")


def too_many(settings: Settings) -> Unreadable:
    return Unreadable(
        "too_many_members",
        f"The archive has more than {settings.read.max_archive_members:,} members; "
        "split it or raise read.max_archive_members.",
    )
