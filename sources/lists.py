"""Lists of inputs: an @FILE, the files of a crawl (warc.paths.gz), a feed or sitemap that was saved."""

import io
import os
import re
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemas.errors import Unreadable
from schemas.settings import Settings
from sources.remote import is_remote, open_remote
from sources.streams import Budget, Inflated, buffered, head

if TYPE_CHECKING:  # a run over files must not wait for what the web needs
    from sources.web.outcomes import Link

LINE = 65_536  # bytes of a line
CRAWL = "crawl-data/"  # how Common Crawl's own paths begin
# cc-news:2026-03 and cc-news:2026-03-14
CC_NEWS = re.compile(r"cc-news:(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?$", re.IGNORECASE)
# A line of a crawl's list of files; nothing else is taken of it, since the list is a stranger's.
CRAWL_PATH = re.compile(r"(?!.{0,999}\.\.)[A-Za-z0-9][\w./=-]{0,998}\.warc(?:\.gz)?$", re.ASCII)


def lines(path: str, settings: Settings) -> Iterator[str]:
    """The lines of a list, here or elsewhere, gzipped or not, without blank ones and # comments.

    Raises:
        Unreadable: `not_found`, `not_a_file`, `unreadable`, `broken_list`, or what the storage says.
    """
    try:
        if not is_remote(path) and not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable(
                "not_a_file", "The list of inputs is no regular file; write one input a line into a file.", path
            )
        with open_remote(path, settings) if is_remote(path) else buffered(io.FileIO(path)) as plain:
            is_packed = head(plain)[:2] == b"\x1f\x8b"
            size = settings.fetch.max_bytes if is_remote(path) else os.stat(path).st_size
            file = buffered(Inflated(plain, "gzip", path, Budget(size, settings.read))) if is_packed else plain
            for number, raw in enumerate(iter(lambda: file.readline(LINE), b""), 1):
                if len(raw) == LINE or b"\0" in raw:
                    said = f"Line {number} of the list is no path; write one input a line, in UTF-8."
                    raise Unreadable("broken_list", said, path)
                line = os.fsdecode(raw.removeprefix(b"\xef\xbb\xbf")).strip()
                if line and not line.startswith("#"):
                    yield line
    except FileNotFoundError:
        raise Unreadable("not_found", "The list of inputs does not exist; look at its path.", path) from None
    except (OSError, ValueError) as error:
        said = "The list of inputs cannot be read; give read permission."
        raise Unreadable("unreadable", said, str(error)) from None


def inputs(path: str, settings: Settings) -> Iterator[str]:
    """The inputs of an @FILE; a path counts from the current folder, or else from that of the list.

    Raises:
        Unreadable: as `lines`.
    """
    folder = os.path.dirname(path)
    for line in lines(path, settings):
        beside = os.path.join(folder, line)
        if os.path.lexists(line) or not os.path.lexists(beside):
            yield in_crawl(line, settings) if line.startswith(CRAWL) else line
        else:
            yield beside


def crawl_files(path: str, settings: Settings, day: str | None = None) -> Iterator[str]:
    """The web archives that a crawl's list names, below fetch.common_crawl_base; of a month those of one day, if given.

    Raises:
        Unreadable: as `lines`, and `broken_list` for a line that is no such name.
    """
    for line in lines(path, settings):
        if not CRAWL_PATH.match(line):
            said = "The list names what is no web archive of a crawl; give the files by a list of your own, as @FILE."
            raise Unreadable("broken_list", said, line)
        if day is None or re.search(rf"CC-NEWS-\d{{6}}{day}", line):
            yield in_crawl(line, settings)


def cc_news(given: str, settings: Settings) -> Iterator[str]:
    """The web archives of CC-NEWS of a month or a day, given as cc-news:YYYY-MM or cc-news:YYYY-MM-DD.

    Raises:
        Unreadable: as `crawl_files`; `no_month` where this is none, `not_found` where the day has no file.
    """
    found = CC_NEWS.match(given)
    if found is None:
        raise Unreadable(
            "no_month", "No month of CC-NEWS is named so; write it as cc-news:2026-03, a day as -14.", given
        )
    year, month, day = found.groups()
    none = True
    for file in crawl_files(in_crawl(f"{CRAWL}CC-NEWS/{year}/{month}/warc.paths.gz", settings), settings, day):
        none = False
        yield file
    if none:
        raise Unreadable("not_found", "CC-NEWS has no file of that time; look at the date.", given)


def in_crawl(path: str, settings: Settings) -> str:
    """A path of Common Crawl's where its files lie."""
    return f"{settings.fetch.common_crawl_base.rstrip('/')}/{path}"


def saved_links(file: io.BufferedReader, uri: str, settings: Settings) -> "tuple[tuple[Link, ...], bool] | None":
    """The links of a feed or sitemap that was saved as a file, and whether there were more; None where it is none.

    Raises:
        Unreadable: `too_large`, or `empty_listing`.
    """
    from sources.web.discover import LISTINGS, discover
    from sources.web.outcomes import FetchFailed

    fetch = settings.fetch
    body = file.read(fetch.max_bytes + 1)
    if len(body) > fetch.max_bytes:
        said = f"The feed or sitemap has more than {fetch.max_bytes:,} bytes; split it or raise fetch.max_bytes."
        raise Unreadable("too_large", said)
    try:
        found = discover(uri, body, fetch.max_bytes, fetch.max_entries)
    except FetchFailed:  # the file is none, and is read as what it is
        return None
    if found.kind not in LISTINGS:
        return None
    if not found.links:
        said = "The feed or sitemap names no address; fetch it again or leave it out."
        raise Unreadable("empty_listing", said)
    return found.links, found.is_cut
