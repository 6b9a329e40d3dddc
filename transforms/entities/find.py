"""The entities of an article, and every place where it names them."""

from collections import Counter

from spacy.tokens import Doc

from schemas.records import Entity, Mention
from transforms.entities.acronyms import add_acronyms
from transforms.entities.cluster import Name, cluster
from transforms.entities.grow import add_datelines, add_runs, extend
from transforms.entities.kinds import drop_offices, retype
from transforms.entities.lexicon import Lexicon
from transforms.entities.links import alias_ids, countries, link, salience
from transforms.entities.persons import add_titled, join_halves, join_particles
from transforms.entities.propagate import agree, split_owners, spread
from transforms.entities.regions import full_names
from transforms.entities.results import is_sport, join_clubs, mark_results, mark_teams
from transforms.entities.spans import Span, Words, model_spans, without_overlap, words_of
from transforms.entities.tables import add_places, is_known, join_places, mark_aliases

Text = tuple[Words, list[Span]]


def find_entities(doc: Doc, title_doc: Doc | None, lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Entities in the order of their first mention (title first), and mentions in the order of their places.

    `doc` and `title_doc` are texts read by `transforms.reading.read_text`. Offsets are those of the text where the
    mention stands, and no two mentions of one text overlap.
    """
    stands_for: dict[str, str] = {}
    texts = [_names(part, lexicon, stands_for) for part in (title_doc, doc) if part is not None]
    agree(texts, lexicon)
    texts = [(words, split_owners(words, spans, texts, lexicon)) for words, spans in texts]
    texts = spread(texts, lexicon)
    agree(texts, lexicon)
    for words, spans in texts:
        mark_teams(words, spans, lexicon)
    return _records(texts, title_doc is not None, stands_for, lexicon)


def _names(part: Doc, lexicon: Lexicon, stands_for: dict[str, str]) -> Text:
    """The names of one text by themselves: what the model saw, made clean and whole, and what the rules add."""
    words = words_of(part)
    spans = mark_results(words, model_spans(part, words, lexicon), lexicon)
    spans = join_places(words, spans, lexicon)
    spans = add_datelines(words, add_titled(words, spans, lexicon), lexicon)
    spans = join_halves(words, join_particles(words, without_overlap(spans), lexicon), lexicon)
    extend(words, spans, lexicon)
    sport = is_sport(words, lexicon)
    spans = join_clubs(words, without_overlap(spans), lexicon, sport)
    spans = drop_offices(words, add_runs(words, without_overlap(spans), lexicon), lexicon)
    spans = add_places(words, mark_aliases(words, spans, lexicon), lexicon)
    for span in spans:
        retype(words, span, lexicon, sport)
    spans, found = add_acronyms(words, sorted(spans, key=lambda span: span.start))
    stands_for.update(found)
    return words, without_overlap(spans)


def _records(
    texts: list[Text], has_title: bool, stands_for: dict[str, str], lexicon: Lexicon
) -> tuple[list[Entity], list[Mention]]:
    names: list[Name] = []
    mentions: list[Mention] = []
    texts = [(words, sorted(spans, key=lambda span: span.start)) for words, spans in texts]
    for number, ((words, spans), full) in enumerate(zip(texts, full_names(texts, lexicon), strict=True)):
        for span, form in zip(spans, full, strict=True):
            phrase = words.phrase(span.start, span.end)
            title = words.words[span.start - 1] if span.start else ""
            gender = lexicon.honorifics.get(title)
            reigns = title in lexicon.words["honorifics.reigning"]
            names.append(Name(form, span.label, gender if gender != "any" else None, reigns))
            in_title = has_title and number == 0
            mentions.append(
                Mention(words.begins[span.start], words.ends(span.end - 1), phrase, span.label, 0, in_title)
            )
    near = countries([(name.phrase, name.label) for name in names], lexicon)
    groups: dict[int, list[Mention]] = {}
    forms: dict[int, list[str]] = {}
    for mention, name, number in zip(mentions, names, cluster(names, stands_for, near, lexicon), strict=True):
        mention.entity = number
        groups.setdefault(number, []).append(mention)
        forms.setdefault(number, []).append(name.phrase)
    most = max((len(group) for group in groups.values()), default=1)
    sure_ids = [alias_ids(name.phrase, name.label, lexicon) for name in names] if lexicon.aliases else []
    named = frozenset(next(iter(ids)) for ids in sure_ids if len(ids) == 1)
    length = len(texts[-1][0].text)
    entities = []
    for number, group in groups.items():
        entity = _entity(group, lexicon)
        pairs = [(form, mention.type) for form, mention in zip(forms[number], group, strict=True)]
        entity.kb_id, entity.kb_source = link(pairs, entity.type, near, lexicon, named)
        entity.salience = salience(len(group), most, entity.in_title, entity.first_start, length, has_title)
        entities.append(entity)
    return entities, mentions


def _entity(mentions: list[Mention], lexicon: Lexicon) -> Entity:
    """The entity of these mentions, which take its kind where the model's label of a short form was a guess."""
    kind = _kind(mentions)
    for mention in mentions:
        if mention.type != kind and "NORP" not in (kind, mention.type) and not is_known(mention.text, lexicon):
            mention.type = kind
    forms = [mention.text for mention in mentions if mention.type == kind]
    name = max(forms, key=lambda form: (not form.isupper() or len(form) < 6, len(form)))
    in_text = [mention for mention in mentions if not mention.in_title]
    return Entity(
        name=name,
        type=kind,
        aliases=list(dict.fromkeys(mention.text for mention in mentions if mention.text != name)),
        mention_count=len(mentions),
        first_start=in_text[0].start if in_text else None,
        in_title=len(in_text) < len(mentions),
        salience=0.0,
    )


def _kind(mentions: list[Mention]) -> str:
    """What most of the fullest forms are called: "Danube Eagles" tells more than "Eagles"."""
    labels = {mention.type for mention in mentions}
    if labels <= {"GPE", "LOC", "NORP"} and len(labels) > 1:
        # A country and its people are one entity, and that is the country.
        counted = Counter(mention.type for mention in mentions if mention.type != "NORP")
    else:
        fullest = max(mention.text.count(" ") for mention in mentions)
        counted = Counter(mention.type for mention in mentions if mention.text.count(" ") == fullest)
    return max(counted, key=lambda label: counted[label])
