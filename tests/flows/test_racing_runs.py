"""Two runs that are started at once on one warehouse: one works, the other waits, and nothing is there twice."""

from pathlib import Path

from road_corpus import page
from road_runs import Road, result_of, stages, table


def test_two_runs_over_the_same_and_over_other_inputs(road: Road, tmp_path: Path) -> None:
    inputs = [tmp_path / name for name in ("one", "two")]
    for folder, numbers in zip(inputs, [(0, 1, 2), (1, 2, 3)], strict=True):
        folder.mkdir()
        for number in numbers:
            (folder / f"page-{number}.html").write_text(page(number), encoding="utf-8")
    warehouse = tmp_path / "warehouse"
    runs = [road.start(folder, warehouse, "--workers", "1") for folder in inputs]
    assert [run.end() for run in runs] == [0, 0], [run.said() for run in runs]
    assert sum("waiting up to" in run.said() for run in runs) == 1, "one of them had to wait"
    articles = table(warehouse, "articles")
    assert articles.height == articles["article_id"].n_unique() == 4
    assert articles["is_latest"].all()
    ids = sorted(table(warehouse, "runs")["run_id"])
    assert len(ids) == 2
    normalized = [stages(warehouse, run_id)["normalize"] for run_id in ids]
    assert sorted((row["rows_out"], row["rows_skipped"]) for row in normalized) == [(1, 2), (3, 0)]
    road.run(inputs, tmp_path / "together")
    both, together = result_of(warehouse), result_of(tmp_path / "together")
    shared = ("article_id", "revision", "text", "title", "story_id", "is_story_lead")
    assert sorted([row[name] for name in shared] for row in both["articles"]) == sorted(
        [row[name] for name in shared] for row in together["articles"]
    )
    assert both["quotes"] == together["quotes"]
