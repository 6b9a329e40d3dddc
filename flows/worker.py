"""The process side of the work: one nursery that loads the libraries once, and the workers that it forks.

A worker does one batch after another and sends each result as soon as it has it, so that killing it over one document
loses nothing else. The nursery ends when the run's end of its socket closes, and its workers die with it, whatever way
the run ends.
"""

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import time
import traceback
from multiprocessing.connection import Connection
from typing import Any

from flows.family import SPACYS_COMMANDS, die_with_parent, stand_in
from flows.jobs import JOBS, Job
from schemas.settings import Settings

MEBIBYTE = 1 << 20


def main(handle: int) -> None:
    """The nursery: receives (stage, settings) with a socket, loads what the stage needs, forks a worker onto it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_in(*SPACYS_COMMANDS)
    control = socket.socket(fileno=handle)
    jobs: dict[str, Job] = {}
    settings: Settings | None = None
    while True:
        message, handles, _, _ = socket.recv_fds(control, 1 << 20, 1)
        if not message:
            return
        _reap()
        stage, _, given = message.decode().partition("\n")
        settings = settings or Settings.model_validate_json(given)
        if stage not in jobs:
            gc.disable()  # what a stage loads stays
            jobs[stage] = JOBS[stage](settings)
            gc.freeze()
            gc.enable()
        pid = os.fork()
        if pid == 0:
            control.close()
            _serve(Connection(handles[0]), jobs[stage], settings)
        os.close(handles[0])
        control.sendall(f"{pid}\n".encode())


def _serve(connection: Connection, job: Job, settings: Settings) -> None:
    """Do batches until the other end closes.

    Messages: ("result", index, value), ("done", index), ("end", peak MiB, CPU s).
    """
    die_with_parent("worker")
    bound = settings.run.document_memory_mb * MEBIBYTE
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = 0
    try:
        while True:
            items = connection.recv()
            began = time.process_time()
            _work(connection, job, items)
            memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            connection.send(("end", memory_mb, time.process_time() - began))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except BaseException:
        traceback.print_exc()
        status = 1
    finally:
        sys.stderr.flush()
        os._exit(status)


def _work(connection: Connection, job: Job, items: list[Any]) -> None:
    for index, value in job(items):
        if value is None:
            connection.send(("done", index))
        else:
            connection.send(("result", index, value))


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
