"""Promises in lists: "The two sides agreed:" and the items below it, each an infinitive of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, find_subjects, is_negated, spread_conjuncts
from bilateral.extraction.promised import Promised
from bilateral.extraction.sides import sides_of
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_listed"]

_MOST_ITEMS = 12
"""Sentences below its lead that a list may reach."""

_BULLET = re.compile(r"^\W*(?:\(?[a-z0-9]{1,3}[.)])?\s*")  # "- ", "(a) ", "3. "
_LEAD = ":"
_WILL = frozenset(("will", "shall", "'ll"))


def find_listed(doc: ParsedDocument, sentence: Sentence, voice: Voice) -> list[Promised]:
    """Find what an item of a list promises, by the lead over the list.

    Does not find items that are noun phrases ("a joint fund"), nor lists whose
    lead names no side.

    Args:
        doc: The document.
        sentence: A parsed sentence, which may be an item.
        voice: Who speaks in the document.

    Returns:
        One candidate for each verb that heads the item; empty if it is none.
    """
    head = sentence.root
    if head is None or head.tag != "VB" or head.find_children("nsubj", "nsubjpass") or is_negated(head) or not _opens(head, sentence):
        return []
    lead = _lead_of(doc, sentence)
    actor, firmness = _who_leads(lead, voice) if lead is not None else ([], "")
    return [replace(_item(verb, sentence, actor, firmness=firmness), lead=lead) for verb in spread_conjuncts(head) if actor and verb.tag == "VB"]


def _opens(head: Token, sentence: Sentence) -> bool:
    """Whether the item begins with its verb: "to open a bridge", "- open a bridge", "jointly open a bridge"."""
    bullet = _BULLET.match(sentence.text)
    first = sentence.start_char + (bullet.end() if bullet else 0)
    before = [word for word in sentence.tokens if first <= word.start < head.start]
    return all(word.lower == "to" or word.pos in ("ADV", "PUNCT") for word in before)


def _lead_of(doc: ParsedDocument, sentence: Sentence) -> Sentence | None:
    """The sentence before the list, which ends in a colon."""
    before = doc.sentences[max(0, sentence.index - _MOST_ITEMS) : sentence.index]
    return next((other for other in reversed(before) if other.tokens and other.text.rstrip().endswith(_LEAD)), None)


def _who_leads(lead: Sentence, voice: Voice) -> tuple[list[str], str]:
    """Who promises in a lead, and how firmly: "The ministers agreed:", "Under the plan India will:"."""
    words = load_promise_words()
    for token in lead.tokens:
        promise = words.verbs.get(token.lemma) if token.pos == "VERB" else None
        if promise is not None and not promise.needs_target:
            return sides_of(find_subjects(token), lead, voice), promise.firmness
        if token.lower in _WILL:
            return sides_of(find_subjects(token.head) or token.head.find_children("nsubj"), lead, voice), "will"
    return [], ""


def _item(verb: Token, sentence: Sentence, actor: list[str], *, firmness: str) -> Promised:
    start, end = clause_span(verb, without=("advcl", "parataxis"))
    return Promised(sentence, start, end, verb.start, actor, firmness)
