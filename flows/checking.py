"""The gates once more, over what is published: to see what a new rule or an old night would say."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.gates import Judge, case_of, refuse_broken
from flows.judge import Verdict
from flows.progress import Progress
from schemas.errors import WarehouseError
from schemas.settings import Settings
from warehouse.publish import current, published
from warehouse.read import scan_files

TOGETHER = ("articles", "quotes", "entities", "mentions", "removed")  # tables whose laws look at each other
ALONE = ("rejects", "runs", "run_stages")


def check_published(warehouse: Path, settings: Settings, progress: Progress) -> dict[str, int]:
    """Judge every published night; returns broken rows by rule, of the rules that were broken at all.

    Raises:
        WarehouseError: nothing is published there.
        GateRefused: a rule is broken by more rows than `gate.max_reject_share` bears.
    """
    snapshot = current(warehouse)
    nights = sorted({file.parent.name for file in published(snapshot, "runs")})
    if not nights:
        raise WarehouseError(f"Nothing is published in {warehouse}: there is nothing to check.")
    broken: dict[str, int] = {}
    refused: list[tuple[str, Verdict]] = []
    with Judge() as judge, TemporaryDirectory() as folder:
        for night in nights:
            for tables in (TOGETHER, *((table,) for table in ALONE)):
                batch = _batch(Path(folder) / "night", snapshot, night, tables)
                verdict = judge.decide(case_of("publish", tables, [batch], datetime.now(UTC), settings.gate))
                for finding in verdict.findings.values():
                    if finding.broken:
                        broken[finding.rule] = broken.get(finding.rule, 0) + finding.broken
                        progress.say(f"{night}: {finding.broken} of {finding.rows} rows break {finding.rule}")
                if not verdict.success:
                    refused.append((night, verdict))
            progress.say(f"{night}: judged")
    for night, verdict in refused:
        refuse_broken(verdict, f"check of {night}")
    return broken


def _batch(folder: Path, snapshot: Path | None, night: str, tables: Iterable[str]) -> Path:
    """The tables of one night as a batch that the judge can read."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for table in tables:
        files = [file for file in published(snapshot, table) if file.parent.name == night]
        scan_files(files, table).collect().write_ipc(folder / f"{table}.arrow")
    return folder
