"""The table of deployments, prefect.yaml beside it, and what `copydesk serve` refuses before it starts anything."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint

from flows import forms
from flows.deployments import COLLISION, DEPLOYMENTS, POOL, runner_deployment
from schemas.errors import ConfigurationError
from schemas.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
SCHEDULE = load_settings(environment={}).schedule
WRITTEN: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))


def test_prefect_yaml_names_the_same_deployments_in_the_same_order() -> None:
    assert [written["name"] for written in WRITTEN["deployments"]] == [made.name for made in DEPLOYMENTS]


@pytest.mark.parametrize("written", WRITTEN["deployments"], ids=lambda written: written["name"])
def test_prefect_yaml_says_what_copydesk_serve_registers(written: dict[str, Any]) -> None:
    deployment = next(made for made in DEPLOYMENTS if made.name == written["name"])
    made = runner_deployment(deployment, SCHEDULE, "warehouse", "/srv/news", False)
    assert written["entrypoint"] == made.entrypoint == deployment.entrypoint
    assert written["description"] == made.description
    assert written["tags"] == made.tags
    assert written["parameters"] == made.parameters
    assert written["enforce_parameter_schema"] is made.enforce_parameter_schema is True
    assert written["work_pool"]["name"] == made.work_pool_name == POOL
    assert "paused" not in written and not made.paused  # deployed again, it would stop a schedule that somebody resumed
    schedules = [{"cron": item.schedule.cron, "timezone": item.schedule.timezone} for item in made.schedules or []]
    assert written.get("schedules", []) == schedules
    limit = written.get("concurrency_limit")
    assert (limit["limit"] if limit else None) == made.concurrency_limit
    assert (limit["collision_strategy"] if limit else None) == (
        made.concurrency_options.collision_strategy.value if made.concurrency_options else None
    )


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment.name)
def test_an_entrypoint_is_the_flow_of_its_name_in_the_installed_package(deployment: Any) -> None:
    assert load_flow_from_entrypoint(deployment.entrypoint) is getattr(forms, deployment.name)


def test_neither_way_pulls_code_from_anywhere() -> None:
    (step,) = WRITTEN["pull"]
    assert list(step) == ["prefect.deployments.steps.set_working_directory"]
    assert not WRITTEN["build"] and not WRITTEN["push"]
    made = runner_deployment(DEPLOYMENTS[1], SCHEDULE, "/srv/news/warehouse", "/srv/news", False)
    assert made.storage is not None
    assert made.storage.to_pull_step() == {
        "prefect.deployments.steps.set_working_directory": {"directory": "/srv/news"}
    }


def test_the_nightly_run_alone_is_scheduled_and_alone_is_paused_while_there_is_no_source() -> None:
    made = {item.name: runner_deployment(item, SCHEDULE, "w", "/", True) for item in DEPLOYMENTS}
    assert [name for name, item in made.items() if item.schedules] == ["nightly"]
    assert [name for name, item in made.items() if item.paused] == ["nightly"]
    assert not runner_deployment(DEPLOYMENTS[0], SCHEDULE, "w", "/", False).paused


@pytest.mark.parametrize("second_run", ["refuse", "wait"])
def test_a_second_nightly_run_is_refused_or_waits_as_configured(second_run: str) -> None:
    schedule = SCHEDULE.model_copy(update={"second_run": second_run})
    made = runner_deployment(DEPLOYMENTS[0], schedule, "w", "/", False)
    assert made.concurrency_limit == 1
    assert made.concurrency_options is not None
    assert made.concurrency_options.collision_strategy == COLLISION[second_run]


def test_a_cron_line_that_prefect_does_not_take_is_refused_in_a_sentence() -> None:
    with pytest.raises(ConfigurationError, match=r"schedule\.cron = '99 4 \* \* \*' is refused"):
        runner_deployment(DEPLOYMENTS[0], SCHEDULE.model_copy(update={"cron": "99 4 * * *"}), "w", "/", False)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("timezone", "Europe/Berln", "did you mean Europe/Berlin"),
        ("second_run", "perhaps", "second_run"),
        ("cron", "every night", "schedule.cron"),
    ],
)
def test_a_wrong_schedule_is_refused_with_the_settings(key: str, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_settings(environment={f"COPYDESK_SCHEDULE__{key.upper()}": value})


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [str(Path(sys.executable).parent / "copydesk"), "serve", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"copydesk: Port {port} is in use")
    assert "--port" in ended.stderr and "Traceback" not in ended.stderr
