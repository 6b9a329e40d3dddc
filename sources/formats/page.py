"""A file that holds one document: a web page or a plain text."""

from collections.abc import Iterator
from io import BufferedReader

from schemas.settings import Settings
from sources.place import Item, Place, document, whole


def read_html(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    """The page; its encoding is left to cleaning, which sees what the page declares."""
    yield document(place.uri, "html", "html", whole(stream, place, settings), place.locator)


def read_text(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    """The text; whether it is text at all is left to cleaning, which must decode it anyway."""
    yield document(place.uri, "text", "text", whole(stream, place, settings), place.locator)
