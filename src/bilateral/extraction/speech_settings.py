"""The setting of what is said: to whom and on what occasion, where the text tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.addressees import Addressee, find_addressee, name_addressee
from bilateral.extraction.occasions import find_occasion, prepositions_of

if TYPE_CHECKING:
    from bilateral.extraction.spoken import Spoken
    from bilateral.extraction.voices import Speaker, Voices
    from bilateral.parsed import Token

__all__ = ["NO_SETTING", "Setting", "find_setting", "goes_on_speaking"]

_PRONOUNS = frozenset(("he", "she", "they", "it"))


@dataclass(frozen=True, slots=True)
class Setting:
    """To whom something is said, and start and end of the words that tell the occasion."""

    addressee: Addressee | None = None
    occasion: tuple[int, int] | None = None


NO_SETTING = Setting()
"""Nothing is told."""


def find_setting(spoken: Spoken, voices: Voices, speaker: Speaker) -> Setting:
    """Find to whom and on what occasion one content is said, by its own sentence.

    Args:
        spoken: A content with its cue.
        voices: What is known of the document's speakers; not changed.
        speaker: Who says it.

    Returns:
        What is told; `NO_SETTING` if nothing is.
    """
    cue = _cue_of(spoken)
    if cue is None:
        return NO_SETTING
    sentence, content = spoken.sentence, (spoken.start, spoken.end)
    prepositions = prepositions_of(sentence)
    occasion = find_occasion(sentence, cue, spoken.heads, content=content, prepositions=prepositions)
    head = find_addressee(sentence, cue, content, prepositions=prepositions) or (occasion.addressee if occasion else None)
    if head is None and occasion is None:
        return NO_SETTING
    addressee = None if head is None or head in spoken.heads else name_addressee(head, sentence, voices, speaker=speaker)
    if addressee is not None and addressee.name == speaker.name:
        addressee = None
    return Setting(addressee, (occasion.start, occasion.end) if occasion else None)


def _cue_of(spoken: Spoken) -> Token | None:
    if spoken.cue is None:
        return None
    return next((token for token in spoken.sentence.tokens if token.start == spoken.cue[0]), None)


def goes_on_speaking(spoken: Spoken, before: tuple[int, int]) -> bool:
    """Whether a content is said in one breath with the one before it: "…," he told us. "…", "He added", "told us |he hoped|".

    Args:
        spoken: A content of the same speaker.
        before: Start and end of the content before it.
    """
    cue = _cue_of(spoken)
    if cue is None:
        return True
    is_pronoun = all(head.lower in _PRONOUNS for head in spoken.heads)
    is_told_then = cue.tag == "VBD" and not any(child.lower == "had" for child in cue.find_children("aux"))
    return is_pronoun and (is_told_then or before[0] <= cue.start < before[1])
