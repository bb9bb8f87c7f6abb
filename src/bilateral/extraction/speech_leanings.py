"""Whose text in the first person it leans towards being, where no phrase calls a side the speaker's own.

Weaker signs than those of `speech_author`, many together: a speaker says "here
in Kenya", "across Kenya" and "Kenyan families", names his own side first
("Kenya and Peru") and makes it the subject ("Kenya supports"). They are read
only where the stronger ones leave the author open.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.home_state import has_head
from bilateral.extraction.known_names import name_index
from bilateral.extraction.named_parties import state_of
from bilateral.extraction.plenary_speeches import stands_as_own
from bilateral.extraction.speech_author import find_met_in_title, vote_on, words_around
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["count_leanings", "find_leaning_author"]

_LEAST_LEAD = 3
_LEAST_RATIO = 1.5
"""By how much and how many times the first state must lead the second (820 speeches, releases and heads of government of
transcripts, one government's and at the General Assembly: authors known rightly 550 instead of 502, wrongly 49 instead of 52)."""
_STRONG = 2
"""Weight of a vote of `speech_author` beside one of these signs."""
_MET = 4
"""What a title that names a state as visited or met takes from it."""
_LEAST_SHARE = 0.6
_LEAST_NAMES = 3
"""Of all names of states in a text, and how many, that make one the state at home."""
_LEAST_FIRST_PERSON = 3
"""Sentences in the first person that a speech has: one "we" may be the reader's too."""

_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us)\b")
_DOMESTIC = re.compile(
    r" (?:[a-z]+ )?(?:[Gg]overnments?|families|family|jobs?|workers?|farmers?|business(?:es)?|exporters?|exports|economy|communit(?:y|ies)|taxpayers?|households"
    r"|[Pp]arliament|Defen[cs]e Force|citizens|interests?|public|students|schools|universities|industry|industries|way of life|law|Federal|men and women)\b"
)  # Kenyan |families;  Kenyan small |businesses
_HERE = re.compile(r"\b(?:[Hh]ere in|[Bb]ack (?:home )?(?:in|to)|[Hh]ome (?:in|to)|[Ww]elcome (?:\w+ ){0,4}to|return to) (?:the )?$")  # here in |Kenya
_ACROSS = re.compile(r"\b(?:across|throughout|around|all over|every part of|all of) (?:the )?$")  # across |Kenya
_THE = re.compile(r"\b[Tt]he $")
_AND = re.compile(r" and (?:the )?|[-–—/]|, ")
"""Between the two of "Kenya and Peru", "Kenya-Peru"."""


def find_leaning_author(doc: ParsedDocument, said: Sequence[Sentence] | None = None, *, title: str = "") -> str | None:
    """The state that a text in the first person leans towards as its speaker's own.

    Does not read texts with hardly any first person, nor decide between two
    states that are spoken of much alike.

    Args:
        doc: A document with mentions of names.
        said: The sentences of one speaker of a transcript; the whole document if left out.
        title: The speaker's title as a head of state or government, if he has one.

    Returns:
        A state code, or None.
    """
    sentences = doc.sentences if said is None else said
    if sum(bool(_FIRST_PERSON.search(sentence.text)) for sentence in sentences) < _LEAST_FIRST_PERSON:
        return None
    leanings: dict[str, float] = dict(count_leanings(sentences))
    if said is not None:
        for state, count in count_leanings(doc.sentences).items():
            leanings[state] = leanings.get(state, 0) + count / 2  # who asks speaks of the same side
    for state in find_met_in_title(doc) | _place_of_title(doc):
        leanings[state] = leanings.get(state, 0) - _MET
    ranked = sorted((state for state in leanings if not title or has_head(state, title)), key=lambda state: (-leanings[state], state))
    if not ranked:
        return None
    first, second = leanings[ranked[0]], max(leanings[ranked[1]], 0) if len(ranked) > 1 else 0
    return ranked[0] if first - second >= _LEAST_LEAD and first >= _LEAST_RATIO * second else None


def _place_of_title(doc: ParsedDocument) -> set[str]:
    """The state in which a title ends, as the place abroad where it was said: "Doorstop, Hangzhou, China"; at home the city is enough."""
    title = (doc.document.title or "").rstrip(" .")
    return {state_of(party) for found in name_index().find(title) if found.entry.how == "name" and found.end == len(title) and title[: found.start].endswith(", ") for party in found.entry.parties}


def count_leanings(said: Sequence[Sentence]) -> Counter[str]:
    """What a speaker's sentences lean towards as his own side, by state.

    Args:
        said: Sentences with mentions of names.

    Returns:
        Weights by state; below nought for one that he speaks of as another.
    """
    found: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for sentence in said:
        is_first = bool(_FIRST_PERSON.search(sentence.text))
        named = [mention for mention in sentence.mentions if mention.how in ("name", "demonym", "capital")]
        for i, mention in enumerate(named):
            state = state_of(mention.parties[0]) if len(mention.parties) == 1 else ""
            if is_state(state):
                names[state] += 1
                found[state] += _STRONG * vote_on(sentence, mention, is_first=is_first) + _signs(sentence, mention, is_first=is_first) + _stands_first(sentence, named, i)
    for state, count in names.items():
        found[state] += count >= _LEAST_NAMES and count >= _LEAST_SHARE * sum(names.values())
    return found


def _signs(sentence: Sentence, mention: Mention, *, is_first: bool) -> int:
    """The weak signs beside one name."""
    before, after = words_around(sentence, mention)
    is_people = mention.how == "demonym" and mention.quote.endswith("ns") and not _THE.search(before)  # "Kenyans"
    is_domestic = mention.how == "demonym" and is_first and bool(_DOMESTIC.match(after))
    own = stands_as_own(sentence, mention) if mention.how == "name" else 0
    return own + is_people + is_domestic + 2 * bool(_HERE.search(before)) + bool(_ACROSS.search(before))


def _stands_first(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """Whether a name is the first of two or more that stand together: "Kenya and Peru"."""
    return i + 1 < len(named) and _joins(sentence, named[i], named[i + 1]) and not (i > 0 and _joins(sentence, named[i - 1], named[i]))


def _joins(sentence: Sentence, one: Mention, other: Mention) -> bool:
    """Whether nothing but "and", a comma or a hyphen stands between two names."""
    between = sentence.text[one.end_char - sentence.start_char : other.start_char - sentence.start_char]
    return one.how == "name" and other.how in ("name", "demonym") and one.parties != other.parties and bool(_AND.fullmatch(between))
