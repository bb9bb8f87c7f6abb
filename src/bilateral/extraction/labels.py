"""Whose turn it is: from the label of a transcript to a speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.discourse import FIRST_PERSON
from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import state_of
from bilateral.extraction.person_names import name_key
from bilateral.extraction.speakers import name_speaker
from bilateral.extraction.voices import HEAD_CHARACTERS, Speaker, home_of, without_titles
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilateral.extraction.transcripts import Turn
    from bilateral.extraction.voices import Voices
    from bilateral.parsed import ParsedDocument

__all__ = ["hear_states", "label_speaker"]

_ADDRESS = re.compile(r"\b(?:(Mr|Mrs|Ms|Dr)\.?|(Prime Minister|President|Minister|Ambassador|Secretary|Premier|Chancellor)) ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b")
_SHORT = {"pm": "prime minister", "fm": "foreign minister", "dpm": "deputy prime minister", "eam": "external affairs minister"}
_PRESS_OFFICE = re.compile(r"\b(?:mr|mrs|ms|miss|official|spokes\w+|press secretary)\b\.?")


def hear_states(doc: ParsedDocument, turns: Mapping[int, Turn]) -> dict[str, tuple[str, str | None]]:
    """For whom the speaker of each label says "I" and "we": what the references of his turns stand for.

    Does not know a speaker who never speaks in the first person.

    Args:
        doc: A parsed document whose references are resolved.
        turns: Its turns by paragraph.

    Returns:
        Party and, where known, full name by label.
    """
    heard: dict[str, tuple[str, str | None]] = {}
    for sentence in doc.sentences:
        turn = turns.get(sentence.paragraph)
        for mention in sentence.mentions if turn else ():
            if turn is None or mention.how != "pronoun" or len(mention.parties) != 1 or mention.quote.lower() not in FIRST_PERSON:
                continue
            part = next((part for part in (turn, *turn.later) if part.start <= mention.start_char < part.end), None)
            if part is not None and not (part.label in heard and heard[part.label][1]):
                heard[part.label] = (mention.parties[0], mention.person)
    return heard


def label_speaker(label: str, doc: ParsedDocument, voices: Voices, *, own_words: str = "", heard: tuple[str, str | None] | None = None) -> Speaker:
    """Who a label of a transcript names: "PRESIDENT QUANG", "PRIME MINISTER".

    A label with a surname gives the full name if the document has it; a bare
    office gives its holder where the document or its publisher's state tells.
    A person whom the speaker himself mentions is not the speaker.

    Args:
        label: The label without its colon.
        doc: A parsed document.
        voices: What is known of its speakers.
        own_words: What is said under the label.
        heard: The party and name for which he says "I", from `hear_states`.

    Returns:
        The speaker, under the label's own words if nobody is known for it.
    """
    speaker = _read_label(label, doc, voices, own_words=own_words, heard=heard)
    if heard is None or speaker.state == state_of(heard[0]):
        return speaker
    if speaker.state is not None and not heard[1]:
        return Speaker(_shown(label), state_of(heard[0]), "GOV", speaker.office) if _is_bare_office(label) else speaker
    if heard[1]:
        return name_speaker(heard[1], [heard[0]], voices)
    return replace(speaker, state=state_of(heard[0]), sector=speaker.sector or "GOV")


def _is_bare_office(label: str) -> bool:
    """Whether a label has no name in it: "PRIME MINISTER"."""
    plain = label.lower().strip(" .").removeprefix("the ")
    return plain in _SHORT or _is_role(plain)


def _shown(label: str) -> str:
    """A label as a text would write it: "Prime Minister"."""
    return " ".join(word.capitalize() if word.isupper() else word for word in label.split())


def _read_label(label: str, doc: ParsedDocument, voices: Voices, *, own_words: str, heard: tuple[str, str | None] | None) -> Speaker:
    """The speaker by the words of his label."""
    plain = _SHORT.get(label.lower().strip(" ."), label.lower().strip(" .").removeprefix("the "))
    words = [word.capitalize() if word.isupper() else word for word in label.replace(".", ". ").split()]
    name = without_titles(words)
    if name and plain not in _SHORT.values() and not _is_role(plain):
        return _named(name, words, doc, voices)
    if plain in ("a", "answer"):
        persons = {office.person: office for office in voices.offices.values()}
        return name_speaker(next(iter(persons)), [], voices) if len(persons) == 1 else Speaker(label)
    return _office_holder(plain, doc, voices, own_words=own_words, heard=heard)


def _is_role(label: str) -> bool:
    """Whether a label ends in a role and not in a name: "senior administration official"."""
    last = label.rsplit(maxsplit=1)[-1]
    return last in load_speech().speaker_nouns or last in load_speech().label_offices


def _named(name: list[str], words: list[str], doc: ParsedDocument, voices: Voices) -> Speaker:
    """The person whom a label names; an official publisher's "MR CARNEY" without an office speaks for its state."""
    full = voices.full_names.get(name[-1].lower())
    if full and full.isupper():
        full = None
    person = full or " ".join(name)
    if person in voices.states or name[-1].lower() in voices.offices:
        return name_speaker(person, [], voices)
    state = _home(doc) if _PRESS_OFFICE.match(" ".join(words).lower()) else None
    return Speaker(person if full else " ".join(words), state, "GOV" if state else None)


