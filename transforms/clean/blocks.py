"""A page as a list of blocks: every run of text between two block-level tags, with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from schemas.errors import Unreadable
from transforms.clean.characters import squeeze

MAX_CHARACTERS = 12_000_000  # the largest honest pages have about 5 MB
MAX_ELEMENTS = 250_000
MAX_BLOCKS = 10_000  # a live blog of a whole night has about 3,000
SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "math", "canvas", "datalist",
     "select", "textarea")
)  # fmt: skip
BLOCK_TAGS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "html", "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video", "audio")
)  # fmt: skip
TOKEN_ATTRIBUTES = frozenset(("class", "id", "role", "itemprop", "data-component", "data-testid"))
PICTURES = frozenset(("img", "amp-img", "video", "iframe"))
STRONG = frozenset(("b", "strong"))
LEANING = frozenset(("i", "em", "cite"))
HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
FOR_LISTENERS = re.compile(r"(?<![\w-])(?:sr-only|screen-?reader-text|(?:u-)?visually-?hidden)(?![\w-])")

Element = etree._Element
_Piece = tuple[str, bool, bool, bool, bool]  # text, and whether it is linked, strong, leaning, in <time>


@dataclass(slots=True)
class Frame:
    """An open block-level element. `parent` is the index of the one around it, -1 for the root."""

    tag: str
    tokens: str  # class, id, role, itemprop and data-* names, lower case
    parent: int
    hidden: bool  # from readers or from those who listen
    unseen: bool  # hidden from readers
    pictures: int = 0  # directly in it, outside other block-level elements


@dataclass(slots=True)
class Block:
    """A run of text between two block-level tags. `frame` is the index of the element that holds it directly."""

    text: str
    frame: int
    tokens: str  # class tokens of the inline elements that open it
    link_chars: int
    links: int
    strong_chars: int
    leaning_chars: int
    timed_chars: int  # in <time>
    after_break: bool  # parted from the block before by a line break only, not by a tag
    starts_linked: bool
    ends_linked: bool
    pictures: int  # since the block before


@dataclass(slots=True)
class Page:
    tree: Element
    frames: list[Frame]
    blocks: list[Block]


@dataclass(slots=True)
class _Run:
    """The text gathered until the next block-level tag: pieces with their states, None for a line break."""

    pieces: list[_Piece | None] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    links: int = 0
    pictures: int = 0


def parse(text: str) -> Element:
    """The page's tree, read once for all that follows.

    Raises:
        Unreadable: `too_large` beyond 12 million characters, `no_text` where there is no element at all.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            "too_large",
            f"The page has {len(text):,} characters, more than the {MAX_CHARACTERS:,} of any honest page; split it.",
        )
    # Plain elements: those of lxml.html look up a class in Python for each tag that is touched.
    parser = etree.HTMLParser(
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
        collect_ids=False,
        huge_tree=True,
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        tree = None
    if tree is None or not len(tree):
        raise Unreadable("no_text", "The page holds no text; leave it out of the input.")
    return tree


def read_blocks(tree: Element) -> Page:
    """All blocks of the page in reading order, chrome included, without scripts and styles.

    Raises:
        Unreadable: `too_large` beyond 250,000 elements or 10,000 blocks.
    """
    page = Page(tree, [], [])
    run = _Run()
    open_frames = [-1]
    linked = strong = leaning = timed = elements = 0
    unseen: Element | None = None
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            elements += 1
            if tag in PICTURES:
                run.pictures += 1
                if open_frames[-1] >= 0:
                    page.frames[open_frames[-1]].pictures += 1
            if tag in BLOCK_TAGS:
                if run.pieces:
                    run = _flush(page, run, open_frames[-1])
                page.frames.append(_frame(element, tag, open_frames[-1]))
                open_frames.append(len(page.frames) - 1)
            elif tag in SILENT:
                walk.skip_subtree()
                continue
            elif tag == "br":
                run.pieces.append(None)
            elif is_unseen(element):
                unseen = element
                walk.skip_subtree()
                continue
            elif tag == "a":
                linked += 1
                run.links += 1
                _note_tokens(run, element)
            elif tag in STRONG:
                strong += 1
            elif tag in LEANING:
                leaning += 1
            else:
                if tag == "time":  # a word of its own, which the look of the page parts: <i>Ann Holm</i><time>3 May
                    timed += 1
                    if run.pieces and run.pieces[-1] is not None and run.pieces[-1][0][-1].isalnum():
                        run.pieces.append((" ", False, False, False, False))
                _note_tokens(run, element)
            text = element.text
        else:
            if tag in BLOCK_TAGS:
                if run.pieces:
                    run = _flush(page, run, open_frames[-1])
                open_frames.pop()
                if elements > MAX_ELEMENTS or len(page.blocks) > MAX_BLOCKS:
                    raise Unreadable(
                        "too_large",
                        f"The page has more than {MAX_ELEMENTS:,} elements or {MAX_BLOCKS:,} blocks of text; "
                        "split it or leave it out of the input.",
                    )
            elif element is unseen:
                unseen = None
            elif tag == "a":
                linked -= 1
            elif tag in STRONG:
                strong -= 1
            elif tag in LEANING:
                leaning -= 1
            elif tag == "time":
                timed -= 1
                if element.tail and element.tail[0].isalnum():
                    run.pieces.append((" ", False, False, False, False))
            text = element.tail
        if text and (run.pieces or not text.isspace()):
            run.pieces.append((text, linked > 0, strong > 0, leaning > 0, timed > 0))
    return page


def ancestors(page: Page, frame: int) -> list[int]:
    """The indices of the elements from `frame` outwards, itself first."""
    found = []
    while frame >= 0:
        found.append(frame)
        frame = page.frames[frame].parent
    return found


def _frame(element: Element, tag: str, parent: int) -> Frame:
    tokens: list[str] = []
    unseen = silent = False
    for name, value in cast(list[tuple[str, str]], element.items()):
        if name in TOKEN_ATTRIBUTES:
            tokens.append(value)
        elif name == "hidden" or (name == "style" and HIDDEN_STYLE.search(value[:500])):
            unseen = True
        elif name == "aria-hidden" and value == "true":
            silent = True
    return Frame(tag, " ".join(tokens)[:300].lower() if tokens else "", parent, unseen or silent, unseen)


def is_unseen(element: Element) -> bool:
    """Whether an inline element is hidden, or meant for those who listen: (opens in a new window).

    Marks alone part words for readers as well.
    """
    for name, value in cast(list[tuple[str, str]], element.items()):
        if (
            name == "hidden"
            or (name == "class" and FOR_LISTENERS.search(value))
            or (name == "style" and HIDDEN_STYLE.search(value[:500]))
        ):
            return len(element) > 0 or any(map(str.isalnum, element.text or ""))
    return False


def _note_tokens(run: _Run, element: Element) -> None:
    """Inline elements tell what a block is only where they open it."""
    # The first piece that is no break has letters.
    if len(run.tokens) < 6 and (not run.pieces or not any(piece and not piece[0].isspace() for piece in run.pieces)):
        tokens = element.get("class") or element.get("itemprop") or element.get("rel")
        if tokens:
            run.tokens.append(tokens[:100].lower())


def _flush(page: Page, run: _Run, frame: int) -> _Run:
    """One block of a run, or several where line breaks part paragraphs (two breaks with nothing between them).

    Returned is the run that follows.
    """
    if len(run.pieces) == 1 and run.pieces[0] is not None:
        parts = [[run.pieces[0]]]
    elif all(piece is None or piece[0].isspace() for piece in run.pieces):
        return _Run(pictures=run.pictures)
    else:
        parts = _parted(run.pieces)
    first = True
    for part in parts:
        text = squeeze(part[0][0] if len(part) == 1 else "".join([piece[0] for piece in part]))
        if not text:
            continue
        solid = part if len(part) == 1 else [piece for piece in part if not piece[0].isspace()]
        link, strong, leaning, timed = _characters(part)
        page.blocks.append(
            Block(
                text=text,
                frame=frame,
                tokens=" ".join(run.tokens) if first else "",
                link_chars=link,
                links=run.links if first else sum(piece[1] for piece in part),
                strong_chars=strong,
                leaning_chars=leaning,
                timed_chars=timed,
                after_break=not first,
                starts_linked=solid[0][1],
                ends_linked=solid[-1][1],
                pictures=run.pictures if first else 0,
            )
        )
        first = False
    return _Run()


def _parted(pieces: list[_Piece | None]) -> list[list[_Piece]]:
    """The pieces of each block: two line breaks with nothing between them part blocks, one is white space."""
    parts: list[list[_Piece]] = [[]]
    breaks = 0
    for piece in pieces:
        if piece is None:
            breaks += 1
            if breaks == 2:
                parts.append([])
        elif not piece[0].isspace():
            if breaks == 1:
                parts[-1].append(("\n", False, False, False, False))
            breaks = 0
            parts[-1].append(piece)
        elif breaks == 0:
            parts[-1].append(piece)
    return parts


def _characters(part: list[_Piece]) -> list[int]:
    """How many characters that are no white space are linked, strong, leaning, and in <time>."""
    counts = [0, 0, 0, 0]
    for text, *states in part:
        if True in states:
            size = len("".join(text.split()))
            counts = [count + size * state for count, state in zip(counts, states, strict=True)]
    return counts


def text_within(element: Element, most: int) -> str:
    """The text of an element and all within it, squeezed, of its first `most` characters."""
    return squeeze("".join(cast(Iterator[str], element.itertext()))[:most])


def found_at(tree: Element, path: etree.XPath) -> list[Element]:
    """The elements that a path leads to."""
    return cast(list[Element], path(tree))
