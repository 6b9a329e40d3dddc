"""The records that travel from room to room, as plain typed dataclasses.

A `Document` is what a source yields, a `Draft` what cleaning makes of it, `Quote`, `Entity` and `Mention` what is read
in the cleaned text. Offsets count Unicode code points of `Draft.text` (of `Draft.title` where `in_title` is true),
0-based, end exclusive. Times are aware UTC datetimes, null where unknown.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the bytes of a document can be read again.

    `path` is a file; `members` the archive members inside it, outermost first; `record` the record's number (0-based)
    within the innermost file and `offset` the byte at which reading starts, where the format has records: a byte of the
    innermost file as it is stored, so the start of a gzip member where that file is compressed.
    """

    path: str
    members: tuple[str, ...] = ()
    record: int | None = None
    offset: int | None = None


@dataclass(slots=True)
class Document:
    """One raw document with all that its source knows about it.

    `body` is bytes as found (HTML page, text file) or str where the source had decoded text (a row of data).
    The fields from `url` on are what the source states beside the body; each is None or empty where it states nothing.
    """

    input_uri: str
    input_kind: str  # one of schemas.tables.articles.INPUT_KINDS
    media: str  # "html" or "text": how `body` is to be read
    body: bytes | str
    content_sha256: str  # of the raw bytes (of UTF-8 where body is str)
    charset: str | None = None  # declared by the transport (HTTP header), not by the body
    url: str | None = None
    source_id: str | None = None  # the source's own stable id of the article
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # as the source writes it
    modified: str | None = None
    language: str | None = None
    publisher: str | None = None
    section: str | None = None
    byline: str | None = None  # as printed
    dateline: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # codes of a vocabulary; IPTC Media Topics as medtop:NNNNNNNN
    usage_terms: str | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    embargoed_until: str | None = None  # ISO 8601, as the source writes it: not to be published before
    version: str | None = None  # of the item that `source_id` names: a later one replaces an earlier one
    fetched_at: datetime | None = None
    timezone: str | None = None  # IANA name of the source's zone, for times that are written without an offset
    locator: Locator | None = None  # None where the bytes cannot be read again at reasonable cost: keep a copy


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the input that is no document by its nature (a request in a web archive), counted and left out."""

    input_uri: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawal(Skipped):
    """A source takes an item back (rule `canceled`) or holds it (rule `withheld`): no version of it may stay published.

    `source_id` and `url` name the article as those of its documents did.
    """

    source_id: str | None = None
    url: str | None = None
    version: str | None = None
    withdrawn_at: str | None = None  # as the source writes it
    note: str | None = None  # the source's note to editors


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a document, or a place where one should have been, did not become an article.

    `rule` is the short stable name of what was broken, `reason` a sentence for a person that ends with the remedy,
    `detail` the place or the offending value, cut to 500 characters.
    """

    input_uri: str
    stage: str  # ingest, clean, normalize, publish
    rule: str
    reason: str
    detail: str = ""
    is_retriable: bool = False
    article_id: str | None = None  # where it is known


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    kind: str  # person or organization


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    kind: str  # paragraph, subhead, list_item, quotation, deck, table_row, post


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block of the page that is not the story. `before` is the offset in `Draft.text` where it stood."""

    rule: str  # id of the rule in config/boilerplate.toml, or of the reader that left the block out
    kind: str  # caption, credit, embed, copyright, related, newsletter, navigation, byline, repeated_title, ...
    text: str
    before: int
    stage: str = "clean"


@dataclass(slots=True)
class Draft:
    """A cleaned article: text, metadata, and the audit of what was taken out.

    `text` holds paragraphs parted by one blank line, NFC, no leading or trailing space; `paragraphs` covers it.
    """

    title: str | None
    text: str
    paragraphs: list[Paragraph]
    removed: list[RemovedBlock] = field(default_factory=list)
    url: str | None = None
    canonical_url: str | None = None
    host: str | None = None
    publisher: str | None = None
    subtitle: str | None = None
    authors: list[Author] = field(default_factory=list)
    byline: str | None = None  # as printed
    agency: str | None = None  # wire credit: AP, Reuters, dpa
    dateline: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    page_kind: str = "article"
    published_at: datetime | None = None  # UTC; null where the source gives no offset
    published_local: str | None = None  # as the source gives it, ISO 8601, with its offset if it has one
    published_precision: str | None = None  # second, minute, day, month, year
    published_source: str | None = None  # json_ld, meta, microdata, row, text, url
    modified_at: datetime | None = None  # the last change, told in the four ways of the publication
    modified_local: str | None = None
    modified_precision: str | None = None
    modified_source: str | None = None
    language: str | None = None  # ISO 639-1
    language_score: float | None = None  # 0 to 1
    word_count: int = 0
    copyright_holder: str | None = None
    copyright_year: int | None = None
    image_credit: str | None = None  # who made the picture
    copyright_notice: str | None = None
    is_truncated: bool = False
    is_accessible_for_free: bool | None = None


@dataclass(slots=True)
class Mention:
    """One place where an entity is named. `entity` is the index of its `Entity` in the article's list."""

    start: int
    end: int
    text: str
    type: str
    entity: int
    in_title: bool = False
    is_pronoun: bool = False


@dataclass(slots=True)
class Entity:
    """One entity of one article."""

    name: str  # the fullest form met in the article
    type: str  # spaCy's label set: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, WORK_OF_ART, LAW, PRODUCT, LANGUAGE
    aliases: list[str]  # the other forms met, in order of first appearance
    mention_count: int
    first_start: int | None  # null where the entity stands in the title only
    in_title: bool
    salience: float  # 0 to 1
    kb_id: str | None = None
    kb_source: str | None = None


@dataclass(slots=True)
class Quote:
    """One quotation: what was said, by whom, and how we know.

    `spans` are the pieces without their marks; `start` is the first piece's start and `end` the last one's end; `text`
    is the pieces joined by " ... " where there are several.
    """

    kind: str  # direct, mixed, indirect
    text: str
    start: int
    end: int
    spans: list[tuple[int, int]]
    is_closed: bool
    in_title: bool = False
    speaker_text: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_name: str | None = None  # resolved
    speaker_entity: int | None = None  # index in the article's entities
    speaker_kind: str = "unknown"  # person, organization, group, unnamed, unknown
    resolution: str = "none"  # how the speaker was found
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    via: str | None = None
    confidence: float = 0.0
