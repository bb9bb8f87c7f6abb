"""An act while it is being put together: its words, its parties, what kind of act it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["Act", "states_of"]


@dataclass(slots=True)
class Act:
    """An event before it is dated, placed and written as a record.

    `head` decided the type; `clause` is the verb that carries it (the head
    itself for a verb, None for a noun that no verb carries).
    """

    sentence: Sentence
    head: Token
    clause: Token | None
    actors: list[str]
    recipients: list[str]
    event_type: str
    mode: str | None
    cameo_code: str
    realis: str
    span: tuple[int, int]
    pattern: str
    marks: frozenset[str] = field(default_factory=frozenset)
    used: frozenset[int] = frozenset()  # indexes of the words that the pattern has matched
    is_anaphoric: bool = False
    is_open: bool = False  # one side is still to be found in the context
    target: Token | None = None  # the word that names the recipient or destination
    date: str | None = None
    is_dated_here: bool = False  # by words of its own sentence
    place: str | None = None

    @property
    def states(self) -> frozenset[str]:
        """States and bodies on either side."""
        return states_of(self.actors) | states_of(self.recipients)


def states_of(parties: list[str]) -> frozenset[str]:
    """States and bodies of party codes, without sectors.

    Args:
        parties: Party codes.

    Example:
        >>> sorted(states_of(["KOR/BUS", "RUS"]))
        ['KOR', 'RUS']
    """
    return frozenset(map(state_of, parties))
