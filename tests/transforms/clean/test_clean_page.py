"""A page becomes the story, its metadata, and an account of all that was left out."""

import json
import time
from datetime import UTC, datetime

import pytest
from invented_pages import PAGE, PARAGRAPHS

from schemas.errors import Unreadable
from schemas.records import Document, Draft
from transforms.clean import Rules, clean

MODIFIED = "2024-03-05T14:02:11+01:00"
URL = "https://gazette.example.org/local/2024/03/05/swing-bridge-reopens?utm_source=feed"


def page(body: str | bytes, url: str | None = URL, **stated: object) -> Document:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return Document("page.html", "html", "html", raw, "0" * 64, url=url, **stated)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def draft(rules: Rules) -> Draft:
    return clean(page(PAGE), rules)


def texts(draft: Draft) -> list[str]:
    return [draft.text[p.start : p.end] for p in draft.paragraphs]


def test_the_story_is_kept_whole_and_nothing_else(draft: Draft) -> None:
    deck, subhead = "Engineers have declared both towers safe.", "A third more than planned"
    body = [*PARAGRAPHS[:2], subhead, *PARAGRAPHS[2:]]
    assert [text for text in texts(draft) if text != deck] == body
    assert draft.paragraphs[texts(draft).index(subhead)].kind == "subhead"
    assert deck not in texts(draft) or draft.paragraphs[texts(draft).index(deck)].kind == "deck"


def test_paragraphs_cover_the_text(draft: Draft) -> None:
    assert "\n\n".join(texts(draft)) == draft.text
    assert draft.text == draft.text.strip()
    assert draft.word_count == len(draft.text.split())


def test_metadata_comes_from_what_the_page_states(draft: Draft) -> None:
    assert draft.title == "Old swing bridge to reopen after eleven months"
    assert [(a.name, a.kind) for a in draft.authors] == [("Maria Lund", "person"), ("Gazette Newsroom", "organization")]
    assert (draft.publisher, draft.section, draft.language) == ("Harbor Gazette", "Local", "en")
    assert draft.keywords == ["bridges", "council", "traffic"]
    assert draft.canonical_url == "https://gazette.example.org/local/2024/03/05/swing-bridge-reopens"
    assert draft.host == "gazette.example.org"
    assert draft.byline == "By Maria Lund"
    assert draft.is_accessible_for_free is True
    assert (draft.page_kind, draft.is_truncated) == ("article", False)


def test_a_heading_that_ends_the_crumbs_is_not_the_headline(rules: Rules) -> None:
    first = "Old swing bridge to reopen after eleven months"
    crumbs = '<nav><a href="/">Home</a> <h1>' + first + "</h1></nav>"
    headline = "<h2><span>Storm damage</span> <span>“We have waited for this day”</span></h2>"
    shared = PAGE.replace(f'og:title" content="{first}', 'og:title" content="“We have waited for this day”')
    body = shared.replace(f"<h1>{first}</h1>", crumbs + headline)
    assert clean(page(body), rules).title == "“We have waited for this day”"
    far = shared.replace(f"<h1>{first}</h1>", crumbs).replace("<h2>A third", headline + "<h2>A third")
    assert clean(page(far), rules).title == first


def test_published_and_modified_are_kept_apart(draft: Draft) -> None:
    assert draft.published_at == datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    assert draft.published_local == "2024-03-05T10:30:00+01:00"
    assert (draft.published_precision, draft.published_source) == ("second", "json_ld")
    assert draft.modified_at == datetime(2024, 3, 5, 13, 2, 11, tzinfo=UTC)
    assert draft.modified_local == MODIFIED
    assert (draft.modified_precision, draft.modified_source) == ("second", "json_ld")


