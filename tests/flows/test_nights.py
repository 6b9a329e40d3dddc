"""A night is of the schedule's time zone, and is never worked on twice at once, whatever Prefect believes."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows import forms
from flows.nights import one_at_a_time, scheduled_night
from schemas.errors import WarehouseError
from schemas.settings import Settings, load_settings
from warehouse.read import query

HOLD = """
import sys
from pathlib import Path
from flows.nights import one_at_a_time
from schemas.settings import load_settings
with one_at_a_time(Path(sys.argv[1]), "20260314-nightly", load_settings(), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def settings(second_run: str = "refuse", timezone: str = "UTC", lock_wait_s: float = 30) -> Settings:
    schedule = {"COPYDESK_SCHEDULE__SECOND_RUN": second_run, "COPYDESK_SCHEDULE__TIMEZONE": timezone}
    return load_settings(environment=schedule | {"COPYDESK_RUN__LOCK_WAIT_S": str(lock_wait_s)})


def holder(warehouse: Path) -> "subprocess.Popen[str]":
    """Another process that works on the night of 2026-03-14."""
    command = [sys.executable, "-c", HOLD, str(warehouse)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize(
    ("timezone", "night"),
    [("UTC", date(2026, 3, 14)), ("Europe/Berlin", date(2026, 3, 15)), ("America/Chicago", date(2026, 3, 14))],
)
def test_a_run_is_of_the_night_for_which_it_was_scheduled(
    timezone: str, night: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "flows.nights.flow_run.scheduled_start_time", datetime(2026, 3, 14, 23, 30, tzinfo=UTC), raising=False
    )
    assert scheduled_night(settings(timezone=timezone)) == night


def test_a_second_run_of_the_night_is_refused_at_once_and_another_night_is_not(tmp_path: Path) -> None:
    first = holder(tmp_path)
    try:
        with (
            pytest.raises(WarehouseError, match=r"works on 20260314-nightly in .* already, so this one was refused"),
            one_at_a_time(tmp_path, "20260314-nightly", settings("refuse"), print),
        ):
            pass
        with one_at_a_time(tmp_path, "20260315-nightly", settings("refuse"), print):
            pass
    finally:
        first.kill()
        first.communicate()


def test_a_second_run_waits_where_that_is_configured(tmp_path: Path) -> None:
    first = holder(tmp_path)
    told: list[str] = []

    def waiting(line: str) -> None:
        told.append(line)
        first.send_signal(signal.SIGKILL)

    with one_at_a_time(tmp_path, "20260314-nightly", settings("wait"), waiting):
        assert len(told) == 1 and "waiting up to 30 s" in told[0]
    first.communicate()


def test_the_hold_on_a_night_dies_with_its_holder(tmp_path: Path) -> None:
    first = holder(tmp_path)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    with one_at_a_time(tmp_path, "20260314-nightly", settings("refuse"), print):
        pass


def test_a_night_that_is_published_is_not_run_again(
    tmp_path: Path, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            body = (RSS if self.path == "/feed" else PAGE).replace("SITE", self.headers["Host"]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listed = tmp_path / "sources.toml"
    listed.write_text(f'[[sources]]\nid = "ledger"\nurl = "http://127.0.0.1:{server.server_port}/feed"\n')
    monkeypatch.setenv("COPYDESK_FETCH__SOURCES_FILE", str(listed))
    monkeypatch.setenv("COPYDESK_FETCH__ALLOW_PRIVATE_HOSTS", f'["127.0.0.1:{server.server_port}"]')
    monkeypatch.setenv("COPYDESK_FETCH__PACE_S", "0")
    night, warehouse = date(2026, 3, 14), tmp_path / "warehouse"
    try:
        with api_at(api_url):
            first = forms.nightly(night=night, warehouse=str(warehouse), workers=1, return_state=True)
            number = len(asked)
            second = forms.nightly(night=night, warehouse=str(warehouse), workers=1, return_state=True)
    finally:
        server.shutdown()
    assert first.is_completed(), first
    assert (first.result().run_id, first.result().published["articles"]) == ("20260314-nightly", 1)
    assert second.is_completed() and second.result().was_published
    assert len(asked) == number, "nothing is fetched again"
    assert query(warehouse, "select run_id from runs")["run_id"].to_list() == ["20260314-nightly"]


def api_at(url: str):  # type: ignore[no-untyped-def]
    from prefect.settings import PREFECT_API_URL, temporary_settings

    return temporary_settings({PREFECT_API_URL: url})


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Quarry Ledger</title><link>http://SITE/</link>
<item><title>Quarry reopens</title><link>http://SITE/quarry</link></item></channel></rss>"""
PAGE = """<html lang="en"><head><title>Quarry reopens after nine years</title></head><body><article>
<h1>Quarry reopens after nine years</h1>
<p>The slate quarry above Nantlow opened its gates on Thursday for the first time since the flood of nine years ago.</p>
<p>"We kept the pumps running for the day that came today," said Iwan Prys, who manages the site.</p>
<p>Some forty people will be hired before the summer, the owners said, most of them from the two villages nearby.</p>
</article></body></html>"""
