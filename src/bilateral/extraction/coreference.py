"""What refers back to a named actor: pronouns, "the president", "the country", "bilateral".

One walk over the document in text order with a short memory. Where two
readings are equally likely a word stays unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.both_sides import pair_of, settle_pairs
from bilateral.extraction.discourse import (
    Memory,
    remember,
    remember_description,
    remember_meeting,
    remember_names,
    remember_subject,
    remember_visit,
)
from bilateral.extraction.first_person import part_at, speaker_at
from bilateral.extraction.home_state import find_text_home
from bilateral.extraction.joint_texts import find_only_two
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.named_parties import mention_at, state_of
from bilateral.extraction.noun_references import can_refer, resolve_noun
from bilateral.extraction.pronouns import PERSONAL, find_person, find_pronoun_parties
from bilateral.extraction.unknown_partners import find_unknown_partners

if TYPE_CHECKING:
    from bilateral.extraction.first_person import Voices
    from bilateral.extraction.persons import Person
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["add_references"]

_PAIR_WORDS = frozenset(["bilateral", "two-way", "mutual", "inter-state", "interstate"])
_ADJECTIVES = _PAIR_WORDS | {"former", "latter"}
"""Words of other kinds that refer back."""
_PRONOUNS = frozenset(("PRP", "PRP$"))
_NOMINAL = _PRONOUNS | {"NN", "NNS", "NNP", "NNPS"}
"""Tags of words that can refer back or be referred to."""
_ARGUMENTS = frozenset(("nsubj", "dobj", "pobj", "attr", "conj"))
"""Relations in which a text introduces whom later words refer to."""


def add_references(doc: ParsedDocument, persons: dict[str, Person], voices: Voices) -> None:
    """Add mentions of pronouns, offices without a name and phrases that refer back.

    Args:
        doc: A parsed document with all mentions of names.
        persons: Its persons by full name.
        voices: Who says "I" and "we" where.
    """
    memory = Memory(persons, dyad=doc.dyad, home=find_text_home(doc), joint=voices.joint, is_of_two=bool(find_only_two(doc)))
    for sentence in doc.sentences:
        if not sentence.tokens:
            remember_names(memory, sentence)
            continue
        memory.speaker = speaker_at(voices, sentence)
        part = part_at(voices, sentence)
        memory.speaker_title = part.label.lower() if part else ""
        memory.other = voices.others.get(part.label) if part else voices.author_other
        own = voices.by_label.get(part.label) if part else voices.author
        memory.own = state_of(own[0]) if own else None
        settle_pairs(doc, sentence, memory)
        _read(doc, sentence, memory, voices)
        for partner in find_unknown_partners(doc, sentence, memory):
            _insert(sentence, partner)
        remember_subject(memory, sentence)


def _read(doc: ParsedDocument, sentence: Sentence, memory: Memory, voices: Voices) -> None:
    """Resolve the words of one sentence from left to right, and take up what later words may refer to."""
    memory.person_ends = {mention.end_char for mention in sentence.mentions if mention.person}
    for token in sentence.tokens:
        is_nominal = token.tag in _NOMINAL
        is_referring = token.tag in _PRONOUNS or (is_nominal and can_refer(token))
        if is_referring or token.lower in _ADJECTIVES:
            found = _resolve(doc, sentence, token, memory, voices)
            if found is not None:
                _insert(sentence, found)
                if found.person:
                    memory.person_ends.add(found.end_char)
        if (is_nominal and token.dep in _ARGUMENTS) or token.end in memory.person_ends:
            remember(memory, sentence, token)
            remember_meeting(memory, sentence, token)
            remember_visit(memory, sentence, token)
        if is_referring:
            remember_description(memory, sentence, token)


def _insert(sentence: Sentence, new: Mention) -> None:
    i = len(sentence.mentions)
    while i > 0 and sentence.mentions[i - 1].start_char > new.start_char:
        i -= 1
    sentence.mentions.insert(i, new)


def _resolve(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory, voices: Voices) -> Mention | None:
    """The mention that a word is, None if it refers to nothing that is sure."""
    if mention_at(sentence, token) is not None:
        return None
    lower = token.lower
    span = (token.start, token.end)
    if token.tag in _PRONOUNS:
        if lower in PERSONAL:
            person = find_person(sentence, token, memory)
            return make_mention(doc, span, [person.party], how="pronoun", person=person.name or None) if person else None
        parties, name = find_pronoun_parties(sentence, token, memory, voices=voices)
        return make_mention(doc, span, parties, how="pronoun", person=name) if parties else None
    if lower in _PAIR_WORDS:
        pair = pair_of(sentence, memory)
        return make_mention(doc, span, pair, how="anaphor") if pair else None
    return resolve_noun(doc, sentence, token, memory=memory)
