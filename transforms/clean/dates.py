"""Times as pages and rows write them: ISO 8601, mail dates, seconds since 1970, and days in words of many languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from transforms.clean.calendars import MOST_HABITS, Habits, bare, halves, is_month_first, month_of

LONGEST = 120  # characters of a value that is a date
ANYONE = Habits()
EARLIEST, LATEST = 1600, 2100  # years that a news archive may state
OFFSET = r"(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?(?!\d)|[+-]\d{2}:?\d{2}"
ISO = re.compile(
    r"(?<![\d./-])(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?"
    r"(?:(?:T|\.?\s{1,3}|,\s?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,:]\d{1,9})?)?)?"
    rf"\s?(?P<zone>{OFFSET}|Z|UTC|GMT|[+-]\d{{1,2}}(?!\d)|[A-Z]{{3,4}}(?![a-z]))?"
)
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:[./-]|\.\s)(?P<month>\d{1,2})(?:[./-]|\.\s)(?P<year>\d{4})(?!\d)")
SHORT_YEAR = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\d.])")
SPACED = re.compile(r"(?<!\d)(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})(?!\d)")
NAME = r"(?P<name>[^\s\d.,:;/|()_–—-]{2,20})"  # letters, and the signs that the scripts of India set on them
IN_WORDS = (
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?\s?(?:de |of |d'|d’|ta['’] )?" + NAME + r"\.?,?\s?"
        r"(?:/[^\s\d/]{2,12}\s)?(?:de |del )?(?P<year>\d{4})(?!\d)"
    ),
    re.compile(NAME + r"\.?\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s?(?P<year>\d{4})(?!\d)"),
    # 2026. március 3., 2026 m. kovo 3 d., 2026. gada 3. martā
    re.compile(r"(?<!\d)(?P<year>\d{4})(?:\.|\sm\.)?\s" + NAME + r"\.?\s(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})\.\sgada\s(?P<day>\d{1,2})\.\s" + NAME),
)
EAST = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
VIETNAMESE = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s(?:tháng\s)(?P<month>\d{1,2}),?\s(?:năm\s)?(?P<year>\d{4})(?!\d)")
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # of mixed writing, invisible
THAI = re.compile(r"[\u0e00-\u0e7f]")
BUDDHIST = 543  # years by which the Thai count is ahead
AMERICAN_ZONE = re.compile(r"\b(?:[ECMP][SD]|AK[SD]|HS)T\b")
EPOCH = re.compile(r"(?:/Date\()?(\d{10}(?:\d{3})?(?:\.\d{1,6})?)(?:\)/)?")
# Hours from UTC. Names that stand for several zones (IST, CST in China) mean the one of Western desks, or none.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akst": -9,
    "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "wib": 7, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13,
}  # fmt: skip
# What Americans call their zones all year round.
SEASONAL = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
# What systems write that were told no time: zero seconds since 1970.
UNSET, UNSET_LOCAL = datetime(1970, 1, 1, tzinfo=UTC), ("1970-01-01T00:00:00", "1970-01-01")
# Between a time of publication and one of change that stand in one line.
BETWEEN_TIMES = re.compile(r"\s?[|·•;\n]\s?|,\s(?=[^\W\d_])|\s[–—-]\s|(?<=\d{4})\s(?=[^\W\d_])")
CLOCK_ONLY = re.compile(r"\D{0,12}\d{1,2}(?:\s?[:.h]\s?\d{2}|\s?[ap]\.?m)\D{0,12}", re.IGNORECASE)
CLOCK_BEFORE = 30  # characters before a day in which its clock may stand


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as stated. `local` is ISO 8601 with its offset only where one was given; `utc` is None without one."""

    local: str
    utc: datetime | None
    precision: str  # second, minute, day, month, year


