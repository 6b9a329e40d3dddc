"""A plain-text dump becomes the story without what was printed around it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import Unreadable
from schemas.records import Document, Draft
from schemas.settings import config_tables
from transforms.clean import TABLES, clean, load_rules
from transforms.clean.marks import turn_marks
from transforms.clean.mojibake import MISREAD, mend_encoding

RULES = load_rules(config_tables(TABLES))
BODY = (
    "The harbor council voted on Tuesday to reopen the swing bridge, closed since the storm.",
    "“We have waited eleven months,” said Mayor Anna Holm. “The ferries were never meant for this.“",
    "Engineers found that the bridge‘s eastern pillar had sunk by nine centimeters, she added.",
)
DUMP = f"""Swing bridge to reopen ‘before summer’ in Oldport


APTOPIX Norway Bridge
(AP Photo/Jon Berg) AP

Swing bridge to reopen 'before summer' in Oldport

Video Embed

{BODY[0]}


{BODY[1]}

{BODY[2]}

© 2024 Harbor Gazette

Related Content
"""


def dump(text: str | bytes, **stated: object) -> Document:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Document("dump.txt", "text", "text", raw, "0" * 64, **stated)  # type: ignore[arg-type]


def paragraphs(draft: Draft) -> list[str]:
    return [draft.text[p.start : p.end] for p in draft.paragraphs]


@pytest.fixture(scope="module")
def draft() -> Draft:
    return clean(dump(DUMP), RULES)


def test_the_headline_and_the_body_are_found(draft: Draft) -> None:
    assert draft.title == "Swing bridge to reopen ‘before summer’ in Oldport"
    assert len(draft.paragraphs) == 3
    assert draft.text.startswith("The harbor council") and "\n\n\n" not in draft.text


def test_what_is_printed_around_the_story_is_removed_by_kind(draft: Draft) -> None:
    assert [(block.kind, block.text) for block in draft.removed] == [
        ("caption", "APTOPIX Norway Bridge"),
        ("credit", "(AP Photo/Jon Berg) AP"),
        ("repeated_title", "Swing bridge to reopen 'before summer' in Oldport"),
        ("embed", "Video Embed"),
        ("copyright", "© 2024 Harbor Gazette"),
        ("related", "Related Content"),
    ]
    assert [block.before for block in draft.removed] == [0, 0, 0, 0, len(draft.text), len(draft.text)]


def test_the_notice_names_holder_and_publisher(draft: Draft) -> None:
    assert (draft.copyright_holder, draft.copyright_year, draft.publisher) == ("Harbor Gazette", 2024, "Harbor Gazette")


def test_marks_are_turned_one_for_one(draft: Draft) -> None:
    assert paragraphs(draft)[1] == BODY[1].removesuffix("“") + "”"
    assert "bridge’s" in paragraphs(draft)[2]
    assert len(draft.text) == len("\n\n".join(BODY))


@pytest.mark.parametrize(
    "text",
    [
        "„Wir haben gewartet“, sagte sie. „Elf Monate“.",
        "Oʻzbekiston va o‘zbek tili haqida gapirdi",
        "He called it ‘a test’ and “a start”.",
        "«Nous avons attendu “onze mois”», dit-elle.",
        "”Vi har väntat”, sade hon.",
    ],
)
def test_right_marks_are_left_alone(text: str) -> None:
    assert turn_marks(text) == text


@given(st.text(alphabet="ab .,“”‘’\"'„s", max_size=60))
def test_turning_marks_never_moves_an_offset(text: str) -> None:
    turned = turn_marks(text)
    assert len(turned) == len(text)
    assert all(a == b or a in "“”‘’" for a, b in zip(text, turned, strict=True))


def test_mojibake_is_mended_only_where_it_is_certain() -> None:
    assert (
        mend_encoding("The cafÃ© on the quay said it â€œwonâ€™t closeâ€\x9d.")
        == "The café on the quay said it “won’t close”."
    )
    for honest in ("The café won’t close.", "São Paulo e Å, Ã são letras", "Привет, мир"):
        assert mend_encoding(honest) == honest


@given(st.characters(min_codepoint=0xA1, max_codepoint=0x24F).filter(str.isalpha))
def test_no_misread_letter_passes_the_quick_look(letter: str) -> None:
    assert MISREAD.search(f"An {letter.encode().decode('latin-1')}, once.")


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "Bridge to reopen\n\n"
        "The harbor council voted on Tuesday to reopen the old swing bridge, which\n"
        "has been closed to traffic since the storm of last winter, after engin-\n"
        "eers had declared both of its towers safe, and engineers are never sure.\n\n"
        "Shopkeepers on the northern bank, who lost up to half of their customers\n"
        "during the closure, greeted the decision with relief and with flags.\n"
    )
    found = paragraphs(clean(dump(wrapped), RULES))
    assert found == [
        "The harbor council voted on Tuesday to reopen the old swing bridge, which has been closed to traffic since "
        "the storm of last winter, after engineers had declared both of its towers safe, and engineers are never sure.",
        "Shopkeepers on the northern bank, who lost up to half of their customers during the closure, greeted the "
        "decision with relief and with flags.",
    ]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert paragraphs(clean(dump("\n".join(BODY)), RULES))[0] == BODY[0]


def test_a_wire_story_names_agency_and_dateline() -> None:
    draft = clean(
        dump("Ferry leaves\n\nOSLO, May 5 (Reuters) - The last ferry left the old harbor on Sunday, officials said."),
        RULES,
    )
    assert (draft.agency, draft.dateline) == ("Reuters", "OSLO, May 5 (Reuters)")


WRAPPED = """OLD BRIDGE TO REOPEN AFTER WINTER OF WAITING
By ANNA HOLM
Harbor Wire
Posted: 03/05/2024 04:15:32 PM MST

