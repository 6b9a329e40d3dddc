"""What `quotes.confidence` is worth: the share of right quotations at each level of confidence.

    python benchmarks/predict.py quotes GOLD PREDICTED
    python benchmarks/calibration.py GOLD PREDICTED SCORER

GOLD is a quotes evaluation set, SCORER its score.py, whose own notion of a right content and a right speaker is used.
"""

import argparse
import importlib.util
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

STEP = 0.05


def curve(scorer: ModuleType, golds: dict[str, Any], predictions: dict[str, Any]) -> dict[float, tuple[int, int]]:
    """(rows, right rows) by confidence, rounded to `STEP`."""
    bins: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for article, gold in golds.items():
        text, words = gold["text"], scorer.tokenize(gold["text"])
        found = predictions[article]["quotes"] if article in predictions else []
        wanted, wanted_words = with_words(scorer, gold["quotes"], words)
        quotes, quote_words = with_words(scorer, found, words)
        partner = {place: wanted[other] for other, place in scorer.match(wanted_words, quote_words)}
        for place, quote in enumerate(quotes):
            level = bins[round(quote["confidence"] / STEP) * STEP]
            level[0] += 1
            level[1] += place in partner and speaker_is_right(scorer, text, words, partner[place], quote)
    return {level: (rows, right) for level, (rows, right) in sorted(bins.items(), reverse=True)}


def with_words(scorer: ModuleType, quotes: Iterable[Any], words: Any) -> tuple[list[Any], list[Any]]:
    """The quotations that hold words, and the indices of the words of each."""
    pairs = [(quote, held) for quote in quotes if (held := scorer.tokens_in(quote["content"], words))]
    return [quote for quote, _ in pairs], [held for _, held in pairs]


def speaker_is_right(scorer: ModuleType, text: str, words: Any, gold: Any, quote: Any) -> bool:
    """Whether both name the same speaker, or both none."""
    if scorer.has_source(gold):
        return bool(scorer.speaker_match(text, words, gold, quote))
    return not scorer.has_source(quote)


def load_scorer(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", file)
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "predicted", "scorer"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    scorer = load_scorer(given.scorer)
    golds, predictions = ({row["id"]: row for row in scorer.read(str(path))} for path in (given.gold, given.predicted))
    for level, (rows, right) in curve(scorer, golds, predictions).items():
        print(f"{level:.2f}  {right / rows:.3f} of {rows:,}")


if __name__ == "__main__":
    main()
