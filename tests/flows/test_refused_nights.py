"""A gate that refuses: nothing is published, the last good night stays, and the message says what to look at."""

from pathlib import Path

import pytest
from road_corpus import page
from road_runs import Road, result_of, table


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Two stories and four files that are none."""
    folder = tmp_path / "broken"
    folder.mkdir()
    for number in (20, 21):
        (folder / f"page-{number}.html").write_text(page(number), encoding="utf-8")
    for number in range(4):
        (folder / f"empty-{number}.html").write_bytes(b"")
    return folder


def test_too_many_rejects_stop_the_run_and_the_last_good_night_stays(road: Road, broken: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    (tmp_path / "good.html").write_text(page(0), encoding="utf-8")
    road.run(tmp_path / "good.html", warehouse, "--date", "2026-03-19")
    before, links = result_of(warehouse), (warehouse / "articles").resolve()
    said = road.run(broken, warehouse, status=1)
    assert result_of(warehouse) == before
    assert (warehouse / "articles").resolve() == links, "not even the snapshot is another"
    assert "The gate of stage ingest refused the run" in said
    assert "4 of 6 documents" in said and "67%" in said and "gate.max_reject_share" in said
    assert "rule empty, 4 times" in said
    assert sum(f"empty-{number}.html" in said for number in range(4)) == 3, "three of the rows are shown"
    assert "Nothing was published" in said
    refused = [path for path in (warehouse / ".copydesk" / "refused").iterdir() if str(path) in said]
    assert len(refused) == 1, "and the refused night lies where the message says"
    assert list(refused[0].rglob("rejects.arrow"))
    assert "Traceback" not in said


def test_what_was_refused_passes_when_the_settings_bear_it(road: Road, broken: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    road.run(broken, warehouse, status=1)
    assert table(warehouse, "articles").height == 0
    assert not (warehouse / "articles").exists()
    road.run(broken, warehouse, gate={"max_reject_share": 0.7})
    assert table(warehouse, "articles").height == 2
    assert table(warehouse, "rejects").height == 4


def test_the_share_counts_as_bearable_up_to_its_very_value(road: Road, tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    for number in range(3):
        (folder / f"page-{number}.html").write_text(page(number), encoding="utf-8")
    (folder / "empty.html").write_bytes(b"")
    road.run(folder, tmp_path / "one", status=1, gate={"max_reject_share": 0.24})
    road.run(folder, tmp_path / "two", gate={"max_reject_share": 0.25})


def test_a_gate_later_on_the_road_refuses_too(road: Road, tmp_path: Path) -> None:
    """Pages that are no articles are found in cleaning."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    for number in range(3):
        (folder / f"page-{number}.html").write_text(page(number), encoding="utf-8")
    for number in range(2):
        (folder / f"bare-{number}.html").write_text("<html><body><p></p></body></html>", encoding="utf-8")
    said = road.run(folder, tmp_path / "warehouse", status=1)
    assert "The gate of stage clean refused the run: 2 of 5 documents" in said
    assert "bare-0.html" in said and "bare-1.html" in said


def test_a_time_in_the_future_is_refused_by_the_rule_of_its_column(road: Road, tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    for number in range(5):
        text = page(number)
        if number == 0:
            text = text.replace("2026-03-01T08:00:00+00:00", "2091-03-01T08:00:00+00:00")
        (folder / f"page-{number}.html").write_text(text, encoding="utf-8")
    road.run(folder, tmp_path / "warehouse")
    articles, rejects = table(tmp_path / "warehouse", "articles"), table(tmp_path / "warehouse", "rejects")
    ended = {uri.rpartition("/")[2] for uri in [*articles["input_uri"], *rejects["input_uri"]]}
    assert ended == {f"page-{number}.html" for number in range(5)}
    assert not (articles["published_at"].dt.year() == 2091).any()
