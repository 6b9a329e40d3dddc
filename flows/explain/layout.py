"""The reading order of an explained document: kept paragraphs cut into pieces, removed blocks where they stood."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.records import Draft, Entity, Mention, Quote, RemovedBlock

# A page may hold escape sequences and marks that turn the direction of writing: they are shown, not obeyed.
_UNSAFE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_UNSAFE |= dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)

COLORS = 8  # speakers told apart by color; the ninth has the first one's again


class Explained(NamedTuple):
    """All that is known of one document.

    `reading` says how it was read: the model's name, or why there was none. `following` is the `input_uri` of the next
    document of the same file, `verdict` why this one would not be published; empty where there is nothing to say.
    """

    draft: Draft
    entities: list[Entity]
    mentions: list[Mention]
    quotes: list[Quote]
    reading: str
    input_uri: str = ""
    following: str = ""
    verdict: str = ""


class Piece(NamedTuple):
    """A run of kept text in which nothing changes. The numbers are indexes of quotations and of entities."""

    start: int
    text: str
    opens: tuple[int, ...]  # the quotations whose first word stands here
    quote: int | None  # the quotation these words belong to, the shortest where they nest
    speaker_of: int | None
    cue_of: int | None
    entity: int | None


class Row(NamedTuple):
    """One paragraph (or the part of it between removed blocks), or neighboring blocks that one rule removed."""

    kind: str
    pieces: tuple[Piece, ...]
    removed: tuple[RemovedBlock, ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    role: str  # quote, speaker_of, cue_of, entity
    number: int


def title_pieces(explained: Explained) -> list[Piece]:
    """The headline, cut where quotations and entities begin and end."""
    title = explained.draft.title or ""
    return list(_pieces(title, explained, True, {0, len(title)}))


def rows(explained: Explained) -> list[Row]:
    """Kept and removed in the order of the page. The kept pieces hold all of the text but its blank lines."""
    draft = explained.draft
    walls = {0, len(draft.text), *(block.before for block in draft.removed)}
    for paragraph in draft.paragraphs:
        walls |= {paragraph.start, paragraph.end}
    stops = sorted(wall for wall in walls if 0 <= wall <= len(draft.text))
    pieces = list(_pieces(draft.text, explained, False, walls))
    removed = sorted(draft.removed, key=lambda block: block.before)
    starts = [paragraph.start for paragraph in draft.paragraphs]
    found: list[Row] = []
    taken = at = 0

    def take(until: int) -> Iterator[Row]:
        nonlocal taken
        first, taken = taken, bisect_right(removed, until, lo=taken, key=lambda block: block.before)
        for (kind, _), blocks in groupby(removed[first:taken], key=lambda block: (block.kind, block.rule)):
            yield Row(kind, (), tuple(blocks))

    for start, end in pairwise(stops):
        first = at
        while at < len(pieces) and pieces[at].start < end:
            at += 1
        if not draft.text[start:end].strip():
            continue
        found += take(start)
        holder = bisect_right(starts, start) - 1
        kind = draft.paragraphs[holder].kind if holder >= 0 else "paragraph"
        found.append(Row(kind, tuple(pieces[first:at])))
    return found + list(take(max((block.before for block in removed), default=0)))


def visible(text: str) -> str:
    """The text with control characters made visible, one for one."""
    return text.translate(_UNSAFE)


def places(mentions: list[Mention]) -> dict[int, list[str]]:
    """Where each entity is named: offsets in the text, and `title` for the headline."""
    found: dict[int, list[str]] = {}
    for mention in mentions:
        found.setdefault(mention.entity, []).append("title" if mention.in_title else str(mention.start))
    return found


def speaker_name(quote: Quote) -> str | None:
    """Who speaks, as well as it is known: the name, else the words that stand there."""
    return quote.speaker_name or quote.speaker_text


def speaker_colors(quotes: list[Quote]) -> list[int | None]:
    """The color of each quotation, 0 to COLORS - 1: one for each speaker by order of appearance, None for nobody."""
    slots: dict[str, int] = {}
    return [
        None if (name := speaker_name(quote)) is None else slots.setdefault(name, len(slots)) % COLORS
        for quote in quotes
    ]


def summary(explained: Explained) -> str:
    """What came out, in one line of figures."""
    draft, quotes = explained.draft, explained.quotes
    speakers = len({speaker_name(quote) for quote in quotes} - {None})
    counts = (
        (draft.word_count, "word"),
        (len(draft.paragraphs), "paragraph"),
        (len(draft.removed), "removed block"),
        (len(quotes), "quotation"),
        (speakers, "speaker"),
        (len(explained.entities), "entity"),
        (len(explained.mentions), "mention"),
    )
    return " · ".join(f"{count:,} {noun if count == 1 else _plural(noun)}" for count, noun in counts)


def facts(explained: Explained) -> list[tuple[str, str]]:
    """The metadata that is known, as (label, value), in the order in which an editor would ask."""
    draft = explained.draft
    access = {True: "free", False: "for subscribers", None: ""}[draft.is_accessible_for_free]
    known = (
        ("verdict", explained.verdict),
        ("publisher", draft.publisher),
        ("by", ", ".join(f"{one.name}{'' if one.kind == 'person' else f' ({one.kind})'}" for one in draft.authors)),
        ("byline", draft.byline),
        ("agency", draft.agency),
        ("dateline", draft.dateline),
        (
            "published",
            _dated(draft.published_at, draft.published_local, draft.published_precision, draft.published_source),
        ),
        ("modified", _dated(draft.modified_at, draft.modified_local, draft.modified_precision, draft.modified_source)),
        ("section", draft.section),
        ("keywords", ", ".join(draft.keywords)),
        ("kind", draft.page_kind),
        ("access", ", ".join(part for part in (access, "cut off by a paywall" if draft.is_truncated else "") if part)),
        ("language", _with_score(draft.language, draft.language_score)),
        ("picture", draft.image_credit),
        ("copyright", draft.copyright_notice),
        ("url", draft.canonical_url or draft.url),
        ("input", explained.input_uri),
        ("next in the file", explained.following),
        ("reading", explained.reading),
    )
    return [(label, value) for label, value in known if value]


def _dated(at: datetime | None, local: str | None, precision: str | None, source: str | None) -> str | None:
    """A time in UTC where that is known, else as written, with how exact it is and where it was read."""
    how = ", ".join(part for part in (precision, source) if part)
    time = _moment(at) or local
    return f"{time} ({how})" if time and how else time


def _moment(time: datetime | None) -> str | None:
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if time else None


def _with_score(language: str | None, score: float | None) -> str | None:
    return f"{language} ({score:.2f})" if language and score is not None else language


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _pieces(text: str, explained: Explained, in_title: bool, walls: set[int]) -> Iterator[Piece]:
    marks = list(_marks(explained, in_title))
    cuts = {*walls, 0, len(text)}
    for mark in marks:
        cuts |= {mark.start, mark.end}
    stops = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    roles: list[dict[str, int]] = [{} for _ in stops]
    # The shortest mark is painted last, so that a quotation within a quotation is seen.
    for mark in sorted(marks, key=lambda mark: mark.start - mark.end):
        for index in range(bisect_left(stops, mark.start), bisect_left(stops, mark.end)):
            roles[index][mark.role] = mark.number
    opening: dict[int, list[int]] = {}
    for index, quote in enumerate(explained.quotes):
        if quote.in_title is in_title:
            opening.setdefault(quote.start, []).append(index)
    for (start, end), role in zip(pairwise(stops), roles, strict=False):
        yield Piece(
            start,
            text[start:end],
            tuple(opening.get(start, ())),
            role.get("quote"),
            role.get("speaker_of"),
            role.get("cue_of"),
            role.get("entity"),
        )


def _marks(explained: Explained, in_title: bool) -> Iterator[_Mark]:
    for index, quote in enumerate(explained.quotes):
        if quote.in_title is not in_title:
            continue
        for start, end in quote.spans:
            yield _Mark(start, end, "quote", index)
        if quote.speaker_start is not None and quote.speaker_end is not None:
            yield _Mark(quote.speaker_start, quote.speaker_end, "speaker_of", index)
        if quote.cue_start is not None and quote.cue_end is not None:
            yield _Mark(quote.cue_start, quote.cue_end, "cue_of", index)
    for mention in explained.mentions:
        if mention.in_title is in_title:
            yield _Mark(mention.start, mention.end, "entity", mention.entity)
