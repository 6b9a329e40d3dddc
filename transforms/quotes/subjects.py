"""The speaker of a cue in a parsed sentence: its subject or that of the verb it hangs on, and its noun phrase."""

from spacy.tokens import Token

SUBJECTS = frozenset(("nsubj", "csubj"))
PASSIVE_SUBJECTS = frozenset(("nsubjpass", "csubjpass"))
CONTROLLED = frozenset(
    ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis", "acomp", "advmod", "pobj", "dobj")
)
EDGE = frozenset(",;:.()[]–—-\"“”„«»‘’'`…") | {"''", "``", "--"}
STOPPERS = frozenset(("punct", "relcl", "acl", "appos", "parataxis", "advcl", "npadvmod"))
BEFORE_INVERTED = frozenset((",", "”", '"', "''", "’", "'", "?", "!", "—", "–", "--", "-", ")"))
BE = frozenset(("is", "was", "'s", "’s", "be", "been"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))
NAMES = frozenset(("NNP", "NNPS", "PRP", "CD"))
MAX_BRACKET, MAX_APPOSITION = 8, 16  # words
REDUCED = frozenset(("acl", "amod", "appos"))  # a clause, adjective or name right after its noun, no comma between
MAILED = frozenset(("emailed", "texted", "messaged", "wrote", "mailed"))
MAX_HOPS = 6
MESSAGES = frozenset(
    [
        "statement",
        "post",
        "tweet",
        "letter",
        "email",
        "e-mail",
        "message",
        "memo",
        "release",
        "sign",
        "signs",
        "banner",
        "note",
        "comment",
        "remark",
        "video",
        "speech",
        "address",
        "ad",
        "op-ed",
        "column",
        "caption",
        "resolution",
    ]
)
NO_SPEAKER = frozenset(("it", "there", "that", "this", "which"))


def subject_of(verb: Token) -> tuple[Token | None, bool, bool]:
    """The one who speaks; whether the cue is passive (then its agent, if any); whether another verb lends it."""
    token = verb
    for hop in range(MAX_HOPS):
        children = list(token.children)
        agent = next((c for c in children if c.dep_ == "agent"), None)
        passive = next((c for c in children if c.dep_ in PASSIVE_SUBJECTS), None)
        alone = token.tag_ == "VBN" and token.dep_ == "advcl" and not any(c.dep_ == "aux" for c in children)
        if hop == 0 and (
            alone or passive is not None or agent is not None or any(c.dep_ == "auxpass" for c in children)
        ):
            by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
            return by, True, False
        if passive is not None:
            return passive, False, hop > 0
        subjects = [c for c in children if c.dep_ in SUBJECTS]
        inverted = [c for c in subjects if c.left_edge.i == token.i + 1 and token.i and token.nbor(-1).text in EDGE]
        own = next(iter(inverted or subjects), None)
        if own is not None:
            is_empty = own.tag_ == "EX" or hop > 0 and own.lower_ == "it" and token.lower_ in BE  # it is hard to say
            return (None if is_empty else own), False, hop > 0
        if hop == 0 and token.tag_ not in ("VBG", "VB") and token.dep_ not in ("conj", "relcl", "acl"):
            after = next((c for c in token.rights if c.dep_ in ("dobj", "attr", "npadvmod", "pobj")), None)
            is_next = after is not None and after.tag_[0] in "NP" and after.left_edge.i - token.i <= 2
            stands_apart = token.i == 0 or token.nbor(-1).text in BEFORE_INVERTED
            if is_next and stands_apart and all(t.is_punct or t.is_space for t in token.lefts):
                return after, False, False
        if token.dep_ in ("acl", "relcl") and token.head.tag_[0] in "NP":
            if token.tag_ == "VBN" and hop == 0:
                reports = token.head.dep_ == "ROOT" and any(c.dep_ == "ccomp" for c in token.rights)
                return (token.head, False, False) if reports else (None, True, False)  # a poll found that …
            noun, first = token.head, token.left_edge.i
            after_comma = first > 0 and token.doc[first - 1].text == ","
            if token.dep_ == "acl" and (after_comma or noun.lower_ in MESSAGES or is_recipient(noun)):
                while noun.head != noun and noun.tag_[:2] != "VB":
                    noun = noun.head
                if noun.tag_[:2] == "VB":
                    token = noun
                    continue
            return token.head, False, True
        if token.dep_ in CONTROLLED and token.head != token:
            controller = token.head
            if token.dep_ == "xcomp" and hop == 0:
                told = next((c for c in controller.rights if c.dep_ == "dobj" and c.i < token.i), None)
                if told is not None:
                    return told, False, True
            token = controller
            continue
        break
    return name_before(verb) if verb.dep_ == "ROOT" and verb.tag_ in FINITE else None, False, False


