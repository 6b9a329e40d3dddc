"""What one article costs beyond the work itself, in CPU seconds by process: `python -m benchmarks.cold`.

The first run of a Prefect home also creates its database; the later ones are what a user pays every day, so the first
is told apart. `work` is the CPU time that the workers spent on the article, as run_stages tells it.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warehouse.read import query

ARTICLE = Path(__file__).resolve().parent.parent / "examples" / "corpus" / "pages" / "courier-dam-crack.html"
TICKS = os.sysconf("SC_CLK_TCK")
PARTS = {"judge": "judge (Great Expectations)", "server": "server", "worker": "workers (spaCy, cleaning)"}  # by name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, default=ARTICLE)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for number in range(given.runs):
            spent, work, wall = measure(given.article, home, Path(home) / f"warehouse-{number}")
            beyond = sum(spent.values()) - work
            parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in sorted(spent.items()))
            which = "first" if number == 0 else "later"
            print(f"{which} run: {beyond:.1f} s CPU beyond the work ({work:.2f} s), {wall:.1f} s wall; {parts}")


def measure(article: Path, home: str, warehouse: Path) -> tuple[dict[str, float], float, float]:
    """(CPU seconds by part, CPU seconds of the work, wall seconds) of one run."""
    environment = os.environ | {"PREFECT_HOME": home}
    environment.pop("PREFECT_API_URL", None)
    command = "from flows.cli import main; main()"
    run = [sys.executable, "-c", command, "run", str(article), "--warehouse", str(warehouse), "--workers", "1"]
    began = time.perf_counter()
    process = subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: dict[int, tuple[str, float]] = {}
    while process.poll() is None:
        seen |= _family(process.pid)
        time.sleep(0.02)
    wall = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"The run failed with status {process.returncode}.")
    spent: dict[str, float] = {}
    for part, seconds in seen.values():
        spent[part] = spent.get(part, 0.0) + seconds
    work = float(query(warehouse, "select sum(cpu_seconds) from run_stages").item())
    return spent, work, wall


def _family(root: int) -> dict[int, tuple[str, float]]:
    """(part, CPU seconds so far) of a process and of all that descend from it."""
    found: dict[int, tuple[str, float]] = {}
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError, ValueError):
            name, _, rest = Path(f"/proc/{pid}/stat").read_text("utf-8").partition("(")[2].rpartition(")")
            values = rest.split()
            if values[0] == "Z":  # it has ended and waits for its parent to notice
                continue
            part = "run (Prefect, tables)" if pid == root else PARTS.get(name, PARTS["worker"])
            found[pid] = (part, (int(values[11]) + int(values[12])) / TICKS)
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text("utf-8").split())
    return found


if __name__ == "__main__":
    main()
