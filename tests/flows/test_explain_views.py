"""The views of one explained document: nothing is lost, nothing is obeyed, nothing is asked of the outside."""

import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from flows.explain import layout, page, plain, terminal
from flows.explain.layout import Explained
from schemas.records import Author, Draft, Entity, Mention, Paragraph, Quote, RemovedBlock

HOSTILE = (
    "<script>alert('1')</script><img src=https://evil.example/x onerror=a()> [bold]no markup[/bold] \x1b[31m\u202e"
)


def draft_of(*paragraphs: str, removed: tuple[RemovedBlock, ...] = (), title: str | None = "A headline") -> Draft:
    text, found = "\n\n".join(paragraphs), []
    start = 0
    for words in paragraphs:
        found.append(Paragraph(start, start + len(words), "paragraph"))
        start += len(words) + 2
    return Draft(title, text, found, list(removed))


def quote_of(text: str, words: str, index: int = 0, **known: object) -> Quote:
    start = text.index(words)
    return Quote("direct", words, start, start + len(words), [(start, start + len(words))], True, **known)  # type: ignore[arg-type]


def told() -> Explained:
    """A small report with all that the views can show."""
    draft = draft_of(
        "“The bridge 🌉 is safe,” said Zoe\u0301 Marsh, the engineer.",
        "She added that “nobody” would check before May. Naïve, said the union.",
        removed=(
            RemovedBlock("caption_slug", "caption", "BRIDGE FILE PHOTO", 0),
            RemovedBlock("link_list", "related", "More on bridges\nOlder bridges", 56),
            RemovedBlock("copyright_line", "copyright", "© 2025 The Anvil", 10**6),
        ),
        title="“Safe,” says Marsh of bridge",
    )
    draft.subtitle, draft.publisher, draft.authors = "A deck", "The Anvil", [Author("Ira Bloom", "person")]
    draft.published_at, draft.published_precision = datetime(2025, 3, 1, 8, tzinfo=UTC), "minute"
    text, title = draft.text, draft.title or ""
    name = "Zoe\u0301 Marsh"
    speaker = {"speaker_text": name, "speaker_start": text.index(name), "speaker_end": text.index(name) + len(name)}
    quotes = [
        quote_of(
            text, "The bridge 🌉 is safe,", **speaker, speaker_name=name, speaker_entity=0, speaker_kind="person",
            resolution="beside_cue", cue="said", cue_start=text.index("said"), cue_end=text.index("said") + 4,
            confidence=0.97,
        ),
        quote_of(
            text, "nobody", speaker_text="She", speaker_name=name, resolution="pronoun", cue="added", via="Radio Four",
        ),
        quote_of(text, "Naïve", resolution="no_cue"),
        quote_of(title, "Safe,", speaker_name=name, resolution="title", in_title=True),
    ]  # fmt: skip
    at = text.index(name)
    mentions = [
        Mention(at, at + len(name), name, "PERSON", 0),
        Mention(title.index("Marsh"), title.index("Marsh") + 5, "Marsh", "PERSON", 0, in_title=True),
    ]
    entities = [Entity(name, "PERSON", ["Marsh"], 2, at, True, 0.9, "Q42", "aliases")]
    return Explained(draft, entities, mentions, quotes, "a_model", "a.html")


def shown(explained: Explained, width: int = 100, color: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=color, color_system="truecolor" if color else None
    )
    console.print(terminal.render(explained, width))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


