"""The reader of plain-text dumps: paragraphs, headline, and what is printed around a story."""

import itertools
import re
import statistics
import unicodedata

from schemas.errors import Unreadable
from transforms.clean.assemble import Piece
from transforms.clean.characters import EAST, INVISIBLE, squeeze, without_invisible
from transforms.clean.marks import plain, turn_marks
from transforms.clean.mojibake import mend_encoding
from transforms.clean.rules import Rule, Rules, match_rule

MAX_CHARACTERS = 12_000_000
MAX_PARAGRAPHS = 20_000
LONGEST_TITLE = 200  # characters
LONGEST_PARAGRAPH = 200_000  # characters: a longer "line" is data, not prose
FULL_PARAGRAPH = 80  # Latin letters' widths from which a line that ends like a sentence is a paragraph of the story
ABOVE_HEADLINE = 8  # lines that may stand before the headline: slugs, notes to editors
WRAP = range(40, 110)  # characters a line may have where a text was wrapped by hand
SENTENCE_END = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»“)\]]{0,3}$")
ENDS_LIKE_PROSE = re.compile(r"[.!?…。！？؟۔।][\"'”’»“)\]]{0,3}$")
# Tags at which lines end, left over where a page was turned into text.
LINE_TAG = re.compile(r"</?(?:blockquote|br|div|h[1-6]|li|ol|p|ul)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
FOLDED = (
    ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("–", "-"), ("—", "-"), ("…", "."), ("\u200c", ""),
    ("\u200d", ""),
)  # fmt: skip


def read_dump(text: str, stated_title: str | None, rules: Rules) -> tuple[str | None, list[Piece]]:
    """The headline (the stated one, else the one that opens the dump) and the blocks with their verdicts.

    Raises:
        Unreadable: `too_large` beyond 12 million characters, `not_prose` for one endless line or 20,000 paragraphs.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            "too_large", f"The text has {len(text):,} characters, more than {MAX_CHARACTERS:,}; split it into articles."
        )
    paragraphs = split_paragraphs(text)
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise Unreadable(
            "not_prose",
            f"The text has {len(paragraphs):,} paragraphs, more than {MAX_PARAGRAPHS:,}: this is a list or many "
            "articles; split it.",
        )
    paragraphs = [line for paragraph in paragraphs if (line := turn_marks(mend_encoding(plain(paragraph))))]
    longest = max((len(paragraph) for paragraph in paragraphs), default=0)
    if longest > LONGEST_PARAGRAPH:
        raise Unreadable(
            "not_prose",
            f"One paragraph has {longest:,} characters, more than {LONGEST_PARAGRAPH:,}: this is data, not prose; "
            "leave it out of the input.",
        )
    title = turn_marks(mend_encoding(plain(stated_title))) if stated_title else None
    title = title or _headline(paragraphs, rules)
    return title, _judge(paragraphs, title, rules)


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a dump, hard-wrapped lines joined, each without line breaks and invisible characters."""
    text = "\n".join(map(mend_encoding, text.split("\n")))
    if "<" in text:
        text = LINE_TAG.sub("\n\n", text)
    text = unicodedata.normalize("NFC", without_invisible(text, INVISIBLE_BUT_BREAKS))
    chunks = [
        [line for line in chunk.split("\n") if line.strip()]
        for chunk in re.split(r"\n[ \t\r\u00a0]{0,200}\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    ]
    chunks = [chunk for chunk in chunks if chunk]
    width = _wrap_width(chunks)
    found: list[str] = []
    for chunk in chunks:
        lines = _unwrap(chunk, width, text) if width else chunk
        found.extend(line for raw in lines if (line := squeeze(raw)))
    return found


INVISIBLE_BUT_BREAKS: dict[int, str | None] = {code: None for code in INVISIBLE if code not in (0x0B, 0x0C)} | {
    0x0B: "\n",
    0x0C: "\n\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n\n",
}


def fold(text: str) -> str:
    """A line for comparison: case, marks and spaces even."""
    if not text.isascii():
        for mark, even in FOLDED:
            text = text.replace(mark, even)
    return " ".join(text.casefold().strip(" .").split())


def _wrap_width(chunks: list[list[str]]) -> int | None:
    """The column at which the lines were wrapped by hand, None where each line is a paragraph."""
    if chunks and len(chunks[0]) < sum(map(len, chunks[1:])):
        chunks = chunks[1:]  # headline, byline and date are short however the story is wrapped
    inner = [len(line.rstrip()) for chunk in chunks for line in chunk[:-1]]
    if len(inner) < 3:
        return None
    width = max(inner)
    ends = sum(bool(ENDS_LIKE_PROSE.search(line.rstrip())) for chunk in chunks for line in chunk[:-1])
    full = sum(length > width * 0.75 for length in inner)
    wrapped = width in WRAP and statistics.median(inner) >= 40 and full >= len(inner) * 0.6 and ends < len(inner) * 0.5
    return width if wrapped else None


def _unwrap(lines: list[str], width: int, text: str) -> list[str]:
    """The lines of one chunk joined.

    Paragraphs are parted by an indent, by a short line that ends a sentence, and where the next line's first word would
    have fitted by far: headline, byline and date that stand under one another.
    """
    joined = [lines[0].strip()]
    for previous, line in itertools.pairwise(lines):
        before = previous.rstrip()
        indented = line[:1] in " \t" and previous[:1] not in " \t"
        short_end = len(before) < width * 0.75 and SENTENCE_END.search(before) is not None
        here = line.strip()
        broken = len(before) + 1 + len(here.split()[0]) < width * 0.75 and not here[0].islower()
        if indented or short_end or broken:
            joined.append(here)
            continue
        if before.endswith("-") and here[:1].islower() and len(before) > 1 and before[-2].isalpha():
            whole = before.split()[-1][:-1] + re.split(r"[^\w]", here, maxsplit=1)[0]
            joined[-1] = joined[-1][:-1] + here if whole in text else joined[-1] + here
        else:
            joined[-1] += " " + here
    return joined


def _headline(paragraphs: list[str], rules: Rules) -> str | None:
    """The headline that opens a dump: a short first line that does not end like prose, or that is printed again."""
    for place, line in enumerate(paragraphs[:ABOVE_HEADLINE]):
        if match_rule(rules, line, in_head=True, in_dump=True) is not None:
            continue
        if len(line) > LONGEST_TITLE or len(paragraphs) < place + 2:
            return None
        again = any(fold(line) == fold(other) for other in paragraphs[place + 1 : place + 12])
        return line if again or not line.endswith((".", "。", ":", ";", ",")) else None
    return None


def _judge(paragraphs: list[str], title: str | None, rules: Rules) -> list[Piece]:
    taken, first, last = _taken(paragraphs, rules)
    headline = fold(title) if title else None
    pieces: list[Piece] = []
    seen: set[str] = set()
    title_used = False
    for place, line in enumerate(paragraphs):
        if headline is not None and fold(line) == headline:
            # The first one is the headline itself: it moves to `title` and is not dropped.
            if title_used or place > 3:
                pieces.append(Piece(line, "repeated_title", "repeated_title"))
            title_used = True
            continue
        rule = taken[place]
        if rule is not None:
            if rule.kind in ("caption", "credit"):
                _take_slug(pieces, rule.kind)
            pieces.append(Piece(line, rule.kind, rule.id))
        elif place < first and pieces and pieces[-1].rule is not None and pieces[-1].kind == "byline" and _is_tag(line):
            pieces.append(Piece(line, "byline", "line_below_byline"))
        elif _width(line) >= FULL_PARAGRAPH and line in seen:
            pieces.append(Piece(line, "repeated_block", "repeated_block"))
        elif place > last >= 0 and pieces and pieces[-1].kind == "related" and not line.endswith((".", "。")):
            # What hangs below a label of related stories, after the story's end, is a list of their headlines.
            pieces.append(Piece(line, "related", "related_item"))
        else:
            pieces.append(Piece(line, _kind(line, place < first)))
        seen.add(line)
    return pieces


def _taken(paragraphs: list[str], rules: Rules) -> tuple[list[Rule | None], int, int]:
    """For each line the rule that takes it, and the places of the first and the last full paragraph of the story."""
    full = [
        place
        for place, line in enumerate(paragraphs)
        if _width(line) >= FULL_PARAGRAPH
        and ENDS_LIKE_PROSE.search(line)
        and match_rule(rules, line, in_dump=True) is None
    ]
    first = full[0] if full else len(paragraphs)
    taken: list[Rule | None] = [None] * len(paragraphs)
    prose, last, in_tail = set(full), -1, True
    for place in reversed(range(len(paragraphs))):
        taken[place] = match_rule(rules, paragraphs[place], in_head=place < first, in_tail=in_tail, in_dump=True)
        if in_tail and place in prose and taken[place] is None:
            last, in_tail = place, False
    return taken, first, last


def _take_slug(pieces: list[Piece], kind: str) -> None:
    """A picture's slug stands directly above its credit or caption: a few words that are no sentence.

    Above a caption, which may follow a subhead, only what no subhead is: capitals, or names alone.
    """
    if pieces and pieces[-1].rule is None and pieces[-1].kind == "subhead":
        line = pieces[-1].text
        is_names = len(line.split()) <= 5 and all(not word.islower() for word in line.split())
        if _is_tag(line) and (kind == "credit" or line.isupper() or is_names):
            pieces[-1] = Piece(line, "caption", "slug_above_credit")


def _is_tag(line: str) -> bool:
    """A few words that are no sentence: a picture's slug, the desk or agency below a byline."""
    return _width(line) <= 100 and len(line.split()) <= 8 and not SENTENCE_END.search(line)


def _width(line: str) -> int:
    """The width of a line in Latin letters: an ideograph says as much as two of them."""
    return len(line) if line.isascii() else len(line) + len(EAST.findall(line))


def _kind(line: str, in_head: bool) -> str:
    if line[:2] in ("- ", "• ", "* ", "· ", "– "):
        return "list_item"
    if _width(line) < FULL_PARAGRAPH and not SENTENCE_END.search(line):
        return "subhead"
    return "deck" if in_head and _width(line) < FULL_PARAGRAPH else "paragraph"
