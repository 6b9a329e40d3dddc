"""What holds for all tests: no settings of the machine, no Prefect of its user, and time enough for property tests."""

import importlib
import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "copydesk",
    deadline=None,  # the machine may be busy; how long a text may take is tested where it matters
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("copydesk")


LONG = ("browser", "flows", "warehouse", "transforms")  # rooms with modules that take long


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first: the one that starts last decides when the last worker ends."""
    items.sort(key=lambda item: next((n for n, room in enumerate(LONG) if f"tests/{room}/" in item.nodeid), len(LONG)))


def pytest_configure(config: pytest.Config) -> None:
    """Before anything imports Prefect: a home of this session, no analytics, no server of the user."""
    for name in [name for name in os.environ if name.startswith("COPYDESK_")]:
        del os.environ[name]
    os.environ.pop("PREFECT_API_URL", None)
    os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="copydesk-tests-")
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    importlib.import_module("flows")  # which says, before NumPy is loaded, that a process has one thread
