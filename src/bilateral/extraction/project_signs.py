"""What tells that a noun is an undertaking: how it is named, who builds it, that it is set up or is of two sides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.project_names import (
    find_matter,
    find_tail,
    has_own_name,
    is_bare,
    is_named,
    is_quoted,
    is_titled,
)
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["is_described_well", "is_for_two", "is_joint", "is_modifier", "is_new", "is_of_both", "is_of_name", "is_only_mentioned", "is_set_up", "is_undertaking"]

_SETTING_UP = frozenset(("establish", "create", "launch", "set", "form"))
_STARTING = frozenset(("begin", "start", "commence", "run", "fund"))
"""What sides do with a programme besides: "are starting a training programme"."""

_FOUNDING = frozenset(("establishment", "creation", "formation", "foundation", "founding", "launch", "setting"))
_HOUSES = frozenset(("centre", "center", "facility", "hub", "laboratory"))
"""What one side hosts for another."""

_OF_TWO = re.compile(r"\b(?:Joint|Bilateral|Mixed|Binational|Intergovernmental|Inter-governmental|Coordination|Co-ordination|Coordinating)\b")
_FOR_TWO = re.compile(r"\b(?:bilateral|our two|the two (?:countries|sides|governments)|both (?:countries|sides|governments))\b", re.IGNORECASE)
"""Words in the name, or in what is said of it, that make a body one of two sides."""

_OTHERS = frozenset(("other", "some", "many", "several", "various", "such", "more", "few"))
_OF_FIRMS = frozenset(("consortium", "group", "syndicate", "alliance"))
"""Nouns that only gather those who take part: "a consortium of POSCO and Korail"."""

_POINTING = frozenset(("this", "that", "these", "those", "such"))
_HELD = frozenset(("schedule", "hold", "attend", "host", "convene"))


def is_only_mentioned(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun is many, points back ("this project"), says what something is ("is the key mechanism"), or is a meeting."""
    words = {child.lower for child in head.children}
    lemma, vocabulary = head.lemma.lower(), load_project_words()
    is_counted = kind in ("works", "product") and bool(head.find_children("nummod")) and is_named(head, sentence)
    many = head.tag in ("NNS", "NNPS") and not is_counted and (not has_own_name(head, sentence) or bool(words & _OTHERS) or not is_named(head, sentence, is_strict=True))
    of_nothing = lemma in vocabulary.building_nouns and not find_matter(head, sentence)
    back = (bool(words & _POINTING) and not has_own_name(head, sentence)) or (kind == "project" and "the" in words and is_bare(head, sentence))
    said = (head.dep == "attr" and kind in ("scheme", "body")) or (head.dep == "pobj" and head.head.lower in ("as", "like") and head.head.head.pos not in ("NOUN", "PROPN"))
    owners = [one for child in head.find_children("poss", "compound", "nmod", "amod") for one in child.subtree() if one.i < head.i]
    of_body = kind != "works" and any(m.how == "body" and m.start_char <= one.start < m.end_char for one in owners for m in sentence.mentions)
    against = kind != "works" and any(word.lower in ("against", "sanctions", "sanction") for word in find_tail(head, sentence)[:6])
    founded = kind != "scheme" and is_set_up(head, sentence)
    kinds = {word.lower for word in head.children} & (vocabulary.carried | vocabulary.heads.keys())
    is_title = is_titled(head, sentence) or is_quoted(head, sentence) or (kind == "works" and head.text[:1].isupper() and has_own_name(head, sentence))
    loose = (lemma in vocabulary.loose and not (kinds or is_title or founded)) or (lemma in vocabulary.founded and not founded)
    of_firms = lemma in _OF_FIRMS and not has_own_name(head, sentence) and any(child.lower == "of" for child in head.children)
    held = of_firms or (kind == "body" and any(clause.lemma in _HELD for clause in head.find_children("acl")))
    return many or back or said or of_body or against or loose or held or of_nothing


def is_for_two(text: str) -> bool:
    """Whether words say that something is of two sides: "our two countries"."""
    return bool(_FOR_TWO.search(text))


def is_new(head: Token, sentence: Sentence) -> bool:
    """Whether a programme or body is told as new, with what it is for: "a new ministerial dialogue that will …"."""
    return any(child.lower == "new" for child in head.children) and bool(find_tail(head, sentence))


