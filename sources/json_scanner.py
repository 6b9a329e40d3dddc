"""A walk over JSON of any length, one record at a time."""

import io
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from schemas.settings import Settings
from sources.place import too_large
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


class Scanner:
    """Walks over JSON of any length, one record at a time, holding no more than that record in memory.

    The text is decoded so that each character can be turned back into its bytes, which tells where a record begins.
    """

    def __init__(self, stream: BufferedReader, settings: Settings) -> None:
        self.text = io.TextIOWrapper(stream, "utf-8", "surrogateescape", newline="")
        self.limit, self.settings = row_bytes(settings), settings
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


def parse(line: bytes) -> Any:
    """The value in a line of JSON.

    Raises:
        ValueError: where it is no JSON, or nested too deep.
        Unreadable: where the line is no text.
    """
    try:
        return _loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _loads(line: bytes) -> Any:
    try:
        return json.loads(line)
    except UnicodeDecodeError:
        return json.loads(decode(line))
    except ValueError:
        if not (shorn := line.rstrip()).endswith(b","):
            raise
        return json.loads(shorn[:-1])  # a list that was cut into lines


def row_bytes(settings: Settings) -> int:
    return settings.read.max_document_bytes * ROW_FACTOR
