"""Times that a page prints above its story: read, told apart from times of change, and taken out of the text."""

import pytest

from schemas.records import Document, Draft
from transforms.clean import Rules, clean

STORY = "The old swing bridge opened again on Monday, eleven months after a ship had struck one of its piers at night."
CHANGED, PUBLISHED = '<time datetime="2026-05-05">', '<time datetime="2026-05-03">'


def written(above: str, rules: Rules, language: str = "en", story: str = "") -> Draft:
    """A page with `above` between headline and story."""
    html = (
        f'<html lang="{language}"><head><title>The bridge opens</title></head><body><article><h1>The bridge opens</h1>'
        f"{above}{story}<p>{STORY}</p><p>{STORY[::-1]}</p><p>{STORY.upper()}</p></article></body></html>"
    )
    return clean(Document("a.html", "file", "html", html, "0"), rules)


@pytest.mark.parametrize(
    ("language", "above"),
    [
        ("en", f"<p>Updated {CHANGED}May 5</time> Published {PUBLISHED}May 3</time></p>"),
        ("en", f"{CHANGED[:-1]} class='updated'>May 5</time> {PUBLISHED[:-1]} class='entry published'>May 3</time>"),
        ("en", f"{CHANGED[:-1]} itemprop='dateModified'>May 5</time>{PUBLISHED}May 3</time>"),
        ("en", '<p class="date">Updated May 5, 2026</p><p class="date">Published May 3, 2026</p>'),
        ("en", '<p class="date">Updated: May 5, 2026 | Published: May 3, 2026</p>'),
        ("en", "<p>Published 3 May 2026 · 5 min read</p>"),
        ("de", "<p>Aktualisiert am 5. Mai 2026, veröffentlicht am 3. Mai 2026</p>"),
        ("de", '<div><time datetime="2026-05-03">heute, 10:00 Uhr</time></div>'),
        ("fr", "<p>Publié le 3 mai 2026 à 10h00, mis à jour le 5 mai 2026</p>"),
        ("ko", '<p class="date">입력 2026.05.03 10:00 수정 2026.05.05 11:00</p>'),
    ],
)  # fmt: skip
def test_the_time_of_publication_is_read_and_its_line_leaves_the_story(rules: Rules, language: str, above: str) -> None:
    draft = written(above, rules, language)
    assert (draft.published_local or "")[:10] == "2026-05-03"
    assert draft.text.startswith(STORY)


def test_a_time_of_change_alone_is_better_than_none(rules: Rules) -> None:
    draft = written('<time class="updated" datetime="2026-05-05T10:00">May 5</time>', rules)
    assert draft.published_local == "2026-05-05T10:00:00"


def test_a_time_in_a_sentence_is_not_when_the_story_was_published(rules: Rules) -> None:
    concert = (
        '<p>The concert on <time datetime="2026-07-01">July 1</time> is the first that the town has held on its bridge '
        "since the ship struck it in the summer.</p>"
    )
    draft = written("", rules, story=concert)
    assert draft.published_local is None
    assert "The concert on July 1 is" in draft.text


def test_a_line_that_names_only_the_authors_leaves_the_story(rules: Rules) -> None:
    line = "<p>Anna Holm/Piet Vos</p>"
    head = '<meta name="author" content="Anna Holm"><meta name="author" content="Piet Vos">'
    draft = written(f"{head}{line}", rules)
    assert (draft.text.startswith(STORY), [author.name for author in draft.authors]) == (
        True,
        ["Anna Holm", "Piet Vos"],
    )
    assert [block.rule for block in draft.removed if block.text == "Anna Holm/Piet Vos"] == ["author_line"]
    other = written(f"{head}<p>Anna Holm/Ida Moe</p>", rules)
    assert "author_line" not in [block.rule for block in other.removed]
