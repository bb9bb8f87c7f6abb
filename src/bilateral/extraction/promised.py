"""A clause that promises something, as the rules of promising hand it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.parsed import Sentence

__all__ = ["Promised"]


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
