"""Which pair of states a factor acts on, and of what kind it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.sides import name_pair, names_in, states_of
from bilateral.vocabulary.factors import KINDS, load_factor_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.factor_cues import Hit
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_kind", "find_pair"]

_JOINING = frozenset(["relation", "relationship", "tie", "dispute", "tension", "alliance", "rivalry", "conflict", "friction", "rift", "ally", "war", "hostility", "mistrust", "challenge", "difference", "clash", "trade", "commerce", "cooperation"])
"""Nouns that join the two states after them into a pair of their own: "the dispute between Greece and Turkey"."""

_FRIENDS = re.compile(r"\b(?:friends?|friendship|partner|ally|relationship|guarantor)\b")
"""Cues that join two states by themselves: "China is a good friend of Fiji"."""

_RELATIONS = frozenset(["relation", "tie", "relationship", "dispute", "tension", "war", "conflict", "dialogue"])
_SIDE = 60
"""Characters around a hit in which a word of topic counts half."""

_OF_CUE, _OF_HIT, _OF_WILL = 4, 2, 1
"""What a word of topic counts: as the cue itself, in the clause, and where it only says that something is wanted."""

_BACK = 2
"""Sentences before in the paragraph that can tell the kind of one without a word of topic."""

_COMPARED = re.compile(r"\b(?:unlike|than|compared\s+(?:with|to)|in\s+contrast\s+(?:with|to))\s+", re.IGNORECASE)  # than with Moscow
_NAME_AFTER = 40
"""Characters after a word of comparing in which the compared states stand: "Unlike the United States and China"."""


def find_pair(doc: ParsedDocument, hit: Hit) -> str | None:
    """The dyad of a factor: two states that its own noun joins, else the document's pair.

    Does not give a region or body a pair of its own; what is said of a third
    state is a factor of the document's pair unless the text joins that state
    with one of the two.

    Args:
        doc: The document.
        hit: A cue in its clause.

    Returns:
        Two codes in alphabetical order; None if the document has no pair and the clause names fewer than two states.
    """
    states = [state for state in states_of(names_in(hit.sentence, hit.start, hit.end)) if is_state(state)]
    main = set(doc.dyad or ())
    joined = _joined(hit, states) or _with_third(hit, states, main)
    if joined and set(joined) != main:
        return name_pair(*joined)
    if doc.dyad:
        return name_pair(*doc.dyad)
    return name_pair(states[0], states[1]) if len(states) > 1 else None


def _joined(hit: Hit, states: list[str]) -> tuple[str, str] | None:
    """The two states of "the dispute between X and Y", "X's relations with Y", if just two stand under one noun."""
    if len(states) < 2:  # noqa: PLR2004 - a pair
        return None
    for token in hit.sentence.tokens:
        if not (hit.start <= token.start < hit.end) or token.lemma.lower() not in _JOINING:
            continue
        under = _states_under(token, hit.sentence)
        if len(under) == 2:  # noqa: PLR2004 - a pair
            return under[0], under[1]
    return None


def _with_third(hit: Hit, states: list[str], main: set[str]) -> tuple[str, str] | None:
    """A side of the document's pair and a third state: "ruined the relations with Libya", "fears Iran's missiles"."""
    third = [state for state in states if state not in main]
    named = [state for state in states_of(names_in(hit.sentence, hit.sentence.start_char, hit.end)) if state in main]
    if len(third) != 1 or len(named) != 1:
        return None
    if hit.is_of_doer or (_FRIENDS.search(hit.cue) and states_of(names_in(hit.sentence, hit.start, hit.end)) != named):
        return named[0], third[0]
    for token in hit.sentence.tokens:
        if hit.start <= token.start < hit.end and token.lemma.lower() in _RELATIONS and _states_under(token, hit.sentence) == third:
            return named[0], third[0]
    return None


