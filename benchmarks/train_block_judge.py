"""Learn the judge of blocks from pages with gold text, and measure it on publishers it has not seen.

    python benchmarks/train_block_judge.py FOLDER [--write | --ablate]

FOLDER holds gold.jsonl (id, url, text, group) and html/ID.html.gz, and the license of its pages must allow training.
Printed are the body scores of ten-fold cross-validation split by `group`, then in the sample. --write replaces
config/block_judge.json. The same folder gives the same file, byte for byte. --ablate prints what each part brings.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from schemas.settings import CONFIG_FOLDER, config_tables
from transforms.clean.blocks import parse
from transforms.clean.features import Sight
from transforms.clean.judge import Judge, agree, echoes, keep, load_judge, probabilities, repeats
from transforms.clean.metadata import read_statements
from transforms.clean.page import sight_of
from transforms.clean.rules import TABLES, Rules, load_rules

MODEL_FILE = CONFIG_FOLDER / "block_judge.json"
ROUNDS, DEPTH, RATE = 400, 4, 0.05
BINS, RIDGE = 32, 6.0
ROW_SHARE, COLUMN_SHARE = 0.7, 0.3
FOLDS = 10
THRESHOLD = 0.42
TOKEN = re.compile(r"\w+")
SHINGLE = 4

Floats = npt.NDArray[np.float32]


@dataclass
class Example:
    """A page of the training set: what the judge sees, what it should say, and how much each block weighs."""

    id: str
    group: str
    source: str
    language: str
    sight: Sight
    texts: list[str]
    dropped: npt.NDArray[np.bool_]  # by the rules, whatever the judge says
    tokens: list[list[str]]
    gold: list[str]
    label: Floats
    weight: Floats


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--ablate", action="store_true")
    options = arguments.parse_args()
    rules = load_rules(config_tables(TABLES))
    names, examples = read_examples(options.folder, rules)
    print(f"{len(examples)} pages, {sum(len(e.label) for e in examples)} blocks, {len(names)} features")
    print("best choice of blocks ", scores(examples, {e.id: e.label > 0.5 for e in examples}))
    chances = cross_validate(names, examples)
    kept = {e.id: verdict(chances[e.id], e) for e in examples}
    print("other publishers      ", scores(examples, kept))
    if options.ablate:
        ablate(examples, chances)
        names, examples = read_examples(options.folder, replace(rules, elements=()))
        chances = cross_validate(names, examples)
        print("  without [[element]] ", scores(examples, {e.id: verdict(chances[e.id], e) for e in examples}))
        return
    for field in ("source", "language"):
        for value in sorted({getattr(e, field) for e in examples}):
            part = [e for e in examples if getattr(e, field) == value]
            print(f"  {value or 'not stated':12} {len(part):4} ", scores(part, kept))
    model = learn(names, examples)
    judge = load_judge(model)
    print("in the sample         ", scores(examples, {e.id: judge_page(judge, e) for e in examples}))
    if options.write:
        MODEL_FILE.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="ascii")
        print(f"written: {MODEL_FILE} ({MODEL_FILE.stat().st_size:,} bytes)")


def read_examples(folder: Path, rules: Rules) -> tuple[list[str], list[Example]]:
    names: list[str] = []
    examples = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        with gzip.open(folder / "html" / f"{gold['id']}.html.gz", "rt", encoding="utf-8") as page:
            tree = parse(page.read())
        stated = read_statements(tree, gold["url"], rules)
        sight, texts, dropped = sight_of(tree, stated, rules)
        names = sight.names
        tokens = [TOKEN.findall(text) for text in texts]
        wanted = TOKEN.findall(gold["text"])
        # A text that stands on the page a second time is taken out whatever the judge says of it.
        again = repeats(texts, np.ones(len(texts), bool))
        label = best_choice([[] if twice else words for words, twice in zip(tokens, again, strict=True)], wanted)
        length = np.array([len(words) for words in tokens], np.float32)
        # Long blocks cost more, but each wrong block spoils the page for an editor.
        weight = np.where(length > 0, 0.3 + np.minimum(length, 60) / 30, 0).astype(np.float32)
        group = gold.get("group") or gold["id"]
        examples.append(
            Example(
                gold["id"],
                group,
                gold.get("source") or "",
                (gold.get("language") or "")[:2],
                sight,
                texts,
                dropped,
                tokens,
                wanted,
                label,
                weight,
            )
        )
    return names, examples


def best_choice(blocks: list[list[str]], gold: list[str]) -> Floats:
    """1 for each block that belongs to the choice of blocks with the best F1 against the gold, found by climbing.

    It climbs from the blocks that share their shingles with the gold, and from all whose words the gold has: a table of
    short cells shares its shingles only as a whole.
    """
    known = set(gold)
    blocks = [words if known.intersection(words) else [] for words in blocks]
    want = shingles(gold)
    long = [len(words) >= SHINGLE and _share(shingles(words), want) >= 0.5 for words in blocks]
    spelled = [bool(words) and known.issuperset(words) for words in blocks]
    ends = np.flatnonzero(long)
    inside = [bool(len(ends)) and ends[0] <= place <= ends[-1] and is_in for place, is_in in enumerate(spelled)]
    tops = [_climb(blocks, start, want) for start in (long, inside, spelled)]
    return np.array(max(tops, key=lambda top: top[0])[1], np.float32)


def _climb(blocks: list[list[str]], chosen: list[bool], want: Counter[tuple[str, ...]]) -> tuple[float, list[bool]]:
    chosen = list(chosen)
    best = page_f1(blocks, chosen, want)
    for _ in range(4):
        before = best
        for place, words in enumerate(blocks):
            if not words:
                continue
            chosen[place] = not chosen[place]
            here = page_f1(blocks, chosen, want)
            if here > best + 1e-9 or (abs(here - best) < 1e-12 and not chosen[place]):
                best = here
            else:
                chosen[place] = not chosen[place]
        if best - before < 1e-9:
            break
    return best, chosen


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    return (
        Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))) if words else Counter()
    )


def page_f1(blocks: list[list[str]], chosen: Any, want: Counter[tuple[str, ...]]) -> float:
    got = shingles([word for words, is_in in zip(blocks, chosen, strict=True) if is_in for word in words])
    total = sum(want.values()) + sum(got.values())
    return 2 * sum((want & got).values()) / total if total else 1.0


def _share(part: Counter[tuple[str, ...]], whole: Counter[tuple[str, ...]]) -> float:
    return sum((part & whole).values()) / max(1, sum(part.values()))


def learn(names: list[str], examples: list[Example]) -> dict[str, Any]:
    """The model as config/block_judge.json holds it: boosted oblivious trees for the logistic loss, with ridge.

    Source: Friedman 2001, Greedy function approximation.
    """
    matrix = np.vstack([example.sight.matrix for example in examples])
    label = np.concatenate([example.label for example in examples]).astype(np.float64)
    weight = np.concatenate([example.weight for example in examples]).astype(np.float64)
    bounds = [_bounds(matrix[:, column]) for column in range(matrix.shape[1])]
    binned = np.stack([np.searchsorted(bounds[c], matrix[:, c], side="left") for c in range(matrix.shape[1])])
    usable = [column for column, known in enumerate(bounds) if len(known)]
    rate = float((label * weight).sum() / weight.sum())
    base = float(np.log(rate / (1 - rate)))
    score = np.full(len(label), base)
    random = np.random.Generator(np.random.PCG64(1))
    model: dict[str, Any] = {"names": names, "questions": [], "bounds": [], "answers": [], "base": round(base, 5)}
    for _ in range(ROUNDS):
        rows = np.flatnonzero((random.random(len(label)) < ROW_SHARE) & (weight > 0))
        columns = random.choice(usable, int(len(usable) * COLUMN_SHARE), replace=False)
        seen = binned[:, rows]
        chance = 1 / (1 + np.exp(-score[rows]))
        slope = weight[rows] * (label[rows] - chance)
        bend = weight[rows] * chance * (1 - chance)
        leaf = np.zeros(len(rows), np.int64)
        asked: list[tuple[int, int]] = []
        for depth in range(DEPTH):
            column, cut = _best_question(seen, leaf, 1 << depth, slope, bend, columns)
            asked.append((column, cut))
            leaf |= (seen[column] > cut).astype(np.int64) << depth
        leaves = 1 << DEPTH
        up, down = np.bincount(leaf, slope, leaves), np.bincount(leaf, bend, leaves)
        answers = np.round(RATE * up / (down + RIDGE), 5)
        everyone = np.zeros(len(label), np.int64)
        for depth, (column, cut) in enumerate(asked):
            everyone |= (binned[column] > cut).astype(np.int64) << depth
        score += answers[everyone]
        model["questions"].append([int(column) for column, _ in asked])
        model["bounds"].append([float(bounds[column][cut]) for column, cut in asked])
        model["answers"].append([float(answer) for answer in answers])
    model["threshold"] = THRESHOLD
    return model


def _bounds(values: Floats) -> Floats:
    """At most BINS - 1 values that part the column into bins; a value is above a bound when it exceeds it."""
    known = np.unique(values)
    if len(known) > BINS:
        known = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1), method="lower"))
    # A float32 read back from JSON must compare as it did here.
    return known[:-1].astype(np.float32)


def _best_question(
    binned: npt.NDArray[np.int64],
    leaf: npt.NDArray[np.int64],
    leaves: int,
    slope: npt.NDArray[np.float64],
    bend: npt.NDArray[np.float64],
    columns: npt.NDArray[np.int64],
) -> tuple[int, int]:
    """The column and the cut that part all leaves best (sum of squared slopes over bends)."""
    width = BINS + 2
    best, question = -np.inf, (int(columns[0]), 0)
    for column in columns:
        cell = leaf * width + binned[column]
        up = np.bincount(cell, slope, leaves * width).reshape(leaves, width).cumsum(axis=1)
        down = np.bincount(cell, bend, leaves * width).reshape(leaves, width).cumsum(axis=1)
        up_right, down_right = up[:, -1:] - up, down[:, -1:] - down
        gain = (up**2 / (down + RIDGE) + up_right**2 / (down_right + RIDGE)).sum(axis=0)[:-1]
        cut = int(gain.argmax())
        if gain[cut] > best + 1e-9:
            best, question = float(gain[cut]), (int(column), cut)
    column, cut = question
    return column, min(cut, max(0, int(binned[column].max()) - 1))


def cross_validate(names: list[str], examples: list[Example]) -> dict[str, npt.NDArray[np.float64]]:
    """For each page, what a judge says of its blocks that has not seen its publisher."""
    fold = {
        e.group: int(hashlib.sha1(e.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for e in examples
    }
    chances: dict[str, npt.NDArray[np.float64]] = {}
    for held_out in range(FOLDS):
        judge = load_judge(learn(names, [e for e in examples if fold[e.group] != held_out]))
        chances |= {e.id: probabilities(judge, e.sight.matrix) for e in examples if fold[e.group] == held_out}
    return chances


def judge_page(judge: Judge, example: Example) -> npt.NDArray[np.bool_]:
    return verdict(probabilities(judge, example.sight.matrix), example)


def verdict(chances: npt.NDArray[np.float64], example: Example) -> npt.NDArray[np.bool_]:
    sight, texts = example.sight, example.texts
    parts = np.array(sight.parts, bool)
    kept = keep(agree(chances, sight.kin), example.dropped, parts, sight.headings, THRESHOLD)
    return kept & ~repeats(texts, kept) & ~echoes(texts, kept, sight.apart)


def ablate(examples: list[Example], chances: dict[str, npt.NDArray[np.float64]]) -> None:
    """The scores with each part after the judge left out, and of the rules without the judge."""
    for part, less in {
        "line rules": lambda e: replace(e, dropped=np.zeros_like(e.dropped)),
        "kin": _without_kin,
        "[[part]]": lambda e: replace(e, sight=replace(e.sight, parts=[""] * len(e.texts))),
        "pull quotes": lambda e: replace(e, sight=replace(e.sight, apart=np.zeros_like(e.dropped))),
        "repeats": lambda e: replace(e, texts=[""] * len(e.texts)),
    }.items():
        left = [less(e) for e in examples]
        print(f"  without {part:12} ", scores(left, {e.id: verdict(chances[e.id], e) for e in left}))
    good = {e.id: verdict(np.where(e.sight.good, 0.9, 0.1), _without_kin(e)) for e in examples}
    print("  full paragraphs     ", scores(examples, good))


def _without_kin(example: Example) -> Example:
    return replace(example, sight=replace(example.sight, kin=np.arange(len(example.texts))))


def scores(examples: list[Example], kept: dict[str, npt.NDArray[np.bool_]]) -> str:
    """Body F1 (of mean precision and mean recall), page F1 and share of word-perfect pages."""
    rows = []
    for example in examples:
        words = [word for text, is_in in zip(example.tokens, kept[example.id], strict=True) if is_in for word in text]
        got, want = shingles(words), shingles(example.gold)
        hit, total = sum((got & want).values()), sum(got.values())
        rows.append(
            (
                hit / total if total else np.nan,
                hit / max(1, sum(want.values())),
                2 * hit / max(1, total + sum(want.values())),
                words == example.gold,
            )
        )
    table = np.array(rows, np.float64)
    precision = float(np.nanmean(table[:, 0]))
    recall, page, exact = (float(column) for column in table[:, 1:].mean(axis=0))
    f1 = 2 * precision * recall / (precision + recall)
    return f"F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  page F1 {page:.4f}  word-perfect {exact:.3f}"


if __name__ == "__main__":
    main()
