"""Quotations credited by a dash: “…” — Ann Miller, or with the credit on the line below."""

import re

from transforms.quotes.frames import Span
from transforms.quotes.marks import Quoted

NAME = r"([A-Z][\w.’'-]{0,30}(?: [\w.’'-]{1,30}){0,5}?)(?=[.,;]?\s{0,2}(?:$|\n|,))"
BESIDE = re.compile(rf"\s{{0,2}}(?:[―—–-]|--)\s{{0,2}}{NAME}")
BELOW = re.compile(rf"\.?\s{{0,2}}\n{{1,2}}\s{{0,2}}(?:[―—–-]|--)\s{{0,2}}{NAME}")
LISTED = re.compile(r"[^\n]{0,200}\n{1,2}\s{0,2}[―—–-]")
ENDS_IN_CREDIT = re.compile(r"[\"”'’»]\s{0,2}(?:[―—–]|--)\s{0,2}([A-Z][^\n.,]{1,60})(?:,[^\n.]{1,60})?\.?\s{0,2}$")


def credit_of(text: str, item: Quoted, end: int) -> Span | None:
    """Who a dash credits a quotation to: right after it (before `end`), at the end of its line, or on the line below,
    where that is no list."""
    line_end = text.find("\n", item.end)
    found = BESIDE.match(text, item.end, end)
    found = found or ENDS_IN_CREDIT.search(text, item.end, line_end if line_end >= 0 else len(text))
    if found is None and (below := BELOW.match(text, item.end)) is not None:
        found = below if LISTED.match(text, below.end()) is None else None
    return found.span(1) if found is not None else None
