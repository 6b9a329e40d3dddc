"""One pass of a spaCy model over a text: words, sentences and named entities; a parse only for chosen sentences.

Paragraphs are parted by a blank line, and neither a sentence nor an entity crosses one. Sentences come from a rule, not
from the parser: the parser costs as much as the entities, and most sentences need none.
"""

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_suffix_regex
from thinc.api import Model, NumpyOps

from schemas.errors import ConfigurationError

MAX_CHARACTERS = 100_000  # read as one piece; memory grows with the piece, not with the text
MAX_WORD = 200  # characters without a space: spaCy's tokenizer is quadratic in a run of punctuation
RUNAWAY = re.compile(rf"\S{{{MAX_WORD}}}(?=\S)")
EMBEDDERS = frozenset(("tok2vec", "transformer", "curated_transformer"))
# Quotations need tags and dependencies; lemmas and their rules cost as much as the parser, and are not even loaded.
UNUSED = ("senter", "sentencizer", "attribute_ruler", "lemmatizer")

ENDS = frozenset((".", "!", "?", "…", "...", "?!", "!?", "!!", "!!!", "??", "。"))
CLOSERS = frozenset(("”", "’", '"', "'", "''", "»", "“", "‘", ")", "]"))


@cache
def load_model(name: str) -> Language:
    """The spaCy model of this package name, loaded once a process with every component at rest.

    Raises:
        ConfigurationError: no package of this name is installed, or it holds no model.
    """
    try:
        nlp: Language = importlib.import_module(name).load(exclude=UNUSED)
    except (ImportError, ValueError, TypeError, AttributeError, OSError) as error:
        raise ConfigurationError(
            f"nlp.model = {name!r} is not an installed spaCy model ({error}): install its package, or name another."
        ) from None
    _multiply_with_numpy(nlp)
    nlp.select_pipes(enable=[])
    if nlp.lang == "en":
        # A possessive whose mark is turned the wrong way round: "China‘s".
        suffixes = [*(nlp.Defaults.suffixes or ()), "‘s", "‘S"]
        nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search  # type: ignore[union-attr]
        nlp.vocab["‘s"].norm_ = nlp.vocab["‘S"].norm_ = "'s"
    return nlp


def _multiply_with_numpy(nlp: Language) -> None:
    """NumPy's matrix product is 2.5 times as fast on these small shapes as the one that spaCy brings."""
    ops = NumpyOps(use_blis=False)
    for name in nlp.component_names:
        model = getattr(nlp.get_pipe(name), "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            if isinstance(layer.ops, NumpyOps):  # a model on another device keeps its own
                layer.ops = ops


def supports(nlp: Language, language: str | None) -> bool:
    """Whether the model reads this language (ISO 639-1)."""
    return language == nlp.lang


def read_text(nlp: Language, text: str, max_characters: int = MAX_CHARACTERS) -> Doc:
    """Words, sentences and entities of `text`; `doc.text == text`, so offsets are those of the text.

    Longer texts than `max_characters` are read piece by piece, cut at paragraphs where there are any.
    """
    components = _recognizers(nlp)
    docs: list[Doc] = []
    for piece in _pieces(text, max_characters):
        doc = _words(nlp, piece)
        if len(doc):
            mark_starts(doc, _walls(doc))
            for component in components:
                doc = component(doc)
            docs.append(doc)
    doc = docs[0] if len(docs) == 1 else _join(nlp, docs)
    mark_starts(doc, sentence_starts(doc, nlp))
    return doc


def parse_spans(nlp: Language, doc: Doc, spans: Sequence[tuple[int, int]]) -> list[Doc]:
    """Tags and dependencies of the token ranges `spans` (start, end exclusive) of a read `doc`.

    One Doc a span, in their order: token i of a parsed Doc is token start + i of `doc`, with a straight apostrophe.
    All are parsed as one batch, which is cheaper than one by one.
    """
    docs = []
    for start, end in spans:
        tokens = doc[start:end]
        # The parser knows the short forms by their straight mark: "don’t" would be spoken by one "n’t".
        words = [token.text.replace("’", "'") for token in tokens]
        docs.append(Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in tokens]))
    filled = [parsed for parsed in docs if len(parsed)]
    for name in nlp.component_names:
        if filled and name != "ner":
            filled = list(nlp.get_pipe(name).pipe(filled, batch_size=128))  # type: ignore[attr-defined]
    return docs


