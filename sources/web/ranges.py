"""A file on the web, read in parts as from a disk: archives and tables that an address names, never held whole.

What holds for pages holds here too: only vetted addresses, also after a redirect, and bounded time for each part. A
server that gives no parts is read from the beginning to the end, once.
"""

import contextlib
import io
import os
import re
import socket
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

import httpcore
import httpx

from schemas.errors import Unreadable
from schemas.settings import Settings
from sources.web.exchange import Response, certificates, find_header, user_agent
from sources.web.fetch import REDIRECTS, bad_status
from sources.web.guard import MAX_ADDRESSES, port_of, vet_addresses, vet_url
from sources.web.outcomes import FetchFailed
from sources.web.retry import pause_s

FIRST_BYTES = 1 << 16  # enough to tell what a file is
PART_BYTES = 1 << 20  # of one request: at 40 kB a second it still comes within fetch.timeout_s
UNKNOWN_SIZE = -1


class GuardedNetwork(httpcore.NetworkBackend):
    """Resolves, judges, and connects to a judged address, as `sources.web.guard.GuardedBackend` does for pages."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(allowed)
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError:
            raise FetchFailed("unknown_host", f"No host is named {host[:200]}: correct the address.", host) from None
        except socket.gaierror as error:
            if error.errno not in (socket.EAI_NONAME, socket.EAI_NODATA):
                raise httpcore.ConnectError(str(error)) from None
            raise FetchFailed("unknown_host", f"No host is named {host[:200]}: correct the address.", host) from None
        addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
        failure: Exception | None = None
        for address in vet_addresses(host, port, addresses, self._allowed)[:MAX_ADDRESSES]:
            try:
                return self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")


class WebFile(io.RawIOBase):
    """A file behind an http or https address. `size` is in bytes, `UNKNOWN_SIZE` where the server does not tell.

    Raises:
        Unreadable: when it is opened or read: `address_refused`, `http_404` and the like, `unreachable`, `timeout`,
            `changed` where the file is another one now, `too_large` past read.max_archive_bytes.
    """

    def __init__(self, url: str, settings: Settings) -> None:
        self._fetch, self._limit = settings.fetch, settings.read.max_archive_bytes
        self._pool = httpcore.ConnectionPool(
            ssl_context=certificates(), network_backend=GuardedNetwork(settings.fetch.allow_private_hosts)
        )
        self._position, self._start, self._part = 0, 0, b""
        self._stream: Iterator[bytes] | None = None  # the whole file as it comes, where there are no parts
        self._version: tuple[str | None, ...] | None = None
        self.size = UNKNOWN_SIZE
        self.mtime_ns = 0
        try:
            self._url = self._final = vet_url(url)
            self._load(0, FIRST_BYTES)
        except FetchFailed as failure:
            self.close()
            raise Unreadable(failure.rule, failure.reason, failure.detail) from None
        except Unreadable:
            self.close()
            raise

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream is None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if not self.seekable():
            raise io.UnsupportedOperation("the server gives no parts of the file")
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._next(len(buffer)) if self._stream is not None else self._at(len(buffer))
        except FetchFailed as failure:
            raise Unreadable(failure.rule, failure.reason, failure.detail) from None
        buffer[: len(data)] = data
        self._position += len(data)
        if self._position > self._limit:
            raise Unreadable(
                "too_large",
                f"The file has more than {self._limit:,} bytes; split it or raise read.max_archive_bytes.",
                str(self._url),
            )
        return len(data)

    def close(self) -> None:
        if not self.closed:
            with contextlib.suppress(Exception):  # a connection in the middle of a body breaks as it likes
                self._pool.close()
        super().close()

    def _at(self, size: int) -> bytes:
        if self._position >= self.size:
            return b""
        inside = self._position - self._start
        if not 0 <= inside < len(self._part):
            self._load(self._position, PART_BYTES)
            inside = 0
        return self._part[inside : inside + size]

    def _next(self, size: int) -> bytes:
        try:
            while not self._part:
                assert self._stream is not None
                self._part = next(self._stream)
        except StopIteration:
            if self.size != UNKNOWN_SIZE and self._position < self.size:
                raise _broken(self._url, "the connection was closed before the end") from None
            return b""
        except Exception as error:  # whatever a server does
            raise _broken(self._url, f"{type(error).__name__}: {error}") from None
        data, self._part = self._part[:size], self._part[size:]
        return data

    def _load(self, start: int, count: int) -> None:
        """Ask for a part, again where that may help."""
        began = time.monotonic()
        for attempt in range(1, self._fetch.max_attempts + 1):
            try:
                self._ask(start, count, began + self._fetch.timeout_s)
                return
            except FetchFailed as failure:
                is_last = attempt == self._fetch.max_attempts or time.monotonic() - began > self._fetch.timeout_s
                # The address that a redirect gave may have run out since the file was opened.
                is_elsewhere = self._version is not None and self._final != self._url
                has_run_out = is_elsewhere and failure.rule.startswith("http_")
                if is_last or not (failure.is_retriable or has_run_out):
                    raise
                self._final = self._url
                time.sleep(pause_s(attempt, self._fetch))

    def _ask(self, start: int, count: int, deadline: float) -> None:
        try:
            response = self._redirected(start, count)
            try:
                self._take(response, start, deadline)
            finally:
                if self._stream is None:
                    response.close()
        except FetchFailed:
            raise
        except httpcore.TimeoutException as error:
            raise _broken(self._final, f"{type(error).__name__}: {error}", "timeout") from None
        except Exception as error:  # whatever a server does
            raise _broken(self._final, f"{type(error).__name__}: {error}") from None

    def _redirected(self, start: int, count: int) -> httpcore.Response:
        """The response at the end of the redirects, its body unread."""
        fetch = self._fetch
        silence = dict.fromkeys(("read", "write", "pool"), fetch.idle_timeout_s) | {"connect": fetch.connect_timeout_s}
        for _ in range(fetch.max_redirects + 1):
            url = self._final
            headers = [
                (b"Host", url.netloc),
                (b"User-Agent", user_agent(fetch.contact).encode("latin-1")),
                (b"Accept-Encoding", b"identity"),
                (b"Range", f"bytes={start}-{start + count - 1}".encode()),
            ]
            asked = httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=port_of(url), target=url.raw_path or b"/"
            )
            response = self._pool.handle_request(
                httpcore.Request(b"GET", asked, headers=headers, extensions={"timeout": silence})
            )
            location = find_header(response.headers, "location")
            if response.status not in REDIRECTS or not location:
                return response
            response.close()
            self._final = vet_url(str(url.join(location.encode("latin-1").decode("utf-8", "replace"))))
        raise FetchFailed(
            "too_many_redirects",
            "The address redirects in a circle, or more often than fetch.max_redirects: give the one where it ends.",
            str(self._final),
        )

    def _take(self, response: httpcore.Response, start: int, deadline: float) -> None:
        headers, is_first = response.headers, self._version is None
        total = re.fullmatch(
            r"bytes\s{1,3}(\d{1,18})-\d{1,18}/(\d{1,18})", (find_header(headers, "content-range") or "").strip()
        )
        if response.status == 416 and is_first:
            self.size, self._version = 0, ()
            return
        if response.status == 206 and total and int(total.group(1)) == start:
            version = (find_header(headers, "etag"), find_header(headers, "last-modified"), total.group(2))
            if not is_first and version != self._version:
                raise _changed(self._final)
            self._version, self.size = version, int(total.group(2))
            self._start, self._part = start, _whole(response, deadline, self._final)
            if not self._part and start < self.size:
                raise _broken(self._final, "the part is empty")
        elif response.status == 200 and is_first:
            self._version = (find_header(headers, "etag"), find_header(headers, "last-modified"))
            length = find_header(headers, "content-length") or ""
            self.size = int(length) if re.fullmatch(r"\d{1,18}", length) else UNKNOWN_SIZE
            self._stream = iter(response.iter_stream())
        elif response.status in (200, 206, 416):
            raise _changed(self._final)
        else:
            raise bad_status(Response(self._final, [], response.status, b"", list(headers), b"", "", datetime.now(UTC)))
        if is_first:
            self.mtime_ns = _mtime_ns(*self._version[:2])


def _whole(response: httpcore.Response, deadline: float, url: httpx.URL) -> bytes:
    """A part's bytes, also from a server that gives more than it was asked for, or drips."""
    chunks: list[bytes] = []
    count = 0
    for chunk in response.iter_stream():
        chunks.append(chunk)
        count += len(chunk)
        if count >= PART_BYTES:
            break
        if time.monotonic() > deadline:
            raise _broken(url, f"{count:,} bytes of a part came in time", "timeout")
    return b"".join(chunks)


def _mtime_ns(etag: str | None, last_modified: str | None) -> int:
    """When the file was changed; a number made of its version where the server says only that; else 0."""
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        return int(parsedate_to_datetime(last_modified or "").timestamp()) * 1_000_000_000
    return int.from_bytes(sha256(etag.encode()).digest()[:7], "big") if etag else 0


def _broken(url: httpx.URL, said: str, rule: str = "unreachable") -> FetchFailed:
    reason = "The server does not give the file as it should; look at the network, then run again."
    return FetchFailed(rule, reason, f"{url}: {said}", is_retriable=True)


def _changed(url: httpx.URL) -> FetchFailed:
    return FetchFailed("changed", "The file was changed while it was read; run again.", str(url))
