"""Whose turn it is: from the label of a transcript to a speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.speakers import Speaker, name_speaker, without_titles

if TYPE_CHECKING:
    from bilateral.extraction.speakers import Voices
    from bilateral.parsed import ParsedDocument

__all__ = ["label_speaker"]

_ADDRESS = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prime Minister|President|Minister|Ambassador|Secretary|Premier|Chancellor)\.? ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b")


def label_speaker(label: str, doc: ParsedDocument, voices: Voices) -> Speaker:
    """Who a label of a transcript names: "PRESIDENT QUANG", "PRIME MINISTER".

    A label with a surname gives the full name if the document has it; a bare
    office gives its holder where the document or its publisher's state tells.

    Args:
        label: The label without its colon.
        doc: A parsed document.
        voices: What is known of its speakers.

    Returns:
        The speaker, under the label's own words if nobody is known for it.
    """
    words = label.replace(".", ". ").split()
    words = [word.capitalize() if word.isupper() else word for word in words]
    name = without_titles(words)
    if name:
        full = voices.full_names.get(name[-1].lower())
        person = full or " ".join(name)
        return name_speaker(person, [], voices) if full or person in voices.states else Speaker(" ".join(words))
    if label.lower() in ("a", "answer"):
        persons = {office.person: office for office in voices.offices.values()}
        return name_speaker(next(iter(persons)), [], voices) if len(persons) == 1 else Speaker(label)
    return _office_holder(" ".join(words), doc, voices)


def _office_holder(office: str, doc: ParsedDocument, voices: Voices) -> Speaker:
    """Who holds the office of a label: an office of the text, else who is addressed by name."""
    state = doc.document.publisher_state
    held = [item for item in voices.offices.values() if office.lower() in item.office.lower()]
    at_home = [item for item in held if item.state == state] or held
    if at_home:
        return name_speaker(at_home[0].person, [at_home[0].state], voices)
    addressed = [found[2] for found in _ADDRESS.finditer(doc.text) if found[1] in ("Mr", "Mrs", "Ms", "Dr") or found[1] == office]
    if addressed:
        surname = max(sorted(set(addressed)), key=addressed.count)
        full = voices.full_names.get(surname.lower())
        return name_speaker(full, [], voices) if full else Speaker(f"{office} {surname}", state, "GOV" if state else None, office)
    return Speaker(office, state, "GOV" if state else None, office)
