"""The tables of entities and of the places where they are mentioned."""

from schemas.columns import BOOL, FLOAT, INT, STRING, STRINGS, Column, Table
from schemas.tables.articles import ARTICLE_ID, HEX_ID, REVISION, RUN_ID

ENTITY_TYPES = (
    "PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE", "MISC",
)  # fmt: skip

ENTITY_ID = Column("entity_id", STRING, "The entity of this article, stable across runs and machines", pattern=HEX_ID)

ENTITIES = Table(
    "entities",
    "People, organizations, places and other names, one row an entity of an article",
    ("entity_id",),
    (
        ENTITY_ID,
        ARTICLE_ID,
        REVISION,
        Column("name", STRING, "The fullest form met in the article"),
        Column("type", STRING, "Kind of entity, in spaCy's labels", allowed=ENTITY_TYPES),
        Column("aliases", STRINGS, "The other forms met"),
        Column("mention_count", INT, "Rows of mentions", minimum=1),
        Column("first_start", INT, "First mention in text; null if only in the title", null=True, unit="code points"),
        Column("in_title", BOOL, "Named in the headline"),
        Column("salience", FLOAT, "How much the article is about it", unit="0 to 1", minimum=0, maximum=1),
        Column("kb_id", STRING, "Id in a knowledge base, for example Q148 of Wikidata", null=True),
        Column("kb_source", STRING, "The table that gave kb_id", null=True),
        RUN_ID,
    ),
    parent="articles",
    laws=("mentions_add_up",),
    beware="An entity belongs to one article: join articles on kb_id, or on name and type, never on entity_id.",
)

MENTIONS = Table(
    "mentions",
    "Every place where an entity is named. Offsets resolve into articles.text, or into title where in_title is true",
    ("mention_id",),
    (
        Column("mention_id", STRING, "The mention, stable across runs and machines", pattern=HEX_ID),
        ENTITY_ID,
        ARTICLE_ID,
        REVISION,
        Column("start", INT, "Start of the mention", unit="code points", minimum=0),
        Column("end", INT, "End of the mention, exclusive", unit="code points", minimum=1),
        Column("text", STRING, "The words of the mention"),
        Column("type", STRING, "Kind of entity, in spaCy's labels", allowed=ENTITY_TYPES),
        Column("is_pronoun", BOOL, "The mention is a pronoun"),
        Column("in_title", BOOL, "The mention stands in the headline; offsets are of title"),
        Column("in_quote_id", STRING, "The quotation that holds the mention", null=True, pattern=HEX_ID),
        RUN_ID,
    ),
    parent="articles",
    laws=("mention_resolves", "entity_exists"),
)
