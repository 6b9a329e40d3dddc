"""JSON: a document a line, a list of them, one alone, or one after another."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any

from schemas.errors import Unreadable
from schemas.records import Reject, Skipped
from schemas.settings import Settings
from sources.formats import ninjs
from sources.place import Item, Place, reject, rejected, too_large
from sources.recognize import opening
from sources.rows import known_fields, row_body, row_document
from sources.streams import head, origin
from transforms.decode import decode

LISTS = (
    "articles",
    "items",
    "data",
    "results",
    "documents",
    "records",
    "rows",
    "entries",
    "news",
    "stories",
    "hits",
    "@graph",
)
CHUNK = 1 << 18  # characters
# What a row may hold besides its text, and how much longer escapes (\u00e9) make it.
ROW_FACTOR = 3
VALUES_BEFORE_LIST = 100  # keys of an object looked at in search of its list of records
SPACE = re.compile(r"[ \t\r\n]*")
LINES = re.compile(r"\.(jsonl|ndjson)(\.|$)", re.IGNORECASE)


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    return _lines(stream, place, settings) if _is_lines(place.name, head(stream)) else _values(stream, place, settings)


def reread(stream: BufferedReader, name: str, start: bytes, settings: Settings) -> bytes | str:
    """The body of the row that begins where the stream stands; `start` are the first bytes of its file."""
    if _is_lines(name, start):
        row = parse(stream.readline(_row_bytes(settings)))
    else:
        row = next(Scanner(stream, settings).values())[0]
    row = _unwrapped(row)
    if ninjs.is_item(row):
        return ninjs.text({name.lower(): value for name, value in row.items()})
    return row_body(known_fields(row, settings.read.columns))[0]


def parse(line: bytes) -> Any:
    """The value in a line of JSON.

    Raises:
        ValueError: where it is no JSON, or nested too deep.
        Unreadable: where the line is no text.
    """
    try:
        return json.loads(line)
    except UnicodeDecodeError:
        return json.loads(decode(line))
    except ValueError:
        if not (shorn := line.rstrip()).endswith(b","):
            raise
        return json.loads(shorn[:-1])  # a list that was cut into lines
    except RecursionError:
        raise ValueError("nested too deep") from None


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
    limit, position, number, is_empty = _row_bytes(settings), 0, 0, True
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


def _row_bytes(settings: Settings) -> int:
    return settings.read.max_document_bytes * ROW_FACTOR


class Scanner:
    """Walks over JSON of any length, one record at a time, holding no more than that record in memory.

    The text is decoded so that each character can be turned back into its bytes, which tells where a record begins.
    """

    def __init__(self, stream: BufferedReader, settings: Settings) -> None:
        self.text = io.TextIOWrapper(stream, "utf-8", "surrogateescape", newline="")
        self.limit, self.settings = _row_bytes(settings), settings
        self.buffer, self.at, self.offset = "", 0, 0
        self.decoder = json.JSONDecoder()
        self.body_names = {*settings.read.columns.get("text", ()), *settings.read.columns.get("html", ())}

    def values(self) -> Iterator[tuple[Any, int]]:
        """Each record and the byte it begins at: the objects of a list, of the list in an object, or one after another.

        Raises:
            ValueError: where the JSON is broken.
            Unreadable: `too_large` where a record is.
        """
        try:
            while char := self._peek():
                if char == "[":
                    self._take(1)
                    yield from self._list()
                elif char == "{" and (levels := self._enter_list()):
                    yield from self._list()
                    for _ in range(levels):
                        self._leave_object()
                elif char in ",;":
                    self._take(1)
                else:
                    yield self._value()
        finally:
            self.text.detach()

    def _list(self) -> Iterator[tuple[Any, int]]:
        while (char := self._peek()) != "]":
            if char == "":
                raise ValueError("the list is cut off")
            if char == ",":
                self._take(1)
            else:
                yield self._value()
        self._take(1)

    def _enter_list(self) -> int:
        """Step into the list of records that an object holds, over the small values before it.

        Gives the number of objects entered, 0 where there is no such list or the object is a document itself.
        """
        at, levels = self.at + 1, 1
        for _ in range(VALUES_BEFORE_LIST):
            self._fill(at + CHUNK // 4)
            try:
                at = self._skip_space(at)
                if self.buffer[at] == ",":
                    at = self._skip_space(at + 1)
                key, at = self.decoder.raw_decode(self.buffer, at)
                at = self._skip_space(self._skip_space(at) + 1)
                if str(key).lower() in self.body_names:
                    return 0
                if str(key).lower() in LISTS and self.buffer[at] == "{":
                    at, levels = at + 1, levels + 1
                    continue
                if str(key).lower() in LISTS and re.compile(r"\[\s{0,99}[{\]]").match(self.buffer, at):
                    self._take(at + 1 - self.at)
                    return levels
                _, at = self.decoder.raw_decode(self.buffer, at)
            except (ValueError, IndexError, RecursionError):
                return 0
        return 0

    def _leave_object(self) -> None:
        """Over the values that follow the list, to the end of the object."""
        while (char := self._peek()) not in ("}", ""):
            if char in ",:":
                self._take(1)
            else:
                self._value()
        self._take(1)

    def _value(self) -> tuple[Any, int]:
        start = self.offset
        while True:
            try:
                value, end = self.decoder.raw_decode(self.buffer, self.at)
            except RecursionError:
                raise ValueError("nested too deep") from None
            except ValueError:
                ahead = len(self.buffer) - self.at
                if ahead > self.limit:
                    raise too_large(self.limit) from None
                # What is incomplete fails at the very end, or as a string without end; all else is broken for good.
                if not self._fill(self.at + max(2 * ahead, CHUNK)):
                    raise
                continue
            # A number at the end of what is there may go on.
            if end == len(self.buffer) and self._fill(end + CHUNK):
                continue
            written = self.buffer[self.at : end]
            self._take(end - self.at)
            if not written.isascii() and any("\udc80" <= char <= "\udcff" for char in set(written)):
                value = parse(written.encode("utf-8", "surrogateescape"))
            return value, start

    def _skip_space(self, at: int) -> int:
        found = SPACE.match(self.buffer, at)
        return found.end() if found else at

    def _peek(self) -> str:
        """The next character that is no space, without taking it; empty at the end."""
        if self.at > CHUNK:
            self.buffer, self.at = self.buffer[self.at :], 0
        while True:
            at = self._skip_space(self.at)
            if at == self.at and self.buffer[at : at + 1] in ("\ufeff", "\0") and at < len(self.buffer):
                at += 1
            if at > self.at:
                self._take(at - self.at)
            elif self.at < len(self.buffer):
                return self.buffer[self.at]
            elif not self._fill(self.at + 1):
                return ""

    def _fill(self, until: int) -> bool:
        """Read on until the buffer has `until` characters; False where nothing more came."""
        before = len(self.buffer)
        while len(self.buffer) < until and (more := self.text.read(max(CHUNK, until - len(self.buffer)))):
            self.buffer += more
        return len(self.buffer) > before

    def _take(self, count: int) -> None:
        taken = self.buffer[self.at : self.at + count]
        self.offset += len(taken) if taken.isascii() else len(taken.encode("utf-8", "surrogateescape"))
        self.at += count
