"""What the gates cost: a run over 2,000 pages, and the share of it spent on judging: `python -m benchmarks.gates`.

The pages are copies of --pages (default: the examples) under addresses of their own. Great Expectations' import is told
apart: it goes on in the judge's process beside the first stage.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed import EXAMPLES, read_pages
from warehouse.read import query

IMPORT = "import time; began = time.process_time(); import great_expectations; print(time.process_time() - began)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES)
    parser.add_argument("--count", type=int, default=2000)
    given = parser.parse_args()
    pages = read_pages(given.pages, given.count)
    with tempfile.TemporaryDirectory() as folder:
        corpus, warehouse = Path(folder) / "pages", Path(folder) / "warehouse"
        corpus.mkdir()
        for number in range(given.count):
            page = pages[number % len(pages)].replace(b"://", b"://n%d." % number)
            (corpus / f"{number:05d}.html").write_bytes(page)
        began = time.perf_counter()
        command = "from flows.cli import main; main()"
        run = [sys.executable, "-c", command, "run", str(corpus), "--warehouse", str(warehouse)]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - began
        stages = query(warehouse, "select stage, rows_in, rows_out, seconds, gate_seconds, cpu_seconds from run_stages")
        gates = float(stages["gate_seconds"].sum())
        work = float(stages["seconds"].sum())
    imported = float(subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True).stdout)
    print(stages)
    print(f"{given.count} pages: {wall:.1f} s in all, {work:.1f} s in the stages, {gates:.1f} s of them in the gates")
    print(f"share of the gates: {gates / work:.1%} of the stages; its import apart: {imported:.1f} s CPU")


if __name__ == "__main__":
    main()