class Seen(HTMLParser):
    """The tags and the attributes of a page as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    @classmethod
    def of(cls, html: str) -> tuple[set[str], set[str]]:
        seen = cls()
        seen.feed(html)
        return seen.tags, seen.attributes


def blocks() -> st.SearchStrategy[list[tuple[str, int]]]:
    return st.lists(st.tuples(st.text("ab🌉e\u0301<& ", min_size=1, max_size=12), st.integers(0, 90)), max_size=6)


paragraphs_of = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=25), min_size=1, max_size=4
)


class TestLayout:
    @given(paragraphs_of, blocks())
    def test_kept_pieces_hold_the_text_and_each_removed_block_stands_once(
        self, paragraphs: list[str], removed: list[tuple[str, int]]
    ) -> None:
        gone = tuple(RemovedBlock("r", "k", words, before) for words, before in removed)
        rows = layout.rows(Explained(draft_of(*paragraphs, removed=gone), [], [], [], "m"))
        kept = "".join(piece.text for row in rows for piece in row.pieces)
        assert kept == "".join(paragraphs)
        assert sorted(map(id, gone)) == sorted(id(block) for row in rows for block in row.removed)

    @given(paragraphs_of, blocks())
    def test_a_removed_block_stands_before_the_first_text_that_follows_it(
        self, paragraphs: list[str], removed: list[tuple[str, int]]
    ) -> None:
        gone = tuple(RemovedBlock("r", "k", words, before) for words, before in removed)
        at = 0
        for row in layout.rows(Explained(draft_of(*paragraphs, removed=gone), [], [], [], "m")):
            if row.removed:
                assert all(block.before >= at for block in row.removed)
            else:
                at = row.pieces[-1].start + len(row.pieces[-1].text)
                assert not any(row.pieces[0].start < block.before < at for block in gone)

    @given(paragraphs_of, st.data())
    def test_pieces_of_a_quotation_are_its_words_in_code_points(
        self, paragraphs: list[str], data: st.DataObject
    ) -> None:
        draft = draft_of(*paragraphs)
        words = paragraphs[0]
        start = data.draw(st.integers(0, len(words) - 1))
        end = data.draw(st.integers(start + 1, len(words)))
        quote = Quote("direct", words[start:end], start, end, [(start, end)], True)
        rows = layout.rows(Explained(draft, [], [], [quote], "m"))
        assert "".join(p.text for row in rows for p in row.pieces if p.quote == 0) == words[start:end]
        assert [p.start for row in rows for p in row.pieces if p.opens] == [start]

    def test_a_quotation_within_a_quotation_is_seen(self) -> None:
        draft = draft_of("He told me she said no to him")
        outer, inner = quote_of(draft.text, "told me she said no to him"), quote_of(draft.text, "no")
        pieces = layout.rows(Explained(draft, [], [], [inner, outer], "m"))[0].pieces
        assert [(piece.text, piece.quote) for piece in pieces if piece.quote == 0] == [("no", 0)]
        assert "".join(piece.text for piece in pieces if piece.quote is not None) == outer.text

    def test_one_speaker_has_one_color_and_no_speaker_none(self) -> None:
        assert layout.speaker_colors(told().quotes) == [0, 0, None, 0]

    def test_offsets_out_of_the_text_do_no_harm(self) -> None:
        quote = Quote("direct", "x", 5, 10**9, [(5, 10**9), (-4, 2)], False, speaker_start=99, speaker_end=3)
        rows = layout.rows(Explained(draft_of("Short enough"), [], [], [quote], "m"))
        assert "".join(piece.text for row in rows for piece in row.pieces) == "Short enough"

    def test_ten_thousand_marks_are_laid_out_in_linear_time(self) -> None:
        draft = draft_of(*["word " * 40 + "end"] * 500)
        mentions = [Mention(start, start + 4, "word", "ORG", 0) for start in range(0, 100_000, 5)]
        explained = Explained(draft, [Entity("word", "ORG", [], 1, 0, False, 0.1)], mentions, [], "m")
        assert sum(len(row.pieces) for row in layout.rows(explained)) > 10_000


class TestTerminal:
    def test_every_removed_block_shows_its_text_its_kind_and_its_rule(self) -> None:
        explained = told()
        output = squeezed(shown(explained))
        for block in explained.draft.removed:
            for words in (*block.text.splitlines(), block.kind, block.rule):
                assert squeezed(words) in output

    def test_removed_text_is_struck_and_kept_text_is_not(self) -> None:
        output = shown(told(), color=True)
        struck = "".join(re.findall(r"\x1b\[[0-9;]*\b9[;m][0-9;]*m?([^\x1b]*)", output))
        assert "BRIDGE FILE PHOTO" in struck and "© 2025 The Anvil" in struck
        assert "engineer" not in struck

    def test_removed_is_told_from_kept_without_any_color(self) -> None:
        lines = shown(told()).splitlines()
        assert all(
            re.search("✗ (?:caption|related|copyright)", line) for line in lines if "BRIDGE FILE" in line or "©" in line
        )
        assert not any("✗" in line for line in lines if "engineer" in line)

    def test_every_quotation_is_numbered_and_colored_by_its_speaker(self) -> None:
        output = shown(told(), color=True, width=160)
        by_speaker = re.findall(r"\x1b\[(?:1;)?38;5;(\d+)m\[(\d)\]", output)
        colors = {number: color for color, number in by_speaker}
        assert colors["1"] == colors["2"] == colors["4"] != colors["3"]

    def test_the_table_of_quotations_says_who_spoke_and_how_that_is_known(self) -> None:
        output = shown(told(), width=160)
        for words in (
            "Zoe\u0301 Marsh",
            "beside_cue",
            "pronoun",
            "no_cue",
            "said",
            "via Radio Four",
            "0.97",
            "direct title",
        ):
            assert words in output

    def test_the_table_of_entities_has_type_link_aliases_and_salience(self) -> None:
        line = next(line for line in shown(told(), width=160).splitlines() if "Q42" in line)
        assert re.search(r"PERSON\s+2\s+0.90\s+Q42\s+Marsh\s+\d+ title", line)

    def test_metadata_is_shown_and_what_is_unknown_is_not(self) -> None:
        output = shown(told(), width=160)
        assert (
            "publisher The Anvil" in output and "by Ira Bloom" in output and "2025-03-01 08:00 UTC (minute)" in output
        )
        assert "agency" not in output and "None" not in output

    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_nothing_is_lost_or_wider_than_the_terminal(self, width: int) -> None:
        lines = shown(told(), width=width).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert "engineer" in "".join(lines)

    def test_control_characters_and_markup_of_a_page_are_shown_and_not_obeyed(self) -> None:
        draft = draft_of(HOSTILE, removed=(RemovedBlock("r", "k", HOSTILE, 0),), title=HOSTILE)
        output = shown(Explained(draft, [Entity(HOSTILE, "ORG", [HOSTILE], 1, 0, False, 0.0)], [], [], "m"), width=300)
        assert "\x1b" not in output and "\u202e" not in output
        assert output.count("[bold]no markup[/bold]") >= 4 and "␛[31m" in output

    def test_a_long_removed_block_is_cut_and_says_so(self) -> None:
        block = RemovedBlock("nav", "navigation", "menu " * 1000, 0)
        output = shown(Explained(draft_of("Text", removed=(block,)), [], [], [], "m"))
        assert "and 4,399 characters more" in " ".join(output.split())

    def test_an_empty_draft_has_a_view(self) -> None:
        assert "(no headline)" in shown(Explained(Draft(None, "", []), [], [], [], "m"))


class TestPage:
    def test_every_removed_block_shows_its_text_its_kind_and_its_rule(self) -> None:
        explained = told()
        html = page.render_page(explained)
        for block in explained.draft.removed:
            assert f"<del>{block.text}</del>" in html and f"<b>{block.kind}</b> {block.rule}" in html

    def test_every_quotation_is_colored_by_its_speaker(self) -> None:
        html = page.render_page(told())
        assert '<span class="q s0">The bridge 🌉 is safe,</span>' in html
        assert '<span class="q s0">nobody</span>' in html and '<span class="q none">Naïve</span>' in html
        assert all(f'">{number}</sup>' in html for number in (1, 2, 3, 4))

    def test_the_visible_words_of_the_body_are_the_text(self) -> None:
        explained = told()
        kept = re.findall(r'<p class="paragraph">(.*?)</p>', page.render_page(explained), re.DOTALL)
        bare = [unescape(re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", words))) for words in kept]
        assert squeezed("".join(bare)) == squeezed(explained.draft.text)

    def test_hostile_text_is_escaped_wherever_it_can_stand(self) -> None:
        draft = draft_of(HOSTILE, removed=(RemovedBlock(HOSTILE, HOSTILE, HOSTILE, 0),), title=HOSTILE)
        draft.subtitle = draft.publisher = draft.byline = draft.url = draft.language = HOSTILE
        quote = quote_of(draft.text, HOSTILE, speaker_text=HOSTILE, speaker_name=HOSTILE, cue=HOSTILE, via=HOSTILE,
                         resolution=HOSTILE)  # fmt: skip
        entity = Entity(HOSTILE, HOSTILE, [HOSTILE], 1, 0, False, 0.5, HOSTILE)
        mention = Mention(0, 5, HOSTILE[:5], "ORG", 0)
        html = page.render_page(Explained(draft, [entity], [mention], [quote], HOSTILE, HOSTILE))
        tags, attributes = Seen.of(html)
        assert not tags & {"script", "img"} and "onerror" not in attributes and "\x1b" not in html

    def test_nothing_is_asked_of_the_outside(self) -> None:
        explained = told()
        explained.draft.url = "https://anvil.example/bridge"
        html = page.render_page(explained)
        assert "default-src 'none'" in html
        tags, attributes = Seen.of(html)
        assert not attributes & {"src", "href", "action", "srcset", "poster", "data", "background"}
        assert not tags & {"script", "link", "iframe", "img", "object", "embed", "base"}
        assert "url(" not in html and "@import" not in html

    def test_the_page_follows_the_reader_s_light_and_width(self) -> None:
        html = page.render_page(told())
        assert "prefers-color-scheme: dark" in html and "max-width: 40rem" in html and 'name="viewport"' in html

    @given(paragraphs_of, blocks())
    def test_whatever_the_text_the_page_is_well_formed(
        self, paragraphs: list[str], removed: list[tuple[str, int]]
    ) -> None:
        gone = tuple(RemovedBlock("r", "k", words, before) for words, before in removed)
        html = page.render_page(Explained(draft_of(*paragraphs, removed=gone), [], [], [], "m"))
        for tag in ("p", "del", "div", "span", "main", "details"):
            assert len(re.findall(rf"<{tag}\b", html)) == html.count(f"</{tag}>")


class TestJson:
    def test_every_field_of_every_record_is_there_and_offsets_resolve(self) -> None:
        explained = told()
        document = json.loads(plain.to_json(explained))
        assert document["draft"]["published_at"] == "2025-03-01T08:00:00+00:00"
        assert document["draft"]["removed"][0] == {
            "rule": "caption_slug", "kind": "caption", "text": "BRIDGE FILE PHOTO", "before": 0, "stage": "clean",
        }  # fmt: skip
        text, title = document["draft"]["text"], document["draft"]["title"]
        for quote in document["quotes"]:
            assert (title if quote["in_title"] else text)[quote["start"] : quote["end"]] == quote["text"]
        for mention in document["mentions"]:
            assert (title if mention["in_title"] else text)[mention["start"] : mention["end"]] == mention["text"]
        assert document["reading"] == "a_model" and document["entities"][0]["kb_id"] == "Q42"
