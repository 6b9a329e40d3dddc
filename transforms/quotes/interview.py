"""Who answers in an interview whose turns are labelled Q and A: the person whom its headline or lead names."""

import re
from collections.abc import Sequence

from schemas.records import Mention
from transforms.quotes.attribution import Attribution

TALKED_TO = re.compile(
    r"\b(?:(?:spoke|speaks|spoken|talks?|talked|sat\sdown|sits\sdown|chats?|chatted|caught\sup|Q&A|interview|conversation)"
    r"\s(?:[\w.’'-]{1,20}\s){0,3}?(?:with|to)|interviewed|interviews|asked|asks)\s(?:[\w.’'-]{1,20},?\s){0,5}$"
)


def answerer(text: str, turns: Sequence[Attribution], mentions: Sequence[Mention]) -> int | None:
    """The entity that "A" stands for; None where the headline and the lead name nobody, or several.

    Of several, the one that the headline names, or else the one whom somebody spoke with.
    """
    labels = [turn.speaker[0] for turn in turns if turn.speaker is not None]
    lead_end = min(labels, default=0)
    people = [m for m in mentions if m.type == "PERSON" and not m.is_pronoun and (m.in_title or m.start < lead_end)]
    headed = [m for m in people if m.in_title]
    asked = [m for m in people if not m.in_title and TALKED_TO.search(text, max(0, m.start - 80), m.start)]
    for among in (people, headed, asked):
        if len(named := {m.entity for m in among}) == 1:
            return named.pop()
    return None


def is_answer(text: str, turn: Attribution) -> bool:
    return turn.how == "interview" and turn.speaker is not None and text[slice(*turn.speaker)] == "A"
