"""Promises of communiqués that no verb or noun of promising tells.

What a treaty binds its parties to, what leaders look forward to, what a side
is doing for another, and what a body of states endorses in its own text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, find_subjects, is_negated
from bilateral.extraction.promised import Promised
from bilateral.extraction.sides import names_in, sides_of, states_of
from bilateral.extraction.treaty_clauses import find_treaty_clause
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.states import is_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token

__all__ = ["find_forms"]

_FIGURES_OF_SPEECH = frozenset(("era", "chapter", "relationship", "relation", "partnership", "friendship", "bridge", "journey", "future", "stage", "trust"))
"""What is begun or built only in words: "We are opening a new chapter"."""


def find_forms(token: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Find what a word promises without a word of promising.

    Does not find promises by "will" or by "agree", "pledge" and their like.

    Args:
        token: A word of the sentence.
        sentence: A parsed sentence.
        voice: Who speaks in the document.

    Yields:
        Candidates, at most one of each form.
    """
    words = load_promise_words()
    if token.lower in words.awaited or token.lemma in words.awaited_acts:
        yield from _awaited(token, sentence, voice)
    if token.lemma.lower() in words.treaties:
        yield from _in_force(token, sentence, voice)
    if token.pos != "VERB":
        return
    if token.lemma in words.ongoing:
        yield from _ongoing(token, sentence, voice)
    if token.lemma in words.treaty_verbs or token.lemma in words.treaty_bonds:
        yield from _from_treaty(token, sentence, voice)
    if voice.is_official and voice.state and is_body(voice.state):
        yield from _of_body(token, sentence, voice)


def _from_treaty(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    clause = find_treaty_clause(verb, sentence, voice)
    if clause is not None:
        start, end, what_start, actor = clause
        yield Promised(sentence, start, end, what_start, actor, "binding", recipient=[])


def _ongoing(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "We are contributing $100 million to the recovery of Nepal": a side's act for another that goes on."""
    if verb.tag != "VBG" or is_negated(verb) or not any(c.dep == "aux" and c.lemma == "be" and c.tag in ("VBP", "VBZ") for c in verb.children):
        return
    actor = sides_of(find_subjects(verb), sentence, voice)
    start, end = clause_span(verb, without=("advcl", "parataxis"))
    others = set(states_of(names_in(sentence, verb.start, sentence.end_char))) - set(states_of(actor))
    matters = [c for c in verb.children if c.dep in ("dobj", "xcomp") and c.lemma.lower() not in _FIGURES_OF_SPEECH]
    if actor and others and verb.dep != "relcl" and matters:
        yield Promised(sentence, start, end, verb.start, actor, "will", status="under way")


def _in_force(noun: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "The upgraded agreement will come into force this year": both sides of the treaty bring it about."""
    verb, words = noun.head, load_promise_words()
    if noun.dep not in ("nsubj", "nsubjpass") or noun.lemma.lower() not in words.treaties or is_negated(verb) or not any(c.lower in ("will", "shall") for c in verb.children):
        return
    inner = {w.lower for prep in verb.find_children("prep") for w in prep.find_children("pobj")}
    if (verb.lemma in ("come", "enter", "go") and inner & {"force", "effect"}) or verb.lemma in ("sign", "ratify", "conclude", "finalise", "finalize"):
        start, end = clause_span(verb, without=("advcl", "parataxis"))
        named = states_of(names_in(sentence, start, noun.end))
        actor = named if len(named) > 1 else list(voice.pair)
        if actor:
            yield Promised(sentence, start, end, verb.start, actor, "agreed", recipient=[])


def _awaited(noun: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "looked forward to the signing of a memorandum", "to the treaty being signed"."""
    top = noun.head if noun.dep == "acl" else noun
    verb = next((word for word in top.ancestors() if word.pos == "VERB"), None)
    if top.dep not in ("pobj", "pcomp") or top.head.lower != "to" or verb is None or verb.lemma != "look" or not any(c.lower == "forward" for c in verb.children):
        return
    actor = sides_of(find_subjects(verb), sentence, voice)
    if actor:
        words = top.subtree()
        yield Promised(sentence, words[0].start, words[-1].end, words[0].start, actor, "aims")


def _of_body(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "We endorse the code of conduct", in the text of a body of states, which binds its members."""
    words = load_promise_words()
    matter = next((c for c in verb.children if c.dep in ("dobj", "ccomp", "xcomp") or (c.dep == "prep" and c.lower in ("for", "on", "upon", "to"))), None)
    is_renewed = verb.lemma in words.carriers and matter is not None and matter.lemma.lower() in words.body_nouns
    if matter is None or is_negated(verb) or verb.tag not in ("VBP", "VBD", "VB") or not (is_renewed or verb.lemma in words.body_verbs):
        return
    actor = sides_of([head for head in find_subjects(verb) if head.lower in {"we", "those"}], sentence, voice)
    if actor:
        start, end = clause_span(verb, without=("advcl", "parataxis"))
        yield Promised(sentence, start, end, min(word.start for word in matter.subtree()), actor, "explores")
