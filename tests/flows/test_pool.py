"""Workers: each document has a deadline and a memory bound, and what it does to its process does not reach others."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from road_corpus import page
from road_runs import Road, table

from flows.pool import Pool, Stopped
from schemas.errors import CopydeskError
from schemas.records import Reject
from schemas.settings import Settings, load_settings

JOBS = str(Path(__file__).with_name("pool_jobs.py"))


def bounded(timeout_s: float = 60.0, memory_mb: int = 1200) -> Settings:
    settings = load_settings(environment={})
    run = settings.run.model_copy(update={"document_timeout_s": timeout_s, "document_memory_mb": memory_mb})
    return settings.model_copy(update={"run": run})


class _Subprocess:
    """The module `subprocess`, but the nursery that it starts has the jobs of this room as well."""

    TimeoutExpired = subprocess.TimeoutExpired

    @staticmethod
    def Popen(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        assert command[1:3] == ["-m", "flows.worker"]
        return subprocess.Popen([sys.executable, JOBS, *command[3:]], **options)


@pytest.fixture(scope="module")
def with_test_jobs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.pool.subprocess", _Subprocess)
        yield


@pytest.fixture(scope="module")
def pool(with_test_jobs: None) -> Iterator[Pool]:
    """One for all tests: what a document does to it must not reach the next one either."""
    with Pool(bounded()) as pool:
        yield pool


@pytest.fixture(scope="module")
def hasty_pool(with_test_jobs: None) -> Iterator[Pool]:
    """Workers for documents that never end."""
    with Pool(bounded(timeout_s=3.0)) as pool:
        yield pool


@pytest.fixture
def own_pool(with_test_jobs: None) -> Iterator[Pool]:
    """For a test that ends its nursery, or must know its only worker."""
    with Pool(bounded()) as pool:
        yield pool


def outcomes(pool: Pool, items: list[Any], stage: str = "test") -> list[Any]:
    """What became of each item: its result, or the rule by which it was stopped."""
    found: dict[int, list[Any]] = {}
    done: list[int] = []
    for index, result in pool.work(stage, items):
        if result is None:
            done.append(index)
        else:
            found.setdefault(index, []).append(result.rule if isinstance(result, Stopped | Reject) else result)
    assert done == list(range(len(items))), "every item is done once, in order"
    assert all(len(results) == 1 for results in found.values()) or stage != "test"
    return [found[index][0] if len(found.get(index, [])) == 1 else found.get(index, []) for index in range(len(items))]


def test_harmless_items_give_their_results_in_order(pool: Pool) -> None:
    items = [f"item {number}" for number in range(300)]
    assert outcomes(pool, items) == items


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        ("ends the process", "crashed"),
        ("breaks the process", "crashed"),
        ("takes all memory", "memory"),
        ("goes too deep", "internal_error"),
        ("fails", "internal_error"),
    ],
)
def test_a_harmful_document_is_stopped_and_its_neighbors_are_unharmed(pool: Pool, harm: str, rule: str) -> None:
    started = time.monotonic()
    assert outcomes(pool, ["before", harm, "after", harm, "last"]) == ["before", rule, "after", rule, "last"]
    assert time.monotonic() - started < 60
    assert outcomes(pool, ["the next batch"]) == ["the next batch"]


def test_a_document_that_never_ends_is_stopped_at_its_deadline(hasty_pool: Pool) -> None:
    started = time.monotonic()
    items = ["before", "never returns", "after", "burns for ever", "last"]
    assert outcomes(hasty_pool, items) == ["before", "timeout", "after", "timeout", "last"]
    assert 6 <= time.monotonic() - started < 60


def test_the_reason_names_the_bound_to_raise(pool: Pool, hasty_pool: Pool) -> None:
    stopped = next(result for _, result in hasty_pool.work("test", ["never returns"]) if result)
    assert isinstance(stopped, Stopped) and "3 s (run.document_timeout_s)" in stopped.reason
    rejected = next(result for _, result in pool.work("test", ["takes all memory"]) if result)
    assert isinstance(rejected, Reject) and "run.document_memory_mb" in rejected.reason


def test_what_a_document_gave_before_it_was_stopped_is_kept(pool: Pool) -> None:
    assert outcomes(pool, [(2, ""), (2, "ends the process"), (1, "")], "several") == [[0, 1], [0, 1, "crashed"], 0]


def test_threads_work_side_by_side_and_one_that_hangs_holds_no_other_up(hasty_pool: Pool) -> None:
    outcomes(hasty_pool, ["warm"])
    found: dict[str, list[Any]] = {}
    threads = [
        threading.Thread(target=lambda name=name, items=items: found.update({name: outcomes(hasty_pool, items)}))  # type: ignore[misc]
        for name, items in {"hangs": ["never returns", "b"], "goes on": [str(n) for n in range(50)]}.items()
    ]
    for thread in threads:
        thread.start()
    threads[1].join(30)
    assert found == {"goes on": [str(number) for number in range(50)]}
    threads[0].join(30)
    assert found["hangs"] == ["timeout", "b"]


def test_a_worker_that_died_while_idle_costs_no_document(own_pool: Pool) -> None:
    outcomes(own_pool, ["a"])
    idle = own_pool._idle["test"].get()
    own_pool._idle["test"].put(idle)
    os.kill(idle.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert outcomes(own_pool, ["b", "c"]) == ["b", "c"]


def test_when_all_workers_are_ended_from_outside_no_document_is_blamed(own_pool: Pool) -> None:
    work = own_pool.work("test", ["a", "never returns", "b"])
    assert next(work) == (0, "a")
    assert own_pool._nursery is not None
    own_pool._nursery.kill()
    with pytest.raises(CopydeskError, match="start the run again"):
        list(work)


def test_a_job_that_cannot_be_loaded_is_told_in_a_sentence(own_pool: Pool) -> None:
    with pytest.raises(CopydeskError, match="could not be started"):
        list(own_pool.work("broken", ["a"]))


def test_workers_end_with_their_pool(with_test_jobs: None) -> None:
    with Pool(bounded()) as pool:
        outcomes(pool, ["a"])
        (worker,) = [pool._idle["test"].get()]
        pool._idle["test"].put(worker)
        nursery = pool._nursery
    assert nursery is not None and nursery.poll() is not None
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker.pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker.pid}").exists()


def test_in_a_whole_run_harmful_documents_are_rejects_and_all_others_articles(
    road: Road, tmp_path: Path, with_test_jobs: None
) -> None:
    harms = {"never-returns": "timeout", "ends-the-process": "crashed", "takes-all-memory": "memory"}
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    rows = ["url,title,text"]
    for number, harm in enumerate(harms):
        (inputs / f"page-{number}.html").write_text(page(number), encoding="utf-8")
        text = " ".join(f"The landing number {place} stays closed until further notice." for place in range(30))
        rows.append(f"https://ledger.example/a?harm={harm},Landing closed {harm},{text}")
    (inputs / "rows.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    limits = {"document_timeout_s": 8.0, "document_memory_mb": 1500}
    road.run(inputs, tmp_path / "warehouse", run=limits, gate={"max_reject_share": 0.5})
    rejects = table(tmp_path / "warehouse", "rejects")
    assert dict(zip(rejects["input_uri"].str.split("#").list.last(), rejects["rule"], strict=True)) == {
        "1": "timeout",
        "2": "crashed",
        "3": "memory",
    }
    assert set(rejects["stage"]) == {"clean"}
    assert all(reason.endswith(".") for reason in rejects["reason"])
    assert table(tmp_path / "warehouse", "articles").height == 3
