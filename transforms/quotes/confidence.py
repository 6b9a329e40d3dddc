"""How far a row can be trusted: the measured share of right ones among rows of its construction."""

from transforms.quotes.attribution import Attribution
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.resolve import Resolved


def construction(item: Attribution) -> str:
    """The name of a construction in `config/quotes.toml` [confidence]: kind, how it was found, if it is speech.

    "direct/beside", "mixed/clause", "indirect/object/attitude", "indirect/clause/unattributed"
    """
    parts = [item.kind, item.how]
    if item.speaker is None:
        parts.append("unattributed")
    elif item.frame is not None and not item.is_marked:
        parts.append("speech" if item.frame.word.is_speech else "attitude")
        if item.frame.word.lemma in ("say", "tell", "write", "according"):
            parts[-1] = "say"
    return "/".join(parts)


def confidence(item: Attribution, speaker: Resolved, lexicon: QuoteLexicon, is_parsed: bool) -> float:
    """0 to 1: the rate of the construction, times that of the way its speaker was resolved, or of why it was not; less
    in a language without a parser."""
    rate = lexicon.confidence.get(construction(item), lexicon.confidence["other"])
    general = lexicon.confidence.get(f"resolved/{speaker.how}", 1.0)
    rate *= lexicon.confidence.get(f"resolved/{speaker.how}/{speaker.kind}", general)
    return round(rate if is_parsed else rate * lexicon.confidence["unparsed"], 2)
