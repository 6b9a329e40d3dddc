"""Descriptions resolved within the article: who "the company" and "the senator" are, where exactly one fits."""

import pytest

from schemas.records import Quote
from schemas.settings import config_table

SORTS = config_table("quotes")["sorts"]


def last(quotes: list[Quote]) -> Quote:
    return max(quotes, key=lambda q: q.start)


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort["means"])
def test_the_example_of_each_sort(read, sort: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert sort["reason"]
    quote = last(read(sort["example"]))
    assert (quote.speaker_name, quote.resolution) == (sort["means"], "description")


TWO = "Danube Foods Inc. agreed to buy Alpine Dairy Ltd., a family company, on Monday. "
NOMINEES = "Republican nominee Ann Miller met Democratic nominee Joe Hill. "
GLAD = "“It was a wet day for all,” "


@pytest.mark.parametrize(
    ("text", "name", "resolution"),
    [
        (TWO + GLAD + "the company said.", None, "ambiguous_description"),
        ("Danube Foods Inc. grew. " + GLAD + "the rival company said.", None, "unresolved"),
        ("Danube Foods told Reuters of it. " + GLAD + "the company said.", "Danube Foods", "description"),
        ("Danube Foods grew. The European Commission met. " + GLAD + "the firm said.", "Danube Foods", "description"),
        ("Ybbs, a software company based in Linz, grew. " + GLAD + "the firm said.", "Ybbs", "description"),
        ("Danube Motors, a carmaker, grew. " + GLAD + "the airline said.", None, "unresolved"),
        ("The Ministry of Water met. " + GLAD + "the foreign ministry said.", None, "unresolved"),
        ("The Ministry of Water met. " + GLAD + "the water ministry said.", "Ministry of Water", "description"),
        ("The Border Agency met Frontier Control. " + GLAD + "the bureau said.", None, "unresolved"),
        ("Vermont Sen. Ann Miller came to Graz. " + GLAD + "the senator said.", "Ann Miller", "description"),
        ("Sen. Ann Miller met Senator Joe Hill. " + GLAD + "the senator said.", None, "ambiguous_description"),
        ("Sen. Ann Miller met Gov. Joe Hill. " + GLAD + "the governor said.", "Joe Hill", "description"),
        (NOMINEES + GLAD + "the Democratic nominee said.", "Joe Hill", "description"),
        (NOMINEES + GLAD + "the nominee said.", None, "ambiguous_description"),
        ("Republican nominee Ann Miller came. " + GLAD + "the Democratic nominee said.", None, "unresolved"),
    ],
)
def test_who_fits_alone_is_meant(read, text: str, name: str | None, resolution: str) -> None:  # type: ignore[no-untyped-def]
    quote = last(read(text))
    assert (quote.speaker_name, quote.resolution) == (name, resolution)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Bola Miller is ill, his spokesman Ajuri Lang said on Monday.", "Ajuri Lang"),
        ("“It was a wet day for all,” said Democratic nominee Gov. Ann Miller.", "Ann Miller"),
        ("“It was a wet day for all,” said Austria’s football federation, the AFF, on Monday.", "AFF"),
        ("“It was a wet day for all,” said the federation, citing Reuters.", None),
        ("“It was a wet day for all,” said a critic of Ann Miller.", None),
    ],
)
def test_a_name_beside_a_role_is_who_speaks(read, text: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    assert last(read(text)).speaker_name == name
