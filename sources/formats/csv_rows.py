"""CSV and TSV: a document a row, columns found by the names in the first row."""

import csv
import re
from collections.abc import Iterator
from io import BufferedReader

from schemas.errors import Unreadable
from schemas.settings import Settings
from sources.place import Item, Place, reject
from sources.recognize import opening
from sources.rows import known_fields, row_body, row_document
from sources.streams import head, origin
from transforms.decode import decode

DELIMITERS = ",;\t|"
LINE_FACTOR = 3  # a line may be so many times longer than a document: quotes are doubled, other columns come on top
# Bytes up to which a broken row is read again line by line, to save the rows that an open quote swallowed.
AGAIN_BYTES = 1 << 20


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    start = head(stream)
    lines = _Lines(stream, settings)
    names = header(lines, start, settings)
    if not any(name.strip().lower() in _body_columns(settings) for name in names):
        yield reject(
            place.uri,
            "no_text_column",
            "No column of the table is known to hold text or HTML; "
            "add its name to read.columns.text or read.columns.html.",
            f"columns: {', '.join(names)}",
        )
        return
    delimiter = _delimiter(start)
    rows = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        lines.begin()
        line, position = lines.number + 1, lines.position
        try:
            values = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            values, problem = [], str(error)
        else:
            if not values:
                continue
            problem = _miscounted(values, names)
        number += 1
        if problem:
            yield reject(
                place.row(number),
                "broken_row",
                f"The row that begins in line {line} cannot be read; mend its quotes and delimiters.",
                problem,
            )
            lines.again()
            continue
        locator = place.locate(number - 1, origin(stream, position))
        yield row_document(dict(zip(names, values, strict=False)), "csv", place, number, locator, settings)
    if not number:
        raise Unreadable("empty", "The table has no row; leave it out of the input or fetch it again.")


def reread(stream: BufferedReader, names: list[str], start: bytes, settings: Settings) -> str | bytes:
    """The body of the row that begins where the stream stands; `names` and `start` are the head of its file."""
    values = next(csv.reader(_Lines(stream, settings), delimiter=_delimiter(start)))
    return row_body(known_fields(dict(zip(names, values, strict=False)), settings.read.columns))[0]


def addresses(stream: BufferedReader, settings: Settings) -> list[str | None] | None:
    """The web addresses of a table that has a column of them and none of text, None for a row without one.

    None where the table is of another kind.
    """
    start = head(stream)
    lines = _Lines(stream, settings)
    try:
        names = [name.strip().lower() for name in header(lines, start, settings)]
    except Unreadable:
        return None
    columns = [names.index(name.lower()) for name in settings.read.columns.get("url", ()) if name.lower() in names]
    if not columns or _body_columns(settings) & set(names):
        return None
    rows = csv.reader(lines, delimiter=_delimiter(start))
    found: list[str | None] = []
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return found
        except csv.Error:
            found.append(None)
            continue
        value = values[columns[0]].strip() if len(values) > columns[0] else ""
        if values:
            found.append(value if re.match(r"https?://\S+$", value, re.IGNORECASE) else None)


def header(lines: Iterator[str], start: bytes, settings: Settings) -> list[str]:
    """The names of the columns.

    Raises:
        Unreadable: `empty`, or `broken_row` where the first row is none.
    """
    csv.field_size_limit(settings.read.max_document_bytes * LINE_FACTOR)
    try:
        return next(csv.reader(lines, delimiter=_delimiter(start)))
    except StopIteration:
        raise Unreadable("empty", "The table has no row; leave it out of the input or fetch it again.") from None
    except csv.Error as error:
        raise Unreadable(
            "broken_row", "The first row, with the names of the columns, cannot be read; mend it.", str(error)
        ) from None


def read_header(stream: BufferedReader, start: bytes, settings: Settings) -> list[str]:
    return header(_Lines(stream, settings), start, settings)


def _miscounted(values: list[str], names: list[str]) -> str:
    """What is wrong with the number of fields; empty fields beyond the last column are forgiven."""
    if len(values) < len(names) or any(values[len(names) :]):
        return f"{len(values)} fields instead of {len(names)}"
    return ""


def _delimiter(start: bytes) -> str:
    """The one that parts the names in the first line best."""
    line = opening(start).split("\n", 1)[0]
    return max(DELIMITERS, key=line.count)


def _body_columns(settings: Settings) -> set[str]:
    columns = settings.read.columns
    return {name.lower() for field in ("text", "html") for name in columns.get(field, ())}


class _Lines:
    """The lines of a stream as text, with the byte at which each begins, and a way to go back over a broken row."""

    def __init__(self, stream: BufferedReader, settings: Settings) -> None:
        self.stream = stream
        self.limit = settings.read.max_document_bytes * LINE_FACTOR
        self.position = self.number = self.row_bytes = 0
        self.row: list[bytes] = []  # the lines of the row at hand
        self.waiting: list[bytes] = []  # lines to be given once more, last first

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else self.stream.readline(self.limit)
        if not line:
            raise StopIteration
        self.row_bytes += len(line)
        if self.row_bytes <= AGAIN_BYTES:
            self.row.append(line)
        self.position += len(line)
        self.number += 1
        if len(line) == self.limit and not line.endswith(b"\n"):
            self._pass_over_rest()
        text = _text(line)
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def _pass_over_rest(self) -> None:
        """Of a line past the limit; what was taken of it makes a row that is refused for its length or its fields."""
        rest = b"-"
        while rest and not rest.endswith(b"\n"):
            rest = self.stream.readline(AGAIN_BYTES)
            self.position += len(rest)

    def begin(self) -> None:
        self.row, self.row_bytes = [], 0

    def again(self) -> None:
        """Give the lines of the row once more but for its first."""
        if len(self.row) > 1 and self.row_bytes <= AGAIN_BYTES:
            lines = self.row[1:]
            self.position -= sum(map(len, lines))
            self.number -= len(lines)
            self.waiting.extend(reversed(lines))


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return decode(line)
        except Unreadable:
            return line.decode("cp1252", "ignore")
