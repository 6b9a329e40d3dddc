"""The four stages, each a subflow: what it reads, what its batches are, and what its gate judges.

ingest     files            -> documents (and rejects)
clean      documents        -> drafts (and rejects)
normalize  drafts, a plan   -> articles, quotes, entities, mentions, removed (and rejects)
publish    all of these     -> the warehouse
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

import polars as pl
from prefect import Flow, State, flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

from flows.desk import DESK, Desk, known_articles
from flows.fetching import fetch
from flows.gates import case_of, refuse_broken, refuse_losses
from flows.judge import Verdict
from flows.pool import Stopped
from schemas.columns import Table
from schemas.errors import CopydeskError
from schemas.records import Reject, Skipped
from schemas.rows import reject_row
from schemas.settings import GateSettings
from schemas.tables import TABLES
from transforms.revisions import DRAFT, plan_revisions

RETRY_DELAY_S = [2.0, 10.0]  # before the second and the third try of a batch
SMALL_FILES_BYTES = 64 << 20  # files are grouped to batches of at most this much
GATE = "gate"  # the folder of a stage in which its gate's rejects are staged
TABLES_OF = {
    "ingest": ("documents",),
    "clean": ("drafts",),
    "normalize": ("articles", "quotes", "entities", "mentions", "removed"),
}
P = ParamSpec("P")
R = TypeVar("R")
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
    unchanged: int = 0  # of the skipped ones: pages asked for and found as they were, which a feed's few losses weigh against
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
        values = {name: value for name, value in vars(self).items() if name not in ("started", "cpu_before", "unchanged")}
        return values | {
            "run_id": desk.run_id,
            "stage": stage,
            "seconds": time.perf_counter() - self.started,
            "cpu_seconds": desk.pool.cpu_seconds - self.cpu_before,
            "peak_memory_mb": desk.pool.peak_memory_mb,
        }


def as_stage(work: Callable[P, R]) -> Flow[P, R]:
    """A stage as a subflow. What a person can mend fails it with its sentence and without a traceback."""

    @wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except CopydeskError as error:
            DESK.get().failure = error
            return cast(R, Failed(message=str(error)))

    name = work.__name__
    made: Flow[P, R] = flow(
        name=f"{name} stage",
        flow_run_name=f"{name} {{what}}",
        description=work.__doc__,
        validate_parameters=False,
        persist_result=False,
    )(told)
    return made


def passed(state: State[Any]) -> Any:
    """The result of a stage.

    Raises:
        CopydeskError: what the stage failed with.
    """
    desk = DESK.get()
    if desk.failure is not None:
        raise desk.failure
    return state.result()


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
            else:
                for table, rows in result.items():
                    staged.add(table, rows)
    _log_batch(stage, name, len(items), staged.counts, time.perf_counter() - started, desk.settings.gate)


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


def pass_gate(desk: Desk, stage: str, names: Sequence[str], counts: Counts, unfound: Iterable[Reject] = ()) -> None:
    """Let the judge look at the stage; its rejects are staged, and the run stops where there are too many."""
    if counts.rows_out:
        desk.judge.wait()
    started = time.perf_counter()
    tables = TABLES_OF[stage]
    found: list[Reject] = list(unfound)
    if counts.rows_out:
        folders = [desk.staging.batch(stage, name) for name in names]
        verdict = desk.judge.decide(case_of(stage, tables, folders, desk.started_at, desk.settings.gate))
        counts.judged(verdict)
        refuse_broken(verdict, stage)
        found += verdict.rejects
        counts.rows_out -= len(verdict.rejects)
        counts.rows_rejected += len(verdict.rejects)
    if desk.staging.is_staged(stage, GATE):
        desk.staging.forget(stage, GATE)
    with desk.staging.writing(stage, GATE, {"rejects": TABLES["rejects"]}) as staged:
        staged.add("rejects", [reject_row(reject, desk.run_id) for reject in found])
    counts.gate_seconds = time.perf_counter() - started
    by_rule: dict[str, list[str]] = defaultdict(list)
    for row in rejects_of(desk, stage, names).iter_rows(named=True):
        detail = f" ({row['detail']})" if row["detail"] else ""
        by_rule[row["rule"]].append(f"{row['input_uri']}: {row['reason']}{detail}")
    judged = counts.rows_in - counts.rows_skipped + counts.unchanged
    refuse_losses(stage, judged, by_rule, desk.settings.gate)


def rejects_of(desk: Desk, stage: str, names: Iterable[str]) -> pl.DataFrame:
    return desk.staging.read(stage, "rejects", [*names, GATE])


def refused_uris(desk: Desk, stage: str) -> frozenset[str]:
    return frozenset(desk.staging.read(stage, "rejects", [GATE])["input_uri"])


@as_stage
def ingest(run_id: str, what: str) -> list[str]:
    """Find the documents of all inputs."""
    desk, counts = DESK.get(), Counts()
    if desk.order.links:
        files, rejects, counts.unchanged = fetch(len(desk.order.links))
        counts.rows_skipped = counts.unchanged
        desk.files, desk.unfound = desk.files + files, desk.unfound + rejects
    batches = [
        Batch(f"{number:05d}", len(files), partial(list, files))
        for number, files in enumerate(_file_groups(desk.files, desk.settings.run.batch_size))
    ]
    names = do_batches(desk, "ingest", batches, counts)
    counts.rows_rejected += len(desk.unfound)
    counts.rows_in = counts.rows_out + counts.rows_rejected + counts.rows_skipped
    pass_gate(desk, "ingest", names, counts, desk.unfound)
    _close(desk, "ingest", counts)
    return names


@as_stage
def clean(run_id: str, what: str, ingested: list[str]) -> list[str]:
    """Take out what is not the story, and read the metadata."""
    desk, counts = DESK.get(), Counts()
    refused = refused_uris(desk, "ingest")
    size = desk.settings.run.batch_size
    batches = []
    for name in ingested:
        rows = desk.staging.counts("ingest", name)["documents"]
        for number, start in enumerate(range(0, rows, size)):

            def load(name: str = name, start: int = start) -> list[Any]:
                rows = desk.staging.rows("ingest", "documents", name, start, size)
                return [row for row in rows if row["input_uri"] not in refused]

            batches.append(Batch(f"{name}-{number:05d}", min(size, rows - start), load))
    counts.rows_in = sum(batch.size for batch in batches) - len(refused - _unfound(desk))
    names = do_batches(desk, "clean", batches, counts)
    pass_gate(desk, "clean", names, counts)
    _close(desk, "clean", counts)
    return names


@as_stage
def normalize(run_id: str, what: str, cleaned: list[str]) -> list[str]:
    """Decide what is new, and read quotations and entities in it."""
    desk, counts = DESK.get(), Counts()
    plan = _plan(desk, cleaned)
    counts.rows_in = plan.height
    counts.rows_skipped = plan.filter(action="skip").height
    counts.rows_merged = plan.filter(action="merge").height
    fresh = plan.filter(action="publish").drop("action")
    planned = {row["input_uri"]: row for row in fresh.iter_rows(named=True)}
    batches = []
    for name in cleaned:
        uris = desk.staging.read("clean", "drafts", [name], ["input_uri"])["input_uri"]
        size = sum(uri in planned for uri in uris)

        def load(name: str = name) -> list[Any]:
            rows = desk.staging.rows("clean", "drafts", name)
            return [row | planned[uri] | {"run_id": run_id} for row in rows if (uri := row["input_uri"]) in planned]

        if size:
            batches.append(Batch(name, size, load))
    names = do_batches(desk, "normalize", batches, counts)
    pass_gate(desk, "normalize", names, counts)
    _close(desk, "normalize", counts)
    return names


def _plan(desk: Desk, cleaned: Sequence[str]) -> pl.DataFrame:
    """The plan of the night. Batches made under another plan (another run published since) are not taken up again."""
    refused = list(refused_uris(desk, "clean"))
    if not cleaned:
        return plan_revisions(_no_drafts(), known_articles(desk.order.warehouse, _no_drafts()))
    drafts = desk.staging.read("clean", "drafts", cleaned, DRAFT).filter(~pl.col("input_uri").is_in(refused))
    plan = plan_revisions(drafts, known_articles(desk.order.warehouse, drafts), desk.order.force, desk.order.is_again)
    digest = hashlib.sha256(plan.write_json().encode()).hexdigest()
    if (desk.staging.noted("plan") or {}).get("digest") != digest:
        desk.staging.forget("normalize")
        desk.staging.note("plan", {"digest": digest})
    return plan


def _no_drafts() -> pl.DataFrame:
    empty = pl.from_arrow(TABLES["drafts"].arrow.empty_table())
    assert isinstance(empty, pl.DataFrame)
    return empty.select(DRAFT)


def _file_groups(files: Sequence[Any], most: int) -> Iterator[list[Any]]:
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


def _stopped(stage: str, item: Any, stopped: Stopped) -> Reject:
    uri = item["input_uri"] if isinstance(item, dict) else item.uri
    what = "the rest of the file was left out" if stage == "ingest" else "it was left out"
    return Reject(uri, stage, stopped.rule, f"{stopped.reason}; {what}. Look at the document, or raise the bound.")


def _unfound(desk: Desk) -> set[str]:
    return {reject.input_uri for reject in desk.unfound}


def _close(desk: Desk, stage: str, counts: Counts) -> None:
    desk.counts.append(counts.row(desk, stage))
    parts = [f"{counts.rows_in:,} in", f"{counts.rows_out:,} out"]
    for name in ("rejected", "skipped", "merged"):
        if number := getattr(counts, f"rows_{name}"):
            parts.append(f"{number:,} {name}")
    if counts.batches_reused:
        parts.append(f"{counts.batches_reused} of {counts.batches} batches staged before")
    desk.progress.end(f"{stage:<10} {', '.join(parts)}  ({time.perf_counter() - counts.started:.1f} s)")
