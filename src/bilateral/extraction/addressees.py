"""To whom something is said: "told |reporters|", "said to |Lavrov|", "urged |Tehran| to", "in a letter to |the pope|"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import is_passive, spread_conjuncts
from bilateral.extraction.named_parties import common_lemma, mention_at, parties_of, state_of
from bilateral.extraction.occasions import is_occasion, noun_span
from bilateral.extraction.speaker_roles import role_holder
from bilateral.extraction.speakers import can_speak
from bilateral.vocabulary.addressees import load_addressees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.voices import Speaker, Voices
    from bilateral.parsed import Sentence, Token

__all__ = ["Addressee", "find_addressee", "name_addressee"]

_UNTOLD = frozenset("himself herself itself themselves each one another other others me us you him her them it it's".split())
"""Words that tell of nobody who could be named; persons whom a pronoun stands for are named by their mention."""
_PASSIVE = "nsubjpass"
_TO = frozenset(("to",))
_PREPOSITIONAL = frozenset(("prep", "dative", "prt"))


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom something is said, and where that is told."""

    name: str
    state: str | None
    start: int | None
    end: int | None


def find_addressee(sentence: Sentence, cue: Token, content: tuple[int, int], *, prepositions: Sequence[Token]) -> Token | None:
    """Find the head of the phrase that names to whom something is said.

    Does not find who is spoken of ("accused |Ankara|") and who is only present.

    Args:
        sentence: A parsed sentence.
        cue: The word of saying.
        content: Start and end of what is said.
        prepositions: What `prepositions_of` tells of the sentence.

    Returns:
        The head; None if the sentence does not tell it.
    """
    for word in (cue, *_speaking_beside(cue)):
        for head in _told(word):
            if _can_hear(head, sentence):
                return head
    if cue.dep == "dobj":
        for head in _carried(cue, content):
            if _can_hear(head, sentence):
                return head
    return next((head for head in _by_message(prepositions, cue, content) if _can_hear(head, sentence)), None)


def _speaking_beside(cue: Token) -> list[Token]:
    """Participles of speaking beside a cue: "|Speaking| to lawmakers, he said"."""
    beside = [child for child in cue.children if child.dep == "advcl" and child.tag == "VBG"]
    return [child for child in beside if child.lemma in load_addressees().verbs] if beside else beside


def _told(word: Token) -> Iterator[Token]:
    """Who is spoken to by one word: the object of "told", the "to" of "said" and "warning"."""
    words = load_addressees()
    prepositions = words.verbs.get(word.lemma) if word.tag[:2] == "VB" else _TO if common_lemma(word) in words.messages else None
    if not prepositions:
        return iter(()) if prepositions is None else _objects(word)
    found = [prep for prep in word.children if prep.lower in prepositions and prep.i > word.i and prep.dep in _PREPOSITIONAL]
    return (pobj for prep in found for pobj in prep.find_children("pobj"))


def _carried(noun: Token, content: tuple[int, int]) -> Iterator[Token]:
    """Who gets a message where the parser hung him on its verb: "issued a warning to |Riyadh|"."""
    if common_lemma(noun) in load_addressees().messages and noun.dep == "dobj":
        preps = (prep for prep in noun.head.find_children("prep", "dative") if prep.lower == "to" and not content[0] <= prep.start < content[1])
        yield from (pobj for prep in preps for pobj in prep.find_children("pobj"))


def _objects(verb: Token) -> Iterator[Token]:
    """The object of a verb of telling, the subject of its infinitive, or its own after a passive."""
    if is_passive(verb):
        yield from (child for child in verb.find_children(_PASSIVE) if child.tag not in ("WDT", "WP"))
        return
    yield from (child for child in verb.find_children("dobj", "dative") if child.i > verb.i and child.dep != "prep" and child.tag != "TO")
    for clause in verb.find_children("xcomp", "ccomp"):
        is_infinitive = clause.tag == "VB" and any(child.lower == "to" and child.dep == "aux" for child in clause.children)
        is_next = [child for child in clause.find_children("nsubj") if child.i > verb.i and (is_infinitive or _is_misread(child, clause, verb))]
        yield from is_next


