"""A whole run: every input ends somewhere, counts add up, and the tables do not depend on how the work was parted."""

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from road_corpus import title, write_delivery
from road_runs import Road, result_of, stages, table

from flows.checking import check_published
from flows.progress import Progress
from schemas.settings import load_settings

BEARING = {"max_reject_share": 0.5}


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_delivery(tmp_path_factory.mktemp("inputs") / "delivery")


@pytest.fixture(scope="module")
def first(module_road: Road, delivery: Path) -> tuple[Path, str]:
    """(warehouse, what was said) of one undisturbed run."""
    warehouse = module_road.folder / "warehouse"
    return warehouse, module_road.run(delivery, warehouse, gate=BEARING)


@pytest.fixture(scope="module")
def warehouse(first: tuple[Path, str]) -> Path:
    return first[0]


def test_every_story_is_there_once_as_an_article(warehouse: Path) -> None:
    articles = table(warehouse, "articles").filter("is_latest", "is_story_lead")
    assert sorted(articles["title"]) == sorted(title(number) for number in range(14))


def test_every_input_ends_as_an_article_a_merged_input_or_a_reject(warehouse: Path, delivery: Path) -> None:
    articles, rejects = table(warehouse, "articles"), table(warehouse, "rejects")
    found = [*articles["input_uri"], *articles["merged_uris"].explode(empty_as_null=False), *rejects["input_uri"]]
    assert len(found) == len(set(found))
    ended = {uri.rpartition("/delivery/")[2] for uri in found}
    assert ended == {
        *(f"page-{number}.html" for number in range(6)),
        "page-0-again.html",
        "elsewhere.html",
        "page-2-amended.html",
        *(f"rows.jsonl#{number}" for number in range(1, 5)),
        "more.jsonl.gz#1",
        "more.jsonl.gz#2",
        "wire.zip!/wire/one.html",
        "wire.zip!/wire/two.html",
        "dump.txt",
        "empty.html",
        "scan.pdf",
    }


def test_the_counts_of_every_stage_add_up_and_lead_into_the_next(warehouse: Path) -> None:
    counted = stages(warehouse)
    assert list(counted) == ["ingest", "clean", "normalize", "publish"]
    for row in counted.values():
        assert row["rows_in"] == row["rows_out"] + row["rows_rejected"] + row["rows_skipped"] + row["rows_merged"]
    ingest, clean, normalize, publish = counted.values()
    assert clean["rows_in"] == ingest["rows_out"]
    assert normalize["rows_in"] == clean["rows_out"]
    assert publish["rows_in"] == normalize["rows_out"]
    assert publish["rows_out"] == table(warehouse, "articles").height
    assert sum(row["rows_rejected"] for row in counted.values()) == table(warehouse, "rejects").height
    assert (ingest["rows_in"], ingest["rows_rejected"], normalize["rows_merged"]) == (20, 2, 2)


def test_what_is_broken_is_a_reject_that_says_what_to_do(warehouse: Path) -> None:
    rejects = {row["input_uri"].rpartition("/")[2]: row for row in table(warehouse, "rejects").to_dicts()}
    assert set(rejects) == {"empty.html", "scan.pdf"}
    assert {row["stage"] for row in rejects.values()} == {"ingest"}
    assert all(row["rule"] and row["reason"].endswith(".") for row in rejects.values())


def test_a_changed_page_is_a_second_revision_and_one_is_the_latest(warehouse: Path) -> None:
    amended = table(warehouse, "articles").filter(title=title(2)).sort("revision")
    assert amended["revision"].to_list() == [1, 2]
    assert amended["is_latest"].to_list() == [False, True]
    assert [uri.rpartition("/")[2] for uri in amended["input_uri"]] == ["page-2.html", "page-2-amended.html"]


def test_the_same_text_elsewhere_is_another_article_of_the_story(warehouse: Path) -> None:
    story = table(warehouse, "articles").filter(title=title(1))
    assert (story.height, story["article_id"].n_unique(), story["story_id"].n_unique()) == (2, 2, 1)
    assert sorted(story["duplicate_kind"], key=str) == [None, "exact"]
    assert story.filter("is_story_lead").height == 1


def test_offsets_resolve_in_what_was_published(warehouse: Path) -> None:
    keys = ["article_id", "revision"]
    articles = table(warehouse, "articles").select(*keys, pl.col("text").alias("story"), "title")
    for name in ("quotes", "mentions"):
        rows = table(warehouse, name).join(articles, on=keys).to_dicts()
        assert rows and len(rows) == table(warehouse, name).height
        for row in rows:
            place = row["title"] if row["in_title"] else row["story"]
            spans = row.get("spans") or [{"start": row["start"], "end": row["end"]}]
            assert " ... ".join(place[span["start"] : span["end"]] for span in spans) == row["text"]


def test_the_story_is_kept_and_its_surroundings_are_in_the_audit(warehouse: Path) -> None:
    texts = table(warehouse, "articles")["text"]
    assert not texts.str.contains("newsletter|All rights reserved|Home").any()
    removed = " ".join(table(warehouse, "removed")["text"])
    assert "newsletter" in removed and "All rights reserved" in removed