def in_zone(stamp: Stamp | None, zone: str | None) -> Stamp | None:
    """The stamp with its UTC time, where it states a clock without an offset and the source's zone (IANA) is known."""
    if stamp is None or stamp.utc is not None or not zone or stamp.precision not in ("second", "minute"):
        return stamp
    try:
        utc = datetime.fromisoformat(stamp.local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        return stamp
    return replace(stamp, utc=utc)


def read_stamp(value: object, habits: Habits = ANYONE) -> Stamp | None:
    """The time that `value` (text, or a number of seconds or milliseconds since 1970) states, None where it is none.

    `habits` tell who wrote it: what a name of a month or 5/6/2026 means depends on that. What nothing decides is None.
    """
    text = DIRECTIONS.sub("", str(value or "")).strip()
    if not text or len(text) > LONGEST:
        return None
    stamp = _read(text, habits)
    return None if stamp is None or stamp.utc == UNSET or stamp.local in UNSET_LOCAL else stamp


def published_first(lines: Iterable[str], changed: re.Pattern[str]) -> list[str]:
    """The lines that tell a time, and their parts: those of publication, then, whole, those that speak of a change."""
    plain: list[str] = []
    others: list[str] = []
    for line in lines:
        if len(line) <= LONGEST and changed.search(line):
            plain += [told for told in _parted(line) if not changed.search(told)]
            others.append(line)
        else:
            plain.append(line)
    return plain + others


def _parted(line: str) -> list[str]:
    """The times that a line tells, each with its words; a clock belongs to the day before it."""
    told: list[str] = []
    for part in BETWEEN_TIMES.split(line):
        if told and CLOCK_ONLY.fullmatch(part):
            told[-1] += f" {part}"
        else:
            told.append(part)
    return told


def _read(text: str, habits: Habits) -> Stamp | None:
    if found := EPOCH.fullmatch(text):
        return _from_epoch(float(found[1]))
    if found := COMPACT.fullmatch(text):
        return _build(found.groupdict())
    if found := ISO.match(text) or EAST.search(text) or VIETNAMESE.search(text) or ISO.search(text):
        return _with_clock(found, text, habits)
    if re.match(r"[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} ", text):
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            when = None
        if when is not None:
            return Stamp(when.isoformat(), when.astimezone(UTC) if when.tzinfo else None, "second")
    for pattern in (*IN_WORDS, DAY_FIRST, SPACED, SHORT_YEAR):
        for found in pattern.finditer(text):
            if (stamp := _with_clock(found, text, habits)) is not None:
                return stamp
    if re.fullmatch(r"\d{4}", text):
        return _build({"year": text})
    return None


def _with_clock(found: re.Match[str], text: str, habits: Habits) -> Stamp | None:
    parts = found.groupdict()
    if "name" in parts:
        month = month_of(parts.pop("name"), habits.language)
        if month is None:
            return None
        parts["month"] = str(month)
        year = int(parts["year"])
        if year > LATEST and THAI.search(found.group()):
            parts["year"] = str(year - BUDDHIST)
    elif found.re is DAY_FIRST:
        turned = _is_month_first(found, text, habits)
        if turned is None:
            return None
        if turned:
            parts["day"], parts["month"] = parts["month"], parts["day"]
    elif found.re is SHORT_YEAR:
        parts["year"] = f"20{parts['year']}"
    if found.group() == text:
        return _build(parts)
    stated = found.start("hour") if parts.get("hour") else -1
    clock = _clock(habits.language).search(text, found.end() if stated < 0 else stated)
    if clock is None and stated < 0:
        clock = _clock(habits.language).search(text[max(0, found.start() - CLOCK_BEFORE) : found.start()])
    if clock is not None and (stated < 0 or (clock.start("hour") == stated and clock["half"])):
        parts |= _hands(clock, habits)
    return _build(parts)


def _hands(clock: re.Match[str], habits: Habits) -> dict[str, str | None]:
    """Hour (of 24), minute, second and zone of a clock."""
    hour = int(clock["hour"] or clock["bare"])
    half = clock["before"] or clock["half"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if bare(half) in halves(habits.language)[1] else 0)
    zone = clock["zone"] or ""
    is_known = zone.lower() in ZONES or zone[-1:].isdecimal() or (half is not None and zone in SEASONAL)
    return {
        "hour": str(hour),
        "minute": clock["minute"] or "0",
        "second": clock["second"],
        "zone": zone if is_known else None,
    }


@lru_cache(maxsize=MOST_HABITS)
def _clock(language: str | None) -> re.Pattern[str]:
    """A clock as the language writes it: 17:05, 17.05, 17h05, 9h, 17時05分, 5 p.m., 오후 5:05."""
    half = halves(language)[0]
    return re.compile(
        rf"(?:(?<!\w)(?P<before>{half})\s?)?(?<![\d.:])"
        r"(?:(?P<hour>\d{1,2})(?:[:.]|\s?[h時时시点點]\s?)(?P<minute>\d{2})(?![\d.]\d)(?:[:分분]\s?(?P<second>\d{2})(?!\d))?[分분]?"
        rf"|(?P<bare>\d{{1,2}})(?:\s?(?:h(?!\w)|[時时시点點])|(?=\s?{half}(?!\w))))"
        rf"(?:\s{{0,2}}(?P<half>{half})(?!\w))?"
        rf"\s{{0,2}}\(?(?P<zone>{OFFSET}|Z|UTC|GMT|[A-Z]{{2,4}}(?![a-z]))?",
        re.IGNORECASE,
    )


def _is_month_first(found: re.Match[str], text: str, habits: Habits) -> bool | None:
    """Whether a day of digits is written month first, None where nothing decides: a dot is never American."""
    first, second = int(found["day"]), int(found["month"])
    if first > 12 or second > 12 or first == second or "." in found.group():
        return first <= 12 < second
    return True if AMERICAN_ZONE.search(text, found.end()) else is_month_first(habits)


def _build(parts: dict[str, str | None]) -> Stamp | None:
    def number(key: str) -> int:
        return int(parts.get(key) or 0)

    year, month, day = number("year"), number("month"), number("day")
    if not EARLIEST <= year <= LATEST:
        return None
    if not month or not day:
        if month > 12:
            return None
        return Stamp(f"{year:04d}-{month:02d}", None, "month") if month else Stamp(f"{year:04d}", None, "year")
    try:
        # Naive on purpose: without an offset the time stays local.
        when = datetime(year, month, day, number("hour"), number("minute"), min(number("second"), 59))  # noqa: DTZ001
    except ValueError:
        return None
    if not parts.get("hour"):
        return Stamp(when.date().isoformat(), None, "day")
    precision = "second" if parts.get("second") else "minute"
    zone = _zone(parts.get("zone"))
    if zone is None:
        return Stamp(when.isoformat(), None, precision)
    when = when.replace(tzinfo=zone)
    return Stamp(when.isoformat(), when.astimezone(UTC), precision)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in SEASONAL:
        return ZoneInfo(SEASONAL[text])
    if (hours := ZONES.get(text.lower())) is not None:
        return timezone(timedelta(hours=hours))
    text = text.upper().removeprefix("UTC").removeprefix("GMT")
    if not text.startswith(("+", "-")):
        return None
    digits = text[1:].replace(":", "")
    digits = (digits + "00" if len(digits) <= 2 else digits).zfill(4)
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if offset > timedelta(hours=15):
        return None
    return timezone(-offset if text[0] == "-" else offset)


def _from_epoch(seconds: float) -> Stamp | None:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds / 1000 if seconds > 1e11 else seconds)
    return Stamp(when.replace(microsecond=0).isoformat(), when, "second") if when.year <= LATEST else None
