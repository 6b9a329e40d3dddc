"""From what the operator typed to what is read and fetched: files, folders, globs, lists, addresses, crawls."""

import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from schemas.errors import Unreadable
from schemas.records import Reject
from schemas.settings import Settings
from sources.formats.csv_rows import addresses
from sources.lists import cc_news, crawl_files, saved_links
from sources.lists import inputs as listed
from sources.place import reject, rejected, uri_part
from sources.recognize import ending, is_path_list, known_endings, may_list, recognize
from sources.remote import find, is_remote, name_of, open_remote
from sources.streams import buffered, head
from sources.walk import MAGIC_CHARS, glob, identity, walk

if TYPE_CHECKING:  # a run over files must not wait for what the web needs
    from sources.web.outcomes import Link

WEB = re.compile(r"https?://", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
USERINFO = re.compile(r"//[^/@]{0,999}@")  # a password must not end in a table
LOOK = 65_536  # bytes looked at where the ending tells nothing
LOOK_FOR_LISTING = 4_096  # bytes looked at where the ending is one that feeds are saved under
SAVED_AS = (None, "html", "json", "text")  # formats whose endings feeds and sitemaps are saved under
LOOKERS = 8  # remote files whose size is asked at once: an answer takes 20 to 500 ms


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `uri` is its path as shown: below the current folder relative to it, else absolute."""

    path: str  # absolute, or an address on object storage
    uri: str
    size: int  # bytes
    mtime_ns: int


class Located(NamedTuple):
    """What the inputs stand for: files sorted by uri, each once; what cannot be read; what is to be fetched.

    `urls` are the addresses that were given, in their order, `links` those of saved feeds and sitemaps.
    """

    files: list[InputFile]
    rejects: list[Reject]
    urls: list[str]
    links: list["Link"]


def locate(inputs: Sequence[str], settings: Settings, leave_out: Sequence[str] = ()) -> Located:
    """Find what the inputs name: files, folders with all below them, globs, `@FILE` with one input a line; files on
    object storage and on the web; `cc-news:YYYY-MM[-DD]` and lists of a crawl's files (`warc.paths.gz`).

    The result does not depend on the order of the inputs, but for the addresses, which keep it. Folders in `leave_out`
    are not entered: the warehouse that a run writes into is no input of it.
    """
    search = _Search(settings, leave_out)
    search.take(_listed(inputs, search))
    return Located(
        sorted(search.files.values(), key=lambda file: file.uri),
        sorted(set(search.rejects), key=lambda found: (found.input_uri, found.rule, found.detail)),
        list(dict.fromkeys(search.urls)),
        sorted(set(search.links), key=lambda link: (link.url, repr(link))),
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
        is_list = given.startswith("@") and len(given) > 1
        if is_list and WEB.match(given[1:]) and not is_remote(given[1:]):  # lists are fetched like feeds
            is_list, given = False, given[1:]
        lines = search.told(given[1:], listed(given[1:], search.settings)) if is_list else [given]
        for line in lines:
            if line.lower().startswith("cc-news:"):
                yield from search.told(line, cc_news(line, search.settings))
            elif is_remote(line):
                yield line
            elif WEB.match(line):
                search.urls.append(line)
            elif line.lower().startswith("file://"):
                yield unquote(urlsplit(line).path)
            elif SCHEME.match(line):
                search.refuse(
                    line,
                    "unknown_scheme",
                    "Addresses of this kind are not read; copy the files here and pass their folder.",
                )
            else:
                yield line


class _Search:
    """What was found so far. Each file and folder is taken once, under the first path that leads to it."""

    def __init__(self, settings: Settings, leave_out: Sequence[str] = ()) -> None:
        self.settings = settings
        self.leave_out = leave_out
        self.left_out = {identity(os.stat(folder)) for folder in leave_out if os.path.isdir(folder)}
        self.files: dict[str, InputFile] = {}
        self.rejects: list[Reject] = []
        self.urls: list[str] = []
        self.links: list[Link] = []
        self.folders = set(self.left_out)

    def uri(self, path: str) -> str:
        return uri_of(path) if _is_path(path) and not SCHEME.match(path) else uri_part(path)

    def refuse(self, path: str, rule: str, reason: str, detail: str = "") -> None:
        self.rejects.append(reject(self.uri(path), rule, reason, detail or path))

    def told(self, path: str, lines: Iterator[str]) -> Iterator[str]:
        """The lines of a list; where it breaks off, that is told."""
        try:
            yield from lines
        except Unreadable as error:
            self.rejects.append(rejected(self.uri(path), error))

    def take(self, inputs: Iterable[str]) -> None:
        """Take what lies here, then what lies elsewhere."""
        away = []
        for given in sorted(set(inputs), key=lambda given: given.encode("utf-8", "surrogatepass")):
            if is_remote(given):
                away.append(given)
            else:
                self._here(given)
        self._away(away)

    def _here(self, given: str) -> None:
        path = os.path.expanduser(given)
        if not path or not _is_path(path):
            self.refuse(given, "not_found", "The input is no path; look at the call.")
        elif os.path.lexists(path):
            self._path(path, is_named=True)
        elif MAGIC_CHARS.search(path):
            matches = [match for match in sorted(glob(path), key=os.fsencode) if not self._is_left_out(match, path)]
            for match in matches:
                self._path(match)
            if not matches:
                self.refuse(
                    given, "not_found", "Nothing matches the pattern; look at its folder and quote it for the shell."
                )
        else:
            self.refuse(given, "not_found", "The path does not exist; look at its spelling and the current folder.")

    def _is_left_out(self, match: str, pattern: str) -> bool:
        """Whether a match lies in a folder that is left out, but for a pattern that leads there by its name."""
        fixed = os.path.dirname(MAGIC_CHARS.split(pattern, maxsplit=1)[0])
        return any(_is_below(match, folder) and not _is_below(fixed, folder) for folder in self.leave_out)

    def _away(self, addresses: Sequence[str]) -> None:
        """Take the files that these remote addresses name, asked for side by side and told in their order."""
        with ThreadPoolExecutor(LOOKERS, "copydesk-look") as threads:
            for address, found in zip(addresses, threads.map(self._found, addresses), strict=True):
                if isinstance(found, Reject):
                    self.rejects.append(found)
                    continue
                if not found:
                    self.refuse(address, "not_found", "Nothing lies under the address; look at its spelling.")
                for file in found:
                    try:
                        self._remote(file)
                    except Unreadable as error:
                        self.rejects.append(rejected(file.uri, error))

    def _found(self, address: str) -> list[InputFile] | Reject:
        try:
            return [InputFile(found, uri_part(found), *rest) for found, *rest in find(address, self.settings)]
        except Unreadable as error:
            return rejected(uri_part(USERINFO.sub("//", address, count=1)), error)

    def _remote(self, file: InputFile) -> None:
        """Take a remote file, or what a list, table or feed among them names."""
        name = name_of(file.path)
        if is_path_list(name):
            self.take(self.told(file.path, crawl_files(file.path, self.settings)))
            return
        if (stated := ending(name)) in (None, "csv"):
            with open_remote(file.path, self.settings) as stream:
                start = head(stream)
                if stated == "csv" and self._took_addresses(stream, file.path):
                    return
                if stated is None and may_list(start) and self._took_listing(stream, file.path):
                    return
            if stated is None and recognize(name, start) is None:
                self._refuse_unknown(file.path)
                return
        self.files[file.path] = file

    def _path(self, path: str, is_named: bool = False) -> None:
        try:
            status = os.stat(path)
        except OSError as error:
            self._unreachable(path, error)
            return
        if stat.S_ISDIR(status.st_mode) and is_named and identity(status) in self.left_out:
            said = "The folder is the warehouse that this run writes into; pass what lies in its raw/ with reprocess."
            self.refuse(path, "own_warehouse", said)
        elif stat.S_ISDIR(status.st_mode):
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
        if is_path_list(path):
            self.take(self.told(path, crawl_files(path, self.settings)))
            return
        if may_list(start) and self._took(path, self._took_listing):
            return
        if ending(path) is None and recognize(path, start) is None and start:
            self._refuse_unknown(path)
        elif ending(path) != "csv" or not self._took(path, self._took_addresses):
            self.files[real] = InputFile(os.path.abspath(path), uri_of(path), status.st_size, status.st_mtime_ns)

    def _refuse_unknown(self, path: str) -> None:
        self.refuse(path, "unknown_type", f"The type of the file is not known; give it as one of {known_endings()}.")

    def _took(self, path: str, take: Callable[[io.BufferedReader, str], bool]) -> bool:
        with buffered(io.FileIO(path)) as file:
            return take(file, path)

    def _took_addresses(self, file: io.BufferedReader, path: str) -> bool:
        """Take the addresses of a table that holds nothing else to read; False where the file is none."""
        if recognize(name_of(path), head(file)) != "csv" or not (found := addresses(file, self.settings)):
            return False
        self.urls.extend(address for address in found if address)
        for number in (number for number, address in enumerate(found, 1) if not address):
            said = "The row has no web address; mend it or leave it out."
            self.rejects.append(reject(f"{self.uri(path)}#{number}", "no_address", said))
        return True

    def _took_listing(self, file: io.BufferedReader, path: str) -> bool:
        """Take the links of a saved feed or sitemap; False where the file is none."""
        try:
            found = saved_links(file, self.uri(path), self.settings)
        except Unreadable as error:
            self.rejects.append(rejected(self.uri(path), error))
            return True
        if found is None:
            return False
        links, is_cut = found
        self.links.extend(links)
        if is_cut:
            most = self.settings.fetch.max_entries
            said = f"It names more than {most:,} addresses, and the rest was left: raise fetch.max_entries."
            self.refuse(path, "too_many_entries", said)
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


def _is_below(path: str, folder: str) -> bool:
    return f"{os.path.realpath(path)}{os.sep}".startswith(f"{os.path.realpath(folder)}{os.sep}")


def _is_path(path: str) -> bool:
    """False for what no file system takes as a name: a NUL, half of a surrogate pair."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _peek(path: str) -> bytes:
    """The first bytes of a file whose ending does not tell enough; of any other file only whether it can be opened."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        stated = ending(path)
        if stated not in SAVED_AS:
            return b""
        return os.read(descriptor, LOOK if stated is None else LOOK_FOR_LISTING)
    finally:
        os.close(descriptor)
