"""Attribution in a parsed piece of a sentence: who (source) says (cue) what (content), by its dependencies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.subjects import EDGE, NO_SPEAKER, PASSIVE_SUBJECTS, SUBJECTS, main_subject, phrase_of, subject_of

Span = tuple[int, int]
ASKING = frozenset(("ask", "wonder", "inquire", "question"))
WHILE = frozenset(("while", "after", "before", "when", "by"))
ANY_VERB = Cue("", "verb", False, frozenset())
ACCORDING = Cue("according", "adverb", True, frozenset(("clause",)))


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with what depends on it. Offsets are those of the text."""

    cue: Span
    word: Cue
    speaker: Span | None
    head: int | None  # where the head word of the speaker starts
    content: tuple[Span, ...]
    how: str  # clause, infinitive, object, predicate, inverted, parenthesis, according_to, bare
    is_finite: bool = True
    clause_start: int = 0  # where the cue's own clause starts, its speaker included
    antecedent: int | None = None  # where the head that a relative "who" refers to starts


def find_frames(parsed: Doc, tokens: Sequence[Token], lexicon: QuoteLexicon) -> list[Frame]:
    """Every cue of the piece, in order; `tokens` are the words of the text that `parsed` stands for, one to one."""
    piece = _Piece(parsed, tokens)
    frames: list[Frame] = []
    for token in parsed:
        word = token.lower_
        if word == "according":
            frames.extend(piece.according(token))
        elif readings := lexicon.readings(word):
            frames.extend(piece.read(token, readings))
    return _settle_participles(frames)


def main_clause(parsed: Doc, tokens: Sequence[Token]) -> Frame | None:
    """The main verb of the piece and its subject, as a frame that any verb can make: what a colon may announce."""
    root = next((t for t in parsed if t.dep_ == "ROOT" and t.tag_.startswith("VB")), None)
    if root is None:
        return None
    frame = _Piece(parsed, tokens).verb(root, ANY_VERB, [])
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
            frame = replace(frame, speaker=owner.speaker, head=owner.head, antecedent=owner.antecedent)
        last = settled[-1] if settled else None
        if (
            last is not None
            and frame.how == "participle"
            and "clause" in last.word.takes
            and 0 < frame.cue[0] - last.cue[1] <= 2
        ):
            frame = replace(frame, cue=last.cue)  # "she added, noting that …": the finite verb is the cue
        settled.append(frame)
    return settled


