"""The web: addresses, feeds and sitemaps become documents in WARC files, with manners and without trust.

`crawl` runs many hosts at once. `visit` does what is done with one address: it asks `ledger` and `freshness` what is
known, `fetch` for the document (`robots`, `pace`, `retry`, and `exchange` for one request, behind `guard` and
`decode`), `discover` for what it is (`feeds`, `sitemaps`, `safe_xml`), and keeps it by `archive`. `sources` is the
operator's list.
"""

from sources.web.crawl import fetch_all
from sources.web.discover import Discovery, discover
from sources.web.ledger import Ledger
from sources.web.outcomes import Expanded, Fetched, Link, Outcome, Planned
from sources.web.sources import Source, SourceCheck, check_sources, links_of, load_sources

__all__ = [
    "Discovery",
    "Expanded",
    "Fetched",
    "Ledger",
    "Link",
    "Outcome",
    "Planned",
    "Source",
    "SourceCheck",
    "check_sources",
    "discover",
    "fetch_all",
    "links_of",
    "load_sources",
]