def test_quotations_have_their_speakers(warehouse: Path) -> None:
    quotes = table(warehouse, "quotes").filter(kind="direct")
    said = quotes.filter(pl.col("text").str.contains("lose a summer"))
    assert said.height == table(warehouse, "articles").height
    assert said["speaker_name"].null_count() == 0


def test_the_log_tells_inputs_settings_and_versions(warehouse: Path, delivery: Path) -> None:
    (run,) = table(warehouse, "runs").to_dicts()
    assert run["inputs"] == [str(delivery)]
    assert str(run["night"]) == "2026-03-20"
    assert '"max_reject_share":0.5' in run["settings"].replace(" ", "")
    assert "spacy" in run["versions"]
    assert run["started_at"] <= run["finished_at"]


def test_the_run_ends_with_what_was_published_where_and_how_to_look_at_it(first: tuple[Path, str]) -> None:
    warehouse, said = first
    assert f"published the night of 2026-03-20 in {warehouse}" in said
    assert "16 articles" in " ".join(said.split())
    assert said.count("copydesk query") + said.count("copydesk explain") >= 3


def test_nothing_is_left_in_staging(warehouse: Path) -> None:
    assert [path.name for path in (warehouse / ".copydesk" / "staging").glob("*")] == []


def test_a_second_run_adds_nothing_and_says_so(road: Road, delivery: Path, warehouse: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(warehouse, copy, symlinks=True)
    before = result_of(copy)
    said = road.run(delivery, copy, gate=BEARING)
    assert "Nothing new" in said
    after = result_of(copy)
    for name in ("articles", "quotes", "entities", "mentions", "removed", "rejects"):
        assert after[name] == before[name], name
    runs = table(copy, "runs")
    assert runs["run_id"].n_unique() == 2
    latest = stages(copy, runs.sort("started_at")["run_id"].to_list()[-1])
    assert (latest["normalize"]["rows_skipped"], latest["normalize"]["rows_out"]) == (18, 0)


def test_the_same_run_id_is_not_published_twice(road: Road, delivery: Path, warehouse: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(warehouse, copy, symlinks=True)
    (run_id,) = table(copy, "runs")["run_id"]
    assert "published already" in road.run(delivery, copy, "--run-id", run_id, gate=BEARING)
    assert table(copy, "runs").height == 1


@pytest.mark.parametrize(
    ("more", "settings"),
    [
        (["--workers", "1"], {"batch_size": 7}),
        (["--workers", "2"], {"batch_size": 3}),
        pytest.param(["--workers", "1"], {"batch_size": 1}, marks=pytest.mark.slow),
        pytest.param(["--workers", "2"], {"batch_size": 1000}, marks=pytest.mark.slow),
    ],
    ids=["1 worker, batches of 7", "2 workers, batches of 3", "1 worker, batches of 1", "2 workers, one batch"],
)
def test_workers_and_batches_do_not_change_the_tables(
    road: Road, delivery: Path, warehouse: Path, tmp_path: Path, more: list[str], settings: dict[str, Any]
) -> None:
    road.run(delivery, tmp_path / "other", *more, gate=BEARING, run=settings)
    assert result_of(tmp_path / "other") == result_of(warehouse)


def test_the_order_of_the_files_does_not_change_the_tables(
    road: Road, delivery: Path, warehouse: Path, tmp_path: Path
) -> None:
    files = sorted(delivery.iterdir(), reverse=True)
    road.run(files, tmp_path / "other", gate=BEARING)
    mine, other = result_of(warehouse), result_of(tmp_path / "other")
    assert other == mine


def test_what_comes_later_joins_what_is_published(road: Road, delivery: Path, warehouse: Path, tmp_path: Path) -> None:
    """Half a delivery, then all of it: articles and stories are those of one run over all of it."""
    files = sorted(delivery.iterdir())
    road.run(files[:9], tmp_path / "other", gate=BEARING)
    said = road.run(delivery, tmp_path / "other", "--date", "2026-03-21", gate=BEARING)
    assert "Nothing new" not in said
    whole, parts = table(warehouse, "articles"), table(tmp_path / "other", "articles")
    key = ["article_id", "text_sha256", "title"]
    assert parts.select(key).sort(key).rows() == whole.select(key).sort(key).rows()
    assert parts.filter("is_latest")["article_id"].is_unique().all()
    partitions = sorted(path.name for path in (tmp_path / "other" / "articles").iterdir())
    assert partitions == ["ingest_date=2026-03-20", "ingest_date=2026-03-21"]


def test_force_publishes_once_more_as_new_revisions(
    road: Road, delivery: Path, warehouse: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(warehouse, copy, symlinks=True)
    road.run(delivery / "page-3.html", copy, "--force")
    articles = table(copy, "articles").filter(title=title(3)).sort("revision")
    assert articles["revision"].to_list() == [1, 2]
    assert articles["is_latest"].to_list() == [False, True]


def test_what_is_published_passes_its_gates_again(
    warehouse: Path, warm_parts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.checking.Judge", warm_parts[0])
    assert check_published(warehouse, load_settings(environment={}), Progress()) == {}
