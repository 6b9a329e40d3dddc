"""The four stages, each a subflow: what it reads, what its batches are, and what its gate judges.

ingest     files            -> documents (and rejects)
clean      documents        -> drafts (and rejects)
normalize  drafts, a plan   -> articles, quotes, entities, mentions, removed (and rejects)
publish    all of these     -> the warehouse
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

import polars as pl
from prefect import Flow, State, flow
from prefect.states import Failed

from flows.batches import TABLES_OF, Batch, Counts, do_batches, file_groups
from flows.desk import DESK, WITHDRAWN, Desk, known_articles, withdrawn_articles
from flows.fetching import fetch
from flows.gates import case_of, refuse_broken, refuse_losses
from schemas.errors import CopydeskError
from schemas.records import Reject
from schemas.rows import reject_row
from schemas.tables import TABLES
from transforms.revisions import DRAFT, plan_revisions

GATE = "gate"  # the folder of a stage in which its gate's rejects are staged
P = ParamSpec("P")
R = TypeVar("R")
NO_LOSS = (*WITHDRAWN, "embargoed")  # rules by which a source itself holds its items back


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
    for row in rejects_of(desk, stage, names).filter(~pl.col("rule").is_in(NO_LOSS)).iter_rows(named=True):
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
        for number, files in enumerate(file_groups(desk.files, desk.settings.run.batch_size))
    ]
    names = do_batches(desk, "ingest", batches, counts)
    counts.rows_rejected += len(desk.unfound)
    counts.rows_in = counts.rows_out + counts.rows_rejected + counts.rows_skipped
    desk.ingested = names
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
    known = known_articles(desk.order.warehouse, drafts)
    withdrawn = withdrawn_articles(desk.order.warehouse, rejects_of(desk, "ingest", desk.ingested))
    plan = plan_revisions(drafts, known, desk.order.force, desk.order.is_again, withdrawn)
    digest = hashlib.sha256(plan.write_json().encode()).hexdigest()
    if (desk.staging.noted("plan") or {}).get("digest") != digest:
        desk.staging.forget("normalize")
        desk.staging.note("plan", {"digest": digest})
    return plan


def _no_drafts() -> pl.DataFrame:
    return pl.DataFrame(schema=pl.Schema(TABLES["drafts"].arrow)).select(DRAFT)


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
