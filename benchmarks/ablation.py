"""What each group of rules brings: `python -m benchmarks.ablation FOLDER [--sets NAME ...]`.

FOLDER holds a scorer, score.py, and a set of quotations, dev.jsonl.gz, or sets of entities, NAME.dev.jsonl. The rules
of quotations are told in `benchmarks.ablation_quotes`. Of entities: each text is read by the model once; then the rules
run whole, and once without each group. A row tells strict F1 and B-cubed F1 of clusters without the group, and in
parentheses what the group brings; "-" where a set has no such gold.
"""

import argparse
import importlib.util
import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from spacy.tokens import Doc

from benchmarks import ablation_quotes
from benchmarks.predict import TYPES
from flows.reading import Reader
from schemas.settings import load_settings
from transforms.entities import Lexicon, cluster, find, find_entities, propagate, spans
from transforms.reading import read_text

Scores = tuple[float | None, float | None]  # strict F1, B-cubed F1


def keep_spans(words: spans.Words, found: list[spans.Span], *rest: object) -> list[spans.Span]:
    return found


def keep_texts(texts: list[find.Text], *rest: object) -> list[find.Text]:
    return texts


def nothing(*given: object) -> None:
    return None


def one_part(words: spans.Words, start: int, end: int, *rest: object) -> list[tuple[int, int]]:
    return [(start, end)]


def as_seen(words: spans.Words, start: int, end: int, label: str, lexicon: Lexicon) -> spans.Span:
    return spans.Span(start, end, label)


# Group of rules: the functions that apply it, as (module, name, what stands in for it).
GROUPS: dict[str, list[tuple[Any, str, Callable[..., Any]]]] = {
    "spans made clean": [(spans, "clean", as_seen), (spans, "_parts", one_part)],
    "result lines and teams": [
        (find, "mark_results", keep_spans),
        (find, "join_clubs", keep_spans),
        (find, "mark_teams", nothing),
    ],
    "datelines, titled persons": [(find, "add_datelines", keep_spans), (find, "add_titled", keep_spans)],
    "words beside a name": [
        (find, "extend", nothing),
        (find, "join_halves", keep_spans),
        (find, "join_particles", keep_spans),
    ],
    "runs of capitals": [(find, "add_runs", keep_spans)],
    "offices left out": [(find, "drop_offices", keep_spans)],
    "places and peoples": [(find, "add_places", keep_spans), (find, "join_places", keep_spans)],
    "a name's own words": [(find, "retype", nothing)],
    "acronyms": [(find, "add_acronyms", lambda words, found: (found, {}))],
    "agreement in the article": [(find, "agree", nothing)],
    "owners split off": [(find, "split_owners", keep_spans)],
    "known names everywhere": [(find, "spread", keep_texts)],
    "parts made whole": [(propagate, "_make_whole", keep_spans)],
    "kind of the fullest form": [(find, "is_known", lambda phrase, lexicon: True)],
    "clusters: persons": [(cluster, "_join_persons", lambda persons, groups, lexicon: {})],
    "clusters: short forms": [(cluster, "_join_short_forms", nothing)],
    "clusters: places": [(cluster, "_join_linked", nothing)],
}


def scores(rows: list[dict[str, Any]], docs: list[Doc], lexicon: Lexicon, scorer: Any) -> Scores:
    predicted = {}
    for row, doc in zip(rows, docs, strict=True):
        found = [(m.start, m.end, TYPES.get(m.type, "MISC"), m.entity) for m in find_entities(doc, None, lexicon)[1]]
        mentions = [dict(zip(("start", "end", "type", "cluster"), mention, strict=True)) for mention in found]
        predicted[row["id"]] = {"id": row["id"], "mentions": mentions}
    report = scorer.evaluate({row["id"]: row for row in rows}, predicted)
    strict, clusters = report.get("strict"), report.get("clusters")
    return strict and strict["ALL"]["f1"], clusters and clusters["b3_matched"]["f1"]


def cell(without: Scores, whole: Scores) -> str:
    parts = ["-" if a is None or b is None else f"{a:.2f} ({b - a:+.2f})" for a, b in zip(without, whole, strict=True)]
    return f"{parts[0]:>15} {parts[1]:>15}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=["conllpp", "worldwide", "gum"])
    given = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", given.folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{given.folder} holds no score.py.")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    if (given.folder / "dev.jsonl.gz").exists():
        ablation_quotes.run(given.folder, scorer)
        return
    reader = Reader(load_settings())
    sets = []
    for name in given.sets:
        lines = (given.folder / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        sets.append((rows, [read_text(reader.nlp, row["text"]) for row in rows]))
    print(f"{'without':26}" + "".join(f"{name + ' F1, B3':>33}" for name in given.sets))
    whole = [scores(rows, docs, reader.names, scorer) for rows, docs in sets]
    for group, functions in {"(nothing)": [], **GROUPS}.items():
        with ExitStack() as stack:
            for module, function, stand_in in functions:
                stack.enter_context(patch.object(module, function, stand_in))
            cells = [cell(scores(*texts, reader.names, scorer), full) for texts, full in zip(sets, whole, strict=True)]
        print(f"{group:26}" + "".join(f"  {part}" for part in cells), flush=True)


if __name__ == "__main__":
    main()
