"""Each construction that news writes, by its name: who said what, with which word."""

import pytest

from schemas.records import Quote

LEAD = "Mayor Ann Miller visited the old bridge in Graz on Monday with engineer Tom Reed.\n\n"


def only(quotes: list[Quote], part: str) -> Quote:
    """The one quotation that holds these words."""
    (quote,) = [q for q in quotes if part in q.text]
    return quote


def said(quote: Quote) -> tuple[str, str | None, str | None]:
    return quote.kind, quote.speaker_name, quote.cue


def test_quotation_broken_by_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“The bridge will hold,” Miller said on Monday. “We test it every year.”"), "hold")
    assert said(quote) == ("direct", "Ann Miller", "said")
    assert quote.text == "The bridge will hold, ... We test it every year."
    assert len(quote.spans) == 2


def test_sentence_broken_by_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“The bridge,” Miller said, “will hold for twenty years.”"), "hold")
    assert said(quote) == ("direct", "Ann Miller", "said")
    assert quote.text == "The bridge, ... will hold for twenty years."


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        (
            "“You know, I love Reed,” Miller said, but “when it comes to bridges, Reed builds them all of wood.”",
            ["You know, I love Reed,", "when it comes to bridges, Reed builds them all of wood."],
        ),
        (
            "The bridge is “safe as can be,” Miller wrote in an email to the Post, and “full of life.”",
            ["The bridge is “safe as can be,”", "“full of life.”"],
        ),
        (
            "But ''the more interesting question,'' Miller said, ''is whether the bridge will hold.''",
            ["But ''the more interesting question,''", "is whether the bridge will hold."],
        ),
    ],
)
def test_fragments_on_both_sides_of_the_cue(read, sentence: str, pieces: list[str]) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + sentence), pieces[0])
    assert (quote.speaker_name, quote.text.split(" ... ")) == ("Ann Miller", pieces)


def test_a_list_of_fragments_is_one_quotation(read) -> None:  # type: ignore[no-untyped-def]
    text = "Miller called Reed a “timid builder” who is “utterly lost,” a “serial mason,” a “bully” and a “mere child.”"
    assert only(read(LEAD + text), "timid").text.endswith("a “bully” and a “mere child.”")


def test_a_participle_after_a_comma_goes_with_the_main_clause(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Ann Miller, a former mayor, poked at Reed's long silence during the Monday night meeting, tweeting, "
        "“Notice how he says nothing. Asleep?”"
    )
    assert only(read(text), "Asleep").speaker_text == "Ann Miller"


def test_a_title_and_its_author_are_no_quotation(read) -> None:  # type: ignore[no-untyped-def]
    text = "“The bridge is safe,” Miller said.\n\nNOW OPEN — “A new bridge for the end of May,” by Carl Moser."
    assert not [q for q in read(LEAD + text) if "end of May" in q.text]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was closed by a storm that Miller described as “an act of folly.”",
        "Miller condemned the rule as “an act of folly.”",
        "Miller likened the rule to “an act of folly.”",
    ],
)
def test_what_something_is_said_to_be_like(read, sentence: str) -> None:  # type: ignore[no-untyped-def]
    assert only(read(LEAD + sentence), "folly").speaker_name == "Ann Miller"


def test_several_paragraphs_with_only_the_last_mark_closed(read) -> None:  # type: ignore[no-untyped-def]
    text = "“We test the bridge every year,” Miller said. “We did so in May.\n\n“It will hold for twenty years.”"
    quote = only(read(LEAD + text), "every year")
    assert said(quote) == ("direct", "Ann Miller", "said")
    assert quote.text.endswith("We did so in May. ... It will hold for twenty years.")
    assert quote.is_closed


def test_quotation_that_goes_on_in_the_next_paragraph(read) -> None:  # type: ignore[no-untyped-def]
    text = "“We test the bridge every year,” Miller said.\n\n“It will hold for twenty years.”"
    assert only(read(LEAD + text), "every year").text.endswith("It will hold for twenty years.")


