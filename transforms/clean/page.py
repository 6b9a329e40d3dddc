"""The reader of HTML pages: its blocks, each kept or dropped with the reason."""

from lxml import html
from trafilatura import bare_extraction

from schemas.records import Document
from transforms.clean.assemble import Piece
from transforms.clean.blocks import parse, read_blocks
from transforms.clean.dump import fold
from transforms.clean.marks import mend_encoding, turn_marks
from transforms.clean.metadata import Statements, read_statements
from transforms.clean.rules import Rules, match_rule


def read_page(text: str, document: Document, rules: Rules) -> tuple[Statements, list[Piece]]:
    tree = parse(text)
    stated = read_statements(tree, document.url, rules.agencies)
    page = read_blocks(tree)
    lines = {fold(line.lstrip("-– ")) for line in _extract(tree).split("\n")}
    headlines = {fold(h) for h in stated.headlines}
    pieces = []
    for block in page.blocks:
        t = turn_marks(mend_encoding(block.text))
        rule = match_rule(rules, t)
        if fold(t) in headlines:
            pieces.append(Piece(t, "repeated_title", "repeated_title"))
        elif rule is not None:
            pieces.append(Piece(t, rule.kind, rule.id))
        elif fold(t) in lines:
            pieces.append(Piece(t, "subhead" if page.frames[block.frame].tag in ("h2", "h3", "h4") else "paragraph"))
        else:
            pieces.append(Piece(t, "other", "not_extracted"))
    return stated, pieces


def _extract(tree: html.HtmlElement) -> str:
    import copy

    try:
        found = bare_extraction(copy.deepcopy(tree), with_metadata=False, include_comments=False, fast=True)
    except Exception:
        return ""
    return (found.text if found is not None else "") or ""
