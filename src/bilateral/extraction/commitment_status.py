"""How a promise stands, as its document tells: in its own clause, by its instrument, or in the sentence beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.commitment_terms import find_outcomes
from bilateral.extraction.sides import states_of
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from bilateral.extraction.promised import Promised
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import ParsedDocument, Sentence

__all__ = ["find_status"]

_STATUS_BEFORE = 40
"""Characters before a promise in which a word of status counts ("progress in implementing India's commitment")."""

_INSTRUMENT = re.compile(r"\b(?:memorandum|treaty|protocol|convention)\b", re.IGNORECASE)  # A memorandum of 2007 provides for
_DRAFT = re.compile(r"\b(?:draft|drafted|proposed|planned|future|new|possible|envisaged)\s+(?:\w+\s+)?$", re.IGNORECASE)  # the draft treaty

_CONTINUING = re.compile(  # would continue to | intends to go on paying | will stay there
    r"\b(?:will|would|shall|'ll|’ll|intends?\s+to|intended\s+to|plans?\s+to|planned\s+to|promised?\s+to|pledged?\s+to|vow(?:s|ed)?\s+to)\s+(?:be\s+)?"
    r"(?:continued?|keep(?:\s+on)?\s+\w+ing|go\s+on\s+\w+ing|stay|remain\s+committed)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(  # the goal | the second number of the same promise
    r"\b(?:the|this|that|these|those|their|its|his|her)\s+(?:same\s+|first\s+|second\s+|old\s+|original\s+)?"
    r"(?:goals?|targets?|promises?|pledges?|commitments?|deadlines?|obligations?|vows?|aims?)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(  # The presidents wanted to see | Trade was to reach
    r"\b(?:wanted|hoped|was\s+to|were\s+to|had\s+(?:promised|pledged|agreed|vowed|planned|hoped|wanted|undertaken))\b", re.IGNORECASE
)
_NOT_DONE = re.compile(r"(?:It|They|He|She|Neither)\s+(?:could\s+not|couldn[’']t|did\s+not|didn[’']t|never\s+did)(?:\s+so)?(?=[.;:—–])")  # It did not. | They never did so;


def find_status(doc: ParsedDocument, promised: Promised, voice: Voice) -> str:
    """How a promise stands: one of the statuses of commitments.

    Reads its clause and the words before it, the instrument that provides for it, and the sentences beside it where
    they tell what became of "the goal" or "the promise". Does not follow a promise through the rest of its document:
    what is told of it there is a record of its own, which the ledger joins.

    Args:
        doc: The document.
        promised: A candidate.
        voice: Who speaks in the document, and its pair of states.

    Returns:
        Announced where nothing is told.
    """
    if promised.status is not None:
        return promised.status
    text = doc.text[max(promised.sentence.start_char, promised.start - _STATUS_BEFORE) : promised.end]
    told = next((status for status, pattern in load_promise_words().statuses if pattern.search(text)), None)
    return told or _told_beside(doc, promised, voice) or _by_its_kind(doc, promised) or "announced"


def _by_its_kind(doc: ParsedDocument, promised: Promised) -> str | None:
    """Signed where an instrument that stands only by signature provides for it; under way where a side goes on with what it does."""
    lead = doc.text[promised.start : promised.what_start]
    instrument = _INSTRUMENT.search(lead) if promised.firmness == "binding" else None
    if instrument and not _DRAFT.search(lead[: instrument.start()]):
        return "signed"
    return "under way" if promised.firmness != "agreed" and _CONTINUING.search(doc.text[promised.start : promised.end]) else None


def _told_beside(doc: ParsedDocument, promised: Promised, voice: Voice) -> str | None:
    """What the next sentence tells of the goal, or the one before where the promise is told as past: "They had wanted to see 40 flights"."""
    sentence = promised.sentence
    following = doc.sentences[sentence.index + 1 : sentence.index + 2]
    if following and _NOT_DONE.match(following[0].text):  # a verb left out refers to the sentence before, across a paragraph too
        return "missed"
    after = _beside(doc, sentence, 1)
    if after is not None and (told := _outcome_of_goal(after, promised, voice)):
        return told
    before = _beside(doc, sentence, -1)
    return _outcome_of_goal(before, promised, voice) if before is not None and _WISHED.search(sentence.text) else None


def _beside(doc: ParsedDocument, sentence: Sentence, step: int) -> Sentence | None:
    """The sentence after or before in the same paragraph."""
    place = sentence.index + step
    other = doc.sentences[place] if 0 <= place < len(doc.sentences) else None
    return other if other is not None and other.tokens and other.paragraph == sentence.paragraph else None


def _outcome_of_goal(sentence: Sentence, promised: Promised, voice: Voice) -> str | None:
    """The outcome of "the goal" of the same sides in a sentence."""
    own = set(states_of(promised.actor))
    for outcome in find_outcomes(sentence, voice):
        words = sentence.text[outcome.start - sentence.start_char : outcome.end - sentence.start_char]
        if _GOAL.search(words) and own & set(states_of(outcome.actor)):
            return outcome.status
    return None
