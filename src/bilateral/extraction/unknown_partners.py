"""Unknown authorities and officials who deal with one side of a text about two: they are of the other.

"The Ports Authority signed a memorandum with the Swedish government", in a text
about Peru and Sweden, is an act of Peru. Read only for a proper name of an
authority, or a plural that nothing resolves, as the subject of what two do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.named_parties import mention_at, parties_of, state_of

if TYPE_CHECKING:
    from bilateral.extraction.discourse import Memory
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["find_unknown_partners"]

_MUTUAL = frozenset(["sign", "meet", "discuss", "negotiate", "agree", "conclude", "talk", "hold", "ink", "finalise", "finalize", "exchange", "confer"])
_ORGANS = frozenset(
    ["authority", "ministry", "department", "agency", "commission", "board", "office", "bureau", "council", "corporation", "administration", "government", "delegation", "secretary", "undersecretary", "minister", "governor", "mayor", "president", "official", "senator", "chamber"]
)  # fmt: skip
"""Heads of names that are of a state's own side: "the Ports | Authority"."""
_THEY = frozenset(("they",))


def find_unknown_partners(doc: ParsedDocument, sentence: Sentence, memory: Memory) -> list[Mention]:
    """Mentions of the unknown side of what two do, in a document about two states.

    Does not read firms, persons without an office, nor texts about more than two.

    Args:
        doc: The document.
        sentence: A sentence with all its other mentions.
        memory: What the text has told so far.
    """
    if not memory.is_of_two or memory.dyad is None:
        return []
    found = []
    for verb in sentence.tokens:
        if verb.lemma not in _MUTUAL or verb.pos != "VERB":
            continue
        subjects = [head for head in find_subjects(verb) if head.i < verb.i]
        partner = _partner(verb, sentence) & set(memory.dyad)
        if len(subjects) == 1 and len(partner) == 1 and _is_unknown(subjects[0], sentence):
            other = next(state for state in memory.dyad if state not in partner)
            found.append(make_mention(doc, (subjects[0].start, subjects[0].end), [other], how="group"))
    return found


def _partner(verb: Token, sentence: Sentence) -> set[str]:
    """The states with whom something is done, or who are met."""
    words = [child for child in verb.children if child.dep == "dobj" and child.i > verb.i]
    preps = [prep for word in (verb, *words) for prep in word.find_children("prep") if prep.lower == "with"]
    met = words if verb.lemma == "meet" else []
    return {state_of(party) for word in (*met, *(pobj for prep in preps for pobj in prep.find_children("pobj"))) for party in parties_of(word, sentence)}


def _is_unknown(head: Token, sentence: Sentence) -> bool:
    """Whether a subject is an authority or a plural that nothing in the text resolves."""
    if mention_at(sentence, head) is not None or parties_of(head, sentence):
        return False
    is_named = head.tag == "NNP" or (head.tag == "NN" and any(child.tag == "NNP" for child in head.children))
    return head.lower in _THEY or (is_named and head.lemma.lower() in _ORGANS)
