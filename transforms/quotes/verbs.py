"""What a verb of saying or thinking reports, by its dependencies: who (subject) says what (clause, object, …)."""

from spacy.tokens import Token

from transforms.quotes.frames import Frame, Piece, Span
from transforms.quotes.lexicon import Cue
from transforms.quotes.subjects import EDGE, NO_SPEAKER, PASSIVE_SUBJECTS, main_subject, phrase_of, subject_of

ASKING = frozenset(("ask", "wonder", "inquire", "question"))
HEADS = frozenset(("VB", "MD", "JJ", "NN"))
REASONS = frozenset(("of", "for", "as", "over"))  # blamed X for, cited X as, blasted X over
JUDGED = frozenset(("of", "for", "with", "as"))  # accused of, praised for, charged with, described as
BEFORE_ASKED = frozenset(("when", "if", "once", ","))
CLOSING = frozenset(("”", '"', "''", "’", "'"))
WHILE = frozenset(("while", "after", "before", "when", "by"))


def verb(piece: Piece, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
    subject, is_passive, is_controlled = subject_of(token)
    is_finite = token.tag_ in ("VBD", "VBN")
    if (
        subject is None
        and is_finite
        and token.dep_ != "ROOT"
        and cue.lemma == "ask"
        and (token.i == 0 or token.nbor(-1).lower_ in BEFORE_ASKED)
    ):
        is_passive = True  # Asked who pays, she said …: nobody who asks
    if subject is not None and subject.i > token.i and not is_passive:
        how, content = "inverted", reported_around(piece, token) if cue.is_speech else ()
    elif is_passive:
        content, how = reported_in_passive(piece, token, cue, beside), "passive"
    else:
        content, how = reported(piece, token, cue, beside, subject)
    if is_controlled and token.tag_ == "VBG" and token.dep_ in ("advcl", "conj", "ccomp", "acl", "xcomp"):
        first = token.left_edge.i
        while first > 1 and piece.parsed[first - 1].text in CLOSING:
            first -= 1
        after_comma = first > 0 and piece.parsed[first - 1].text == ","
        if after_comma:
            how = "participle"
        if (after_comma or token.left_edge.lower_ in WHILE) and cue.is_speech:
            just_before = piece.parsed[first - 2] if first > 1 else token
            near = after_comma and just_before.tag_ in ("VBD", "VBZ", "VBP")
            main = subject_of(just_before)[0] if near else main_subject(token)
            subject = main if main is not None else subject
    speaker = piece.span(phrase_of(subject, token)) if subject is not None else None
    antecedent = None
    if subject is not None and subject.tag_ in ("WP", "WDT"):
        clause = next((a for a in subject.ancestors if a.dep_ in ("relcl", "acl")), None)
        antecedent = piece.starts[clause.head.i] if clause is not None else None
    last = max([token, *beside[:1]], key=lambda t: t.i) if beside and beside[0].i == token.i + 1 else token
    start = piece.starts[token.left_edge.i if not is_controlled and subject is not None else token.i]
    return Frame(
        (piece.starts[token.i], piece.ends[last.i]),
        cue,
        speaker,
        piece.starts[subject.i] if subject is not None else None,
        content,
        how,
        token.tag_ != "VBG" and not is_controlled,
        start if how == "participle" else min(start, speaker[0] if speaker else start),
        antecedent,
    )


def reported(
    piece: Piece, token: Token, cue: Cue, beside: list[Token], subject: Token | None
) -> tuple[tuple[Span, ...], str]:
    """What is said, and by which construction: the first that the cue takes and the parser saw."""
    rights = [c for c in token.rights if c != subject]
    lefts = [c for c in token.lefts if c != subject]
    is_around = token.head != token and cue.is_speech and is_parenthesis(piece, token, subject)
    tried: list[tuple[bool, list[Token], str]] = [
        ("predicate" in cue.takes, predicate(cue, beside, rights), "predicate"),
        ("object" in cue.takes, object_beside(piece, beside, rights), "object"),
        (bool(cue.takes & {"clause", "infinitive"}), clause_after(token, cue, beside, rights), "clause"),
        ("infinitive" in cue.takes, infinitive(beside, rights), "infinitive"),
        ("clause" in cue.takes, [c for c in lefts if c.dep_ == "ccomp" and c.tag_[:2] in HEADS][:1], "clause"),
    ]
    if beside and beside[-1].dep_ == "mark":  # called for him to resign
        return piece.pieces([t.i for t in beside[-1].head.subtree if t != beside[-1]]), "object"
    for takes, parts, how in tried:
        if takes and parts:
            return piece.tree(*parts), how
    if "clause" in cue.takes and is_around:
        return piece.around(token), "parenthesis"
    things = plain_object(piece, rights, lefts) if "object" in cue.takes and not beside else []
    return (piece.tree(*things), "object") if things else ((), "bare")


def predicate(cue: Cue, beside: list[Token], rights: list[Token]) -> list[Token]:
    """Called the plan a mistake, dismissed the plan as a mistake."""
    parts = [c for c in rights if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "acomp") or c in beside]
    if not cue.beside:
        parts += [c for c in rights if c.lower_ == "as" and c.dep_ == "prep"]
    alone = len(parts) == 1 and parts[0].dep_ in ("dobj", "acomp")
    return [] if alone and cue.takes & {"object", "clause"} else parts


