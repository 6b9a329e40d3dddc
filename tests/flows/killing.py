"""Killing a run at a moment that is seen from outside, in the folders that it fills."""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from road_runs import Road, assert_all_gone, stages, table

GATE_AND_PACE: dict[str, Any] = {"gate": {"max_reject_share": 0.5}, "run": {"batch_size": 2}}
PATIENCE_S = 240


def staged_batches(warehouse: Path) -> dict[str, tuple[int, int]]:
    """STAGE/BATCH of all batches that count, with the node and time of one of their files."""
    found = {}
    for counts in (warehouse / ".copydesk" / "staging").glob("[!.]*/*/[!.]*/counts.json"):
        status = counts.stat()
        found["/".join(counts.parts[-3:-1])] = (status.st_ino, status.st_mtime_ns)
    return found


def _begun(stage: str) -> Callable[[Path], bool]:
    return lambda warehouse: any((warehouse / ".copydesk" / "staging").glob(f"[!.]*/{stage}/.[0-9]*"))


def _staged(stage: str, number: int) -> Callable[[Path], bool]:
    return lambda warehouse: len(list((warehouse / ".copydesk" / "staging").glob(f"[!.]*/{stage}/[0-9]*"))) >= number


def _prepared(warehouse: Path) -> bool:
    """A snapshot is being filled that is not the published one."""
    hidden = warehouse / ".copydesk"
    published = os.readlink(hidden / "current").split("/")[-1] if (hidden / "current").is_symlink() else ""
    return any(folder.name > published for folder in (hidden / "snapshots").glob("*"))


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "inputs are read": _begun("ingest"),
    "two batches are cleaned": _staged("clean", 2),
    "the first batch is read for entities": _begun("normalize"),
    "two batches are read for entities": _staged("normalize", 2),
    "the night is prepared": _prepared,
    "the night is published": lambda warehouse: (warehouse / ".copydesk" / "current").is_symlink(),
}
KILLED_AT_WORK = [moment for moment in MOMENTS if "night" not in moment]


def kill_at(moment: str, road: Road, inputs: Path, warehouse: Path) -> dict[str, tuple[int, int]]:
    """Start a run, kill its main process (no other) at the moment; returns the batches that were staged by then."""
    command = road.start(inputs, warehouse, "--workers", "1", **GATE_AND_PACE)
    is_now = MOMENTS[moment]
    deadline = time.monotonic() + PATIENCE_S
    while not is_now(warehouse):
        assert command.is_running(), command.said()
        assert time.monotonic() < deadline, f"never came: {moment}"
        time.sleep(0.001)
    command.kill()
    assert_all_gone(command.pid)
    return staged_batches(warehouse)


def take_up_again(road: Road, inputs: Path, warehouse: Path, staged: dict[str, tuple[int, int]]) -> None:
    """Start the same command once more: what was staged is used and not made again."""
    said = road.run(inputs, warehouse, "--workers", "1", **GATE_AND_PACE)
    assert table(warehouse, "runs").height == 1
    if "there is nothing to do" in said:  # the kill came after all
        return
    of_stage = Counter(name.split("/")[0] for name in staged if not name.endswith("/gate"))
    for stage, row in stages(warehouse).items():
        if stage != "publish":
            assert row["batches_reused"] == of_stage[stage], stage
            assert row["batches"] >= row["batches_reused"]