def _home(doc: ParsedDocument) -> str | None:
    """The state for which the document's publisher, or the room of a press conference, speaks."""
    state = doc.document.publisher_state if doc.document.publisher_class == "official" else None
    return state or next((home for words, home in load_speech().rooms.items() if words in doc.text[:HEAD_CHARACTERS]), None)


def _office_holder(office: str, doc: ParsedDocument, voices: Voices, *, own_words: str, heard: tuple[str, str | None] | None) -> Speaker:
    """Who holds the office of a label: an office of the text, a leader of the publisher's state, else who is addressed by name."""
    state = doc.document.publisher_state
    state = (state_of(heard[0]) if heard else None) or home_of(doc) or state
    held = [item for item in voices.offices.values() if office in item.office.lower() and not _is_spoken_of(item.person, own_words)]
    main = doc.dyad[0] if doc.dyad else None
    at_home = [item for item in held if item.state == (state or main)] if state or main else held
    if at_home:
        return name_speaker(at_home[0].person, [at_home[0].state], voices)
    leaders = {leader.person for leader in find_holders(state, office, reference_days(doc))} if state and reference_days(doc) else set()
    if len(leaders) == 1:
        return name_speaker(leaders.pop(), [str(state)], voices)
    addressed = [found[3] for found in _ADDRESS.finditer(doc.text) if found[1] or (found[2] or "").lower() == office]
    addressed = [name for name in addressed if not re.search(rf"\b{name.lower()}\b", doc.text) and name.lower() not in office.split()]
    addressed = [name for name in addressed if without_titles([name]) and not _is_spoken_of(name, own_words)]
    home = _home(doc)
    if addressed and office in load_speech().label_offices:
        surname = max(sorted(set(addressed)), key=addressed.count)
        full = voices.full_names.get(surname.lower())
        shown = office.title() if len(office.split()) > 1 else office.capitalize()
        return name_speaker(full, [], voices) if full else Speaker(f"{shown} {surname}", home, "GOV" if home else None, office)
    return _unnamed(office, doc, home)


def _unnamed(office: str, doc: ParsedDocument, home: str | None) -> Speaker:
    """A role without a name, with the organisation that publishes: "Spokesperson (Ministry of Trade)"."""
    shown = office.capitalize()
    publisher = doc.document.publisher
    if home and publisher:
        shown = f"{shown} ({publisher})"
    return Speaker(shown, home, "GOV" if home else None, office if office in load_speech().label_offices else None)


def _is_spoken_of(person: str, own_words: str) -> bool:
    """Whether who speaks mentions a person: "I will meet the Prime Minister of Singapore, Lee Hsien Loong"."""
    return bool(set(name_key(person)[-1:]) & set(name_key(re.sub(r"[^\w\s-]", " ", own_words))))
