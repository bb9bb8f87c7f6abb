"""Which documents are copies of which: one text counts once as evidence."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.findings import DocumentHead

__all__ = ["HELD_SHARE", "LEAST_SHARE", "link_copies", "link_rows", "publication_order", "signature_bytes"]

HELD_SHARE = 0.72
"""Part of the shorter body that the longer must hold for the two to be one text: an agency's report cut to a third keeps 0.9 of
its shingles, one with another dateline, lead and end 0.8; two stories that share their background paragraphs hold
0.5 of each other, as do reports written in one form. On 20,000 made documents (benchmarks/copies.py) recall and
precision are .997 and .996 with 0.7, .992 and .999 with 0.75, .998 and .990 with 0.65."""

LEAST_SHARE = 0.2
"""Share of all shingles that two bodies must have in common besides: below it the estimate of 128 values is too rough."""

BAND = 2
"""Values a band: with 128 values, 64 bands find a pair that shares 0.3 of its shingles with probability 0.998."""

NEIGHBOURS = 3
"""Bodies of one band that each is compared with, beside the earliest: what keeps 10,000 bodies with one boilerplate
from 50 million comparisons. With 1, recall on the made set falls by .001; 8 change nothing."""

_VALUE_BYTES = 4

BLOCK = 1 << 16
"""Pairs compared at once."""

_EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def publication_order(document: DocumentHead) -> tuple[date, date, str]:
    """Sort key by first and last possible day of publication, those without a date last."""
    return _order(document.published_start, document.published_end, document.doc_id)


def _order(start: date | None, end: date | None, doc_id: str) -> tuple[date, date, str]:
    first = start or date.max
    return first, end or first, doc_id


def _share_held(shares: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Part of the shorter of two bodies that the longer holds, from their common share and lengths in words.

    Bodies of unknown length count as equally long.
    """
    known = (one > 0) & (other > 0)
    one, other = np.where(known, one, 1), np.where(known, other, 1)
    held: np.ndarray = shares * (one + other) / ((1 + shares) * np.minimum(one, other))
    return held


class _Bodies:
    """Different bodies in publication order: their lengths in words and signatures."""

    def __init__(self, words: np.ndarray, signatures: np.ndarray) -> None:
        self.words, self.signatures = words, signatures

    def find_alike(self, one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which pairs are one text, and the shares that they have in common."""
        alike, shares = [np.zeros(0, dtype=bool)], [np.zeros(0)]
        for start in range(0, len(one), BLOCK):
            i, j = one[start : start + BLOCK], other[start : start + BLOCK]
            share = (self.signatures[i] == self.signatures[j]).mean(axis=1)
            alike.append((share >= LEAST_SHARE) & (_share_held(share, self.words[i], self.words[j]) >= HELD_SHARE))
            shares.append(share)
        return np.concatenate(alike), np.concatenate(shares)

    def find_pairs(self) -> Iterator[np.ndarray]:
        """Band after band, pairs of bodies worth comparing, as rows of earlier and later body."""
        size = self.signatures.shape[1]
        for start in range(0, size - BAND + 1, BAND):
            keys = self._keys(start)
            order = np.lexsort((self._keys((start + BAND) % (size - BAND + 1)), keys))
            yield _pair_neighbours(order.astype(np.int32), keys[order])

    def _keys(self, start: int) -> np.ndarray:
        band = self.signatures[:, start : start + BAND].astype(np.uint64)
        keys: np.ndarray = band[:, 0] << np.uint64(32) | band[:, -1]
        return keys


def _pair_neighbours(order: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Pairs among bodies of equal keys: each with the next few in order and with the earliest."""
    pairs = []
    for step in range(1, NEIGHBOURS + 1):
        at = np.flatnonzero(keys[step:] == keys[:-step])
        pairs.append(np.stack([order[at], order[at + step]], axis=1))
    if len(pairs[-1]):  # only groups of more than the neighbours need the earliest
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        earliest = np.repeat(np.minimum.reduceat(order, starts), np.diff(np.append(starts, len(order))))
        has_more = np.repeat(np.diff(np.append(starts, len(order))) > NEIGHBOURS, np.diff(np.append(starts, len(order))))
        at = np.flatnonzero(has_more & (earliest != order))
        pairs.append(np.stack([earliest[at], order[at]], axis=1))
    return np.sort(np.concatenate(pairs), axis=1)


def _find_originals(bodies: _Bodies) -> np.ndarray:
    """The original of each body, itself where its text is new.

    A body is linked to an original that is like it itself: many small changes,
    each on the one before, end in a new text.
    """
    found = []
    for pairs in bodies.find_pairs():
        is_alike, _ = bodies.find_alike(pairs[:, 0], pairs[:, 1])
        found.append(pairs[is_alike])
    pairs = np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), dtype=np.int32)
    pairs = pairs[np.argsort(pairs[:, 1], kind="stable")]
    originals = np.arange(len(bodies.words))
    later, starts = np.unique(pairs[:, 1], return_index=True)
    ends = np.append(starts[1:], len(pairs))[: len(starts)]
    for body, begin, end in zip(later, starts, ends, strict=True):
        candidates = np.unique(originals[pairs[begin:end, 0]])
        is_alike, shares = bodies.find_alike(candidates, np.full_like(candidates, body))
        if is_alike.any():
            originals[body] = candidates[int(np.argmax(np.where(is_alike, shares, -1)))]
    return originals


