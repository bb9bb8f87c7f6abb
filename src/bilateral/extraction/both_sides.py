"""Which two "both leaders", "our two countries" and "each other" are, once persons and speakers are known.

Before the parse such words take the last two states named, else the pair of
the document. Here the two persons spoken of, the speaker's own side and the
subject of "each other" set that right; what nothing but a guess supports is
taken away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.discourse import pair_in
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.named_parties import parties_of, state_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.discourse import Memory
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["pair_of", "settle_pairs"]

_PERSONS = re.compile(r"\b(?:leaders|presidents|prime ministers|premiers|chancellors|ministers|heads of (?:state|government)|statesmen)$", re.IGNORECASE)
_EACH_OTHER = frozenset(("each other", "one another"))
_LEADER_WINDOW = 3
"""Sentences back in which "the two leaders" looks for two persons."""
_PAIR_WINDOW = 4
"""Sentences back in which "the two countries" goes on with the last pair of a text that names others too."""
_PAIR = 2


def settle_pairs(doc: ParsedDocument, sentence: Sentence, memory: Memory) -> None:
    """Set the parties of the pairs that a sentence means, and leave out those that stay a guess.

    Does not change what the sentence itself names ("the two countries" after
    two states in it).

    Args:
        doc: The document.
        sentence: A parsed sentence with its mentions, changed in place.
        memory: What the text has told before the sentence.
    """
    kept: list[Mention] = []
    for mention in sentence.mentions:
        parties = _settled(sentence, mention, memory) if mention.how == "anaphor" and len(mention.parties) > 1 else list(mention.parties)
        if parties == list(mention.parties):
            kept.append(mention)
        elif parties:
            kept.append(make_mention(doc, (mention.start_char, mention.end_char), parties, how="anaphor"))
    sentence.mentions = kept


def _settled(sentence: Sentence, mention: Mention, memory: Memory) -> list[str]:
    """The parties of one pair."""
    guessed = not memory.is_of_two and set(mention.parties) == set(memory.dyad or ()) and not set(mention.parties) <= _named_before(sentence, mention)
    words = mention.quote.lower()
    if " former " in words or sentence.text[mention.end_char - sentence.start_char :].lower().startswith(" of the aisle"):
        return []
    if words in _EACH_OTHER:
        subjects = _subjects_of(sentence, mention)
        is_told = set(mention.parties) <= _named_before(sentence, mention) or _is_recent(sentence, mention, memory)
        return list(subjects) if len(subjects) >= _PAIR else list(mention.parties) if is_told else []
    if _PERSONS.search(mention.quote):
        states = _persons_before(sentence, mention, memory)
        if len(states) == _PAIR:
            return states
    is_foreign = words.startswith("our") and memory.own is not None and memory.own not in mention.parties
    if is_foreign or (guessed and not _is_recent(sentence, mention, memory)):
        return [memory.own, memory.other] if memory.own and memory.other else []
    return list(mention.parties)


def pair_of(sentence: Sentence, memory: Memory) -> list[str]:
    """The two between whom something is "bilateral" or "mutual": those of the sentence, of the last sentences, of the speakers, of the text.

    Args:
        sentence: The word's sentence.
        memory: What the text has told so far.

    Returns:
        Two states, or nothing.
    """
    pair = pair_in(sentence) or (memory.pair if sentence.index - memory.pair_at <= _PAIR_WINDOW else ())
    if pair:
        return list(pair)
    if memory.own and memory.other:
        return [memory.own, memory.other]
    return list(memory.dyad) if memory.is_of_two and memory.dyad else []


def _is_recent(sentence: Sentence, mention: Mention, memory: Memory) -> bool:
    """Whether the pair of a phrase was the last pair of which the text spoke."""
    return set(memory.pair) == set(mention.parties) and sentence.index - memory.pair_at <= _PAIR_WINDOW


def _named_before(sentence: Sentence, mention: Mention) -> set[str]:
    return {state_of(party) for other in sentence.mentions if other.start_char < mention.start_char for party in other.parties}


def _subjects_of(sentence: Sentence, mention: Mention) -> dict[str, None]:
    """Parties of the subject of the clause in which "each other" stands."""
    token = next((token for token in sentence.tokens if token.start == mention.start_char), None)
    verb = next((word for word in token.ancestors() if word.pos in ("VERB", "AUX")), None) if token is not None else None
    return {state_of(party): None for subject in (find_subjects(verb) if verb is not None else ()) for party in parties_of(subject, sentence)}


def _persons_before(sentence: Sentence, mention: Mention, memory: Memory) -> list[str]:
    """The states of the persons named last, in text order, if they are of two."""
    states: dict[str, None] = {state: None for at, state in memory.leaders if sentence.index - at <= _LEADER_WINDOW}
    for other in sentence.mentions:
        if other.start_char < mention.start_char and other.how in ("person", "leader", "office"):
            states.update({state_of(party): None for party in other.parties})
    return [state for state in states if is_state(state)]
