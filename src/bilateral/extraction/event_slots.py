"""What stands around a verb, and which words a pattern of the vocabulary takes from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_objects, is_passive
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from bilateral.parsed import Token
    from bilateral.vocabulary.predicates import Step

__all__ = ["Matched", "Places", "find_places", "is_verbal", "look_through", "match_steps"]

_MADE = frozenset("impose levy sign reach conclude negotiate agree direct aim target place lodge file strike hold".split())
"""Participles to look through: "adopted the toughest sanctions ever imposed on", "hailed the accord signed with"."""
_OWNED = frozenset(("of", "from", "by"))


@dataclass(slots=True)
class Places:
    """What stands around a verb, by place: gathered once a verb, read by all its patterns."""

    verb: Token
    objects: list[Token]
    datives: list[Token]
    oblique: dict[str, list[Token]]
    particles: frozenset[str]
    infinitives: list[Token]
    predicates: list[Token]


@dataclass(slots=True)
class Matched:
    """Words by slot, and the words that a pattern's fixed words have matched."""

    slots: dict[str, list[Token]]
    used: set[Token]


def is_verbal(token: Token) -> bool:
    """Whether a word is a verb by its tag or by an auxiliary: "did not back" where the tagger saw an adverb.

    Args:
        token: The word.
    """
    return token.pos in ("VERB", "AUX") or any(child.dep == "aux" for child in token.children)


def find_places(verb: Token) -> Places:
    """Gather what stands around a verb or predicate.

    Args:
        verb: The word.

    Returns:
        Objects, datives, phrases by preposition and complements.
    """
    datives = [child for child in verb.find_children("dative") if child.tag not in ("IN", "TO")]
    objects = find_objects(verb) if is_verbal(verb) else []
    direct = verb.find_children("dobj")
    if is_passive(verb) and direct:  # "he was offered a loan"
        datives, objects = datives + objects, direct
    if not objects and verb.pos == "VERB":
        objects = [child for child in verb.find_children("npadvmod") if child.pos == "PROPN" and child.i > verb.i]
    oblique: dict[str, list[Token]] = {}
    particles = {child.lower for child in verb.children if child.dep in ("prt", "prep", "advmod") or (child.dep == "aux" and child.i > verb.i)}
    holders = [verb, *objects] if len(objects) <= 3 else [verb]  # noqa: PLR2004 - a longer list takes no phrase of the verb
    for holder in holders:
        _add_oblique(holder, oblique, particles)
    for obj in objects:
        for inner in (*look_through(obj), *(child for child in obj.children if child.lower == "worth" or (child.dep == "acl" and child.lemma in _MADE and child.tag == "VBN"))):
            _add_oblique(inner, oblique, particles)
    infinitives = [child for child in verb.children if child.dep in ("xcomp", "ccomp", "advcl") and child.tag == "VB" and _is_bare(child)]
    predicates = verb.find_children("oprd", "acomp", "attr", "xcomp", "ccomp", "advmod")
    return Places(verb, [o for o in objects if o not in datives] or objects, datives, oblique, frozenset(particles), infinitives, predicates)


def _is_bare(verb: Token) -> bool:
    """Whether an infinitive has no auxiliary but "to": not "he did not expect"."""
    return all(child.lower == "to" for child in verb.children if child.dep == "aux")


def look_through(noun: Token) -> list[Token]:
    """The noun behind "a series of", "a round of"; empty for another noun.

    Args:
        noun: Head of a phrase.
    """
    if noun.lemma not in load_word_class("transparent", "nouns"):
        return []
    return [pobj for prep in noun.find_children("prep") if prep.lower == "of" for pobj in prep.find_children("pobj")]


