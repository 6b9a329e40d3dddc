"""CPU of the clean stage against trafilatura with metadata, page by page in turn.

    python benchmarks/clean_cost.py FOLDER [--pages N]

FOLDER holds gold.jsonl (id, url) and html/ID.html.gz. Each page goes through both, one after the other, so that a noisy
machine slows both alike; read the ratio, not the levels.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import bare_extraction

from schemas.records import Document
from schemas.settings import config_table
from transforms.clean import clean, load_rules


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--pages", type=int, default=1_000)
    options = arguments.parse_args()
    rules = load_rules({name: config_table(name) for name in ("boilerplate", "agencies")})
    rows = [json.loads(line) for line in (options.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    spent = {"copydesk": 0.0, "trafilatura": 0.0}
    for position, row in enumerate(rows[: options.pages]):
        body = gzip.decompress((options.folder / "html" / f"{row['id']}.html.gz").read_bytes())
        document = Document(row["id"], "html", "html", body, "0" * 64, url=row["url"])
        ours = seconds(lambda: clean(document, rules))  # noqa: B023
        theirs = seconds(lambda: bare_extraction(body.decode("utf-8", "replace"), with_metadata=True))  # noqa: B023
        if position >= WARM_UP:
            spent["copydesk"] += ours
            spent["trafilatura"] += theirs
    pages = min(len(rows), options.pages) - WARM_UP
    for name, cpu in spent.items():
        print(f"{name:12} {cpu / pages * 1000:6.1f} ms of CPU a page")
    print(f"ratio        {spent['copydesk'] / spent['trafilatura']:6.2f}")


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


WARM_UP = 5  # pages: lazy imports and models are paid once a worker

if __name__ == "__main__":
    main()
