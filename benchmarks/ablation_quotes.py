"""What each group of rules of quotations brings; `python -m benchmarks.ablation FOLDER` calls it for a set of quotes.

Each text is read by the model once, and each stretch of it parsed once; then the rules run whole, and once without each
group. A row tells what the figures of the scorer lose without the group, in points of a hundred.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from spacy.tokens import Doc

from benchmarks.predict import draft_of, prediction
from flows.reading import Reader
from schemas.settings import load_settings
from transforms.entities import find_entities
from transforms.quotes import find, find_quotes, fragments, pieces, walk
from transforms.quotes.cues import find_frames
from transforms.quotes.frames import Frame
from transforms.quotes.lexicon import QuoteLexicon
from transforms.reading import parse_spans, read_text

Parse = Callable[[Sequence[tuple[int, int]]], list[Doc]]
FIGURES = ("direct", "mixed", "indirect", "all", "marks", "speech", "speaker")


def nothing(*given: object) -> None:
    return None


def no(*given: object) -> bool:
    return False


def none_found(*given: object) -> list[Any]:
    return []


def second(one: object, given: Any, *rest: object) -> Any:
    return given


def frames_of_sentence(text: str, sentence: Any) -> list[Frame]:
    return list(sentence.frames)


def without(drops: Callable[[Frame, QuoteLexicon, str], bool]) -> tuple[Any, str, Callable[..., Any]]:
    """The frames of each piece but those that `drops` is true of, given the lexicon and the speaker's noun."""

    def kept(parsed: Doc, tokens: Sequence[Any], lexicon: QuoteLexicon) -> list[Frame]:
        words = {token.idx: token.lower_ for token in tokens}
        frames = find_frames(parsed, tokens, lexicon)
        return [f for f in frames if not drops(f, lexicon, words.get(f.head or -1, ""))]

    return pieces, "find_frames", kept


def construction(*names: str) -> list[tuple[Any, str, Any]]:
    return [without(lambda frame, lexicon, head: frame.how in names)]


# Group of rules: the functions that apply it, or a bound, as (module or class, name, what stands in for it).
GROUPS: dict[str, list[tuple[Any, str, Any]]] = {
    "cues: clause": construction("clause"),
    "cues: object": construction("object"),
    "cues: predicate": construction("predicate"),
    "cues: infinitive": construction("infinitive"),
    "cues: inverted": construction("inverted"),
    "cues: parenthesis": construction("parenthesis"),
    "cues: participle": construction("participle"),
    "cues: passive": construction("passive"),
    "cues: according to": construction("according_to"),
    "cues: adjective, noun": construction("adjective", "noun"),
    "cues: attitude": [without(lambda frame, lexicon, head: not frame.word.is_speech)],
    "speakers: documents, bodies": [without(lambda frame, lexicon, head: lexicon.nouns.get(head) == "organization")],
    "speakers set right": [(pieces, "settle_speakers", frames_of_sentence)],
    "ends of what is reported": [(pieces, "settle", frames_of_sentence)],
    "cue within another's words": [(walk, "is_reported", no)],
    "whose words: she said she": [(walk, "reporter", lambda text, sentence, frame: frame)],
    "words beside, no parse": [(walk._Walk, "read_beside", no)],
    "colon and comma announce": [(walk._Walk, "announced", no)],
    "speaker a sentence away": [(walk._Walk, "read_back", no)],
    "subject that only acts": [(pieces, "lead_to_quotations", none_found)],
    "turns, paragraphs go on": [(walk._Walk, "continued", nothing)],
    "fragment after her quotation": [(walk._Walk, "go_on", nothing)],
    "fragments: taken whole": [(walk, "with_fragments", lambda text, spans, sentence, frame: list(spans))],
    "fragments: lost clause": [(walk, "take_up", nothing)],
    "fragments: after the cue": [(walk, "rejoin", nothing)],
    "titles, words in doubt": [(where, "looks_like_title", no) for where in (pieces, walk, fragments)],
    "unattributed scraps": [(walk, "MIN_UNATTRIBUTED", 0)],
    "marks left open": [(find, "close_at_cue", second)],
    "transcripts": [(find, "read_transcript", none_found)],
    "headlines": [(find, "read_headline", none_found)],
    "dash credits": [(walk, "credit_of", nothing)],
    "names made whole": [(find, "whole_name", nothing)],
}


def remembered(reader: Reader, doc: Doc) -> Parse:
    """The parse of stretches of a text, done once for all groups that ask for the same ones."""
    known: dict[tuple[tuple[int, int], ...], list[Doc]] = {}

    def parse(spans: Sequence[tuple[int, int]]) -> list[Doc]:
        key = tuple(spans)
        if key not in known:
            known[key] = parse_spans(reader.nlp, doc, key)
        return known[key]

    return parse


def run(folder: Path, scorer: Any) -> None:
    """Print the table of the set `folder`/dev.jsonl.gz."""
    reader = Reader(load_settings())
    lines = gzip.decompress((folder / "dev.jsonl.gz").read_bytes()).splitlines()
    articles = [json.loads(line) for line in lines]
    texts = []
    for article in articles:
        draft, doc = draft_of(article["text"]), read_text(reader.nlp, article["text"])
        texts.append((draft, doc, *find_entities(doc, None, reader.names), remembered(reader, doc)))

    def figures() -> list[float]:
        predicted = []
        for article, (draft, doc, named, mentions, parse) in zip(articles, texts, strict=True):
            given = (draft.text, None, draft.paragraphs, doc, named, mentions, reader.speech, "en", parse)
            predicted.append(prediction(article["id"], find_quotes(*given)))
        report = scorer.score(articles, predicted)
        shares = [report["e2e"][kind]["f1"] for kind in FIGURES[:4]]
        shares += [report["marks_attributed"]["all"]["f1"]]
        shares += [report[name]["all"]["acc"] for name in ("speech_recall", "speaker")]
        return [100 * share for share in shares]

    whole = figures()
    print(f"{'lost without':30}" + "".join(f"{name:>9}" for name in FIGURES))
    print(f"{'(the whole)':30}" + "".join(f"{figure:9.1f}" for figure in whole), flush=True)
    for group, functions in GROUPS.items():
        with ExitStack() as stack:
            for owner, name, stand_in in functions:
                stack.enter_context(patch.object(owner, name, stand_in))
            lost = [a - b for a, b in zip(whole, figures(), strict=True)]
        print(f"{group:30}" + "".join(f"{points:9.1f}" for points in lost), flush=True)