def test_mark_left_open(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Miller said: “The bridge will hold for twenty years.\n\nThe river is high."), "hold")
    assert said(quote) == ("direct", "Ann Miller", "said")
    assert not quote.is_closed
    assert quote.text == "The bridge will hold for twenty years."


@pytest.mark.parametrize("marks", ["”“", "““", '“"', "''|''", '""'])
def test_marks_turned_mixed_or_doubled(read, marks: str) -> None:  # type: ignore[no-untyped-def]
    opening, closing = marks.split("|") if "|" in marks else marks
    quote = only(read(LEAD + f"{opening}The bridge will hold for years,{closing} Miller said."), "hold")
    assert said(quote) == ("direct", "Ann Miller", "said")


def test_single_marks(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "‘The bridge will hold, and it won’t sway,’ Miller said."), "hold")
    assert said(quote) == ("direct", "Ann Miller", "said")
    assert quote.text == "The bridge will hold, and it won’t sway,"


def test_nested_marks(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“He asked, ‘Will it hold?’ and I said yes,” Miller said."), "hold")
    assert (quote.text, quote.speaker_name) == ("He asked, ‘Will it hold?’ and I said yes,", "Ann Miller")


def test_inverted_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“The bridge will hold for years,” said Tom Reed, an engineer."), "hold")
    assert said(quote) == ("direct", "Tom Reed", "said")
    assert quote.resolution == "inverted"


def test_cue_before_the_quotation(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed said, “The bridge will hold for years.”"), "hold")
    assert said(quote) == ("direct", "Tom Reed", "said")


def test_he_added(read) -> None:  # type: ignore[no-untyped-def]
    text = "“The bridge will hold,” Tom Reed said.\n\n“It was built to last,” he added."
    quote = only(read(LEAD + text), "built")
    assert said(quote) == ("direct", "Tom Reed", "added")
    assert quote.resolution == "pronoun"


def test_question_before_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    assert said(only(read(LEAD + "“Who pays for the bridge?” Miller asked."), "pays")) == (
        "direct",
        "Ann Miller",
        "asked",
    )


def test_colon(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed had one line for the crowd: “The bridge will hold for years.”"), "hold")
    assert (quote.speaker_name, quote.resolution) == ("Tom Reed", "colon")


def test_colon_a_paragraph_before(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed wrote in a letter:\n\n“The bridge will hold for twenty years.”"), "hold")
    assert (quote.speaker_name, quote.cue, quote.resolution) == ("Tom Reed", "wrote", "colon")


def test_credit_after_a_dash(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“The bridge will hold for twenty years.” — Tom Reed"), "hold")
    assert (quote.speaker_text, quote.speaker_name, quote.resolution) == ("Tom Reed", "Tom Reed", "dash")


@pytest.mark.parametrize(
    "text",
    [
        "“We all crossed the bridge on foot.”\n\n- Tom Reed, engineer\n\nIt rained.",
        "“We all crossed the bridge on foot.”\n— Tom Reed",
        "“We all crossed the bridge on foot.” So it was. “We all ran.” — Tom Reed, engineer.",
    ],
)
def test_credit_below_or_at_the_end_of_the_line(read, text: str) -> None:  # type: ignore[no-untyped-def]
    before = LEAD + "“It is old,” Miller said.\n\n"
    quotes = [q for q in read(before + text) if q.start > len(before) - 1]
    assert {(q.speaker_text, q.resolution) for q in quotes} == {("Tom Reed", "dash")}


def test_a_list_below_a_quotation_credits_nobody(read) -> None:  # type: ignore[no-untyped-def]
    text = "“What every bridge in the valley needs.”\n\n- Stone\n\n- Iron"
    assert not [q for q in read(LEAD + text) if q.resolution == "dash"]


def test_according_to(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The bridge will hold for twenty years, according to Tom Reed."), "hold")
    assert said(quote) == ("indirect", "Tom Reed", "according to")
    assert quote.text == "The bridge will hold for twenty years"
    assert quote.resolution == "according_to"


def test_according_to_in_front(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "According to Tom Reed, the bridge will hold for twenty years."), "hold")
    assert (quote.text, quote.speaker_name) == ("the bridge will hold for twenty years", "Tom Reed")


def test_paragraphs_whose_cue_stands_in_the_last(read) -> None:  # type: ignore[no-untyped-def]
    text = "“All at once the bridge shook.\n\n“Then it fell.\n\n“Nobody was hurt,” Tom Reed said."
    quote = only(read(LEAD + text), "shook")
    assert said(quote) == ("direct", "Tom Reed", "said")
    assert quote.text == "All at once the bridge shook. ... Then it fell. ... Nobody was hurt,"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will close the bridge, said Tom Reed. Rain fell all night.", "We will close the bridge,"),
        ('"Who pays for the bridge? Tom Reed asked on Monday. Rain fell.', "Who pays for the bridge?"),
    ],
)
def test_a_mark_left_open_ends_before_its_cue(read, text: str, words: str) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + text), words)
    assert (quote.text, quote.speaker_name, quote.is_closed) == (words, "Tom Reed", False)


def test_a_cue_within_a_long_quotation_ends_nothing(read) -> None:  # type: ignore[no-untyped-def]
    text = "“The bridge fell, my brother said.\n\n“Then we swam,” Tom Reed said."
    assert only(read(LEAD + text), "swam").text == "The bridge fell, my brother said. ... Then we swam,"


@pytest.mark.parametrize(
    ("lead", "name", "noun"),
    [
        ("His first answer:", "Tom Reed", "answer"),
        ("Miller’s advice to the board:", "Ann Miller", "advice"),
    ],
)
def test_a_noun_of_saying_and_a_colon(read, lead: str, name: str, noun: str) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(f"{LEAD}Tom Reed fears that it will fall. {lead} “Not on Sundays.”"), "Not")
    assert said(quote) == ("direct", name, noun)