def _add_oblique(holder: Token, oblique: dict[str, list[Token]], particles: set[str]) -> None:
    """Nouns after each preposition, through chains such as "out of"."""
    for prep in holder.children:
        if prep.dep not in ("prep", "agent", "dative", "prt", "advmod") or (prep.dep == "dative" and prep.tag not in ("IN", "TO")):
            continue
        waiting = [prep]
        for word in waiting:
            particles.add(word.lower)
            targets = word.find_children("pobj", "pcomp", *(("amod", "acomp") if word.lower == "as" else ()))  # "described it as unsafe"
            for target in list(targets):
                targets += target.find_children("conj")
            oblique.setdefault(word.lower, []).extend(targets)
            waiting.extend(child for child in word.children if child.dep in ("prep", "pcomp", "conj") and child.tag in ("IN", "TO"))  # "to and from"


def match_steps(steps: tuple[Step, ...], places: Places, *, is_open: bool = False) -> Matched | None:
    """The words in the slots of a pattern.

    Does not judge who the words stand for.

    Args:
        steps: Steps of a pattern.
        places: What stands around the verb.
        is_open: Whether the recipient may be missing, for the context to give.

    Returns:
        Words by slot and the words that fixed words matched; None if the pattern does not fit.
    """
    matched = Matched({}, set())
    for step in steps:
        found = _words_at(step, places, matched)
        if found is None:
            if is_open and step.slot == "R":
                continue
            return None
        if step.words:
            matched.used.update(found)
        if step.slot:
            matched.slots.setdefault("R" if step.slot == "O" else step.slot, []).extend(found)
    return matched


def _words_at(step: Step, places: Places, matched: Matched) -> list[Token] | None:
    """The words that a step takes, None if it finds none and needs one."""
    found = _candidates(step, places)
    has_preposition = bool(set(step.prepositions) & places.particles)
    if step.is_particle:
        return [] if found or has_preposition or ("to" in step.prepositions and places.infinitives) else None
    if step.slot == "C":
        return found if has_preposition or not step.prepositions else None
    if step.slot == "O":
        return [inner for word in matched.used for inner in (look_through(word) or [word])]
    if not step.words:
        found = [word for word in found if word not in matched.used]
    found = found or [word for preposition in step.prepositions for word in _after(matched.used, preposition)]
    if step.words:
        found = [word for word in found if _is_one_of(word, step.words)]
    if not found and step.slot == "R" and _OWNED & set(step.prepositions):
        found = sorted(matched.used, key=lambda word: word.i)  # "wrote off the Sudanese debt" for "debt of R"
    return found if found or step.is_optional else None


def _is_one_of(word: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of the words, itself, behind "a series of", or as a person's title."""
    if word.lemma.lower() in words or any(inner.lemma in words for inner in look_through(word)):
        return True
    return word.pos == "PROPN" and any(child.lower in words for child in word.children if child.dep == "compound")


def _after(words: set[Token], preposition: str) -> list[Token]:
    """Nouns after a preposition that hangs on a word already matched: "no secret of its anger over the visit"."""
    return [
        pobj
        for word in sorted(words, key=lambda word: word.i)
        for prep in word.find_children("prep")
        if prep.lower == preposition
        for pobj in prep.find_children("pobj")
    ]


def _candidates(step: Step, places: Places) -> list[Token]:
    """Words that stand in the place of a step."""
    if not step.prepositions:
        if step.words:
            return [*places.objects, *places.predicates, *places.datives]
        if step.slot == "X":
            return [*places.objects, *places.infinitives, *places.predicates] or [places.verb]
        return places.datives or places.objects
    found = [word for preposition in step.prepositions for word in places.oblique.get(preposition, ())]
    if "that" in step.prepositions:
        found += places.verb.find_children("ccomp")
    if "to" in step.prepositions:
        found += places.infinitives if (step.words or step.slot == "X") else places.datives if step.slot else []
    if not found and any(p in places.particles for p in step.prepositions) and not any(places.oblique.get(p) for p in step.prepositions):
        found = places.objects  # a particle with its object: "shot down the jet"
    return found
