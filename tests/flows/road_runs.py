"""Running the command in tests: in this process, or in one of its own that can be killed; and what it published."""

import contextlib
import multiprocessing
import os
import signal
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from click.testing import CliRunner, Result

from schemas.tables import PUBLISHED
from warehouse.read import scan

# Forks commands from a process without threads that has imported what each of them would: half of their start.
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["flows.cli", "flows.forms", "prefect.server.api.server"])
OF_THE_RUN = {"run_id", "merged_at"}  # columns that name the run, not its result
MEASURED = ("batches", "batches_reused", "seconds", "gate_seconds", "cpu_seconds", "peak_memory_mb")


def toml_of(settings: dict[str, dict[str, Any]]) -> str:
    """Settings as TOML: numbers, text and lists of text."""
    return "\n".join(
        f"[{section}]\n" + "\n".join(f"{key} = {value!r}" for key, value in keys.items())
        for section, keys in settings.items()
    )


@dataclass(frozen=True)
class Command:
    """A command at work in a process of its own, which is the first of its session."""

    process: Any
    log: Path

    @property
    def pid(self) -> int:
        return int(self.process.pid)

    def is_running(self) -> bool:
        return bool(self.process.is_alive())

    def kill(self) -> None:
        """SIGKILL to the main process, to no other."""
        self.process.kill()
        assert self.end() == -signal.SIGKILL, "it was still at work"

    def end(self, within_s: float = 240) -> int:
        """Wait for its end; returns its status, or the signal that killed it as a negative number."""
        self.process.join(within_s)
        assert not self.is_running(), self.said()
        return int(self.process.exitcode)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


def _be_command(arguments: list[str], api_url: str, environment: dict[str, str], folder: str, log: str) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    output = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    from flows.cli import main
    from flows.gates import fork_judge
    from flows.server import pointed_at

    with contextlib.ExitStack() as stack:
        if api_url:
            stack.enter_context(pointed_at(api_url))
            fork_judge()
        main(arguments)


def of_session(leader: int) -> list[int]:
    """The processes that descend from the first one of a session, however they were orphaned."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found.append(int(folder.name))
    return found


def assert_all_gone(leader: int, within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while (left := of_session(leader)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left, "processes outlived their run"


@dataclass
class Road:
    """Runs `copydesk run` over inputs into a warehouse."""

    folder: Path
    api_url: str
    started: list[Command] = field(default_factory=list)

    def arguments(
        self, inputs: Path | Sequence[Path | str], warehouse: Path, *more: str, **sections: dict[str, Any]
    ) -> list[str]:
        given = [inputs] if isinstance(inputs, Path) else inputs
        config = []
        if sections:
            file = self.folder / f"settings-{uuid.uuid4().hex[:8]}.toml"
            file.write_text(toml_of(sections), encoding="utf-8")
            config = ["--config", str(file)]
        return ["run", *map(str, given), "--warehouse", str(warehouse), "--date", "2026-03-20", *config, *more]

    def run(
        self,
        inputs: Path | Sequence[Path | str],
        warehouse: Path,
        *more: str,
        status: int = 0,
        **sections: dict[str, Any],
    ) -> str:
        """Run in this process; returns all that was said."""
        from flows.cli import main

        found: Result = CliRunner().invoke(main, self.arguments(inputs, warehouse, *more, **sections))
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        assert found.exit_code == status, found.output
        return found.output

    def start(self, inputs: Path | Sequence[Path | str], warehouse: Path, *more: str, **sections: Any) -> Command:
        """Run in a process of its own, which uses the server of this session, or its own one where there is none."""
        log = self.folder / f"said-{uuid.uuid4().hex[:8]}.txt"
        arguments = self.arguments(inputs, warehouse, *more, **sections)
        given = (arguments, self.api_url, dict(os.environ), str(Path.cwd()), str(log))
        process = FORKING.Process(target=_be_command, args=given)
        process.start()
        self.started.append(Command(process, log))
        return self.started[-1]


def table(warehouse: Path, name: str) -> pl.DataFrame:
    return scan(warehouse, name).collect()


def result_of(warehouse: Path) -> dict[str, list[dict[str, Any]]]:
    """All published rows but for what names or measures a run: what must not depend on how a run went."""
    result = {}
    for name in PUBLISHED:
        frame = table(warehouse, name)
        if name == "runs":
            frame = frame.select("night", "articles", "quotes", "entities", "rejected")
        if name == "run_stages":
            frame = frame.drop([column for column in MEASURED if column in frame.columns])
        rows = frame.drop([column for column in OF_THE_RUN if column in frame.columns]).to_dicts()
        result[name] = sorted(rows, key=repr)
    return result


def stages(warehouse: Path, run_id: str | None = None) -> dict[str, dict[str, Any]]:
    """The rows of run_stages of a run (of the only one), by stage."""
    frame = table(warehouse, "run_stages")
    if run_id:
        frame = frame.filter(run_id=run_id)
    assert frame["stage"].is_unique().all()
    return {row["stage"]: row for row in frame.to_dicts()}
