"""What an adjective or noun of saying or thinking reports: "confident that …", "her claim that …"."""

from spacy.tokens import Token

from transforms.quotes.frames import Frame, Piece, Span
from transforms.quotes.lexicon import Cue
from transforms.quotes.subjects import BE, NO_SPEAKER, SUBJECTS, phrase_of, subject_of
from transforms.quotes.verbs import is_infinitive


def adjective(piece: Piece, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
    parts = [c for c in token.rights if c.dep_ in ("ccomp", "xcomp")]
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("about", "of", "with", "at", "for", "over"):
            parts += [c for c in child.rights if c.dep_ in ("pobj", "pcomp", "ccomp")]
    governor = token.head
    own = next((c for c in governor.lefts if c.dep_ in SUBJECTS), None)
    if not parts or token.dep_ not in ("acomp", "conj", "oprd") or own is None or own.lower_ in NO_SPEAKER:
        return None
    return plain(piece, token, cue, own, piece.tree(parts[0]), "adjective")


def noun(piece: Piece, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
    parts = [c for c in token.rights if c.dep_ in ("ccomp", "acl") and (is_infinitive(c) or has_that(c))]
    if not parts and token.dep_ in SUBJECTS and token.head.lower_ in BE:  # her point is that …
        parts = [c for c in token.head.rights if c.dep_ == "ccomp" and has_that(c)]
    if beside:
        parts = [c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp")]
    own = next((c for c in token.lefts if c.dep_ == "poss"), None)
    by = next((c for c in token.rights if c.lower_ in ("by", "from", "among") and c.dep_ == "prep"), None)
    if own is None and by is not None:
        own = next((c for c in by.rights if c.dep_ == "pobj"), None)
    if own is None and token.dep_ == "dobj" and token.head.lower_ in piece.lexicon.gives:
        own = subject_of(token.head)[0]
    if not parts or own is None:
        return None
    return plain(piece, token, cue, own, piece.tree(parts[0]), "noun")


def plain(piece: Piece, token: Token, cue: Cue, own: Token, content: tuple[Span, ...], how: str) -> Frame:
    at = piece.starts[token.i]
    return Frame(
        (at, piece.ends[token.i]), cue, piece.span(phrase_of(own, token)), piece.starts[own.i], content, how, True, at
    )


def has_that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)
