"""The cleaning room: a raw document becomes a draft, with an account of all that was taken out."""

from transforms.clean.rules import TABLES, Rules, load_rules
from transforms.clean.story import clean

__all__ = ["TABLES", "Rules", "clean", "load_rules"]
