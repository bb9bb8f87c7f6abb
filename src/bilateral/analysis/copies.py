"""Which documents are copies of which: one text counts once as evidence."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.findings import DocumentHead

__all__ = ["NEAR_COPY_SHARE", "link_copies", "publication_order"]

NEAR_COPY_SHARE = 0.6
"""Share of equal MinHash values from which two bodies count as one text. It estimates the share of word
5-shingles in common: a text that lost its last third keeps 0.67, one with every 25th word changed 0.67,
two reports of one event in other words nearly none."""

CUT_COPY_SHARE = 0.3
"""Share from which a shorter body can count as cut from a longer one, if that holds nearly all of it."""

HELD_SHARE = 0.8
"""Part of the shorter body that the longer must hold: an agency's report cut to half and given another headline
keeps 0.9 of its shingles, a report that quotes three paragraphs of another under 0.5 (made cases)."""

_BAND = 2
"""Values a band: with 64 values, 32 bands find a pair at 0.4 with probability 0.99, one at 0.1 with 0.27."""

_EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def publication_order(document: DocumentHead) -> tuple[date, date, str]:
    """Sort key by first and last possible day of publication, those without a date last."""
    first = document.published_start or date.max
    return first, document.published_end or first, document.doc_id


def _bands(signature: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    for start in range(0, len(signature) - _BAND + 1, _BAND):
        yield start, signature[start : start + _BAND]


def _share_equal(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def _share_held(share: float, one: int, other: int) -> float:
    """Part of the shorter of two bodies that the longer holds, from their common share and lengths in words."""
    shorter = min(one, other)
    return min(1.0, share * (one + other) / ((1 + share) * shorter)) if shorter else 0.0


def _likeness(one: DocumentHead, other: DocumentHead, threshold: float) -> float:
    """How surely two documents are one text: 0 if they are not, else their common share."""
    share = _share_equal(tuple(one.signature), tuple(other.signature))
    is_cut = share >= CUT_COPY_SHARE and _share_held(share, one.body_words, other.body_words) >= HELD_SHARE
    return share if share >= threshold or is_cut else 0.0


class _Originals:
    """The texts met so far, found by exact hash or by a band of the signature."""

    def __init__(self) -> None:
        self._by_hash: dict[str, DocumentHead] = {}
        self._by_band: defaultdict[tuple[int, tuple[int, ...]], list[DocumentHead]] = defaultdict(list)

    def find(self, document: DocumentHead, threshold: float) -> DocumentHead | None:
        """The original of a document, the most alike first, None if its text is new."""
        exact = self._by_hash.get(document.body_sha256)
        if exact:
            return exact
        alike = {
            known.doc_id: known for band in _bands(tuple(document.signature)) for known in self._by_band.get(band, ())
        }
        scored = [
            (-_likeness(document, known, threshold), publication_order(known), known) for known in alike.values()
        ]
        best = min(scored, key=lambda item: item[:2], default=None)
        return best[2] if best and best[0] else None

    def add(self, document: DocumentHead) -> None:
        """Remember a text that is new."""
        for band in _bands(tuple(document.signature)):
            self._by_band[band].append(document)

    def name(self, document: DocumentHead, original: DocumentHead) -> None:
        """Remember which original a body's hash leads to."""
        if document.body_sha256 and document.body_sha256 != _EMPTY_BODY:
            self._by_hash.setdefault(document.body_sha256, original)


def link_copies(documents: Sequence[DocumentHead], *, threshold: float = NEAR_COPY_SHARE) -> dict[str, str]:
    """Link every document to the original of its text.

    The earliest published of a text is its original (ties by `doc_id`; documents
    without a date come last). A text that was cut counts as a copy while its
    longer form holds nearly all of it. Does not find translations, nor texts that
    share some paragraphs.

    Args:
        documents: Heads of documents, in any order.
        threshold: Share of equal signature values that makes a near copy, 0 to 1.

    Returns:
        `doc_id` of each document to that of its original, which is linked to itself.
    """
    originals, links = _Originals(), {}
    for document in sorted(documents, key=publication_order):
        original = originals.find(document, threshold)
        if original is None:
            original = document
            originals.add(document)
        originals.name(document, original)
        links[document.doc_id] = original.doc_id
    return links
