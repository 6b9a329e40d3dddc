"""One writer at a time: a lock that dies with its holder, however that ends."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, WarehouseError
from warehouse.lock import write_lock

HOLD = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from warehouse.lock import write_lock
    with write_lock(Path(sys.argv[1]), 0, print):
        print("held", flush=True)
        time.sleep(float(sys.argv[2]))
""")


@contextlib.contextmanager
def holder(warehouse: Path, seconds: float = 60) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(warehouse), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == b"held\n"
            yield process
        finally:
            process.kill()


def test_the_lock_can_be_held_again_after_it_was_left(tmp_path: Path) -> None:
    for _ in range(2):
        with write_lock(tmp_path, 0, pytest.fail):
            pass


def test_the_lock_is_left_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), write_lock(tmp_path, 0, pytest.fail):
        raise ZeroDivisionError
    with write_lock(tmp_path, 0, pytest.fail):
        pass


def test_a_second_writer_is_told_who_holds_it_and_gives_up_with_a_sentence(tmp_path: Path) -> None:
    told: list[str] = []
    with holder(tmp_path) as process:
        started = time.monotonic()
        with pytest.raises(WarehouseError) as refused, write_lock(tmp_path, 0.5, told.append):
            pytest.fail("two writers")
        assert 0.4 < time.monotonic() - started < 20
    assert f"process {process.pid}" in str(refused.value)
    assert "run.lock_wait_s" in str(refused.value)
    assert len(told) == 1 and f"process {process.pid}" in told[0]


def test_a_second_writer_waits_until_the_first_has_ended(tmp_path: Path) -> None:
    told: list[str] = []
    with holder(tmp_path, 1.0) as process, write_lock(tmp_path, 60, told.append):
        assert process.wait(10) == 0
    assert len(told) == 1


def test_the_lock_dies_with_a_killed_holder(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        killer = threading.Timer(0.5, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        with write_lock(tmp_path, 30, lambda _: None):
            assert process.wait(10) == -signal.SIGKILL


def test_a_stopped_holder_still_holds_it(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(WarehouseError), write_lock(tmp_path, 0.3, lambda _: None):
            pytest.fail("two writers")


def test_two_warehouses_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with holder(tmp_path / "one"), write_lock(tmp_path / "two", 0, pytest.fail):
        pass


def test_a_warehouse_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseError, match="cannot be written"), write_lock(tmp_path / "file", 0, pytest.fail):
        pytest.fail("held")


@pytest.mark.parametrize("address", ["s3://bucket/news", "gs://bucket", "https://news.example/tables", "abfs://x@y/z"])
def test_an_address_is_no_warehouse_and_nothing_is_made_of_it(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="no folder of this machine"), write_lock(Path(address), 0, print):
        pass
    assert list(tmp_path.iterdir()) == []
