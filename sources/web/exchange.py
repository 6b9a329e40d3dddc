"""One request and its response, with every bound held: connect, silence, whole time, header, bytes."""

import asyncio
import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import version

import httpcore
import httpx

from schemas.settings import FetchSettings
from sources.web.decode import ENCODINGS, PIECE_BYTES, BrokenEncoding, Decoder, TooManyBytes
from sources.web.guard import GuardedBackend, port_of
from sources.web.outcomes import FetchFailed

PRODUCT = "Copydesk"
HAS_DOCUMENT = frozenset({200, 203})  # 203: changed by a proxy on the way
# A failure's body is kept for the record only; nobody needs more of it, nor should it take long.
MAX_ASIDE_BYTES, MAX_ASIDE_S = 64 * 1024, 2.0
LANGUAGES = "*"
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5"

Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Response:
    """A response with its body decompressed. `headers` are as received, in their order."""

    url: httpx.URL
    request_headers: Headers
    status: int
    reason: bytes
    headers: Headers
    body: bytes
    ip: str
    sent_at: datetime
    is_cut: bool = False  # the body is only the beginning

    def header(self, name: str) -> str | None:
        """The first value of a header, decoded leniently; None where it is absent."""
        return find_header(self.headers, name)

    @property
    def media_type(self) -> str:
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


def user_agent(contact: str) -> str:
    """Who we are, and how to reach the operator: "Copydesk/0.1.0 (+https://desk.example.org/bot)"."""
    product = f"{PRODUCT}/{version('copydesk')}"
    return f"{product} (+{contact})" if contact else product


@cache
def certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def open_pool(settings: FetchSettings) -> httpcore.AsyncConnectionPool:
    """Connections to vetted addresses only, without the environment's proxies: those would resolve names themselves."""
    return httpcore.AsyncConnectionPool(
        ssl_context=certificates(),
        max_connections=None,  # bounded by the crawl, which does not count waiting as the document's time
        max_keepalive_connections=settings.max_connections,
        keepalive_expiry=max(15.0, 2 * settings.pace_s),
        network_backend=GuardedBackend(settings.allow_private_hosts),
    )


async def exchange(
    pool: httpcore.AsyncConnectionPool,
    url: httpx.URL,
    settings: FetchSettings,
    time_s: float,
    conditions: Iterable[tuple[bytes, bytes]] = (),
    media_types: tuple[str, ...] = (),
    cut_at: int | None = None,
) -> Response:
    """Ask once for `url`, within `time_s` seconds. An empty `media_types` accepts any; a body is cut near
    `cut_at` bytes where that is given, and refused beyond `fetch.max_bytes` otherwise.

    Raises:
        FetchFailed: timeout, unknown_host, unreachable, address_refused, bad_certificate, broken_response,
            broken_encoding, too_many_bytes, media_type.
    """
    request_headers: Headers = [
        (b"Host", url.netloc),
        (b"User-Agent", user_agent(settings.contact).encode("ascii")),
        (b"Accept", ACCEPT.encode("ascii")),
        (b"Accept-Language", LANGUAGES.encode("ascii")),
        (b"Accept-Encoding", ENCODINGS.encode("ascii")),
        *conditions,
    ]
    request = httpcore.Request(
        "GET",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=port_of(url), target=url.raw_path),
        headers=request_headers,
        extensions={
            "timeout": {
                "connect": settings.connect_timeout_s,
                "read": settings.idle_timeout_s,
                "write": settings.idle_timeout_s,
                "pool": time_s,
            }
        },
    )
    sent_at = datetime.now(UTC)
    try:
        async with asyncio.timeout(time_s):
            answer = await pool.handle_async_request(request)
            try:
                return await _receive(answer, url, request_headers, settings, media_types, cut_at, sent_at)
            finally:
                await answer.aclose()
    except TimeoutError:
        raise FetchFailed(
            "timeout",
            f"The document was not there after {settings.timeout_s:g} s (fetch.timeout_s): run again later.",
            str(url),
            is_retriable=True,
        ) from None
    except (httpcore.ConnectTimeout, httpcore.ReadTimeout, httpcore.WriteTimeout, httpcore.PoolTimeout):
        raise FetchFailed(
            "timeout",
            f"{url.host} was silent for too long (fetch.idle_timeout_s, fetch.connect_timeout_s): run again later.",
            str(url),
            is_retriable=True,
        ) from None
    except (httpcore.NetworkError, OSError) as error:
        if _caused_by(error, ssl.SSLCertVerificationError):
            raise FetchFailed(
                "bad_certificate",
                f"The certificate of {url.host} does not prove its name ({_said(error)}): tell the site.",
                str(url),
            ) from None
        raise FetchFailed(
            "unreachable",
            f"No connection to {url.host} ({_said(error)}): check the name, or run again later.",
            str(url),
            is_retriable=True,
        ) from None
    except (httpcore.ProtocolError, ValueError) as error:
        # A server that hangs up may do better next time; one that does not speak HTTP will not.
        hung_up = re.search(r"disconnected|closed connection|without sending", str(error)) is not None
        raise FetchFailed(
            "broken_response",
            f"{url.host} did not answer in proper HTTP ({_said(error)}): open the address in a browser.",
            str(url),
            is_retriable=hung_up,
        ) from None