def test_the_notice_is_read_from_the_line_that_is_removed(draft: Draft) -> None:
    assert (draft.copyright_holder, draft.copyright_year) == ("Harbor Gazette", 2024)
    assert draft.copyright_notice == "© 2024 Harbor Gazette. All rights reserved."


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("header", "Home"),
        ("repeated_title", "Old swing bridge to reopen after eleven months"),
        ("date", "March 5, 2024"),
        ("caption", "Photo: Jon Berg"),
        ("newsletter", "Sign up for our morning newsletter"),
        ("related", "Ferry breaks down again"),
        ("copyright", "© 2024 Harbor Gazette"),
        ("comment", "a third too dear"),
        ("footer", "Imprint"),
    ],
)
def test_every_dropped_block_is_in_the_audit(draft: Draft, kind: str, piece: str) -> None:
    rows = [block for block in draft.removed if piece in block.text]
    assert [block.kind for block in rows] == [kind]


def test_each_region_of_the_page_is_one_row(draft: Draft) -> None:
    assert sum(block.kind == "comment" for block in draft.removed) == 1
    assert sum(block.rule == "footer_region" for block in draft.removed) == 1


def test_removed_blocks_stand_where_they_stood(draft: Draft) -> None:
    newsletter = next(block for block in draft.removed if block.kind == "newsletter")
    assert newsletter.before == draft.text.index("A third more than planned")
    assert all(0 <= block.before <= len(draft.text) for block in draft.removed)
    assert [b.before for b in draft.removed] == sorted(b.before for b in draft.removed)


def test_the_same_bytes_give_the_same_draft(rules: Rules, draft: Draft) -> None:
    clean(page("<p>" + "Another page comes between, with words of its own. " * 9), rules)
    assert clean(page(PAGE), rules) == draft


def test_what_the_source_states_wins(rules: Rules) -> None:
    row = page(PAGE, title="Bridge opens", authors=("By Jon Berg and Ida Moe",), published="2024-03-06", section="News")
    draft = clean(row, rules)
    assert (draft.title, draft.section) == ("Bridge opens", "News")
    assert [author.name for author in draft.authors] == ["Jon Berg", "Ida Moe"]
    assert (draft.published_at, draft.published_local, draft.published_source) == (None, "2024-03-06", "row")


def test_a_day_in_the_address_chooses_among_printed_days(rules: Rules) -> None:
    bare = PAGE.replace('"datePublished":"2024-03-05T10:30:00+01:00",', "").replace("March 5, 2024", "July 1, 2023")
    draft = clean(page(bare), rules)
    assert (draft.published_local, draft.published_source) == ("2024-03-05", "url")
    signed = bare.replace("By Maria Lund", "By Maria Lund on Tuesday, March 5, 2024 at 9:15 a.m.")
    draft = clean(page(signed), rules)
    assert (draft.published_local, draft.published_source) == ("2024-03-05T09:15:00", "text")


@pytest.mark.parametrize(
    ("language", "line", "local"),
    [
        ("en", "By Maria Lund | March 5, 2024 5:05 PM", "2024-03-05T17:05:00"),
        ("de", "Von Maria Lund und Piet Vos · Stand: 05.03.2024, 17:05 Uhr", "2024-03-05T17:05:00"),
        ("fr", "Publié le 5 mars 2024 à 9h", "2024-03-05T09:00:00"),
        ("hu", "2024. március 5. 17:05", "2024-03-05T17:05:00"),
        ("vi", "Thứ ba, 5/3/2024, 17:05 (GMT+7)", "2024-03-05T17:05:00+07:00"),
        ("hi", "5 मार्च 2024, 17:05 IST", "2024-03-05T17:05:00"),
        ("ko", "입력 2024.03.05 오후 5:05", "2024-03-05T17:05:00"),
    ],
)
def test_a_line_with_the_day_above_the_story_is_read_and_leaves_it(
    rules: Rules, language: str, line: str, local: str
) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    body = f"<html lang={language}><body><article><h1>Old swing bridge</h1><p>{line}</p>{story}</article></body></html>"
    draft = clean(page(body, None), rules)
    assert (draft.published_local, draft.published_source) == (local, "text")
    assert draft.text.startswith(PARAGRAPHS[0])


def test_a_time_without_an_offset_stays_local(rules: Rules) -> None:
    draft = clean(page(PAGE.replace("10:30:00+01:00", "10:30:00")), rules)
    assert (draft.published_at, draft.published_local) == (None, "2024-03-05T10:30:00")


