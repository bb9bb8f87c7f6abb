"""Speakers without a name: whose "the researcher" and "the president" is, and which state "the ministry" serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.leaders_known import find_leaders
from bilateral.extraction.named_parties import is_person_noun
from bilateral.vocabulary.speech import load_speech
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.voices import Speaker, Voices
    from bilateral.parsed import Sentence, Token

__all__ = ["ABROAD", "context_party", "role_holder"]

_DEFINITE = frozenset(("the", "this", "that"))
_AT = frozenset(("in", "at", "of"))
ABROAD = frozenset(("embassy", "ambassador", "consulate"))
"""Organs that do not serve the state where they are."""
CONTEXT_SENTENCES = 1
"""Sentences before one in which the only state named lends itself to "the ministry"; with 2 it was wrong as often as right."""


def role_holder(head: Token, voices: Voices) -> Speaker | str | None:
    """Who "the researcher" or "the President" is: a speaker described before, else a person with that office.

    Does not find holders that only the table of leaders and the state of the
    phrase tell; mentions of those are found by `actors`.

    Args:
        head: Head of a phrase without a name.
        voices: What is known of the speakers.

    Returns:
        The speaker described before, or the name of a person; None if neither.
    """
    lemma = head.lemma.lower()
    first = head.head if head.dep == "conj" else head  # the President and |Prime Minister|
    if not any(child.lower in _DEFINITE for child in (*head.children, *first.children)) or head.tag not in ("NN", "NNP"):
        return None
    others = [child for child in head.children if child.dep not in ("det", "relcl", "punct", "appos", "cc", "conj")]
    described = voices.roles.get(lemma)
    known = set(described.name.lower().split()) | {"same", "other"} if described else set()
    if described is not None and all(child.dep in ("compound", "amod") and child.lower in known for child in others):
        return described
    if others or head is not first or not is_person_noun(head):
        return _holder_of_title(head, others, voices)
    if head.tag == "NNP":
        return _capital_holder(lemma, voices, head.start)
    return _last_holder(lemma, voices)


def _holder_of_title(head: Token, others: Sequence[Token], voices: Voices) -> str | None:
    """The one person whom the document or its title names with an office of several words: "the Vice President"."""
    if head.tag != "NNP" or not others or any(word.dep != "compound" or word.tag != "NNP" for word in others):
        return None
    title = " ".join(word.lower for word in (*others, head))
    holders = {office.person for office in voices.offices.values() if office.office.lower() == title}
    if len(holders) > 1:
        return None
    return holders.pop() if holders else voices.titled.get(title)


def _last_holder(lemma: str, voices: Voices) -> Speaker | str | None:
    """The last person with this office, else the only one, else the last speaker of whom no office is known."""
    last = voices.last_person
    if last is not None and last.office and lemma in last.office.lower().split():
        return last
    holders = {o.person for o in voices.offices.values() if lemma in o.office.lower().split()}
    if len(holders) == 1:
        return holders.pop()
    is_open = last is not None and last.office is None and (last.state is None or last.sector != "GOV")
    return last if is_open and last is not None and last.name[:1].isupper() else None


def _capital_holder(lemma: str, voices: Voices, at: int) -> str | None:
    """"the President" in a release: the one of the home state, else the first who holds the office, if he was named before.

    In a transcript guests are named by their names and the own president is not, so that one of several is nobody.
    """
    holders = [name for name in voices.leaders if _holds(name, lemma, voices)]
    if voices.home is not None:
        return next((name for name in holders if state_of(voices.states.get(name, "")) == voices.home), None)
    if voices.is_transcript and len(holders) > 1:
        return None
    return holders[0] if holders and voices.leaders[holders[0]] < at else None


def _holds(name: str, lemma: str, voices: Voices) -> bool:
    office = voices.offices.get(name.lower())
    if office is not None:
        words = office.office.lower().split()
        return lemma in words and not {"vice", "deputy", "former"} & set(words)
    return any(leader.office.replace("_", " ").split()[-1] == lemma and "vice" not in leader.office for leader in find_leaders(name, None))


def context_party(head: Token, sentence: Sentence, voices: Voices) -> str | None:
    """The state that an organ serves where its phrase names none: "the foreign ministry", "officials in Seoul".

    Reads the place behind it, the same organ before, the only state named
    right before, and where the document was written, in this order.

    Args:
        head: Head of the phrase.
        sentence: Its sentence.
        voices: What is known of the document.

    Returns:
        A party code; None if the noun is no organ of a state or nothing tells.
    """
    lemma = head.lemma.lower()
    if lemma not in load_speech().organs or any(child.dep in ("poss", "nmod") for child in head.children):
        return None
    if any(child.lower == "there" for child in head.children):
        return _only_state_near(sentence, voices)
    return _place_behind(head, sentence) or _state_without_place(head, sentence, voices)


def _state_without_place(head: Token, sentence: Sentence, voices: Voices) -> str | None:
    lemma = head.lemma.lower()
    if lemma in ABROAD:
        return voices.organs.get("embassy")
    is_definite = any(child.lower in _DEFINITE for child in head.children)
    if voices.home is not None and (voices.dyad is None or voices.home in voices.dyad):
        return voices.home
    if not is_definite:
        return None
    return (voices.organs.get(lemma) if voices.home is None else None) or _only_state_near(sentence, voices)


def _place_behind(head: Token, sentence: Sentence) -> str | None:
    """The state of "in Seoul" behind an organ."""
    for prep in head.find_children("prep"):
        for pobj in prep.find_children("pobj") if prep.lower in _AT else ():
            mention = mention_at(sentence, pobj)
            if mention is not None and len(mention.parties) == 1 and is_state(state_of(mention.parties[0])):
                return state_of(mention.parties[0])
    return None


def _only_state_near(sentence: Sentence, voices: Voices) -> str | None:
    """The state that is the subject of the sentence before, else the only one that it names."""
    for index in range(sentence.index - 1, sentence.index - 1 - CONTEXT_SENTENCES, -1):
        named: Sequence[str] = voices.named_in.get(index, ())
        if index in voices.subject_of:
            return voices.subject_of[index]
        if named:
            return named[0] if len(named) == 1 else None
    return None
