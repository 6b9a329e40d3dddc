"""The reader of HTML pages: its blocks, each kept or dropped with the reason."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from schemas.records import Document
from transforms.clean.assemble import Piece
from transforms.clean.blocks import Block, Element, Page, parse, read_blocks
from transforms.clean.bylines import is_byline, is_signed, printed_names, split_byline
from transforms.clean.elements import GROUPS
from transforms.clean.features import Sight, see
from transforms.clean.judge import agree, echoes, keep, probabilities, repeats
from transforms.clean.marks import turn_marks
from transforms.clean.metadata import Statements, read_statements
from transforms.clean.mojibake import mend_encoding
from transforms.clean.regions import FULL, MOSTLY_LINK, block_size, find_regions
from transforms.clean.rules import LONGEST_ASKED, ElementRule, Rule, Rules, match_rule

ABOVE = 30  # blocks above the story in which its authors may be printed
REPEATED_TEXT = Rule("repeated_text", "repeated_block", "block", re.compile(""))
PULL_QUOTE = Rule("pull_quote", "repeated_block", "block", re.compile(""))
REPEATED_TITLE = Rule("repeated_title", "repeated_title", "block", re.compile(""))
LINKED_LINE = Rule("linked_line", "related", "block", re.compile(""))
AUTHOR_LINE = Rule("author_line", "byline", "block", re.compile(""))
AGENCY_SIGN = Rule("agency_sign", "syndication", "tail", re.compile(""))
LONGEST_SIGN = 40  # characters of an agency's name that stands alone
TIME_LINE = Rule("time_line", "date", "block", re.compile(""))
MOSTLY_NAMES, LONGEST_BYLINE = 0.6, 120  # share of a line's characters in names, and its characters
MOSTLY_TIME, LONGEST_TIME = 0.25, 120  # share of a block's letters in <time>, and its characters
WALL = Rule("wall_line", "paywall", "tail", re.compile(""))
BELOW = 6  # blocks below the last full paragraph among which a wall may stand
ALL_LINK, FEW_WORDS = 0.9, 4  # a paragraph that is one link of at least so many words leads to another story
HEADLINE_WORDS = 5  # from which a link is a headline rather than a name of a section
NEAR = 3  # elements between a block and the one whose class explains why it went
DROPPED_KINDS = {
    "caption": "caption", "media": "embed", "related": "related", "share": "share", "comment": "comment",
    "newsletter": "newsletter", "byline": "byline", "bio": "bio", "time": "date", "tag": "tags", "ad": "advertisement",
    "wall": "consent", "nav": "navigation", "footer": "footer", "legal": "copyright", "side": "related",
}  # fmt: skip
DROPPED_GROUPS = [GROUPS.index(group) for group in DROPPED_KINDS]
CHROME = frozenset(("navigation", "related", "tags", "footer", "other"))
KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "subhead"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("td", "th"), "table_row"),
    "blockquote": "quotation",
}


def read_page(text: str, document: Document, rules: Rules) -> tuple[Statements, list[Piece]]:
    """What the page states about its story, and its blocks in reading order, each with its verdict.

    Raises:
        Unreadable: `too_large` or `no_text`.
    """
    tree = parse(text)
    stated = read_statements(tree, document.url, rules, document.timezone)
    page = read_blocks(tree)
    regions, inner = _inner(page, rules)
    judged: dict[int, tuple[bool, Rule | None, str]] = {}
    if inner.blocks:
        judge, sight = rules.judge, see(inner, stated, rules)
        taken = line_rules(inner, sight, stated, rules)
        chances = agree(probabilities(judge, sight.columns(judge.names)), sight.kin)
        dropped = np.array([rule is not None for rule in taken], bool)
        texts = [block.text for block in inner.blocks]
        kept = keep(chances, dropped, np.array(sight.parts, bool), sight.headings, judge.threshold)
        repeated, echoed = repeats(texts, kept), echoes(texts, kept, sight.apart)
        for place, block in enumerate(inner.blocks):
            if repeated[place]:
                judged[id(block)] = (False, REPEATED_TEXT, "")
            elif echoed[place]:
                judged[id(block)] = (False, PULL_QUOTE, "")
            elif kept[place]:
                judged[id(block)] = (True, None, _kept_kind(page, block, sight, place))
            else:
                judged[id(block)] = (False, taken[place], _guess_kind(sight, place))
    if not any(author.kind == "person" for author in stated.authors):
        kept_texts = (block.text for block in page.blocks if judged.get(id(block), (False, None, ""))[0])
        story = "\n".join(text for text in kept_texts if block_size(text) >= FULL)
        stated.printed_authors = printed_names(_above(page, judged), story, rules.bylines)
        authors = {name.casefold() for name in stated.printed_authors}
        for block in page.blocks[: _first(page, judged)] if authors else ():
            if judged.get(id(block), (False, None, ""))[0] and _is_author_line(block.text, authors, rules):
                judged[id(block)] = (False, AUTHOR_LINE, "")
    return stated, list(_pieces(page, regions, judged))


def sight_of(tree: Element, stated: Statements, rules: Rules) -> tuple[Sight, list[str], npt.NDArray[np.bool_]]:
    """What the judge sees of a page, the texts of the blocks it judges, and which of them a line rule drops anyway."""
    _, inner = _inner(read_blocks(tree), rules)
    sight = see(inner, stated, rules)
    dropped = np.array([rule is not None for rule in line_rules(inner, sight, stated, rules)], bool)
    return sight, [block.text for block in inner.blocks], dropped


def line_rules(page: Page, sight: Sight, stated: Statements, rules: Rules) -> list[Rule | None]:
    """For each block, the rule that takes it by its words: of config/boilerplate.toml, or that it is a wall."""
    full = np.flatnonzero(sight.good)
    first, last = (int(full[0]), int(full[-1])) if len(full) else (len(page.blocks), -1)
    taken: list[Rule | None] = [None] * len(page.blocks)
    authors = {author.name.casefold() for author in stated.authors}
    in_tail = True  # no full paragraph follows but those that went themselves
    for place in reversed(range(len(page.blocks))):
        text = page.blocks[place].text
        if sight.is_title[place]:
            taken[place] = REPEATED_TITLE
        elif sight.value("rule", place):
            taken[place] = match_rule(rules, text, in_head=place < first, in_tail=in_tail)
        if taken[place] is None and (place < first or in_tail) and _is_author_line(text, authors, rules):
            taken[place] = AUTHOR_LINE
        if taken[place] is None and in_tail and text[:LONGEST_SIGN].strip("()/[]. ") in rules.agencies:
            taken[place] = AGENCY_SIGN
        if taken[place] is None and _is_time_line(page.blocks[place]):
            taken[place] = TIME_LINE
        if taken[place] is None and _is_linked_line(page, page.blocks[place], sight, place):
            taken[place] = LINKED_LINE
        if taken[place] is None and in_tail and first < place <= last + BELOW and len(text) <= LONGEST_ASKED:
            taken[place] = WALL if rules.signs["wall", "block"].fullmatch(text) else None
        in_tail = in_tail and (taken[place] is not None or not sight.good[place])
    return taken


def _is_author_line(text: str, authors: set[str], rules: Rules) -> bool:
    """Whether a line around the story names its authors and nothing else."""
    folded = text.casefold()
    if len(text) > LONGEST_BYLINE or not any(author in folded for author in authors):
        return False
    names = split_byline(text, rules.bylines)
    is_said = is_byline(text, rules.bylines) or is_signed(text, rules.bylines)
    is_told = is_said or sum(map(len, names)) > MOSTLY_NAMES * len(text)
    return bool(names) and all(name.casefold() in authors for name in names) and is_told


def _is_time_line(block: Block) -> bool:
    return block.timed_chars > MOSTLY_TIME * len(block.text) and len(block.text) <= LONGEST_TIME


def _is_linked_line(page: Page, block: Block, sight: Sight, place: int) -> bool:
    return (
        page.frames[block.frame].tag == "p"
        and sight.value("links", place) > ALL_LINK
        and sight.value("words", place) >= FEW_WORDS
        and not sight.value("is_description", place)
    )


def _inner(page: Page, rules: Rules) -> tuple[list[tuple[ElementRule, int] | None], Page]:
    """The regions that never hold the story, and the page without them."""
    regions = find_regions(page, rules)
    return regions, Page(page.tree, page.frames, [block for block in page.blocks if regions[block.frame] is None])


def _pieces(
    page: Page,
    regions: list[tuple[ElementRule, int] | None],
    judged: dict[int, tuple[bool, Rule | None, str]],
) -> Iterator[Piece]:
    """Every block with its verdict; neighbors that went for one reason from one part of the page are one piece."""
    gathered: list[str] = []
    reason: tuple[str, str, int] | None = None
    for block in page.blocks:
        region = regions[block.frame]
        is_kept, rule, guess = judged.get(id(block), (False, None, "other"))
        here: tuple[str, str, int] | None
        if region is not None:
            here = (region[0].kind, region[0].id, region[1])
        elif is_kept:
            here = None
        elif rule is not None:
            here = (rule.kind, rule.id, -1 - block.frame)
        else:
            # Links below a label such as "Most viewed" are what the label says.
            guess = "related" if guess == "navigation" and reason is not None and reason[0] == "related" else guess
            here = (guess, "judge", -1 if guess in CHROME else -1 - block.frame)
        if gathered and here != reason and reason is not None:
            yield Piece("\n".join(gathered), reason[0], reason[1])
            gathered = []
        reason = here
        text = turn_marks(mend_encoding(block.text))
        if here is None:
            yield Piece(text, guess)
        else:
            gathered.append(text)
    if gathered and reason is not None:
        yield Piece("\n".join(gathered), reason[0], reason[1])


def _first(page: Page, judged: dict[int, tuple[bool, Rule | None, str]]) -> int:
    """The place of the first full paragraph of the story; 0 where there is none."""
    kept = (judged.get(id(block), (False, None, ""))[0] and block_size(block.text) >= FULL for block in page.blocks)
    return next((place for place, is_full in enumerate(kept) if is_full), 0)


def _above(page: Page, judged: dict[int, tuple[bool, Rule | None, str]]) -> list[tuple[str, str, bool]]:
    """The lines above the first full paragraph of the story, with the class tokens around them."""
    first = _first(page, judged)
    lines = []
    for place, block in enumerate(page.blocks[max(0, first - ABOVE) : first], max(0, first - ABOVE)):
        frame = page.frames[block.frame]
        around = page.frames[frame.parent].tokens if frame.parent >= 0 else ""
        same = frame.parent == page.frames[page.blocks[first].frame].parent and frame.tag in ("p", "div")
        lines.append((block.text, f"{block.tokens} {frame.tokens} {around}", same and place >= first - 2))
    return lines


def _kept_kind(page: Page, block: Block, sight: Sight, place: int) -> str:
    if sight.value("is_description", place) and not sight.good[:place].any():
        return "deck"
    if sight.parts[place]:
        return sight.parts[place]
    return KINDS.get(page.frames[block.frame].tag, "paragraph")


def _guess_kind(sight: Sight, place: int) -> str:
    """What a block is that the judge drops: the nearest class around it that says so, else what its links suggest."""
    linked, words = sight.value("links", place) > MOSTLY_LINK, sight.value("words", place)
    distances = sight.distances[place, DROPPED_GROUPS]
    nearest = int(distances.argmin())
    kind = list(DROPPED_KINDS.values())[nearest] if distances[nearest] <= NEAR else "other"
    if kind == "date" and sight.value("digits", place) == 0:
        kind = "other"
    if kind in ("embed", "other", "caption") and not linked and sight.value("in_figure", place) <= NEAR:
        return "caption"
    if kind in ("embed", "navigation", "other") and linked:
        return "related" if words >= HEADLINE_WORDS else "navigation"
    return "caption" if kind == "embed" and words >= HEADLINE_WORDS else kind