def test_a_change_without_an_offset_stays_local_unless_the_zone_is_known(rules: Rules) -> None:
    bare = PAGE.replace(MODIFIED, "2024-03-05T14:02:11")
    draft = clean(page(bare), rules)
    assert (draft.modified_at, draft.modified_local) == (None, "2024-03-05T14:02:11")
    draft = clean(page(bare, timezone="Europe/Oslo"), rules)
    assert (draft.modified_at, draft.modified_local) == (
        datetime(2024, 3, 5, 13, 2, 11, tzinfo=UTC),
        "2024-03-05T14:02:11",
    )


def test_a_row_tells_the_day_of_its_last_change(rules: Rules) -> None:
    draft = clean(page(PAGE, modified="2024-03-07"), rules)
    assert (draft.modified_at, draft.modified_local) == (None, "2024-03-07")
    assert (draft.modified_precision, draft.modified_source) == ("day", "row")


def test_a_reference_to_a_node_of_the_page_is_followed(rules: Rules) -> None:
    parts = '{"@type":"Person","@id":"#/person/1","name":"Ida Moe"},'
    parts += '{"@type":"Organization","@id":"#us","name":"Quay News"},'
    body = PAGE.replace('"@graph":[', '"@graph":[' + parts)
    body = body.replace('{"@type":"Person","name":"Maria Lund"}', '{"@id":"#/person/1"},{"@id":"#/person/2"}')
    draft = clean(page(body.replace('{"@type":"Organization","name":"Harbor Gazette"}', '{"@id":"#us"}')), rules)
    assert [author.name for author in draft.authors] == ["Ida Moe", "Gazette Newsroom"]
    assert draft.publisher == "Quay News"


def test_the_section_is_the_last_crumb_before_the_story(rules: Rules) -> None:
    crumbs = ["Home", "Region", "North bank", "Old swing bridge to reopen after eleven months"]
    items = [{"@type": "ListItem", "position": place, "name": name} for place, name in enumerate(crumbs, 1)]
    trail = json.dumps({"@type": "BreadcrumbList", "itemListElement": items})
    body = PAGE.replace('"articleSection":"Local",', "").replace('"@graph":[', f'"@graph":[{trail},')
    assert clean(page(body), rules).section == "North bank"
    assert clean(page(body.replace("Region", "").replace("North bank", "")), rules).section is None


def test_a_kicker_that_reads_like_a_name_is_no_byline(rules: Rules) -> None:
    outlet = PAGE.replace('{"@type":"Person","name":"Maria Lund"}', '{"@type":"Organization","name":"Harbor Gazette"}')
    kicker = outlet.replace('"headline":"Old swing', '"headline":"Swing Bridge: Old swing')
    kicker = kicker.replace('<div class="byline">By Maria Lund</div>', "")
    kicker = kicker.replace("<p>The harbor council", "<p>Swing Bridge</p><p>The harbor council")
    assert "Swing Bridge" not in [author.name for author in clean(page(kicker), rules).authors]


def test_a_time_is_a_word_of_its_own(rules: Rules) -> None:
    """Which the look of the page parts from the name before it."""
    stamped = '<div class="byline"><b>By Maria Lund</b><time datetime="2026-03-05">5 March 2026</time>Vik</div>'
    body = PAGE.replace('<div class="byline">By Maria Lund</div>', stamped)
    assert clean(page(body), rules).byline == "By Maria Lund 5 March 2026 Vik"


def test_a_byline_is_printed_where_only_the_outlet_is_stated(rules: Rules) -> None:
    stated = PAGE.replace('{"@type":"Person","name":"Maria Lund"}', '{"@type":"Organization","name":"Harbor Gazette"}')
    assert [author.name for author in clean(page(stated), rules).authors] == ["Maria Lund"]


