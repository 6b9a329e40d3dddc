"""The tables between the stages, in a run's staging folder. They are judged like the published ones."""

import pyarrow as pa

from schemas.columns import BLOCKS, LONG, STRING, STRINGS, TIME, Column, Table
from schemas.tables.articles import ARTICLE_ID, CLEANED, INPUT_KINDS, SHA256

DOCUMENTS = Table(
    "documents",
    "Raw documents: where their bytes are, and what their source states about them",
    ("input_uri",),
    (
        Column("input_uri", STRING, "Where the document was read"),
        Column("input_kind", STRING, "The kind of source", allowed=INPUT_KINDS),
        Column("media", STRING, "How the body is to be read", allowed=("html", "text")),
        Column("path", STRING, "File to read the body again from; null where body holds a copy", null=True),
        Column("members", STRINGS, "Archive members inside path, outermost first"),
        Column("record", LONG, "Record inside the innermost file", null=True, minimum=0),
        Column("offset", LONG, "First byte of the record", null=True, unit="bytes", minimum=0),
        Column("body", pa.binary(), "A copy of the body where it could not be read again", null=True),
        Column("body_is_text", pa.bool_(), "The copy is decoded text, in UTF-8"),
        Column("size", LONG, "Size of the body", unit="bytes", minimum=1),
        Column("content_sha256", STRING, "Digest of the raw bytes", pattern=SHA256),
        Column("charset", STRING, "Encoding that the transport declared", null=True),
        Column("url", STRING, "The address as the source gives it", null=True),
        Column("source_id", STRING, "The source's own id of the article", null=True),
        Column("title", STRING, "The title as the source states it", null=True),
        Column("subtitle", STRING, "The subtitle as the source states it", null=True),
        Column("authors", STRINGS, "The authors as the source states them"),
        Column("published", STRING, "The publication time as the source writes it", null=True),
        Column("modified", STRING, "The time of change as the source writes it", null=True),
        Column("language", STRING, "The language as the source states it", null=True),
        Column("publisher", STRING, "The publisher as the source states it", null=True),
        Column("section", STRING, "The section as the source states it", null=True),
        Column("byline", STRING, "The byline as the source states it", null=True),
        Column("dateline", STRING, "The dateline as the source states it", null=True),
        Column("keywords", STRINGS, "Keywords as the source states them"),
        Column("subjects", STRINGS, "Codes of a vocabulary, IPTC Media Topics as medtop:NNNNNNNN"),
        Column("usage_terms", STRING, "What the source allows to be done with it", null=True),
        Column("copyright_holder", STRING, "The holder of the copyright as the source states it", null=True),
        Column("copyright_notice", STRING, "The copyright notice as the source states it", null=True),
        Column("embargoed_until", STRING, "Not to be published before, as the source writes it", null=True),
        Column("version", STRING, "Version of the source's item", null=True),
        Column("timezone", STRING, "Zone of times without an offset, as the operator states it", null=True),
        Column("fetched_at", TIME, "When the document was fetched", null=True, unit="UTC", past=True),
    ),
    laws=("body_can_be_read",),
)

DRAFTS = Table(
    "drafts",
    "Cleaned articles before entities and quotes are read",
    ("input_uri",),
    (ARTICLE_ID, *CLEANED, Column("removed", BLOCKS, "The blocks taken out, in their order on the page")),
    laws=("text_is_clean", "paragraphs_cover_text", "text_matches_digest"),
)
