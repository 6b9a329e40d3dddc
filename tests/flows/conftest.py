"""Whole runs for tests: one Prefect server a session, and the judge and the workers kept warm between runs."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from road_runs import Road, of_session

from schemas.settings import Settings


@pytest.fixture(scope="session")
def api_url() -> Iterator[str]:
    """One Prefect server for the tests of this process."""
    from flows.server import own_server

    with own_server():
        from prefect.settings import PREFECT_API_URL

        yield str(PREFECT_API_URL.value())


@pytest.fixture(scope="session")
def warm_parts() -> Iterator[tuple[Callable[[], Any], Callable[[Settings], Any]]]:
    """The real judge and the real workers, kept from run to run: they take longer to start than a small run takes."""
    from flows.gates import Judge
    from flows.pool import Pool

    kept: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:

        def judge() -> Any:
            if "judge" not in kept:
                kept["judge"] = stack.enter_context(Judge())
            return contextlib.nullcontext(kept["judge"])

        def pool(settings: Settings) -> Any:
            pace = settings.run.model_copy(update={"workers": 1, "batch_size": 1, "lock_wait_s": 0})
            key = settings.model_copy(update={"run": pace, "gate": None}).model_dump_json(warnings=False)
            if key not in kept:
                kept[key] = stack.enter_context(Pool(settings))
            return contextlib.nullcontext(kept[key])

        yield judge, pool


def make_road(folder: Path, api_url: str, warm_parts: Any, patch: pytest.MonkeyPatch) -> Iterator[Road]:
    judge, pool = warm_parts
    patch.setattr("flows.run.Judge", judge)
    patch.setattr("flows.run.Pool", pool)
    road = Road(folder, api_url)
    yield road
    for command in road.started:
        for process in of_session(command.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    patch.undo()


@pytest.fixture
def road(tmp_path: Path, api_url: str, warm_parts: Any) -> Iterator[Road]:
    yield from make_road(tmp_path, api_url, warm_parts, pytest.MonkeyPatch())


@pytest.fixture(scope="module")
def module_road(tmp_path_factory: pytest.TempPathFactory, api_url: str, warm_parts: Any) -> Iterator[Road]:
    yield from make_road(tmp_path_factory.mktemp("road"), api_url, warm_parts, pytest.MonkeyPatch())
