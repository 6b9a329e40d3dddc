"""Times in the shapes that pages and rows write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.dates import NOTHING, read_stamp
from transforms.clean.metadata import url_stamp


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
    "value",
    [
        None,
        "",
        "yesterday",
        "2024-13-45",
        "31.02.2024",
        "9999999999",
        "0000-00-00",
        NOTHING,
        "x" * 500,
        {"a": 1},
    ],
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert read_stamp(value) is None


@given(
    st.datetimes(
        min_value=__import__("datetime").datetime(1990, 1, 1), max_value=__import__("datetime").datetime(2099, 1, 1)
    )
)
def test_iso_times_are_read_back(when: object) -> None:
    stamp = read_stamp(when.isoformat(timespec="seconds"))  # type: ignore[attr-defined]
    assert stamp is not None and stamp.local == when.isoformat(timespec="seconds")  # type: ignore[attr-defined]


@given(st.text(max_size=130))
def test_any_text_is_a_stamp_or_none(text: str) -> None:
    read_stamp(text)


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
        ("05/03/2024", "2024-03-05"),
        ("Mar. 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("/Date(1709631000000)/", "2024-03-05T09:30:00+00:00"),
        ("2024-03-05 10:30:00 UTC", "2024-03-05T10:30:00+00:00"),
        ("2024-3-5", "2024-03-05"),
        ("05-03-2024 10:30", "2024-03-05T10:30:00"),
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
        ("05/03/2024 - 10:30", "2024-03-05T10:30:00"),
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
    stamp = read_stamp(value)
    assert stamp is not None and stamp.local == local
