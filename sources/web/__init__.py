"""The web: addresses, feeds and sitemaps become documents in WARC files, with manners and without trust."""

from sources.web.crawl import fetch_all
from sources.web.discover import Discovery, discover
from sources.web.ledger import Ledger
from sources.web.outcomes import Expanded, Fetched, Link, Outcome, Planned, Skipped

__all__ = ["Discovery", "Expanded", "Fetched", "Ledger", "Link", "Outcome", "Planned", "Skipped", "discover", "fetch_all"]
