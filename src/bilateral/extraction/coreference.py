"""What refers back to a named actor: pronouns, "the president", "the country", "bilateral".

One walk over the document in text order with a short memory. Where two
readings are equally likely a word stays unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.discourse import Memory, pair_in, remember, remember_names, remember_subject
from bilateral.extraction.first_person import speaker_at
from bilateral.extraction.home_state import find_title_home
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.named_parties import mention_at
from bilateral.extraction.noun_references import resolve_noun
from bilateral.extraction.pronouns import PERSONAL, find_person, find_pronoun_parties

if TYPE_CHECKING:
    from bilateral.extraction.first_person import Voices
    from bilateral.extraction.persons import Person
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["add_references"]

_PAIR_WORDS = frozenset(["bilateral", "two-way", "mutual", "inter-state", "interstate"])


def add_references(doc: ParsedDocument, persons: dict[str, Person], voices: Voices) -> None:
    """Add mentions of pronouns, offices without a name and phrases that refer back.

    Args:
        doc: A parsed document with all mentions of names.
        persons: Its persons by full name.
        voices: Who says "I" and "we" where.
    """
    memory = Memory(persons, dyad=doc.dyad, home=find_title_home(doc))
    for sentence in doc.sentences:
        if not sentence.tokens:
            remember_names(memory, sentence)
            continue
        memory.speaker = speaker_at(voices, sentence)
        for token in sentence.tokens:
            found = _resolve(doc, sentence, token, memory, voices)
            if found is not None:
                _insert(sentence, found)
            remember(memory, sentence, token)
        remember_subject(memory, sentence)


def _insert(sentence: Sentence, new: Mention) -> None:
    i = len(sentence.mentions)
    while i > 0 and sentence.mentions[i - 1].start_char > new.start_char:
        i -= 1
    sentence.mentions.insert(i, new)


def _resolve(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory, voices: Voices) -> Mention | None:
    """The mention that a word is, None if it refers to nothing that is sure."""
    if token.pos in ("VERB", "AUX", "ADP", "PUNCT", "NUM", "CCONJ") or mention_at(sentence, token) is not None:
        return None
    lower = token.lower
    span = (token.start, token.end)
    if token.pos == "PRON":
        if lower in PERSONAL:
            person = find_person(sentence, token, memory)
            return make_mention(doc, span, [person.party], how="pronoun", person=person.name) if person else None
        parties, name = find_pronoun_parties(sentence, token, memory, voices=voices)
        return make_mention(doc, span, parties, how="pronoun", person=name) if parties else None
    if lower in _PAIR_WORDS and token.pos == "ADJ":
        pair = pair_in(sentence) or memory.pair or doc.dyad
        return make_mention(doc, span, pair, how="anaphor") if pair else None
    if token.pos in ("NOUN", "PROPN") and token.tag in ("NN", "NNP"):
        return resolve_noun(doc, sentence, token, memory=memory)
    return None
