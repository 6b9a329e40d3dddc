"""What is told of an unusual night: each warning is a sentence with its figures, and a usual night has none."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import article_row, publish, run_row

from flows.alerts import ARTICLE_COLUMNS, EARLIER, day_of, earlier_nights, find_warnings, source_of
from schemas.settings import AlertSettings, load_settings
from schemas.tables import ARTICLES

NIGHT = date(2026, 11, 20)
SETTINGS = load_settings(environment={}).alerts
SCHEMA = pl.from_arrow(ARTICLES.arrow.empty_table()).select(ARTICLE_COLUMNS).schema  # type: ignore[union-attr]


def articles(host: str | None = "anvil.example", count: int = 1, **known: object) -> list[dict[str, object]]:
    usual = {
        "host": host,
        "publisher": None,
        "published_at": None,
        "published_local": "2026-11-19T08:00:00",
        "authors": [{"name": "Ira Bloom", "kind": "person"}],
        "quote_count": 2,
    }
    return [usual | known for _ in range(count)]


def frame(*rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame([row for some in rows for row in some], schema=SCHEMA)


def nights(*counts: int, source: str = "anvil.example", until: date = NIGHT) -> pl.DataFrame:
    """One source over the nights before, the oldest first; the last of them is yesterday."""
    first = until - timedelta(days=len(counts))
    rows = [(first + timedelta(days=index), source, count) for index, count in enumerate(counts)]
    return pl.DataFrame(rows, schema=EARLIER, orient="row")


def warned(tonight: pl.DataFrame, earlier: pl.DataFrame, rejected: int = 0, settings: AlertSettings = SETTINGS) -> str:
    found = find_warnings(tonight, earlier, NIGHT, tonight.height + rejected, rejected, settings)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found)
    return "\n".join(found)


class TestVolume:
    def test_the_first_night_has_nothing_to_be_held_against(self) -> None:
        assert warned(frame(articles(count=300)), EARLIER.to_frame()) == ""

    def test_a_usual_night_has_no_warning(self) -> None:
        assert warned(frame(articles(count=17)), nights(20, 14, 25, 19, 22, 12, 18)) == ""

    def test_a_source_that_falls_silent_is_told_with_what_it_usually_brings(self) -> None:
        told = warned(frame(articles("other.example", 9)), nights(20, 14, 25))
        assert "anvil.example brought no article against 20, the median of the 3 nights before" in told

    def test_half_and_double_are_told_and_what_lies_between_is_not(self) -> None:
        told = {count: warned(frame(articles(count=count)), nights(20)) for count in (10, 11, 20, 39, 40)}
        assert "brought 10 articles against 20, the night before" in told[10]
        assert "brought 40 articles against 20" in told[40]
        assert told[11] == told[20] == told[39] == ""

    def test_small_sources_are_left_to_chance(self) -> None:
        assert warned(frame(articles(count=2)), nights(8, 9, 8)) == ""
        assert warned(frame(articles("other.example")), nights(2, 2, 2)) == ""

    def test_a_source_that_was_never_seen_is_no_warning(self) -> None:
        assert warned(frame(articles("new.example", 90), articles(count=20)), nights(20, 20)) == ""

    def test_a_low_sunday_is_the_rhythm_of_the_week(self) -> None:
        assert warned(frame(articles(count=6)), nights(6, 20, 20, 20, 20, 20, 20)) == ""
        assert "brought 6 articles" in warned(frame(articles(count=6)), nights(20, 20, 20, 20, 20, 20, 6))

    def test_a_night_on_which_it_brought_nothing_counts(self) -> None:
        earlier = pl.concat([nights(20, 20), nights(5, 5, 5, source="other.example")])
        told = warned(frame(articles(count=0), articles("other.example", 5)), earlier)
        assert "against 20, the median of the 3 nights before" in told

    def test_what_another_run_of_the_night_brought_counts_to_the_night(self) -> None:
        earlier = pl.concat([nights(20, 20), nights(12, until=NIGHT + timedelta(days=1))])
        assert warned(frame(articles(count=6)), earlier) == ""

    def test_many_silent_sources_are_told_in_few_sentences(self) -> None:
        earlier = pl.concat([nights(10 + index, source=f"s{index:02}.example") for index in range(20)])
        told = warned(frame(), earlier).splitlines()
        assert len(told) == SETTINGS.sources_named + 1
        assert told[0].startswith("s19.example")
        assert "15 sources more have fallen silent: s14.example" in told[-1] and "and 10 others" in told[-1]

    @given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.integers(0, 200))
    def test_at_most_one_thing_is_told_of_a_source_and_its_figures_are_right(
        self, before: list[int], found: int
    ) -> None:
        told = find_warnings(frame(articles(count=found)), nights(*before), NIGHT, found, 0, SETTINGS)
        assert len(told) <= 1
        for sentence in told:
            figures = re.search(r"brought (no|\d+) articles? against ([\d.]+)", sentence)
            assert figures and int(figures[1].replace("no", "0")) == found
            assert float(figures[2]) == pl.Series(before).median()


class TestShares:
    def test_rejects_above_the_share_are_told_with_the_figures(self) -> None:
        told = warned(frame(articles(count=93)), EARLIER.to_frame(), rejected=7)
        assert "7 of 100 documents were rejected, 7%; usual is at most 5%" in told
        assert warned(frame(articles(count=95)), EARLIER.to_frame(), rejected=5) == ""

    @pytest.mark.parametrize(
        ("known", "key", "what"),
        [
            ({"published_local": None}, "undated_share", "day of publication"),
            ({"authors": []}, "unsigned_share", "author"),
            ({"quote_count": 0}, "unquoted_share", "quotation"),
        ],
    )
    def test_what_articles_lack_is_told_with_the_source_that_lacks_most(
        self, known: dict[str, object], key: str, what: str
    ) -> None:
        settings = SETTINGS.model_copy(update={key: 0.2})
        night = frame(
            articles(count=30), articles("bare.example", 9, **known), articles("www.tidy.example", 1, **known)
        )
        told = warned(night, EARLIER.to_frame(), settings=settings)
        assert f"10 of 40 articles have no {what}, 25%; usual is at most 20% (alerts.{key})." in told
        assert "Most are of bare.example: 9 of its 9." in told
        assert warned(night, EARLIER.to_frame(), settings=settings.model_copy(update={key: 0.25})) == ""

    def test_a_share_of_few_is_not_told(self) -> None:
        assert warned(frame(articles(count=19, quote_count=0)), EARLIER.to_frame(), rejected=0) == ""

    def test_a_night_of_nothing_has_no_shares(self) -> None:
        assert warned(frame(), EARLIER.to_frame()) == ""


class TestColumns:
    def test_a_source_is_its_host_without_www_else_its_publisher(self) -> None:
        rows = frame(articles("www.anvil.example"), articles(None, publisher="The Anvil"), articles(None))
        assert rows.select(source_of())["source"].to_list() == ["anvil.example", "The Anvil", "(source unknown)"]

    def test_the_day_is_as_written_else_that_of_the_time(self) -> None:
        late = datetime(2026, 3, 2, 3, 30)
        rows = frame(
            articles(published_local="2026-03-01T22:30:00-05:00", published_at=late),
            articles(published_local=None, published_at=late),
            articles(published_local="2026-03", published_at=None),
        )
        assert rows.select(day_of())["day"].to_list() == [date(2026, 3, 1), date(2026, 3, 2), None]


def test_earlier_nights_are_the_last_ones_that_have_runs(tmp_path: Path) -> None:
    days = [NIGHT - timedelta(days=back) for back in (9, 4, 2, 0, -1)]
    for number, day in enumerate(days):
        rows = [article_row(f"run{number}", f"{number}{index:019x}", host="anvil.example") for index in range(number)]
        publish(tmp_path, run_row(f"run{number}", day), articles=rows)
    assert earlier_nights(tmp_path, NIGHT, 2).rows() == [
        (NIGHT - timedelta(days=4), "anvil.example", 1),
        (NIGHT - timedelta(days=2), "anvil.example", 2),
        (NIGHT, "anvil.example", 3),
    ]
    assert earlier_nights(tmp_path, NIGHT, 9).row(0) == (NIGHT - timedelta(days=9), None, 0)
    assert earlier_nights(tmp_path / "none", NIGHT, 9).is_empty()
