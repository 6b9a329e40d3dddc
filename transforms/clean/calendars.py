"""How languages and countries write times: names of months, halves of the day, order of day and month.

All of it is read from the Unicode CLDR, in the edition that Babel carries.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError, get_global

# Locales whose names of months are known; a country where it has names of its own.
LOCALES = (
    "en", "de", "de_AT", "fr", "es", "pt", "it", "nl", "sv", "nb", "nn", "no", "da", "fi", "is", "fo", "et", "lv",
    "lt", "pl", "cs", "sk", "sl", "hr", "bs", "sr", "sr_Latn", "mk", "bg", "ro", "hu", "el", "tr", "uk", "be",
    "ru", "ka", "hy", "az", "kk", "uz", "sq", "mt", "ga", "cy", "eu", "ca", "gl", "ar", "ar_IQ", "ar_MA", "ar_DZ",
    "fa", "ur", "he", "hi", "bn", "ta", "te", "ml", "kn", "mr", "gu", "pa", "ne", "si", "th", "id", "ms", "fil",
    "sw", "so", "af",
)  # fmt: skip
HALVES_EVERYWHERE = ("en", "el", "ar", "ko", "ja", "zh")  # locales whose halves of the day no other language has
# Domains of countries that sites of all countries go by.
WORLDWIDE = frozenset(("ai", "cc", "co", "fm", "io", "la", "ly", "me", "to", "tv", "ws"))
MOST_HABITS = 512  # remembered: pages come from strangers, who may state any language
IN_HEBREW = "ב"  # stands before a month as "in", of one word with it
MARKS = re.compile(r"[\u0300-\u036f]")
SHORTEST, LONGEST_ENDING = 3, 3  # letters of a shortened name, and of the ending of an inflected one


@dataclass(frozen=True, slots=True)
class Habits:
    """Who wrote a time, as far as that is known: language (ISO 639-1), zone (IANA), and countries (ISO 3166-1)."""

    language: str | None = None
    zone: str | None = None
    domain: str | None = None  # country of the site's address
    region: str | None = None  # country that stands beside the language: en-GB


def habits_of(language: str | None, zone: str | None = None, host: str | None = None) -> Habits:
    """The habits behind a language as pages state it (en, en-GB, en_US), a zone, and the host of an address."""
    spoken, *parts = re.split(r"[-_]", (language or "")[:35].strip())
    region = next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), None)
    label = (host or "").rsplit(".", 1)[-1].lower()
    domain = label.upper().replace("UK", "GB") if len(label) == 2 and label not in WORLDWIDE else None
    return Habits(spoken.lower() or None, zone, domain, region)


def month_of(name: str, language: str | None) -> int | None:
    """The month (1 to 12) that a name, shortened or inflected, tells in the language, else in all that know it."""
    word = _folded(name).removeprefix(IN_HEBREW)
    found = _find(word, _months(language)) if language in _languages() else None
    return found or _find(word, _months(None))


@lru_cache(maxsize=MOST_HABITS)
def halves(language: str | None) -> tuple[str, frozenset[str]]:
    """A pattern of the names of the two halves of the day, and the letters of those of the second half."""
    first: set[str] = set()
    second: set[str] = set()
    for locale in _known((*HALVES_EVERYWHERE, language or "en")):
        for width in ("wide", "abbreviated", "narrow"):
            names = locale.day_periods["format"].get(width, {})
            for key, letters in (("am", first), ("pm", second)):
                name = bare(names.get(key, ""))
                if len(name) > 1 or (width != "narrow" and name):
                    letters.add(name)
    longest = sorted(first | second, key=lambda name: (-len(name), name))
    spaced = (r"\.?[\s\u200c]?".join(map(re.escape, name)) + r"\.?" for name in longest)
    return f"(?:{'|'.join(spaced)})", frozenset(second)


def bare(text: str) -> str:
    """The letters of a half of the day, without the dots and spaces in which its spellings differ."""
    return re.sub(r"[\W_]", "", text.casefold())


@lru_cache(maxsize=MOST_HABITS)
def is_month_first(habits: Habits) -> bool | None:
    """Whether 5/6 is the sixth of May; None where nothing decides.

    The zone that the operator states goes before the address, that before the language, which on pages is often the
    default of their system. English alone decides nothing.
    """
    zone: str | None = get_global("zone_territories").get(habits.zone or "")
    countries = [country for country in (zone, habits.domain, habits.region) if country]
    named = [f"{tongue}_{country}" for country in countries for tongue in (habits.language, "und") if tongue]
    for locale in _known((*named, *([habits.language] if habits.language not in (None, "en") else []))):
        pattern = re.sub(r"[^dMy]", "", locale.date_formats["short"].pattern)
        if not pattern.startswith("y"):
            return pattern.startswith("M")
        if locale.language != "en":
            return False
    return None


@cache
def _months(language: str | None) -> Mapping[str, int]:
    """Names and their beginnings, folded, of one language or of all, with the month that each tells alone.

    A whole name goes before the beginning of another.
    """
    whole: dict[str, set[int]] = {}
    begun: dict[str, set[int]] = {}
    for locale in _known(name for name in LOCALES if language in (None, name.split("_")[0])):
        for names in (
            locale.months[kind][width] for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")
        ):
            for month, name in names.items():
                word = _folded(name)
                if not any(char.isdecimal() for char in word):
                    whole.setdefault(word, set()).add(month)
                    for length in range(SHORTEST, len(word)):
                        begun.setdefault(word[:length], set()).add(month)
    return {word: min(months) for word, months in (begun | whole).items() if len(months) == 1}


def _find(word: str, months: Mapping[str, int]) -> int | None:
    lengths = range(len(word), max(len(word) - LONGEST_ENDING, SHORTEST + 1) - 1, -1)
    return months.get(word) or next((months[word[:n]] for n in lengths if word[:n] in months), None)


@cache
def _languages() -> frozenset[str]:
    return frozenset(name.split("_")[0] for name in LOCALES)


def _known(names: Iterable[str]) -> Iterator[Locale]:
    """The locales of these names, but for the names that CLDR does not know."""
    for name in names:
        try:
            yield Locale.parse(name)
        except (UnknownLocaleError, ValueError, TypeError):
            continue


def _folded(name: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFD", name.casefold())).strip(". ")
