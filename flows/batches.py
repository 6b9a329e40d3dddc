"""Batches: the parts of a stage's work, one Prefect task each, staged whole or not at all."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from prefect import State, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.desk import DESK, Desk
from flows.judge import Verdict
from flows.pool import Stopped
from schemas.columns import Table
from schemas.records import Reject, Skipped
from schemas.rows import reject_row
from schemas.settings import GateSettings
from schemas.tables import TABLES

SMALL_FILES_BYTES = 64 << 20  # files are grouped to batches of at most this much
TABLES_OF = {
    "ingest": ("documents",),
    "clean": ("drafts",),
    "normalize": ("articles", "quotes", "entities", "mentions", "removed"),
}
RETRY_DELAY_S = [2.0, 10.0]  # before the second and the third try of a batch
UNIT = {"ingest": "files", "clean": "documents", "normalize": "articles"}


@dataclass
class Batch:
    """A batch to be done: its name, how many items it has, and how to load them (only where it is not staged yet)."""

    name: str
    size: int
    load: Callable[[], list[Any]]


@dataclass
class Counts:
    """What became of a stage's documents."""

    rows_in: int = 0
    rows_out: int = 0
    rows_rejected: int = 0
    rows_skipped: int = 0
    rows_merged: int = 0
    batches: int = 0
    batches_reused: int = 0
    gate_seconds: float = 0.0
    rules_judged: int = 0
    findings: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = (
        0  # of the skipped ones: pages asked for and found as they were, which a feed's few losses weigh against
    )
    started: float = field(default_factory=time.perf_counter)
    cpu_before: float = field(default_factory=lambda: DESK.get().pool.cpu_seconds)

    def judged(self, verdict: Verdict) -> None:
        self.rules_judged = len(verdict.findings)
        self.findings = [
            {"rule": found.rule, "rows": found.rows, "broken": found.broken, "is_borne": found.success}
            for found in verdict.findings.values()
            if found.broken
        ]

    def row(self, desk: Desk, stage: str) -> dict[str, Any]:
        """A row of run_stages."""
        values = {
            name: value for name, value in vars(self).items() if name not in ("started", "cpu_before", "unchanged")
        }
        return values | {
            "run_id": desk.run_id,
            "stage": stage,
            "seconds": time.perf_counter() - self.started,
            "cpu_seconds": desk.pool.cpu_seconds - self.cpu_before,
            "peak_memory_mb": desk.pool.peak_memory_mb,
        }


def file_groups(files: Sequence[Any], most: int) -> Iterator[list[Any]]:
    """Files in batches: many small ones together, a large one alone."""
    group: list[Any] = []
    weight = 0
    for file in files:
        if group and (len(group) >= most or weight + file.size > SMALL_FILES_BYTES):
            yield group
            group, weight = [], 0
        group.append(file)
        weight += file.size
    if group:
        yield group


def is_passing(task: Any, task_run: Any, state: State[Any]) -> bool:
    """Whether a batch failed of the machine (a full or absent disk, a lost socket), where another try may help."""
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(
    name="batch",
    task_run_name="{stage} {name}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=RETRY_DELAY_S,
    retry_condition_fn=is_passing,
)
def do_batch(stage: str, name: str, batch: Batch) -> None:
    """Do one batch of a stage and stage its tables."""
    desk = DESK.get()
    started = time.perf_counter()
    items = batch.load()
    tables: dict[str, Table] = {table: TABLES[table] for table in (*TABLES_OF[stage], "rejects")}
    with desk.staging.writing(stage, name, tables) as staged:
        staged.counts["skipped"] = 0
        for index, result in desk.pool.work(stage, items):
            if result is None:
                desk.progress.advance()
            elif isinstance(result, Skipped):
                staged.counts["skipped"] += 1
            elif isinstance(result, Reject):
                staged.add("rejects", [reject_row(result, desk.run_id)])
            elif isinstance(result, Stopped):
                staged.add("rejects", [reject_row(_stopped(stage, items[index], result), desk.run_id)])
            elif stage == "ingest" and _is_embargoed(result["documents"][0], desk.started_at):
                staged.add("rejects", [reject_row(_embargoed(result["documents"][0]), desk.run_id)])
            else:
                for table, rows in result.items():
                    staged.add(table, rows)
    _log_batch(stage, name, len(items), staged.counts, time.perf_counter() - started, desk.settings.gate)


def _is_embargoed(row: dict[str, Any], now: datetime) -> bool:
    try:
        until = datetime.fromisoformat(row.get("embargoed_until") or "")
    except ValueError:
        return False
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) > now


def _embargoed(row: dict[str, Any]) -> Reject:
    reason = "The source's embargo has not passed; run again after it."
    return Reject(row["input_uri"], "ingest", "embargoed", reason, row["embargoed_until"], is_retriable=True)


def _log_batch(stage: str, name: str, size: int, counts: dict[str, int], seconds: float, gate: GateSettings) -> None:
    """One line a batch, with what to do where it lost more than the gate will bear."""
    out, rejected, skipped = counts[TABLES_OF[stage][0]], counts["rejects"], counts["skipped"]
    line = f"{stage} {name}: {size:,} {UNIT[stage]}, {out:,} out, {rejected:,} rejected"
    line += f", {skipped:,} skipped" if skipped else ""
    get_run_logger().info("%s in %.1f s", line, seconds)
    if rejected > gate.max_reject_share * (out + rejected):
        get_run_logger().warning(
            "%s of %s were rejected in this batch; if the stage as a whole loses more than %.0f %% "
            "(gate.max_reject_share), its gate stops the run and tells why.",
            f"{rejected:,}",
            f"{out + rejected:,}",
            100 * gate.max_reject_share,
        )


def do_batches(desk: Desk, stage: str, batches: Sequence[Batch], counts: Counts) -> list[str]:
    """Do the batches that are not staged yet, as many at once as there are workers; returns all their names."""
    desk.progress.begin(stage, sum(batch.size for batch in batches), UNIT[stage])
    futures = []
    for batch in batches:
        if desk.staging.is_staged(stage, batch.name):
            counts.batches_reused += 1
            desk.progress.advance(batch.size)
        else:
            futures.append(do_batch.submit(stage, batch.name, batch))
    for future in futures:
        future.result()
    counts.batches = len(batches)
    names = [batch.name for batch in batches]
    for name in names:
        found = desk.staging.counts(stage, name)
        counts.rows_out += found[TABLES_OF[stage][0]]
        counts.rows_rejected += found["rejects"]
        counts.rows_skipped += found["skipped"]
    return names


def _stopped(stage: str, item: Any, stopped: Stopped) -> Reject:
    uri = item["input_uri"] if isinstance(item, dict) else item.uri
    what = "the rest of the file was left out" if stage == "ingest" else "it was left out"
    return Reject(uri, stage, stopped.rule, f"{stopped.reason}; {what}. Look at the document, or raise the bound.")
