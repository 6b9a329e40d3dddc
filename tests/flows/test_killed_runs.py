"""A run that is killed is taken up again, does nothing twice, and ends as if nobody had disturbed it.

Killed around its one rename, it has published all of the night or nothing of it.
"""

from pathlib import Path

import pytest
from killing import GATE_AND_PACE, KILLED_AT_WORK, kill_at, take_up_again
from road_corpus import write_short_delivery
from road_runs import Road, result_of, table

from schemas.tables import PUBLISHED


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_short_delivery(tmp_path_factory.mktemp("inputs") / "delivery")


@pytest.fixture(scope="module")
def undisturbed(module_road: Road, delivery: Path) -> Path:
    warehouse = module_road.folder / "undisturbed"
    module_road.run(delivery, warehouse, "--workers", "1", **GATE_AND_PACE)
    return warehouse


# Two runs take ten seconds: the default suite kills at the first moment and at the last one.
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(moment, marks=[] if moment in (KILLED_AT_WORK[0], KILLED_AT_WORK[-1]) else pytest.mark.slow)
        for moment in KILLED_AT_WORK
    ],
)
def test_a_run_killed_at_work_is_taken_up_again(
    road: Road, delivery: Path, undisturbed: Path, tmp_path: Path, moment: str
) -> None:
    warehouse = tmp_path / "warehouse"
    if moment == "inputs are read":
        road.api_url = ""  # this one starts a server of its own, which must end with it
    staged = kill_at(moment, road, delivery, warehouse)
    assert not list(warehouse.glob("articles")), "nothing of an unfinished night is visible"
    take_up_again(road, delivery, warehouse, staged)
    assert result_of(warehouse) == result_of(undisturbed)


def test_killed_before_the_switch_nothing_is_published(
    road: Road, delivery: Path, undisturbed: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    staged = kill_at("the night is prepared", road, delivery, warehouse)
    assert not any((warehouse / name).exists() for name in PUBLISHED) or table(warehouse, "runs").height == 1
    take_up_again(road, delivery, warehouse, staged)
    assert result_of(warehouse) == result_of(undisturbed)


def test_killed_after_the_switch_all_is_published_and_the_next_start_has_nothing_to_do(
    road: Road, delivery: Path, undisturbed: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    kill_at("the night is published", road, delivery, warehouse)
    assert result_of(warehouse) == result_of(undisturbed)
    before = table(warehouse, "runs").height
    said = road.run(delivery, warehouse, "--workers", "1", **GATE_AND_PACE)
    is_taken_up = "there is nothing to do" in said  # else the kill came even after the clearing: a run of its own
    assert is_taken_up or "Nothing new" in said
    assert table(warehouse, "runs").height == before + (not is_taken_up)
    after = result_of(warehouse)
    for name in set(PUBLISHED) - {"runs", "run_stages"}:
        assert after[name] == result_of(undisturbed)[name], name
    assert not list((warehouse / ".copydesk" / "staging").glob("[!.]*"))


@pytest.mark.slow
def test_a_second_night_that_is_killed_leaves_the_first_as_it_was(
    road: Road, delivery: Path, undisturbed: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    pages = sorted(delivery.glob("page-[01].html"))
    road.run(pages, warehouse, "--date", "2026-03-19")
    before = result_of(warehouse)
    kill_at("the night is prepared", road, delivery, warehouse)
    if table(warehouse, "runs").height == 1:  # the switch had not been made yet
        assert result_of(warehouse) == before
    road.run(delivery, warehouse, "--workers", "1", **GATE_AND_PACE)
    ids = sorted(row["article_id"] for row in result_of(warehouse)["articles"])
    assert ids == sorted(row["article_id"] for row in result_of(undisturbed)["articles"])
    assert table(warehouse, "articles").filter("is_latest")["article_id"].is_unique().all()