def test_a_paywalled_stub_is_told(rules: Rules) -> None:
    stub = PAGE.replace('"isAccessibleForFree":true', '"isAccessibleForFree":false')
    for paragraph in PARAGRAPHS[2:]:
        stub = stub.replace(f"<p>{paragraph}</p>", "")
    draft = clean(page(stub), rules)
    assert draft.is_truncated and draft.is_accessible_for_free is False


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("wall_line", ["To read the full story, become a member."]),
        ("wall_line", ["Dieser Artikel ist nur für Abonnenten."]),
        (
            "support_plea",
            ["Soutenez-nous : sans ses lecteurs, le journal du port ne pourrait pas enquêter sur les ponts."],
        ),
        (
            "newsletter_plea",
            ["Love the old bridges? Sign up to our weekly newsletter, written by those who cross them."],
        ),
        (
            "reporting_credit",
            [
                "Reporting by Anna Holm and Jon Berg in the old harbor, with Piet Vos on the northern bank.",
                "Editing by Maria Lund and by all those of the night desk who stayed until the last ferry had left.",
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_desk_says_below_the_story_goes(rules: Rules, draft: Draft, rule: str, lines: list[str]) -> None:
    legal = "<p>© 2024 Harbor Gazette. All rights reserved.</p>"
    below = clean(page(PAGE.replace(legal, "".join(f"<p>{line}</p>" for line in lines) + legal)), rules)
    assert below.text == draft.text
    assert [(block.rule, block.text) for block in below.removed if block.text in lines] == [(rule, t) for t in lines]


def test_a_pull_quote_is_not_said_twice(rules: Rules, draft: Draft) -> None:
    pulled = "<blockquote><p>The ferries were never meant to carry a whole town to work</p></blockquote>"
    story = clean(page(PAGE.replace("<h2>A third", pulled + "<h2>A third")), rules)
    assert story.text == draft.text
    assert [block.kind for block in story.removed if block.rule == "pull_quote"] == ["repeated_block"]


def test_a_sentence_that_sounds_like_a_wall_is_kept_within_the_story(rules: Rules) -> None:
    line = "Whoever wants to read the full text of the report must subscribe to the gazette of the council."
    story = clean(page(PAGE.replace(f"<p>{PARAGRAPHS[2]}</p>", f"<p>{PARAGRAPHS[2]}</p><p>{line}</p>")), rules)
    assert line in story.text


@pytest.mark.parametrize(
    ("kind", "url", "body"),
    [
        (
            "error_page",
            URL,
            "<title>404 Not Found</title><h1>404 Not Found</h1><p>We could not find what you asked for.</p>",
        ),
        (
            "consent_wall",
            URL,
            "<title>Harbor Gazette</title><h1>We value your privacy</h1><p>We and our partners use cookies with your "
            "consent. You may withdraw your consent in our privacy settings, and reject cookies you do not need.</p>",
        ),
        (
            "consent_wall",
            None,
            "<title>Harbor Gazette</title><h1>Your privacy matters to us</h1><p>To read on, accept the use of cookies "
            "by us and our partners, or subscribe. You may change this in the privacy settings.</p>",
        ),
        (
            "error_page",
            None,
            "<title>Page not found | Harbor Gazette</title><h1>We cannot find this page</h1><p>404. It may have moved, "
            "or the address was mistyped.</p>",
        ),
        ("article", URL, PAGE.replace("Old swing bridge", "404 houses and an old swing bridge")),
        ("gallery", URL, PAGE.replace("NewsArticle", "ImageGallery")),
        ("live_blog", URL, PAGE.replace("NewsArticle", "LiveBlogPosting")),
        (
            "section_front",
            "https://gazette.example.org/category/harbor",
            '<script type="application/ld+json">{"@type": "CollectionPage"}</script><title>Quay</title><h1>Quay</h1>'
            + "<article><h2>Ferry runs on</h2><p>The council voted to pay for boats in winter … Read on</p></article>"
            * 9,
        ),
        (
            "section_front",
            "https://gazette.example.org/",
            "<title>Harbor Gazette</title><h1>News</h1><p>The latest from the harbor, every day of the week.</p>",
        ),
    ],
)
def test_kinds_of_page(rules: Rules, kind: str, url: str | None, body: str) -> None:
    assert clean(page(body, url), rules).page_kind == kind


OTHER = (
    "<article class='next'><h1>Ferry captain retires</h1><p>After forty years on the water the captain of the harbor "
    "ferry stepped ashore on Monday for the last time, waved by a crowd of passengers.</p><p>She will spend the summer "
    "in her garden, she said, and has no plans to set foot on a boat before autumn comes.</p></article>"
)


def test_another_story_below_is_not_the_story(rules: Rules) -> None:
    draft = clean(page(PAGE.replace("</article>", "</article>" + OTHER)), rules)
    assert "ferry stepped ashore" not in draft.text and PARAGRAPHS[4] in draft.text
    assert {block.rule for block in draft.removed if "ferry stepped ashore" in block.text} == {"other_article"}


@pytest.mark.parametrize(
    ("rule", "look"),
    [
        ("box_region", "fact-box"),
        ("login_region", "registration-form"),
        ("app_region", "app-banner"),
        ("machine_summary_region", "ai-summary"),
        ("print_region", "no-print"),
        ("disclaimer_region", "affiliate-disclaimer"),
    ],
)
def test_what_stands_in_a_part_that_is_never_the_story_goes(rules: Rules, rule: str, look: str) -> None:
    inside = "The old bridge was built in 1911, and its two towers stand forty meters above the water of the harbor."
    between = f"<p>{PARAGRAPHS[2]}</p>"
    draft = clean(page(PAGE.replace(between, f"{between}<div class='{look}'><p>{inside}</p></div>")), rules)
    assert inside not in draft.text
    assert [block.rule for block in draft.removed if inside in block.text] == [rule]


def test_a_post_set_into_the_story_is_a_paragraph_of_its_own_kind(rules: Rules) -> None:
    said = "The towers are safe, the bolts are new."
    between = f"<p>{PARAGRAPHS[2]}</p>"
    post = f"<blockquote class='twitter-tweet'><p>{said}</p></blockquote>"
    draft = clean(page(PAGE.replace(between, between + post)), rules)
    assert [(draft.text[p.start : p.end], p.kind) for p in draft.paragraphs if p.kind == "post"] == [(said, "post")]


def test_a_page_that_holds_its_text_twice_gives_it_once(rules: Rules) -> None:
    twice = f"<div class='articlebody'>{' '.join(PARAGRAPHS)}</div></article>"
    draft = clean(page(PAGE.replace("</article>", twice)), rules)
    assert draft.text.count(PARAGRAPHS[3]) == 1


SENTENCE = "<p>The council voted on Tuesday to reopen the bridge, officials said in a long statement to the press.</p>"
HOSTILE = {
    "nested": "<div>" * 60_000 + "hello" + "</div>" * 60_000,
    "nested inline": "<b>" * 60_000 + "hello",
    "one line of 25 MB": "<p>" + "word " * 5_000_000,
    "unclosed": "<a " * 50_000 + SENTENCE,
    "brackets": "<" * 500_000,
    "many elements": "<p>word</p>" * 300_000,
    "many headings": "<h1>word</h1>" * 20_000,
    "tables": "<table>" * 3_000 + SENTENCE,
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + SENTENCE * 3,
    "spaces": "<p>" + " " * 3_000_000 + "word",
    "entities": "<p>" + "&amp;" * 300_000,
    "binary": b"\x00\x01\x02\xff" * 5_000,
    "empty": "",
    "no body": "<html></html>",
    "control characters": "<p>" + "".join(map(chr, range(1, 32))) * 3 + "The council voted to reopen the bridge.</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon_as_a_draft_or_a_refusal(rules: Rules, name: str) -> None:
    started = time.process_time()
    try:
        draft = clean(page(HOSTILE[name]), rules)
    except Unreadable as refusal:
        assert refusal.rule in ("empty", "binary", "too_large", "no_text")
    else:
        assert draft.text.strip() == draft.text != ""
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "NewsArticle", "headline": ["A", 5], "author": [[[["x"]]], None, 7], "datePublished": {"x": 1}},
        {"@type": ["NewsArticle", None], "keywords": [{"name": [1]}], "publisher": [{}], "isAccessibleForFree": []},
        {
            "@graph": [
                None,
                3,
                {"@type": "Article", "mainEntityOfPage": [3], "copyrightYear": "next", "author": {"name": []}},
            ]
        },
        {
            "@type": "NewsArticle",
            "headline": "Half a pair \ud800 of marks \u0007",
            "articleBody": 5,
            "url": "https://a.example.org/\ud800x",
        },
    ],
)
def test_broken_statements_do_no_harm(rules: Rules, node: dict[str, object]) -> None:
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    draft = clean(page(script + "".join(f"<p>{text}</p>" for text in PARAGRAPHS), "http://[bad"), rules)
    assert draft.text == "\n\n".join(PARAGRAPHS)
    for value in (
        draft.title,
        draft.byline,
        draft.publisher,
        draft.canonical_url,
        *draft.keywords,
        *(a.name for a in draft.authors),
    ):
        if value is not None:
            value.encode("utf-8")
            assert "\x07" not in value


