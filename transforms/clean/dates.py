"""Times as pages and rows write them: ISO 8601, mail dates, seconds since 1970, and days in words of many languages."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

LONGEST = 120  # characters of a value that is a date
EARLIEST, LATEST = 1600, 2100  # years that a news archive may state
OFFSET = r"(?:GMT|UTC)?[+-]\d{2}:?\d{2}"
ISO = re.compile(
    r"(?<![\d./-])(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?"
    r"(?:(?:T|\.?\s{1,3}|,\s?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,:]\d{1,9})?)?)?"
    rf"\s?(?P<zone>{OFFSET}|Z|UTC|GMT|[+-]\d{{1,2}}(?!\d)|[A-Z]{{3,4}}(?![a-z]))?"
)
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?\s{0,2}(?P<half>[ap]\.?m\.?)?(?![\d.]\d)"
    rf"\s{{0,2}}(?P<zone>{OFFSET}|Z|UTC|GMT|[A-Z]{{2,4}}(?![a-z]))?",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:[./-]|\.\s)(?P<month>\d{1,2})(?:[./-]|\.\s)(?P<year>\d{4})(?!\d)")
SHORT_YEAR = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\d.])")
WORD_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?\s?(?:de |of |d')?(?P<name>[^\W\d_]{3,12})\.?,?\s?(?:de "
    r"|del )?(?P<year>\d{4})(?!\d)"
)
WORD_MONTH_FIRST = re.compile(
    r"(?P<name>[^\W\d_]{3,12})\.?\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s?(?P<year>\d{4})(?!\d)"
)
# 2024. március 5. / 2024 m. kovo 5 d. / 2024. 3. 5.
WORD_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})\.?\s(?:m\.\s)?(?P<name>[^\W\d_]{3,12})\s(?P<day>\d{1,2})(?!\d)")
SPACED = re.compile(r"(?<!\d)(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})(?!\d)")
EAST = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
AMERICAN_ZONE = re.compile(r"\b(?:[ECMP][SD]|AK[SD]|HS)T\b")
EPOCH = re.compile(r"(?:/Date\()?(\d{10}(?:\d{3})?(?:\.\d{1,6})?)(?:\)/)?")
NOTHING = "1970-01-01T00:00:00"  # the clock of a system that was told no time
CLOCK_BEFORE = 30  # characters before a day in which its clock may stand
# Hours from UTC. Names that stand for several zones (IST, CST in China) mean the one of Western desks, or none.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akst": -9,
    "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "wib": 7, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13,
}  # fmt: skip
# The first letters that tell a month in the languages news is written in; longer ones win.
MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan ene gen янв sty led oca tam січ ιαν ian sau sij ينا ינו",
            "feb fév fev лют фев lut úno şub hel φεβ únor vas velj فبر פבר",
            "mar mär mrt mrz мар maa bře берез μαρ mac már kov ožu مار מרץ מרס",
            "apr abr avr kwi dub nis huh апр квіт απρ ápr bal tra أبر ابر אפר",
            "may mai mag maj mei maio kvě tou мая май трав μαΐ μάι máj geg svi ماي מאי",
            "jun juin giu cze červen haz kes июн черв ιουν jui jún bir lipnj يون יונ",
            "jul juil lug lip červenec tem hei июл лип ιουλ júl lie srpnj يول יול",
            "aug aoû ago sie srp ağu elo авг серп αυγ agu ogos rugp kolo أغس اغس אוג",
            "sep set sett wrz zář eyl syy сен верес σεπ sze rugs ruj سبت ספט",
            "oct okt ott paź říj eki lok окт жовт οκτ out spa أكت اكت אוק",
            "nov lis listopad kas noy ноя лист νοε lap stude نوف נוב",
            "dec dez déc dic gru pro ara jou дек груд δεκ des dek ديس דצמ",
        ),
        1,
    )
    for start in starts.split()
}


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


def read_stamp(value: object) -> Stamp | None:
    """The time that `value` (text, or a number of seconds or milliseconds since 1970) states, None where it is none."""
    text = str(value or "").strip()
    if not text or len(text) > LONGEST:
        return None
    if found := EPOCH.fullmatch(text):
        return _from_epoch(float(found[1]))
    if (found := ISO.match(text)) or (found := COMPACT.fullmatch(text)):
        return _build(found.groupdict())
    if (found := EAST.search(text)) or (found := ISO.search(text)):
        return _with_clock(found, text)
    if re.match(r"[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} ", text):
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            when = None
        if when is not None:
            return Stamp(when.isoformat(), when.astimezone(UTC) if when.tzinfo else None, "second")
    for pattern in (WORD_DAY_FIRST, WORD_MONTH_FIRST, WORD_YEAR_FIRST, DAY_FIRST, SPACED, SHORT_YEAR):
        for found in pattern.finditer(text):
            if (stamp := _with_clock(found, text)) is not None:
                return stamp
    if re.fullmatch(r"\d{4}", text):
        return _build({"year": text})
    return None


def _with_clock(found: re.Match[str], text: str) -> Stamp | None:
    parts = found.groupdict()
    if "name" in parts:
        month = _month(parts.pop("name"))
        if month is None:
            return None
        parts["month"] = str(month)
    elif found.re is DAY_FIRST and int(parts["day"]) <= 12 and (int(parts["month"]) > 12 or _is_american(found, text)):
        parts["day"], parts["month"] = parts["month"], parts["day"]
    if found.re is SHORT_YEAR:
        parts["year"] = f"20{parts['year']}"
    before = text[max(0, found.start() - CLOCK_BEFORE) : found.start()]
    if not parts.get("hour") and (clock := CLOCK.search(text, found.end()) or CLOCK.search(before)):
        hour = int(clock["hour"])
        if clock["half"]:
            hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
        stated = clock["zone"] or ""
        zone = stated if stated.lower() in ZONES or any(sign in stated for sign in "+-") else None
        parts |= {"hour": str(hour), "minute": clock["minute"], "second": clock["second"], "zone": zone}
    return _build(parts)


def _is_american(found: re.Match[str], text: str) -> bool:
    """Whether a day of digits is written month first: slashes, and a clock of the United States behind it."""
    return "/" in found.group() and AMERICAN_ZONE.search(text, found.end()) is not None


def _month(name: str) -> int | None:
    name = name.casefold().removeprefix("ב")  # "in" of Hebrew
    return next((MONTHS[name[:length]] for length in range(min(len(name), 9), 2, -1) if name[:length] in MONTHS), None)


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
    if when.isoformat() == NOTHING:
        return None
    precision = "second" if parts.get("second") else "minute"
    zone = _zone(parts.get("zone"))
    if zone is None:
        return Stamp(when.isoformat(), None, precision)
    when = when.replace(tzinfo=zone)
    return Stamp(when.isoformat(), when.astimezone(UTC), precision)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if (hours := ZONES.get(text.lower())) is not None:
        return timezone(timedelta(hours=hours))
    text = text.upper().removeprefix("GMT").removeprefix("UTC")
    if text[0] not in "+-":
        return None
    digits = text[1:].replace(":", "")
    digits = digits.zfill(2) + "00" if len(digits) <= 2 else digits
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if offset > timedelta(hours=15):
        return None
    return timezone(-offset if text[0] == "-" else offset)


def _from_epoch(seconds: float) -> Stamp | None:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds / 1000 if seconds > 1e11 else seconds)
    return Stamp(when.replace(microsecond=0).isoformat(), when, "second") if when.year <= LATEST else None
