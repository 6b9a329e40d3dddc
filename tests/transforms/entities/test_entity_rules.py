"""Every group of words in config/entities.toml does what its example says."""

import pytest

from schemas.settings import config_table

# group: what the model is said to see in the example, and what must come out.
EXAMPLES = {
    "honorifics": ([], [("Anton Huber", "PERSON")]),
    "genders": ([("Anna Huber", "PERSON")], [("Anna Huber", "PERSON")]),
    "roles": ([("Prime Minister Clara Moser", "PERSON")], [("Clara Moser", "PERSON")]),
    "organizations": (
        [("Alpine Rescue Foundation", "PERSON"), ("Ministry of Water", "PERSON")],
        [("Alpine Rescue Foundation", "ORG"), ("Ministry of Water", "ORG")],
    ),
    "facilities": ([("Lendkanal Bridge", "ORG")], [("Lendkanal Bridge", "FAC")]),
    "known": ([], [("Reuters", "ORG")]),
    "persons": (
        [("Neil Jordan", "PERSON"), ("Israel", "GPE"), ("Xuberl", "GPE")],
        [("Neil Jordan", "PERSON"), ("Israel Xuberl", "PERSON")],
    ),
    "context": (
        [("Oberau", "PERSON"), ("Meinl", "PERSON"), ("Huber", "ORG")],
        [("Oberau", "GPE"), ("Oberau", "GPE"), ("Meinl", "ORG"), ("Huber", "PERSON")],
    ),
    "regions": ([("Paris", "GPE"), ("Tex.", "GPE")], [("Paris", "GPE"), ("Tex", "GPE")]),
    "sports": ([], [("Graz", "GPE"), ("Linz", "GPE")]),
    "portfolios": ([("Finance", "ORG")], []),
    "events": ([("Danube Cup", "ORG")], [("Danube Cup", "EVENT")]),
    "products": ([], [("COVID-19", "PRODUCT")]),
    "never": ([("Video Embed", "ORG")], []),
    "nationals": ([], [("Catholic", "NORP")]),
    "given": ([("Anna Huber", "ORG")], [("Anna Huber", "PERSON")]),
}


@pytest.mark.parametrize("group", config_table("entities"))
def test_the_example_of_each_group(find, group):  # type: ignore[no-untyped-def]
    table = config_table("entities")[group]
    assert table["reason"]
    seen, expected = EXAMPLES[group]
    _, mentions = find(f"They wrote: {table['example']}.", *seen)
    assert [(mention.text, mention.type) for mention in mentions] == expected


def test_a_given_name_has_one_gender():  # type: ignore[no-untyped-def]
    given = config_table("entities")["given"]
    female, male, both = (set(given[key].split()) for key in ("female", "male", "any"))
    assert not (female & male or female & both or male & both)
