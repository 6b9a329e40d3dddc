"""One document becomes one draft: decoded, read by its medium, joined with what its source states."""

from schemas.errors import Unreadable
from schemas.records import Author, Document, Draft, RemovedBlock
from transforms.clean.addresses import host_of
from transforms.clean.assemble import Piece, assemble
from transforms.clean.bylines import NAME, is_byline, read_authors, split_byline
from transforms.clean.calendars import Habits, habits_of
from transforms.clean.characters import squeeze
from transforms.clean.dates import Stamp, in_zone, published_first, read_stamp
from transforms.clean.dump import read_dump
from transforms.clean.kinds import is_truncated, page_kind
from transforms.clean.metadata import Statements
from transforms.clean.page import read_page
from transforms.clean.rights import is_notice, is_pictures, read_copyright
from transforms.clean.rules import Rules
from transforms.clean.stated_times import url_stamp
from transforms.clean.wire import (
    read_agency,
    read_credit,
    read_dateline,
    read_end_sign,
    read_picture_credit,
)
from transforms.decode import decode, tidy
from transforms.identity import canonical_url
from transforms.language import count_words, detect_language

LONGEST_LINE = 5_000  # characters of a stated title, section or address


def clean(document: Document, rules: Rules) -> Draft:
    """The draft of a document.

    What the source states beside the body (a row's title, authors, date) wins over what the body states.

    Raises:
        Unreadable: `empty`, `binary`, `too_large`, `not_prose` or `no_text`, where there is nothing to read.
    """
    body = document.body
    text = tidy(body) if isinstance(body, str) else decode(body, document.charset, document.media)
    if document.media == "html":
        stated, pieces = read_page(text, document, rules)
    else:
        title, pieces = read_dump(text, document.title, rules)
        stated = Statements(title=title)
    return _draft(document, stated, pieces, rules)


def _draft(document: Document, stated: Statements, pieces: list[Piece], rules: Rules) -> Draft:
    text, paragraphs, removed = assemble(pieces)
    if not any(char.isalnum() for char in text):
        raise Unreadable(
            "no_text", "Nothing on the page is text of a story; leave it out, or look at it with copydesk explain."
        )
    opening = next((text[p.start : p.end] for p in paragraphs if p.kind == "paragraph"), text[:200])
    dateline, agency = read_dateline(opening, rules.agencies)
    first_lines = [(block.kind, block.text.split("\n")[0]) for block in removed]
    bylines = [line for kind, line in first_lines if kind == "byline" or is_byline(line, rules.bylines)]
    rows = [(name, None) for name in document.authors]
    row_authors = read_authors(rows, (document.publisher,), rules.bylines, rules.agencies)
    authors = row_authors or _authors(stated, bylines, rules)
    dates = [line for block in removed if block.kind == "date" for line in block.text.split("\n")]
    language, score = detect_language(text, document.language or stated.language)
    habits = habits_of(document.language or stated.language or language, document.timezone, host_of(document.url))
    published, source = _published(document, stated, published_first([*dates, *bylines], rules.bylines.changed), habits)
    published = in_zone(published, document.timezone)
    modified, changed = _modified(document, stated, habits)
    modified = in_zone(modified, document.timezone)
    notices = [line for block in removed for line in block.text.split("\n") if _is_legal(block, line, len(text))]
    holder, year, notice = read_copyright(notices)
    address = canonical_url(_line(stated.canonical)) or canonical_url(_line(document.url))
    credits = (
        [author.name for author in authors]
        + bylines
        + [b.text for b in removed if b.kind in ("credit", "syndication") and len(b.text) < 40]
    )
    # A feed's title is a teaser, often shortened; a row's or an agency's is the headline itself.
    said = _line(document.title)
    is_hint = document.input_kind == "warc"
    return Draft(
        title=(stated.title or said) if is_hint else (said or stated.title),
        text=text,
        paragraphs=paragraphs,
        removed=removed,
        url=_line(document.url),
        canonical_url=address,
        host=host_of(address) or None,
        # Who holds the rights in a dump publishes it, but for an agency.
        publisher=_line(document.publisher) or stated.publisher or (None if holder in rules.agencies else holder),
        subtitle=_line(document.subtitle) or stated.subtitle,
        authors=authors,
        byline=_line(document.byline) or _byline(bylines, authors, rules),
        agency=agency or read_agency(credits, rules.agencies) or read_end_sign(text, rules.agencies),
        dateline=_line(document.dateline) or dateline,
        section=_line(document.section) or stated.section,
        keywords=[*dict.fromkeys((*filter(None, map(_line, document.keywords)), *stated.keywords))],
        page_kind=page_kind(stated, text, paragraphs, removed, document, rules.signs),
        published_at=published.utc if published else None,
        published_local=published.local if published else None,
        published_precision=published.precision if published else None,
        published_source=source,
        modified_at=modified.utc if modified else None,
        modified_local=modified.local if modified else None,
        modified_precision=modified.precision if modified else None,
        modified_source=changed,
        language=language,
        language_score=score,
        word_count=count_words(text),
        copyright_holder=_line(document.copyright_holder) or holder or stated.copyright_holder,
        copyright_year=year or stated.copyright_year,
        image_credit=_line(_picture_credit(removed, len(text))) or _line(read_credit(stated.image_credit or "")),
        copyright_notice=_line(document.copyright_notice) or notice,
        is_truncated=is_truncated(stated, text, paragraphs, removed, rules.signs),
        is_accessible_for_free=stated.is_accessible_for_free,
    )


