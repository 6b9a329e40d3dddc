"""What the tests of the web share: a server on loopback, quick settings, a ledger, and a crawl."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from web_server import WebServer

from schemas.settings import FetchSettings, load_settings
from sources.web import Ledger, Outcome, fetch_all


@pytest.fixture
def server() -> Iterator[WebServer]:
    running = WebServer()
    yield running
    running.close()


FetchWith = Callable[..., list[Outcome]]


@pytest.fixture
def fetch_settings() -> Callable[..., FetchSettings]:
    """The shipped settings with short times and no pace, and the keys given."""
    quick = {
        "allow_private_hosts": ("127.0.0.1", "127.0.0.2", "127.0.0.3"),
        "timeout_s": 5.0,
        "idle_timeout_s": 1.0,
        "connect_timeout_s": 1.0,
        "pace_s": 0.0,
        "retry_pause_s": 0.05,
        "max_bytes": 2_000_000,
    }

    def make(**changes: object) -> FetchSettings:
        return FetchSettings.model_validate({**load_settings(environment={}).fetch.model_dump(), **quick, **changes})

    return make


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "warehouse" / ".copydesk" / "fetch.sqlite") as opened:
        yield opened


@pytest.fixture
def fetch(ledger: Ledger, tmp_path: Path, fetch_settings: Callable[..., FetchSettings]) -> FetchWith:
    """Fetch addresses into the WARC folder `run` and return the outcomes."""

    def run(*urls: Any, run: str = "run-1", force: bool = False, **changes: object) -> list[Outcome]:
        return list(fetch_all(urls, fetch_settings(**changes), ledger, tmp_path / "warc" / run, force=force))

    return run
