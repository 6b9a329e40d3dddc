"""The table of quotations: who said what."""

from schemas.columns import BOOL, FLOAT, INT, SPANS, STRING, Column, Table
from schemas.tables.articles import ARTICLE_ID, HEX_ID, REVISION, RUN_ID

QUOTES = Table(
    "quotes",
    "Quotations with their speakers. Offsets resolve into articles.text, or into title where in_title is true",
    ("quote_id",),
    (
        Column("quote_id", STRING, "The quotation, stable across runs and machines", pattern=HEX_ID),
        ARTICLE_ID,
        REVISION,
        Column("quote_index", INT, "Place in the article, 0 for the first", minimum=0),
        Column("kind", STRING, "Wholly between marks, partly, or without", allowed=("direct", "mixed", "indirect")),
        Column("text", STRING, "What was said, without its marks; pieces are joined by ' ... '"),
        Column("start", INT, "Start of the first piece", unit="code points", minimum=0),
        Column("end", INT, "End of the last piece, exclusive", unit="code points", minimum=1),
        Column("spans", SPANS, "The pieces: a quotation may be broken by its cue", unit="code points"),
        Column("prefix", STRING, "Up to 64 characters before the quotation"),
        Column("suffix", STRING, "Up to 64 characters after the quotation"),
        Column("is_closed", BOOL, "A mark closes the quotation (false: left open, or no marks)"),
        Column("speaker_text", STRING, "The speaker as named beside the quotation", null=True),
        Column("speaker_start", INT, "Start of speaker_text", null=True, unit="code points", minimum=0),
        Column("speaker_end", INT, "End of speaker_text, exclusive", null=True, unit="code points", minimum=1),
        Column("speaker_name", STRING, "Who that is: the fullest name in the article", null=True),
        Column("speaker_entity_id", STRING, "The speaker's row in entities", null=True, pattern=HEX_ID),
        Column(
            "speaker_kind",
            STRING,
            "What kind of speaker",
            allowed=("person", "organization", "group", "unnamed", "unknown"),
        ),
        Column("resolution", STRING, "How the speaker was found, or why not"),
        Column("cue", STRING, "The word of saying", null=True),
        Column("cue_start", INT, "Start of cue", null=True, unit="code points", minimum=0),
        Column("cue_end", INT, "End of cue, exclusive", null=True, unit="code points", minimum=1),
        Column("via", STRING, "The outlet it was said to", null=True),
        Column("in_title", BOOL, "The quotation stands in the headline; offsets are of title"),
        Column("confidence", FLOAT, "Chance that content and speaker are right", unit="0 to 1", minimum=0, maximum=1),
        RUN_ID,
    ),
    parent="articles",
    laws=("quote_resolves", "speaker_resolves", "cue_resolves", "speaker_entity_exists"),
    beware="A headline often repeats a quotation of the text: leave in_title = true out when counting.",
)
