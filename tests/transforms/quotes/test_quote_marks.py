"""Which marks belong together, and what stands between them."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Paragraph
from schemas.settings import config_table
from transforms.quotes import load_lexicon
from transforms.quotes.marks import pair_marks

LEXICON = load_lexicon(config_table("quotes"), {})
ENGLISH = LEXICON.of("en")


def between(text: str, language: str = "en") -> list[str]:
    quoted = pair_marks(text, [Paragraph(0, len(text), "paragraph")], LEXICON.of(language))
    return [text[q.inner_start : q.inner_end] for q in quoted]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"It rains," she said.', ["It rains,"]),
        ("“It rains,” she said.", ["It rains,"]),
        ("''It rains,'' she said.", ["It rains,"]),
        ("``It rains,'' she said.", ["It rains,"]),
        ("”It rains,“ she said.", ["It rains,"]),  # both turned the wrong way round
        ("“It rains,“ she said.", ["It rains,"]),  # the closing one turned the wrong way round
        ('“It rains," she said.', ["It rains,"]),  # of two kinds
        ("‘It rains,’ she said.", ["It rains,"]),
        ("'It rains,' she said.", ["It rains,"]),
        ("She said “it rains", ["it rains"]),  # left open
        ("He is 6'2\" tall, she said.", []),  # feet and inches
        ("The workers' union and the players' club met.", []),  # possessives
        ("Rock ’n’ roll didn’t die.", []),
        ("“He told me, ‘Run,’ and I ran,” she said.", ["He told me, ‘Run,’ and I ran,"]),  # nested
        ("“I run from what he calls “hell” to here.” — Ann", ["I run from what he calls “hell” to here."]),
        ("“It rains, she said. “It pours,” he said.", ["It rains, she said. “It pours,"]),  # the first left open
    ],
)
def test_english_marks(text: str, inner: list[str]) -> None:
    assert between(text) == inner


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Es regnet“, sagte sie."),
        ("de", "»Es regnet«, sagte sie."),
        ("de", "“Es regnet”, sagte sie."),
        ("fr", "« Es regnet », dit-elle."),
        ("es", "«Es regnet», dijo."),
        ("it", "“Es regnet”, ha detto."),
        ("nl", "‘Es regnet’, zei ze."),
    ],
)
def test_marks_of_other_languages(language: str, text: str) -> None:
    assert between(text, language) == ["Es regnet"]


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“It rains.\n\nIt is Monday."
    paragraphs = [Paragraph(0, 10, "paragraph"), Paragraph(12, len(text), "paragraph")]
    (quoted,) = pair_marks(text, paragraphs, ENGLISH)
    assert (text[quoted.inner_start : quoted.inner_end], quoted.is_closed) == ("It rains.", False)


@given(st.text(alphabet="“”\"'‘’«»„ ab.,\n", max_size=80), st.sampled_from(["en", "de", "fr"]))
def test_pairs_are_ordered_disjoint_and_within_the_text(text: str, language: str) -> None:
    quoted = pair_marks(text, [Paragraph(0, len(text), "paragraph")], LEXICON.of(language))
    for q in quoted:
        assert 0 <= q.start < q.inner_start < q.inner_end <= q.end <= len(text)
        assert not text[q.inner_start].isspace()
    assert all(a.end <= b.start for a, b in itertools.pairwise(quoted))


@pytest.mark.parametrize("unit", ['"', "'", "“", "‘a ", "'' ", '" a', "’s ‘"])
def test_marks_without_end_take_no_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    started = time.process_time()
    pair_marks(text, [Paragraph(0, len(text), "paragraph")], ENGLISH)
    assert time.process_time() - started < 5
