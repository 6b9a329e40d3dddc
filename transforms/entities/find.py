"""The entities of an article, and every place where it names them."""

from spacy.tokens import Doc

from schemas.records import Entity, Mention
from transforms.entities.cluster import Name, cluster, place_of
from transforms.entities.lexicon import ALIASES, TERRITORIES, Lexicon
from transforms.entities.propagate import agree, split_owners, spread
from transforms.entities.results import mark_results, mark_teams
from transforms.entities.rules import (
    add_acronyms,
    add_places,
    add_runs,
    add_titled,
    drop_offices,
    extend,
    join_halves,
    retype,
)
from transforms.entities.spans import Span, Words, model_spans, without_overlap, words_of

LABELS = frozenset(
    ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE", "MISC")
)


def find_entities(doc: Doc, title_doc: Doc | None, lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Entities in the order of their first mention (title first), and mentions in the order of their places.

    `doc` and `title_doc` are texts read by `transforms.reading.read_text`.
    """
    texts = []
    stands_for: dict[str, str] = {}
    for part in (title_doc, doc):
        words = words_of(part) if part is not None else Words("", [], [], [], [])
        spans = model_spans(part, words, lexicon) if part is not None else []
        spans = mark_results(words, spans, lexicon)
        spans = add_titled(words, spans, lexicon)
        spans = join_halves(words, without_overlap(spans), lexicon)
        extend(words, spans, lexicon)
        spans = without_overlap(spans)
        spans = drop_offices(words, add_runs(words, spans, lexicon), lexicon)
        spans = add_places(words, spans, lexicon)
        for span in spans:
            retype(words, span, lexicon)
        spans, found = add_acronyms(words, sorted(spans, key=lambda span: span.start))
        stands_for.update(found)
        texts.append((words, without_overlap(spans)))
    agree(texts, lexicon)
    texts = [(words, split_owners(words, spans, texts, lexicon)) for words, spans in texts]
    texts = spread(texts, lexicon)
    agree(texts, lexicon)
    for words, spans in texts:
        mark_teams(words, spans, lexicon)
    return _records(texts, stands_for, lexicon)


def _records(
    texts: list[tuple[Words, list[Span]]], stands_for: dict[str, str], lexicon: Lexicon
) -> tuple[list[Entity], list[Mention]]:
    places = [
        (words, span, in_title)
        for (words, spans), in_title in zip(texts, (True, False), strict=True)
        for span in sorted(spans, key=lambda span: span.start)
    ]
    phrases = [words.phrase(span.start, span.end) for words, span, _ in places]
    names = [Name(phrase, span.label) for phrase, (_, span, _) in zip(phrases, places, strict=True)]
    clusters = cluster(names, stands_for, lexicon)
    mentions = [
        Mention(words.begins[span.start], words.ends(span.end - 1), phrase, span.label, number, in_title)
        for phrase, (words, span, in_title), number in zip(phrases, places, clusters, strict=True)
    ]
    groups: list[list[Mention]] = [[] for _ in range(max(clusters, default=-1) + 1)]
    for mention in mentions:
        groups[mention.entity].append(mention)
    return [_entity(group, len(mentions), lexicon) for group in groups], mentions


def _entity(mentions: list[Mention], total: int, lexicon: Lexicon) -> Entity:
    name = max(mentions, key=lambda mention: len(mention.text)).text
    in_text = [mention for mention in mentions if not mention.in_title]
    labels = [mention.type for mention in mentions]
    kb_id = kb_source = None
    for mention in mentions:
        aliases = lexicon.aliases.get(mention.text, ())
        if len(aliases) == 1:
            kb_id, kb_source = aliases[0].kb_id, ALIASES
            break
    else:
        for mention in mentions:
            place = place_of(mention.text, lexicon)
            if place is not None and place.kb_id and mention.type in ("GPE", "LOC", "NORP"):
                kb_id, kb_source = place.kb_id, TERRITORIES
                break
    return Entity(
        name=name,
        type=max(labels, key=labels.count),
        aliases=list(dict.fromkeys(mention.text for mention in mentions if mention.text != name)),
        mention_count=len(mentions),
        first_start=in_text[0].start if in_text else None,
        in_title=len(in_text) < len(mentions),
        salience=len(mentions) / total,
        kb_id=kb_id,
        kb_source=kb_source,
    )
