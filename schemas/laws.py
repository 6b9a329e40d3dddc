"""The laws between columns and between tables, as functions that point at the rows which break them.

A law takes the frame it is named in and a `Context`, and returns one boolean a row: true where the row breaks the law.
Offsets are checked on Python strings, where taking `text[start:end]` costs the same wherever it stands.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

Key = tuple[str, int]

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Context:
    """What a law may look at beside its own frame: the other tables of the same batch of articles."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def texts(self) -> dict[Key, tuple[str, str]]:
        """(text, title) of each revision."""
        articles = self.tables["articles"]
        return {
            (article, revision): (text or "", title or "")
            for article, revision, text, title in articles.select("article_id", "revision", "text", "title").iter_rows()
        }

    def known(self, table: str, column: str) -> pl.Series:
        return self.tables[table][column].unique()


def text_is_clean(frame: pl.DataFrame, context: Context) -> pl.Series:
    """Text is NFC, without control characters, edges of white space, or blank lines but the single ones it needs."""
    return _flags(_is_unclean(text) for text in frame["text"])


def paragraphs_cover_text(frame: pl.DataFrame, context: Context) -> pl.Series:
    """The paragraphs are the text's parts between blank lines, in order."""
    return _flags(
        text is None or paragraphs is None or _uncovered(text, paragraphs)
        for text, paragraphs in frame.select("text", "paragraphs").iter_rows()
    )


def text_matches_digest(frame: pl.DataFrame, context: Context) -> pl.Series:
    """text_sha256 is the digest of text."""
    return _flags(
        hashlib.sha256((text or "").encode("utf-8", "replace")).hexdigest() != digest
        for text, digest in frame.select("text", "text_sha256").iter_rows()
    )


def quote_resolves(frame: pl.DataFrame, context: Context) -> pl.Series:
    """The pieces of the quotation are its text; its start and end are theirs."""
    texts = context.texts()
    columns = ("article_id", "revision", "in_title", "text", "start", "end", "spans")
    return _flags(
        _broken_quote(_place(texts, article, revision, in_title), text, start, end, spans)
        for article, revision, in_title, text, start, end, spans in frame.select(columns).iter_rows()
    )


def speaker_resolves(frame: pl.DataFrame, context: Context) -> pl.Series:
    """speaker_start and speaker_end give speaker_text."""
    return _resolves(frame, context, "speaker_text", "speaker_start", "speaker_end")


def cue_resolves(frame: pl.DataFrame, context: Context) -> pl.Series:
    """cue_start and cue_end give cue."""
    return _resolves(frame, context, "cue", "cue_start", "cue_end")


def mention_resolves(frame: pl.DataFrame, context: Context) -> pl.Series:
    """start and end give the words of the mention."""
    return _resolves(frame, context, "text", "start", "end")


def speaker_entity_exists(frame: pl.DataFrame, context: Context) -> pl.Series:
    """The speaker's entity is a row of entities."""
    speakers = frame["speaker_entity_id"]
    return speakers.is_not_null() & ~speakers.is_in(context.known("entities", "entity_id").implode())


def entity_exists(frame: pl.DataFrame, context: Context) -> pl.Series:
    """The mention's entity is a row of entities."""
    return ~frame["entity_id"].is_in(context.known("entities", "entity_id").implode())


def mentions_add_up(frame: pl.DataFrame, context: Context) -> pl.Series:
    """mention_count is the number of the entity's mentions."""
    counted = context.tables["mentions"].group_by("entity_id").len("counted")
    return frame.join(counted, on="entity_id", how="left", maintain_order="left").select(
        broken=pl.col("counted").fill_null(0) != pl.col("mention_count")
    )["broken"]


def before_is_in_text(frame: pl.DataFrame, context: Context) -> pl.Series:
    """The removed block stood within the text."""
    texts = context.texts()
    return _flags(
        before is not None and before > len(texts.get((article, revision), ("", ""))[0])
        for article, revision, before in frame.select("article_id", "revision", "before").iter_rows()
    )


def counts_add_up(frame: pl.DataFrame, context: Context) -> pl.Series:
    """rows_in = rows_out + rows_rejected + rows_skipped + rows_merged."""
    parts = pl.sum_horizontal("rows_out", "rows_rejected", "rows_skipped", "rows_merged")
    return frame.select(broken=pl.col("rows_in") != parts)["broken"]


def body_can_be_read(frame: pl.DataFrame, context: Context) -> pl.Series:
    """A staged document has a path to read it again, or a copy of its body."""
    return frame.select(broken=pl.col("path").is_null() & pl.col("body").is_null())["broken"]


LAWS: dict[str, Callable[[pl.DataFrame, Context], pl.Series]] = {
    law.__name__: law
    for law in (
        text_is_clean,
        paragraphs_cover_text,
        text_matches_digest,
        quote_resolves,
        speaker_resolves,
        cue_resolves,
        mention_resolves,
        speaker_entity_exists,
        entity_exists,
        mentions_add_up,
        before_is_in_text,
        counts_add_up,
        body_can_be_read,
    )
}


def _flags(broken: object) -> pl.Series:
    return pl.Series("broken", list(broken), dtype=pl.Boolean)  # type: ignore[call-overload]


def _is_unclean(text: str | None) -> bool:
    if not text or text != text.strip() or "\n\n\n" in text or CONTROL.search(text):
        return True
    return not unicodedata.is_normalized("NFC", text)


def _uncovered(text: str, paragraphs: list[dict[str, object]]) -> bool:
    parts = text.split("\n\n")
    if len(parts) != len(paragraphs):
        return True
    at = 0
    for part, paragraph in zip(parts, paragraphs, strict=True):
        if (paragraph["start"], paragraph["end"]) != (at, at + len(part)):
            return True
        at += len(part) + 2
    return False


def _place(texts: dict[Key, tuple[str, str]], article: str, revision: int, in_title: bool) -> str:
    text, title = texts.get((article, revision), ("", ""))
    return title if in_title else text


def _broken_quote(place: str, text: str, start: int, end: int, spans: list[dict[str, int]] | None) -> bool:
    if not spans or spans[0]["start"] != start or spans[-1]["end"] != end or end > len(place):
        return True
    at = -1
    for span in spans:
        if not at < span["start"] < span["end"]:
            return True
        at = span["end"]
    return " ... ".join(place[span["start"] : span["end"]] for span in spans) != text


def _resolves(frame: pl.DataFrame, context: Context, value: str, start: str, end: str) -> pl.Series:
    texts = context.texts()
    rows = frame.select("article_id", "revision", "in_title", value, start, end).iter_rows()
    return _flags(
        (words, first, last) != (None, None, None)
        and (first is None or last is None or _place(texts, article, revision, in_title)[first:last] != words)
        for article, revision, in_title, words, first, last in rows
    )
