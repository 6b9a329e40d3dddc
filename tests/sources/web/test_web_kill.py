"""A crawl that is really killed (-9) and started again has every page once, and asks for few of them twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from warcio.archiveiterator import ArchiveIterator

from sources.web import Fetched

CRAWL = """
import json, sys
from pathlib import Path
from schemas.settings import FetchSettings
from sources.web import Ledger, fetch_all

settings, folder, ledger, *urls = sys.argv[1:]
with Ledger(Path(ledger)) as opened:
    for outcome in fetch_all(urls, FetchSettings.model_validate(json.loads(settings)), opened, Path(folder)):
        print(outcome, flush=True)
"""


@pytest.mark.parametrize("after_pages", [0, 1, 7, 19])
def test_a_killed_crawl_goes_on_where_it_was(server, fetch, fetch_settings, ledger, tmp_path, after_pages):
    urls = [server.on(f"/{number}", server.page + str(number).encode() * 1000) for number in range(20)]
    ledger_path = tmp_path / "warehouse" / ".copydesk" / "fetch.sqlite"
    folder = tmp_path / "warc" / "run-1"
    settings = fetch_settings(pace_s=0.02, max_per_host=2).model_dump_json()
    crawl = subprocess.Popen(
        [sys.executable, "-c", CRAWL, settings, str(folder), str(ledger_path), *urls], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 30
    while len(server.paths()) <= after_pages and crawl.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(crawl.pid, signal.SIGKILL)
    crawl.wait()
    outcomes = fetch(*urls)
    assert sorted(outcome.url for outcome in outcomes if isinstance(outcome, Fetched)) == sorted(urls)
    assert len(server.paths()) <= len(urls) + 2
    assert list(folder.glob("*.open")) == []
    kept = set()
    for path in folder.glob("articles-*.warc.gz"):
        with path.open("rb") as file:
            kept |= {r.rec_headers["WARC-Target-URI"] for r in ArchiveIterator(file) if r.rec_type == "response"}
    assert kept == set(urls)
