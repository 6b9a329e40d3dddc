"""Reported speech without marks: what a cue reports, where it ends, and what is no report."""

import pytest

from schemas.records import Quote

LEAD = "Mayor Ann Miller visited the old bridge in Graz on Monday with engineer Tom Reed.\n\n"


def texts(quotes: list[Quote], cue: str) -> list[tuple[str | None, str]]:
    return [(q.speaker_text, q.text) for q in quotes if q.cue == cue]


@pytest.mark.parametrize(
    ("sentence", "cue", "speaker", "content"),
    [
        # objects
        ("Miller announced a new bridge on Monday.", "announced", "Miller", "a new bridge"),
        ("The company reported a loss of two million euros.", "reported", "The company", "a loss of two million euros"),
        (
            "Miller cited the flood as proof of her point.",
            "cited",
            "Miller",
            "the flood as proof of her point",
        ),
        (
            "Miller praised the efforts of the council to close the bridge.",
            "praised",
            "Miller",
            "the efforts of the council to close the bridge",
        ),
        # of what somebody is accused
        ("Reed was accused of building bridges of wood.", "accused", None, "Reed ... of building bridges of wood"),
        ("Reed has been criticized for his silence.", "criticized", None, "Reed ... for his silence"),
        # a conjunction is no end
        ("Reed promised to rebuild and hinted that it may last.", "promised", "Reed", "to rebuild"),
        # questions whose asker is nobody
        ("Asked if the bridge would hold, Miller smiled.", "Asked", None, "if the bridge would hold"),
        ("Asked to describe the bridge, Reed left the room.", "Asked", None, "to describe the bridge"),
        # speakers far from their verbs
        (
            "Miller is likely to stress that the bridge will hold.",
            "stress",
            "Miller",
            "that the bridge will hold",
        ),
        ("Reed stopped short of calling for a new bridge.", "calling for", "Reed", "a new bridge"),
        # speakers told apart by a clause without "who"
        (
            "A survey released last week found that the bridge is loved.",
            "found",
            "A survey released last week",
            "that the bridge is loved",
        ),
        ("Everyone I met in Graz said the bridge was loved.", "said", "Everyone I met in Graz", "the bridge was loved"),
        # the dateline is nobody
        ("GRAZ, Austria — The council said the bridge was old.", "said", "The council", "the bridge was old"),
        # what the parser hangs elsewhere
        ("Reed said after the meeting he would not build a bridge.", "said", "Reed", "he would not build a bridge"),
        ("Reed said for the first time that the bridge was old.", "said", "Reed", "that the bridge was old"),
        ("The council has not said when the bridge will open.", "said", "The council", "when the bridge will open"),
        ("Reed has been talking to the council about the old bridge.", "talking", "Reed", "the old bridge"),
        (
            "The bridge has added a link to the long road, Miller noted.",
            "noted",
            "Miller",
            "The bridge has added a link to the long road",
        ),
        # nouns
        ("Miller's point is that the bridge will hold.", "point", "Miller's", "that the bridge will hold"),
        ("Reed made a joke about the old bridge.", "joke", "Reed", "the old bridge"),
        # according to
        (
            "The bridge will hold for years, according to a report, but the river is high.",
            "according to",
            "a report",
            "The bridge will hold for years",
        ),
        (
            "The bridge is very old (it was built in 1850, according to the council).",
            "according to",
            "the council",
            "it was built in 1850",
        ),
        (
            "According to Tom Reed, an engineer from Linz, the bridge will hold.",
            "According to",
            "Tom Reed",
            "the bridge will hold",
        ),
        ("According to Reed, who built it, the bridge will hold.", "According to", "Reed", "the bridge will hold"),
        (
            "According to Reed, the bridge, which he built, holds.",
            "According to",
            "Reed",
            "the bridge, which he built, holds",
        ),
        ("But according to the council, the bridge will hold.", "according to", "the council", "the bridge will hold"),
    ],
)
def test_what_is_reported(read, sentence: str, cue: str, speaker: str | None, content: str) -> None:  # type: ignore[no-untyped-def]
    assert (speaker, content) in texts(read(LEAD + sentence), cue)


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        (
            "Miller said the bridge was safe, though she noted that the river was high.",
            [("Miller", "the bridge was safe"), ("she", "that the river was high")],
        ),
        (
            "Miller said the bridge was old and supports the whole road to Graz.",
            [("Miller", "the bridge was old and supports the whole road to Graz")],
        ),
        (
            "Miller said that the bridge, which her father built, was the best of all.",
            [("Miller", "that the bridge, which her father built, was the best of all")],
        ),
        (
            "Miller refused to support the plan that Reed had promised to the council.",
            [("Miller", "to support the plan that Reed had promised to the council")],
        ),
        (
            "Reed criticized the people who said he had no plan.",
            [("Reed", "the people who said he had no plan"), ("who", "he had no plan")],
        ),
        (
            "Miller has expressed concern about the old bridge.",
            [("Miller", "the old bridge")],
        ),
        (
            "Miller insisted that she had “rebuilt the bridge,” claiming that it would hold.",
            [("Miller", "that she had “rebuilt the bridge,”"), ("Miller", "that it would hold")],
        ),
        (
            "The bridge was safe, Miller said, adding, “It will hold for many years to come.”",
            [("Miller", "The bridge was safe"), ("Miller", "It will hold for many years to come.")],
        ),
        (
            "Miller said that the bridge was safe, which came as a surprise.",
            [("Miller", "that the bridge was safe")],
        ),
    ],
)
def test_where_it_ends(read, sentence: str, rows: list[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    assert [(q.speaker_text, q.text) for q in read(LEAD + sentence) if q.start > len(LEAD) - 1] == rows


@pytest.mark.parametrize(
    "sentence",
    [
        "It is worth noting that the bridge is old.",
        "Miller reported on Monday.",
        "Reed faced questions about the bridge.",
        "Miller argued for years.",
        "Miller wrote a long song.",
        "Reed maintained a garden.",
        "The road runs along a stream called the Mill Run.",
    ],
)
def test_what_is_no_report(read, sentence: str) -> None:  # type: ignore[no-untyped-def]
    assert not [q for q in read(LEAD + sentence) if q.start > len(LEAD) - 1]


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("Miller made clear that the bridge would hold.", "made clear", "that the bridge would hold"),
        ("Miller took issue with the plan.", "took issue", "the plan"),
        ("Miller brought up the old bridge.", "brought up", "the old bridge"),
        ("Miller reminded the council of its promise.", "reminded", "its promise"),
        ("Miller downplayed the danger.", "downplayed", "the danger"),
    ],
)
def test_idioms_of_saying(read, sentence: str, cue: str, content: str) -> None:  # type: ignore[no-untyped-def]
    assert ("Miller", content) in texts(read(LEAD + sentence), cue)
