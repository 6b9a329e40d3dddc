"""The table of articles: one row a revision."""

from schemas.columns import AUTHORS, BOOL, DATE, FLOAT, INT, PARAGRAPHS, STRING, STRINGS, TIME, Column, Table

PAGE_KINDS = ("article", "live_blog", "gallery", "video", "section_front", "consent_wall", "error_page", "other")
PRECISIONS = ("second", "minute", "hour", "day", "month", "year")
INPUT_KINDS = ("text", "html", "json", "csv", "parquet", "warc", "nitf", "newsml", "ninjs", "email", "mhtml")
HEX_ID = r"[0-9a-f]{20}"
SHA256 = r"[0-9a-f]{64}"

ARTICLE_ID = Column("article_id", STRING, "The article, stable across runs and machines", pattern=HEX_ID)
REVISION = Column("revision", INT, "1 for the first text seen of the article, 2 for the next", minimum=1)
RUN_ID = Column("run_id", STRING, "The run that wrote the row (runs.run_id)")

# What cleaning finds, shared by the staged drafts and the published articles.
CLEANED = (
    Column("input_uri", STRING, "Where the document was read: path, !/member of an archive, #record"),
    Column("input_kind", STRING, "The kind of source", allowed=INPUT_KINDS),
    Column("url", STRING, "The address as the source gives it", null=True),
    Column("canonical_url", STRING, "The address that names the article, without tracking parameters", null=True),
    Column("host", STRING, "Host of the canonical address", null=True),
    Column("publisher", STRING, "The outlet that published it", null=True),
    Column("title", STRING, "Headline of the story, without the name of the site", null=True),
    Column("subtitle", STRING, "Deck or standfirst", null=True),
    Column("authors", AUTHORS, "Who signed it; kind is person or organization"),
    Column("byline", STRING, "The byline as printed", null=True),
    Column("agency", STRING, "Wire credit, for example AP or dpa", null=True),
    Column("dateline", STRING, "Place (and date) that opens a wire story", null=True),
    Column("section", STRING, "Section of the site", null=True),
    Column("keywords", STRINGS, "Keywords or tags that the page states"),
    Column("subjects", STRINGS, "Subject codes of the source, IPTC Media Topics as medtop:NNNNNNNN"),
    Column("page_kind", STRING, "What kind of page it is", allowed=PAGE_KINDS),
    Column("published_at", TIME, "When it was published", null=True, unit="UTC", past=True),
    Column("published_local", STRING, "The publication time as written, ISO 8601, offset only if given", null=True),
    Column("published_precision", STRING, "How exact the publication time is", null=True, allowed=PRECISIONS),
    Column("published_source", STRING, "Where the publication time was read", null=True),
    Column("modified_at", TIME, "When it was last changed", null=True, unit="UTC", past=True),
    Column("modified_local", STRING, "The time of change as written, ISO 8601, offset only if given", null=True),
    Column("modified_precision", STRING, "How exact the time of change is", null=True, allowed=PRECISIONS),
    Column("modified_source", STRING, "Where the time of change was read", null=True),
    Column("published_date", DATE, "Day of publication as written, in the page's own zone", null=True),
    Column("fetched_at", TIME, "When the document was fetched", null=True, unit="UTC", past=True),
    Column("language", STRING, "Language of the text, ISO 639-1", null=True, pattern=r"[a-z]{2,3}"),
    Column("language_score", FLOAT, "Certainty of the language", null=True, unit="0 to 1", minimum=0, maximum=1),
    Column("text", STRING, "The story: paragraphs parted by a blank line"),
    Column("paragraphs", PARAGRAPHS, "Offsets and kind of each paragraph of text", unit="code points"),
    Column("word_count", INT, "Words of text; each Chinese or Japanese character is one", unit="words", minimum=1),
    Column("copyright_holder", STRING, "Who holds the copyright, from the notice that was removed", null=True),
    Column("copyright_year", INT, "Year of the copyright notice", null=True, minimum=1900, maximum=2100),
    Column("image_credit", STRING, "The credit of the first picture, from a removed line or as stated", null=True),
    Column("copyright_notice", STRING, "The notice as printed", null=True),
    Column("usage_terms", STRING, "What the source allows to be done with it", null=True),
    Column("embargoed_until", STRING, "The source's embargo, which had passed, as it writes it", null=True),
    Column("source_version", STRING, "Version of the source's item", null=True),
    Column("is_truncated", BOOL, "The page holds only the opening of the story (paywall)"),
    Column("is_accessible_for_free", BOOL, "What the page itself states", null=True),
    Column("removed_count", INT, "Blocks taken out (rows of removed)", minimum=0),
    Column("content_sha256", STRING, "Digest of the raw bytes", pattern=SHA256),
    Column("text_sha256", STRING, "Digest of text", pattern=SHA256),
)

ARTICLES = Table(
    "articles",
    "News articles as an editor would sign them, one row a revision",
    ("article_id", "revision"),
    (
        ARTICLE_ID,
        REVISION,
        Column("is_latest", BOOL, "True for exactly one revision of an article"),
        *CLEANED,
        Column("result_sha256", STRING, "Digest of all that was made of the document", pattern=SHA256),
        Column("merged_uris", STRINGS, "Other inputs of the same run that held the same article with the same text"),
        Column("reading", STRING, "How entities and quotes were read: the model's name, or why there was none"),
        Column("quote_count", INT, "Rows of quotes", minimum=0),
        Column("entity_count", INT, "Rows of entities", minimum=0),
        Column("story_id", STRING, "Articles of one text share it", pattern=HEX_ID),
        Column(
            "duplicate_kind",
            STRING,
            "How the article repeats its story's lead; null for the lead itself",
            null=True,
            allowed=("exact", "near", "wire"),
        ),
        Column("is_story_lead", BOOL, "The article that stands for its story: the earliest one seen"),
        RUN_ID,
    ),
    laws=("text_is_clean", "paragraphs_cover_text", "text_matches_digest"),
    beware="Count articles with is_latest = true; count stories with is_story_lead = true as well.",
)
