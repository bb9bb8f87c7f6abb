"""A clause that promises something, as the rules of promising hand it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.parsed import Sentence

__all__ = ["Aim", "Promised"]


@dataclass(frozen=True, slots=True)
class Aim:
    """A quantity to be reached and where its number stands; a multiple ("double") has the unit `times`."""

    value: float
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Promised:
    """A candidate: a clause that promises."""

    sentence: Sentence
    start: int
    end: int
    what_start: int
    actor: list[str]
    firmness: str
    needs_terms: bool = False
    recipient: list[str] | None = None  # None: read it off the words
    status: str | None = None  # None: read it off the words
    lead: Sentence | None = None  # the sentence over the list that it is an item of
    whole: Promised | None = None  # the clause that it is one of several aims of
    aim: Aim | None = None  # the aim that sets it apart within that clause
    aims: tuple[Aim, ...] = ()  # all of that clause
    shared: str = ""  # words of that clause that belong to it too: "raise" in "raise trade to 5 and investment to 2 billion"
