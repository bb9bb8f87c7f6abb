"""What a promise hangs on: "provided that …", "subject to ratification", "if the ban is lifted", "once the loan is signed".

The words are in `vocabulary/conditions.toml`; the grammar tells where a
condition ends and which of a sentence's promises it belongs to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bilateral.vocabulary.conditions import load_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.promised import Promised
    from bilateral.parsed import Sentence, Token

__all__ = ["find_condition", "head_of_promise"]

_MOST_WORDS = 40
"""Words of the longest condition: longer ones are parse errors that swallowed the main clause."""

_MOST_STEPS = 5
_EDGE = 8
"""Characters before its opening at which a clause of condition may begin: "only if", "and if"."""

_CLAUSES = ("advcl", "prep", "acl", "ccomp", "mark")
_THROUGH = frozenset(("xcomp", "ccomp", "dobj", "pobj", "pcomp", "prep", "acl", "attr", "acomp", "oprd", "nmod", "amod", "npadvmod", "agent"))
"""Links over which a condition of a phrase is one of the promise that the phrase belongs to."""

_STOP = re.compile(r",\s|;|:\s|\s[–—-]\s|[.!?]+[\"”’)]*$")  # , | ; | the end of the sentence
_ASKED = frozenset(("ask", "wonder", "know", "doubt", "see", "question", "say", "unclear", "matter"))
_HEDGE = re.compile(r"\b(?:if|when)\s+(?:necessary|possible|needed|required|appropriate)\b", re.IGNORECASE)


class _Found(NamedTuple):
    start: int
    end: int
    attached: Token | None  # the word that the condition hangs on; None where the grammar does not tell


def find_condition(promised: Promised) -> tuple[int, int] | None:
    """The words of what a promise hangs on, from their opening.

    Does not find a condition that stands in another sentence, one that only
    "then" or a question tells, nor the condition of another promise of its
    sentence.

    Args:
        promised: A candidate.

    Returns:
        First character and one past the last, in characters of the document; None where the promise hangs on nothing.
    """
    head = head_of_promise(promised)
    if head is None:
        return None
    return next(((one.start, one.end) for one in _conditions(promised.sentence) if _belongs(one, head, promised)), None)


def head_of_promise(promised: Promised) -> Token | None:
    """The word that heads what is promised: "reopen" of "agreed to reopen the border".

    Args:
        promised: A candidate.

    Returns:
        The highest word of its matter; None in a sentence that was not parsed.
    """
    inside = [word for word in promised.sentence.tokens if promised.what_start <= word.start < promised.end and word.dep not in ("punct", "aux", "mark")]
    heads = [word for word in inside if word.head is word or not promised.what_start <= word.head.start < promised.end]
    return next((word for word in heads if word.pos in ("VERB", "AUX")), heads[0] if heads else None)


def _conditions(sentence: Sentence) -> Iterator[_Found]:
    """Every condition of a sentence in text order."""
    words, text = load_conditions(), sentence.text
    apart = [match.span() for match in words.apart.finditer(text)]
    for match in words.opening.finditer(text):
        if any(start <= match.start() < end for start, end in apart):
            continue
        token = next((one for one in sentence.tokens if one.start >= sentence.start_char + match.start()), None)
        if token is None:
            continue
        opening = " ".join(match[0].lower().split())
        found = _clause(token, sentence, match) if opening in words.clauses else _phrase(token, sentence, match)
        if found is not None and _is_telling(found, sentence, opening):
            yield found


def _is_telling(found: _Found, sentence: Sentence, opening: str) -> bool:
    told = sentence.text[found.start - sentence.start_char : found.end - sentence.start_char]
    needed = load_conditions().needed.get(opening)
    return 1 < len(told.split()) <= _MOST_WORDS and (needed is None or bool(needed.search(told))) and not _HEDGE.match(told)


def _clause(token: Token, sentence: Sentence, match: re.Match[str]) -> _Found | None:
    """A clause of condition: by the grammar, else up to the next comma."""
    start = sentence.start_char + match.start()
    word, steps = token, 0
    while steps < _MOST_STEPS:
        below = word.subtree()
        if word.dep in _CLAUSES and below[0].start >= start - _EDGE and any(one.pos in ("VERB", "AUX") for one in below):
            if word.dep == "ccomp" and word.head.lemma in _ASKED:
                return None
            if word.dep != "mark":
                return _Found(start, _end(below, start), word.head)
        if word.head is word:
            break
        word, steps = word.head, steps + 1
    if len(match[0].split()) == 1 and match[0].lower() in ("once", "if", "provided"):
        return None  # "once" a day, "provided" by: only the grammar tells
    return _Found(start, _stop(sentence, match.end()), None)


def _end(below: list[Token], start: int) -> int:
    """One past the last word of a subtree, stops aside."""
    return max((one.end for one in below if one.dep != "punct" and one.start >= start), default=start)


def _stop(sentence: Sentence, after: int) -> int:
    found = _STOP.search(sentence.text, after)
    return sentence.start_char + (found.start() if found else len(sentence.text.rstrip()))


def _phrase(token: Token, sentence: Sentence, match: re.Match[str]) -> _Found | None:
    """A phrase of condition: the opening with what hangs on its words."""
    start, last = sentence.start_char + match.start(), sentence.start_char + match.end()
    opening = [one for one in sentence.tokens if start <= one.start < last]
    top = next((one for one in opening if one.head is one or not start <= one.head.start < last), token)
    if top.dep in ("mark", "advmod") and top.head.dep in ("advcl", "relcl"):
        top = top.head  # when conditions permit
    end = max(_end([one for word in (*opening, top) for one in word.subtree()], start), last)
    return _Found(start, end, top.head if top.head is not top else None) if end > last else None


def _belongs(found: _Found, head: Token, promised: Promised) -> bool:
    """Whether a condition is of this promise: it hangs on its matter, or on what governs it, and on no other coordinated promise."""
    if found.start >= promised.what_start and found.end <= promised.end and found.attached is None:
        return True
    if found.attached is None:
        return found.start <= promised.sentence.start_char + _EDGE or promised.end - _EDGE <= found.start <= promised.end + _EDGE
    return found.attached is head or _leads(found.attached, head) or _governs(found.attached, head)


def _leads(word: Token, head: Token) -> bool:
    """Whether a word stands in the phrase below another, through no coordination and no relative clause."""
    while word is not head:
        if word.head is word or word.dep not in _THROUGH:
            return False
        word = word.head
    return True


def _governs(word: Token, head: Token) -> bool:
    """Whether a word is a verb over another: "agreed" over "reopen"; through coordination where it stands over both."""
    return any(above is word for above in head.ancestors()) and not any(one.dep == "conj" and one.head is word for one in (head, *head.ancestors()))
