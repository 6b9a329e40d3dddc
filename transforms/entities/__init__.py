"""Who and what an article names: names found and cleaned, joined into entities, linked, and weighed."""

from transforms.entities.find import find_entities
from transforms.entities.gender import genders
from transforms.entities.lexicon import Lexicon, load_lexicon

__all__ = ["Lexicon", "find_entities", "genders", "load_lexicon"]
