"""The deployments: what people and schedules can start. `prefect.yaml` says the same to a server that exists."""

import contextlib
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.runner.storage import LocalStorage
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType
from prefect.workers.process import ProcessWorker

from flows import forms
from schemas.errors import ConfigurationError
from schemas.settings import ScheduleSettings

POOL = "copydesk"
# Said here, the worker starts a run at once; left to itself, it first starts a process to look at the folder.
COMMAND = f"{shlex.quote(sys.executable)} -m flows.serving run"


@dataclass(frozen=True)
class Deployment:
    """One way to start a flow of flows/forms.py; its name is the flow's."""

    name: str
    tags: tuple[str, ...]
    is_scheduled: bool = False

    @property
    def entrypoint(self) -> str:
        return f"flows.forms.{self.name}"

    @property
    def description(self) -> str:
        return str(getattr(forms, self.name).description)


DEPLOYMENTS = (
    Deployment("nightly", ("copydesk", "nightly"), is_scheduled=True),
    Deployment("ingest", ("copydesk", "by hand")),
    Deployment("reprocess", ("copydesk", "by hand")),
    Deployment("check", ("copydesk", "by hand")),
)
# What Prefect does with a second run of the night, by schedule.second_run. The lock beside the data holds all the same.
COLLISION = {"refuse": ConcurrencyLimitStrategy.CANCEL_NEW, "wait": ConcurrencyLimitStrategy.ENQUEUE}


def register_all(schedule: ScheduleSettings, warehouse: str, folder: str, is_paused: bool) -> None:
    """Make the work pool and all deployments known to the server, or bring them up to date.

    `folder` is where relative inputs of the form are looked for; `is_paused` holds for the schedule.

    Raises:
        ConfigurationError: Prefect does not take the schedule.
    """
    with get_client(sync_client=True) as client, contextlib.suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=_template()))
    for deployment in DEPLOYMENTS:
        runner_deployment(deployment, schedule, warehouse, folder, is_paused).apply()


def runner_deployment(
    deployment: Deployment, schedule: ScheduleSettings, warehouse: str, folder: str, is_paused: bool
) -> RunnerDeployment:
    """A deployment as Prefect takes it.

    Raises:
        ConfigurationError: Prefect does not take the schedule.
    """
    try:
        cron = Cron(schedule.cron, timezone=schedule.timezone) if deployment.is_scheduled else None
    except ValueError:
        raise ConfigurationError(f"schedule.cron = {schedule.cron!r} is refused: write it as 30 4 * * *.") from None
    limit = ConcurrencyLimitConfig(limit=1, collision_strategy=COLLISION[schedule.second_run])
    made = RunnerDeployment.from_flow(
        getattr(forms, deployment.name),
        name=deployment.name,
        description=deployment.description,
        tags=list(deployment.tags),
        parameters={"warehouse": warehouse},
        work_pool_name=POOL,
        job_variables={"working_dir": folder, "command": COMMAND},
        entrypoint_type=EntrypointType.MODULE_PATH,
        schedule=cron,
        concurrency_limit=limit if deployment.is_scheduled else None,
        paused=is_paused and deployment.is_scheduled,
        enforce_parameter_schema=True,
    )
    made.storage = LocalStorage(folder)  # its pull step sets the working directory; without one Prefect copies it
    return made


def mark_crashed(say: Callable[[str], None]) -> None:
    """Tell Prefect of runs that were ended together with its server and worker: it would wait for them for ever."""
    under_way = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    message = "It was under way when copydesk serve was ended. Start it again: it goes on where it was."
    with get_client(sync_client=True) as client:
        ours = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
        state = FlowRunFilter(state=FlowRunFilterState(type=under_way))
        for run in client.read_flow_runs(work_pool_filter=ours, flow_run_filter=state):
            client.set_flow_run_state(run.id, Crashed(message=message), force=True)
            say(f"Run {run.name} was under way when this was ended last; it shows as crashed and can be started again.")


def _template() -> dict[str, Any]:
    return ProcessWorker.get_default_base_job_template()
