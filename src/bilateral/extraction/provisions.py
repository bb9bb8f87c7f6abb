"""Provisions of trade and travel agreements: which barrier goes, and which side must take it away.

"Tariffs on Australian wine will go within four years" binds the side that
levies them: the other one. A side that is named as owner ("Chinese tariffs") or
as market ("exports to China") is bound itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, is_negated, is_passive
from bilateral.extraction.sides import names_in, other_side, states_of
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token

__all__ = ["find_provision"]

_MARKET = re.compile(r"\b(?:exports?|imports?|sales?|access|goods|entry)\b[^.;,]{0,25}?\b(?:to|into)\s+(?:the\s+)?$", re.IGNORECASE)
_FUTURE = frozenset(("will", "shall", "'ll"))
_ACT_PREPOSITIONS = ("of", "on")

Provision = tuple[int, int, list[str], list[str]]


def find_provision(token: Token, sentence: Sentence, voice: Voice) -> Provision | None:
    """The provision that a word of a barrier stands in.

    Does not find provisions of reports in the third person without a document's
    pair, nor barriers that are only described ("goods are subject to tariffs").

    Args:
        token: A word such as "tariff", or "free" of "tariff free".
        sentence: Its sentence.
        voice: Who speaks in the document, and its pair of states.

    Returns:
        Start, end, who is bound and who gains; None if nothing is provided for.
    """
    if not voice.pair or not voice.is_official:
        return None
    head = _free_clause(token, sentence) if token.lower == "free" else _ending_clause(token) or _ending_act(token)
    if head is None:
        return None
    start, end = clause_span(head, without=("advcl", "parataxis"))
    bound = _bound_side(sentence, start, end, voice)
    if bound is None:
        return None
    gains = other_side(voice, bound)
    return start, end, [bound], [gains] if gains else []


def _is_future(verb: Token) -> bool:
    return any(c.dep == "aux" and c.lower in _FUTURE for c in verb.children) and not is_negated(verb)


def _free_clause(token: Token, sentence: Sentence) -> Token | None:
    """The clause of "will be tariff free"."""
    around = sentence.text[max(0, token.start - sentence.start_char - 8) : token.end - sentence.start_char]
    if not load_promise_words().measure_states.search(around):
        return None
    verb = next((word for word in token.ancestors() if word.pos in ("VERB", "AUX")), None)
    return verb if verb is not None and _is_future(verb) else None


def _ending_clause(noun: Token) -> Token | None:
    """The clause of "tariffs will be abolished", "tariffs will go"."""
    verb = noun.head
    if noun.dep not in ("nsubj", "nsubjpass") or verb.lemma not in load_promise_words().measure_verbs:
        return None
    if noun.dep == "nsubj" and is_passive(verb):
        return None
    own = verb
    while own.dep == "conj" and not any(c.dep == "aux" for c in own.children) and own.head is not own:
        own = own.head
    return verb if _is_future(own) else None


def _ending_act(noun: Token) -> Token | None:
    """The noun of "the abolition of tariffs"."""
    if noun.dep != "pobj" or noun.head.lower not in _ACT_PREPOSITIONS:
        return None
    act = noun.head.head
    is_own_deed = any(c.lower in ("our", "its", "their", "my") for c in act.find_children("poss"))
    return act if act.lemma.lower() in load_promise_words().measure_acts and not is_own_deed else None


def _bound_side(sentence: Sentence, start: int, end: int, voice: Voice) -> str | None:
    """The side that must act: the market or owner named, else the other of the one whose goods gain."""
    named = [state for state in states_of(names_in(sentence, start, end)) if state in voice.pair]
    named = named or [state for state in states_of(names_in(sentence, sentence.start_char, end)) if state in voice.pair]
    for mention in sentence.mentions:
        before = sentence.text[: mention.start_char - sentence.start_char]
        if start <= mention.start_char < end and _MARKET.search(before) and mention.parties[0] in voice.pair:
            return mention.parties[0]
    if len(named) == 1:
        return _owner(sentence, start, end, named[0]) or other_side(voice, named[0])
    if voice.state in voice.pair:
        return other_side(voice, voice.state or "")
    return None


def _owner(sentence: Sentence, start: int, end: int, state: str) -> str | None:
    """The state itself where it owns the barrier: "Chinese tariffs", "China's tariffs"."""
    measures = load_promise_words().measures
    for token in sentence.tokens:
        if token.lemma.lower() in measures and start <= token.start < end:
            for child in token.find_children("amod", "poss", "compound", "nmod"):
                if state in states_of(names_in(sentence, child.start, child.end)):
                    return state
    return None
