"""Attribution in a parsed piece of a sentence: every cue with who (source) says what (content), by its dependencies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from transforms.quotes.frames import Frame, Piece
from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.nominals import adjective, noun
from transforms.quotes.subjects import phrase_of
from transforms.quotes.verbs import verb

MAX_OCCASION = 5  # words
BEFORE_NOUN = frozenset(("DT", "PRP$", "JJ", "POS"))
ANY_VERB = Cue("", "verb", False, frozenset())
ACCORDING = Cue("according", "adverb", True, frozenset(("clause",)))
MAX_STRAY = 6
READERS: dict[str, Callable[[Piece, Token, Cue, list[Token]], Frame | None]] = {
    "verb": verb,
    "adjective": adjective,
    "noun": noun,
}


def find_frames(parsed: Doc, tokens: Sequence[Token], lexicon: QuoteLexicon) -> list[Frame]:
    """Every cue of the piece, in order; `tokens` are the words of the text that `parsed` stands for, one to one."""
    piece = Piece(parsed, tokens, lexicon)
    frames: list[Frame] = []
    for token in parsed:
        word = token.lower_
        if word == "according":
            frames.extend(according(piece, token))
        elif readings := lexicon.readings(word):
            frames.extend(read(piece, token, readings))
    return _settle_participles(frames)


def main_clause(parsed: Doc, tokens: Sequence[Token]) -> Frame | None:
    """The main verb of the piece and its subject, as a frame that any verb can make: what a colon may announce."""
    root = next((t for t in parsed if t.dep_ == "ROOT" and t.tag_.startswith("VB")), None)
    if root is None:
        return None
    frame = verb(Piece(parsed, tokens, QuoteLexicon()), root, ANY_VERB, [])
    return frame if frame is not None and frame.speaker is not None else None


def _settle_participles(frames: list[Frame]) -> list[Frame]:
    """A participle ("..., adding that B") goes with the speaker of the cue before it, and ends that cue's content.

    The parser likes to hang it on the verb of the content; the comma before it says otherwise.
    """
    settled: list[Frame] = []
    for frame in frames:
        owner = next(
            (f for f in reversed(settled) if any(s < frame.cue[0] < e for s, e in f.content) and f.word.is_speech), None
        )
        if owner is not None and not frame.is_finite and frame.word.is_speech and frame.how == "participle":
            cut = tuple((s, min(e, frame.clause_start)) for s, e in owner.content if s < frame.clause_start)
            settled[settled.index(owner)] = replace(owner, content=cut)
            if owner.word.lemma != frame.word.lemma:  # an engineer who said …, saying: it is not she who goes on
                frame = replace(frame, speaker=owner.speaker, head=owner.head, antecedent=owner.antecedent)
        last = settled[-1] if settled else None
        if (
            last is not None
            and frame.how == "participle"
            and "clause" in last.word.takes
            and not last.content
            and 0 < frame.cue[0] - last.cue[1] <= 2
        ):
            frame = replace(frame, cue=last.cue)  # "she added, noting that …": the finite verb is the cue
        settled.append(frame)
    return settled


def read(piece: Piece, token: Token, readings: Sequence[Cue]) -> Iterator[Frame]:
    if token.tag_ == "VBN" and token.dep_ == "amod" and token.i and token.nbor(-1).tag_ in BEFORE_NOUN:
        return  # in a written statement
    if token.tag_.startswith("VB") or token.dep_ in ("ROOT", "relcl", "advcl") and token.tag_[:1] not in "NJ":
        part = "verb"
    elif token.tag_ == "NNS" and {"nsubj", "ccomp"} <= {c.dep_ for c in token.children}:
        part = "verb"  # "Miller claims he is rich", which the tagger took for a noun
    elif token.tag_.startswith("JJ"):
        part = "adjective"
    elif token.tag_ in ("NN", "NNS"):
        part = "noun"
    else:
        return
    best: Frame | None = None
    for cue in readings:
        if cue.part == part and (beside := words_beside(piece, token, cue)) is not None:
            frame = READERS[part](piece, token, cue, beside)
            if frame is not None and (best is None or frame.content):
                best = frame
                if frame.content:
                    break
    if best is not None:
        yield best


def words_beside(piece: Piece, token: Token, cue: Cue) -> list[Token] | None:
    """The prepositions or particles that the cue needs, None where one is missing."""
    found: list[Token] = []
    at = token
    for word in cue.beside:
        near = [c for c in at.rights if c.lower_ == word] or [c for c in token.rights if c.lower_ == word]
        if not near and word == "of":  # reminded the council of its promise
            near = [c for told in token.rights if told.dep_ == "dobj" for c in told.rights if c.lower_ == word]
        if not near:
            near = [t for t in following(at) if t.lower_ == word][:1]
        if not near or is_occasion(near[0]):
            return None
        at = near[0]
        found.append(at)
    return found


def following(token: Token) -> list[Token]:
    """The next word, and an "about" that has strayed from its verb: "talked to the whole board about the bridge"."""
    words = []
    for after in token.doc[token.i + 1 : token.i + 1 + MAX_STRAY]:
        if after.is_punct or after.tag_[:2] in ("VB", "MD") or after.tag_ in ("CC", "WP", "WDT"):
            break
        words.append(after)
    strays = words[1:] if words and words[0].tag_ in ("IN", "TO", "RB") and token.tag_.startswith("VB") else []
    return [*words[:1], *(word for word in strays if word.lower_ == "about")]


def is_occasion(preposition: Token) -> bool:
    """Insisted on CNN that …, reported on Monday that …: the place or day it was said, not what was spoken of."""
    words = preposition.doc[preposition.i + 1 : preposition.i + 1 + MAX_OCCASION]
    that = next((n for n, word in enumerate(words) if word.lower_ == "that"), 0)
    return (
        preposition.lower_ == "on"
        and that > 0
        and all(word.tag_[:3] == "NNP" or word.tag_ == "POS" for word in words[:that])
    )


def according(piece: Piece, token: Token) -> Iterator[Frame]:
    to = next((c for c in token.rights if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
    if to is None or source is None:
        return
    own = {t.i for t in token.subtree}
    governor = token.head if token.head != token else token
    while governor.tag_[:2] not in ("VB", "MD") and governor.head != governor:
        governor = governor.head
    around = [t.i for t in governor.subtree if t.i not in own]
    cue, at = (piece.starts[token.i], piece.ends[to.i]), piece.starts[token.i]
    speaker = piece.span(phrase_of(source, token))
    yield Frame(cue, ACCORDING, speaker, piece.starts[source.i], piece.pieces(around), "according_to", True, at)
