"""A sentence in the words of a language model: taken only if it says the same, refused and listed otherwise."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.briefings.drafts import Acted, Given
from bilateral.briefings.verify import find_stray_numbers
from bilateral.briefings.wording import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.briefings.drafts import Draft

__all__ = ["INSTRUCTIONS", "check_reworded"]

INSTRUCTIONS = (
    "Rewrite the sentence in plain, sober English for a foreign-policy brief. Keep every name, number, date, count and every "
    "passage in quotation marks exactly as it is. Keep who acts on whom, what is denied, planned or only possible, and every word "
    "of likelihood. Add nothing. Answer with the one sentence alone."
)
"""What a language model is told."""

_QUOTE = re.compile("“[^”]*”")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_WEIGHTY = frozenset(
    """
    not no never none nor neither without denied deny denies planned plan possible possibly might may could would should will
    likely unlikely certain chance probable improbable confidence low moderate high all some only least most above below
    if unless but although more less fewer before after reportedly
    """.split()
)
"""Words that carry denial, modality, likelihood and degree: they must stay as many as they were."""

_MOST_NEW_WORDS = 4
_LETTERS_OF_CONTENT = 4
_STEM = 5
_SHORTEST, _LONGEST = 0.5, 1.6


def check_reworded(draft: Draft, text: str) -> list[str]:
    """Check that other words for a sentence say no more and no less than it.

    Args:
        draft: A sentence that passed verification.
        text: The other words.

    Returns:
        Why they must not be written; empty if they may. Does not judge style.
    """
    return list(dict.fromkeys(_faults(draft, squeeze(text))))


def _faults(draft: Draft, text: str) -> Iterator[str]:
    if not _SHORTEST <= len(text) / max(len(draft.text), 1) <= _LONGEST:
        yield "it is far shorter or longer"
    if Counter(_QUOTE.findall(text)) != Counter(_QUOTE.findall(draft.text)):
        yield "a quote was changed, left out or added"
    for fact in draft.facts:
        shown = squeeze(fact.shown)
        if not isinstance(fact, Acted) and shown and shown in draft.text and shown not in text:
            yield f"{shown!r} is missing" if not isinstance(fact, Given) else f"{shown!r} was changed"
        if isinstance(fact, Acted) and not _keeps_sides(fact, text):
            yield "who acts on whom may have changed"
    yield from find_stray_numbers(draft, text)
    plain, old = _QUOTE.sub(" ", text), _QUOTE.sub(" ", draft.text)
    yield from _changed_weights(old, plain)
    yield from _new_words(old, plain)


def _keeps_sides(fact: Acted, text: str) -> bool:
    """Whether those who act are named, and before those acted on."""
    plain = _QUOTE.sub(" ", text)
    places = [[plain.find(name) for name in names] for names in (fact.actors, fact.recipients)]
    if any(place < 0 for side in places for place in side):
        return False
    return not all(places) or min(places[0]) <= min(places[1])


def _weights(text: str) -> Counter[str]:
    return Counter(word for word in map(str.casefold, _WORD.findall(text)) if word in _WEIGHTY)


def _changed_weights(old: str, new: str) -> Iterator[str]:
    before, after = _weights(old), _weights(new)
    changed = sorted((before - after) + (after - before))
    if changed:
        yield f"the word {changed[0]!r} came or went"


def _new_words(old: str, new: str) -> Iterator[str]:
    """Names that were not there, and more other words than plain English needs."""
    known = {word.casefold() for word in _WORD.findall(old)}
    stems = {word[:_STEM] for word in known}
    fresh = [word for word in _WORD.findall(new)[1:] if word.casefold() not in known]
    names = [word for word in fresh if word[0].isupper()]
    if names:
        yield f"the name {names[0]!r} was added"
    content = [word for word in fresh if len(word) >= _LETTERS_OF_CONTENT and word.casefold()[:_STEM] not in stems]
    if len(content) > _MOST_NEW_WORDS:
        yield f"words were added: {', '.join(content[:3])}"
