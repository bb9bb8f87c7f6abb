"""Wishes and thanks that are voiced: whoever says that he wants or will do a thing for another has spoken (GUIDE, decisions).

"Ankara wants to buy gas" is a wished act; "the minister said that Ankara wants
to buy gas" and "we would like to buy gas" are expressions of a will to
cooperate. "He flew to Lima to thank the president": he did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_parties import find_acting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import Token

__all__ = ["voice_wishes"]

_SAYING = frozenset("say tell state declare add stress confirm note explain announce assure reiterate emphasise emphasize underline underscore affirm reaffirm".split())
_WISHING = frozenset(("want", "hope", "wish", "like", "interested"))
_WISHED = frozenset(("COOPERATE", "AGREE", "CONSULT", "AID"))
_OPEN = frozenset(("may", "might", "could", "can", "should", "if", "unless", "whether"))
"""Words beside a verb that leave it open even where it is said."""
_VOICED_BY_GOING = frozenset(("SUPPORT", "REQUEST", "ACCUSE"))
_MAX_STEPS = 3
"""From "to stand by" over "continue" to "said"."""


def voice_wishes(acts: Sequence[Act]) -> None:
    """Mark what is voiced as having happened: support that is promised aloud, a wish that is said, thanks for which one came or asked leave.

    Does not touch what is said of others, nor what the speaker leaves open
    ("may", "if").

    Args:
        acts: The acts of one sentence, changed in place.
    """
    for act in acts:
        if act.event_type in _VOICED_BY_GOING and act.realis in ("planned", "hypothetical") and _is_let_say(_uttering(act)):
            act.realis = "happened"
        if act.clause is None or act.realis not in ("planned", "hypothetical") or _is_left_open(act.clause):
            continue
        if act.event_type == "SUPPORT" and act.realis != "happened" and _is_said(act, act.clause):
            act.realis = "happened"
        elif act.event_type in _WISHED and act.realis == "hypothetical" and _is_voiced_wish(act, act.clause):
            act.event_type, act.mode, act.cameo_code, act.realis = "SUPPORT", None, "030", "happened"
        elif act.event_type in _VOICED_BY_GOING and _is_purpose_of_visit(act, acts):
            act.realis = "happened"


def _uttering(act: Act) -> Token:
    """The verb that voices an act: its own, or the one that the noun stands under ("express my congratulations")."""
    return act.clause or next((word for word in act.head.ancestors() if word.pos == "VERB"), act.head)


def _is_let_say(verb: Token) -> bool:
    """Whether a speaker asks leave to say what he says: "allow me to thank", "let me express"; "join others in congratulating"."""
    above = verb.head.head if verb.head.dep == "prep" else verb.head
    if above.lemma == "join" and verb.tag == "VBG":
        return True
    words = [*above.children, *verb.children]
    return above.lemma in ("allow", "permit", "let") and any(word.lower in ("me", "us") and word.dep in ("dobj", "nsubj", "dative") for word in words)


def _is_left_open(verb: Token) -> bool:
    return any(child.lower in _OPEN for child in verb.children if child.dep in ("aux", "mark"))


def _is_said(act: Act, verb: Token) -> bool:
    """Whether a clause, through the verbs that it hangs on, is what the actor's own side says."""
    word = verb
    for _ in range(_MAX_STEPS):
        above = word.head
        if above is word or word.dep not in ("xcomp", "ccomp", "conj", "acomp"):
            return False
        if word.dep == "ccomp" and above.lemma in _SAYING and above.pos == "VERB":
            return _is_own_voice(act, above)
        if _is_left_open(above):
            return False
        word = above
    return False


def _is_own_voice(act: Act, saying: Token) -> bool:
    """Whether the one who says it is of the acting side."""
    subjects = find_subjects(saying)
    speakers = states_of([party for subject in subjects for party in find_acting(subject, act.sentence)])
    if not speakers:
        return any(subject.pos == "PRON" for subject in subjects)
    return speakers <= states_of(act.actors)


def _is_voiced_wish(act: Act, verb: Token) -> bool:
    """Whether an act is wished by a verb that is said, or that "I" or "we" is the subject of."""
    above = verb.head.head if verb.head.dep == "prep" else verb.head
    wish = next((word for word in (verb, above) if word.lemma in _WISHING), None)
    if wish is None:
        return False
    main = wish.head if wish.dep in ("acomp", "attr") else wish
    is_first = any(child.dep == "nsubj" and child.lower in ("i", "we") for child in main.children)
    return is_first or _is_said(act, main)


def _is_purpose_of_visit(act: Act, acts: Sequence[Act]) -> bool:
    """Whether an act is what its actor came, called or wrote for: "flew to Lima to thank the president"."""
    if act.clause is None or act.clause.dep not in ("advcl", "xcomp") or act.clause.tag != "VB":
        return False
    above = act.clause.head
    return any(other.head is above and other.event_type == "CONSULT" and other.realis == "happened" and states_of(other.actors) == states_of(act.actors) for other in acts)