def is_of_both(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun with two states in its own words is one thing of both: a link between them, or titled with both."""
    if kind in ("product", "company", "act"):
        return is_joint(head)
    return kind in ("works", "project") or is_titled(head, sentence) or (is_set_up(head, sentence) and bool(find_tail(head, sentence)))


def is_described_well(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether what one side builds with or in another is told apart by a name, a place or what it is for."""
    told = is_named(head, sentence) or bool(find_tail(head, sentence))
    if kind in ("product", "company", "act"):
        return is_joint(head) or (kind == "product" and has_own_name(head, sentence))
    if kind == "body":
        is_founded = is_set_up(head, sentence) or any(child.lower == "new" for child in head.children)
        return (is_founded and told) or is_joint(head)
    return told


def is_joint(head: Token) -> bool:
    """Whether a noun is said to be joint: "a joint fund", "a joint venture production"."""
    words = load_project_words()
    return bool({child.lower for child in head.children} & words.joint_adjectives) or any(word.lower == "joint" and word.i < head.i for word in head.subtree())


def is_modifier(token: Token) -> bool:
    """Whether another noun is the head: "pipeline" of "pipeline project", "project" of "project manager"."""
    return token.dep in ("compound", "nmod", "amod") and token.head.pos in ("NOUN", "PROPN") and token.head.i > token.i


def is_of_name(token: Token, sentence: Sentence) -> bool:
    """Whether a noun is part of somebody's name or of a body that has a code: "President Park", "the World Food Programme"."""
    over = [m for m in sentence.mentions if m.start_char <= token.start and token.end <= m.end_char] if token.pos == "PROPN" else []
    return any(m.how in ("person", "office", "body") or (m.how == "company" and not _OF_TWO.search(m.quote)) for m in over)


def is_undertaking(token: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun is an undertaking by what stands at it, whoever its states are."""
    words = load_project_words()
    modifiers = {child.lower for child in token.children}
    joint = bool(modifiers & words.joint_words) or any(
        child.lower in {"between", "with"} for child in token.children if child.dep == "prep"
    )
    named = is_named(token, sentence)
    if kind == "body" or (kind not in ("company", "product", "act") and is_set_up(token, sentence)):
        return is_set_up(token, sentence) or _is_standing_body(token)
    if kind == "project":
        return named
    if kind in ("product", "company", "act"):
        return is_joint(token) and (kind == "product" or _has_purpose(token, sentence) or is_set_up(token, sentence))
    if kind == "scheme":
        return (has_own_name(token, sentence) and _has_purpose(token, sentence)) or (joint and named) or is_set_up(token, sentence)
    return named and _is_built(token, sentence)


def _has_purpose(token: Token, sentence: Sentence) -> bool:
    """Whether a programme says what it is for, or with whom: "initiative to step up", "programmes with Indonesia"."""
    after = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
    return after in ("to", "for", "with", "on", "between", "of", "in") or any(child.dep in ("acl", "relcl") for child in token.children)


def _is_standing_body(token: Token) -> bool:
    """Whether a body of two sides is named or described: "the Joint Economic Commission", "a commission that reviews bilateral trade"."""
    said = " ".join(word.text for word in token.subtree())
    own = " ".join(child.text for child in token.children if child.i < token.i)
    named = token.text[:1].isupper() and bool(_OF_TWO.search(own))
    return named or (bool(token.find_children("relcl", "acl")) and bool(_FOR_TWO.search(said)))


def is_set_up(token: Token, sentence: Sentence) -> bool:
    """Whether a body is set up, and for what: "established a mechanism that …", "the establishment of a mechanism on …"."""
    verb = token.head
    if token.dep == "pobj" and verb.lower == "of" and verb.head.lemma.lower() in _FOUNDING:
        return bool(find_tail(token, sentence)) or any(child.dep in ("amod", "compound", "nmod") for child in token.children)
    if verb.lemma == "host" and token.dep == "dobj" and token.lemma.lower() in _HOUSES:
        return bool(find_tail(token, sentence))
    is_scheme = load_project_words().heads.get(token.lemma.lower()) == "scheme"
    is_object = token.dep in ("dobj", "nsubjpass") and (verb.lemma in _SETTING_UP or (is_scheme and verb.lemma in _STARTING))
    said = any(child.dep in ("prep", "amod", "compound") for child in token.children) or _has_purpose(token, sentence)
    return is_object and said


def _is_built(token: Token, sentence: Sentence) -> bool:
    """Whether a word of building or of cooperation stands over the works or beside them."""
    words = load_project_words()
    for word in (token, *token.ancestors()):
        lemma = word.lemma.lower()
        if lemma in words.building_nouns or lemma in words.building_verbs or lemma in words.building_words:
            return True
        if any(child.lemma.lower() in words.building_nouns or child.lower in words.joint_words for child in word.children if child.dep in ("compound", "amod", "acl")):
            return True
    return any(word.lower in words.building_words for word in sentence.tokens)
