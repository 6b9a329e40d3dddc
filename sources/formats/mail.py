"""Newsletters as mail (EML, RFC 5322) and pages saved by a browser (MHTML, RFC 2557)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from io import BufferedReader

from schemas.errors import Unreadable
from schemas.settings import Settings
from sources.place import Item, Place, document, whole

HEADER = 2_000  # characters of a header that are read
WEB = ("http://", "https://")


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    try:
        message = message_from_bytes(whole(stream, place, settings))
        parts = [part for part in message.walk() if not part.is_multipart()]
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise Unreadable("broken_mail", "The message is not well-formed; save it again.", str(error)) from None
    part = _page(message, parts)
    if part is None:
        raise Unreadable("no_text", "The message has neither text nor HTML; open it and save the text.")
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise Unreadable("empty", "The message has no body; save it again.")
    media = "html" if part.get_content_type() == "text/html" else "text"
    is_saved = message.get_content_type() == "multipart/related" and (
        "Snapshot-Content-Location" in message or any("Content-Location" in found for found in parts)
    )
    charset = _charset(part)
    if is_saved:
        address = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location") or ""
        yield document(
            place.uri, "mhtml", media, body, place.locate(0, 0), charset=charset,
            url=address if address.lower().startswith(WEB) else None, fetched_at=_time(message),
        )  # fmt: skip
        return
    sent = _time(message)
    yield document(
        place.uri,
        "email",
        media,
        body,
        place.locate(0, 0),
        charset=charset,
        source_id=(_header(message, "Message-ID") or "").strip("<> ") or None,
        title=_header(message, "Subject"),
        published=sent.isoformat() if sent else _header(message, "Date"),
        publisher=parseaddr(_header(message, "From") or "")[0] or None,
        language=_header(message, "Content-Language"),
    )


def _page(message: Message, parts: list[Message]) -> Message | None:
    """The part that is the document: the root of a saved page, else the first HTML, else the first text."""
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    root = message.get_param("start")
    kinds = {"text/html": 1, "text/plain": 2}
    found = [part for part in shown if part.get_content_type() in kinds]
    return min(
        found,
        key=lambda part: 0 if root and part.get("Content-ID") == root else kinds[part.get_content_type()],
        default=None,
    )


def _header(message: Message, name: str) -> str | None:
    raw = message.get(name)
    if raw is None:
        return None
    raw = str(raw)[:HEADER]
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        text = raw
    return " ".join(text.split()) or None


def _charset(part: Message) -> str | None:
    charset = part.get_content_charset()
    return charset if charset and charset.isascii() and len(charset) <= 40 else None


def _time(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", ""))[:100])
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
