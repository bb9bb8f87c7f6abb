"""How an undertaking stands: by the verb or noun that governs it, else by the words of its sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.projects import ProjectWords

__all__ = ["find_stage"]

_SUREST = ("missed", "stalled", "delivered", "under way", "signed")
"""Which of the stages that several sentences tell is the present one: what ended it, stopped it, then how far it came."""

_UNREAL = re.compile(r"\b(?:to|will|would|could|should|may|might|must|shall|can|once|until|when|if|unless|not|never|yet|after|before|upon|on|for|of|the)\b[^,.;]{0,25}$", re.IGNORECASE)
"""What stands before a word of completion that has not come true: "is expected to be completed", "the completion"."""

_NEW = re.compile(r"\b(?:propos\w+|new|planned|plans? (?:for|to)|idea of|unveil\w*|put forward|envisag\w+|considering|establish\w*|creat\w+|set up|launch\w*|announced?|introduc\w+)\b", re.IGNORECASE)
"""What stands shortly before an undertaking that does not exist yet."""

_PROPOSED = re.compile(r"\b(?:propos\w+|suggest\w*|envisag\w+|plans?|planned)\b", re.IGNORECASE)
_WORK = re.compile(r"\b(?:project|construction|the works?|it (?:was|is|has|will))\b", re.IGNORECASE)
_NEAR_NEW = 45
"""Characters before its noun in which such a word counts (chosen without tuning: a noun phrase)."""

_DEFINITE = frozenset(("the", "its", "their", "our", "this"))
_LINKS = 6
"""Words over an undertaking through which its governing verb is looked for: "the start of work on the section of the line"."""

_PARTLY = frozenset(("half", "partly", "partially", "nearly", "almost", "largely"))
_MODALS = frozenset(("will", "would", "shall", "should", "may", "might", "could", "can", "must", "'ll", "wo"))


def find_stage(own: Sequence[Sentence], near: Sequence[Sentence], heads: Sequence[Token], *, is_standing: bool) -> str:
    """How an undertaking stands, by what governs it in its sentences, else by their words, else by those that go on from them.

    A word of completion counts only where it has come true. A programme or body
    that the text takes for granted ("the Erasmus programme") is under way.

    Args:
        own: Sentences that name it.
        near: These and what goes on from each.
        heads: The nouns that name it, one a sentence of `own`.
        is_standing: Whether it is a programme or body with a title.

    Returns:
        A status of the table of projects; announced where nothing is told.
    """
    governed = [_governed(head) for head in heads]
    surest = next((stage for stage in _SUREST if stage in governed), None)
    definite = any(child.lower in _DEFINITE for head in heads for child in head.children if child.i < head.i)
    is_new = any(_NEW.search(sentence.text[max(0, head.start - sentence.start_char - _NEAR_NEW) : head.end - sentence.start_char]) for sentence, head in zip(own, heads, strict=False))
    if surest:
        return surest
    if "weak" in governed:
        return "announced" if any(_PROPOSED.search(sentence.text) for sentence in own) else "under way"
    if is_standing and definite and not is_new:
        return "under way"
    is_open = None not in governed
    names = {head.lemma.lower() for head in heads}
    for sentences in (() if is_open else own, [sentence for sentence in near if sentence not in own and _goes_on(sentence, names)]):
        for status, pattern in load_project_words().statuses:
            if any(_tells(sentence.text, pattern, status) for sentence in sentences):
                return status
    return "announced"


def _goes_on(sentence: Sentence, names: set[str]) -> bool:
    """Whether a sentence still tells of the undertaking: by its noun, as the project, or by the work on it."""
    return bool(names & {token.lemma.lower() for token in sentence.tokens}) or bool(_WORK.search(sentence.text))


def _tells(text: str, pattern: re.Pattern[str], status: str) -> bool:
    return any(status != "delivered" or not _UNREAL.search(text[: found.start()]) for found in pattern.finditer(text))


def _governed(head: Token) -> str | None:
    """The stage by the words over a noun, then by a clause that hangs on it; None where they tell none."""
    words = load_project_words()
    is_part, is_planned, weak = False, False, None
    for below, word in _over(head):
        if word.pos in ("NOUN", "PROPN"):
            is_part = is_part or word.lemma.lower() in words.part_nouns
            told = words.stage_nouns.get(word.lemma.lower())
            if told == "announced":
                is_planned = True
            elif told == "under way":
                weak = "delivered" if any(child.lower in ("successful", "completed") for child in word.children) else "weak"
            elif told:
                return _reached(told, is_part=is_part) if not _awaits(word) else "announced"
        elif word.pos in ("VERB", "AUX"):
            told = _by_verb(word, below, words, head)
            if told is None and word.lemma in ("be", "have"):
                break
            if told == "announced" or is_planned:
                return told if told in ("signed", "stalled", "missed") else _over_plan(word, words) or "announced"
            if told:
                return _reached(told, is_part=is_part)
    told = next(filter(None, (_by_verb(clause, head, words, head) for clause in head.find_children("relcl", "acl"))), None)
    return "announced" if is_planned else told or weak  # "the construction of", with nothing said of it


def _over(head: Token) -> Iterator[tuple[Token, Token]]:
    """The words over a noun, nearest first, each with the one below it; not beyond a clause of its own."""
    below = head
    for number, word in enumerate(head.ancestors()):
        if number >= _LINKS or below.dep in ("relcl", "advcl"):
            return
        yield below, word
        below = word


def _reached(stage: str, *, is_part: bool) -> str:
    """A finished part is a whole that is under way."""
    return "under way" if is_part and stage == "delivered" else stage


def _awaits(word: Token) -> bool:
    """Whether an act told by a noun has not come yet: it is awaited, or stands after "before", "until"."""
    over = word.head
    is_before = over.pos == "ADP" and over.lower in ("before", "until", "for", "after", "upon", "towards", "toward", "pending")
    verbs = [one for one in word.ancestors() if one.pos in ("VERB", "AUX")][:1]
    return is_before or any(_is_unreal(verb) or verb.lemma in ("await", "expect", "discuss", "plan", "propose", "prepare", "hope", "call") for verb in verbs)


def _over_plan(verb: Token, words: ProjectWords) -> str | None:
    """"signed" where the act to come hangs on a signed text ("signed a contract to build"), "under way" where it is worked on ("cooperation to build")."""
    for word in verb.ancestors():
        if word.lemma.lower() in ("cooperation", "collaboration", "effort", "work") and word.pos == "NOUN" and verb.head is word:
            return "under way"
        told = words.stage_nouns.get(word.lemma.lower()) if word.pos == "NOUN" else words.stage_verbs.get(word.lemma.lower())
        if told == "signed" and not _is_unreal(word):
            return told
    return None


def _by_verb(verb: Token, below: Token, words: ProjectWords, head: Token) -> str | None:
    """The stage that a verb tells of what it governs, by its class, its tense and its mood; None for a verb that tells none."""
    told = words.stage_verbs.get(_with_particle(verb)) or words.stage_verbs.get(verb.lemma.lower())
    if verb.tag == "VBG" and not verb.find_children("aux", "auxpass"):
        told = told if told == "signed" else None if verb.dep in ("pcomp", "xcomp", "csubj", "dobj", "pobj") else told  # "started building": the verb over it tells
    if told is None or any(child.dep == "neg" for child in verb.children):
        return None
    if told in ("stalled", "missed"):
        return None if _is_unreal(verb) else told
    if _is_unreal(verb):
        return "announced"
    if told == "building":
        return "under way" if _is_going_on(verb) else "delivered"
    if told == "begun":
        return _begun(verb, below, words, head)
    return told


def _begun(verb: Token, below: Token, words: ProjectWords, head: Token) -> str:
    """What has begun is under way; what began to produce, or was launched into space, is there."""
    objects = {word.lemma.lower() for word in verb.find_children("dobj")}
    is_running = below.dep == "nsubj" and bool(objects & {"production", "operation", "operations", "service", "deliveries", "delivery", "work"})
    is_up = verb.lemma == "launch" and head.lemma.lower() in words.launched
    return "delivered" if is_up or (is_running and not objects & {"work"}) else "under way"


def _with_particle(verb: Token) -> str:
    """A verb with its particle or preposition: "put off", "pull out", "break ground"."""
    beside = next((child for child in verb.children if child.i > verb.i and (child.dep == "prt" or child.lower in ("off", "out", "up", "from", "ground", "down", "forward"))), None)
    return f"{verb.lemma.lower()} {beside.lower}" if beside else verb.lemma.lower()


def _is_going_on(verb: Token) -> bool:
    """Whether an act of building goes on: "is building", "are being built", "builds"."""
    words = {child.lower for child in verb.children if child.dep in ("aux", "auxpass")}
    if "being" in words or verb.tag == "VBG" or any(child.lower in _PARTLY for child in verb.children):
        return True
    is_passive = any(child.dep == "auxpass" for child in verb.children)
    return verb.tag in ("VBP", "VBZ") or (is_passive and bool(words & {"is", "are"}) and not words & {"been"})


def _is_unreal(verb: Token) -> bool:
    """Whether an act has not come: it is future, possible, or the object of a plan."""
    helpers = [child for child in verb.children if child.dep in ("aux", "auxpass")]
    if any(child.lower in _MODALS for child in helpers):
        return True
    if any(child.lower == "to" for child in helpers) or verb.tag == "VB":
        return not (verb.dep == "xcomp" and verb.head.lemma in ("begin", "start", "continue", "help", "manage"))
    return verb.dep == "conj" and verb.head is not verb and not helpers and verb.tag == "VB" and _is_unreal(verb.head)