def name_before(verb: Token) -> Token | None:
    """The name or pronoun before a verb whose subject the parser has lost, a bracket or an apposition passed over."""
    doc, at = verb.doc, verb.i - 1
    while at >= 0 and (doc[at].tag_ in ("RB", "MD") or doc[at].dep_ in ("aux", "neg")):
        at -= 1
    if at >= 0 and doc[at].text == ")":
        at = next((i for i in range(at, max(-1, at - MAX_BRACKET), -1) if doc[i].text == "("), 0) - 1
    if at >= 0 and doc[at].text == ",":
        opening = next((i for i in range(at - 1, max(0, at - MAX_APPOSITION), -1) if doc[i].text == ","), at)
        at = opening - 1 if doc[opening - 1].tag_ in NAMES else at - 1
    return doc[at] if at >= 0 and doc[at].tag_ in NAMES else None


def is_recipient(noun: Token) -> bool:
    """An email to supporters saying …, emailed supporters saying …: it is not they who say it."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "to" or noun.dep_ == "dobj" and noun.head.lower_ in MAILED


def main_subject(token: Token) -> Token | None:
    """The subject of the main clause, where it stands before the token: to it a participle after a comma goes."""
    root = next((t for t in token.doc if t.dep_ == "ROOT"), None)
    if root is None or root == token or root.i > token.i:
        return None
    own = next((c for c in root.lefts if c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS), None)
    return None if own is None or own.lower_ in NO_SPEAKER else own


def phrase_of(head: Token, cue: Token | None = None) -> range:
    """The noun phrase of `head`: up to its first comma, clause or bracket after the head, and never over its cue."""
    left, right = head.left_edge.i, head.i
    for child in head.lefts:
        if child.dep_ in ("relcl", "advcl", "cc", "ccomp", "parataxis"):
            left = min(child.right_edge.i + 1, head.i)
    if head.dep_ == "csubj":
        return range(left, head.right_edge.i + 1)
    for child in head.rights:
        if cue is not None and child.left_edge.i <= cue.i <= child.right_edge.i:
            break
        if child.left_edge.i == right + 1 and (child.dep_ in REDUCED or narrows(child)):
            right = _before_edge(child)
            continue
        if child.dep_ in STOPPERS:
            if child.dep_ == "punct" and child.text in ("-", "‘", "’", "'", "."):
                continue
            break
        if child.dep_ == "prep":
            right = _short_edge(child)
            if right != child.right_edge.i:
                break
        else:
            right = child.right_edge.i if child.dep_ not in ("conj", "cc") else max(right, _conjunct_edge(child))
    return range(left, right + 1)


def narrows(clause: Token) -> bool:
    """Everyone I met: a relative clause without "who", which is part of the name."""
    first = clause.left_edge.tag_
    return clause.dep_ == "relcl" and first[0] in "NPD" and first not in ("WP", "WDT")


def _before_edge(child: Token) -> int:
    """The end of "released last year", "familiar with the plan" after a noun, before any comma in it."""
    span = range(child.left_edge.i, child.right_edge.i + 1)
    return next((i - 1 for i in span if child.doc[i].text in EDGE), span[-1])


def _conjunct_edge(child: Token) -> int:
    return child.i if child.dep_ == "cc" else _short_edge(child.doc[child.left_edge.i]) if child.n_rights else child.i


def _short_edge(preposition: Token) -> int:
    """The end of a phrase that starts here, before any comma or clause in it."""
    last = preposition.i
    for i in range(preposition.i + 1, max(preposition.right_edge.i, preposition.head.right_edge.i) + 1):
        token = preposition.doc[i]
        if token.text in EDGE or token.dep_ in ("relcl", "acl", "appos") or token.tag_.startswith("VB"):
            break
        last = i
    return last
