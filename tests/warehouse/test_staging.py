"""A batch is staged whole or not at all, and nothing in the staging folder can be taken for a table."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from valid_rows import valid

from schemas.tables import TABLES
from warehouse.staging import FLUSH_ROWS, Staging, arrow_of

REJECTS = {"rejects": TABLES["rejects"]}


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(tmp_path, "night-1")


def stage(staging: Staging, name: str, *details: str, where: str = "ingest") -> None:
    with staging.writing(where, name, REJECTS) as batch:
        batch.add("rejects", [valid("rejects", detail=detail) for detail in details])


def left(staging: Staging) -> list[str]:
    return sorted(path.relative_to(staging.root).as_posix() for path in staging.root.rglob("*") if path.is_file())


def test_a_batch_counts_only_when_all_of_it_is_written(staging: Staging) -> None:
    with staging.writing("ingest", "00000", REJECTS) as batch:
        batch.add("rejects", [valid("rejects")])
        assert not staging.is_staged("ingest", "00000")
    assert staging.is_staged("ingest", "00000")
    assert left(staging) == ["ingest/00000/counts.json", "ingest/00000/rejects.arrow"]


def test_a_batch_that_fails_leaves_nothing(staging: Staging) -> None:
    with pytest.raises(KeyboardInterrupt), staging.writing("ingest", "00000", REJECTS) as batch:
        batch.add("rejects", [valid("rejects")])
        raise KeyboardInterrupt
    assert not staging.is_staged("ingest", "00000")
    assert left(staging) == []


def test_what_a_killed_writer_leaves_does_not_count_and_is_written_anew(staging: Staging) -> None:
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from schemas.tables import TABLES
        from warehouse.staging import Staging
        with Staging(Path(sys.argv[1]), "night-1").writing("ingest", "00000", {"rejects": TABLES["rejects"]}) as batch:
            print("writing", flush=True)
            time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", script, str(staging.warehouse)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"writing\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert left(staging) != [], "the killed writer had begun"
    assert not staging.is_staged("ingest", "00000")
    stage(staging, "00000", "second attempt")
    assert staging.rows("ingest", "rejects", "00000")[0]["detail"] == "second attempt"


def test_counts_are_rows_of_each_table_and_what_else_was_counted(staging: Staging) -> None:
    with staging.writing("ingest", "00000", REJECTS) as batch:
        batch.counts["skipped"] = 4
        batch.add("rejects", [valid("rejects"), valid("rejects")])
    assert staging.counts("ingest", "00000") == {"rejects": 2, "skipped": 4}


def test_batches_are_read_in_the_order_asked_for(staging: Staging) -> None:
    stage(staging, "00000", "a", "b")
    stage(staging, "00001", "c")
    assert staging.read("ingest", "rejects", ["00001", "00000"])["detail"].to_list() == ["c", "a", "b"]
    assert staging.read("ingest", "rejects", ["00000"], ["detail"]).columns == ["detail"]


def test_an_empty_batch_has_its_columns(staging: Staging) -> None:
    stage(staging, "00000")
    frame = staging.read("ingest", "rejects", ["00000"])
    assert (frame.height, frame.columns) == (0, TABLES["rejects"].names)
    assert staging.rows("ingest", "rejects", "00000") == []


def test_a_part_of_a_batch_is_read_across_what_was_flushed(staging: Staging) -> None:
    stage(staging, "00000", *map(str, range(FLUSH_ROWS + 10)))
    rows = staging.rows("ingest", "rejects", "00000", FLUSH_ROWS - 2, 4)
    assert [row["detail"] for row in rows] == [str(FLUSH_ROWS + number) for number in (-2, -1, 0, 1)]
    assert staging.counts("ingest", "00000")["rejects"] == FLUSH_ROWS + 10


def test_nothing_staged_ends_like_a_table(staging: Staging) -> None:
    stage(staging, "00000", "a")
    staging.note("run", {"key": "k"})
    assert not list(staging.warehouse.rglob("*.parquet"))
    assert [path.name for path in staging.warehouse.iterdir()] == [".copydesk"]


def test_a_note_is_there_whole_or_not_at_all(staging: Staging) -> None:
    assert staging.noted("run") is None
    staging.note("run", {"key": "one"})
    staging.note("run", {"key": "two"})
    assert staging.noted("run") == {"key": "two"}
    (staging.root / "run.json").write_text('{"key": "tw')
    assert staging.noted("run") is None, "a damaged note is no note"


def test_forgetting_drops_a_batch_a_stage_or_all(staging: Staging) -> None:
    for name in ("00000", "00001"):
        stage(staging, name, "a")
        stage(staging, name, "a", where="clean")
    staging.forget("ingest", "00000")
    assert [staging.is_staged("ingest", name) for name in ("00000", "00001")] == [False, True]
    staging.forget("ingest")
    assert not staging.is_staged("ingest", "00001") and staging.is_staged("clean", "00000")
    staging.clear()
    assert not staging.root.exists()
    staging.clear()


def test_a_refused_night_lies_aside_and_takes_the_place_of_the_one_before(staging: Staging) -> None:
    for detail in ("first", "second"):
        stage(staging, "00000", detail)
        refused = staging.refuse()
        assert not staging.root.exists()
    assert (refused / "ingest" / "00000" / "rejects.arrow").is_file()
    assert refused.parent == staging.warehouse / ".copydesk" / "refused"


def test_null_where_none_may_be_is_left_to_the_gate() -> None:
    table = arrow_of(TABLES["rejects"], [valid("rejects", reason=None)])
    assert table["reason"].null_count == 1


def test_memory_stays_flat_while_a_batch_is_written(staging: Staging) -> None:
    with staging.writing("ingest", "00000", {"documents": TABLES["documents"]}) as batch:
        started = time.monotonic()
        for _ in range(30):
            batch.add("documents", [valid("documents", path=None, body=b"x" * (1 << 20))])
            assert sum(len(row["body"]) for row in batch._rows["documents"]) <= 17 << 20
        assert time.monotonic() - started < 30
    assert staging.counts("ingest", "00000") == {"documents": 30}
