"""Prefect on this machine: its server with the UI, a worker, and the deployments, until stopped."""

import contextlib
import ctypes
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import httpx

from flows.database import OF_A_SERVER, is_ready, start_lock
from flows.listing import listed_sources
from schemas.errors import ConfigurationError, CopydeskError
from schemas.settings import Settings, load_settings

HOST = "127.0.0.1"
PAGES = "COPYDESK_PAGES"  # the folder with the pages of the warehouse's runs, told to the children
START_S = 120.0  # the first start on a machine creates the database
END_S = 15.0  # for a child to end by itself, before it is killed
PR_SET_PDEATHSIG = 1
ENVIRONMENT = OF_A_SERVER | {
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_WORKER_QUERY_SECONDS": "3",  # a person who starts a run waits for this
    # leases of runs that were ended with the server must be known to the next one, or the night stays taken for ever
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PYTHONSAFEPATH": "1",  # a folder named flows where this was started must not stand for ours
}


def serve_here(port: int, warehouse: str, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, then end all that was started; relative inputs are looked for in this folder.

    Raises:
        ConfigurationError: the schedule or the sources are wrong.
        CopydeskError: the port is in use, or the server or the worker does not come up or ends.
    """
    settings = load_settings()
    _check_port(port)
    os.environ.update(ENVIRONMENT)
    os.environ["PREFECT_API_URL"] = os.environ["PREFECT_SERVER_UI_API_URL"] = f"http://{HOST}:{port}/api"
    os.environ[PAGES] = str(Path(warehouse).absolute() / "reports")
    with _until_stopped() as is_stopped, contextlib.ExitStack() as children:
        say(f"Starting Prefect's server on port {port}; the first start on a machine takes half a minute.")
        server = children.enter_context(_child("server", str(port)))
        if not _is_up(server, port, is_stopped):
            return
        _register(settings, str(Path(warehouse).absolute()), say)
        worker = children.enter_context(_child("worker"))
        say(_welcome(port, Path(warehouse).absolute(), settings.schedule.cron, settings.schedule.timezone))
        named = {"Prefect's server": server, "The worker": worker}
        while not is_stopped():
            for name, child in named.items():
                if child.poll() is not None:
                    raise CopydeskError(
                        f"{name} ended by itself (status {child.returncode}); what stands above says why. "
                        "Start copydesk serve again; runs that were under way can be started again and resume."
                    )
            time.sleep(0.2)
        say("Stopping the worker and the server.")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CopydeskError(f"Port {port} needs the rights of root: choose one above 1023 with --port.") from None
        except OSError:
            raise CopydeskError(
                f"Port {port} is in use: stop what uses it (another copydesk serve?), or choose another with --port."
            ) from None


def _serve_prefect(port: int) -> None:
    """Prefect's server and UI, with the runs' pages below /pages."""
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.settings import PREFECT_HOME
    from starlette.routing import Mount

    home = PREFECT_HOME.value()
    home.mkdir(parents=True, exist_ok=True)
    with start_lock(home):
        is_ready(home)
    app = create_app()
    app.router.routes.insert(0, Mount("/pages", app=_pages()))  # before the UI, which answers for all that is left
    uvicorn.run(
        _sealed(app, port), host=HOST, port=port, log_level="warning", timeout_keep_alive=5, timeout_graceful_shutdown=3
    )


def _sealed(app: Any, port: int) -> Any:
    """The app with a policy by which browsers ask no other host: the UI asks one for analytics, switched off or not."""
    own = " ".join(f"{scheme}://{host}:{port}" for scheme in ("http", "ws") for host in (HOST, "localhost"))
    policy = f"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: {own}".encode()

    async def sealed(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                if b"content-security-policy" not in names:
                    message["headers"] = [*message["headers"], (b"content-security-policy", policy)]
            await send(message)

        await app(scope, receive, sending)

    return sealed


def _pages() -> Any:
    """The pages as files, without the rights of the UI that is served beside them."""
    from starlette.responses import Response
    from starlette.staticfiles import StaticFiles

    class Pages(StaticFiles):
        def file_response(self, *arguments: Any, **options: Any) -> Response:
            response = super().file_response(*arguments, **options)
            response.headers["Content-Security-Policy"] = "sandbox allow-scripts allow-popups"
            return response

    return Pages(directory=os.environ[PAGES], html=True, check_dir=False)


@contextlib.contextmanager
def _child(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of the processes at the end of this file; it ends with this one, however that ends, with all it started."""
    child = subprocess.Popen(
        [sys.executable, "-m", "flows.serving", *arguments],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # a run under way; started again, it goes on where it was


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def _until_stopped() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM came; the second one interrupts whatever goes on."""
    signals: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        signals.append(number)
        if len(signals) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(signals)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_up(server: subprocess.Popen[bytes], port: int, is_stopped: Callable[[], bool]) -> bool:
    """Wait for the server; false where the wait was stopped.

    Raises:
        CopydeskError: it does not come up.
    """
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and server.poll() is None:
        if is_stopped():
            return False
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"http://{HOST}:{port}/api/health", timeout=5).is_success:
                return True
        time.sleep(0.2)
    raise CopydeskError("Prefect's server did not come up; what stands above says why.")


def _register(settings: Settings, warehouse: str, say: Callable[[str], None]) -> None:
    from flows.deployments import mark_crashed, register_all

    mark_crashed(say)
    missing = _missing_sources(settings)
    register_all(settings.schedule, warehouse, str(Path.cwd()), bool(missing))
    if missing:
        say(f"The nightly deployment is paused: {missing}")


def _missing_sources(settings: Settings) -> str:
    """Why there is nothing to fetch every night; empty where there is."""
    try:
        listed_sources(settings)
    except ConfigurationError as error:
        return str(error)
    return ""


def _welcome(port: int, warehouse: Path, cron: str, timezone: str) -> str:
    address = f"http://{HOST}:{port}"
    return f"""
Copydesk serves at {address}

  {address}/v2/deployments   open one, press Run, fill the form
  ingest      articles from files, archives or addresses given by hand
  nightly     what is new in the feeds of config/sources.toml (cron "{cron}", {timezone})
  reprocess   the tables anew from the pages of earlier nights
  check       the gates once more over what is published

The tables are published in {warehouse}.
To start flows from another terminal: export PREFECT_API_URL={address}/api
Stop with Ctrl-C."""


def _as_main(module: str, *arguments: str) -> None:
    """Run a module of Prefect with our flows loaded: it would look for them in the folder at hand before all others."""
    import flows.forms  # noqa: F401

    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server", port]:
            _serve_prefect(int(port))
        case ["worker"]:
            _as_main("prefect", "worker", "start", "--pool", "copydesk", "--type", "process")
        case ["run"]:
            _as_main("prefect.engine")
