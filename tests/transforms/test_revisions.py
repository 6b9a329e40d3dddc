"""The plan of a night: which drafts become revisions, whatever their order, and however often they are seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.revisions import DRAFT, KNOWN, PLAN, plan_revisions

TIME = pl.Datetime("us", "UTC")
DRAFT_SCHEMA = {name: TIME if name.endswith("_at") else pl.String for name in DRAFT}
KNOWN_SCHEMA = {
    "article_id": pl.String,
    "revision": pl.Int32,
    "is_latest": pl.Boolean,
    "text_sha256": pl.String,
    "story_id": pl.String,
    "is_story_lead": pl.Boolean,
    "fetched_at": TIME,
    "source_version": pl.String,
}
START = datetime(2026, 3, 1, tzinfo=UTC)
TIMES = st.none() | st.integers(0, 5).map(lambda day: START + timedelta(days=day))


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def draft(uri: str, article: str = "a", text: str = "t", **times: datetime | None) -> dict[str, Any]:
    return {
        "article_id": article,
        "input_uri": uri,
        "text_sha256": text,
        "content_sha256": f"bytes of {uri}",
        "fetched_at": None,
        "modified_at": None,
        "published_at": None,
    } | times


def drafts_of(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=DRAFT_SCHEMA)


NOTHING = pl.DataFrame(schema=KNOWN_SCHEMA)


def published(plan: pl.DataFrame, drafts: pl.DataFrame, known: pl.DataFrame = NOTHING) -> pl.DataFrame:
    """What is published after the night, as the warehouse would have it."""
    fresh = plan.filter(action="publish").join(drafts, on="input_uri").select(KNOWN)
    before = known.with_columns(
        is_latest=pl.col("is_latest") & ~pl.col("article_id").is_in(fresh["article_id"].implode())
    )
    return pl.concat([before, fresh])


def actions(plan: pl.DataFrame) -> dict[str, str]:
    return dict(plan.select("input_uri", "action").rows())


def revisions(plan: pl.DataFrame) -> dict[str, int]:
    return dict(plan.filter(action="publish").select("input_uri", "revision").rows())


@st.composite
def nights(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A night of drafts of few articles with few texts, so that they meet."""
    number = draw(st.integers(0, 9))
    return [
        draft(
            f"{place:02d}.html",
            draw(st.sampled_from("abc")),
            draw(st.sampled_from("tuv")),
            fetched_at=draw(TIMES),
            modified_at=draw(TIMES),
            published_at=draw(TIMES),
        )
        for place in range(number)
    ]


@given(nights(), st.randoms())
def test_the_order_of_the_drafts_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert plan_revisions(drafts_of(*rows), NOTHING).equals(plan_revisions(drafts_of(*shuffled), NOTHING))


@given(nights(), nights(), st.randoms())
def test_nor_does_the_order_of_what_is_published(
    first: list[dict[str, Any]], rows: list[dict[str, Any]], random: Any
) -> None:
    drafts = drafts_of(*first)
    known = published(plan_revisions(drafts, NOTHING), drafts)
    shuffled = known.sample(fraction=1, shuffle=True, seed=random.randrange(99))
    assert plan_revisions(drafts_of(*rows), known).equals(plan_revisions(drafts_of(*rows), shuffled))


@given(nights(), st.booleans())
def test_every_draft_has_one_line_in_the_plan(rows: list[dict[str, Any]], force: bool) -> None:
    plan = plan_revisions(drafts_of(*rows), NOTHING, force)
    assert plan["input_uri"].to_list() == [row["input_uri"] for row in rows]
    assert set(plan["action"]) <= {"publish", "merge", "skip"}
    assert plan.schema == pl.Schema(PLAN)


@given(nights(), nights(), st.booleans())
def test_exactly_one_revision_is_the_latest_and_they_are_numbered_without_a_gap(
    first: list[dict[str, Any]], second: list[dict[str, Any]], force: bool
) -> None:
    known = NOTHING
    for rows in (first, second):
        drafts = drafts_of(*rows)
        known = published(plan_revisions(drafts, known, force), drafts, known)
        for _, article in known.sort("revision").group_by("article_id"):
            assert article["revision"].to_list() == list(range(1, article.height + 1))
            assert article["is_latest"].to_list() == [False] * (article.height - 1) + [True]


