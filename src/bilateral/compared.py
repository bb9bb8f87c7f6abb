"""Two documents side by side: what a comparison found.

Nothing here is stored. Characters count code points of each document's own
text, zero-based and end-exclusive; sentences count from 0 within their document.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CHANGES", "Comparison", "Edit", "FirmnessShift", "Pair", "Passage", "Side", "TopicShift"]

CHANGES = {
    "none": "unchanged",
    "wording": "other words",
    "stronger": "stronger",
    "weaker": "weaker",
    "new": "new",
    "dropped": "dropped",
    "number": "number or date changed",
    "party": "party added or removed",
}
"""What can become of a sentence, and how a page says it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a document."""

    index: int
    paragraph: int
    start_char: int
    end_char: int
    text: str
    is_commitment: bool = False
    """Whether it promises something: told by its wording, or by the coder's records where they are at hand."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents."""

    name: str
    text: str
    passages: tuple[Passage, ...]
    language: str | None = None
    doc_id: str | None = None
    address: str | None = None
    n_words: int = 0
    n_cut_words: int = 0
    """Words after the last one that was compared."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of a changed sentence: words of the first document against words of the second."""

    operation: str
    """kept, changed, inserted or deleted."""
    start_a: int
    end_a: int
    start_b: int
    end_b: int
    is_substantive: bool = False
    """Whether it adds, removes or replaces content: not spelling, order or a function word."""


@dataclass(frozen=True, slots=True)
class FirmnessShift:
    """How the firmness of a statement changed, with the wording on either side."""

    direction: str
    """stronger or weaker."""
    scale: str
    words_a: str
    words_b: str
    level_a: float
    level_b: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of the first document with those of the second that say the same; more than one where split or merged."""

    sentences_a: tuple[int, ...]
    sentences_b: tuple[int, ...]
    change: str
    """The change that weighs most, one of `CHANGES`."""
    changes: tuple[str, ...]
    """All changes, the weightiest first."""
    similarity: float
    is_moved: bool = False
    """Whether it stands at another place among its neighbours."""
    edits: tuple[Edit, ...] = ()
    firmness: FirmnessShift | None = None
    gone: tuple[str, ...] = ()
    """Numbers, dates and parties that only the first has."""
    come: tuple[str, ...] = ()
    """Those that only the second has."""


@dataclass(frozen=True, slots=True)
class TopicShift:
    """How many words of the sentences on one topic either document has."""

    topic: str
    words_a: int
    words_b: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is the same, what changed, what came and what went."""

    a: Side
    b: Side
    pairs: tuple[Pair, ...] = ()
    dropped: tuple[int, ...] = ()
    """Sentences of the first that the second lacks."""
    new: tuple[int, ...] = ()
    """Sentences of the second that the first lacks."""
    topics: tuple[TopicShift, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader must know: texts cut, other language, nothing in common."""
    are_words_compared: bool = True
    """False for two languages: pairs are then told by numbers, names, dates and place alone."""
    tally: dict[str, int] = field(default_factory=dict)
    """Pairs by change, with `new` and `dropped`."""
