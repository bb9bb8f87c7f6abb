"""Whom "we", "our", "us" and "you" stand for: the speaker's own side, both sides, or who is spoken to.

"We" is the speaker's side, unless the words tell of what two do with each
other ("we met", "we agreed", "our talks", "together") and the text tells with
whom. "We discussed it with Ottawa" and "our ties with Peru" name the other
beside it and stay the speaker's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.first_person import inside, is_addressed, part_at, voice_at
from bilateral.extraction.named_parties import parties_of, state_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.discourse import Memory
    from bilateral.extraction.first_person import Voices
    from bilateral.parsed import Sentence, Token

__all__ = ["SECOND_PERSON", "find_addressee", "find_speaking"]

SECOND_PERSON = frozenset(["you", "your", "yours", "yourself"])
"""Pronouns of who is spoken to."""

_SINGULAR = frozenset(("i", "me", "my", "mine", "myself"))
_AFTER_BOTH = frozenset(["discuss", "agree", "exchange", "meet", "underscore", "reiterate", "share", "reaffirm", "sign", "talk", "stress", "recognize", "recognise", "affirm", "review", "conclude", "hold", "note", "pledge", "welcome"])
"""Verbs whose "we" is both sides right after "the President and I"."""
_MUTUAL_VERBS = frozenset(["discuss", "agree", "exchange", "meet", "talk", "negotiate", "converse", "confer"])
_MUTUAL_HEADED = frozenset(["have", "hold", "reach", "conclude", "sign", "issue", "finalise", "finalize", "adopt", "initial", "start", "begin", "complete", "conduct"])
_MUTUAL_OBJECTS = frozenset(["meeting", "talk", "discussion", "conversation", "exchange", "consultation", "dialogue", "negotiation", "agreement", "understanding", "consensus", "accord", "treaty", "memorandum", "mou", "declaration", "communiqué", "communique", "session", "summit", "pact", "protocol"])
_MUTUAL_NOUNS = frozenset(["relationship", "relation", "tie", "partnership", "alliance", "friendship", "cooperation", "co-operation", "collaboration", "meeting", "talk", "discussion", "conversation", "dialogue", "agreement", "trade", "bond", "consultation", "negotiation"])
_SIDES = frozenset(["countries", "nations", "peoples", "governments", "economies", "states", "leaders", "delegations", "sides", "parliaments", "capitals"])
_TOGETHER = frozenset(("together", "jointly", "both", "mutually", "bilaterally"))
_GOING_ON = frozenset(["be", "have", "go", "continue", "decide", "able", "begin", "start", "resolve", "manage", "commit", "need", "intend", "look", "try", "get", "come", "pledge"])
_PRONOUNS = frozenset(("them", "him", "her", "you", "it", "those", "these"))
_GIVING = frozenset(("to", "for"))
_COMPLEMENT = frozenset(("with", "to", "towards", "toward", "between", "in", "among", "of"))
_MAX_CHAIN = 3
_MET_WINDOW = 3
"""Sentences back in which "we agreed" finds whom the speaker met."""

_YOURS = frozenset(["country", "government", "nation", "people", "delegation", "president", "minister", "excellency", "majesty", "leadership", "hospitality", "visit", "chancellor", "parliament", "economy", "support", "generosity", "friendship", "invitation", "state", "kingdom", "army", "capital", "side", "embassy"])


def find_speaking(sentence: Sentence, token: Token, memory: Memory, *, voices: Voices) -> tuple[list[str], str | None]:
    """The party of a word in the first person, and the full name where "I" is a person.

    Does not find whom "we" includes beyond two states.

    Args:
        sentence: The word's sentence.
        token: "I", "we", "our" or the like.
        memory: What the text has told so far.
        voices: Who says it.

    Returns:
        One party, or both sides; ([], None) if the speaker is not known.
    """
    if voices.joint and token.lower not in _SINGULAR and not inside(voices.quotations, token.start):
        return list(voices.joint), None
    voice = voice_at(voices, sentence, token)
    if voice is None:
        return [], None
    party, name = voice
    if token.lower in _SINGULAR:
        return [party], name
    other = _other_side(sentence, token, memory, voices, state_of(party))
    if other and _is_of_both(sentence, token, memory, other):
        return [party, other], None
    return [party], None


def _other_side(sentence: Sentence, token: Token, memory: Memory, voices: Voices, own: str) -> str | None:
    """With whom a speaker does what "we" do: "X and I", else whom he just met, else who stands beside him."""
    is_near = sentence.paragraph - memory.has_mr_and_i[0] <= 1
    if is_near:
        party = memory.i_party or next((state for state in memory.dyad or () if state != own and own in (memory.dyad or ())), None)
        if party and state_of(party) != own:
            return party
    met = memory.met
    if met is not None and sentence.index - met[0] <= _MET_WINDOW and sentence.paragraph - met[1] <= 1 and state_of(met[2]) != own:
        return met[2]
    part = part_at(voices, sentence, token)
    other = voices.others.get(part.label) if part else voices.author_other
    if other is None and _has_both(token):
        named = [state for state in memory.named if state != own and is_state(state)]
        other = named[0] if len(named) == 1 and sentence.index - memory.named_at <= 1 else None
    return other if other != own else None


def _has_both(token: Token) -> bool:
    """Whether "we" is "we both"."""
    return any(word.lower == "both" and word.dep != "cc" for word in (*token.children, *(child for child in token.head.children if child.i == token.i + 1)))


def _is_of_both(sentence: Sentence, token: Token, memory: Memory, other: str) -> bool:
    """Whether the words around "we", "our" or "us" tell of both sides."""
    if token.dep == "poss":
        return sentence.index == memory.has_mr_and_i[1] or _is_shared(token.head, sentence)
    if token.lower == "us":
        return token.dep == "pobj" and (token.head.lower == "between" or token.head.head.lower in ("both", "two"))
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    is_after_both = token.head.lemma in _AFTER_BOTH and sentence.paragraph - memory.has_mr_and_i[0] <= 1
    if is_after_both or sentence.index == memory.has_mr_and_i[1] or _has_both(token):
        return True
    return any(_is_mutual(verb) for verb in _chain(token.head)) and not _names_other(token.head, sentence, other)


def _is_shared(noun: Token, sentence: Sentence) -> bool:
    """Whether a noun after "our" is of both sides: "our talks", "our countries"; not "our ties with Peru"."""
    lemma = noun.lemma.lower()
    is_plural_side = noun.lower in _SIDES
    is_joint = any(child.lower in ("joint", "bilateral", "mutual", "shared", "two", "respective") for child in noun.children)
    if not (is_plural_side or is_joint or lemma in _MUTUAL_NOUNS):
        return False
    return not any(prep.lower in _COMPLEMENT and parties_of(pobj, sentence) for prep in noun.find_children("prep") for pobj in prep.find_children("pobj"))


def _chain(verb: Token) -> Iterator[Token]:
    """A verb and what its subject goes on to do: "are | going | to meet", "were able | to have"."""
    yield verb
    for _ in range(_MAX_CHAIN):
        if verb.lemma not in _GOING_ON:
            return
        following = next((child for child in verb.children if child.dep in ("xcomp", "acomp", "prep") and child.i > verb.i and (child.dep != "prep" or child.lower == "on")), None)
        if following is None:
            return
        verb = following
        yield verb


def _is_mutual(verb: Token) -> bool:
    """Whether a verb is of two: "discussed", "had a meeting", "work together"."""
    if any(child.lower in _TOGETHER for child in verb.children):
        return True
    if verb.lemma in _MUTUAL_VERBS:
        return True
    objects = [child for child in verb.children if child.dep in ("dobj", "attr")]
    is_joint = any(child.lower in ("joint", "bilateral") for word in objects for child in word.children)
    return verb.lemma in _MUTUAL_HEADED and (is_joint or any(word.lemma.lower() in _MUTUAL_OBJECTS for word in objects))


def _names_other(verb: Token, sentence: Sentence, other: str) -> bool:
    """Whether a clause says with or for whom it is done: "we discussed it with them", "we agreed to lend Tonga a ship"."""
    below = [verb]
    for word in below:
        below.extend(child for child in word.children if child.dep in ("xcomp", "dobj", "prep", "dative", "acomp", "conj") and child.i > word.i and not (child.dep == "conj" and child.find_children("nsubj")))
    for word in below:
        if word.dep == "dative" and state_of(next(iter(parties_of(word, sentence)), "")) == other:
            return True
        if word.dep != "prep":
            continue
        for pobj in word.find_children("pobj"):
            parties = parties_of(pobj, sentence)
            is_partner = word.lower == "with" or (word.lower == "to" and word.head.lemma in ("talk", "speak"))
            if is_partner and (parties or pobj.lower in _PRONOUNS):
                return True
            if word.lower in _GIVING and other in map(state_of, parties):
                return True
    return False


def find_addressee(sentence: Sentence, token: Token, voices: Voices) -> list[str]:
    """The state of who is spoken to with "you" or "your"; empty where it may be anybody.

    Does not resolve "you" to reporters, an audience or one in general ("you know").

    Args:
        sentence: The word's sentence.
        token: "you", "your" or the like.
        voices: Who speaks, and with whom.

    Returns:
        One party, or nothing.
    """
    if inside(voices.quotations, token.start):
        told = voices.told.get(sentence.index)
        return [told] if told else []
    part = part_at(voices, sentence, token)
    if part is not None and part.is_question:
        answering = voices.answering.get(part.start)
        return [answering] if answering else []
    other = voices.others.get(part.label) if part else voices.author_guest
    if other is None or not is_state(other) or _is_in_general(token):
        return []
    if token.dep == "poss" and token.head.lemma.lower() in _YOURS:
        return [other]
    is_between_two = token.dep == "poss" and part is not None and part.start not in voices.after_question
    return [other] if is_between_two or is_addressed(voices, sentence) else []


def _is_in_general(token: Token) -> bool:
    """Whether "you" is the audience or anybody: "as you know", "thank you all", "Thank you."."""
    if token.head.lemma in ("know", "see", "guy", "all") and token.dep == "nsubj":
        return True
    after = [child.lower for child in token.children]
    is_bare_thanks = token.head.lemma == "thank" and not token.head.find_children("nsubj") and not any(child.lower == "for" for child in token.head.children)
    return "all" in after or "guys" in after or is_bare_thanks
