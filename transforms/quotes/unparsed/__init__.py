"""Languages that no parser reads: direct and mixed quotations by their marks and by the small words of the language."""

from transforms.quotes.unparsed.bearers import Bearers
from transforms.quotes.unparsed.people import People
from transforms.quotes.unparsed.read import read_unparsed

__all__ = ["Bearers", "People", "read_unparsed"]
