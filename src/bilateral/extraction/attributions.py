"""Whose quotation it is: the words of saying around quotation marks.

Keeps speech apart from scare quotes and titles: by length, by the words in
front, and by whether a cue of speech stands next to the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects, spread_conjuncts
from bilateral.extraction.quotations import quotation_at
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.quotations import Quotation
    from bilateral.parsed import Sentence, Token

__all__ = ["Attribution", "attribute_quotation", "find_attributions", "is_scare_quote", "signature_of"]

MIN_WORDS = 4
"""Shorter quotations are scare quotes unless they end like a sentence (seeds: "nine bridges", "mimic")."""
MAX_GAP = 12
"""Characters between the mark and the words of saying."""
_OTHER_SAYING = frozenset("go continue begin conclude ask answer inquire exclaim quote read".split())
_ENDS_SPEECH = re.compile(r"[.,!?…—–-][\"'”’]?$")
_LEADS_IN = re.compile(r"(?:[,:]|\bthat|\bsaying|\bas saying)\s*[\"“„«'‘`]{0,2}\s*$")
_SENTENCE_OVER = re.compile(r"(?<!\.)(?<!\b[A-Z])\.(?:[\"”’»]|'')?$")  # "it will rise." She left: a comma would lead on to words of saying
_CAPITALS = re.compile(r"(?:[A-Z0-9][\w’'-]*|of|and|the|for|in|on|to|a|an|with|:|-|–|&)(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A word of saying outside quotation marks, with its speakers."""

    cue: Token
    speakers: tuple[Token, ...]
    start: int
    end: int


def is_scare_quote(text: str, quotation: Quotation, sentence: Sentence) -> bool:
    """Whether marks hold a word or a title and not somebody's speech.

    Args:
        text: The stored text.
        quotation: The words between the marks.
        sentence: The sentence in which they open.
    """
    inside = text[quotation.start : quotation.end].strip()
    n_words = inside.count(" ") + 1
    if n_words < MIN_WORDS and not (_ENDS_SPEECH.search(inside) and n_words > 1):
        return True
    if load_speech().title_cue.search(text, max(sentence.start_char, quotation.start - 40), quotation.start - 1):
        return True
    return _is_title(inside)


def _is_title(inside: str) -> bool:
    """Whether every word is written like in a title: "The Rise of Turkey"."""
    position = 0
    while position < len(inside):
        found = _CAPITALS.match(inside, position)
        if not found:
            return False
        position = found.end()
    return not _ENDS_SPEECH.search(inside)


def find_attributions(sentence: Sentence, quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Words of saying in a sentence that stand outside quotation marks, with their subjects.

    Args:
        sentence: A parsed sentence.
        quotations: The quotations of its paragraph.

    Yields:
        Attributions, those without a subject left out.
    """
    verbs = load_speech().verbs
    for token in sentence.tokens:
        is_saying = token.tag[:2] == "VB" and (
            (token.lemma in verbs and not verbs[token.lemma].is_attitude) or token.lemma in _OTHER_SAYING
        )
        if is_saying and quotation_at(quotations, token.start) is None:
            speakers = [word for word in find_subjects(token) if quotation_at(quotations, word.start) is None]
            speakers = speakers or _beside(token, sentence, quotations)
            if speakers and not (token.lemma == "go" and not _goes_on(token)):
                places = [token.start, token.end, *(_first_of(word, quotations) for word in speakers), *(word.end for word in speakers)]
                yield Attribution(token, tuple(speakers), min(places), max(places))
        elif token.lower == "according" and quotation_at(quotations, token.start) is None:
            owners = [pobj for to in token.children if to.lower == "to" for pobj in to.find_children("pobj")]
            if owners:
                yield Attribution(token, tuple(spread_conjuncts(owners[0])), token.start, owners[0].end)


def _goes_on(verb: Token) -> bool:
    """Whether "went on" tells of speech: not "goes on recess"."""
    return any(child.lower == "on" and not child.children for child in verb.children)


def _first_of(head: Token, quotations: Sequence[Quotation]) -> int:
    """Where the phrase of a speaker begins: "…," |Merrill Lynch Canada chief economist Ann Lee told."""
    left = [word.start for word in head.subtree() if word.i <= head.i and quotation_at(quotations, word.start) is None]
    return min(left, default=head.start)


def _beside(verb: Token, sentence: Sentence, quotations: Sequence[Quotation]) -> list[Token]:
    """The noun next to a word of saying where the parser gave it no subject: "…," said Kenyan minister Ali."""
    for step, stop in ((1, 6), (-1, -6)):
        for i in range(verb.i + step, verb.i + stop, step):
            if not 0 <= i < len(sentence.tokens):
                break
            token = sentence.tokens[i]
            if token.text in (",", ":", '"', "'") or quotation_at(quotations, token.start) is not None:
                break
            if token.tag in ("NNP", "PRP", "NNS", "NN") and token.dep not in ("compound", "amod", "poss"):
                return [token]
    return []


def attribute_quotation(
    text: str, quotation: Quotation, known: Sequence[Attribution], *, sentence: Sentence
) -> Attribution | None:
    """The words of saying that belong to a quotation: those right after it, else those that lead in to it.

    Args:
        text: The stored text.
        quotation: A quotation that is no scare quote.
        known: Words of saying in the sentences that it touches.
        sentence: The sentence in which it opens.

    Returns:
        The nearest one; None if none stands at the marks.
    """
    is_over = quotation.is_closed and _SENTENCE_OVER.search(text, quotation.start, quotation.end + 1 + len(quotation.mark))
    after = [] if is_over else [item for item in known if item.start >= quotation.end]
    near = [item for item in after if _gap(text, quotation.end, item.start) <= MAX_GAP]
    if near:
        return min(near, key=lambda item: item.start)
    before = [item for item in known if item.end <= quotation.start]
    if before and _LEADS_IN.search(text, max(sentence.start_char, quotation.start - 40), quotation.start):
        return max(before, key=lambda item: item.cue.start)
    return None


_SIGNATURE = re.compile(r"[”\"»’']\s*(?:―|—|–|--|-)\s*(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3})")  # ” — Jomo Kenyatta


def signature_of(text: str, quotation: Quotation) -> tuple[int, int] | None:
    """The name after a dash behind a quotation: “…” — Jomo Kenyatta.

    Args:
        text: The stored text.
        quotation: A quotation.

    Returns:
        Where the name stands, None if there is none.
    """
    found = _SIGNATURE.match(text, quotation.end)
    return found.span("name") if found else None


def _gap(text: str, start: int, end: int) -> int:
    """Letters between two places (marks, commas and blanks do not count)."""
    return sum(1 for letter in text[start:end] if letter.isalnum())
