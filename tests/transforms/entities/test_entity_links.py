"""One entity for one thing, and its entry in a knowledge base: by the shipped table, or by the user's, which wins."""

import csv
import re

import pytest

from schemas.settings import CONFIG_FOLDER, config_table
from schemas.tables.entities import ENTITY_TYPES
from transforms.entities import genders, load_lexicon
from transforms.entities.links import place_of


def rows():  # type: ignore[no-untyped-def]
    with (CONFIG_FOLDER / "territories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups(found):  # type: ignore[no-untyped-def]
    """The forms of each entity, in the order of the text."""
    entities, mentions = found
    return [[m.text for m in mentions if m.entity == number] for number in range(len(entities))]


def test_a_surname_and_a_titled_name_are_the_person_named_in_full(find):  # type: ignore[no-untyped-def]
    text = "Anna Huber came. President Huber spoke, and Mrs. Huber left."
    assert groups(find(text, ("Anna Huber", "PERSON"))) == [["Anna Huber", "Huber", "Huber"]]


def test_namesakes_are_kept_apart_by_the_honorific(find):  # type: ignore[no-untyped-def]
    text = "Anton Moser and Anna Moser came. Mr. Moser sat. Mrs. Moser stood."
    assert groups(find(text, ("Anton Moser", "PERSON"), ("Anna Moser", "PERSON"))) == [
        ["Anton Moser", "Moser"],
        ["Anna Moser", "Moser"],
    ]


def test_a_bare_surname_of_namesakes_is_the_one_named_first(find):  # type: ignore[no-untyped-def]
    text = "Anton Moser came. His wife, Anna Moser, did not. Moser spoke."
    assert groups(find(text, ("Anton Moser", "PERSON"), ("Anna Moser", "PERSON")))[0] == ["Anton Moser", "Moser"]


def test_middle_names_initials_and_juniors_are_one_person(find):  # type: ignore[no-untyped-def]
    text = "Anna Maria Huber came. Anna Huber spoke. A. Huber left."
    assert len(find(text, ("Anna Maria Huber", "PERSON"), ("Anna Huber", "PERSON"), ("A. Huber", "PERSON"))[0]) == 1


@pytest.mark.parametrize(
    ("text", "seen", "forms"),
    [
        (
            "The Alpine Rescue Foundation (ARF) met. ARF rose.",
            [("Alpine Rescue Foundation", "ORG")],
            ["Alpine Rescue Foundation", "ARF", "ARF"],
        ),
        ("Oberau Bank grew. Oberau rose.", [("Oberau Bank", "ORG"), ("Oberau", "ORG")], ["Oberau Bank", "Oberau"]),
        ("The Texas Otters won. Otters won.", [("Texas Otters", "ORG"), ("Otters", "ORG")], ["Texas Otters", "Otters"]),
        ("Google Otter grew. Otter rose.", [("Google Otter", "PRODUCT"), ("Otter", "GPE")], ["Google Otter", "Otter"]),
        ("U.S. Tea Survey met. USTS ran.", [("U.S. Tea Survey", "ORG"), ("USTS", "ORG")], ["U.S. Tea Survey", "USTS"]),
        ("The Inn Otter Board met. IOB ran.", [("Inn Otter Board", "ORG"), ("IOB", "GPE")], ["Inn Otter Board", "IOB"]),
        ("Inn Tea Inc fell. Inn Tea ran.", [("Inn Tea Inc", "ORG"), ("Inn Tea", "GPE")], ["Inn Tea Inc", "Inn Tea"]),
        (
            "Inn Ybbs Tea Corp. fell. IYT ran.",
            [("Inn Ybbs Tea Corp.", "ORG"), ("IYT", "ORG")],
            ["Inn Ybbs Tea Corp.", "IYT"],
        ),
        (
            "The Oberau Commission met. The Commission voted.",
            [("Oberau Commission", "ORG"), ("Commission voted", "ORG")],
            ["Oberau Commission", "Commission"],
        ),
        (
            "The Ministry of Foreign Affairs met. The Foreign Ministry sat.",
            [("Ministry of Foreign Affairs", "ORG"), ("Foreign Ministry", "ORG")],
            ["Ministry of Foreign Affairs", "Foreign Ministry"],
        ),
        (
            "The Peru Department of Tea met. The Tea Department sat.",
            [("Peru Department of Tea", "ORG"), ("Tea Department", "ORG")],
            ["Peru Department of Tea", "Tea Department"],
        ),
        ("They use Otter Firefox. Firefox grew.", [("Otter Firefox", "ORG")], ["Otter Firefox", "Firefox"]),
        ("The Federal Reserve met. The Fed waits.", [], ["Federal Reserve", "Fed"]),
        ("Gao Oberau came. Gao spoke.", [("Gao Oberau", "PERSON"), ("Gao", "ORG")], ["Gao Oberau", "Gao"]),
        ("Abd al-Ybbs came. Ybbs spoke.", [("Abd al-Ybbs", "PERSON"), ("Ybbs", "PERSON")], ["Abd al-Ybbs", "Ybbs"]),
        ("Xu Ybbs Lang came. Ybbs spoke.", [("Xu Ybbs Lang", "PERSON"), ("Ybbs", "PERSON")], ["Xu Ybbs Lang", "Ybbs"]),
        ("Ötter Tea fell. Otter Tea ran.", [("Ötter Tea", "ORG"), ("Otter Tea", "ORG")], ["Ötter Tea", "Otter Tea"]),
        (
            "The Vienna City Otter Days ran. Otter Days are rare.",
            [("Vienna City Otter Days", "EVENT"), ("Otter Days", "WORK_OF_ART")],
            ["Vienna City Otter Days", "Otter Days"],
        ),
        ("Inn Tees won. An Inn Tee ran.", [("Inn Tees", "ORG"), ("Inn Tee", "LOC")], ["Inn Tees", "Inn Tee"]),
        ("Germany won. The German side, the Germans, won.", [], ["Germany", "German", "Germans"]),
        ("The U.S. and the United States agree.", [], ["U.S.", "United States"]),
        ("The State of Peru, Peru, left.", [("State of Peru", "GPE")], ["State of Peru", "Peru"]),
        ("North Korea fired. The North fired.", [("North Korea", "GPE"), ("North", "LOC")], ["North Korea", "North"]),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_one_entity(find, text, seen, forms):  # type: ignore[no-untyped-def]
    assert groups(find(text, *seen))[0] == forms


def test_an_organization_within_the_name_of_another_is_not_that_one(find):  # type: ignore[no-untyped-def]
    text = "The Inn Party Youth Council met. The Inn Party sat. The Inn Party of Tyrol left."
    seen = ("Inn Party Youth Council", "ORG"), ("Inn Party of Tyrol", "ORG"), ("Inn Party", "ORG")
    assert groups(find(text, *seen)) == [["Inn Party Youth Council"], ["Inn Party", "Inn Party of Tyrol"]]
    seen = ("Senate Tea Committee", "ORG"), ("Senate", "ORG")
    assert len(find("The Senate Tea Committee met. The Senate sat.", *seen)[0]) == 2


def test_the_first_word_of_two_persons_is_neither(find):  # type: ignore[no-untyped-def]
    text = "Gab Oberau came. Gab Unterau left. Gab rose."
    seen = find(text, ("Gab Oberau", "PERSON"), ("Gab Unterau", "PERSON"), ("Gab", "ORG"))
    assert groups(seen) == [["Gab Oberau"], ["Gab Unterau"], ["Gab"]]


def test_a_daughter_with_her_fathers_name_is_told_from_him(find):  # type: ignore[no-untyped-def]
    seen = ("Maria Karl Lang", "PERSON"), ("Karl Lang", "PERSON")
    assert groups(find("Maria Karl Lang came. Karl Lang sat.", *seen)) == [["Maria Karl Lang"], ["Karl Lang"]]


def test_a_son_is_told_from_his_father_where_the_text_does(find):  # type: ignore[no-untyped-def]
    seen = ("Karl Lang Jr.", "PERSON"), ("Karl Lang", "PERSON"), ("Lang Jr.", "PERSON")
    assert groups(find("Karl Lang Jr. met Karl Lang. Lang Jr. sat. Lang stood.", *seen)) == [
        ["Karl Lang Jr.", "Lang Jr."],
        ["Karl Lang", "Lang"],
    ]
    assert len(find("Karl Lang Jr. came. Karl Lang sat.", *seen)[0]) == 1
    assert len(find("Karl Lang Jr. came. Karl Lang Júnior sat.", *seen, ("Karl Lang Júnior", "PERSON"))[0]) == 1


def test_who_reigns_is_nobody_else_of_that_name(find):  # type: ignore[no-untyped-def]
    text = "Prince Anton met Anton Huber. Anton smiled. Prince Eugen Lang came. Prince Eugen left. Eugen sang."
    assert groups(find(text, ("Anton Huber", "PERSON"), ("Eugen", "PERSON"), ("Eugen Lang", "PERSON"))) == [
        ["Anton", "Anton"],
        ["Anton Huber"],
        ["Eugen Lang", "Eugen", "Eugen"],
    ]


def test_a_surname_is_no_short_form_of_a_company(find):  # type: ignore[no-untyped-def]
    text = "Google Huber grew. Anna Huber came. Huber spoke."
    assert groups(find(text, ("Google Huber", "PRODUCT"), ("Anna Huber", "PERSON"))) == [
        ["Google Huber"],
        ["Anna Huber", "Huber"],
    ]


@pytest.mark.parametrize(
    ("text", "name", "kb_id"),
    [
        ("They left Austria.", "Austria", "Q40"),
        ("The Austrian side left.", "Austrian", "Q40"),
        ("They left Vienna.", "Vienna", "Q1741"),
        ("They left Paris.", "Paris", "Q90"),
        ("They left Kiev.", "Kiev", "Q1899"),
        ("They met in Washington.", "Washington", "Q61"),
        ("They left Georgia.", "Georgia", None),
        ("They left Georgia for Tbilisi.", "Georgia", "Q230"),
        ("They left Georgia for Texas.", "Georgia", "Q1428"),
        ("They left Novosibirsk.", "Novosibirsk", None),
        ("The Georgian side left.", "Georgian", None),
        ("The Georgian side left Tbilisi.", "Georgian", "Q230"),
        ("The Georgian side left Texas.", "Georgian", "Q1428"),
        ("They left N’Djamena.", "N’Djamena", "Q3659"),
        ("They left Nuuk.", "Nuuk", "Q226"),
    ],
)
def test_places_are_linked_and_namesakes_only_where_the_article_decides(find, text, name, kb_id):  # type: ignore[no-untyped-def]
    entities, _ = find(text)
    assert next(entity.kb_id for entity in entities if entity.name == name) == kb_id
    assert all((entity.kb_source == "territories") == (entity.kb_id is not None) for entity in entities)


@pytest.mark.parametrize(
    ("place", "kb_id"),
    [
        ("Paris, Texas", None),
        ("Paris (Texas)", None),
        ("Paris, Tex", None),
        ("Paris, France", "Q90"),
        ("London, Ontario", None),
        ("Athens, Georgia", None),
        ("Tbilisi, Georgia", "Q994"),
        ("Lebanon, Pennsylvania", None),
        ("Wellington, New South Wales", None),
        ("Hamilton, New Zealand", None),
        ("Moscow, Iran and Peru", "Q649"),
        ("Moscow, Iran, Peru and Chile", "Q649"),
        ("Peru, Moscow, Iran", "Q419"),
        ("Paris, Peru said", "Q90"),
        ("London, Texas Senator Huber", "Q84"),
        ("Peru, Chile", "Q419"),
        ("London, New York and Rome", "Q84"),
    ],
)
def test_a_place_in_a_region_of_another_country_is_not_the_one_in_the_table(find, place, kb_id):  # type: ignore[no-untyped-def]
    name = re.split(r",| \(", place)[0]
    entities, _ = find(f"They met in {place}, in May.", (name, "GPE"))
    assert entities[0].name == name
    assert entities[0].kb_id == kb_id


def test_a_namesake_is_no_mate_of_the_capital_and_the_bare_name_is_the_one_named_last(find):  # type: ignore[no-untyped-def]
    text = "They left Paris, Texas. Nobody in Paris saw them. They flew to Paris, France, and Paris was dark."
    entities, mentions = find(text, ("Paris", "GPE"), title="Two of Paris are missing")
    paris = [(m.entity, entities[m.entity].kb_id) for m in mentions if m.text == "Paris"]
    assert [kb_id for _, kb_id in paris] == [None, None, None, "Q90", "Q90"]
    assert len({number for number, _ in paris}) == 2
    assert sum(entity.name == "France" for entity in entities) == 1


def test_the_users_alias_wins_over_the_region(find):  # type: ignore[no-untyped-def]
    alias = {"alias": "Paris", "kb_id": "Q830149", "type": "GPE"}
    assert find("They left Paris, Texas.", aliases=(alias,))[0][0].kb_id == "Q830149"


COMPANY = {"alias": "Meinlauer", "kb_id": "Q1", "type": "ORG"}


def test_the_users_alias_is_found_linked_and_typed_though_the_model_sees_nothing(find):  # type: ignore[no-untyped-def]
    entities, _ = find("They sold Meinlauer to Vienna.", aliases=(COMPANY,))
    assert [(e.name, e.type, e.kb_id, e.kb_source) for e in entities] == [
        ("Meinlauer", "ORG", "Q1", "alias_table"),
        ("Vienna", "GPE", "Q1741", "territories"),
    ]


def test_the_users_alias_wins_over_the_model_and_over_the_shipped_table(find):  # type: ignore[no-untyped-def]
    entities, _ = find(
        "They sold Meinlauer to Vienna.",
        ("Meinlauer", "PERSON"),
        aliases=(COMPANY, {"alias": "Vienna", "kb_id": "Q2", "type": "ORG"}),
    )
    assert [(e.name, e.type, e.kb_id) for e in entities] == [("Meinlauer", "ORG", "Q1"), ("Vienna", "ORG", "Q2")]


def test_two_aliases_of_one_id_are_one_entity(find):  # type: ignore[no-untyped-def]
    entities, _ = find("Meinlauer grew. The Red Bean rose.", aliases=(COMPANY, COMPANY | {"alias": "Red Bean"}))
    assert [(e.name, e.aliases) for e in entities] == [("Meinlauer", ["Red Bean"])]


def test_an_ambiguous_alias_is_left_alone_unless_the_article_decides(find):  # type: ignore[no-untyped-def]
    other = COMPANY | {"kb_id": "Q9"}
    full = {"alias": "Meinlauer Tea", "kb_id": "Q9", "type": "ORG"}
    assert find("Meinlauer grew.", aliases=(COMPANY, other))[0][0].kb_id is None
    entities, _ = find("Meinlauer grew. So did Meinlauer Tea.", aliases=(COMPANY, other, full))
    assert {entity.kb_id for entity in entities} == {"Q9"}
    person = COMPANY | {"kb_id": "Q9", "type": "PERSON"}
    entities, _ = find("Shares of the company Meinlauer grew.", ("Meinlauer", "ORG"), aliases=(COMPANY, person))
    assert entities[0].kb_id == "Q1"


def test_rows_of_the_users_table_that_say_nothing_are_left_out():  # type: ignore[no-untyped-def]
    empty = [{"alias": "", "kb_id": "Q1", "type": "ORG"}, {"alias": "X", "kb_id": None, "type": None}]
    assert not load_lexicon(config_table("entities"), rows(), empty).aliases


def test_the_shipped_table_is_sound(lexicon):  # type: ignore[no-untyped-def]
    table = rows()
    assert len(table) > 4000
    named: dict[str, str] = {}
    for row in table:
        assert row["type"] in ENTITY_TYPES
        assert row["kind"] in ("country", "territory", "subdivision", "capital", "city", "region")
        if row["kb_id"]:
            assert re.fullmatch(r"Q[1-9]\d*", row["kb_id"])
            assert named.setdefault(row["kb_id"], row["name"]) == row["name"]
    assert {row["country"] for row in table if row["kind"] == "country"} > {"AT", "US", "CN", "ZA", "BR"}


def test_no_city_is_linked_to_its_country(lexicon):  # type: ignore[no-untyped-def]
    countries = {row["kb_id"] for row in rows() if row["kind"] == "country"}
    city_states = {"Monaco", "Singapore", "Vatican City"}
    for row in rows():
        if row["kind"] in ("city", "capital") and row["name"] not in city_states:
            place = place_of(row["name"], lexicon)
            assert place is None or place.kb_id not in countries, row["name"]


@pytest.mark.parametrize(
    ("text", "seen", "gender"),
    [
        ("Anna Huber came.", ("Anna Huber", "PERSON"), "female"),
        ("Vladimir Meinlauer came.", ("Vladimir Meinlauer", "PERSON"), "male"),
        ("Mr. Meinlauer came.", ("Meinlauer", "PERSON"), "male"),
        ("A spokeswoman, Xu Meinlauer, came.", ("Xu Meinlauer", "PERSON"), None),
        ("They met spokeswoman Xu Meinlauer.", ("Xu Meinlauer", "PERSON"), "female"),
        ("Xu Meinlauer, actress, came.", ("Xu Meinlauer", "PERSON"), "female"),
        ("Xu Meinlauer said she was ill.", ("Xu Meinlauer", "PERSON"), "female"),
        ("Xu Meinlauer met Anton Huber and his son.", ("Xu Meinlauer", "PERSON"), None),
        ("Xu Meinlauer came. She was ill.", ("Xu Meinlauer", "PERSON"), None),
        ("Mrs. Anton Huber came.", ("Anton Huber", "PERSON"), "female"),
        ("Austria said it would.", ("Austria", "GPE"), None),
    ],
)
def test_the_likely_gender_of_a_person(read, find, lexicon, text, seen, gender):  # type: ignore[no-untyped-def]
    entities, mentions = find(text, seen, ("Anton Huber", "PERSON"))
    assert genders(read(text, seen), None, entities, mentions, lexicon)[0] == gender
