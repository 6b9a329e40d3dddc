"""What need not be asked for at all: known pages that rest, or that their source says are unchanged or too old."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from schemas.records import Skipped
from schemas.settings import FetchSettings
from sources.web.ledger import Entry
from sources.web.outcomes import Link


def reason_to_skip(link: Link, entry: Entry | None, now: datetime, settings: FetchSettings) -> Skipped | None:
    """Why `link` is left alone without a request; None where it is to be fetched."""
    stated = latest_moment(link.modified or link.published or "")
    if settings.max_age_days and stated and stated < now - timedelta(days=settings.max_age_days):
        return Skipped(link.url, "too_old", f"Its source dates it {stated:%Y-%m-%d}, before fetch.max_age_days.")
    if entry is None:
        return None
    if entry.next_allowed_at and entry.next_allowed_at > now:
        return Skipped(
            link.url,
            "resting",
            f"It failed {entry.failures} times ({entry.last_failure}) and rests until "
            f"{entry.next_allowed_at:%Y-%m-%d %H:%M} UTC.",
        )
    if not entry.is_settled or entry.fetched_at is None or entry.failures:
        return None
    if entry.fetched_at > now - timedelta(hours=settings.revisit_after_h):
        return Skipped(link.url, "resting", "It was asked for less than fetch.revisit_after_h hours ago.")
    modified = latest_moment(link.modified or "") if settings.trust_lastmod else None
    if modified and modified <= entry.fetched_at:
        return Skipped(link.url, "unchanged_by_source", f"Its source says that it is unchanged since {link.modified}.")
    return None


def latest_moment(text: str) -> datetime | None:
    """The latest moment that a date of a feed or sitemap may mean; None where it is no date.

    A bare day ends at midnight, and a time without an offset may lie in any zone.
    """
    text = text.strip()[:60]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        return moment.replace(tzinfo=UTC) + timedelta(days=1 if "T" in text or ":" in text else 2)
    except OverflowError:
        return None
