"""The judge of blocks: a few hundred small trees that weigh what is seen of a block.

The trees are oblivious: all nodes of one depth ask the same question, so a tree is a list of questions and a table of
answers, and a whole page is judged in a few array operations. They are data (config/block_judge.json), learned by
benchmarks/train_block_judge.py.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

UNSURE = 0.7  # a page on which the judge is nowhere surer than this is judged by its own best block:
UNSURE_SHARE = 0.5  # all blocks with this share of the best one's probability are kept
WHOLE_TEXT = 100  # words from which a block may repeat the story
RUN, REPEATED = 4, 0.8  # words that two blocks share in a row; the share of such runs that makes one a repetition
WORD = re.compile(r"\w{1,100}")
KIN = 0.6  # how much of a block's verdict its kin have; measured on publishers that the judge had not seen


@dataclass(frozen=True, slots=True)
class Judge:
    """`questions` and `bounds` have one row a tree and one column a depth, `answers` one column a leaf.

    A block answers yes where its feature exceeds the bound; its leaf's number has that answer as bit of the depth.
    """

    names: tuple[str, ...]  # the features, in the order of the columns that the questions number
    questions: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.float32]
    answers: npt.NDArray[np.float32]
    base: float
    threshold: float


def load_judge(model: Mapping[str, Any]) -> Judge:
    """A judge from the parsed content of config/block_judge.json."""
    return Judge(
        names=tuple(str(name) for name in model["names"]),
        questions=np.array(model["questions"], np.int64),
        bounds=np.array(model["bounds"], np.float32),
        answers=np.array(model["answers"], np.float32),
        base=float(model["base"]),
        threshold=float(model["threshold"]),
    )


def probabilities(judge: Judge, matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """For each row of `matrix` (columns as `judge.names`), the probability that the block is story, 0 to 1."""
    trees, depth = judge.questions.shape
    yes = matrix[:, judge.questions.ravel()] > judge.bounds.ravel()
    leaves = yes.reshape(len(matrix), trees, depth) @ (1 << np.arange(depth))
    score = judge.base + judge.answers[np.arange(trees), leaves].sum(axis=1, dtype=np.float64)
    chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-score))
    return chances


def agree(chances: npt.NDArray[np.float64], kin: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The probabilities after all blocks of one kin (equal numbers) have leaned to the mean of their log-odds.

    What stands side by side and looks alike is story together or is not.
    """
    odds = np.log(chances / (1 - chances))
    means = np.bincount(kin, odds) / np.maximum(1, np.bincount(kin))
    leaned: npt.NDArray[np.float64] = 1 / (1 + np.exp(-((1 - KIN) * odds + KIN * means[kin])))
    return leaned


def keep(
    chances: npt.NDArray[np.float64],
    dropped: npt.NDArray[np.bool_],
    parts: npt.NDArray[np.bool_],
    headings: npt.NDArray[np.bool_],
    threshold: float,
) -> npt.NDArray[np.bool_]:
    """Which blocks are story: those above the threshold, which follows the best block where the judge is unsure.

    What a line rule `dropped` is not; what stands in a part of the story is as the block before the part is. A heading
    below which nothing is kept headed something else.
    """
    chances = np.where(dropped, 0.0, chances)
    best = float(chances.max(initial=0.0))
    kept = chances > (threshold if best >= UNSURE else best * UNSURE_SHARE)
    if parts.any():
        order = np.arange(len(kept))
        before = np.maximum.accumulate(np.where(parts, -1, order))  # the block before the part
        kept = np.where(parts & ~dropped & (before >= 0), kept[before], kept)
    last = np.flatnonzero(kept)[-2:]
    if len(last) == 2 and headings[last].tolist() == [False, True]:
        kept[last[1]] = False
    return kept


def echoes(texts: Sequence[str], kept: npt.NDArray[np.bool_], apart: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which kept blocks that are set apart say what another kept block says too: sentences drawn from the story."""
    echoed = np.zeros(len(kept), bool)
    if not (kept & apart).any():
        return echoed
    story = "\n".join(_spelled(texts[place]) for place in np.flatnonzero(kept & ~apart).tolist())
    for place in np.flatnonzero(kept & apart).tolist():
        words = _spelled(texts[place])
        echoed[place] = words.count(" ") >= RUN and words in story
    return echoed


def _spelled(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def repeats(texts: Sequence[str], kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which kept blocks say once more what the kept blocks before them say: a page may hold its whole text twice."""
    repeated = np.zeros(len(kept), bool)
    long = [len(texts[place].split()) >= WHOLE_TEXT if is_kept else False for place, is_kept in enumerate(kept)]
    if not any(long):
        return repeated
    known: set[tuple[str, ...]] = set()
    for place in np.flatnonzero(kept).tolist():
        words = texts[place].split()
        here = {tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))}
        repeated[place] = long[place] and len(here & known) >= REPEATED * len(here)
        known |= here
    return repeated
