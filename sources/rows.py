"""A row of data as a document: which column holds what, and what its values mean."""

import ast
import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from schemas.records import Document, Locator, Reject
from schemas.settings import Settings
from sources.place import Place, document, reject
from sources.recognize import looks_like_html

ABSENT = {"", "nan", "nat", "none", "null", "n/a", "<na>", "[]", "{}"}
AUTHORS = 500  # names of one document; more are a list of something else
DEPTH = 6  # levels of nested lists and tables looked into
LITERAL = 20_000  # characters of a value that is no text: a title, a name, a list written as text
SECONDS = (
    100_000_000,
    10_000_000_000,
)  # an epoch time in seconds lies here (1973 to 2286), in ms a thousand times higher
Columns = Mapping[str, tuple[str, ...]]


def row_document(
    row: Mapping[str, Any], kind: str, place: Place, number: int, locator: Locator | None, settings: Settings
) -> Document | Reject:
    """The document in a row; `number` counts from 1 and becomes part of the uri. The page counts more than its text.

    A row without text and page is a Reject `no_text`, one whose text is too long `too_large`.
    """
    uri = place.row(number)
    fields = known_fields(row, settings.read.columns)
    body, media = row_body(fields)
    if not body:
        names = ", ".join(str(name) for name in row)
        return reject(
            uri,
            "no_text",
            "The row has neither text nor HTML in a column that is known; "
            "add the column's name to read.columns.text or read.columns.html.",
            f"columns: {names}",
        )
    if len(body) > settings.read.max_document_bytes:
        return reject(
            uri,
            "too_large",
            f"The row's text has more than {settings.read.max_document_bytes:,} bytes; "
            "split it or raise read.max_document_bytes.",
        )
    return document(uri, kind, media, body, locator, **stated(fields))


def known_fields(row: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """The values of the columns that are known, by field: the first name that is present and not empty wins."""
    present = {name.strip().lower(): value for name, value in row.items() if isinstance(name, str)}
    fields = {}
    for field, names in _lowered(tuple(columns.items())):
        for name in names:
            if name in present and not is_absent(present[name]):
                fields[field] = present[name]
                break
    return fields


def row_body(fields: Mapping[str, Any]) -> tuple[bytes | str, str]:
    """The body of a row and its media; the body is empty where the row has none."""
    page = fields.get("html")
    if isinstance(page, bytes) and b"<" in page:
        return page, "html"
    if isinstance(page, str) and "<" in page:
        return page, "html"
    text = fields.get("text")
    if isinstance(text, bytes):
        return text, "text"
    written = "\n\n".join(_strings(text, DEPTH))
    return written, "html" if looks_like_html(written) else "text"


def stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says about its document, as keywords of `Document`."""
    return {
        "url": one_line(fields.get("url")),
        "source_id": one_line(fields.get("id")),
        "title": one_line(fields.get("title")),
        "subtitle": one_line(fields.get("subtitle")),
        "authors": names(fields.get("authors")),
        "published": moment(fields.get("date")),
        "modified": moment(fields.get("modified")),
        "language": one_line(fields.get("language")),
        "publisher": one_line(fields.get("publisher")),
        "section": one_line(fields.get("section")),
    }


def is_absent(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) < 8 and value.strip().lower() in ABSENT or not value.strip()
    if isinstance(value, float):
        return math.isnan(value)  # how data frames write what is missing
    return value is None or (isinstance(value, bytes | list | tuple | dict) and not value)


def names(value: Any, depth: int = DEPTH) -> tuple[str, ...]:
    """Authors from a string, a list, a table with `name`, or any nesting of them. A string stays whole: "A and B"."""
    if depth == 0 or is_absent(value):
        return ()
    if isinstance(value, str):
        value = value.strip()
        if len(value) > LITERAL:
            return ()
        if value[0] == "[" and value[-1] == "]" and (items := _literal(value)) is not None:
            return names(items, depth - 1)
        return (value,)
    if isinstance(value, Mapping):
        low = {str(key).lower(): item for key, item in value.items()}
        for key in ("name", "@name", "full_name", "fullname", "display_name", "byline"):
            if not is_absent(low.get(key)):
                return names(low[key], depth - 1)
        parts = [
            low.get(key) for key in ("givenname", "first_name", "firstname", "familyname", "last_name", "lastname")
        ]
        whole = " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
        return (whole,) if whole else ()
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        found = [name for item in value for name in names(item, depth - 1)]
        return tuple(dict.fromkeys(found))[:AUTHORS]
    return ()


def moment(value: Any) -> str | None:
    """A time as its source writes it; a datetime or an epoch number becomes ISO 8601."""
    if isinstance(value, Mapping):
        value = value.get("$date", value.get("value"))
    if is_absent(value) or isinstance(value, bool):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value.strip().isdigit() and len(value.strip()) in (10, 13):
        value = int(value)
    if isinstance(value, int | float):
        for unit in (1, 1_000, 1_000_000, 1_000_000_000):
            if SECONDS[0] * unit <= value < SECONDS[1] * unit:
                return datetime.fromtimestamp(value / unit, UTC).isoformat().replace("+00:00", "Z")
        # 20240131 and 2024 are days and years as they stand.
        return str(int(value)) if float(value).is_integer() and 1_000 <= value <= 99_999_999 else None
    return one_line(value)


def one_line(value: Any, depth: int = DEPTH) -> str | None:
    """A single string of a value that may be a list or a table: the first, the name."""
    if depth == 0 or is_absent(value) or isinstance(value, bool | bytes):
        return None
    if isinstance(value, str):
        return " ".join(value.split()) if len(value) < LITERAL else None
    if isinstance(value, Mapping):
        for key in ("name", "title", "value", "@id", "url"):
            if (found := one_line(value.get(key), depth - 1)) is not None:
                return found
        return None
    if isinstance(value, list | tuple):
        return next((found for item in value if (found := one_line(item, depth - 1)) is not None), None)
    return str(value)


def _strings(value: Any, depth: int) -> list[str]:
    """The texts in a value in their order: a string, paragraphs in a list, sections in a table."""
    if depth == 0 or is_absent(value):
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for item in value for text in _strings(item, depth - 1)]
    return []


def _literal(text: str) -> Any:
    """A list written as text, as JSON or as Python prints it; None where it is neither."""
    if len(text) > LITERAL or text.count("[") > DEPTH * 4:
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return None


@lru_cache(maxsize=16)
def _lowered(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((field, tuple(name.strip().lower() for name in names)) for field, names in columns)
