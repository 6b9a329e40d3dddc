"""A run from order to published night, as one Prefect flow over four subflows."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.aliases import read_aliases
from flows.desk import DESK, Desk, Order, key_of, name_run
from flows.gates import Judge
from flows.pool import Pool
from flows.progress import Progress
from flows.publish import publish
from flows.stages import clean, ingest, normalize
from schemas.errors import GateRefused
from schemas.settings import load_settings
from sources.locate import locate
from warehouse.lock import write_lock
from warehouse.staging import Staging


@dataclass(frozen=True)
class Outcome:
    """What a run did: rows published by table, rows of run_stages, or why nothing was done."""

    run_id: str
    night: date
    published: dict[str, int] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    was_published: bool = False


def run_order(order: Order, progress: Progress) -> Outcome:
    """Do what was ordered, under the warehouse's lock.

    Raises:
        GateRefused: a gate stopped the run; nothing was published, and the staged night lies aside.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
        ConfigurationError: the order cannot be done.
    """
    read_aliases(order.settings.entities.alias_table)  # a table that cannot be read is told before any work
    with ExitStack() as stack:
        stack.enter_context(write_lock(order.warehouse, order.settings.run.lock_wait_s, progress.say))
        started_at = datetime.now(UTC)
        files, unfound, _ = locate(order.inputs, order.settings)
        key = key_of(order, files, unfound)
        run_id, night, is_published = name_run(order, key, started_at.date())
        staging = Staging(order.warehouse, run_id)
        if is_published:
            staging.clear()
            return Outcome(run_id, night, was_published=True)
        begun = staging.noted("run")
        if begun and begun["key"] != key:
            progress.say(f"Run {run_id} was begun over other inputs or settings; what it had staged is dropped.")
            staging.clear()
        staging.note("run", {"run_id": run_id, "key": key, "night": night, "inputs": order.inputs})
        judge, pool = stack.enter_context(Judge()), stack.enter_context(Pool(order.settings))
        desk = Desk(order, run_id, night, started_at, files, unfound, pool, judge, progress)
        token = DESK.set(desk)
        try:
            return Outcome(run_id, night, _stages(desk), desk.counts)
        except GateRefused as refusal:
            place = staging.refuse()
            raise GateRefused(f"{refusal}\nNothing was published; the refused night lies in {place}.") from None
        finally:
            DESK.reset(token)


def _stages(desk: Desk) -> dict[str, int]:
    """The road: each stage takes the names of the batches that the one before has staged."""
    threads: Any = ThreadPoolTaskRunner(max_workers=desk.workers)
    ingested = ingest.with_options(task_runner=threads)(desk.run_id)
    cleaned = clean.with_options(task_runner=threads)(desk.run_id, ingested)
    normalized = normalize.with_options(task_runner=threads)(desk.run_id, cleaned)
    return publish(desk.run_id, ingested, cleaned, normalized)


@flow(name="copydesk", flow_run_name="copydesk {night}", persist_result=False, validate_parameters=False)
def run_flow(
    inputs: list[str],
    warehouse: str = "warehouse",
    night: date | None = None,
    workers: int | None = None,
    run_id: str | None = None,
    config: str | None = None,
    force: bool = False,
) -> Outcome:
    """Take in articles from files and archives, and publish the night."""
    settings = load_settings(Path(config) if config else None)
    if workers is not None:
        settings = settings.model_copy(update={"run": settings.run.model_copy(update={"workers": workers})})
    return run_order(Order(tuple(inputs), Path(warehouse), settings, night, run_id, force), Progress())