STORY = [
    "The council of the harbor town voted on Monday to reopen the old swing bridge, which a ship had struck.",
    "Engineers had declared both towers safe in June, but the money for the new deck was missing until last week.",
    "Drivers have had to take the ferry since, which leaves every twenty minutes and costs four crowns for each car.",
    "The first cars are to cross on Friday at noon, and the town has invited all who helped to a feast on the quay.",
]
UNSEEN = "Nobody can see this sentence on the page, for it was written to be found by engines and not to be read."


@pytest.mark.parametrize(
    "hidden",
    [
        f'<p style="display: none">{UNSEEN}</p>',
        f'<div style="visibility:hidden"><p>{UNSEEN}</p></div>',
        f"<section hidden><p>{UNSEEN}</p></section>",
        f"<template><p>{UNSEEN}</p></template>",
        f"<noscript><p>{UNSEEN}</p></noscript>",
        f'<p>The <span hidden>{UNSEEN}</span>bridge<i style="display:none">{UNSEEN}</i> is open'
        f'<span class="sr-only"> {UNSEEN}</span>, and the town is glad of it, for the ferry has been slow.</p>',
    ],
)
def test_what_readers_cannot_see_is_not_the_story(rules: Rules, hidden: str) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    draft = clean(page(f"<article><h1>The bridge opens</h1>{first}{hidden}{''.join(rest)}</article>"), rules)
    assert "Nobody can see" not in draft.text
    assert all(paragraph in draft.text for paragraph in STORY)


