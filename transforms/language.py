"""The language of a text, by py3langid over its beginning."""

from functools import cache

from py3langid import langid

SAMPLE = 1_000  # characters: more costs time and changes nothing on news
CERTAIN = 0.9  # a detector surer than this overrules what the page declares


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