def object_beside(piece: Piece, beside: list[Token], rights: list[Token]) -> list[Token]:
    """Talked about the plan, called for the board to go, brought the plan up."""
    if not beside or beside[-1].dep_ not in ("prep", "prt", "advmod", "dative", "agent"):
        return []
    moved = [c for c in rights if c.dep_ == "dobj" and beside[-1].dep_ == "prt"]
    if moved or is_time(piece, beside[-1]):
        return moved[:1]
    inside = [c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp", "ccomp", "prep")]
    return [*inside, *to_do(rights, beside[-1])[:1]] if inside else []


def clause_after(token: Token, cue: Cue, beside: list[Token], rights: list[Token]) -> list[Token]:
    """Said that it rained, asked if it rained, made clear that it rained, has not said when it will."""
    known = [c for word in beside[-1:] if word.tag_ == "JJ" for c in word.rights if c.dep_ in ("ccomp", "advcl")]
    takes_any = "clause" in cue.takes
    clauses = [
        c
        for c in rights
        if c not in beside
        and (
            c.dep_ == "ccomp"
            and (takes_any or is_infinitive(c))
            or c.dep_ == "xcomp"
            and c.tag_ == "VBG"
            and takes_any
            and cue.is_speech
        )
    ]
    asked = [c for c in rights if cue.lemma in ASKING and is_question(c)]
    is_negated = takes_any and any(c.dep_ == "neg" for c in token.lefts)
    next_to_it = [c for c in rights if is_negated and c.dep_ == "advcl" and c.left_edge.i == token.i + 1]
    kept_back = [c for c in next_to_it if c.left_edge.tag_ in ("WRB", "IN")]
    return [*known, *clauses, *asked, *kept_back][:1]


def infinitive(beside: list[Token], rights: list[Token]) -> list[Token]:
    """Vowed to stay, called on the board to stay."""
    acts = [c for c in rights if (c.dep_ == "xcomp" or c.dep_ == "advcl" and beside) and is_infinitive(c)]
    asked = [c for word in beside[-1:] for c in word.rights if c.dep_ == "pobj"]
    return [*asked, acts[0]] if acts else []


def plain_object(piece: Piece, rights: list[Token], lefts: list[Token]) -> list[Token]:
    """Criticized the plan as a mistake, praised the efforts to close the bridge."""
    for thing in [c for c in (*rights, *lefts) if c.dep_ == "dobj"]:
        preps = [c for c in rights if c.dep_ == "prep" and c.lower_ in REASONS and c.i > thing.i]
        return [thing, *[c for c in preps if not is_time(piece, c)][:1], *to_do(rights, thing)[:1]]
    return [c for c in rights if c.dep_ in ("xcomp", "pcomp", "ccomp")][:1]


def to_do(rights: list[Token], after: Token) -> list[Token]:
    return [c for c in rights if c.dep_ in ("xcomp", "advcl") and is_infinitive(c) and c.i > after.i]


def is_parenthesis(piece: Piece, token: Token, subject: Token | None) -> bool:
    """ "…, she said, …" and "As she said, …": a clause between commas within what is said."""
    if subject is None or token.tag_ == "VBG":
        return False
    mark = next((c for c in token.lefts if c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB")), None)
    if token.dep_ == "advcl":
        is_whole = not any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in token.rights)
        return mark is not None and mark.lower_ == "as" and is_whole
    if token.dep_ not in ("parataxis", "ccomp") or mark is not None and mark.lower_ != "as":
        return False
    first, last = token.left_edge.i, token.right_edge.i
    if first == 0 and any(r.is_speech and "clause" in r.takes for r in piece.lexicon.readings(token.head.lower_)):
        return False  # "The plan has added another bridge, she noted": it is what she noted
    opened = first == 0 or piece.parsed[first - 1].text in EDGE or piece.parsed[first].text in EDGE
    closed = last + 1 >= len(piece.parsed) or piece.parsed[last + 1].text in EDGE or piece.parsed[last].text in EDGE
    return opened and closed


def reported_around(piece: Piece, token: Token) -> tuple[Span, ...]:
    child = next((c for c in token.children if c.dep_ == "ccomp"), None)
    if child is not None:
        return piece.tree(child)
    if token.dep_ in ("parataxis", "ccomp") and token.head != token:
        return piece.around(token)
    return ()


def reported_in_passive(piece: Piece, token: Token, cue: Cue, beside: list[Token]) -> tuple[Span, ...]:
    clause = next((c for c in token.rights if c.dep_ == "ccomp" or cue.lemma == "ask" and is_question(c)), None)
    if clause is not None and cue.takes & {"clause", "infinitive"}:
        return piece.tree(clause)
    if cue.lemma == "call" and token.dep_ == "acl" and not any(c.dep_ == "agent" for c in token.rights):
        return ()  # a stream called the Mill Run
    own = [c for c in token.lefts if c.dep_ in PASSIVE_SUBJECTS and c.lower_ not in NO_SPEAKER]
    rest = [c for c in token.rights if c.dep_ in ("xcomp", "oprd", "acomp") or c in beside]
    if (
        cue.takes & {"infinitive", "predicate", "clause"}
        and rest
        and (own or token.dep_ == "acl" or cue.lemma == "ask")
    ):
        return piece.tree(*own, *rest)
    if "object" in cue.takes and beside:
        return piece.tree(*(c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp")))
    if "object" in cue.takes:
        if own:
            return piece.tree(*own, *[c for c in token.rights if c.dep_ == "prep" and c.lower_ in JUDGED][:1])
        if token.dep_ == "acl" and any(c.dep_ == "agent" for c in token.rights):
            return piece.around(token)
    return ()


def is_time(piece: Piece, preposition: Token) -> bool:
    """on Monday, for years, over the weekend"""
    noun = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    return noun is not None and preposition.lower_ != "about" and noun.lower_ in piece.lexicon.times


def is_question(clause: Token) -> bool:
    return clause.dep_ == "advcl" and any(c.lower_ in ("if", "whether") for c in clause.lefts)


def is_infinitive(clause: Token) -> bool:
    return any(c.tag_ == "TO" for c in clause.lefts)
