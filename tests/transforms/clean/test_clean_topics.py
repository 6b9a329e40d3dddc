"""Section, keywords and publisher, in the shapes that systems write them."""

import json

import pytest

from transforms.clean import Rules
from transforms.clean.blocks import parse
from transforms.clean.metadata import Statements, read_statements


def read(rules: Rules, head: str = "", **stated: object) -> Statements:
    node = {"@type": "NewsArticle", "headline": "Bridge reopens", "datePublished": "2026-03-03"} | stated
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    return read_statements(parse(f"<html><head>{head}{script}</head></html>"), "https://www.gazette.example/a", rules)


@pytest.mark.parametrize(
    ("stated", "section"),
    [
        ("Local,Front page,Popular", "Local"),
        ("Local, Front page, Popular", "Local"),
        ("Arts, Culture", "Arts, Culture"),
        ("Uncategorized,Local", "Local"),
        ("gazette.example", None),
        ("All", None),
    ],
)
def test_the_section_is_the_first_that_is_one(rules: Rules, stated: str, section: str | None) -> None:
    assert read(rules, articleSection=stated).section == section


def test_keywords_are_words_and_each_stands_once(rules: Rules) -> None:
    key = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
    stated = [key, "@front-river", "123456789", "Category: Life", "Section: News:World", "Boston, Massachusetts", "5G"]
    assert read(rules, keywords=stated).keywords == ["Life", "World", "Boston, Massachusetts", "5G"]
    assert read(rules, keywords=["bridges,ferries,towns", "Bridges", "Towns"]).keywords == [
        "bridges",
        "ferries",
        "towns",
    ]


@pytest.mark.parametrize(
    ("stated", "site", "publisher"),
    [
        ("https://www.gazette.example", "Harbor Gazette", "Harbor Gazette"),
        ("https://www.gazette.example/", "", "gazette.example"),
        ("@gazette", "", "gazette"),
        ("Associated Press", "Harbor Gazette", "Harbor Gazette"),
        ("Associated Press", "", "Associated Press"),
        ("Blogger", "Harbor Gazette", "Harbor Gazette"),
        ("(с) ООО «Гавань»", "", "ООО «Гавань»"),
        ("Harbor Media", "Harbor Gazette", "Harbor Media"),
    ],
)
def test_the_publisher_is_a_name_and_the_pages_own(rules: Rules, stated: str, site: str, publisher: str) -> None:
    head = f'<meta property="og:site_name" content="{site}">'
    assert read(rules, head, publisher={"@type": "Organization", "name": stated}).publisher == publisher