async def _receive(
    answer: httpcore.Response,
    url: httpx.URL,
    request_headers: Headers,
    settings: FetchSettings,
    media_types: tuple[str, ...],
    cut_at: int | None,
    sent_at: datetime,
) -> Response:
    peer = answer.extensions["network_stream"].get_extra_info("server_addr")
    response = Response(
        url,
        request_headers,
        answer.status,
        answer.extensions.get("reason_phrase", b""),
        list(answer.headers),
        b"",
        str(peer[0]) if peer else "",
        sent_at,
    )
    if answer.status not in HAS_DOCUMENT:
        response.body, response.is_cut = await _aside(answer)
        return response
    media_type = response.media_type
    if media_types and media_type and not any(fnmatchcase(media_type[:100], pattern) for pattern in media_types):
        raise FetchFailed(
            "media_type",
            f"This is {media_type[:80]}, not a page or a feed: take it out of the list, or fetch it by "
            "hand and give its file.",
            str(url),
        )
    await _fill(answer, response, settings.max_bytes, cut_at)
    return response


async def _fill(answer: httpcore.Response, response: Response, max_bytes: int, cut_at: int | None) -> None:
    """Receive the body, decompressing as it comes."""
    # What is cut is cut behind `cut_at`: the piece that crosses the limit is lost.
    limit = max_bytes if cut_at is None else cut_at + PIECE_BYTES
    length = response.header("content-length") or ""
    pieces: list[bytes] = []
    try:
        if cut_at is None and length.isdigit() and int(length[:19]) > limit:
            raise TooManyBytes
        decoder = Decoder(", ".join(find_headers(response.headers, "content-encoding")), limit)
        async for chunk in answer.aiter_stream():
            for piece in decoder.feed(chunk):
                pieces.append(piece)
        decoder.finish()
    except BrokenEncoding as error:
        raise FetchFailed(
            "broken_encoding",
            f"The body cannot be decompressed ({error}): tell the site, or fetch it by hand.",
            str(response.url),
        ) from None
    except TooManyBytes:
        if cut_at is None:
            raise FetchFailed(
                "too_many_bytes",
                f"The document has more than {max_bytes:,} bytes after decompression: raise fetch.max_bytes for it.",
                str(response.url),
            ) from None
        response.is_cut = True
    response.body = b"".join(pieces)[:cut_at]
    response.is_cut = cut_at is not None and (response.is_cut or sum(map(len, pieces)) > cut_at)


async def _aside(answer: httpcore.Response) -> tuple[bytes, bool]:
    """The beginning of a body that is no document, and whether more of it was left behind. It is not decompressed."""
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(MAX_ASIDE_S):
            async for chunk in answer.aiter_stream():
                pieces.append(chunk[: MAX_ASIDE_BYTES - size])
                size += len(chunk)
                if size >= MAX_ASIDE_BYTES:
                    return b"".join(pieces), True
    except (TimeoutError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        return b"".join(pieces), True
    return b"".join(pieces), False


def find_headers(headers: Headers, name: str) -> list[str]:
    wanted = name.lower().encode("ascii")
    return [value.decode("latin-1").strip() for key, value in headers if key.lower() == wanted]


def find_header(headers: Headers, name: str) -> str | None:
    return next(iter(find_headers(headers, name)), None)


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
