"""`copydesk serve` as a process of its own, and what Prefect's API says of it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

COPYDESK = str(Path(sys.executable).parent / "copydesk")
PATIENCE_S = 240.0  # for what takes seconds on a machine that has nothing else to do
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class ServedDesk:
    """Started from a folder that is not the checkout, with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "desk" / "tables"
        self.log = folder / "serve.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.api = httpx.Client(base_url=f"{self.address}/api", timeout=60)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Relative inputs are looked for in `desk`, where a folder `flows` lies in the way of ours."""
        (self.folder / "desk" / "flows").mkdir(parents=True, exist_ok=True)
        (self.folder / "desk" / "flows" / "__init__.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
        # Other tests of this process quiet Prefect for themselves; what is served here must log.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        environment |= {"PREFECT_HOME": str(self.folder / "home"), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [COPYDESK, "serve", "--port", str(self.port), "--warehouse", "tables"],
            cwd=self.folder / "desk",
            env=environment,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        self.until(lambda: "started!" in self.said() or self.process and self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def children(self) -> list[int]:
        """Server, worker, runs under way, and what they have started; also where their parent is gone."""
        mark = f"PREFECT_HOME={self.folder / 'home'}".encode()
        own = self.process.pid if self.process else 0
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                is_zombie = b"State:\tZ" in (place / "status").read_bytes()
                if not is_zombie and mark in (place / "environ").read_bytes().split(b"\0") and int(place.name) != own:
                    found.append(int(place.name))
        return found

    def running(self, words: str) -> list[int]:
        """Children with these words in their command line."""
        found = []
        for pid in self.children():
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                if words in line:
                    found.append(pid)
        return found

    def until(self, holds: Callable[[], Any]) -> Any:
        """What `holds` answers as soon as it is true."""
        deadline = time.monotonic() + PATIENCE_S
        while not (answer := holds()):
            assert time.monotonic() < deadline, f"not within {PATIENCE_S:.0f} s; serve said:\n{self.said()[-4000:]}"
            time.sleep(0.1)
        return answer

    def deployment(self, name: str) -> dict[str, Any]:
        answer = self.api.get(f"/deployments/name/{name}/{name}")
        answer.raise_for_status()
        return dict(answer.json())

    def submit(self, name: str, **parameters: Any) -> httpx.Response:
        """As the form does."""
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        place = f"/deployments/{self.deployment(name)['id']}/create_flow_run"
        while (answer := self.api.post(place, json=body)).status_code >= 500:
            time.sleep(1)  # the server's database is locked for a moment on a busy machine; the UI asks again too
        return answer

    def run(self, run_id: str) -> dict[str, Any]:
        return dict(self.api.get(f"/flow_runs/{run_id}").json())

    def ended(self, run_id: str) -> dict[str, Any]:
        """The state in which a run ended."""
        run = self.until(lambda: (run := self.run(run_id))["state"]["type"] in ENDED and run)
        return dict(run["state"])

    def logged(self, run_id: str) -> list[str]:
        """The lines of a run and of its stages, as the UI shows them; the last ones may come late."""
        stages = self.api.post(
            "/flow_runs/filter", json={"flow_runs": {"parent_flow_run_id": {"any_": [run_id]}}}
        ).json()
        ids = [run_id, *(stage["id"] for stage in stages)]
        body = {"logs": {"flow_run_id": {"any_": ids}}, "limit": 200, "sort": "TIMESTAMP_ASC"}
        return [line["message"] for line in self.api.post("/logs/filter", json=body).json()]

    def artifacts(self, run_id: str) -> dict[str, dict[str, Any]]:
        body = {"artifacts": {"flow_run_id": {"any_": [run_id]}}, "limit": 100}
        return {found["key"]: found for found in self.api.post("/artifacts/filter", json=body).json() if found["key"]}
