"""Everything that is read in a cleaned article, in one pass of the language model: entities, mentions, quotations."""

import csv
from dataclasses import dataclass
from functools import partial

from flows.aliases import read_aliases
from schemas.records import Draft, Entity, Mention, Quote
from schemas.settings import CONFIG_FOLDER, Settings, config_table
from transforms import entities, quotes, reading


@dataclass(frozen=True)
class Reading:
    """What was read, and how: the model's name, or the reason why there was none."""

    entities: list[Entity]
    mentions: list[Mention]
    quotes: list[Quote]
    how: str


class Reader:
    """The model and the word lists, loaded once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.nlp = reading.load_model(settings.nlp.model)
        aliases = read_aliases(settings.entities.alias_table)
        self.names = entities.load_lexicon(config_table("entities"), _territories(), aliases)
        self.speech = quotes.load_lexicon(config_table("quotes"), self.names.given)

    def read(self, draft: Draft) -> Reading:
        """Entities, mentions and quotations of a draft; texts in another language than the model's get no entities."""
        find = partial(quotes.find_quotes, draft.text, draft.title, draft.paragraphs)
        if not reading.supports(self.nlp, draft.language):
            found = find(None, [], [], self.speech, draft.language, None)
            return Reading([], [], found, f"no model for {draft.language or 'an unknown language'}")
        # The zone lets go of the words of each text; without it the model's vocabulary grows with every article.
        with self.nlp.memory_zone():
            doc = reading.read_text(self.nlp, draft.text, self.settings.nlp.max_characters)
            title_doc = reading.read_text(self.nlp, draft.title) if draft.title else None
            named, mentions = entities.find_entities(doc, title_doc, self.names)
            parse = partial(reading.parse_spans, self.nlp, doc)
            found = find(doc, named, mentions, self.speech, draft.language, parse)
        return Reading(named, mentions, found, self.settings.nlp.model)


def _territories() -> list[dict[str, str]]:
    with (CONFIG_FOLDER / "territories.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))
