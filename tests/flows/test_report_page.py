"""The run's page: its figures are those of the tables, nothing of the outside is obeyed, and nothing is asked of it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import NIGHT, a_mention, a_quote, a_row, an_entity, article_row, publish, run_row, stage_row

from flows.report import charts, write_report
from schemas.errors import WarehouseError
from schemas.settings import config_table
from schemas.tables import PUBLISHED

HOSTILE = (
    "</title></script></svg><script>alert(1)</script><img src=x onerror=a()>\" ' {{ 7*7 }} \u202e\x1b[31m 🌉 مرحبا"
)
VOID = {"meta", "br", "link", "img", "input", "hr"}
Rows = dict[str, list[dict[str, object]]]


class Seen(HTMLParser):
    """A page as a browser takes it: tags, attributes, ids, links, text, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.is_balanced = True
        self.feed(html)
        self.close()
        self.is_balanced = self.is_balanced and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.is_balanced = self.is_balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def a_night(run_id: str = "night1", count: int = 4, words: str = "", removed: int = 2, name: str = "Zoe Marsh") -> Rows:
    """Articles that each quote one speaker, with removed blocks; `words` stands wherever the outside could write."""
    found: Rows = {"articles": [], "quotes": [], "entities": [], "mentions": [], "removed": []}
    for index in range(count):
        article_id = f"{index:020x}"
        text = f"“The Forth bridge is safe,” said {name} {words}.\n\nNobody would check before May{words}."
        person, bridge = an_entity(run_id, article_id, name), an_entity(run_id, article_id, "Forth bridge", "FAC")
        quote = a_quote(run_id, article_id, text, "The Forth bridge is safe,", name, confidence=0.9)
        found["entities"] += [person, bridge]
        found["mentions"] += [a_mention(person, text, name)]
        found["mentions"] += [a_mention(bridge, text, "Forth bridge", in_quote_id=quote["quote_id"])]
        found["quotes"].append(quote)
        found["removed"] += [
            a_row(
                PUBLISHED["removed"], article_id=article_id, revision=1, block_index=block, run_id=run_id,
                stage="clean", kind="related", rule="related_label", text=f"More on bridges {block} {words}",
                before=text.index("Nobody"),
            )
            for block in range(removed)
        ]  # fmt: skip
        found["articles"].append(
            article_row(
                run_id, article_id, text, title=f"Bridge {index} {words}", host=f"anvil{index % 2}.example{words}",
                language="en" if index % 2 else "de", published_local=f"2026-11-{10 + index}T08:00:00", quote_count=1,
                removed_count=removed, word_count=14, publisher=words or None, subtitle=words or None,
            )
        )  # fmt: skip
    return found


def stages(run_id: str, rows_in: int, out: int, **last: object) -> list[dict[str, object]]:
    """The road of a run in which cleaning rejects all that is lost."""
    cost = {"seconds": 12.5, "cpu_seconds": 9.25, "peak_memory_mb": 512.0, "rules_judged": 30}
    return [
        stage_row(run_id, "ingest", rows_in, rows_in, **cost),
        stage_row(run_id, "clean", rows_in, out, **({"rows_rejected": rows_in - out} | cost | last)),
        stage_row(run_id, "normalize", out, out, **cost),
        stage_row(run_id, "publish", out, out),
    ]