def _authors(stated: Statements, bylines: list[str], rules: Rules) -> list[Author]:
    """Who the page states; where that is no person and no agency, the people whom the byline prints.

    Where neither names anyone, the desk or agency in the byline.
    """
    if any(author.kind == "person" or author.name in rules.agencies for author in stated.authors):
        return stated.authors
    for byline in [", ".join(stated.printed_authors), *bylines[:4]]:
        printed = read_authors([(byline, None)], (stated.publisher,), rules.bylines, rules.agencies)
        # A kicker that begins the stated headline looks like a name.
        people = [
            author
            for author in printed
            if author.kind == "person"
            and (2 <= len(author.name.split()) <= 5 or author.name in stated.printed_authors)
            and author.name not in (stated.title or "")
        ]
        if people and len(byline) < 120:
            return people
    if stated.authors:
        return stated.authors
    signed = read_authors(((line, None) for line in bylines[:1]), (), rules.bylines, rules.agencies)
    return [house for house in signed if house.name in rules.agencies or rules.bylines.house.search(house.name)]


def _byline(lines: list[str], authors: list[Author], rules: Rules) -> str | None:
    """The line that names an author; where no person is known to have signed, any that names somebody."""
    surnames = [author.name.split()[-1] for author in authors]
    named = [name.casefold() for name in (*(a.name for a in authors), *(s for s in surnames if len(s) > 3))]
    if signed := next((line for line in lines if any(name in line.casefold() for name in named)), None):
        return signed[:300]
    is_signed = any(author.kind == "person" for author in authors)
    sure = (line for line in lines if not is_signed or is_byline(line, rules.bylines))
    for line in sure:
        names = split_byline(line, rules.bylines)
        if names and (not is_signed or all(map(NAME.fullmatch, names))):
            return line[:300]
    return None


def _is_legal(block: RemovedBlock, line: str, end: int) -> bool:
    """Whether a removed line is a legal one: no picture's within the story, and below its `end` whatever says so."""
    if block.kind in ("copyright", "footer"):
        return block.before == end or not is_pictures(line)
    return block.before == end and is_notice(line)


def _picture_credit(removed: list[RemovedBlock], end: int) -> str | None:
    """Who made the first picture that is credited on the page."""
    for block in removed:
        credit = None
        if block.kind == "credit" and not block.text.casefold().startswith("video"):
            credit = read_credit(block.text[:300])
        elif block.kind == "caption":
            credit = read_picture_credit(block.text.split("\n"))
        elif block.kind == "copyright" and block.before < end and is_pictures(block.text):
            credit = read_credit(block.text[:300])
        if credit:
            return credit
    return None


def _published(
    document: Document, stated: Statements, printed: list[str], habits: Habits
) -> tuple[Stamp | None, str | None]:
    """When it was published, and which source says so.

    Of the lines `printed` around the story the first that agrees with the day in its address, if that carries one.
    """
    if (stamp := read_stamp(document.published, habits)) is not None:
        return stamp, "row"
    if stated.published is not None and stated.published_source != "url":
        return stated.published, stated.published_source
    day = stated.published or url_stamp(document.url)
    for stamp in filter(None, (read_stamp(line, habits) for line in printed)):
        if day is None or stamp.local.startswith(day.local):
            return stamp, "text"
    return day, "url" if day else None


def _modified(document: Document, stated: Statements, habits: Habits) -> tuple[Stamp | None, str | None]:
    """When it was last changed, and which source says so."""
    if (stamp := read_stamp(document.modified, habits)) is not None:
        return stamp, "row"
    return stated.modified, stated.modified_source


def _line(text: str | None) -> str | None:
    return squeeze(text[:LONGEST_LINE]) or None if text else None