def _is_misread(noun: Token, clause: Token, verb: Token) -> bool:
    """Whether the parser made one who is told the subject of what he is told: "told |reporters| the road was open"."""
    return verb.lemma == "tell" and len(clause.find_children("nsubj")) > 1 and noun is clause.find_children("nsubj")[0]


def _by_message(prepositions: Sequence[Token], cue: Token, content: tuple[int, int]) -> Iterator[Token]:
    """Who gets the message in which it is said: "in a letter to |the pope|, he said"."""
    messages = load_addressees().messages
    for leading in prepositions:
        if leading.lower != "in" or (leading.head is not cue and leading.head is not cue.head):
            continue
        for noun in leading.find_children("pobj"):
            if common_lemma(noun) not in messages or content[0] <= noun.start < content[1]:
                continue
            yield from (pobj for prep in noun.find_children("prep", "dative") if prep.lower == "to" for pobj in prep.find_children("pobj"))


def _can_hear(head: Token, sentence: Sentence) -> bool:
    """Whether a noun phrase names somebody who can be spoken to."""
    if head.lower in _UNTOLD:
        mention = mention_at(sentence, head)
        return mention is not None and mention.person is not None
    if any(time.start_char <= head.start < time.end_char for time in sentence.times):
        return False  # "will call on Monday for"
    lemma = common_lemma(head)
    words = load_addressees()
    if lemma in words.hearers or lemma in words.media:
        return True
    return can_speak(head, sentence) and (mention_at(sentence, head) is not None or not is_occasion(head))


def name_addressee(head: Token, sentence: Sentence, voices: Voices, *, speaker: Speaker) -> Addressee:
    """Name who is spoken to, with his state where the document tells it.

    Does not change what is remembered of the speakers.

    Args:
        head: Head of the phrase.
        sentence: Its sentence.
        voices: What is known of the document's speakers.
        speaker: Who speaks: "parliament" is of his state where no other is named.
    """
    heads = spread_conjuncts(head)
    start, end = _span_of(heads, sentence)
    words = " ".join(sentence.text[start - sentence.start_char : end - sentence.start_char].split())
    known = _known_person(head, sentence, voices) if len(heads) == 1 else None
    states = {state_of(party) for one in heads for party in parties_of(one, sentence)}
    if known and not states:
        party = voices.states.get(known) or (office.state if (office := voices.offices.get(known.lower())) else None)
        states = {state_of(party)} if party else set()
    if not states and len(heads) == 1 and common_lemma(head) in load_addressees().own and speaker.state and speaker.sector == "GOV" and not _has_owner(head):
        states = {speaker.state}
    return Addressee(known or words, states.pop() if len(states) == 1 else None, start, end)


def _has_owner(head: Token) -> bool:
    """Whether somebody else is named beside a noun: "the Sarawak assembly", "lawmakers in Riga"."""
    return any(child.tag in ("NNP", "NNPS") or child.dep == "prep" for child in head.children)


def _known_person(head: Token, sentence: Sentence, voices: Voices) -> str | None:
    """The full name of a person by his mention, his surname, or his office."""
    mention = mention_at(sentence, head)
    if mention is not None and mention.person:
        return mention.person
    if mention is None and head.tag == "NNP" and not head.find_children("compound"):
        full = voices.full_names.get(head.lower)
        if full and len(full.split()) > 1 and full in voices.states:
            return full
    holder = role_holder(head, voices) if mention is None else None
    return holder if isinstance(holder, str) else None


def _span_of(heads: Sequence[Token], sentence: Sentence) -> tuple[int, int]:
    """The words from the first to the last of coordinated phrases."""
    spans = [noun_span(head, sentence) for head in heads]
    return min(start for start, _ in spans), max(end for _, end in spans)
