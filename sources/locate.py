"""From what the operator typed to the files that are read: files, folders, globs, lists."""

import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from schemas.errors import Unreadable
from schemas.records import Reject
from schemas.settings import Settings
from sources.formats.csv_rows import addresses
from sources.place import reject, rejected, uri_part
from sources.recognize import ending, known_endings, recognize
from sources.remote import find, is_remote, open_remote
from sources.streams import Budget, Inflated, buffered, head
from sources.walk import MAGIC_CHARS, glob, identity, walk

WEB = re.compile(r"https?://", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
LIST_LINE = 65_536  # bytes of a line of an @FILE
LOOK = 65_536  # bytes looked at where the ending tells nothing


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `uri` is its path as shown: below the current folder relative to it, else absolute."""

    path: str  # absolute, or an address on object storage
    uri: str
    size: int  # bytes
    mtime_ns: int


class Located(NamedTuple):
    """What the inputs stand for: files sorted by uri, each once; what cannot be read; web addresses in their order."""

    files: list[InputFile]
    rejects: list[Reject]
    urls: list[str]


def locate(inputs: Sequence[str], settings: Settings, leave_out: Sequence[str] = ()) -> Located:
    """Find the files that the inputs name: files, folders with all below them, globs, `@FILE` with one input a line.

    The result does not depend on the order of the inputs, but for the addresses, which keep it. Folders in `leave_out`
    are not entered: the warehouse that a run writes into is no input of it.
    """
    search = _Search(settings)
    search.folders.update(identity(os.stat(folder)) for folder in leave_out if os.path.isdir(folder))
    for given in sorted(set(_listed(inputs, search)), key=lambda given: given.encode("utf-8", "surrogatepass")):
        search.add(given)
    return Located(
        sorted(search.files.values(), key=lambda file: file.uri),
        sorted(set(search.rejects), key=lambda found: (found.input_uri, found.rule, found.detail)),
        list(dict.fromkeys(search.urls)),
    )


def uri_of(path: str) -> str:
    """A path as it stands in input_uri: posix, relative where it lies below the current folder."""
    absolute = os.path.abspath(path)
    here = os.getcwd()
    inside = absolute.startswith(here.rstrip(os.sep) + os.sep)
    return uri_part(os.path.relpath(absolute, here) if inside else absolute)


def _listed(inputs: Sequence[str], search: "_Search") -> Iterator[str]:
    """The inputs without the addresses, which go to the search, and with the lines of each list in its place."""
    for given in inputs:
        lines = _list_lines(given[1:], search) if given.startswith("@") and len(given) > 1 else [given]
        for line in lines:
            if WEB.match(line):
                search.urls.append(line)
            elif line.lower().startswith("file://"):
                yield unquote(urlsplit(line).path)
            elif is_remote(line):
                yield line
            elif SCHEME.match(line):
                search.refuse(
                    line,
                    "unknown_scheme",
                    "Addresses of this kind are not read; copy the files here and pass their folder.",
                )
            else:
                yield line


def _list_lines(path: str, search: "_Search") -> Iterator[str]:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            search.refuse(
                path, "not_a_file", "The list of inputs is no regular file; write one input a line into a file."
            )
            return
        with open(path, "rb") as plain:
            is_packed = plain.peek(2)[:2] == b"\x1f\x8b"
            budget = Budget(os.fstat(plain.fileno()).st_size, search.settings.read)
            file = buffered(Inflated(plain, "gzip", path, budget)) if is_packed else plain
            for number, raw in enumerate(iter(lambda: file.readline(LIST_LINE), b""), 1):
                if len(raw) == LIST_LINE or b"\0" in raw:
                    search.refuse(
                        path, "broken_list", f"Line {number} of the list is no path; write one input a line, in UTF-8."
                    )
                    return
                line = os.fsdecode(raw.removeprefix(b"\xef\xbb\xbf")).strip()
                if line and not line.startswith("#"):
                    beside = os.path.join(os.path.dirname(path), line)
                    yield beside if not os.path.lexists(line) and os.path.lexists(beside) else line
    except FileNotFoundError:
        search.refuse(path, "not_found", "The list of inputs does not exist; look at its path.")
    except Unreadable as error:
        search.refuse(path, error.rule, str(error))
    except (OSError, ValueError) as error:
        search.refuse(path, "unreadable", "The list of inputs cannot be read; give read permission.", str(error))


class _Search:
    """What was found so far. Each file and folder is taken once, under the first path that leads to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.files: dict[str, InputFile] = {}
        self.rejects: list[Reject] = []
        self.urls: list[str] = []
        self.folders: set[tuple[int, int]] = set()

    def refuse(self, path: str, rule: str, reason: str, detail: str = "") -> None:
        uri = uri_of(path) if _is_path(path) and not SCHEME.match(path) else uri_part(path)
        self.rejects.append(reject(uri, rule, reason, detail or path))

    def add(self, given: str) -> None:
        if is_remote(given):
            self._remote(given)
            return
        path = os.path.expanduser(given)
        if not path or not _is_path(path):
            self.refuse(given, "not_found", "The input is no path; look at the call.")
        elif os.path.lexists(path):
            self._path(path, is_named=True)
        elif MAGIC_CHARS.search(path):
            found = False
            for match in sorted(glob(path), key=os.fsencode):
                found = True
                self._path(match)
            if not found:
                self.refuse(
                    given, "not_found", "Nothing matches the pattern; look at its folder and quote it for the shell."
                )
        else:
            self.refuse(given, "not_found", "The path does not exist; look at its spelling and the current folder.")

    def _remote(self, url: str) -> None:
        try:
            found = list(find(url))
            for address, size, mtime_ns in found:
                if ending(address) is None and recognize(address, _remote_peek(address)) is None:
                    said = f"The type of the file is not known; give it as one of {known_endings()}."
                    self.refuse(address, "unknown_type", said)
                else:
                    self.files[address] = InputFile(address, uri_part(address), size, mtime_ns)
        except Unreadable as error:
            self.rejects.append(rejected(uri_part(url), error))
            return
        if not found:
            self.refuse(url, "not_found", "Nothing lies under the address; look at its spelling.")

    def _path(self, path: str, is_named: bool = False) -> None:
        try:
            status = os.stat(path)
        except OSError as error:
            self._unreachable(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            if not self._folder(path) and is_named:
                self.refuse(path, "empty_folder", "The folder holds no file to read; look at its path.")
        elif not stat.S_ISREG(status.st_mode):
            self.refuse(path, "not_a_file", "The path is a pipe, socket or device; pass files, folders or archives.")
        else:
            self._file(path, status)

    def _folder(self, top: str) -> bool:
        """Take all files below a folder, in the order of their names; False where there is none."""
        if identity(os.stat(top)) in self.folders:
            return True
        found = False
        for entry, kind in walk(top, self.folders, self._unreachable):
            found = True
            if kind == "loop":
                self.refuse(
                    entry,
                    "link_loop",
                    "The link leads back to a folder it lies in; remove it or pass the folders one by one.",
                )
            elif kind == "file":
                self._path(entry)
        return found

    def _file(self, path: str, status: os.stat_result) -> None:
        real = os.path.realpath(path)
        if real in self.files:
            return
        try:
            start = _peek(path)
        except OSError as error:
            self._unreachable(path, error)
            return
        if ending(path) is None and recognize(path, start) is None and start:
            self.refuse(
                path, "unknown_type", f"The type of the file is not known; give it as one of {known_endings()}."
            )
        elif not self._is_table_of_addresses(path):
            self.files[real] = InputFile(os.path.abspath(path), uri_of(path), status.st_size, status.st_mtime_ns)

    def _is_table_of_addresses(self, path: str) -> bool:
        """Take the addresses of a table that holds nothing else to read; False where the file is none."""
        if ending(path) != "csv":
            return False
        with buffered(io.FileIO(path)) as file:
            if recognize(path, head(file)) != "csv" or not (found := addresses(file, self.settings)):
                return False
        self.urls.extend(address for address in found if address)
        for number in (number for number, address in enumerate(found, 1) if not address):
            self.rejects.append(
                reject(f"{uri_of(path)}#{number}", "no_address", "The row has no web address; mend it or leave it out.")
            )
        return True

    def _unreachable(self, path: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            self.refuse(path, "not_found", "The link leads nowhere; remove it or restore the file.")
        elif "symbolic links" in str(error.strerror):
            self.refuse(path, "link_loop", "The link leads back to itself; remove it.")
        else:
            self.refuse(
                path,
                "unreadable",
                "The path cannot be read; give read permission or leave it out.",
                str(error.strerror),
            )


def _is_path(path: str) -> bool:
    """False for what no file system takes as a name: a NUL, half of a surrogate pair."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _peek(path: str) -> bytes:
    """The first bytes of a file whose ending tells nothing; of any other file only whether it can be opened."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(descriptor, LOOK) if ending(path) is None else b""
    finally:
        os.close(descriptor)


def _remote_peek(address: str) -> bytes:
    with open_remote(address) as file:
        return head(file)
