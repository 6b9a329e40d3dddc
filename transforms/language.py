"""The language of a text, by py3langid over its beginning, and how many words it has."""

import re
from functools import cache

from py3langid import langid

SAMPLE = 1_000  # characters: more costs time and changes nothing on news
CERTAIN = 0.9  # a detector surer than this overrules what the page declares
SOLID = r"\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SOLID_ONE = re.compile(f"[{SOLID}]")
SOLID_OR_MARK = re.compile(rf"[{SOLID}\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65]")


@cache
def _identifier() -> langid.LanguageIdentifier:
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def detect_language(text: str, hint: str | None = None) -> tuple[str | None, float | None]:
    """The ISO 639-1 code of `text` and its score (0 to 1).

    `hint` is a declared language tag ("en-GB"): it decides where the detector is unsure. No letters: (None, None).
    """
    declared = (hint or "").replace("_", "-").split("-", 1)[0].strip().lower()
    declared = declared if len(declared) == 2 and declared.isalpha() else ""
    sample = text[:SAMPLE]
    if not any(char.isalpha() for char in sample):
        return (declared or None, None)
    code, score = _identifier().classify(sample)
    if declared and declared != code and float(score) < CERTAIN:
        return declared, round(1 - float(score), 4)
    return code, round(float(score), 4)


def count_words(text: str) -> int:
    """Words between white space; each Chinese or Japanese character is one, as word processors count them.

    Thai, Lao, Khmer and Burmese write phrases between spaces: there it counts phrases.
    """
    return (
        len(text.split())
        if text.isascii()
        else len(SOLID_OR_MARK.sub(" ", text).split()) + len(SOLID_ONE.findall(text))
    )