def test_a_story_that_is_hidden_behind_a_wall_is_kept(rules: Rules) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    for hidden in (f'<div style="display:none">{"".join(rest)}</div>', "".join(rest).replace("<p>", "<p hidden>")):
        draft = clean(page(f"<article><h1>The bridge opens</h1>{first}{hidden}</article>"), rules)
        assert all(paragraph in draft.text for paragraph in STORY)


def test_the_rest_of_a_story_behind_a_button_is_kept_and_what_is_hidden_elsewhere_is_not(rules: Rules) -> None:
    seen = [f"<p>{text}{number}.</p>" for number in range(3) for text in PARAGRAPHS]
    rest = f"<p>{PARAGRAPHS[0].replace('bridge', 'tunnel')}</p><p>{PARAGRAPHS[1].replace('Anna Holm', 'Ida Moe')}</p>"
    fold, modal = f'<div style="display:none">{rest}</div>', f"<section hidden>{rest}</section>"
    story = f"<h1>The bridge opens</h1>{''.join(seen)}"
    assert "tunnel" in clean(page(f"<article>{story}{fold}<button>Read more</button></article>"), rules).text
    assert "tunnel" not in clean(page(f"<article>{story}</article>{modal}"), rules).text


@pytest.mark.parametrize("line", ["Anna Holm", "di Anna Holm", "Anna Holm Journalist", "김민수 기자"])
def test_the_line_that_alone_names_the_author_is_no_part_of_the_story(rules: Rules, line: str) -> None:
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[2:])
    draft = clean(page(f"<article><h1>The bridge opens</h1><p>{line}</p>{story}<p>(dpa)</p></article>"), rules)
    assert draft.text == "\n\n".join(PARAGRAPHS[2:])
    assert (draft.authors[0].kind, draft.byline, draft.agency) == ("person", line, "dpa")
