"""Pronouns whose clause tells who is meant: "X told Y it should", "X said Y had ignored its offer", "they met Y's officials".

Whoever is told to do something is the one who should do it; what another is
said to have rejected belongs to the one who says so; and nobody meets, talks
with or tells himself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.named_parties import mention_at, parties_of, state_of

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["find_other_speaker", "find_sayer", "find_told", "is_partner"]

_TELLING = frozenset(["tell", "remind", "warn", "advise", "inform", "notify"])
_SAYING = frozenset(["say", "claim", "complain", "allege", "insist", "state", "argue", "charge", "note", "protest", "add", "repeat", "reiterate", "declare", "assert", "maintain", "announce"])
_DUTIES = frozenset(("should", "must", "ought", "shall"))
_DONE_TO_ONE = frozenset(
    ["ignore", "reject", "refuse", "accept", "violate", "enter", "block", "attack", "invade", "seize", "disregard", "question", "criticise", "criticize", "misread", "threaten", "expel", "target", "breach", "detain", "deny",
     "rebuff", "dismiss", "decline", "support", "back", "welcome", "endorse", "answer", "spurn", "shell", "bomb", "occupy", "undermine", "distort", "harm"]
)  # fmt: skip
"""What is done to what belongs to another: "Peru said Chile had ignored | its proposal"."""
_MEETING = frozenset(["meet", "discuss", "talk", "speak", "negotiate", "consult", "confer", "sign", "agree", "tell", "thank", "urge", "ask", "cooperate", "visit", "accuse", "warn", "host", "welcome"])
_WITH = frozenset(("with", "to"))


def find_told(sentence: Sentence, token: Token) -> list[str]:
    """The one who is told what he ought to do: "Peru told Chile it should withdraw".

    Args:
        sentence: The pronoun's sentence.
        token: "it" or "they".

    Returns:
        One party, or nothing.
    """
    clause = token.head
    if token.dep != "nsubj" or clause.dep not in ("ccomp", "xcomp") or clause.head.lemma not in _TELLING or not any(child.lower in _DUTIES for child in clause.children):
        return []
    told = [child for child in clause.head.children if child.dep in ("dobj", "dative") and child.i < token.i]
    parties = parties_of(told[0], sentence) if len(told) == 1 else []
    return parties if len(parties) == 1 else []


def find_sayer(sentence: Sentence, token: Token) -> list[str]:
    """Who says something, where he alone can be meant: "Peru said Chile had ignored | its proposal", "Peru said ..., as | it repeated".

    Args:
        sentence: The pronoun's sentence.
        token: "it", "its", "they" or "their".

    Returns:
        One party, or nothing.
    """
    if token.dep == "poss":
        clause = token.head.head
        is_meant = token.head.dep == "dobj" and clause.lemma in _DONE_TO_ONE and clause.dep == "ccomp" and clause.head.lemma in _SAYING
        saying = clause.head if is_meant else None
    else:
        clause = token.head
        is_meant = token.dep == "nsubj" and clause.dep == "advcl" and clause.lemma in _SAYING and any(child.lower in ("as", "while") for child in clause.children)
        saying = next((word for word in clause.ancestors() if word.lemma in _SAYING and find_subjects(word)), None) if is_meant else None
    if saying is None:
        return []
    return _one(saying, sentence, token)


def _one(verb: Token, sentence: Sentence, token: Token) -> list[str]:
    """The one party that is a verb's subject before a word; persons speak for themselves."""
    heads = [head for head in find_subjects(verb) if head.i < token.i and head.tag not in ("NNS", "NNPS")]
    mention = mention_at(sentence, heads[0]) if len(heads) == 1 else None
    if mention is None or mention.person:
        return []
    parties = parties_of(heads[0], sentence)
    return parties if len(parties) == 1 else []


def is_partner(sentence: Sentence, token: Token, parties: list[str]) -> bool:
    """Whether those for whom a subject is taken are the very ones who are met or talked with: "they met | Kenyan officials".

    Args:
        sentence: The pronoun's sentence.
        token: The pronoun.
        parties: Those for whom it is taken.
    """
    verb = token.head
    if token.dep != "nsubj" or verb.lemma not in _MEETING:
        return False
    objects = [child for child in verb.children if child.dep == "dobj" and child.i > verb.i]
    around = [prep for word in (verb, *objects) for prep in word.find_children("prep") if prep.lower in _WITH]
    objects += [pobj for prep in around for pobj in prep.find_children("pobj")]
    met = {state_of(party) for word in objects for party in parties_of(word, sentence)}
    return bool(met) and {state_of(party) for party in parties} <= met


def find_other_speaker(sentence: Sentence, token: Token) -> list[str]:
    """The side of the one who says what "they" did: "Holm said they discussed plans with Kenyan officials".

    Args:
        sentence: The pronoun's sentence.
        token: The pronoun.

    Returns:
        One party, or nothing.
    """
    if token.head.lemma not in _MEETING:
        return []
    saying = next((word for word in token.head.ancestors() if word.lemma in _SAYING), None)
    heads = find_subjects(saying) if saying is not None and token.head.dep == "ccomp" else []
    parties = parties_of(heads[0], sentence) if len(heads) == 1 else []
    return parties if len(parties) == 1 and not is_partner(sentence, token, parties) else []
