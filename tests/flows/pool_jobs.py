"""Jobs that do to a worker what the worst documents do. Run as a program, this is the nursery with those jobs in it."""

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from flows import jobs
from flows.jobs import Job
from schemas.records import Reject
from schemas.settings import Settings


def do_harm(what: str) -> None:
    """Behave like the worst documents; return for a harmless one."""
    if what == "never returns":
        while True:
            time.sleep(1)
    if what == "burns for ever":
        while True:
            pass
    if what == "takes all memory":
        hoard = []
        while True:
            hoard.append(bytearray(16 << 20))
    if what == "ends the process":
        os._exit(3)
    if what == "breaks the process":
        ctypes.string_at(0)
    if what == "goes too deep":
        do_harm(what)
    if what == "fails":
        raise ValueError("a fault of ours")


def test_job(settings: Settings) -> Job:
    """Items are what to do; the result of a harmless one is itself."""

    def job(items: list[Any]) -> Iterator[tuple[int, Any]]:
        for index, item in enumerate(items):
            yield index, jobs._guarded("clean", item, lambda item=item: (do_harm(item), item)[1])  # type: ignore[misc]
            yield index, None

    return job


def several_results_job(settings: Settings) -> Job:
    """An item gives as many results as its number says, then does what its name says."""

    def job(items: list[Any]) -> Iterator[tuple[int, Any]]:
        for index, (number, what) in enumerate(items):
            for result in range(number):
                yield index, result
            do_harm(what)
            yield index, None

    return job


def broken_job(settings: Settings) -> Job:
    raise RuntimeError("its libraries cannot be loaded")


def harmful_clean_job(settings: Settings) -> Job:
    """The real cleaning, but a document whose address ends in ?harm=WHAT does it."""
    clean = jobs.clean_job(settings)

    def job(rows: list[Any]) -> Iterator[tuple[int, Any]]:
        for index, row in enumerate(rows):
            what = (row["url"] or "").partition("?harm=")[2].replace("-", " ")
            harmed = jobs._guarded("clean", row["input_uri"], lambda what=what: do_harm(what))  # type: ignore[misc]
            if isinstance(harmed, Reject):
                yield index, harmed
                yield index, None
            else:
                for _, result in clean([row]):
                    yield index, result

    return job


if __name__ == "__main__":
    from flows.worker import main

    jobs.JOBS |= {
        "test": test_job,
        "several": several_results_job,
        "broken": broken_job,
        "clean": harmful_clean_job,
    }
    main(int(sys.argv[1]))