def sentence_starts(doc: Doc, nlp: Language) -> list[int]:
    """The indices of the tokens that open a sentence.

    A sentence ends at a full stop, question or exclamation mark with the closing marks that follow it, where the next
    word is not in lower case; at an abbreviation ("U.S."), where the next word is a function word in title case; and at
    the end of a line, where the next is not in lower case.
    """
    function_words = nlp.Defaults.stop_words
    words = [token.text for token in doc]
    spaced = [bool(token.whitespace_) for token in doc]
    count = len(words)
    starts = [0] if words else []
    index = 0
    while index < count:
        word = words[index]
        index += 1
        if word in ENDS:
            while index < count and words[index] in CLOSERS and not spaced[index - 1]:
                index += 1
            if index < count and not words[index][0].islower() and not words[index].isspace():
                starts.append(index)
        elif word[0] == "\n" or (word.isspace() and "\n" in word):
            if index < count and (word.count("\n") > 1 or not words[index][0].islower()):
                starts.append(index)
        elif word[-1] == "." and index < count and words[index].istitle() and words[index].lower() in function_words:
            starts.append(index)
    return starts


@cache
def _recognizers(nlp: Language) -> list[Callable[[Doc], Doc]]:
    """The components that find entities: `ner`, after the embedder that it listens to where it has none of its own."""
    if "ner" not in nlp.component_names:
        return []
    recognizer = nlp.get_pipe("ner")
    listens = any("listener" in node.name for node in recognizer.model.walk())  # type: ignore[attr-defined]
    embedders = [nlp.get_pipe(name) for name in nlp.component_names if listens and name in EMBEDDERS]
    return [*embedders, recognizer]


def _pieces(text: str, limit: int) -> Iterator[str]:
    """`text` in pieces of at most `limit` characters, cut after a blank line, else a line, else a word."""
    start = 0
    while len(text) - start > limit:
        end = -1
        for mark in ("\n\n", "\n", " "):
            found = text.rfind(mark, start, start + limit)
            if found > start:
                end = found + len(mark)
                break
        end = min(end, start + limit) if end > start else start + limit
        yield text[start:end]
        start = end
    yield text[start:]


def _words(nlp: Language, piece: str) -> Doc:
    """The tokens of a piece; a word that never ends is cut."""
    if not RUNAWAY.search(piece):
        return nlp.make_doc(piece)
    cuts = [match.end() for match in RUNAWAY.finditer(piece)]
    return _join(nlp, [nlp.make_doc(piece[a:b]) for a, b in zip([0, *cuts], [*cuts, len(piece)], strict=True)])


def _join(nlp: Language, docs: list[Doc]) -> Doc:
    joined = Doc.from_docs(docs, ensure_whitespace=False) if docs else None
    return joined if joined is not None else Doc(nlp.vocab)


def _walls(doc: Doc) -> list[int]:
    """Each blank line and what follows it: the recognizer ends an entity before a sentence start."""
    breaks = [token.i for token in doc if token.is_space and token.text.count("\n") > 1]
    return [0, *breaks, *(index + 1 for index in breaks if index + 1 < len(doc))]


def mark_starts(doc: Doc, starts: list[int]) -> None:
    if len(doc):
        marks = numpy.full((len(doc), 1), -1, dtype="int64")
        marks[starts] = 1
        doc.from_array(["SENT_START"], marks.astype("uint64"))  # type: ignore[arg-type]
