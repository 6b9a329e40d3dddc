"""A run that failed is told to the operator's command and webhook, also when it crashed and the worker tells it."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from flows.hooks import tell_failure

FLOW = SimpleNamespace(name="nightly")
STATE = SimpleNamespace(name="Crashed", message='The process was killed; 3 < 4 & "so on"')


def run_with(config: str) -> FlowRun:
    return FlowRun(name="quiet-otter", flow_id=uuid4(), parameters={"config": config})


@pytest.fixture(autouse=True)
def logged_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log of a run goes to Prefect's server alone; here it goes where the test sees it."""
    for name in ("prefect", "prefect.flow_runs"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    with temporary_settings({PREFECT_LOGGING_TO_API_ENABLED: False}):
        yield


@pytest.fixture
def received() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of a webhook, and what it was sent."""
    bodies: list[dict[str, str]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()


def settings_file(folder: Path, **hooks: str) -> str:
    file = folder / "hooks.toml"
    file.write_text("[hooks]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in hooks.items()), "utf-8")
    return str(file)


def test_the_command_gets_the_message_on_its_input_and_the_facts_in_its_environment(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = f'cat > {told}; echo "$COPYDESK_FLOW $COPYDESK_RUN $COPYDESK_STATE" >> {told}'
    command = f"sh -c '{script}'"
    tell_failure(FLOW, run_with(settings_file(tmp_path, failure_command=command)), STATE)
    assert told.read_text("utf-8") == f"{STATE.message}nightly quiet-otter Crashed\n"


def test_the_webhook_gets_all_of_it_as_json(tmp_path: Path, received: tuple[str, list[dict[str, str]]]) -> None:
    address, bodies = received
    tell_failure(FLOW, run_with(settings_file(tmp_path, failure_webhook=address)), STATE)
    assert bodies == [{"flow": "nightly", "run": "quiet-otter", "state": "Crashed", "message": STATE.message}]


@pytest.mark.parametrize(
    "command", ["/no/such/program", "false", "sh -c 'sleep 9'", "an 'unclosed quote"], ids=lambda said: said.split()[0]
)
def test_a_command_that_fails_or_hangs_is_logged_and_the_webhook_is_called_all_the_same(
    command: str, tmp_path: Path, received: tuple[str, list[dict[str, str]]], caplog: pytest.LogCaptureFixture
) -> None:
    address, bodies = received
    file = Path(settings_file(tmp_path, failure_command=command, failure_webhook=address))
    file.write_text(file.read_text("utf-8") + "timeout_s = 1.0\n", "utf-8")
    with caplog.at_level(logging.WARNING, "prefect.flow_runs"):
        tell_failure(FLOW, run_with(str(file)), STATE)
    assert len(bodies) == 1
    assert "hooks.failure_command failed" in caplog.text


@pytest.mark.parametrize("address", ["{}/broken", "http://127.0.0.1:1/", "no address"])
def test_a_webhook_that_fails_is_logged_and_no_more(
    address: str, tmp_path: Path, received: tuple[str, list[dict[str, str]]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "prefect.flow_runs"):
        tell_failure(FLOW, run_with(settings_file(tmp_path, failure_webhook=address.format(received[0]))), STATE)
    assert "hooks.failure_webhook failed" in caplog.text


def test_a_run_whose_settings_cannot_be_read_is_told_by_the_usual_hooks(
    tmp_path: Path, received: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, bodies = received
    monkeypatch.setenv("COPYDESK_HOOKS__FAILURE_WEBHOOK", address)
    tell_failure(FLOW, run_with(str(tmp_path / "absent.toml")), STATE)
    assert [body["run"] for body in bodies] == ["quiet-otter"]


def test_where_no_settings_can_be_read_nobody_is_told_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOOKS__TIMEOUT_S", "never")
    tell_failure(FLOW, run_with(str(tmp_path / "absent.toml")), STATE)
