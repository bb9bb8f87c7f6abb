"""Phrases that give a sentence to somebody: "according to X", "in X's view", "from X's perspective"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.extraction.loose_clauses import body_start
from bilateral.vocabulary.offices import load_heads
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import Sentence, Token

__all__ = ["Phrase", "find_phrases"]

_NAME_WORDS = 6
"""Longest name between commas that is taken for who the role before it is: "the spokesman, Yoon Young-chan, …"."""
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One such phrase with the words that it governs."""

    owner: Token
    cue_start: int
    cue_end: int
    start: int
    end: int


def find_phrases(sentence: Sentence) -> Iterator[Phrase]:
    """Phrases that name whose words or view a sentence gives.

    Does not find "for him, …", which more often names a beneficiary.

    Args:
        sentence: A parsed sentence.

    Yields:
        The phrase, with its owner and the stretch that is his.
    """
    for token in sentence.tokens:
        if token.lower == "according":
            yield from _according(token, sentence)
        elif token.lower in load_speech().phrases and token.tag == "IN":
            yield from _in_view(token, sentence)


def _according(token: Token, sentence: Sentence) -> Iterator[Phrase]:
    following = sentence.tokens[token.i + 1 : token.i + 2]
    if not following or following[0].lower != "to":
        return
    to = following[0]
    owners = to.find_children("pobj") or token.find_children("pobj")
    if owners:
        end = _name_end(sentence, to.i + 1)
        yield from _govern(owners[0], token, to.end, end, sentence)


def _name_end(sentence: Sentence, first: int) -> int:
    """Index of the word after the name and its apposition, from the first word of the name."""
    tokens = sentence.tokens
    commas = [token.i for token in tokens[first:] if token.text in (",", "—", "-")]
    if not commas:
        return len(tokens)
    if len(commas) > 1 and _is_apposition(tokens[commas[0] + 1 : commas[1]]):
        return commas[1]
    return commas[0]


def _is_apposition(words: list[Token]) -> bool:
    """Whether words between two commas say what office somebody holds."""
    if not words or any(word.tag in _FINITE for word in words):
        return bool(words) and words[0].lower in ("who", "which")
    if 1 < len(words) <= _NAME_WORDS and all(word.tag == "NNP" or word.text == "-" for word in words):
        return True
    heads = load_heads()
    return any(word.lower in heads or word.lemma.lower() in heads for word in words)


def _in_view(preposition: Token, sentence: Sentence) -> Iterator[Phrase]:
    nouns = load_speech().phrases[preposition.lower]
    for noun in preposition.find_children("pobj"):
        if noun.lower not in nouns:
            continue
        owners = noun.find_children("poss")
        last = noun
        if not owners:
            of = [prep for prep in noun.find_children("prep") if prep.lower == "of"]
            owners = [pobj for prep in of for pobj in prep.find_children("pobj")]
            last = max((word for owner in owners for word in owner.subtree()), key=lambda word: word.i, default=noun)
        if owners:
            yield from _govern(owners[0], preposition, noun.end, last.i + 1, sentence)


def _govern(owner: Token, first: Token, cue_end: int, after: int, sentence: Sentence) -> Iterator[Phrase]:
    """The words of the sentence that a phrase from `first` to the word before `after` covers."""
    tokens = sentence.tokens
    body = body_start(sentence)
    semicolons = [token for token in tokens if token.text == ";"]
    body = max([body, *(token.end for token in semicolons if token.i < first.i)])
    last = min((token.i for token in semicolons if token.i >= after), default=len(tokens))
    rest = [token for token in tokens[after:last] if token.dep != "punct"]
    before = [token for token in tokens[: first.i] if token.dep != "punct" and token.start >= body]
    if not before and rest:
        start, end = rest[0].start, _clause_end(rest)
    elif before and not any(token.tag in _FINITE for token in rest):
        start, end = before[0].start, before[-1].end
    elif before and rest:
        start, end = before[0].start, _clause_end(rest)
    else:
        return
    if end > start:
        yield Phrase(owner, first.start, cue_end, start, end)


def _clause_end(words: list[Token]) -> int:
    """Where what is reported ends: before ", but the real figure is higher"."""
    for before, word in pairwise(words):
        if word.lower == "but" and word.dep == "cc" and before.end < word.start - 1 and word.head.pos in ("VERB", "AUX"):
            return before.end
    return words[-1].end

