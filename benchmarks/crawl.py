"""Many hosts at once, each at its own pace: `python -m benchmarks.crawl [--hosts 50] [--pages 20] [--pace 1.0]`.

Serves HOSTS × PAGES pages on as many loopback addresses and fetches them all into WARC files. One host after the other
would take their sum; all at once, the time of one host: (PAGES - 1) × PACE seconds and what the work costs. Needs
127.0.0.0/8 (Linux).
"""

import argparse
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from schemas.settings import load_settings
from sources.web import Ledger, fetch_all

PORT = 18_765
PAGE = (
    b"<html><head><title>Ferry</title></head><body><article><p>"
    + b"The ferry runs. " * 200
    + b"</p></article></body></html>"
)


class Pages(BaseHTTPRequestHandler):
    """Every address is the same page, but for robots.txt, which there is none of."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"" if self.path == "/robots.txt" else PAGE + self.path.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a thousand lines would hide the figure."""


class Server(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--pace", type=float, default=1.0, help="seconds between two requests to one host")
    given = parser.parse_args()
    hosts = [f"127.0.0.{number + 1}" for number in range(given.hosts)]
    urls = [f"http://{host}:{PORT}/{page}" for page in range(given.pages) for host in hosts]
    fetch = load_settings().fetch.model_copy(update={"allow_private_hosts": tuple(hosts), "pace_s": given.pace})
    server = Server(("0.0.0.0", PORT), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "fetch.sqlite") as ledger:
        began = time.perf_counter()
        ends = Counter(type(end).__name__ for end in fetch_all(urls, fetch, ledger, Path(folder) / "warc"))
        seconds = time.perf_counter() - began
    server.shutdown()
    allowed, one_by_one = (given.pages - 1) * given.pace, (given.pages - 1) * given.pace * given.hosts
    print(f"{len(urls):,} addresses on {given.hosts} hosts: {dict(ends)}")
    print(f"{seconds:.1f} s; the pace allows {allowed:.1f} s, host after host it would be {one_by_one:.0f} s")


if __name__ == "__main__":
    main()
