"""The process that judges: Great Expectations costs seconds to import, so it is loaded beside the first stage's work.

Polars finds the rows that break a rule, for quarantine; Great Expectations judges the stage on a light frame, with the
share of broken rows that the settings bear.
"""

import gc
import logging
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

import polars as pl

from flows.expecting import expect, load
from flows.family import die_with_parent
from schemas.columns import Table
from schemas.expectations import Expectation, broken_rows, expectations, light_frame
from schemas.laws import Context
from schemas.records import Reject
from schemas.tables import TABLES

SAMPLES = 3
ROWS_AT_ONCE = 200_000  # rows of one table that are looked at together


@dataclass(frozen=True)
class Case:
    """What a gate judges: tables of a stage, as files to read in groups that belong together."""

    stage: str
    tables: tuple[str, ...]
    batches: tuple[Path, ...]  # folders that hold TABLE.arrow of every table
    latest: datetime  # the last time that a column of the past may hold
    bearable: float  # share of broken rows, 0 to 1, above which the stage is refused


@dataclass
class Finding:
    """One rule, judged."""

    rule: str
    meaning: str
    rows: int = 0
    broken: int = 0
    success: bool = True
    samples: list[str] = field(default_factory=list)


@dataclass
class Verdict:
    """What the judge found: each rule, and the inputs that must not go on."""

    findings: dict[str, Finding] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def success(self) -> bool:
        return all(finding.success for finding in self.findings.values())


def judge(case: Case) -> Verdict:
    """Judge all tables of a stage."""
    verdict = Verdict()
    refused: dict[str, Reject] = {}
    repeated = {name: _repeated(case, TABLES[name]) for name in case.tables}
    for batches in _groups(case):
        frames = {name: _read(batches, name) for name in case.tables}
        context = Context(frames)
        for name, frame in frames.items():
            _judge_table(case, TABLES[name], frame, repeated[name], context, verdict, refused)
    verdict.rejects = [refused[uri] for uri in sorted(refused)]
    return verdict


def _judge_table(
    case: Case,
    table: Table,
    frame: pl.DataFrame,
    repeated: pl.DataFrame,
    context: Context,
    verdict: Verdict,
    refused: dict[str, Reject],
) -> None:
    rules = expectations(table, case.latest)
    broken = broken_rows(table, frame, context, rules)
    if repeated.height:
        again = frame.join(repeated, on=table.key, how="left", nulls_equal=True, maintain_order="left")["again"]
        broken = broken.with_columns(again.fill_null(False).alias(f"{table.name}.key.unique"))
    light = light_frame(table, frame, broken)
    successes = expect(table.name, light, rules, 1 - case.bearable)
    for rule in rules:
        finding = verdict.findings.setdefault(rule.rule, Finding(rule.rule, rule.meaning))
        failing = broken[rule.rule]
        finding.rows += frame.height
        finding.broken += int(failing.sum())
        finding.success &= successes[rule.rule] and failing.sum() <= case.bearable * frame.height
        if failing.any():
            for uri, detail in _failing(frame.filter(failing), rule, context):
                if len(finding.samples) < SAMPLES:
                    finding.samples.append(f"{uri}: {detail}")
                reason = (
                    f"A row of {table.name} breaks the rule {rule.rule} ({rule.meaning}); "
                    "see the detail, and report it if the document is in order."
                )
                refused.setdefault(uri, Reject(uri, case.stage, rule.rule, reason, detail))


def _failing(rows: pl.DataFrame, rule: Expectation, context: Context) -> Iterable[tuple[str, str]]:
    """(input_uri, what the row holds) of rows that break a rule."""
    if "input_uri" not in rows.columns and "articles" in context.tables:
        uris = (
            context.tables["articles"].select("article_id", "revision", "input_uri").unique(["article_id", "revision"])
        )
        rows = rows.join(uris, on=["article_id", "revision"], how="left", maintain_order="left")
    column = rule.rule.split(".")[1]
    shown = [name for name in (column, *rows.columns[:4]) if name in rows.columns][:3]
    for row in rows.iter_rows(named=True):
        held = ", ".join(f"{name} = {str(row[name])[:80]!r}" for name in shown)
        yield row.get("input_uri") or row.get("run_id") or "", held


def _repeated(case: Case, table: Table) -> pl.DataFrame:
    """The keys that stand more than once in the stage, wherever their batches are; with a column `again`."""
    files = [batch / f"{table.name}.arrow" for batch in case.batches]
    keys = pl.scan_ipc(files).select(table.key)
    return keys.group_by(table.key).len().filter(pl.col("len") > 1).select(*table.key, again=True).collect()


def _groups(case: Case) -> Iterable[list[Path]]:
    """Batches in groups of a bounded number of rows, all tables of an article together."""
    group: list[Path] = []
    rows = 0
    for batch in case.batches:
        group.append(batch)
        rows += max(_rows(batch / f"{name}.arrow") for name in case.tables)
        if rows >= ROWS_AT_ONCE:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _rows(path: Path) -> int:
    return int(pl.scan_ipc(path).select(pl.len()).collect().item())


def _read(batches: list[Path], name: str) -> pl.DataFrame:
    return pl.concat([pl.read_ipc(batch / f"{name}.arrow") for batch in batches], rechunk=False)


def serve(handle: int) -> NoReturn:
    """Answer cases until the run closes its end; this process ends with it."""
    status = 1
    try:
        die_with_parent("judge")
        _answer(Connection(handle))
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _answer(connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides what an interruption means
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    os.environ |= {"GX_ANALYTICS_ENABLED": "false", "POLARS_MAX_THREADS": "1"}
    gc.disable()
    load()  # now, beside the run's first stage
    gc.freeze()
    gc.enable()
    connection.send("ready")
    while True:
        try:
            case = connection.recv()
        except EOFError:
            return
        try:
            answer: Verdict | str = judge(case)
        except Exception:
            answer = traceback.format_exc()
        try:
            connection.send(answer)
        except ConnectionError:  # the run was killed meanwhile
            return


if __name__ == "__main__":
    from flows import judge as named  # verdicts travel as classes of flows.judge, not of __main__

    named.serve(int(sys.argv[1]))