def _states_under(noun: Token, sentence: Sentence) -> list[str]:
    """States among the modifiers of a noun: possessors, adjectives, and phrases with "between" and "with"."""
    words = [noun]
    for word in words:
        words.extend(c for c in word.children if c.dep in ("poss", "amod", "compound", "nmod", "prep", "pobj", "conj") and not (word is noun and c.dep == "conj"))
    found: dict[str, None] = {}
    for word in sorted(words, key=lambda word: word.i):
        if word is not noun:
            found.update(dict.fromkeys(state for state in states_of(names_in(sentence, word.start, word.end)) if is_state(state)))
            found.update(dict.fromkeys(_covering(word, sentence)))
    return list(found)


def _covering(word: Token, sentence: Sentence) -> list[str]:
    """States of a mention that covers a word ("South Korea" over "Korea")."""
    return [
        state
        for mention in sentence.mentions
        if mention.start_char <= word.start and word.end <= mention.end_char
        for state in states_of(mention.parties)
        if is_state(state)
    ]


def find_kind(doc: ParsedDocument, hit: Hit, dyad: str) -> str:
    """The kind of a factor: a third party named in it, the kind of its cue, or the topic most of its words have.

    A word of will ("desire", "willingness") tells the kind only where nothing tells what is wanted.

    Args:
        doc: The document.
        hit: A cue in its clause.
        dyad: The pair it acts on.

    Returns:
        One of the seven kinds; `economic` or `security` where no word of its sentence and of those before it tells.
    """
    pair = set(dyad.split("-"))
    if any(is_state(state) and state not in pair for state in _states_in(hit)):
        return "third party"
    if hit.kind:
        return hit.kind
    counts = _count_topics(hit) or _count_around(doc, hit.sentence)
    if not counts:
        return "security" if hit.polarity == "hurdle" else "economic"
    return max(KINDS, key=lambda kind: counts[kind])


def _states_in(hit: Hit) -> list[str]:
    """States of a clause, without one that it only compares with: "unlike Washington", "closer than with Moscow"."""
    compared = _COMPARED.finditer(hit.sentence.text)
    aside = [(hit.sentence.start_char + one.start(), hit.sentence.start_char + one.end() + _NAME_AFTER) for one in compared]
    named = [m for m in hit.sentence.mentions if hit.start <= m.start_char < hit.end and not any(start <= m.start_char < end for start, end in aside)]
    return states_of([party for mention in named for party in mention.parties])


def _count_topics(hit: Hit) -> Counter[str]:
    """Words of topic in a hit and beside it, by kind."""
    words = load_factor_words()
    counts: Counter[str] = Counter()
    for token in hit.sentence.tokens:
        topic, is_will = _topic(token), token.lemma.lower() in words.wills
        if topic and hit.start <= token.start < hit.end:
            weight = _OF_CUE if token.lower in hit.cue or token.lemma.lower() in hit.cue else _OF_HIT
            counts[topic] += _OF_WILL if is_will else weight
        elif topic and not is_will and hit.start - _SIDE <= token.start < hit.end + _SIDE:
            counts[topic] += 1
    inside = hit.sentence.text[max(0, hit.start - hit.sentence.start_char) : hit.end - hit.sentence.start_char].lower()
    for phrase, topic in words.topic_phrases:
        counts[topic] += _OF_HIT * len(phrase.findall(inside))
    return +counts


def _count_around(doc: ParsedDocument, sentence: Sentence) -> Counter[str]:
    """Words of topic in a sentence, else in the nearest before it in its paragraph."""
    for place in range(sentence.index, max(-1, sentence.index - _BACK - 1), -1):
        other = doc.sentences[place]
        if other.paragraph != sentence.paragraph:
            break
        counts = Counter(topic for token in other.tokens if (topic := _topic(token)))
        if counts:
            return counts
    return Counter()


def _topic(token: Token) -> str | None:
    topics = load_factor_words().topics
    return topics.get(token.lower) or topics.get(token.lemma.lower())
