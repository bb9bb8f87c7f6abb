"""A comparison of two documents as one HTML page, side by side: nothing is fetched, documents are shown as text and never run."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.briefings.comparison import cut_words, describe_change, edited_words, substantive_pairs
from bilateral.compared import CHANGES
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.compared import Comparison, Edit, Pair, Passage, Side

__all__ = ["render_comparison_html"]

_TEMPLATES = Path(__file__).parent / "templates"
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_TOPICS = 14
_NO_SPACE_BEFORE = ".,;:)!?"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the page: sentences that say the same, or a sentence of one side alone."""

    number: int
    change: str
    label: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]
    edits: tuple[Edit, ...] = ()
    is_new_paragraph: bool = False
    is_moved: bool = False


def render_comparison_html(comparison: Comparison) -> str:
    """Render a comparison as one self-contained HTML page.

    The changes of substance come first, then what was left out and what is new,
    each leading to its place in both texts side by side. Works without scripts;
    with them, `n` and `p` go from change to change. Prints on A4.

    Returns:
        HTML5; the same bytes for the same comparison.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style, script = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("comparison.css", "comparison.js"))
    page = environment.get_template("comparison.html").render(
        comparison=comparison,
        changed=[(pair, describe_change(comparison, pair)) for _, pair in substantive_pairs(comparison)],
        dropped=_commitments_first(comparison.a, comparison.dropped),
        new=_commitments_first(comparison.b, comparison.new),
        cut=cut_words(comparison, "a"),
        added=cut_words(comparison, "b"),
        rows=list(_rows(comparison)),
        topics=comparison.topics[:_MOST_TOPICS],
        n_more_topics=max(0, len(comparison.topics) - _MOST_TOPICS),
        most_topic_words=max((max(shift.words_a, shift.words_b) for shift in comparison.topics), default=1) or 1,
        changes=CHANGES,
        redline=_redline,
        cell=_cell,
        version=VERSION,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        style_digest=_digest(style),
        script_digest=_digest(script),
    )
    return _SURROGATE.sub("\ufffd", page)


def _digest(text: str) -> str:
    """The source expression that lets a content security policy allow one inline text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _commitments_first(side: Side, places: Sequence[int]) -> list[Passage]:
    return sorted((side.passages[place] for place in places), key=lambda passage: (not passage.is_commitment, passage.index))


def _rows(comparison: Comparison) -> Iterator[_Row]:
    """Rows in the order of the second document; what it lacks stands where the first had it."""
    after = _dropped_after(comparison)
    by_second = {pair.sentences_b[0]: pair for pair in comparison.pairs}
    shown = {place for pair in comparison.pairs for place in pair.sentences_b}
    number, paragraph = 0, -1
    for place in after.get(None, ()):
        yield _alone(number := number + 1, comparison.a.passages[place], "dropped")
    for passage in comparison.b.passages:
        pair = by_second.get(passage.index)
        if pair is None and passage.index in shown:
            continue
        is_new = passage.paragraph != paragraph
        paragraph = passage.paragraph
        if pair is None:
            yield _alone(number := number + 1, passage, "new", is_new_paragraph=is_new)
            continue
        yield _paired(number := number + 1, comparison, pair, is_new_paragraph=is_new)
        for place in after.get(pair.sentences_b, ()):
            yield _alone(number := number + 1, comparison.a.passages[place], "dropped")


def _dropped_after(comparison: Comparison) -> dict[tuple[int, ...] | None, list[int]]:
    """For each pair the sentences that followed it in the first document and were dropped; None for those before all."""
    by_first = {place: pair for pair in comparison.pairs for place in pair.sentences_a}
    dropped = set(comparison.dropped)
    after: dict[tuple[int, ...] | None, list[int]] = {}
    last: tuple[int, ...] | None = None
    for passage in comparison.a.passages:
        if passage.index in dropped:
            after.setdefault(last, []).append(passage.index)
        elif passage.index in by_first:
            last = by_first[passage.index].sentences_b
    return after


def _alone(number: int, passage: Passage, change: str, *, is_new_paragraph: bool = False) -> _Row:
    is_first = change == "dropped"
    return _Row(
        number, change, CHANGES[change], a=(passage,) if is_first else (), b=() if is_first else (passage,), is_new_paragraph=is_new_paragraph
    )


def _paired(number: int, comparison: Comparison, pair: Pair, *, is_new_paragraph: bool) -> _Row:
    label = "" if pair.change == "none" and not pair.is_moved else "moved" if pair.change == "none" else describe_change(comparison, pair)
    return _Row(
        number, pair.change, label,
        tuple(comparison.a.passages[i] for i in pair.sentences_a), tuple(comparison.b.passages[j] for j in pair.sentences_b),
        pair.edits, is_new_paragraph, pair.is_moved,
    )  # fmt: skip


def _cell(passage: Passage, edits: Sequence[Edit], side: str) -> list[tuple[str, str]]:
    """A sentence in pieces: words that both have, and words that only this side has ("cut" in the first, "added" in the second)."""
    marked = [
        (max(start, passage.start_char), min(end, passage.end_char))
        for edit in edits
        for start, end in [(edit.start_a, edit.end_a) if side == "a" else (edit.start_b, edit.end_b)]
        if edit.operation != "kept"
    ]
    pieces, place = [], passage.start_char
    for start, end in marked:
        if start < end and start >= place:
            pieces.extend([("kept", place, start), ("cut" if side == "a" else "added", start, end)])
            place = end
    pieces.append(("kept", place, passage.end_char))
    first = passage.start_char
    return [(kind, passage.text[start - first : end - first]) for kind, start, end in pieces if end > start]


def _redline(comparison: Comparison, pair: Pair) -> list[tuple[str, str, str]]:
    """A pair as one line with what was cut and what was added, each with the space after it, for the list of changes."""
    if not pair.edits:
        sides = ((comparison.a, pair.sentences_a), (comparison.b, pair.sentences_b))
        texts = (" ".join(side.passages[i].text for i in places) for side, places in sides)
        return [(kind, text, " ") for kind, text in zip(("cut", "added"), texts, strict=True)]
    pieces: list[tuple[str, str]] = []
    for edit in pair.edits:
        gone, come = edited_words(comparison, pair, edit)
        pieces += [("kept", come)] if edit.operation == "kept" else [("cut", gone), ("added", come)]
    pieces = [(kind, words) for kind, words in pieces if words]
    after = [*(words for _, words in pieces[1:]), "."]
    return [(kind, words, "" if later[0] in _NO_SPACE_BEFORE else " ") for (kind, words), later in zip(pieces, after, strict=True)]
