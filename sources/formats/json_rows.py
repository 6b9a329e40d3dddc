"""JSON: a document a line, a list of them, one alone, or one after another."""

import json
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any

from schemas.errors import Unreadable
from schemas.records import Reject, Skipped
from schemas.settings import Settings
from sources.formats import ninjs
from sources.json_scanner import CHUNK, LISTS, Scanner, parse, row_bytes
from sources.place import Item, Place, reject, rejected
from sources.recognize import opening
from sources.rows import known_fields, row_body, row_document
from sources.streams import head, origin

LINES = re.compile(r"\.(jsonl|ndjson)(\.|$)", re.IGNORECASE)


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    return _lines(stream, place, settings) if _is_lines(place.name, head(stream)) else _values(stream, place, settings)


def reread(stream: BufferedReader, name: str, start: bytes, settings: Settings) -> bytes | str:
    """The body of the row that begins where the stream stands; `start` are the first bytes of its file."""
    if _is_lines(name, start):
        row = parse(stream.readline(row_bytes(settings)))
    else:
        row = next(Scanner(stream, settings).values())[0]
    row = _unwrapped(row)
    if ninjs.is_item(row):
        return ninjs.text({name.lower(): value for name, value in row.items()})
    return row_body(known_fields(row, settings.read.columns))[0]


def _is_lines(name: str, start: bytes) -> bool:
    """True where each line is a value of its own; in a file named .jsonl, unless a list or table runs over lines."""
    lines = opening(start).split("\n", 2)
    first = lines[0].strip()
    if LINES.search(name):
        return first not in ("[", "{")
    follows = lines[1].strip() if len(lines) > 1 else ""
    try:
        return isinstance(json.loads(first), dict) and follows.startswith("{")
    except (ValueError, RecursionError):
        return False


def _lines(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    limit, position, number, is_empty = row_bytes(settings), 0, 0, True
    while line := stream.readline(limit):
        number += 1
        start, position = position, position + len(line)
        if len(line) == limit and not line.endswith(b"\n"):
            is_empty = False
            while (rest := stream.readline(CHUNK)) and not rest.endswith(b"\n"):
                position += len(rest)
            position += len(rest)
            yield reject(
                place.row(number),
                "too_large",
                f"Line {number} has more than {limit:,} bytes; split the document or raise read.max_document_bytes.",
            )
            continue
        if not line.strip(b" \t\r\n\0\xef\xbb\xbf"):
            continue
        is_empty = False
        try:
            row = parse(line)
        except (ValueError, Unreadable) as error:
            yield _broken(place, number, f"Line {number}", str(error))
            continue
        yield _row(row, place, number, f"Line {number}", start, stream, settings)
    if is_empty:
        raise Unreadable("empty", "The file has blank lines only; leave it out of the input or fetch it again.")


def _values(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    number = 0
    try:
        for number, (row, start) in enumerate(Scanner(stream, settings).values(), 1):
            yield _row(row, place, number, f"Record {number}", start, stream, settings)
    except ValueError as error:
        yield _broken(place, number + 1, f"Record {number + 1}, and what follows it,", str(error))
        return
    except Unreadable as error:
        yield rejected(place.row(number + 1), error)
        return
    if not number:
        yield reject(
            place.uri,
            "no_text",
            "The file holds no record; "
            f"expected is an object, a list of objects, or an object with a list named {', '.join(LISTS)}.",
        )


def _row(
    row: Any, place: Place, number: int, called: str, start: int, stream: BufferedReader, settings: Settings
) -> Item:
    if not isinstance(row, dict):
        return _broken(place, number, called, f"a {type(row).__name__} instead of an object")
    locator = place.locate(number - 1, origin(stream, start))
    row = _unwrapped(row)
    if ninjs.is_item(row):
        return ninjs.item(row, place.row(number), locator)
    found = row_document(row, "json", place, number, locator, settings)
    if isinstance(found, Reject) and found.rule == "no_text" and "@type" in row:
        return Skipped(found.input_uri, "not_an_article", "The object describes something else than an article.")
    return found


def _unwrapped(row: Any) -> Mapping[str, Any]:
    """The row itself, or what lies in it under `_source`, as search engines export it."""
    inner = row.get("_source") if isinstance(row, dict) else None
    return inner if isinstance(inner, dict) else row


def _broken(place: Place, number: int, called: str, error: str) -> Item:
    return reject(place.row(number), "broken_row", f"{called} is no JSON object; mend it or leave it out.", error)