@given(nights(), nights())
def test_a_second_run_over_the_same_drafts_adds_nothing(
    first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    known = NOTHING
    for rows in (first, second):
        drafts = drafts_of(*rows)
        known = published(plan_revisions(drafts, known), drafts, known)
        assert set(plan_revisions(drafts, known)["action"]) <= {"skip"}


@given(nights())
def test_merged_inputs_are_named_in_the_row_that_stands_for_them(rows: list[dict[str, Any]]) -> None:
    plan = plan_revisions(drafts_of(*rows), NOTHING)
    merged = plan.filter(action="merge")["input_uri"].to_list()
    assert sorted(plan.filter(action="publish")["merged_uris"].explode(empty_as_null=False).to_list()) == merged
    assert plan.filter(pl.col("action") != "publish")["merged_uris"].list.len().sum() == 0


@given(nights(), nights())
def test_articles_of_one_text_share_a_story_led_by_one_of_them(
    first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    known = NOTHING
    for rows in (first, second):
        drafts = drafts_of(*rows)
        plan = plan_revisions(drafts, known)
        known = published(plan, drafts, known)
        for _, story in known.group_by("text_sha256"):
            assert story["story_id"].n_unique() == 1
            assert story.filter("is_story_lead")["article_id"].n_unique() == 1
        repeats = plan.filter(action="publish")
        assert repeats["duplicate_kind"].is_null().eq(repeats["is_story_lead"]).all()


def test_the_earliest_draft_stands_for_its_text_and_the_others_are_merged() -> None:
    rows = drafts_of(
        draft("late.html", modified_at=day(2)), draft("early.html", modified_at=day(1)), draft("undated.html")
    )
    assert actions(plan_revisions(rows, NOTHING)) == {
        "early.html": "merge",
        "late.html": "merge",
        "undated.html": "publish",
    }
    plan = plan_revisions(rows.filter(pl.col("input_uri") != "undated.html"), NOTHING)
    assert actions(plan) == {"early.html": "publish", "late.html": "merge"}


def test_texts_of_one_article_become_revisions_in_the_order_of_their_times() -> None:
    rows = drafts_of(
        draft("c.html", text="t3", modified_at=day(3), fetched_at=day(9)),
        draft("a.html", text="t1", published_at=day(1)),
        draft("b.html", text="t2", fetched_at=day(2)),
    )
    plan = plan_revisions(rows, NOTHING)
    assert revisions(plan) == {"a.html": 1, "b.html": 2, "c.html": 3}
    assert plan.filter("is_latest")["input_uri"].to_list() == ["c.html"]


@pytest.fixture
def known() -> pl.DataFrame:
    """Article a in two revisions: text t1, then t2."""
    drafts = drafts_of(draft("1.html", text="t1", fetched_at=day(1)), draft("2.html", text="t2", fetched_at=day(2)))
    return published(plan_revisions(drafts, NOTHING), drafts)


def test_a_changed_page_is_the_next_revision(known: pl.DataFrame) -> None:
    plan = plan_revisions(drafts_of(draft("3.html", text="t3")), known)
    assert (revisions(plan), plan["is_latest"].to_list()) == ({"3.html": 3}, [True])


def test_a_known_text_is_skipped(known: pl.DataFrame) -> None:
    assert actions(plan_revisions(drafts_of(draft("3.html", text="t2", fetched_at=day(5))), known)) == {
        "3.html": "skip"
    }


def test_a_page_that_went_back_is_a_revision_and_an_old_input_read_again_is_not(known: pl.DataFrame) -> None:
    back = draft("3.html", text="t1", fetched_at=day(3))
    old = draft("3.html", text="t1", fetched_at=day(1))
    undated = draft("3.html", text="t1")
    assert revisions(plan_revisions(drafts_of(back), known)) == {"3.html": 3}
    assert actions(plan_revisions(drafts_of(old), known)) == {"3.html": "skip"}
    assert actions(plan_revisions(drafts_of(undated), known)) == {"3.html": "skip"}


def test_a_page_that_goes_to_and_fro_within_a_night_is_followed(known: pl.DataFrame) -> None:
    """Known are t1, fetched on day 1, and t2, fetched on day 2."""
    rows = drafts_of(
        draft("3.html", text="t1", fetched_at=day(3)),
        draft("4.html", text="t2", fetched_at=day(4)),
        draft("5.html", text="t3", fetched_at=day(3) + timedelta(hours=1)),
    )
    plan = plan_revisions(rows, known)
    assert revisions(plan) == {"5.html": 3, "4.html": 4}, "what was overtaken within the night is left out"
    assert plan.filter("is_latest")["input_uri"].to_list() == ["4.html"]


def test_force_publishes_what_is_known_once_more(known: pl.DataFrame) -> None:
    plan = plan_revisions(drafts_of(draft("2.html", text="t2")), known, force=True)
    assert revisions(plan) == {"2.html": 3}


def test_the_same_text_under_another_address_joins_the_story_of_the_first() -> None:
    rows = drafts_of(draft("mine.html", "a", published_at=day(1)), draft("theirs.html", "b", published_at=day(2)))
    plan = plan_revisions(rows, NOTHING)
    assert plan["action"].to_list() == ["publish", "publish"]
    assert plan["story_id"].n_unique() == 1
    assert plan["is_story_lead"].to_list() == [True, False]
    assert plan["duplicate_kind"].to_list() == [None, "exact"]


def test_a_story_keeps_its_lead_on_later_nights() -> None:
    first = drafts_of(draft("mine.html", "a", published_at=day(5)))
    known = published(plan_revisions(first, NOTHING), first)
    plan = plan_revisions(drafts_of(draft("older.html", "b", published_at=day(1))), known)
    assert plan["story_id"].to_list() == known["story_id"].to_list()
    assert (plan["is_story_lead"].to_list(), plan["duplicate_kind"].to_list()) == ([False], ["exact"])


def test_an_empty_night_has_an_empty_plan(known: pl.DataFrame) -> None:
    plan = plan_revisions(drafts_of(), known)
    assert (plan.height, plan.schema) == (0, pl.Schema(PLAN))


def test_versions_of_one_moment_are_revisions_in_their_order() -> None:
    night = [
        {**draft(f"{version}.xml", text=f"t{version}", published_at=day(1)), "source_version": str(version)}
        for version in (10, 2, 9)
    ]
    assert revisions(plan_revisions(drafts_of(*night), NOTHING)) == {"2.xml": 1, "9.xml": 2, "10.xml": 3}


def test_a_version_before_the_published_one_is_skipped() -> None:
    def version(number: int) -> pl.DataFrame:
        times = {"published_at": day(1)}
        return drafts_of({**draft(f"{number}.xml", text=f"t{number}", **times), "source_version": str(number)})

    known = published(plan_revisions(version(9), NOTHING), version(9))
    assert actions(plan_revisions(version(2), known)) == {"2.xml": "skip"}
    assert revisions(plan_revisions(version(10), known)) == {"10.xml": 2}
    unnumbered = drafts_of(draft("page.html", text="t0", published_at=day(1)))
    assert revisions(plan_revisions(unnumbered, known)) == {"page.html": 2}, "what has no version is later or earlier"
