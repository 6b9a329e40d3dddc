"""How well the hard constructions of quotations are read: of each, the share found and that with its speaker right.

    python benchmarks/predict.py quotes GOLD PREDICTED
    python -m benchmarks.constructions GOLD PREDICTED SCORER

GOLD is a quotes evaluation set, SCORER its score.py, whose own notion of a right content and a right speaker is used. A
construction is told from the gold and its text alone; a quotation may be of several.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.calibration import load_scorer, speaker_is_right, with_words

CLOSERS, OPENERS, DOUBLED = ("”", "»"), ("“", "«"), ("''", "``")
SIGN = re.compile(r"[:—–―-]\s{0,3}[\"“”'‘`]{0,2}$")
CREDIT = re.compile(r"[\"”'’]{0,2}\s{0,3}(?:--|[—–―-])\s{0,3}[A-Z]")
MAX_HEADLINE = 150  # characters of a first line that may be a headline

Gold = dict[str, Any]


def constructions(scorer: ModuleType, text: str, words: Any, gold: Gold) -> Iterator[str]:
    """The names of the hard constructions that an annotated quotation is an instance of."""
    pieces = scorer.merged(gold["content"], text)
    start, end = pieces[0][0], pieces[-1][1]
    source = gold.get("source") or []
    keys = {text[slice(*words[i])].lower() for i in scorer.key_tokens(text, source, words)} if source else set()
    if keys and keys <= scorer.PRONOUNS:
        yield "a pronoun speaks"
    if gold["kind"] == "indirect":
        return
    if len(pieces) > 1:
        yield "split by its cue"
    if "\n" in text[start:end].strip():
        yield "several paragraphs"
    if end <= (text.find("\n") if "\n" in text else 0) <= MAX_HEADLINE:
        yield "in the headline"
    if source and not any(_lines(text, start, end) & _lines(text, *span) for span in source):
        yield "speaker in another paragraph"
    if not any(scorer.TOKEN.search(text, *span) for span in gold.get("cue") or []) and (
        SIGN.search(text, max(0, start - 6), start) or CREDIT.match(text, end)
    ):
        yield "colon or dash for a cue"
    marked = [text[s:e] for s, e in scorer.quoted_spans(text) if s < end and start < e]
    if any(not scorer.MARK.search(quoted[-2:]) for quoted in marked):
        yield "marks left open"
    if any(quoted.startswith(CLOSERS) or quoted.endswith(OPENERS) for quoted in marked):
        yield "marks turned the wrong way"
    if any(quoted.startswith(DOUBLED) for quoted in marked):
        yield "''doubled apostrophes''"


def rates(scorer: ModuleType, golds: dict[str, Gold], predictions: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """(instances, found, found with the right speaker) by construction, the most frequent first."""
    counts: dict[str, list[int]] = {}
    for article, gold in golds.items():
        text, words = gold["text"], scorer.tokenize(gold["text"])
        wanted, wanted_words = with_words(scorer, gold["quotes"], words)
        found = predictions[article]["quotes"] if article in predictions else []
        quotes, quote_words = with_words(scorer, found, words)
        partner = {place: quotes[other] for place, other in scorer.match(wanted_words, quote_words)}
        for place, quote in enumerate(wanted):
            is_found = place in partner
            is_right = is_found and speaker_is_right(scorer, text, words, quote, partner[place])
            for name in constructions(scorer, text, words, quote):
                count = counts.setdefault(name, [0, 0, 0])
                for n, is_so in enumerate((True, is_found, is_right)):
                    count[n] += is_so
    return {name: (n, found, right) for name, (n, found, right) in sorted(counts.items(), key=lambda c: -c[1][0])}


def _lines(text: str, start: int, end: int) -> set[int]:
    first = text.count("\n", 0, start)
    return set(range(first, first + text.count("\n", start, end) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "predicted", "scorer"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    scorer = load_scorer(given.scorer)
    golds, predictions = ({row["id"]: row for row in scorer.read(str(path))} for path in (given.gold, given.predicted))
    for name, (instances, found, right) in rates(scorer, golds, predictions).items():
        print(f"{name:<30} found {found / instances:.2f}  right {right / instances:.2f}  of {instances:,}")


if __name__ == "__main__":
    main()
