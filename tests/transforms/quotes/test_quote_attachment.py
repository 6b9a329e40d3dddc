"""Which cue a quotation or a fragment in marks belongs to, and whose words those are."""

import pytest

from schemas.records import Quote

LEAD = "Mayor Ann Miller visited the old bridge in Graz on Monday with engineer Tom Reed.\n\n"


def only(quotes: list[Quote], part: str) -> Quote:
    """The one quotation that holds these words."""
    (quote,) = [q for q in quotes if part in q.text]
    return quote


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Miller said she believes “the bridge will hold for many years.”", "said"),
        ("Miller said she was thinking, “Oh no, the bridge is gone.”", "said"),
        ("Miller said that she thinks the plan should be paid for but said “the bridge is not to be touched.”", "said"),
        ("Miller signed what she called “a pledge for the old bridge.”", "called"),
        ("Miller sent out a letter that says “the bridge will hold for many years.”", "says"),
        ("Miller shook her head and, when asked for more, left the hall, saying, “The bridge is closed.”", "saying"),
        ("Miller scolded a man who said he was tired after he painted it, saying, “The bridge is yellow.”", "saying"),
        ("“We tested it,” Miller said, pointing to the river and adding, “The bridge is sound.”", "adding"),
    ],
)
def test_the_words_are_those_of_who_is_said_to_say_them(read, sentence: str, cue: str) -> None:  # type: ignore[no-untyped-def]
    quote = max((q for q in read(LEAD + sentence) if "bridge" in q.text), key=lambda q: q.start)
    assert (quote.speaker_text, quote.cue) == ("Miller", cue)


@pytest.mark.parametrize(
    "sentence",
    [
        "“The bridge is sound,” and the first carts have crossed it since Sunday, Miller said.",
        "Miller said that once the council goes on leave, “I will close the bridge.”",
        "After the attacks on it, Miller issued a statement, “Nobody will touch the bridge again.”",
        "The film ends with footage of Miller saying last week, “That bridge is mine.”",
        "Even as Miller claimed on Monday that “the bridge is safe as can be,” one of the engineers said it was not.",
        "“The bridge is sound,” Miller, a retired sailor from Ludlow, Mass., said by telephone.",
        "“The bridge is sound!” Miller, the Rev. Paul Moser's niece and a sailor, shouted to the crowd.",
        "“The bridge is sound,” Miller, in those days a clerk of the State Department, wrote in an email.",
        "“The bridge is sound,” Miller shot back.",
        "“The bridge is sound,” Miller is quoted as saying.",
        "Miller told the Post in a written statement, “The bridge will be open for all of us.”",
        "Miller, chiding him, “What is a bridge for, then?” when questioned about the flood, left.",
        "Miller sent her neighbors an email saying, “The bridge is sound and will be open.”",
        "Miller shared a bit of her worry with an audience at the mill, “I do not know which bridge will fall.”",
        "Engineers who think “The bridge has no use at all are dangerously wrong,” Miller said.",
        "“The bridge is sound,” Miller, who was not asked to speak on the record, told the Post.",
        "Miller, the last guest on the old bridge, tweeted in response: “The bridge is sound.”",
        "Miller said nothing of the flood. Adding, “Now, the bridge is sound and will be open.”",
    ],
)
def test_the_cue_of_a_quotation_is_no_other_verb_in_its_sentence(read, sentence: str) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“It is old,” Reed said.\n\n" + sentence)
    assert {q.speaker_text for q in quotes if q.kind != "indirect" and "bridge" in q.text} == {"Miller"}


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        (
            "The old bridge “is as safe as can be. Nobody needs to fear it,” Miller said.",
            "The old bridge “is as safe as can be. Nobody needs to fear it,”",
        ),
        (
            "The bridge “got all the paint it needs,” Miller said, and still “has to wait for its lamps.”",
            "The bridge “got all the paint it needs,” ... “has to wait for its lamps.”",
        ),
        (
            "The bridge is “as sound as a bell,” as Miller put it.",
            "The bridge is “as sound as a bell,”",
        ),
        (
            "Miller told one of her old friends on a regular basis that “the bridge is all we have.”",
            "that “the bridge is all we have.”",
        ),
        (
            "Miller said that Reed, who runs the old ferry, “is an engineer who fought for the bridge.”",
            "that Reed, who runs the old ferry, “is an engineer who fought for the bridge.”",
        ),
    ],
)
def test_fragments_with_the_clause_they_stand_in(read, sentence: str, content: str) -> None:  # type: ignore[no-untyped-def]
    quote = next(q for q in read(LEAD + sentence) if "“" in q.text)
    assert (quote.kind, quote.speaker_text, quote.text) == ("mixed", "Miller", content)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing the engineers said “will calm anybody who lives by the bridge,” Miller said.",
        "Reed, Miller said, “is very sure of the bridge, very sure of it.”",
        "After Miller said that the bridge might do better with “a few more lamps,” Reed said: “I like it dark.”",
        "Miller insisted on CNN that “the bridge is sound. There is not one stone loose in it.”",
        "As they walked along the river, the crowd and Miller chanted “keep the old bridge” in the rain.",
    ],
)
def test_the_cue_of_a_fragment_is_no_other_verb_in_its_sentence(read, sentence: str) -> None:  # type: ignore[no-untyped-def]
    quotes = [q for q in read(LEAD + sentence) if "“" in q.text or q.kind != "indirect"]
    assert "Miller" in (min(quotes, key=lambda q: q.start).speaker_text or "")


