"""A compressed file: one stream inside."""

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader

from schemas.settings import Settings
from sources.place import Item, Member, Place
from sources.recognize import COMPRESSIONS, recognize
from sources.streams import Inflated, buffered, head


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    """The stream inside. It keeps the place's name and uri, for compression adds no member."""
    kind = recognize(place.name, head(stream)) or ""
    if kind in COMPRESSIONS:
        inner = buffered(Inflated(stream, kind, place.uri, place.budget))
        yield Member(replace(place, inside="compression", depth=place.depth + 1), inner)
