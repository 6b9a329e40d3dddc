"""What a block's own text says of it: its words and marks, its agreement with what the page states, and the rules."""

import re

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import Block
from transforms.clean.characters import EAST
from transforms.clean.dump import fold
from transforms.clean.metadata import Statements
from transforms.clean.regions import Floats
from transforms.clean.rules import Rules, match_rule

RULE_KINDS = (
    "copyright", "related", "embed", "credit", "caption", "newsletter", "advertisement", "share", "comment",
    "navigation", "contact", "byline", "date", "end_mark",
)  # fmt: skip


def word_columns(blocks: list[Block], sizes: Floats, links: Floats, ends: Floats) -> dict[str, npt.ArrayLike]:
    rows = np.zeros((len(blocks), 13), np.float32)
    for place, block in enumerate(blocks):
        text = block.text
        length = len(text)
        words = text.count(" ") + 1
        first, last = text[0], text[-1]
        rows[place] = (
            words,
            length / words,
            sum(map(text.count, ",;，、")) / words,
            sum(map(str.isupper, text[:200])) / min(length, 200),
            sum(map(str.isdigit, text[:200])) / min(length, 200),
            first.islower(),
            first in "\"“„«»‘'–—-",
            (".!?…".find(last) + 1)
            or (5 if last in ":：" else 6 if last in "\"”“»'’" else 7 if last in ",;)" else 8 if last.isdigit() else 0),
            sum(map(text.count, ".!?。！？")),
            sum(map(text.count, "|•·»›→@#©")),
            block.strong_chars / max(1, _solid(text)),
            block.leaning_chars / max(1, _solid(text)),
            (":" in text[:40]),
        )
    names = [
        "words",
        "word_length",
        "commas",
        "upper",
        "digits",
        "starts_lower",
        "starts_mark",
        "ends_with",
        "stops",
        "signs",
        "strong",
        "leaning",
        "early_colon",
    ]
    columns: dict[str, npt.ArrayLike] = dict(zip(names, rows.T, strict=True))
    columns["size"] = np.log1p(sizes)
    columns["links"] = links
    columns["link_count"] = [min(20, block.links) for block in blocks]
    columns["starts_linked"] = [block.starts_linked for block in blocks]
    columns["ends_linked"] = [block.ends_linked for block in blocks]
    columns["link_size"] = [np.log1p(block.link_chars / max(1, block.links)) for block in blocks]
    columns["after_break"] = [block.after_break for block in blocks]
    columns["ends"] = ends
    columns["east"] = [EAST.search(block.text[:50]) is not None for block in blocks]
    return columns


def statement_columns(texts: list[str], stated: Statements) -> dict[str, npt.ArrayLike]:
    """Where a block agrees with what the page states: headline, description, body, authors."""
    folded = [fold(text[:3_000]) for text in texts]
    headlines = {fold(text) for text in stated.headlines}
    title_words = set(fold(stated.title or "").split())
    descriptions = [fold(text) for text in stated.descriptions]
    described = [set(text.split()) for text in descriptions]
    body = fold(stated.article_body or "")
    bare_body = re.sub(r"\W", "", body)
    author_names = [author.name.casefold() for author in stated.authors if len(author.name) > 3]
    rows = np.zeros((len(texts), 6), np.float32)
    for place, text in enumerate(folded):
        words = set(text.split()) if len(text) < 1_500 else set()
        stem = text.rstrip(".… ")
        rows[place] = (
            text in headlines,
            len(words & title_words) / max(1, len(words | title_words)) if words and title_words else 0,
            any(
                text == d
                or (len(stem) > 30 and (d.startswith(stem) or stem.startswith(d.rstrip(".… ")) and len(d) > 30))
                for d in descriptions
            ),
            max((len(words & d) / max(1, len(words | d)) for d in described if words), default=0),
            (1 if len(text) > 2 and re.sub(r"\W", "", text[:200]) in bare_body else -1) if len(body) > 200 else 0,
            any(name in text for name in author_names) if len(text) < 300 else 0,
        )
    names = ("is_title", "like_title", "is_description", "like_description", "in_stated_body", "has_author")
    return dict(zip(names, rows.T, strict=True))


def rule_columns(texts: list[str], rules: Rules) -> dict[str, npt.ArrayLike]:
    codes = []
    for text in texts:
        rule = match_rule(rules, text, in_head=True, in_tail=True)
        codes.append(
            0 if rule is None else RULE_KINDS.index(rule.kind) + 1 if rule.kind in RULE_KINDS else len(RULE_KINDS) + 1
        )
    array = np.array(codes, np.float32)
    columns: dict[str, npt.ArrayLike] = {"rule": array > 0}
    for position, kind in enumerate(RULE_KINDS):
        columns[f"rule_{kind}"] = array == position + 1
    return columns


def _solid(text: str) -> int:
    return len(text) - text.count(" ")
