"""The mentions of one undertaking in a document: joined by name, and by what points back to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilateral.extraction.project_names import find_tail, has_own_name
from bilateral.extraction.project_signs import is_modifier
from bilateral.extraction.project_ties import find_acting_states
from bilateral.extraction.sides import states_of
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["Found", "group_mentions", "outermost", "parties_of_group", "with_pointing", "words_of_name"]

_PAIR = 2
_SAME_NAME = 0.5
"""Share of common words from which two names are one undertaking: half, chosen without tuning (the seeds have too few)."""
_NAME_NOISE = frozenset(["the", "a", "an", "of", "in", "at", "near", "for", "to", "project", "and"])
_NEXT = 2
"""Sentences in which "the project" points back (chosen without tuning)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that names an undertaking, with the states tied to it."""

    sentence: Sentence
    head: Token
    start: int
    end: int
    name: str
    parties: tuple[str, ...]


def words_of_name(name: str) -> set[str]:
    """The words of a name that tell it apart, in lower case.

    Example:
        >>> sorted(words_of_name("the port of Gwadar project"))
        ['gwadar', 'port']
    """
    return set(re.findall(r"\w+", name.lower())) - _NAME_NOISE


def with_pointing(doc: ParsedDocument, found: list[Found]) -> list[Found]:
    """The undertakings, with who acts on what points back to one that only one state is tied to: "the project", "the dam"."""
    return [_pointed_at(doc, item) if len(item.parties) < _PAIR else item for item in found]


def _pointed_at(doc: ParsedDocument, item: Found) -> Found:
    """An undertaking with the states that the next sentences of its paragraph tie to "the project" or to its bare noun."""
    said = [one for one in doc.sentences if one.paragraph == item.sentence.paragraph and 0 < one.index - item.sentence.index <= _NEXT]
    names = {item.head.lemma.lower(), "project", "scheme", "work"}
    heads = [(token, one) for one in said for token in one.tokens if token.lemma.lower() in names and token.pos == "NOUN" and not has_own_name(token, one) and not is_modifier(token)]
    states = [state for token, one in heads if any(child.lower in ("the", "this", "its") for child in token.children) for state in find_acting_states(token, one)]
    return replace(item, parties=tuple(dict.fromkeys([*item.parties, *states])))


def parties_of_group(group: Sequence[Found]) -> list[str]:
    """The states tied to an undertaking by any of its mentions."""
    return list(dict.fromkeys(state for item in group for state in item.parties))


def group_mentions(found: list[Found]) -> list[list[Found]]:
    """Mentions of one undertaking together, by the words of their names."""
    groups: list[list[Found]] = []
    for item in found:
        group = next((group for group in groups if any(_is_same(item, other) for other in group)), None)
        if group is None:
            groups.append([item])
        else:
            group.append(item)
    return groups


def _is_same(item: Found, other: Found) -> bool:
    """Whether two mentions are of one undertaking.

    They are of one kind of works and the proper words of one name are in the other, or both have none and join the same
    states ("the Chad-Niger pipeline", "the southern Chad-Niger pipeline"); or most words of the names are common, or all of the shorter.
    """
    mine, theirs = words_of_name(item.name), words_of_name(other.name)
    smaller = min(len(mine), len(theirs))
    if not smaller or not _is_one_kind(mine, theirs):
        return False
    proper, others = _proper(item), _proper(other)
    if proper and others:
        return proper <= others or others <= proper
    is_one_noun = item.head.lemma == other.head.lemma
    if not proper and not others and is_one_noun and len(set(item.parties) & set(_in_name(item))) >= _PAIR and set(_in_name(item)) == set(_in_name(other)):
        return True
    shared = len(mine & theirs)
    return shared / len(mine | theirs) >= _SAME_NAME or (shared == smaller and smaller > 1)


def _is_one_kind(mine: set[str], theirs: set[str]) -> bool:
    """Whether two names are of works of one kind, or one of them does not tell: a rail link is no port."""
    families = load_project_words().families
    one, other = ({families[word] for word in words if word in families} for words in (mine, theirs))
    return not one or not other or bool(one & other)


def _proper(item: Found) -> set[str]:
    """The capitalised words of a name that are no states', nor the nouns of works."""
    heads = load_project_words().heads
    stated = {word.lower() for m in item.sentence.mentions if m.how in ("name", "demonym") for word in re.findall(r"\w+", m.quote)}
    return {word.lower() for word in re.findall(r"\w+", item.name) if word[0].isupper() and word.lower() not in stated and word.lower() not in heads} - _NAME_NOISE


def _in_name(item: Found) -> list[str]:
    """The states in the words of a name."""
    return [state for m in item.sentence.mentions if m.how in ("name", "demonym") and m.quote in item.name for state in states_of(m.parties)]


def outermost(found: list[Found]) -> list[Found]:
    """Without the works that only name another: "the Trans-Korean railways" of "a link between … and the Trans-Korean railways"."""
    kept = [item for item in found if not any(_holds(other, item) for other in found)]
    return [item for item in kept if not any(other is not item and item.head in find_tail(other.head, other.sentence) for other in kept)]


def _holds(outer: Found, inner: Found) -> bool:
    """Whether one phrase lies in another, or is the same one with its noun further inside."""
    if outer.head is inner.head or not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    return (outer.start, outer.end) != (inner.start, inner.end) or outer.head.i < inner.head.i