def rejects(run_id: str, count: int, words: str = "") -> list[dict[str, object]]:
    return [
        a_row(
            PUBLISHED["rejects"], reject_id=f"{index:020x}", input_uri=f"in/{index:03}.html{words}", stage="clean",
            rule="no_text", reason=f"Nothing on the page is text; leave it out.{words}", detail=words, run_id=run_id,
        )
        for index in range(count)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights: a small one, and one with new names, a source that fell silent, and hostile words everywhere."""
    folder = tmp_path_factory.mktemp("warehouse")
    first = run_row("night0", NIGHT - timedelta(days=1), articles=4, quotes=4, entities=8, rejected=0)
    publish(folder, first, **a_night("night0"), run_stages=stages("night0", 4, 4))
    times = {"started_at": datetime(2026, 11, 20, 3, tzinfo=UTC), "finished_at": datetime(2026, 11, 20, 4, tzinfo=UTC)}
    second = run_row(
        "night1", articles=6, quotes=6, entities=12, rejected=5, warnings=[f"A source fell silent {HOSTILE}."],
        inputs=[f"in/{HOSTILE}"], seconds=75.0, cpu_seconds=61.0, peak_memory_mb=700.0, **times,
    )  # fmt: skip
    broken = [{"rule": f"dates.past{HOSTILE}", "rows": 6, "broken": 2, "is_borne": True}]
    publish(
        folder, second, **a_night("night1", 6, HOSTILE, name=f"Ira Bloom {HOSTILE}"),
        rejects=rejects("night1", 5, HOSTILE), run_stages=stages("night1", 11, 6, findings=broken),
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def html(warehouse: Path) -> str:
    return write_report(warehouse, "night1").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seen(html: str) -> Seen:
    return Seen(html)


def section(html: str, key: str) -> str:
    """The words of one section, with the names of its pictures."""
    inside = html.split(f'<section id="{key}">')[1].split("</section>")[0]
    labels = re.findall(r'aria-label="([^"]*)"', inside)
    return " ".join(unescape(" ".join([Seen(inside).text, *labels])).split())


def cells(html: str, key: str) -> list[list[str]]:
    """The rows of the first table of a section."""
    table = html.split(f'<section id="{key}">')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [[Seen(cell).text for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in table.split("<tr>")[1:]]


class TestSafety:
    def test_nothing_of_the_outside_becomes_a_part_of_the_page(self, seen: Seen, html: str) -> None:
        assert not seen.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"}
        assert not [name for name in seen.attributes if name.startswith("on")]
        assert seen.is_balanced
        assert "\x1b" not in html and "\u202e" not in html
        assert "{{ 7*7 }}" in html and "49 " not in seen.words

    def test_nothing_is_asked_of_the_outside(self, seen: Seen, html: str) -> None:
        assert "default-src 'none'" in html
        assert not seen.attributes & {"src", "srcset", "data", "poster", "background", "action", "xlink:href"}
        assert "url(" not in html and "@import" not in html and "xmlns" not in html
        assert all(link.startswith("#") or link == "index.html" for link in seen.links)

    def test_every_link_within_the_page_has_a_target_and_every_id_is_its_own(self, seen: Seen) -> None:
        assert len(seen.ids) == len(set(seen.ids))
        assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)

    @settings(max_examples=15)
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    def test_whatever_a_name_holds_a_picture_stays_one(self, name: str) -> None:
        svg = charts.to_svg(charts.bars([(name, 3), ("b", 1)]), name)
        drawn = Seen(svg)
        assert drawn.tags <= {"svg", "g", "path", "text", "line"} and drawn.is_balanced

    def test_it_follows_the_reader_s_light_and_width(self, html: str) -> None:
        assert "prefers-color-scheme: dark" in html and "max-width: 40rem" in html and 'name="viewport"' in html
        colors = set(re.findall(r'(?:fill|stroke)="([^"]+)"', html))
        assert colors and all(color == "none" or color.startswith("var(--") for color in colors)


class TestFigures:
    def test_the_first_lines_say_what_came_and_what_went(self, seen: Seen) -> None:
        assert "11 documents came in and 6 articles went out, with 6 quotations and 12 entities in them." in seen.text
        assert "Of the others, 5 were rejected." in seen.text

    def test_warnings_stand_on_top(self, html: str) -> None:
        assert 0 < html.index("A source fell silent") < html.index('<section id="road">')

    def test_the_road_is_that_of_run_stages(self, html: str) -> None:
        assert cells(html, "road") == [
            ["ingest", "11", "11", "0", "0", "0"],
            ["clean", "11", "6", "5", "0", "0"],
            ["normalize", "6", "6", "0", "0", "0"],
            ["publish", "6", "6", "0", "0", "0"],
        ]
        assert "clean: 11 in, 6 out, 5 rejected, 0 skipped, 0 merged" in section(html, "road")
        assert (
            "5 rejected" in html.split('<section id="road">')[1].split("<table>")[0].split("<svg")[1].split(">", 1)[1]
        )

    def test_articles_are_counted_by_day_source_and_language(self, html: str) -> None:
        words = section(html, "articles")
        assert "10 Nov 1, 11 Nov 1, 12 Nov 1, 13 Nov 1, 14 Nov 1, 15 Nov 1" in words
        assert f"anvil0.example{HOSTILE[:8]}" in words and "Articles by language: de 3, en 3" in words
        assert "anvil0.example 0, anvil1.example 0" in words  # silent tonight
        assert "The red tick is the night before." in words

    def test_who_is_quoted_and_about_what(self, html: str) -> None:
        words = section(html, "voices")
        assert "Ira Bloom" in words and "6 in 6 articles" in words and "about Forth bridge" in words
        assert "The Forth bridge is safe," in words and "1 speaker by name in all; 0 quotations without" in words

    def test_new_names_are_told_from_those_of_the_last_nights(self, html: str) -> None:
        words = section(html, "names")
        assert "2 names, each counted once over all articles; 1 of them did not stand in 1 earlier night." in words
        new = words.split("New tonight")[1]
        assert "Ira Bloom" in new and "Forth bridge" not in new
        assert "Forth bridge building 6 / 6" in words

    def test_a_removed_block_is_shown_where_it_stood_with_its_rule_and_reason(self, html: str) -> None:
        words = section(html, "removed")
        assert "12 blocks in all" in words and "12 in 6 articles" in words
        assert re.search(r"… \S.{0,120}More on bridges 0 .{0,150}Nobody would check before May", words)
        (why,) = (rule["reason"] for rule in config_table("boilerplate")["rule"] if rule["id"] == "related_label")
        assert f"{why} … " in words

    def test_rejects_say_what_to_do_and_where(self, html: str) -> None:
        words = section(html, "rejects")
        assert "no text at clean 5" in words and "Nothing on the page is text; leave it out." in words
        assert "in/000.html" in words and "and 2 more" in words

    def test_gates_tell_their_verdicts(self, html: str) -> None:
        rows = cells(html, "gates")
        assert [row[1] for row in rows] == ["30", "30", "30", "0", ""]
        assert rows[-1][0] == "the night" and rows[-1][2].startswith("warning")
        assert "broken by 2 of 6 rows, which the gate bears" in rows[1][2]
        assert rows[0][2] == "every row keeps every rule" and rows[3][2] == "nothing to judge"

    def test_time_and_memory_by_stage(self, html: str) -> None:
        words = section(html, "cost")
        assert "The run took 75.0 s and 61.0 s of CPU; its largest process held 700 MiB." in words
        assert "Seconds by stage: ingest 12.5, clean 12.5" in words and "Memory by stage in MiB: ingest 512" in words

    def test_a_click_opens_an_article_with_kept_and_removed_text(self, seen: Seen, html: str) -> None:
        assert [key for key in seen.ids if key.startswith("a-")]
        sample = html.split(f'id="a-{0:020x}"')[1].split("</article>")[0]
        assert "<del>More on bridges 0" in sample and '<span class="q s0">' in sample and '<span class="e"' in sample
        assert f'href="#a-{0:020x}"' in html.split('<section id="samples">')[1]


class TestCases:
    def test_the_same_tables_give_the_same_page(self, warehouse: Path, html: str) -> None:
        assert write_report(warehouse, "night1").read_text(encoding="utf-8") == html

    def test_without_an_id_it_is_the_latest_run(self, warehouse: Path) -> None:
        assert write_report(warehouse).name == "night1.html"

    def test_an_unknown_run_is_answered_with_the_nearest(self, warehouse: Path) -> None:
        with pytest.raises(WarehouseError, match=r"No run nihgt1 .* did you mean night1\?"):
            write_report(warehouse, "nihgt1")

    def test_an_empty_warehouse_is_told_how_to_begin(self, tmp_path: Path) -> None:
        with pytest.raises(WarehouseError, match="copydesk run INPUT"):
            write_report(tmp_path)

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        publish(tmp_path, run_row("alone"))
        (tmp_path / "reports").write_text("in the way")
        with pytest.raises(WarehouseError, match="cannot be written"):
            write_report(tmp_path)

    @pytest.mark.parametrize("rejected", [0, 3])
    def test_a_night_of_no_article_has_a_page(self, tmp_path: Path, rejected: int) -> None:
        road = stages("alone", rejected, 0)
        publish(tmp_path, run_row("alone", rejected=rejected), rejects=rejects("alone", rejected), run_stages=road)
        seen = Seen(write_report(tmp_path).read_text(encoding="utf-8"))
        assert seen.is_balanced and "0 articles went out" in seen.text
        assert ("3 were rejected" if rejected else "Nothing was thrown away") in seen.text
        assert "No article was published." in seen.text and "Nobody is quoted by name." in seen.text

    def test_rejects_that_an_earlier_run_has_listed_are_counted(self, tmp_path: Path) -> None:
        publish(tmp_path, run_row("again"), rejects=rejects("again", 1), run_stages=stages("again", 3, 0))
        words = Seen(write_report(tmp_path).read_text(encoding="utf-8")).text
        assert "2 documents rejected again, as an earlier run has listed already." in words

    def test_old_articles_are_counted_by_year(self, tmp_path: Path) -> None:
        night = a_night("old", 6)
        for index, article in enumerate(night["articles"]):
            article["published_local"] = f"{2001 + 4 * index}-05-01" if index else None
        publish(tmp_path, run_row("old", articles=6), **night, run_stages=stages("old", 6, 6))
        words = section(write_report(tmp_path).read_text(encoding="utf-8"), "articles")
        assert "By year of publication" in words and "1 article without a date" in words
        assert "2005 1, 2009 1, 2013 1, 2017 1, 2021 1" in words

    def test_the_page_of_a_large_night_stays_small(self, tmp_path: Path) -> None:
        night = a_night("large", 60, "word " * 900, removed=40)
        publish(tmp_path, run_row("large", articles=60), **night, run_stages=stages("large", 60, 60))
        assert 0 < write_report(tmp_path).stat().st_size < 2_000_000

    def test_importing_it_loads_no_engine_that_a_run_would_pay_for(self) -> None:
        asked = "import sys, flows.report; print([m for m in ('vl_convert', 'prefect', 'jinja2') if m in sys.modules])"
        answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        assert answer.stdout.strip() == "[]"


class TestPictures:
    @settings(max_examples=12)
    @given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 4), min_size=1, max_size=4))
    def test_the_road_narrows_by_what_is_lost(self, losses: list[tuple[int, int, int, int]]) -> None:
        road = list(_road(losses))
        spec = charts.flow(road, charts.SLIM)
        points = spec["layer"][0]["data"]["values"]
        widest = max(stage["rows_in"] for stage in road) or 1
        for index, stage in enumerate(road):
            band = [point["y2"] - point["y"] for point in points if point["id"] == f"road {index}"]
            wanted = charts.BAND * stage["rows_out"] / widest
            assert all(height == pytest.approx(max(wanted, charts.THINNEST) if wanted else 0) for height in band)
        labels = [label["text"] for layer in spec["layer"][1:] for label in layer["data"]["values"]]
        for stage in road:
            for column, word, _ in charts.LOSSES:
                assert not stage[column] or f"{charts.short(stage[column])} {word}" in labels

    @pytest.mark.parametrize(
        ("count", "said"), [(7, "7"), (12_345, "12,345"), (250_000, "250 k"), (12_300_000, "12.3 m")]
    )
    def test_counts_fit_a_phone(self, count: int, said: str) -> None:
        assert charts.short(count) == said

    def test_a_bar_is_as_long_as_its_figure(self) -> None:
        svg = charts.to_svg(charts.bars([("a", 4), ("b", 1)]), "")
        lengths = [float(length) for length in re.findall(r"h([\d.]+)v", svg)][-2:]
        assert lengths[0] == pytest.approx(4 * lengths[1], rel=0.02)


def _road(losses: list[tuple[int, int, int, int]]) -> Iterator[dict[str, object]]:
    """A road whose last stage lets the last number through."""
    left = sum(sum(lost[:3]) for lost in losses) + losses[-1][3]
    for name, (rejected, skipped, merged, _) in zip(("ingest", "clean", "normalize", "publish"), losses, strict=False):
        out = left - rejected - skipped - merged
        yield {
            "stage": name, "rows_in": left, "rows_out": out, "rows_rejected": rejected, "rows_skipped": skipped,
            "rows_merged": merged,
        }  # fmt: skip
        left = out
