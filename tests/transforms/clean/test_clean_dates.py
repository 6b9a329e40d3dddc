"""Times in the shapes that pages and rows write them, in many languages."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean import Rules
from transforms.clean.calendars import LOCALES, habits_of, month_of
from transforms.clean.dates import published_first, read_stamp
from transforms.clean.stated_times import url_stamp


def read(value: str, language: str | None = None, zone: str | None = None, host: str | None = None) -> str | None:
    stamp = read_stamp(value, habits_of(language, zone, host))
    return stamp.local if stamp else None


@pytest.mark.parametrize(
    ("value", "local", "precision"),
    [
        ("2024-05-03T15:47:42.389+02:00", "2024-05-03T15:47:42+02:00", "second"),
        ("2024-05-03 15:47 +0200", "2024-05-03T15:47:00+02:00", "minute"),
        ("2024-05-03", "2024-05-03", "day"),
        ("2024-05", "2024-05", "month"),
        ("Fri, 03 May 2024 15:47:42 GMT", "2024-05-03T15:47:42+00:00", "second"),
        ("1714751262", "2024-05-03T15:47:42+00:00", "second"),
        ("1714751262000", "2024-05-03T15:47:42+00:00", "second"),
        ("March 5, 2023 at 4:30 pm EST", "2023-03-05T16:30:00-05:00", "minute"),
        ("5. März 2024, 14:30 Uhr", "2024-03-05T14:30:00", "minute"),
        ("Publié le 5 mars 2024 à 14h30", "2024-03-05T14:30:00", "minute"),
        ("5 de mayo de 2023", "2023-05-05", "day"),
        ("2019年11月5日 10:30", "2019-11-05T10:30:00", "minute"),
        ("05.03.2023", "2023-03-05", "day"),
        ("05.03.2023-14:30", "2023-03-05T14:30:00", "minute"),
        ("Posted: 03/05/2023 04:15 PM EST", "2023-03-05T16:15:00-05:00", "minute"),
    ],
)
def test_a_stamp_keeps_what_is_stated_and_no_more(value: str, local: str, precision: str) -> None:
    stamp = read_stamp(value)
    assert stamp is not None
    assert (stamp.local, stamp.precision) == (local, precision)
    assert (stamp.utc is not None) == ("+" in local or "-05:00" in local)


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", "2024-13-45", "31.02.2024", "9999999999", "0000-00-00", "x" * 500, {"a": 1}]
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert read_stamp(value) is None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1)))
def test_iso_times_are_read_back(when: datetime) -> None:
    stamp = read_stamp(when.isoformat(timespec="seconds"))
    assert stamp is not None and stamp.local == when.isoformat(timespec="seconds")


@given(st.text(max_size=130))
def test_any_text_is_a_stamp_or_none(text: str) -> None:
    read_stamp(text)


@pytest.mark.parametrize(
    ("language", "value", "local"),
    [
        ("fr", "1er mai 2026 à 9h", "2026-05-01T09:00:00"),
        ("fr", "3 avr. 2026 à 17 h 05", "2026-04-03T17:05:00"),
        ("es", "3 de mayo de 2026 a las 5:05 p. m.", "2026-05-03T17:05:00"),
        ("de-AT", "3. Jänner 2026, 17.05 Uhr", "2026-01-03T17:05:00"),
        ("hr", "3. studenoga 2026. u 17:05", "2026-11-03T17:05:00"),
        ("sl", "3. avgusta 2026", "2026-08-03"),
        ("hu", "2026. március 3., kedd 17:05", "2026-03-03T17:05:00"),
        ("lt", "2026 m. kovo 3 d. 17:05", "2026-03-03T17:05:00"),
        ("lv", "2026. gada 3. martā", "2026-03-03"),
        ("fi", "3. maaliskuuta 2026 klo 17.05", "2026-03-03T17:05:00"),
        ("is", "3. ágúst 2026 kl. 17:05", "2026-08-03T17:05:00"),
        ("el", "3 Μαρτίου 2026, 5:05 μ.μ.", "2026-03-03T17:05:00"),
        ("el", "ΤΡΙΤΗ 3 ΜΑΡΤΙΟΥ 2026", "2026-03-03"),
        ("tr", "3 Ağustos 2026 Pazartesi 17:05", "2026-08-03T17:05:00"),
        ("uk", "3 березня 2026, 17:05", "2026-03-03T17:05:00"),
        ("ar", "٣ مارس ٢٠٢٦ - 5:05 م", "2026-03-03T17:05:00"),
        ("ar", "3 آذار/مارس 2026", "2026-03-03"),
        ("fa", "۳ مارس ۲۰۲۶", "2026-03-03"),
        ("hi", "3 मार्च 2026, 17:05", "2026-03-03T17:05:00"),
        ("bn", "৩ মার্চ ২০২৬", "2026-03-03"),
        ("ta", "3 மார்ச் 2026", "2026-03-03"),
        ("th", "3 มีนาคม 2569 17:05", "2026-03-03T17:05:00"),
        ("vi", "ngày 3 tháng 3 năm 2026", "2026-03-03"),
        ("id", "3 Maret 2026", "2026-03-03"),
        ("ja", "2026年3月3日 17時05分", "2026-03-03T17:05:00"),
        ("ja", "2026年3月3日 午後5時", "2026-03-03T17:00:00"),
        ("ko", "2026년 3월 3일 오후 5:05", "2026-03-03T17:05:00"),
        ("zh", "2026年3月3日 下午5:05", "2026-03-03T17:05:00"),
    ],
)
def test_days_and_clocks_are_read_in_the_language_of_the_page(language: str, value: str, local: str) -> None:
    assert read(value, language) == local


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_tells_all_its_months(locale: str) -> None:
    from babel import Locale

    language = locale.split("_")[0]
    for month, name in Locale.parse(locale).months["format"]["wide"].items():
        assert any(char.isdecimal() for char in name) or month_of(name, language) == month


@pytest.mark.parametrize(
    ("language", "local"), [("hr", "2026-10-03"), ("pl", "2026-11-03"), ("cs", "2026-11-03"), (None, None)]
)
def test_a_name_of_two_months_needs_a_language(language: str | None, local: str | None) -> None:
    assert read("3. listopada 2026", language) == local


@pytest.mark.parametrize("value", ["Market 5, 2026", "the 4 people 2026", "3 am 2026"])
def test_a_word_that_begins_like_a_month_is_none(value: str) -> None:
    assert read(value, "en") is None


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("2026-05-01 10:00 PM", "2026-05-01T22:00:00"),
        ("2026-05-01 10:00 PM EST", "2026-05-01T22:00:00-05:00"),
        ("2026-05-01 12:05 a.m.", "2026-05-01T00:05:00"),
        ("2026-05-01 12:05 PM", "2026-05-01T12:05:00"),
        ("2026/03/03 오전 5:05", "2026-03-03T05:05:00"),
        ("May 1, 2026, 5pm", "2026-05-01T17:00:00"),
        ("May 1, 2026 at 5 p.m. ET", "2026-05-01T17:00:00-04:00"),
        ("January 1, 2026 at 5 p.m. ET", "2026-01-01T17:00:00-05:00"),
        ("May 1, 2026 5:05 PM GMT+2", "2026-05-01T17:05:00+02:00"),
        ("2026-05-01 17:05 UTC-03:30", "2026-05-01T17:05:00-03:30"),
        ("May 1, 2026, 17:05 (GMT+5:30)", "2026-05-01T17:05:00+05:30"),
        ("May 1, 2026, 17:05 (GMT+7)", "2026-05-01T17:05:00+07:00"),
        ("May 1, 2026 17:05 PM", "2026-05-01T17:05:00"),
        ("May 1, 2026 10:30 12 comments", "2026-05-01T10:30:00"),
    ],
)
def test_halves_of_the_day(value: str, local: str) -> None:
    assert read(value) == local


@pytest.mark.parametrize(
    ("language", "zone", "host", "local"),
    [
        ("en-US", None, None, "2026-05-06"),
        ("en_GB", None, None, "2026-06-05"),
        ("de", None, None, "2026-06-05"),
        ("fr", None, "gazette.example.com", "2026-06-05"),
        ("en", "America/Chicago", None, "2026-05-06"),
        ("en", None, "gazette.example.com.au", "2026-06-05"),
        ("en-US", None, "gazette.co.uk", "2026-06-05"),  # the language of a system that nobody set
        ("en-US", "Europe/London", "gazette.example.us", "2026-06-05"),
        ("en", None, "gazette.io", None),
        ("en", None, None, None),
        (None, None, None, None),
    ],
)
def test_which_number_is_the_month_is_told_by_zone_address_and_language_or_not_at_all(
    language: str | None, zone: str | None, host: str | None, local: str | None
) -> None:
    assert read("5/6/2026", language, zone, host) == local


@pytest.mark.parametrize(
    ("value", "local"),
    [("5.6.2026", "2026-06-05"), ("13/6/2026", "2026-06-13"), ("6/13/2026", "2026-06-13"), ("5/5/2026", "2026-05-05")],
)
def test_a_dot_or_a_number_above_twelve_decides(value: str, local: str) -> None:
    assert read(value) == local


@pytest.mark.parametrize("value", ["0000000000", "1970-01-01T00:00:00Z", "1970-01-01", "0001-01-01T00:00:00"])
def test_a_time_that_was_never_set_is_none(value: str) -> None:
    assert read(value) is None


def test_a_day_in_the_address() -> None:
    stamp = url_stamp("https://example.org/news/2024/03/05/bridge")
    assert stamp is not None and stamp.local == "2024-03-05"
    stamp = url_stamp("https://example.org/news/2024/mar/05/bridge")
    assert stamp is not None and stamp.local == "2024-03-05"
    assert url_stamp("https://example.org/news/20249905-bridge") is None
    assert url_stamp("https://example.org/news/2024/top/05/bridge") is None


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("2024-03-05T10:30:00.000+0000", "2024-03-05T10:30:00+00:00"),
        ("2024-03-05T10:30+0100", "2024-03-05T10:30:00+01:00"),
        ("Tue Mar 05 2024 10:30:00 GMT+0100 (CET)", "2024-03-05T10:30:00+01:00"),
        ("20240305T103000Z", "2024-03-05T10:30:00+00:00"),
        ("20240305T103000+0100", "2024-03-05T10:30:00+01:00"),
        ("20240305103000", "2024-03-05T10:30:00"),
        ("Mar. 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("/Date(1709631000000)/", "2024-03-05T09:30:00+00:00"),
        ("2024-03-05 10:30:00 UTC", "2024-03-05T10:30:00+00:00"),
        ("2024-3-5", "2024-03-05"),
        ("martes, 5 de marzo de 2024", "2024-03-05"),
        ("5. 3. 2024", "2024-03-05"),
        ("5.3.2024", "2024-03-05"),
        ("5. 3. 2024 10:30", "2024-03-05T10:30:00"),
        ("2024. 3. 5.", "2024-03-05"),
        ("2024.03.05. 10:30", "2024-03-05T10:30:00"),
        ("2024. március 5. 10:30", "2024-03-05T10:30:00"),
        ("Tuesday 5th March 2024 10:30am", "2024-03-05T10:30:00"),
        ("Tue, 5 Mar 2024 10:30:00 +0100", "2024-03-05T10:30:00+01:00"),
        ("5 марта 2024, 10:30", "2024-03-05T10:30:00"),
        ("5 березня 2024 р., 10:30", "2024-03-05T10:30:00"),
        ("5 marca 2024 r. o 10:30", "2024-03-05T10:30:00"),
        ("5. maaliskuuta 2024 klo 10.30", "2024-03-05T10:30:00"),
        ("05 Mart 2024 Salı 10:30", "2024-03-05T10:30:00"),
        ("5 Μαρτίου 2024", "2024-03-05"),
        ("5 martie 2024", "2024-03-05"),
        ("5. března 2024", "2024-03-05"),
        ("5 mars 2024 kl. 10.30", "2024-03-05T10:30:00"),
        ("5 مارس 2024", "2024-03-05"),
        ("5 במרץ 2024", "2024-03-05"),
        ("03/05/2024 10:30 AM EST", "2024-03-05T10:30:00-05:00"),
        ("2024-03-05T10:30:00 Europe/Berlin", "2024-03-05T10:30:00"),
        ("Published: 5 March 2024 | 10:30", "2024-03-05T10:30:00"),
        ("10:30, 5 March 2024", "2024-03-05T10:30:00"),
        ("10:30 PM EST Mar 5, 2024", "2024-03-05T22:30:00-05:00"),
        ("2024-03-05T10:30:00Z[UTC]", "2024-03-05T10:30:00+00:00"),
        ("2024-03-05 10:30:00.0", "2024-03-05T10:30:00"),
        ("2024-03-05T10:30:00 +01:00", "2024-03-05T10:30:00+01:00"),
        ("5 Mac 2024", "2024-03-05"),
        ("05 Maret 2024", "2024-03-05"),
        ("5 kovo 2024", "2024-03-05"),
        ("2024 m. kovo 5 d.", "2024-03-05"),
        ("5 marzo 2024", "2024-03-05"),
        ("5 maart 2024", "2024-03-05"),
        ("5 ožujka 2024", "2024-03-05"),
        ("5. mart 2024", "2024-03-05"),
        ("5. marts 2024", "2024-03-05"),
        ("الثلاثاء 5 مارس 2024", "2024-03-05"),
        ("05.03.24", "2024-03-05"),
        ("٥ مارس ٢٠٢٤", "2024-03-05"),
        ("2024-03-05T10:30:00-05", "2024-03-05T10:30:00-05:00"),
    ],
)
def test_a_stamp_is_read_in_every_spelling(value: str, local: str) -> None:
    assert read(value) == local


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Publié le 12 mai 2026 à 10h05 - Mis à jour le 12 mai 2026 à 12h30", "Publié le 12 mai 2026 à 10h05"),
        ("12.5.2026 klo 10.05 | Päivitetty 12.5.2026 klo 12.30", "12.5.2026 klo 10.05"),
        ("12 Mayıs 2026 - 10:05 | Son Güncelleme: 12.05.2026 - 12:30", "12 Mayıs 2026 10:05"),
        ("Updated: 13 May 2026, 12:30 | Published: 12 May 2026", "Published: 12 May 2026"),
    ],
)
def test_a_clock_goes_with_the_day_before_it(rules: Rules, line: str, told: str) -> None:
    assert published_first([line], rules.bylines.changed) == [told, line]
