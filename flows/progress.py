"""How far the work is: a live bar on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

LINE_EVERY_S = 15.0  # between two plain lines of one stage
SHOW_EVERY_S = 5.0  # between two looks at it in Prefect's UI


class Progress:
    """Tells of one stage at a time. Threads may advance it at once."""

    def __init__(
        self,
        stream: TextIO | None = None,
        log: Callable[[str], None] | None = None,
        show: Callable[[str, float], None] | None = None,
        name: Callable[[str], None] | None = None,
    ) -> None:
        """Lines go to `log`, or to `stream` (standard error) without one; `show` is given a title and per cent, `name`
        the run's id when it is known."""
        self._log, self._show, self._name = log, show, name
        self.console = Console(file=stream or sys.stderr, highlight=False, soft_wrap=True)
        self._lock = threading.Lock()
        self._bars: Bars | None = None
        self._title = ""
        self._total: int | None = None
        self._done = 0
        self._told = 0.0

    def say(self, line: str) -> None:
        if self._log:
            self._log(line)
        else:
            self.console.print(line, markup=False)

    def name(self, run_id: str) -> None:
        if self._name:
            self._name(run_id)

    def begin(self, title: str, total: int | None, unit: str) -> None:
        """A stage begins; `total` units are to come, None where nobody knows."""
        self._title, self._total, self._done, self._told = f"{title} ({unit})", total, 0, time.monotonic()
        if self._show and total:
            self._show(self._title, 0.0)
        elif self.console.is_terminal and not self._log:
            columns = TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
            self._bars = Bars(*columns, console=self.console, transient=True)
            self._bars.add_task(self._title, total=total)
            self._bars.start()

    def advance(self, units: int = 1) -> None:
        with self._lock:
            self._done += units
            if self._bars:
                self._bars.advance(self._bars.task_ids[0], units)
            elif self._show and self._total:
                if time.monotonic() - self._told > SHOW_EVERY_S:
                    self._told = time.monotonic()
                    self._show(self._title, min(100.0, 100.0 * self._done / self._total))
            elif time.monotonic() - self._told > LINE_EVERY_S:
                self._told = time.monotonic()
                of = f" of {self._total:,}" if self._total else ""
                self.say(f"  {self._title}: {self._done:,}{of}")

    def end(self, line: str) -> None:
        """The stage is over, with `line` as its result."""
        if self._bars:
            self._bars.stop()
            self._bars = None
        if self._show and self._total:
            self._show(self._title, 100.0)
            self._total = None
        self.say(line)
