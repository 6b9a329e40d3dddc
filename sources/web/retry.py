"""What is worth asking again, and after how long."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from schemas.settings import FetchSettings

# Too busy, or broken for the moment; 520 to 524 are what Cloudflare says when the server behind it is.
RETRIABLE_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


def pause_s(attempt: int, settings: FetchSettings) -> float:
    """Seconds to pause after the failure of attempt number `attempt` (from 1): each pause is twice the one before."""
    return min(settings.retry_pause_s * 2.0 ** min(attempt - 1, 30), settings.retry_pause_max_s)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, which is a number or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    value = value.strip()[:100]
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max((date - now).total_seconds(), 0.0)
