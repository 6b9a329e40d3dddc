"""Running the command in tests: in this process, or in one of its own that can be killed; and what it published."""

import contextlib
import os
import subprocess
import sys
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

MARK = "ROAD_MARK"
OF_THE_RUN = {"run_id", "merged_at"}  # columns that name the run, not its result
MEASURED = ("batches", "batches_reused", "seconds", "gate_seconds", "cpu_seconds", "peak_memory_mb")


def toml_of(settings: dict[str, dict[str, Any]]) -> str:
    """Settings as TOML: numbers, text and lists of text."""
    return "\n".join(
        f"[{section}]\n" + "\n".join(f"{key} = {value!r}" for key, value in keys.items())
        for section, keys in settings.items()
    )


@dataclass
class Road:
    """Runs `copydesk run` over inputs into a warehouse."""

    folder: Path
    api_url: str
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

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

    def start(
        self, inputs: Path | Sequence[Path | str], warehouse: Path, *more: str, **sections: Any
    ) -> "subprocess.Popen[str]":
        """Run in a process of its own, which uses the server of this session."""
        command = [sys.executable, "-c", "from flows.cli import main; main()"]
        process = subprocess.Popen(
            [*command, *self.arguments(inputs, warehouse, *more, **sections)],
            env=os.environ | {MARK: self.mark, "PREFECT_API_URL": self.api_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def relatives(self) -> list[int]:
        """Processes that descend from those that were started here, however they were orphaned."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes() and not _is_zombie(folder):
                    found.append(int(folder.name))
        return found

    def assert_all_gone(self, within_s: float = 30) -> None:
        deadline = time.monotonic() + within_s
        while (left := self.relatives()) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not left, "processes outlived their run"


def _is_zombie(folder: Path) -> bool:
    return (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"


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