def test_a_colon_after_a_quotation_announces_the_next(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(
        LEAD + "“It will cost a lot,” Miller said. “It may cost more.” She went on to say:\n\n“Reed knows it.”"
    )
    assert only(quotes, "cost more").speaker_text == "Miller"
    assert only(quotes, "knows it").resolution == "colon"


def test_asked_after_a_quotation_opens_another_sentence(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“It will hold,” Miller said. “It must.” Asked who pays, Reed said: “We will see about that.”")
    assert only(quotes, "must").speaker_text == "Miller"
    assert only(quotes, "about that").speaker_text == "Reed"


def test_a_quotation_below_words_of_its_own_sentence_is_not_given_to_the_sentence_before(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "“It is old,” Reed said.\n\nGRAZ WEEKLY by the river and the mill: “The hall opens in the autumn of the year.”"
    )
    assert only(read(LEAD + text), "autumn").speaker_text != "Reed"


def test_a_clause_and_a_quotation_of_one_cue(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(
        LEAD + "Miller said the mills and the bridge “are gifts to the town,” while “Reed is late with both.”"
    )
    assert [(q.kind, q.speaker_text) for q in quotes] == [("mixed", "Miller"), ("direct", "Miller")]


def test_the_show_it_was_said_on_is_no_part_of_it(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "Miller said on “Graz Today” on Sunday that Reed had shown little love for the bridge.")
    assert only(quotes, "little love").text == "that Reed had shown little love for the bridge"


def test_who_did_what_is_not_who_says(read) -> None:  # type: ignore[no-untyped-def]
    text = "Miller, a sailor who advised Reed on the old mills, said the bridge was a success “by any stretch of it.”"
    assert {q.speaker_text for q in read(LEAD + text) if "success" in q.text} == {"Miller"}


def test_who_was_told_is_no_part_of_it(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "Miller told the Daily Post in an email that the beams were old."), "beams")
    assert (quote.text, quote.via) == ("that the beams were old", "Daily Post")


def test_a_noun_with_its_owner_announces_nothing(read) -> None:  # type: ignore[no-untyped-def]
    text = "The plan angered Tom Reed, who had never read Miller’s reports, “a stack of papers.”"
    assert not [q for q in read(LEAD + text) if q.cue == "read"]


def test_what_somebody_owns_is_no_cue(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Reed was asked by Clara Moser, who has no use for Miller’s reports, “Sir, you called the bridge sound "
        "in March, and are you as sure of it today?”"
    )
    assert only(read(LEAD + text), "sound").speaker_text == "Clara Moser"


def test_a_role_before_a_name_stands_between_what_is_said_and_its_cue(read) -> None:  # type: ignore[no-untyped-def]
    quote = only(read(LEAD + "The new bridge, council spokesman Carl Moser said Monday, is safe."), "safe")
    assert (quote.speaker_text, quote.speaker_name) == ("council spokesman Carl Moser", "Carl Moser")


def test_while_another_said_is_another_quotation(read) -> None:  # type: ignore[no-untyped-def]
    text = "Miller suggested that the ferry could be sold, while Reed said that the “cost of it is too high” for that."
    assert only(read(LEAD + text), "cost").speaker_name == "Tom Reed"


def test_a_fragment_right_after_a_quotation_goes_on_with_it(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“It is sound,” Reed said. “This was a lesson from the flood” and from Graz “for all of us.”")
    quote = only(quotes, "lesson")
    assert (quote.kind, quote.speaker_text, quote.resolution) == ("mixed", "Reed", "same_paragraph")


def test_a_fragment_in_a_later_paragraph_is_nobodys(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“It is sound,” Reed said.\n\nThe hall has long been a “place of high hopes” for the town.")
    assert not [q for q in quotes if "high hopes" in q.text]


def test_the_subject_of_the_sentence_before_is_nearer_than_who_spoke_last(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "“The bridge is old,” Reed said.\n\n"
        "On Friday, Miller named the cost of it as a reason to wait for a year. “The town is sick and tired of debts.”"
    )
    assert only(read(LEAD + text), "tired").speaker_text == "Miller"


def test_an_outlet_with_a_name_in_marks_says_nothing(read) -> None:  # type: ignore[no-untyped-def]
    quotes = read(LEAD + "“The bridge is sound,” Miller told “Graz and Friends,” reminding the hosts of the flood.")
    assert not [q for q in quotes if "Friends" in q.text]


@pytest.mark.parametrize("place", ["GRAZ -- ", "GRAZ, Austria (AP) — ", "ST. PAUL, Minn. - "])
def test_a_dateline_is_no_speaker(read, place: str) -> None:  # type: ignore[no-untyped-def]
    text = "Ann Miller, opening the old bridge on Monday, said it would tell a story, one of “hope and of many floods.”"
    quote = only(read(place + text), "floods")
    assert (quote.speaker_text, quote.text) == (
        "Ann Miller",
        "it would tell a story, one of “hope and of many floods.”",
    )


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("A report printed in May found that the bridge “will hold.”", "A report printed in May"),
        (
            "“It will hold for years,” said one engineer familiar with it, who asked for calm.",
            "one engineer familiar with it",
        ),
        ("The Austrian newspaper Kurier noted that the bridge “will hold.”", "The Austrian newspaper Kurier"),
        ("The town ran posters calling the bridge “a gift to nobody.”", "posters"),
    ],
)
def test_a_speaker_with_what_tells_which_one(read, sentence: str, speaker: str) -> None:  # type: ignore[no-untyped-def]
    assert next(q for q in read(LEAD + sentence) if "“" in sentence and q.kind != "indirect").speaker_text == speaker