def _link(hashes: Sequence[str], words: np.ndarray, signatures: np.ndarray) -> list[int]:
    """The index of each document's original; documents stand in publication order."""
    first: dict[str, int] = {}
    earliest = [i if name in {"", _EMPTY_BODY} else first.setdefault(name, i) for i, name in enumerate(hashes)]
    different = np.array(sorted({i for i in earliest if hashes[i] != _EMPTY_BODY}), dtype=np.int64)
    if signatures.shape[1] >= BAND and len(different):
        different = different[signatures[different].any(axis=1)]
        own = _find_originals(_Bodies(words[different], signatures[different]))
        originals = np.arange(len(hashes))
        originals[different] = different[own]
        return [int(originals[i]) for i in earliest]
    return earliest


def link_copies(documents: Sequence[DocumentHead]) -> dict[str, str]:
    """Link every document to the original of its text.

    The earliest published of a text is its original (ties by `doc_id`; documents
    without a date come last). A text that was cut counts as a copy while its
    longer form holds nearly all of it. Does not find translations, nor texts that
    share some paragraphs. Documents without a body are copies of nothing.

    Args:
        documents: Heads of documents, in any order.

    Returns:
        `doc_id` of each document to that of its original, which is linked to itself.
    """
    ordered = sorted(documents, key=publication_order)
    values = [np.frombuffer(head.signature, "<u4") if isinstance(head.signature, bytes) else head.signature for head in ordered]
    size = Counter(map(len, values)).most_common(1)[0][0] if ordered else 0
    signatures = np.zeros((len(ordered), size), dtype=np.uint32)
    for i, value in enumerate(values):
        if len(value) == size:  # another length is another version's, compared by hash alone
            signatures[i] = value
    words = np.array([head.body_words for head in ordered], dtype=np.int64)
    originals = _link([head.body_sha256 for head in ordered], words, signatures)
    return {head.doc_id: ordered[original].doc_id for head, original in zip(ordered, originals, strict=True)}


def link_rows(rows: Any) -> list[str]:
    """`link_copies` over the table of documents itself, for many: 0.6 kB a document.

    Args:
        rows: An Arrow table with doc_id, published_start, published_end, body_sha256, body_words and signature.

    Returns:
        `doc_id` of each row's original, in the order of the rows.
    """
    ids = rows["doc_id"].to_pylist()
    days = zip(rows["published_start"].to_pylist(), rows["published_end"].to_pylist(), ids, strict=True)
    keys = [_order(*day) for day in days]
    order = sorted(range(len(ids)), key=keys.__getitem__)
    hashes = rows["body_sha256"].to_pylist()
    words = rows["body_words"].to_numpy()[order]
    originals = _link([hashes[i] for i in order], words, _signatures(rows["signature"])[order])
    links = [""] * len(ids)
    for place, original in zip(order, originals, strict=True):
        links[place] = ids[order[original]]
    return links


def signature_bytes(column: Any) -> list[bytes]:
    """The signatures of an Arrow column as `DocumentHead` keeps them."""
    found: list[bytes] = []
    for chunk in column.chunks:  # not by pyarrow.compute, which loads pandas
        places = (np.from_dlpack(chunk.offsets) * _VALUE_BYTES).tolist()
        flat = np.from_dlpack(chunk.values).astype("<u4").tobytes()
        found += [flat[first:last] for first, last in pairwise(places)]
    return found


def _signatures(column: Any) -> np.ndarray:
    """The signatures as rows of a matrix; rows of another length than most are zero."""
    import pyarrow.compute as pc  # noqa: PLC0415

    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
    size = int(Counter(lengths.tolist()).most_common(1)[0][0]) if len(lengths) else 0
    matrix = np.zeros((len(lengths), size), dtype=np.uint32)
    flat = pc.list_flatten(column).to_numpy()
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    fits = np.flatnonzero(lengths == size)
    for begin in range(0, len(fits), BLOCK):
        rows = fits[begin : begin + BLOCK]
        matrix[rows] = flat[starts[rows][:, None] + np.arange(size)[None, :]]
    return matrix
