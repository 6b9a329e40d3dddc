"""Whom a speaker's words mean in a text that no model reads: names cut out of phrases, surnames, pronouns."""

import re
from collections.abc import Sequence

from transforms.quotes.attribution import Attribution
from transforms.quotes.frames import Span
from transforms.quotes.resolve import Resolved
from transforms.quotes.unparsed.people import People
from transforms.quotes.unparsed.phrases import Word, words_of

ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ][\w-]{0,12}[A-ZÀ-ÖØ-Þ][\w-]{0,12}")
WINDOW = 700  # characters before a pronoun in which its name is looked for
NEAR = 250  # characters: of two people who fit a pronoun, the other must be further off
NOBODY = Resolved(None, None, "unknown", "none")


class Bearers:
    """Who spoke last, and who is meant next; to be asked in the order of the text."""

    def __init__(self, people: People) -> None:
        self.people, self.grammar = people, people.grammar
        self.spoke: int | None = None  # the person who spoke last
        self.heard: list[tuple[int, int]] = []  # (offset, person) of all who spoke by name

    def learn(self, text: str, found: Sequence[Attribution]) -> None:
        """Take speakers of two words and more for people, where their given name is not known."""
        for item in found:
            words = self.words(text, item.speaker) if item.speaker is not None else []
            name = self.name_in(text, words)
            if name is not None and name[1] > name[0] and self.kind(text, words) != "organization":
                first, last = name
                is_known = words[last].form in self.people.by_part or last - first > 3
                if not is_known:
                    self.people.add(text, words, first, last)

    def words(self, text: str, span: Span) -> list[Word]:
        return words_of(text, *span, self.grammar)

    def resolve(self, text: str, item: Attribution, is_body: bool = True) -> Resolved:
        if item.speaker is None:
            return NOBODY
        words = self.words(text, item.speaker)
        if len(words) == 1 and words[0].form in self.grammar.pronouns:
            cue = text[slice(*item.cue)].lower() if item.cue is not None else ""
            return self.pronoun(words[0], cue) if is_body else Resolved(None, None, "person", "unmatched_pronoun")
        name, kind = self.name_in(text, words), self.kind(text, words)
        if name is None:
            return Resolved(None, None, kind, "unresolved")
        first, last = name
        parts = tuple(w.form for w in words[first : last + 1])
        value = text[words[first].start : words[last].end]
        meant = self.people.called(parts)
        gender = self.people.gender_before(words, first)
        meant = [n for n in meant if gender is None or self.people.persons[n].gender in (gender, None)] or meant
        if len(meant) > 1:
            return Resolved(None, None, "person", "ambiguous_name")
        if meant:
            if is_body:
                self.spoke = meant[0]
                self.heard.append((words[first].start, meant[0]))
            whole = self.people.persons[meant[0]].name
            return Resolved(whole, None, "person", "name" if whole == value else "surname")
        given = self.people.given_before(text, parts) if len(parts) == 1 and kind == "unknown" else None
        if given is not None:
            return Resolved(f"{given} {value}", None, "person", "surname")
        return Resolved(value, None, kind, "name")

    def name_in(self, text: str, words: Sequence[Word]) -> Span | None:
        """The first and last of the words that are a name, without article, title and role; None where none is."""
        if not words or words[0].form in self.grammar.pronouns:
            return None
        end = len(words) - 1
        raw = [text[w.start : w.end] for w in words]
        comma = next((n for n in range(2, end + 1) if words[n].gap == ","), 0)
        for n in range(comma, end):
            if words[n].is_capital and not words[n + 1].gap and self.people.is_given(text, words[n]):
                last = self.people.name_end(words, n, end)
                if last > n:
                    return n, last
        if comma:
            return self.bare(raw, words, comma, end)
        is_described = words[0].form in self.grammar.articles
        if words[0].is_capital and (not is_described or self.people.called(tuple(w.form for w in words))):
            return self.bare(raw, words, 0, end) if not is_described else (0, end)  # De Boer
        first = next((n for n in range(1, end + 1) if words[n].is_capital), None)
        if first is None or first > 1 and words[first - 1].form in self.grammar.articles | self.grammar.links:
            return None
        if self.grammar.capitals:
            return self.bare(raw, words, first, end) if self.is_name_after_role(raw, words, first, end) else None
        return self.bare(raw, words, first, end)

    def is_name_after_role(self, raw: Sequence[str], words: Sequence[Word], first: int, end: int) -> bool:
        """Where every noun has a capital: whether a name follows the role, or an acronym stands alone."""
        has_role = first < end and words[first].form.endswith(self.grammar.roles) and words[first + 1].is_capital
        return has_role or first == end and ACRONYM.fullmatch(raw[first]) is not None

    def bare(self, raw: Sequence[str], words: Sequence[Word], first: int, end: int) -> Span | None:
        """The name from word `first` on, roles and titles before it passed over."""
        while first <= end and (
            words[first].form in self.grammar.titles
            or not words[first].is_capital
            or first < end
            and self.is_kind(raw, words, first)
        ):
            first += 1
        run = self.people.name_end(words, first, end) if first <= end else end
        roles = [n for n in range(first, run + 1) if words[n].form.endswith(self.grammar.roles)]
        if roles:  # Hamburgs Polizeipräsident Karl Brandt
            first = roles[-1] + 1
        if first > end or roles and first > run:
            return None
        last = self.people.name_end(words, first, end)
        is_noun = self.people.is_organization(words[first])
        is_noun &= words[first].form in self.grammar.organizations or not ACRONYM.fullmatch(raw[first])
        return None if is_noun and first == last else (first, last)

    def is_kind(self, raw: Sequence[str], words: Sequence[Word], n: int) -> bool:
        """Whether word n only says what the name after it is: the ONG Greenpeace, Gewerkschaft GEW."""
        return self.people.is_organization(words[n]) and any(ACRONYM.fullmatch(w) for w in raw[n : n + 2])

    def kind(self, text: str, words: Sequence[Word]) -> str:
        """organization by its noun or as an acronym, person by two words of a name or more, else unknown."""
        noun = next((w for w in words if w.form not in self.grammar.articles), None)
        name = self.name_in(text, words)
        if noun is not None and self.people.is_organization(noun):
            return "organization"
        if name is not None and ACRONYM.fullmatch(text[words[name[0]].start : words[name[1]].end]):
            return "organization"
        has_article = name is not None and name[0] == 1 and words[0].form in self.grammar.articles
        return "person" if name is not None and name[1] > name[0] and not has_article else "unknown"

    def pronoun(self, word: Word, cue: str) -> Resolved:
        """The person of that gender who spoke last or is the only one in sight; nobody where two may be meant."""
        code = self.grammar.pronouns[word.form]
        gender, number = code[0], code[1]
        is_plural = number == "p" or number == "x" and self.grammar.plural and cue.endswith(self.grammar.plural)
        if is_plural:
            return Resolved(None, None, "group", "plural_pronoun")
        persons = self.people.persons
        heard = [(at, n) for at, n in self.heard if word.start - WINDOW < at < word.start]
        near = sorted({*heard, *self.people.named(word.start - WINDOW, word.start)})
        fitting = [n for _, n in near if persons[n].gender == gender]
        if not fitting and gender in "mf":
            fitting = [n for _, n in near if persons[n].gender is None]
        if gender not in "mf" or not fitting:
            return Resolved(None, None, "person", "unmatched_pronoun")
        closest = fitting[-1]
        rivals = [n for at, n in near if n in fitting and n != closest and word.start - at < NEAR]
        if rivals and self.spoke != closest:
            return Resolved(None, None, "person", "ambiguous_pronoun")
        self.spoke = closest
        return Resolved(persons[closest].name, None, "person", "pronoun")
