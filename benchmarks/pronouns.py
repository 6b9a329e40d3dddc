"""How many he/she speakers are resolved: `python benchmarks/pronouns.py PRONOUNS PREDICTED`.

PRONOUNS is jsonl of {"id", "pronoun": [start, end], "speaker": [spellings of the surname]}, PREDICTED what
`predict.py quotes` wrote. A pronoun that is no quotation's speaker counts as not resolved.
"""

import argparse
import json
from pathlib import Path
from typing import Any


def is_resolved(case: dict[str, Any], quotes: list[dict[str, Any]]) -> bool:
    """Whether a quotation that names this pronoun as its source has the right name as its speaker."""
    start, end = case["pronoun"]
    names = [
        (quote["speaker"] or "").lower()
        for quote in quotes
        if any(first <= start and end <= last for first, last in quote["source"])
    ]
    return any(spelling and spelling.lower() in name for name in names for spelling in case["speaker"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pronouns", type=Path)
    parser.add_argument("predicted", type=Path)
    given = parser.parse_args()
    cases = [json.loads(line) for line in given.pronouns.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in given.predicted.read_text(encoding="utf-8").splitlines()]
    quotes = {row["id"]: row["quotes"] for row in rows}
    right = sum(is_resolved(case, quotes.get(case["id"], [])) for case in cases)
    print(f"{right} of {len(cases)} resolved, {right / len(cases):.2f}")


if __name__ == "__main__":
    main()
