"""A run that is killed while it works is taken up again, does nothing twice, and ends as if nobody had disturbed it."""

from pathlib import Path

import pytest
from killing import GATE_AND_PACE, KILLED_AT_WORK, kill_at, take_up_again
from road_corpus import write_short_delivery
from road_runs import Road, result_of


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
