"""What two sides do "jointly" or "together", whatever the verb: "Oman and Jordan jointly patrol the strait".

A verb that the vocabulary knows is read by its own pattern; any other verb of
deed with both sides as its subject and such a word beside it is cooperation
(PLOVER COOPERATE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, find_objects, find_oblique, find_realis, find_subjects
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_parties import find_acting, in_text_order, split_sides
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_joint_deeds", "find_talked_of"]

_JOINTLY = frozenset(("jointly",))
_TOGETHER = frozenset(("together",))
_IDLE = frozenset("be have say call come go bring get add put take make up live sit stand account belong grow hold note declare state express welcome condemn reaffirm affirm stress underline share face stick band".split())
"""Verbs with which "together" or "jointly" tells no deed: "come together", "together account for"."""
_DISCUSSING = frozenset("discuss explore consider review talk exchange include cover".split())
_COOPERATING = frozenset("cooperation co-operation collaboration partnership cooperate collaborate partner".split())
_MARKS = frozenset(("mutual",))
_PAIR = 2
_MOST = 4
"""More sides than these are a list."""


def find_joint_deeds(doc: ParsedDocument, sentence: Sentence, taken: frozenset[int]) -> list[Act]:
    """Find what two or more states do jointly, by verbs that no pattern has read.

    Does not read what is only said jointly, nor one side's own doings.

    Args:
        doc: The document, for the order of its states.
        sentence: A sentence.
        taken: Indexes of the words that belong to an act already.

    Returns:
        Acts in text order.

    Source:
        PLOVER manual, COOPERATE.
    """
    words = (token for token in sentence.tokens if token.lower in _JOINTLY | _TOGETHER and token.dep == "advmod")
    return [act for word in words if (act := _read(doc, sentence, word.head, word, taken)) is not None]


def find_talked_of(acts: Sequence[Act]) -> list[Act]:
    """Find the cooperation that two sides only talk of: "discussed collaboration on vaccines", "explored ways of cooperating".

    Does not read cooperation that names sides of its own, nor what talks were
    not about.

    Args:
        acts: The acts of one sentence.

    Returns:
        One hypothetical act for each consultation that has such a subject.

    Source:
        PLOVER manual, COOPERATE; GUIDE, "realis".
    """
    return [found for act in acts if act.event_type == "CONSULT" and act.head.lemma in _DISCUSSING and (found := _talked_of(act)) is not None]


def _talked_of(act: Act) -> Act | None:
    """The first word below a verb of discussing that names cooperation."""
    below = [child for child in act.head.children if child.dep in ("dobj", "prep", "conj") and child.i > act.head.i]
    for word in below:
        if word.lemma.lower() in _COOPERATING:
            has_sides = any(mention.how != "anaphor" and word.start <= mention.start_char < max(deep.end for deep in word.subtree()) for mention in act.sentence.mentions)
            span = (min(deep.start for deep in word.subtree()), max(deep.end for deep in word.subtree()))
            return None if has_sides else Act(act.sentence, word, None, list(act.actors), list(act.recipients), "COOPERATE", None, "060", "hypothetical", span, "talk of cooperation", _MARKS, frozenset((word.i,)))
        below.extend(child for child in word.children if child.dep in ("pobj", "prep", "conj", "dobj", "pcomp", "acl") and child.i > act.head.i)
    return None


def _read(doc: ParsedDocument, sentence: Sentence, verb: Token, word: Token, taken: frozenset[int]) -> Act | None:
    """The joint deed of one verb."""
    if verb.pos != "VERB" or verb.lemma in _IDLE or verb.i in taken or not (word.lower in _JOINTLY or find_objects(verb)):
        return None
    words = [*find_subjects(verb), *find_oblique(verb, "with")]
    parties = list(dict.fromkeys(party for named in words for party in find_acting(named, sentence)))
    states = states_of(parties)
    if not _PAIR <= len(states) <= _MOST or not all(map(is_state, states)):
        return None
    actors, recipients = split_sides(in_text_order(doc, parties) if len(find_subjects(verb)) == 1 else parties)
    return Act(
        sentence, verb, verb, actors, recipients, "COOPERATE", None, "060", find_realis(verb),
        clause_span(verb, without=("advcl", "parataxis")), "do jointly", _MARKS, frozenset((verb.i, word.i)),
    )  # fmt: skip