def test_who_is_owned_speaks_for_himself(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The mayor’s office answers: “Not on Sundays.”"), "Not")
    assert (quote.speaker_text, quote.cue) == ("The mayor’s office", "answers")


def test_transcript(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "A transcript follows.\n\nREED: The bridge will hold for years.\n\nMILLER: Who tested it?\n\n"
        "REED: We did, in May.\n\nMILLER: Thank you."
    )
    quotes = [q for q in read(LEAD + text) if q.resolution in ("interview", "name", "surname") or q.cue is None]
    assert [(q.speaker_text, q.text) for q in quotes][:3] == [
        ("REED", "The bridge will hold for years."),
        ("MILLER", "Who tested it?"),
        ("REED", "We did, in May."),
    ]


def test_a_transcript_and_nothing_else(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "The Post: Who is Tom Reed?\n\nAnn Miller: The engineer of the bridge.\n\n"
        "The Post: Does it hold?\n\nMiller: For years."
    )
    assert [(q.speaker_text, q.speaker_name, q.text) for q in read(text)][1::2] == [
        ("Ann Miller", "Ann Miller", "The engineer of the bridge."),
        ("Miller", "Ann Miller", "For years."),
    ]


def test_labels_in_capitals_are_the_people_of_the_article(read) -> None:  # type: ignore[no-untyped-def]
    text = "SEN. MILLER: The bridge is old.\n\nMR. HOLT: It was built in May.\n\nSEN. MILLER: Then close it."
    quotes = [q for q in read(LEAD + text) if q.speaker_text in ("SEN. MILLER", "MR. HOLT")]
    assert [q.speaker_kind for q in quotes] == ["person"] * 3
    assert quotes[0].speaker_name == quotes[2].speaker_name == "Ann Miller"


@pytest.mark.parametrize("mark", [":", "."])
def test_interview(read, mark: str) -> None:  # type: ignore[no-untyped-def]
    text = "Q: Will the bridge hold?\n\nA: It will hold for years.\n\nQ: Who pays?\n\nA: The city pays."
    quotes = read(LEAD + text.replace(":", mark))
    assert [(q.speaker_text, q.text) for q in quotes if q.speaker_text in ("Q", "A")][:2] == [
        ("Q", "Will the bridge hold?"),
        ("A", "It will hold for years."),
    ]


@pytest.mark.parametrize(
    ("title", "lead", "name"),
    [
        (None, "The Post met Ann Miller on her bridge.", "Ann Miller"),
        (None, "Tom Reed of The Post sat down last week with the mayor, Ann Miller.", "Ann Miller"),
        ("Ann Miller: “The bridge will hold”", "Tom Reed asked about the bridge.", "Ann Miller"),
        (None, "Tom Reed and Ann Miller disagree about the bridge.", None),
        (None, "The Post walked over the bridge in May.", None),
    ],
)
def test_who_answers_in_an_interview(read, title: str | None, lead: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    text = "Q: Will the bridge hold?\n\nA: For years.\n\nQ: Does Peter Holt think so?\n\nA: Ask him."
    quotes = [q for q in read(f"{lead}\n\n{text}", title) if q.speaker_text in ("Q", "A")]
    assert [q.speaker_name for q in quotes] == [None, name, None, name]
    assert {q.resolution for q in quotes} == ({"unresolved", "interview"} if name else {"unresolved"})


def test_an_initial_is_no_label_of_a_turn(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "A. Miller left the bridge.\n\nA. Reed stayed there.\n\nA. Holt slept.")
    assert not [q for q in quotes if q.resolution == "interview" or q.speaker_text == "A"]


def test_passive_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The plan was called “a gift to nobody at all” by Tom Reed."), "gift")
    assert (quote.kind, quote.speaker_name) == ("mixed", "Tom Reed")


def test_passive_without_a_speaker_names_nobody(read) -> None:  # type: ignore[no-untyped-def]
    quotes = [q for q in read("The old bridge is expected to fall before the winter.") if "fall" in q.text]
    assert all(q.speaker_text is None and q.speaker_name is None for q in quotes)


def test_speaker_one_sentence_before(read) -> None:  # type: ignore[no-untyped-def]
    text = "Tom Reed said the bridge was old. “We will have to close it for a whole year.”"
    quote = only(read(LEAD + text), "close")
    assert (quote.speaker_name, quote.resolution) == ("Tom Reed", "same_paragraph")
    assert quote.confidence < 0.7  # beside its cue it would be 0.95


def test_speaker_one_paragraph_before(read) -> None:  # type: ignore[no-untyped-def]
    text = "Tom Reed said the bridge was old.\n\n“We will have to close it for a whole year.”"
    quote = only(read(LEAD + text), "close")
    assert (quote.speaker_name, quote.resolution) == ("Tom Reed", "previous_paragraph")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom Reed slept late that day. “The bridge was gone when I woke.”", "Tom Reed"),
        ("Tom Reed has lived by the river for years.\n\n“The bridge was gone when I woke.”", "Tom Reed"),
        ("She slept late that day. “The bridge was gone when I woke.”", "Ann Miller"),
        ("The trains stopped at noon that day. “The bridge was gone when I woke.”", None),
    ],
)
def test_a_person_who_only_acts_in_the_sentence_before(read, text: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    assert only(read(LEAD + text), "woke").speaker_name == name


def test_indirect_speech(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed said that the bridge would hold for twenty years."), "hold")
    assert said(quote) == ("indirect", "Tom Reed", "said")
    assert quote.text == "that the bridge would hold for twenty years"


def test_indirect_speech_around_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The bridge, Tom Reed said, would hold for twenty years."), "hold")
    assert quote.text == "The bridge ... would hold for twenty years"
    assert quote.speaker_name == "Tom Reed"


def test_indirect_speech_before_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The bridge would hold for twenty years, Tom Reed said."), "hold")
    assert (quote.text, quote.speaker_name) == ("The bridge would hold for twenty years", "Tom Reed")


def test_a_sentence_with_a_fragment_before_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    said_first = "The paint on the bridge announces “a long goodbye” to the ferry"
    quote = only(read(LEAD + said_first + ", said Tom Reed, founder of the river club."), "ferry")
    assert (quote.text, quote.speaker_name) == (said_first, "Tom Reed")


def test_mixed_speech(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed said the new plan was “a gift to nobody at all.”"), "gift")
    assert said(quote) == ("mixed", "Tom Reed", "said")
    assert quote.text == "the new plan was “a gift to nobody at all.”"


def test_predicate(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Tom Reed called the plan “a gift to nobody at all.”"), "gift")
    assert said(quote) == ("mixed", "Tom Reed", "called")


def test_two_cues_side_by_side(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "Tom Reed said the bridge was old and called the plan “a gift to nobody.”")
    assert only(quotes, "gift").cue == "called"
    assert only(quotes, "was old").text == "the bridge was old"
    assert {q.speaker_name for q in quotes if q.cue in ("said", "called")} == {"Tom Reed"}


def test_what_is_said_to_be_believed_is_one_quotation(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "Tom Reed said he believes the bridge will hold for twenty years.")
    assert [q.cue for q in quotes if "hold" in q.text] == ["said"]


def test_organization(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read("The bridge will hold for twenty years, the Ministry of Transport said."), "hold")
    assert (quote.speaker_name, quote.speaker_kind) == ("Ministry of Transport", "organization")


def test_group(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read("The bridge will hold for twenty years, officials said on Monday."), "hold")
    assert (quote.speaker_text, quote.speaker_name, quote.speaker_kind) == ("officials", None, "group")


def test_document(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read("“The bridge will hold for twenty years,” the report said."), "hold")
    assert (quote.speaker_text, quote.speaker_kind) == ("the report", "organization")


def test_unnamed(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read("“The bridge will hold for twenty years,” a spokesman said."), "hold")
    assert (quote.speaker_text, quote.speaker_name, quote.speaker_kind) == ("a spokesman", None, "unnamed")


def test_via_the_outlet_that_passes_it_on(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“The bridge will hold for twenty years,” Tom Reed said, according to Reuters.")
    quote = only(quotes, "hold")
    assert (quote.speaker_name, quote.via) == ("Tom Reed", "Reuters")
    assert not [q for q in quotes if q.cue == "according to"]


def test_via_the_outlet_that_was_told(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "“The bridge will hold for twenty years,” Tom Reed told CNN on Monday."), "hold")
    assert (quote.speaker_name, quote.via) == ("Tom Reed", "CNN")


@pytest.mark.parametrize(
    ("title", "speaker", "content", "kind"),
    [
        ("Ann Miller: Old bridge will ‘hold for years’", "Ann Miller", "Old bridge will ‘hold for years’", "mixed"),
        ("Ann Miller says old bridge will hold", "Ann Miller", "old bridge will hold", "indirect"),
        ("Old bridge will hold, Ann Miller says", "Ann Miller", "Old bridge will hold", "indirect"),
        ("Ann Miller: ‘The bridge will hold’", "Ann Miller", "The bridge will hold", "direct"),
        ("‘The bridge will hold’: Ann Miller", "Ann Miller", "The bridge will hold", "direct"),
        ("“The bridge will hold for years,” mayor vows", "mayor", "The bridge will hold for years,", "direct"),
        ("Old bridge will hold, says mayor", "mayor", "Old bridge will hold", "indirect"),
        ("Old bridge will hold, city council says", "city council", "Old bridge will hold", "indirect"),
        ("Old bridge will hold, experts say", "experts", "Old bridge will hold", "indirect"),
        ("Old bridge will hold – police", "police", "Old bridge will hold", "indirect"),
    ],
)
def test_headline(read, title: str, speaker: str, content: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = [q for q in read(LEAD.strip(), title) if q.in_title]
    assert (quote.speaker_text, quote.text, quote.kind) == (speaker, content, kind)


@pytest.mark.parametrize(
    ("title", "name", "resolution"),
    [
        ("Mayor says old bridge will hold", "Ann Miller", "description"),
        ("Old bridge will hold, says minister", None, "description"),
    ],
)
def test_a_role_in_the_headline_is_who_the_article_calls_so(  # type: ignore[no-untyped-def]
    read, title: str, name: str | None, resolution: str
) -> None:
    (quote,) = [q for q in read(LEAD.strip(), title) if q.in_title]
    assert (quote.speaker_name, quote.resolution) == (name, resolution)


def test_a_first_line_of_two_sentences_is_no_headline(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read("Ann Miller spoke in Graz on Monday. “The bridge will hold,” Miller said.\n\nIt rained.")
    assert [(q.text, q.cue) for q in quotes] == [("The bridge will hold,", "said")]


def test_headline_without_speech(read) -> None:  # type: ignore[no-untyped-def]
    assert not [q for q in read(LEAD.strip(), "Old bridge in Graz is closed for a year") if q.in_title]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “bridge party” met in the hall.",  # scare quotes
        "Her new book, “The Bridge of Sighs and Stones,” is out in May.",  # title of a work
        "The song “Old Bridge” topped the list for a week.",
    ],
)
def test_marks_that_are_no_quotation(read, text: str) -> None:  # type: ignore[no-untyped-def]
    assert not [q for q in read(LEAD + text) if q.kind == "direct"]


@pytest.mark.parametrize(
    "title",
    [
        "Peace talks in Geneva end",
        "Bridge claims dismissed by court",
        "Teacher demands ignored by council",
        "City plans delayed again",
    ],
)
def test_nouns_of_a_headline_are_no_cues(read, title: str) -> None:  # type: ignore[no-untyped-def]
    assert not [quote for quote in read(LEAD + "It rained all day long.", title) if quote.in_title]


def test_a_verb_of_a_headline_with_its_preposition_is_one(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "It rained all day long.", "Miller talks about the bridge")
    assert [(quote.cue, quote.text) for quote in quotes if quote.in_title] == [("talks", "the bridge")]
