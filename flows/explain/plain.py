"""An explained document as JSON: every field of every record, offsets included."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flows.explain.layout import Explained


def to_json(explained: Explained) -> str:
    """`{input_uri, reading, draft, entities, mentions, quotes}`; times as ISO 8601, offsets in code points."""
    document = {
        "input_uri": explained.input_uri,
        "reading": explained.reading,
        "draft": asdict(explained.draft),
        "entities": [asdict(entity) for entity in explained.entities],
        "mentions": [asdict(mention) for mention in explained.mentions],
        "quotes": [asdict(quote) for quote in explained.quotes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form.")
