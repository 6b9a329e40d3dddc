"""Who a speaker is: surnames, pronouns and descriptions brought to the entities of the article."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.records import Entity, Mention
from transforms.quotes.attribution import Attribution
from transforms.quotes.descriptions import described, known_of
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.namesakes import tell_apart
from transforms.quotes.roles import CUT, WORD, head_of, kind_of_noun

Span = tuple[int, int]
KINDS = {"PERSON": "person", "NORP": "group"}
TITLE = re.compile(r"(?:MR|MRS|MS|DR|SEN|REP|GOV|GEN|PRESIDENT|SENATOR|JUDGE)\.?\s", re.IGNORECASE)
TITLES = re.compile(r"\s(?:[A-Z][\w.-]{0,15}\s){0,2}")  # between a role and a name: "nominee Gov. Ann Miller"
APPOSED = re.compile(r",\s(?:the\s)?")
BEFORE_OBJECT = re.compile(r"\b(?:of|by|with|for|to|from|against|about|on|than|like|after|at|in|including)\s{1,2}$")
SUBORDINATE = re.compile(r"\b(?:after|before|when|while|because|since|until|although|though|once|whether|that)\s{1,2}$")
WINDOW = 12  # sentences back in which a pronoun's name is looked for
SUBJECT, OBJECT, OBLIQUE, POSSESSOR = 80.0, 50.0, 40.0, 25.0
RECENCY = 100.0
CARRIED = 1_000.0  # what a subject has more for a pronoun that the next clause begins with
SPOKE = 60.0
QUOTED_SHARE = 0.15  # what a name within a quotation counts, against one outside
MARGIN = 1.05  # the best name must outweigh the next by this factor


@dataclass(slots=True)
class Resolved:
    name: str | None
    entity: int | None
    kind: str  # person, organization, group, unnamed, unknown
    how: str


class Resolver:
    """The people and organizations of one article, and who spoke last."""

    def __init__(
        self,
        text: str,
        sentence_starts: Sequence[int],
        quoted: Sequence[Quoted],
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        found: Sequence[Attribution],
        lexicon: QuoteLexicon,
    ) -> None:
        self.text, self.starts, self.entities, self.lexicon = text, sentence_starts, entities, lexicon
        self.mentions = sorted((m for m in mentions if not m.in_title and not m.is_pronoun), key=lambda m: m.start)
        self.begins = [m.start for m in self.mentions]
        self.marks = [(q.start, q.end) for q in quoted if not q.is_single]
        self.known = known_of(text, entities, self.mentions, lexicon)
        self.genders = {i: self.gender_of(i) for i, e in enumerate(entities) if e.type == "PERSON"}
        heads = (a.head if a.head is not None else a.speaker[1] - 1 for a in found if a.speaker is not None)
        self.speaking = sorted(set(heads))
        self.namesakes = tell_apart(
            text, self.mentions, self.genders, self.sentence_of, self.marks, self.speaking, lexicon
        )
        self.spoken: list[tuple[int, int]] = []  # (offset, entity) of the speakers resolved so far
        self.weights = [self.weight(m) for m in self.mentions]

    def resolve(self, item: Attribution) -> Resolved:
        """The speaker of one attribution; call in the order of the text."""
        if item.speaker is None:
            return Resolved(None, None, "unknown", "none")
        resolved = (
            self.labelled(item.speaker)
            if item.how == "interview"
            else self.resolve_span(item.speaker, item.head, item.frame.antecedent if item.frame else None)
        )
        if resolved.entity is not None and resolved.kind == "person":
            self.spoken.append((item.speaker[0], resolved.entity))
        return resolved

    def resolve_span(self, span: Span, head: int | None, antecedent: int | None = None) -> Resolved:
        words = self.text[slice(*span)]
        lower = words.lower()
        if lower in ("who", "which", "that"):
            if antecedent is None:
                return Resolved(None, None, "unknown", "relative")
            mention = self.mention_at(antecedent)
            if mention is None:
                end = WORD.match(self.text, antecedent)
                return self.describe(self.text[antecedent : end.end() if end else antecedent], (antecedent, antecedent))
            return self.named(mention, "relative")
        code = self.lexicon.of("en").pronouns.get(lower)
        if code is not None:
            return self.pronoun(span[0], lower, code)
        if self.are_several(span):
            return Resolved(None, None, "group", "several_speakers")
        mention = self.mention_in(span, head) or self.mention_after(head, span[1])
        if mention is not None:
            return self.named_by(mention)
        apposed = self.apposed(span)
        return self.describe(words, span) if apposed is None else self.named(apposed, "apposition")

    def mention_after(self, head: int | None, end: int) -> Mention | None:
        """The mention that ends a phrase whose head stands right before it: "his spokesman Tom Reed"."""
        word = WORD.match(self.text, head) if head is not None else None
        mention = self.mention_at(end - 1)
        if word is None or mention is None or mention.end != end or mention.type not in ("PERSON", "ORG"):
            return None
        return mention if TITLES.fullmatch(self.text, word.end(), max(word.end(), mention.start)) else None

    def apposed(self, span: Span) -> Mention | None:
        """The name that stands behind a phrase: "the engineer, Tom Reed,", "the football federation, the AFF,"."""
        behind = APPOSED.match(self.text, span[1])
        mention = self.mention_at(behind.end()) if behind else None
        if behind is None or mention is None or self.text[mention.end : mention.end + 1] not in (",", "."):
            return None
        words = self.text[slice(*span)]
        noun = head_of(words).lower()
        kind = kind_of_noun(noun, words, self.lexicon)
        if mention.type == "ORG":
            is_thing = kind == "organization" or any(noun in sort.nouns for sort in self.lexicon.sorts)
            return mention if is_thing else None
        is_one = words.lower().startswith("one of ") or kind != "group"
        is_that = mention.type == "PERSON" and is_one and self.fits(mention, self.lexicon.gendered.get(noun))
        return mention if is_that and not behind[0].endswith("the ") else None

    def labelled(self, span: Span) -> Resolved:
        """Who the label of a turn stands for: the one person of that surname ("SEN. MILLER", "Miller")."""
        words = self.text[slice(*span)]
        surname = words.split()[-1].casefold()
        named = {m.entity: self.entities[m.entity].name.split() for m in self.mentions if m.type == "PERSON"}
        people = [entity for entity, name in named.items() if len(name) > 1 and name[-1].casefold() == surname]
        if len(people) == 1:
            return Resolved(self.entities[people[0]].name, people[0], "person", "surname")
        resolved = self.resolve_span(span, None)
        return replace(resolved, kind="person") if TITLE.match(words) else resolved

    def headed(self, words: str) -> Resolved:
        """Who a role in the headline is: "Mayor" is the mayor of the article."""
        noun, end = head_of(words).lower(), len(self.text)
        if noun not in self.lexicon.gendered and noun.removesuffix("s") not in self.lexicon.nouns:
            return Resolved(None, None, "unknown", "unresolved")
        return self.describe(f"the {words}", (end, end))

    def named(self, mention: Mention, how: str) -> Resolved:
        entity = self.entities[mention.entity]
        return Resolved(entity.name, mention.entity, KINDS.get(entity.type, "organization"), how)

    def named_by(self, mention: Mention) -> Resolved:
        """Who a name means: the entity of its mention, or of the only namesake that the text leaves."""
        entity = self.namesakes.get(mention.start, mention.entity)
        if entity is None:
            return Resolved(None, None, "person", "ambiguous_name")
        how = "name" if self.entities[entity].name == mention.text else "surname"
        return Resolved(self.entities[entity].name, entity, KINDS.get(mention.type, "organization"), how)

    def mention_at(self, at: int) -> Mention | None:
        i = bisect_right(self.begins, at) - 1
        return self.mentions[i] if i >= 0 and at < self.mentions[i].end else None

    def mention_in(self, span: Span, head: int | None) -> Mention | None:
        """The mention that the phrase is about: the one that holds its head, not one that only modifies it."""
        inside = [m for m in self.mentions if span[0] < m.end and m.start < span[1]]
        if head is not None:
            return next((m for m in inside if m.start <= head < m.end), None)
        cut = CUT.search(self.text, span[0], span[1])
        end = cut.start() if cut else span[1]
        return next((m for m in reversed(inside) if m.start < end <= m.end), None)

    def are_several(self, span: Span) -> bool:
        """Whether the phrase joins names: "Ann Miller and Tom Reed"."""
        people = [m for m in self.mentions if span[0] <= m.start and m.end <= span[1] and m.type == "PERSON"]
        between = [self.text[a.end : b.start] for a, b in itertools.pairwise(people)]
        return len({m.entity for m in people}) > 1 and any(" and " in gap for gap in between)

    # ------------------------------------------------------------------ pronouns

    def pronoun(self, at: int, form: str, code: str) -> Resolved:
        if form in ("i", "we", "you"):
            return Resolved(None, None, "unknown" if form != "we" else "group", "first_person")
        if code[1] == "p":
            return Resolved(None, None, "group", "plural_pronoun")
        if code[0] == "n":
            return self.neuter(at)
        ranked = self.rank(at, code[0])
        if not ranked or len(ranked) > 1 and ranked[0][0] < MARGIN * ranked[1][0]:
            return Resolved(None, None, "person", "ambiguous_pronoun" if ranked else "unmatched_pronoun")
        entity = ranked[0][1]
        return Resolved(self.entities[entity].name, entity, "person", "pronoun")

    def neuter(self, at: int) -> Resolved:
        sentence = self.sentence_of(at)
        near = [
            m
            for m in self.mentions
            if m.end <= at
            and m.type == "ORG"
            and 0 <= sentence - self.sentence_of(m.start) <= 1
            and not self.is_quoted(m)
        ]
        names = {m.entity for m in near}
        if len(names) == 1:
            return self.named(near[-1], "pronoun")
        return Resolved(None, None, "organization", "ambiguous_pronoun" if names else "unmatched_pronoun")

    def rank(self, at: int, gender: str) -> list[tuple[float, int]]:
        """People by how likely a pronoun of this gender at this place means them: a sum over the places that name
        them, by role in the sentence and halved with each sentence between (after Lappin and Leass, 1994)."""
        here = self.sentence_of(at)
        carried = self.subject_before(at) if SUBORDINATE.search(self.text, max(0, at - 12), at) else None
        sums: dict[int, float] = {}
        for mention, weight in zip(self.mentions, self.weights, strict=True):
            if mention.start >= at:
                break
            if mention is carried:
                weight += CARRIED
            distance = here - self.sentence_of(mention.start)
            if distance > WINDOW or self.genders.get(mention.entity, "-") not in (gender, None):
                continue
            sums[mention.entity] = sums.get(mention.entity, 0.0) + (weight + self.bonus(mention)) * 0.5**distance
        for place, entity in self.spoken:
            distance = here - self.sentence_of(place)
            if 0 <= distance <= WINDOW and place < at and self.genders.get(entity, "-") in (gender, None):
                sums[entity] = sums.get(entity, 0.0) + (RECENCY + SUBJECT + SPOKE) * 0.5**distance
        return sorted(((total, entity) for entity, total in sums.items()), key=lambda pair: (-pair[0], pair[1]))

    def weight(self, mention: Mention) -> float:
        if mention.type != "PERSON":
            return 0.0
        if self.is_possessor(mention):
            role = POSSESSOR
        elif BEFORE_OBJECT.search(self.text, max(0, mention.start - 12), mention.start):
            role = OBLIQUE
        else:
            first = self.starts[self.sentence_of(mention.start)]
            # The harbor's master Ann Miller, Holt's colleague Tom Reed: the owner is no subject.
            others = any(
                first <= b < mention.start and m.type == "PERSON" and not self.is_possessor(m)
                for b, m in zip(self.begins, self.mentions, strict=True)
            )
            role = OBJECT if others else SUBJECT
        share = QUOTED_SHARE if self.is_quoted(mention) else 1.0
        return (RECENCY + role) * share

    def subject_before(self, at: int) -> Mention | None:
        """The person nearest before `at` in its sentence who is a subject by place."""
        here = self.sentence_of(at)
        for i in range(bisect_right(self.begins, at) - 1, -1, -1):
            if self.sentence_of(self.begins[i]) != here:
                return None
            if self.weights[i] >= RECENCY + SUBJECT:
                return self.mentions[i]
        return None

    def is_possessor(self, mention: Mention) -> bool:
        return self.text[mention.end : mention.end + 1] in ("'", "’")

    def bonus(self, mention: Mention) -> float:
        return SPOKE if mention.start in self.speaking else 0.0

    def is_quoted(self, mention: Mention) -> bool:
        return any(s < mention.start < e for s, e in self.marks)

    def sentence_of(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def gender_of(self, index: int) -> str | None:
        """m or f where a title, a role or the given name tells it, else None."""
        entity = self.entities[index]
        own = [m for m in self.mentions if m.entity == index]
        votes: dict[str, int] = {}
        for mention, roles in zip(self.mentions, self.known.roles, strict=True):
            if mention.entity == index:
                for gender in {self.lexicon.gendered[r.noun] for r in roles if r.noun in self.lexicon.gendered}:
                    votes[gender] = votes.get(gender, 0) + 1
        if votes:
            return max(votes, key=lambda g: (votes[g], g))
        words = [word for name in (entity.name, *(m.text for m in own)) for word in name.split()[:-1]]
        known = [self.lexicon.given[word] for word in words if word in self.lexicon.given]
        return {"female": "f", "male": "m"}.get(known[0]) if known else None

    def fits(self, mention: Mention, gender: str | None) -> bool:
        """Whether who is mentioned may be of this gender: nothing is known against it."""
        return None in (gender, known := self.genders.get(mention.entity)) or known == gender

    # -------------------------------------------------------------- descriptions

    def describe(self, words: str, span: Span) -> Resolved:
        """ "the ministry", "the 54-year-old", "the president": an entity that the article has called so before."""
        noun = head_of(words).lower()
        gender = self.lexicon.gendered.get(noun)
        kind = kind_of_noun(noun, words, self.lexicon)
        found = described(self.known, words, span[0], kind, self.lexicon)
        fitting = [m for m in self.mentions if m.entity in found and self.fits(m, gender)]
        if len({m.entity for m in fitting}) > 1:
            return Resolved(None, None, kind, "ambiguous_description")
        if fitting:
            return self.named(fitting[0], "description")
        if kind == "group" and any(span[0] <= m.start < span[1] for m in self.mentions):
            return Resolved(words, None, kind, "name")
        return Resolved(None, None, kind, "description" if kind == "unnamed" else "unresolved")
