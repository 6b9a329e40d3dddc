"""What the values of a row mean, whatever shape they come in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sources.rows import is_absent, known_fields, moment, names, one_line, row_body


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ida Holm and Per Quist", ("Ida Holm and Per Quist",)),
        (["Ida Holm", "Per Quist", "Ida Holm"], ("Ida Holm", "Per Quist")),
        ({"name": "Ida Holm"}, ("Ida Holm",)),
        ([{"@type": "Person", "name": "Ida Holm"}, "Per Quist"], ("Ida Holm", "Per Quist")),
        ({"first_name": "Ida", "last_name": "Holm"}, ("Ida Holm",)),
        ({"givenName": "Ida", "familyName": "Holm"}, ("Ida Holm",)),
        ("['Ida Holm', 'Per Quist']", ("Ida Holm", "Per Quist")),
        ('["Ida Holm"]', ("Ida Holm",)),
        ("[Ida Holm]", ("[Ida Holm]",)),
        ([[["Ida Holm"]]], ("Ida Holm",)),
        ([[[[[[[["Ida Holm"]]]]]]]], ()),
        (["", None, "nan"], ()),
        (None, ()),
        (12, ()),
        ("x" * 30_000, ()),
    ],
)
def test_authors(value: Any, expected: tuple[str, ...]) -> None:
    assert names(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("April 7, 2031", "April 7, 2031"),
        (datetime(2031, 4, 7, 6, 5, tzinfo=UTC), "2031-04-07T06:05:00+00:00"),
        (date(2031, 4, 7), "2031-04-07"),
        (1_933_300_000, "2031-04-07T03:46:40Z"),
        (1_933_300_000_000, "2031-04-07T03:46:40Z"),
        (1_933_300_000.5, "2031-04-07T03:46:40.500000Z"),
        ("1933300000", "2031-04-07T03:46:40Z"),
        (20310407, "20310407"),
        (2031, "2031"),
        ({"$date": "2031-04-07T06:05:00Z"}, "2031-04-07T06:05:00Z"),
        (float("nan"), None),
        (True, None),
        (7, None),
        ("", None),
    ],
)
def test_times(value: Any, expected: str | None) -> None:
    assert moment(value) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "One."}, ("One.", "text")),
        ({"text": ["One.", "Two."]}, ("One.\n\nTwo.", "text")),
        (
            {"text": {"summary": ["One."], "sections": [{"headline": [], "paragraphs": ["Two."]}]}},
            ("One.\n\nTwo.", "text"),
        ),
        ({"text": "<p>One.</p><p>Two.</p>"}, ("<p>One.</p><p>Two.</p>", "html")),
        ({"text": "One.", "html": "<p>1</p>"}, ("<p>1</p>", "html")),
        ({"text": "One.", "html": "17"}, ("One.", "text")),
        ({"html": b"<p>1</p>"}, (b"<p>1</p>", "html")),
        ({"text": b"One."}, (b"One.", "text")),
        ({"text": 12}, ("", "text")),
        ({}, ("", "text")),
    ],
)
def test_bodies(fields: dict[str, Any], expected: tuple[bytes | str, str]) -> None:
    assert row_body(fields) == expected


def test_the_first_column_that_is_present_and_filled_wins() -> None:
    columns = {"text": ("text", "Content"), "title": ("title",)}
    assert known_fields({"CONTENT ": "Two.", "text": " ", 3: "x", "Title": "T"}, columns) == {
        "text": "Two.",
        "title": "T",
    }


@pytest.mark.parametrize("value", [None, "", "  ", "NaN", "None", "null", "<NA>", [], {}, b"", float("nan")])
def test_absent_values(value: Any) -> None:
    assert is_absent(value)


@pytest.mark.parametrize("value", ["0", "Nancy", 0, 0.0, False, [None], b"x"])
def test_present_values(value: Any) -> None:
    assert not is_absent(value)


def test_a_value_becomes_one_line() -> None:
    assert one_line([" a\n b ", "c"]) == "a b"
    assert one_line({"@type": "Organization", "name": "Coastal News"}) == "Coastal News"
    assert one_line(17) == "17"
    assert one_line(True) is None
