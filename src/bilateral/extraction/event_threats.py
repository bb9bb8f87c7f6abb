"""What an official announces against the other side, and what he blames it for.

"Ottawa said that any French boat would be seized" tells of no seizure: it is
a threat. "They are stealing our fish", in a minister's speech, tells an act
of the other side and, by telling it, blames that side (GUIDE, decisions: an
act that a party is blamed for has that party as actor, and the blame is
ACCUSE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects, is_passive
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_parties import find_acting
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token
    from bilateral.records import Statement

__all__ = ["add_blame", "find_announcer", "is_threat"]

_SAYING = frozenset("say announce declare state warn tell add insist stress reiterate confirm note indicate".split())
_FORCE = frozenset(("COERCE", "ASSAULT"))
_BLAMED = frozenset(("ASSAULT", "COERCE", "THREATEN"))
_OUTSIDERS = frozenset(("EDU", "MED", "BUS", "CVL"))


def find_announcer(verb: Token, sentence: Sentence) -> list[str]:
    """Who will act, by the clause that reports it, where a passive verb does not say: "Ottawa said that boats would be seized".

    Args:
        verb: A verb.
        sentence: Its sentence.

    Returns:
        Parties of the one who says so, or nothing.
    """
    if not is_passive(verb) or verb.dep != "ccomp" or verb.head.lemma not in _SAYING or find_subjects(verb):
        return []
    if not any(child.dep == "aux" and child.lower in ("would", "will", "shall", "'ll") for child in verb.children):
        return []
    return list(dict.fromkeys(party for subject in find_subjects(verb.head) for party in find_acting(subject, sentence)))


def is_threat(act: Act) -> bool:
    """Whether force is announced by the one who will use it, and so only threatened.

    Args:
        act: An act with its parties.
    """
    verb = act.clause
    if verb is not None and act.head.lemma in load_word_class("unnamed", "threatening") and act.realis in ("planned", "hypothetical"):
        return bool(act.recipients) and any(child.dep == "aux" and child.lower in ("will", "would", "shall", "'ll") for child in verb.children)
    if verb is None or act.event_type not in _FORCE or act.realis not in ("planned", "hypothetical") or not act.recipients:
        return False
    if verb.dep != "ccomp" or verb.head.lemma not in _SAYING:
        return False
    announcing = {state_of(party) for subject in find_subjects(verb.head) for party in find_acting(subject, act.sentence)}
    return states_of(act.actors) == announcing


def add_blame(acts: Sequence[Act], statements: Sequence[Statement], author: str | None) -> list[Act]:
    """The acts, with an accusation beside each hostile act that an official of the side it struck tells.

    Does not take analysts' and newsrooms' words for blame, nor an act that its
    sentence already has an accusation for.

    Args:
        acts: Acts in text order.
        statements: The document's statements, to know whose words a sentence is.
        author: The state whose own words the text is, None if it is nobody's.
    """
    found: list[Act] = []
    for act in acts:
        found.append(act)
        speaker = _struck_speaker(act, statements, author)
        if speaker and not any(other.event_type == "ACCUSE" and other.sentence is act.sentence and speaker in states_of(other.actors) for other in (*acts, *found)):
            found.append(
                Act(
                    act.sentence, act.head, act.clause, [speaker], list(act.actors), "ACCUSE", None, "112", "happened",
                    act.span, f"blame for: {act.pattern}", frozenset(("blame",)),
                )
            )  # fmt: skip
    return found


def _struck_speaker(act: Act, statements: Sequence[Statement], author: str | None) -> str | None:
    """The state of the official who tells an act that the other side did to his own."""
    if act.event_type not in _BLAMED or act.realis != "happened" or not act.recipients or len(states_of(act.actors)) != 1:
        return None
    around = [row for row in statements if row.start_char <= act.head.start < row.end_char]
    words = min(around, key=lambda row: row.end_char - row.start_char, default=None)
    if words is not None and words.speaker_sector in _OUTSIDERS:
        return None
    state = words.speaker_state if words is not None else author
    return state if state and is_state(state) and state in states_of(act.recipients) - states_of(act.actors) else None
