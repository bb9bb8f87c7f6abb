"""Which states an undertaking ties together, and how: by its own words, by who builds it, or by the text it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of
from bilateral.extraction.clauses import find_subjects, spread_conjuncts
from bilateral.extraction.project_names import find_tail
from bilateral.extraction.sides import states_of
from bilateral.vocabulary.projects import load_project_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Commitment

__all__ = ["find_pair_of_phrase", "find_parties", "find_states_across", "is_agreed", "states_between"]

_PAIR = 2
_LINKS = 4
"""Words over an undertaking through which the verb of building is still its own: "to conduct studies for a pipeline"."""

_LINKING = re.compile(r"\b(?:joint(?:ly)?|bilateral|binational|both (?:sides|countries)|the two (?:countries|sides|governments)|our two|together)\b", re.IGNORECASE)
_AS_ONE = re.compile(rf"{_LINKING.pattern}|\b(?:agreed|signed|committed|each other|our (?:\w+ )?(?:countries|governments|nations|peoples|cooperation|relationship|partnership))\b", re.IGNORECASE)
_FIRST = frozenset(("we", "us", "our", "ours"))
_TOGETHER = re.compile(
    r"\b(?:joint(?:ly)?|bilateral|trilateral|together|with|between|both|agree\w*|sign\w*|memorand\w+|contract\w*|consorti\w+|partner\w*|stake|share|deal|build\w*|built|construct\w*"
    r"|invest\w*|fund\w*|financ\w+|loan|supply|supplies|deliver\w*|link\w*|connect\w*|participat\w+|take part|took part|part in|cooperat\w+|collaborat\w+|pull\w* out|halt\w*|suspend\w*|train\w*|open\w*|complet\w+|launch\w*|set\w* up|creat\w+|establish\w*|beg[aiu]n\w*|start\w*|plan\w*|inaugurat\w+|cross\w*|through|from)\b",
    re.IGNORECASE,
)
"""Words of doing something together, without which two states in a sentence are not the two sides of its undertaking."""


def find_parties(doc: ParsedDocument, sentence: Sentence, span: tuple[int, int], *, commitments: Sequence[Commitment] = (), is_joint: bool = False) -> tuple[str, ...]:
    """The states tied to an undertaking.

    Those named with it, those bound by a promise about it, those of its sentence
    where a word of doing something together stands there, or the document's pair
    if it is joint. Does not find bodies, nor states that only "it" names.

    Args:
        doc: A parsed document.
        sentence: The sentence of the undertaking.
        span: Its phrase, in characters of the document.
        commitments: Promises of the document.
        is_joint: Whether its words say that it is of two sides.

    Returns:
        State codes, each once.
    """
    start, end = span
    named = states_between(sentence, start, end)
    for commitment in commitments:
        if commitment.start_char <= start and end <= commitment.end_char:
            named += [state for state in states_of([*commitment.actor, *commitment.recipient]) if is_state(state)]
    if len(set(named)) < _PAIR and (is_joint or _TOGETHER.search(sentence.text)):
        named += states_between(sentence, *_clause_around(sentence, start))
    pair = doc.dyad or ()
    if len(set(named)) < _PAIR and pair and (not named or set(named) & set(pair)) and (is_joint or _LINKING.search(sentence.text)):
        named += pair
    return tuple(dict.fromkeys(named))


def _clause_around(sentence: Sentence, start: int) -> tuple[int, int]:
    """The sentence without the clauses of time and condition beside the one that a character stands in."""
    token = next((word for word in sentence.tokens if word.start >= start), None)
    for word in (token, *token.ancestors()) if token is not None else ():
        if word.dep == "advcl":
            words = word.subtree()
            return words[0].start, words[-1].end
    return sentence.start_char, sentence.end_char


def states_between(sentence: Sentence, start: int, end: int) -> list[str]:
    """States named in a stretch, also by a capital, each once; by "we" only where the sentence says that the two agree."""
    is_both = is_agreed(sentence.text)
    own = [m for m in sentence.mentions if start <= m.start_char and m.end_char <= end and (is_both or len(m.parties) < _PAIR or m.how != "pronoun" or m.quote.lower() not in _FIRST)]
    return [state for state in states_of(party for m in own for party in m.parties) if is_state(state)]


def is_agreed(text: str) -> bool:
    """Whether a sentence says that two sides act as one: "we agreed", "jointly", "both countries".

    Example:
        >>> is_agreed("We have agreed to build it."), is_agreed("We built the Snowy scheme.")
        (True, False)
    """
    return bool(_AS_ONE.search(text))


def find_pair_of_phrase(head: Token, sentence: Sentence) -> tuple[str, ...]:
    """The states in the words of an undertaking: its name, and the clause that says what it links.

    Does not look at who builds it.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        State codes, each once: two for "the Turkmenistan-Pakistan pipeline" and "a line that carries power from Laos to Thailand".
    """
    words = [*_left_of(head), head, *find_tail(head, sentence)]
    found = {word.start: word for word in words}
    named: dict[str, None] = {}
    for mention in sentence.mentions:
        if any(mention.start_char <= start and found[start].end <= mention.end_char for start in found):
            named.update((state, None) for state in states_of(mention.parties) if is_state(state))
    return tuple(named)


def _left_of(head: Token) -> list[Token]:
    return [word for word in head.subtree() if word.i < head.i]


def find_states_across(head: Token, sentence: Sentence, sides: Sequence[str] = ()) -> tuple[str, ...]:
    """The states of an undertaking that one side builds, pays or runs in or with another.

    Does not find the builder that only the sentence before names.

    Args:
        head: The noun.
        sentence: Its sentence.
        sides: Whom the subject stands for where it names nobody ("we", "the two sides").

    Returns:
        Codes of the builders and of the states in the phrase if these are at least two; else nothing.
    """
    verb = _building_verb(head) or _verb_of_partner(head, sentence)
    if verb is None:
        return ()
    builders = [state for word in _doers(verb) for state in states_of(parties_of(word, sentence)) if is_state(state)]
    phrase = find_pair_of_phrase(head, sentence)
    states = tuple(dict.fromkeys([*(builders or sides), *phrase]))
    return states if len(states) >= _PAIR else ()


def _building_verb(head: Token) -> Token | None:
    """The verb of building, paying or agreeing over an undertaking, through nouns and infinitives."""
    verbs = load_project_words().building_verbs
    for below, word in zip((head, *head.ancestors()), list(head.ancestors())[:_LINKS], strict=False):
        if below.dep in ("relcl", "appos", "nsubj", "advcl"):
            return None
        if word.pos == "VERB" and word.lemma in verbs:
            return word
    return None


def _verb_of_partner(head: Token, sentence: Sentence) -> Token | None:
    """The verb over an undertaking with a named partner: "will use a pipeline link with Angola"."""
    partners = [word for prep in head.find_children("prep") if prep.lower == "with" for word in prep.find_children("pobj") if parties_of(word, sentence)]
    return head.head if partners and head.dep == "dobj" and head.head.pos == "VERB" else None


def _doers(verb: Token) -> list[Token]:
    """The subject of a verb, or of the verbs over it: "X agreed to build", "X announced it would build"."""
    for word in (verb, *verb.ancestors()):
        if word.pos not in ("VERB", "AUX"):
            continue
        subjects = find_subjects(word) or [w for c in word.find_children("nsubj") for w in spread_conjuncts(c)]
        if subjects and not all(subject.pos == "PRON" for subject in subjects):
            return subjects
    return []