class _Piece:
    """A parsed piece and the offsets of its words in the text."""

    def __init__(self, parsed: Doc, tokens: Sequence[Token]) -> None:
        self.parsed = parsed
        self.starts = [token.idx for token in tokens]
        self.ends = [token.idx + len(token) for token in tokens]

    def span(self, indices: Sequence[int]) -> Span | None:
        """Offsets from the first to the last of these words, without punctuation at either end."""
        kept = list(indices)
        while kept and (self.parsed[kept[0]].text in EDGE or self.parsed[kept[0]].is_space):
            kept.pop(0)
        while kept and (self.parsed[kept[-1]].text in EDGE or self.parsed[kept[-1]].is_space):
            kept.pop()
        return (self.starts[kept[0]], self.ends[kept[-1]]) if kept else None

    def pieces(self, indices: Sequence[int]) -> tuple[Span, ...]:
        """Contiguous runs of words as spans; runs of punctuation alone are left out."""
        runs: list[list[int]] = []
        for i in sorted(set(indices)):
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        return tuple(span for run in runs if (span := self.span(run)) is not None)

    def tree(self, *tokens: Token) -> tuple[Span, ...]:
        return self.pieces([t.i for token in tokens for t in token.subtree])

    def read(self, token: Token, readings: Sequence[Cue]) -> Iterator[Frame]:
        if token.tag_.startswith("VB") or token.dep_ in ("ROOT", "relcl", "advcl") and token.tag_[:1] not in "NJ":
            part = "verb"
        elif token.tag_.startswith("JJ"):
            part = "adjective"
        elif token.tag_ in ("NN", "NNS"):
            part = "noun"
        else:
            return
        best: Frame | None = None
        for cue in readings:
            if cue.part == part and (beside := self.beside(token, cue)) is not None:
                frame = getattr(self, part)(token, cue, beside)
                if frame is not None and (best is None or frame.content):
                    best = frame
                    if frame.content:
                        break
        if best is not None:
            yield best

    def beside(self, token: Token, cue: Cue) -> list[Token] | None:
        """The prepositions or particles that the cue needs, None where one is missing."""
        found: list[Token] = []
        at = token
        for word in cue.beside:
            near = [c for c in at.rights if c.lower_ == word] or [c for c in token.rights if c.lower_ == word]
            if not near and at.i + 1 < len(self.parsed) and self.parsed[at.i + 1].lower_ == word:
                near = [self.parsed[at.i + 1]]
            if not near:
                return None
            at = near[0]
            found.append(at)
        return found

    def verb(self, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
        subject, is_passive, is_controlled = subject_of(token)
        if subject is not None and subject.i > token.i and not is_passive:
            how, content = "inverted", self.left_content(token) if cue.is_speech else ()
        elif is_passive:
            content, how = self.passive_content(token, cue, beside), "passive"
        else:
            content, how = self.content(token, cue, beside, subject)
        if is_controlled and token.tag_ == "VBG" and token.dep_ in ("advcl", "conj", "ccomp", "acl", "xcomp"):
            first = token.left_edge.i
            after_comma = first > 0 and self.parsed[first - 1].text == ","
            if after_comma:
                how = "participle"
            if (after_comma or self.parsed[first].lower_ in WHILE) and cue.is_speech:
                just_before = self.parsed[first - 2] if first > 1 else token
                near = after_comma and just_before.tag_ in ("VBD", "VBZ", "VBP")
                main = subject_of(just_before)[0] if near else main_subject(token)
                subject = main if main is not None else subject
        speaker = self.span(phrase_of(subject)) if subject is not None else None
        antecedent = None
        if subject is not None and subject.tag_ in ("WP", "WDT"):
            clause = next((a for a in subject.ancestors if a.dep_ in ("relcl", "acl")), None)
            antecedent = self.starts[clause.head.i] if clause is not None else None
        last = max([token, *beside[:1]], key=lambda t: t.i) if beside and beside[0].i == token.i + 1 else token
        start = self.starts[token.left_edge.i if not is_controlled and subject is not None else token.i]
        return Frame(
            (self.starts[token.i], self.ends[last.i]),
            cue,
            speaker,
            self.starts[subject.i] if subject is not None else None,
            content,
            how,
            token.tag_ != "VBG" and not is_controlled,
            start if how == "participle" else min(start, speaker[0] if speaker else start),
            antecedent,
        )

    def content(
        self, token: Token, cue: Cue, beside: list[Token], subject: Token | None
    ) -> tuple[tuple[Span, ...], str]:
        """What is said, and by which construction."""
        rights = [c for c in token.rights if c != subject]
        lefts = [c for c in token.lefts if c != subject]
        takes = cue.takes
        if beside and beside[-1].dep_ == "mark":  # called for him to resign
            clause = beside[-1].head
            return self.pieces([t.i for t in clause.subtree if t != beside[-1]]), "object"
        if "predicate" in takes:
            parts = [c for c in rights if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "acomp") or c in beside]
            if not cue.beside:
                parts += [c for c in rights if c.lower_ == "as" and c.dep_ == "prep"]
            alone = len(parts) == 1 and parts[0].dep_ in ("dobj", "acomp")
            if parts and not (alone and takes & {"object", "clause"}):
                return self.tree(*parts), "predicate"
        if beside and beside[-1].dep_ in ("prep", "prt", "advmod", "dative", "agent") and "object" in takes:
            inside = [c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp", "ccomp", "prep")]
            to_do = [c for c in rights if c.dep_ in ("xcomp", "advcl") and self.is_infinitive(c) and c.i > beside[-1].i]
            if inside:
                return self.tree(*inside, *to_do[:1]), "object"
        if takes & {"clause", "infinitive"}:
            for child in rights:
                if child.dep_ == "ccomp" and ("clause" in takes or self.is_infinitive(child)):
                    return self.tree(child), "clause"
                if child.dep_ == "xcomp" and child.tag_ == "VBG" and "clause" in takes and cue.is_speech:
                    return self.tree(child), "clause"
        if cue.lemma in ASKING:
            for child in rights:
                if child.dep_ == "advcl" and any(c.lower_ in ("if", "whether") for c in child.lefts):
                    return self.tree(child), "clause"
        if "infinitive" in takes:
            for child in rights:
                if child.dep_ in ("xcomp", "advcl") and self.is_infinitive(child) and (beside or child.dep_ == "xcomp"):
                    asked = [c for b in beside[-1:] for c in b.rights if c.dep_ == "pobj"]
                    return self.tree(*asked, child), "infinitive"
        if "clause" in takes:
            for child in lefts:
                if child.dep_ == "ccomp" and child.tag_.startswith(("VB", "MD", "JJ", "NN")):
                    return self.tree(child), "clause"
            if cue.is_speech and token.head != token and self.is_parenthesis(token, subject):
                inside_it = {t.i for t in token.subtree}
                return self.pieces([t.i for t in token.head.subtree if t.i not in inside_it]), "parenthesis"
        if "object" in takes and not cue.beside:
            for child in (*rights, *lefts):
                if child.dep_ == "dobj":
                    reason = [c for c in rights if c.dep_ == "prep" and c.lower_ in ("of", "for") and c.i > child.i]
                    return self.tree(child, *reason[:1]), "object"
            for child in rights:
                if child.dep_ in ("xcomp", "pcomp", "ccomp"):
                    return self.tree(child), "object"
        return (), "bare"

    def is_infinitive(self, clause: Token) -> bool:
        return any(c.tag_ == "TO" for c in clause.lefts)

    def is_parenthesis(self, token: Token, subject: Token | None) -> bool:
        """ "…, she said, …" and "As she said, …": a clause between commas within what is said."""
        if subject is None or token.tag_ == "VBG":
            return False
        mark = next((c for c in token.lefts if c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB")), None)
        if token.dep_ == "advcl":
            return mark is not None and mark.lower_ == "as"
        if token.dep_ not in ("parataxis", "ccomp") or mark is not None and mark.lower_ != "as":
            return False
        first, last = token.left_edge.i, token.right_edge.i
        opened = first == 0 or self.parsed[first - 1].text in EDGE or self.parsed[first].text in EDGE
        closed = last + 1 >= len(self.parsed) or self.parsed[last + 1].text in EDGE or self.parsed[last].text in EDGE
        return opened and closed

    def left_content(self, token: Token) -> tuple[Span, ...]:
        child = next((c for c in token.children if c.dep_ == "ccomp"), None)
        if child is not None:
            return self.tree(child)
        if token.dep_ in ("parataxis", "ccomp") and token.head != token:
            inside_it = {t.i for t in token.subtree}
            return self.pieces([t.i for t in token.head.subtree if t.i not in inside_it])
        return ()

    def passive_content(self, token: Token, cue: Cue, beside: list[Token]) -> tuple[Span, ...]:
        clause = next((c for c in token.rights if c.dep_ == "ccomp"), None)
        if clause is not None and cue.takes & {"clause", "infinitive"}:
            return self.tree(clause)
        own = [c for c in token.lefts if c.dep_ in PASSIVE_SUBJECTS and c.lower_ not in NO_SPEAKER]
        rest = [c for c in token.rights if c.dep_ in ("xcomp", "oprd", "acomp") or c in beside]
        if cue.takes & {"infinitive", "predicate", "clause"} and rest and (own or token.dep_ == "acl"):
            return self.tree(*own, *rest)
        if "object" in cue.takes and beside:
            return self.tree(*(c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp")))
        if "object" in cue.takes:
            if own:
                return self.tree(*own)
            if token.dep_ == "acl" and any(c.dep_ == "agent" for c in token.rights):
                inside_it = {t.i for t in token.subtree}
                return self.pieces([t.i for t in token.head.subtree if t.i not in inside_it])
        return ()

    def adjective(self, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
        parts = [c for c in token.rights if c.dep_ in ("ccomp", "xcomp")]
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in ("about", "of", "with", "at", "for", "over"):
                parts += [c for c in child.rights if c.dep_ in ("pobj", "pcomp", "ccomp")]
        governor = token.head
        own = next((c for c in governor.lefts if c.dep_ in SUBJECTS), None)
        if not parts or token.dep_ not in ("acomp", "conj", "oprd") or own is None or own.lower_ in NO_SPEAKER:
            return None
        return self.plain(token, cue, own, self.tree(parts[0]), "adjective")

    def noun(self, token: Token, cue: Cue, beside: list[Token]) -> Frame | None:
        parts = [c for c in token.rights if c.dep_ in ("ccomp", "acl") and (self.is_infinitive(c) or self.has_that(c))]
        if beside:
            parts = [c for c in beside[-1].rights if c.dep_ in ("pobj", "pcomp")]
        own = next((c for c in token.lefts if c.dep_ == "poss"), None)
        by = next((c for c in token.rights if c.lower_ in ("by", "from", "among") and c.dep_ == "prep"), None)
        if own is None and by is not None:
            own = next((c for c in by.rights if c.dep_ == "pobj"), None)
        if own is None and token.dep_ == "dobj":
            own = subject_of(token.head)[0]
        if not parts or own is None:
            return None
        return self.plain(token, cue, own, self.tree(parts[0]), "noun")

    def has_that(self, clause: Token) -> bool:
        return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)

    def plain(self, token: Token, cue: Cue, own: Token, content: tuple[Span, ...], how: str) -> Frame:
        at = self.starts[token.i]
        return Frame(
            (at, self.ends[token.i]), cue, self.span(phrase_of(own)), self.starts[own.i], content, how, True, at
        )

    def according(self, token: Token) -> Iterator[Frame]:
        to = next((c for c in token.rights if c.lower_ == "to"), None)
        source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
        if to is None or source is None:
            return
        own = {t.i for t in token.subtree}
        governor = token.head if token.head != token else token
        while governor.tag_[:2] not in ("VB", "MD") and governor.head != governor:
            governor = governor.head
        around = [t.i for t in governor.subtree if t.i not in own]
        cue, at = (self.starts[token.i], self.ends[to.i]), self.starts[token.i]
        speaker = self.span(phrase_of(source))
        yield Frame(cue, ACCORDING, speaker, self.starts[source.i], self.pieces(around), "according_to", True, at)
