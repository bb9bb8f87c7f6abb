"""To whom and on what occasion the speakers of a transcript speak: its heading, who asked, and whom they turn to by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.addressees import Addressee
from bilateral.extraction.known_names import name_index
from bilateral.extraction.named_parties import state_of
from bilateral.extraction.speech_settings import Setting
from bilateral.vocabulary.addressees import load_addressees
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilateral.extraction.transcripts import Turn
    from bilateral.extraction.voices import Speaker, Voices
    from bilateral.parsed import ParsedDocument

__all__ = ["find_asker", "find_heading", "find_turn_setting", "is_first_of_turn"]

_HEAD_CHARACTERS = 300
"""Characters at the beginning of a text in which the words of its title stand."""
_LABEL_CHARACTERS = 90
_FULL_NAME = 2


def find_heading(doc: ParsedDocument, turns: Mapping[int, Turn]) -> tuple[int, int] | None:
    """Where the heading of a transcript tells its occasion: "Joint Press Conference with the Prime Minister of Malta".

    Reads the title where it stands in the text, else the lines before the first
    turn. Does not read a title that stands nowhere in the text.

    Args:
        doc: A transcript.
        turns: Its turns by paragraph.
    """
    if not turns:
        return None
    title = doc.document.title
    at = doc.text.find(title, 0, _HEAD_CHARACTERS + len(title)) if title else -1
    first = min(turn.start for turn in turns.values())
    end = at + len(title) if title and at >= 0 else min(first, _HEAD_CHARACTERS)
    found = load_addressees().heading.occasion.search(doc.text, max(at, 0), end)
    return found.span() if found else None


def find_asker(doc: ParsedDocument, turn: Turn, heading: tuple[int, int] | None) -> Addressee | None:
    """Who asks in a turn: by its label where this names somebody ("LEIGH SALES"), else by the heading ("Interview with Alan Jones"), else as "journalist".

    Args:
        doc: A transcript.
        turn: A question.
        heading: Where the heading tells the occasion.
    """
    label = re.sub(r"\W*\d+$", "", turn.label)
    is_bare = label.lower().strip(" .") in load_speech().askers
    named = load_addressees().heading.interviewer.search(doc.text, *heading) if heading and is_bare else None
    if named is not None:
        return Addressee(named["who"], None, *named.span("who"))
    if is_bare and label.lower() not in load_addressees().heading.askers:
        return None
    at = doc.text.rfind(turn.label, max(0, turn.start - _LABEL_CHARACTERS), turn.start)
    if at < 0:
        return None
    return Addressee(label.lower() if is_bare else label.title() if label.isupper() else label, None, at, at + len(label))


def is_first_of_turn(doc: ParsedDocument, turn: Turn) -> bool:
    """Whether the label of a turn stands before this paragraph of it."""
    return doc.text.rfind(turn.label, max(0, turn.start - _LABEL_CHARACTERS), turn.start) >= 0


def find_turn_setting(doc: ParsedDocument, turn: Turn, *, asker: Addressee | None, heading: tuple[int, int] | None, speakers: Mapping[str, Speaker], voices: Voices) -> Setting:  # noqa: PLR0913 - what a transcript tells
    """Whom a paragraph turns to by name, else who asked; and the occasion of the heading.

    Args:
        doc: A transcript.
        turn: A paragraph of a turn that is no question.
        asker: Who asked last.
        heading: Where the heading tells the occasion.
        speakers: The transcript's speakers by label.
        voices: What is known of the document's speakers.
    """
    found = load_addressees().heading.vocative.match(doc.text, turn.start, turn.end)
    if found is None:
        return Setting(asker, heading)
    kind = "titled" if found["titled"] else "bare"
    met = _turned_to(found[kind], found.span(kind), turn, speakers=speakers, voices=voices) if kind == "titled" or _is_name(found[kind]) else None
    return Setting(met or asker, heading)


def _is_name(words: str) -> bool:
    """Whether words with capitals can name a person: no state, body or day."""
    first = words.split(maxsplit=1)[0].lower()
    return first not in load_addressees().heading.not_names and not any(known.entry.parties for known in name_index().find(words))


def _turned_to(words: str, span: tuple[int, int], turn: Turn, *, speakers: Mapping[str, Speaker], voices: Voices) -> Addressee | None:
    """Who is meant by "Prime Minister Abe", "Mr. President" and "Jay"; of the other speakers where one of them is meant."""
    last = words.rsplit(maxsplit=1)[-1]
    title = words.removeprefix("Mr").lstrip(". ").lower()
    met = list({
        speaker for label, speaker in speakers.items()
        if label != turn.label and (last in speaker.name.split() or title in (label.lower(), (speaker.office or "").lower()))
    })
    if len(met) == 1:
        return Addressee(met[0].name, met[0].state, *span)
    full = voices.full_names.get(last.lower(), "") if len(words.split()) >= _FULL_NAME else ""
    state = voices.states.get(full)
    return Addressee(full if state else words, state_of(state) if state else None, *span)

