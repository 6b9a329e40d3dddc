"""The gates between the stages: what the judge is asked, and what its verdict means for the run."""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from flows import judge
from flows.judge import Case, Verdict
from schemas.errors import CopydeskError, GateRefused
from schemas.settings import GateSettings

_FORKED: list[tuple[int, Connection]] = []  # the judge of this process, made before it had threads


def fork_judge() -> None:
    """Make the judge of the next run a fork of this process, which shares all that is imported already.

    It saves a quarter of the judge's start. Must be called before any thread is started.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        judge.serve(theirs.detach())
    theirs.close()
    _FORKED.append((pid, Connection(ours.detach())))


def _spawn_judge() -> tuple[int, Connection]:
    """A judge that starts from nothing, for runs in a process that has threads already."""
    ours, theirs = socket.socketpair()
    theirs.set_inheritable(True)
    call = [sys.executable, "-m", "flows.judge", str(theirs.fileno())]
    pid = os.posix_spawn(sys.executable, call, os.environ)
    theirs.close()
    return pid, Connection(ours.detach())


class Judge:
    """The judging process, started with the run so that its imports go on beside the first stage."""

    def __init__(self) -> None:
        self.pid, self.connection = _FORKED.pop() if _FORKED else _spawn_judge()
        self.is_ready = False

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        os.kill(self.pid, signal.SIGKILL)  # it holds nothing that is not said, and may still be importing
        os.waitpid(self.pid, 0)

    def wait(self) -> None:
        """Wait until its imports are done, which is not the gate's time."""
        if not self.is_ready:
            with contextlib.suppress(EOFError, ConnectionError):  # `decide` tells of a judge that died
                self.connection.recv()
            self.is_ready = True

    def decide(self, case: Case) -> Verdict:
        """The verdict over a stage's tables.

        Raises:
            CopydeskError: the judge itself failed.
        """
        self.wait()
        try:
            self.connection.send(case)
            answer = self.connection.recv()
        except (EOFError, ConnectionError):
            raise CopydeskError(f"The judge of stage {case.stage} died; start the run again, it will resume.") from None
        if not isinstance(answer, Verdict):
            raise CopydeskError(f"The judge of stage {case.stage} failed:\n{answer}")
        return answer


def case_of(
    stage: str, tables: Sequence[str], batches: Sequence[Path], started_at: datetime, settings: GateSettings
) -> Case:
    """The case of a stage: its tables, the last time that a date may hold, and the share of broken rows to bear."""
    latest = started_at + timedelta(hours=settings.clock_skew_h)
    return Case(stage, tuple(tables), tuple(batches), latest, settings.max_reject_share)


def refuse_broken(verdict: Verdict, stage: str) -> None:
    """Stop the run where a rule is broken by more rows than it can bear.

    Raises:
        GateRefused: naming the rule, how many rows break it, and three of them.
    """
    for finding in verdict.findings.values():
        if not finding.success:
            raise GateRefused(
                f"The gate of stage {stage} refused the run: {finding.broken} of {finding.rows} rows break the rule "
                f"{finding.rule} ({finding.meaning}).\n" + _listed(finding.samples)
            )


def refuse_losses(stage: str, rows_in: int, rejected: dict[str, list[str]], settings: GateSettings) -> None:
    """Stop the run where too many documents were rejected; `rejected` lists samples by rule.

    Raises:
        GateRefused: naming the share, the most frequent rule, how many it took, and three of them.
    """
    total = sum(len(places) for places in rejected.values())
    if not rows_in or total / rows_in <= settings.max_reject_share:
        return
    rule, places = max(rejected.items(), key=lambda item: (len(item[1]), item[0]))
    raise GateRefused(
        f"The gate of stage {stage} refused the run: {total} of {rows_in} documents were rejected "
        f"({total / rows_in:.0%}; gate.max_reject_share bears {settings.max_reject_share:.0%}). "
        f"Most often by the rule {rule}, {len(places)} times:\n" + _listed(places[:3])
    )


def _listed(samples: Sequence[str]) -> str:
    return "\n".join(f"  {sample}" for sample in samples)