OLDPORT, Norland (Harbor) - The council voted on Tuesday to reopen the old
swing bridge, which has been closed to traffic since the storm of last year,
after engineers had declared both of its towers safe.

Shopkeepers on the northern bank, who lost up to half of their customers in
those months, greeted the decision with relief and with flags, although many
of them asked why a town that lives from its harbor had waited for so long.
"""


def test_the_lines_over_a_hard_wrapped_story_are_told_apart() -> None:
    draft = clean(dump(WRAPPED), RULES)
    assert draft.title == "OLD BRIDGE TO REOPEN AFTER WINTER OF WAITING"
    assert [(block.kind, block.text) for block in draft.removed] == [
        ("byline", "By ANNA HOLM"),
        ("byline", "Harbor Wire"),
        ("date", "Posted: 03/05/2024 04:15:32 PM MST"),
    ]
    assert [author.name for author in draft.authors] == ["Anna Holm"] and len(draft.paragraphs) == 2
    assert (draft.published_local or "").startswith("2024-03-05T16:15:32")


def test_an_agency_that_no_table_knows_is_read_from_its_dateline() -> None:
    draft = clean(dump(WRAPPED), RULES)
    assert (draft.agency, draft.dateline) == ("Harbor", "OLDPORT, Norland (Harbor)")
    for honest in (
        "OLDPORT (Feb. 5) - ",
        "Anna Holm (Labor) - ",
        "OLDPORT (population 8,000) — ",
        "OLDPORT (Old Norland) is ",
    ):
        assert clean(dump(f"Bridge\n\n{honest}{BODY[0]}"), RULES).agency is None


def test_a_picture_slug_goes_with_any_credit_in_parentheses() -> None:
    draft = clean(dump(f"Bridge to reopen\n\nNORLAND BRIDGE OLDPORT\n(Harbor Photo) HW\n\n{BODY[0]}"), RULES)
    assert [(block.kind, block.rule) for block in draft.removed] == [
        ("caption", "slug_above_credit"),
        ("credit", "picture_credit_in_parentheses"),
    ]
    assert draft.image_credit == "Harbor Photo"


def test_a_row_of_data_keeps_its_own_fields() -> None:
    row = dump(
        DUMP,
        title="Bridge: reopening",
        published="March 5, 2024",
        authors=("Maria Lund; Jon Berg",),
        publisher="Gazette",
    )
    draft = clean(row, RULES)
    assert (draft.title, draft.publisher, draft.published_local) == ("Bridge: reopening", "Gazette", "2024-03-05")
    assert [author.name for author in draft.authors] == ["Maria Lund", "Jon Berg"]
    assert draft.published_precision == "day"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty"),
        ("word " * 3_000_000, "too_large"),
        ("word " * 100_000, "not_prose"),
        ("word\n" * 30_000, "not_prose"),
        ("—\n\n***\n", "no_text"),
    ],
)
def test_what_no_editor_could_read_is_refused(text: str, rule: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        clean(dump(text), RULES)
    assert refusal.value.rule == rule


LINES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]))
def test_the_law_of_drafts(lines: list[str], parting: str) -> None:
    try:
        draft = clean(dump(parting.join(lines)), RULES)
    except Unreadable:
        return
    assert draft.text == draft.text.strip() and unicodedata.is_normalized("NFC", draft.text)
    assert "\n\n".join(paragraphs(draft)) == draft.text
    assert all("\n" not in paragraph and paragraph.strip() == paragraph for paragraph in paragraphs(draft))
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in draft.text)
    assert all(0 <= block.before <= len(draft.text) for block in draft.removed)
