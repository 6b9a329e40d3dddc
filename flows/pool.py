"""The control side of the work: worker processes that are taken, driven through a batch, and killed when one hangs."""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from schemas.errors import CopydeskError
from schemas.settings import Settings

RELOAD_S = 120.0  # grace for a worker's first answer: a nursery under load may take long to fork
NURSERY_END_S = 0.2  # workers end a moment before the end of their nursery can be seen


@dataclass(frozen=True)
class Stopped:
    """Why a document has no result: the process that held it was killed or died."""

    rule: str  # timeout, crashed
    reason: str


@dataclass
class Worker:
    pid: int
    connection: Connection

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.connection.close()


@dataclass
class Pool:
    """Workers for all stages of a run. Threads may call `work` at the same time; each drives a worker of its own."""

    settings: Settings
    peak_memory_mb: float = 0.0  # of one worker
    cpu_seconds: float = 0.0  # of all workers
    _nursery: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: dict[str, "queue.SimpleQueue[Worker]"] = field(default_factory=dict)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def work(self, stage: str, items: list[Any]) -> Iterator[tuple[int, Any]]:
        """(index, result) for every result of every item, in order; (index, None) when the item is done.

        An item during which the worker hangs or dies yields a `Stopped` and is done; the items after it go on in a new
        worker.

        Raises:
            CopydeskError: all workers are gone, through no fault of an item.
        """
        start = 0
        while start < len(items):
            worker = self._take(stage, items[start:])
            at = start
            try:
                for kind, *content in self._messages(worker):
                    if kind == "end":
                        self.peak_memory_mb = max(self.peak_memory_mb, content[0])
                        self.cpu_seconds += content[1]
                        self._idle[stage].put(worker)
                        return
                    index = start + content[0]
                    yield index, content[1] if kind == "result" else None
                    at = index + 1 if kind == "done" else index
            except TimeoutError:
                worker.kill()
                limit = self.settings.run.document_timeout_s
                yield at, Stopped("timeout", f"Work on it did not end within {limit:g} s (run.document_timeout_s)")
            except (EOFError, ConnectionError):
                worker.kill()
                self._check_nursery()
                yield at, Stopped("crashed", "The process that worked on it died, most likely for want of memory")
            except GeneratorExit:
                worker.kill()
                raise
            yield at, None
            start = at + 1

    def close(self) -> None:
        for idle in self._idle.values():
            while not idle.empty():
                idle.get().kill()
        if self._control is not None:
            self._control.close()
        if self._nursery is not None:
            try:
                self._nursery.wait(timeout=10)
            except subprocess.TimeoutExpired:  # it is loading libraries, and nobody needs them any more
                self._nursery.kill()
                self._nursery.wait()
        self._control = self._nursery = None

    def _messages(self, worker: Worker) -> Iterator[tuple[Any, ...]]:
        while True:
            if not worker.connection.poll(self.settings.run.document_timeout_s):
                raise TimeoutError
            message = worker.connection.recv()
            yield message
            if message[0] == "end":
                return

    def _take(self, stage: str, items: list[Any]) -> Worker:
        """A worker that has these items; one that died while it was idle is no fault of theirs."""
        while True:
            worker = self._idle_or_new(stage)
            try:
                worker.connection.send(items)
                return worker
            except ConnectionError:
                worker.kill()
                self._check_nursery()

    def _idle_or_new(self, stage: str) -> Worker:
        with self._lock:
            idle = self._idle.setdefault(stage, queue.SimpleQueue())
            if not idle.empty():
                return idle.get()
            if self._control is None:
                self._start()
            assert self._control is not None
            ours, theirs = socket.socketpair()
            request = f"{stage}\n{self.settings.model_dump_json()}".encode()
            try:
                socket.send_fds(self._control, [request], [theirs.fileno()])
                self._control.settimeout(RELOAD_S)
                pid = int(self._control.makefile().readline() or 0)
            except OSError:
                pid = 0
            finally:
                theirs.close()
            if not pid:
                raise CopydeskError("The worker processes could not be started; what stands above says why.")
            return Worker(pid, Connection(ours.detach()))

    def _check_nursery(self) -> None:
        """A worker that died with all the others tells nothing about its document.

        Raises:
            CopydeskError: the nursery has ended.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._nursery:
                self._nursery.wait(timeout=NURSERY_END_S)
            raise CopydeskError("The worker processes were ended from outside; start the run again, it will resume.")

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "flows.worker", str(theirs.fileno())], pass_fds=[theirs.fileno()]
        )
        theirs.close()
        self._control = ours
