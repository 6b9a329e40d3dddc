"""A Prefect server of the run's own, for runs from the command line on a machine where no server is configured.

Prefect would start one in a second process that imports everything again; forking it costs half of that. It records
into Prefect's usual database, so that `copydesk serve` shows these runs too.
"""

import contextlib
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from typing import NoReturn

from flows.database import OF_A_SERVER, is_ready, note_ready, start_lock
from flows.family import die_with_parent
from schemas.errors import CopydeskError

START_S = 120.0  # the first start on a machine creates the database
QUIET = OF_A_SERVER | {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}


@contextlib.contextmanager
def own_server(beside: Callable[[], None] | None = None) -> Iterator[None]:
    """Run the flows within against a server that lives as long as this process at most.

    Where PREFECT_API_URL names a server, that one is used. Must be entered before any thread is started.
    `beside` is called where a server is forked: another fork of this process has the same need.

    Raises:
        CopydeskError: the server does not come up.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from prefect.settings import (
        PREFECT_API_DATABASE_MIGRATE_ON_START,
        PREFECT_API_URL,
        PREFECT_HOME,
        temporary_settings,
    )

    if PREFECT_API_URL.value():
        yield
        return
    home = PREFECT_HOME.value()
    home.mkdir(parents=True, exist_ok=True)
    # asyncio sends answers without delay only where the protocol is named; else each waits 40 ms for its confirmation
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    port = listening.getsockname()[1]
    with start_lock(home):
        ready = is_ready(home)
        with temporary_settings({PREFECT_API_DATABASE_MIGRATE_ON_START: False} if ready else {}):
            pid = _fork_server(listening, str(home / "copydesk-server.log"), beside)
            gc.freeze()  # what is imported stays: looking for garbage among it at the end is a tenth of the run's cost
        listening.close()
        try:
            _wait(port, pid)
        except BaseException:
            _end(pid)
            raise
        if not ready:
            note_ready(home)
    try:
        with pointed_at(f"http://127.0.0.1:{port}/api"):
            yield
    finally:
        _end(pid)


def _fork_server(listening: socket.socket, log: str, beside: Callable[[], None] | None) -> int:
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True)
    sys.stdout.flush()
    sys.stderr.flush()
    if beside:
        beside()
    pid = os.fork()
    if pid:
        return pid
    _serve(uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")), listening, log)


def _serve(server: "object", listening: socket.socket, log: str) -> NoReturn:
    die_with_parent("server")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        server.run(sockets=[listening])  # type: ignore[attr-defined]
    finally:
        os._exit(0)


def _wait(port: int, pid: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and os.waitpid(pid, os.WNOHANG)[0] == 0:
        asking = HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, HTTPException), contextlib.closing(asking):
            asking.request("GET", "/api/health")
            if asking.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise CopydeskError(
        "Prefect's server did not start; copydesk-server.log in Prefect's home folder says why. "
        "Start one with copydesk serve, and set PREFECT_API_URL to its address."
    )


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextlib.contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Prefect's settings for a server that only this run talks to.

    Heartbeats tell others that a run lives. Here nobody listens, and each flow would wait a second for its last one.
    Certificates are of no use on the loopback, and each of Prefect's clients would read them all.
    """
    from prefect.context import SettingsContext, get_settings_context
    from prefect.settings import PREFECT_API_TLS_INSECURE_SKIP_VERIFY, PREFECT_API_URL

    now = get_settings_context()
    settings = now.settings.copy_with_update(updates={PREFECT_API_URL: url, PREFECT_API_TLS_INSECURE_SKIP_VERIFY: True})
    flows = settings.flows.model_copy(update={"heartbeat_frequency": None})
    with SettingsContext(profile=now.profile, settings=settings.model_copy(update={"flows": flows})):
        yield
