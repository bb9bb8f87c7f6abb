"""What an official charges another state with by telling it: "Baku continues its policy of hatred", "they are undermining the truce".

A state's own words about a wrong of another state blame that state, whether or
not a verb of blaming stands there (GUIDE, "events": ACCUSE is criticise,
blame, allege). Read are clauses whose subject is one other state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects, is_negated, is_passive
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_parties import find_acting
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["charged_by", "is_wrong"]

_OPENING = ("dobj", "attr", "prep", "pobj", "acomp", "xcomp", "conj", "amod", "oprd", "pcomp", "compound")
_FIGHTING = frozenset("against combat fight condemn reject oppose counter end stop prevent resist denounce suffer face from renounce victim reduce eliminate address".split())
_DEPTH = 6
"""Words below a verb among which a wrong is looked for: a longer way leads to somebody else's."""


def is_wrong(verb: Token) -> bool:
    """Whether a verb tells a wrong: by itself ("undermines the truce"), or by what it carries ("pursues a policy of hatred").

    Does not read what is denied, left open, or done against a wrong.

    Args:
        verb: A word.
    """
    if verb.pos not in ("VERB", "AUX") or verb.dep in ("aux", "auxpass", "amod") or is_passive(verb) or is_negated(verb):
        return False
    if any(child.dep == "aux" and child.lower in ("would", "could", "may", "might", "should", "must", "can", "to") for child in verb.children):
        return False
    if verb.lemma in load_word_class("unnamed", "wronging"):
        return bool(verb.find_children("dobj"))
    return verb.lemma in load_word_class("unnamed", "carrying") and _carries_wrong(verb)


def _carries_wrong(verb: Token) -> bool:
    """Whether a wrong stands in a verb's own predicate."""
    below = [child for child in verb.children if child.dep in _OPENING and child.i > verb.i]
    for word in below:
        if word.lemma.lower() in _FIGHTING or len(below) > _DEPTH:
            return False
        if word.lemma.lower() in load_word_class("unnamed", "wrongs") or (word.dep == "xcomp" and word.lemma in load_word_class("unnamed", "wronging")):
            return True
        below.extend(child for child in word.children if child.dep in _OPENING and child.dep != "relcl")
    return False


def charged_by(sentence: Sentence, verb: Token, speaker: str) -> list[str]:
    """The one other state that a clause of a state's own words tells a wrong of.

    Args:
        sentence: The clause's sentence.
        verb: A verb of a wrong.
        speaker: The state that speaks.

    Returns:
        Its party codes, or nothing.
    """
    parties = [party for subject in find_subjects(verb) for party in find_acting(subject, sentence)]
    is_one = len(states_of(parties)) == 1 and is_state(state_of(parties[0])) and speaker not in states_of(parties)
    return list(dict.fromkeys(parties)) if is_one and not any(party.endswith(("/CVL", "/OPP", "/REB")) for party in parties) else []
