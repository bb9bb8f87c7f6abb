"""Drivers and hurdles over all documents: the same one named in several places is one, with its voices."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from bilateral.analysis.ledger_terms import find_terms
from bilateral.findings import DocumentHead, FactorGroup
from bilateral.records import make_id
from bilateral.vocabulary.factors import load_factor_words
from bilateral.vocabulary.matters import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.records import Factor

__all__ = ["TONE", "group_factors"]

_LEAST_SHARE = 0.5
"""Shared weight as a part of the poorer wording's, from which two wordings name one factor."""

_LEAST_SHARED = 1.2
"""Shared weight below which nothing is joined: one common word ("sanctions") is a field, not a factor."""

_LEAST_TERMS = 2
"""Terms that must be shared, however rare one of them is."""

TONE = "tone of the sentence"
"""The rule of factors that no cue tells."""

_KEYS = 6
"""Terms of a wording, the most telling first, by which others are looked for."""

_MOST_WITH_KEY = 200
"""A term of more wordings than this tells nothing: comparing all of them would take the square of their number."""


def group_factors(factors: Iterable[Factor], documents: Iterable[DocumentHead], copies: Mapping[str, str]) -> list[FactorGroup]:
    """Put the wordings of one driver or hurdle together.

    Two wordings are of one factor if they act on the same dyad with the same
    polarity and share enough of what they are about. Does not join wordings without
    a word in common, and does not judge whether a factor is real.

    Args:
        factors: Rows of any documents, in any order.
        documents: Heads of the documents.
        copies: For each document the earliest of the same text.

    Returns:
        Groups by the number of independent voices, then by the number of records; the same in any order of rows.
        A voice is whoever is named as saying it, else the publisher, copies counted with their original.
    """
    heads = {head.doc_id: head for head in documents}
    rows = sorted(factors, key=lambda row: (row.doc_id, row.start_char, row.record_id))
    terms = [_terms(row) for row in rows]
    spread = Counter(term for found in terms for term in found)
    weights = [{term: weight * (1 + math.log(len(rows) / spread[term])) for term, weight in found.items()} for found in terms]
    parents = _join_equal(weights, rows)
    for one, other in _near(rows, weights, parents):
        if _is_same(weights[one], weights[other]):
            parents[max(_root(parents, one), _root(parents, other))] = min(_root(parents, one), _root(parents, other))
    groups: defaultdict[int, list[Factor]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[_root(parents, index)].append(row)
    made = [_make_group(members, heads, copies) for members in groups.values()]
    return sorted(made, key=lambda one: (-one.n_independent, -len(one.record_ids), one.group_id))


def _join_equal(weights: Sequence[Mapping[str, float]], rows: Sequence[Factor]) -> list[int]:
    """Each wording under the first of the same terms, dyad and polarity: copies need no comparison."""
    first: dict[tuple[object, ...], int] = {}
    return [
        first.setdefault((row.dyad, row.polarity, frozenset(found)) if found else (index,), index)
        for index, (row, found) in enumerate(zip(rows, weights, strict=True))
    ]


def _terms(row: Factor) -> dict[str, float]:
    """What a wording is about."""
    tellers = _teller_stems()
    return {term: weight for term, weight in find_terms(row.quote).items() if term not in tellers}


@cache
def _teller_stems() -> frozenset[str]:
    return frozenset(map(stem, load_factor_words().tellers))


def _near(rows: Sequence[Factor], weights: Sequence[Mapping[str, float]], parents: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of different wordings of the same dyad and polarity that share one of their telling terms."""
    by_key: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if parents[index] == index:
            for term in sorted(weights[index], key=lambda term: (-weights[index][term], term))[:_KEYS]:
                by_key[row.dyad, row.polarity, term].append(index)
    return sorted({pair for indexes in by_key.values() if len(indexes) <= _MOST_WITH_KEY for pair in combinations(indexes, 2)})


def _is_same(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    common = [min(weight, other[term]) for term, weight in one.items() if term in other]
    shared = sum(common)
    return len(common) >= _LEAST_TERMS and shared >= _LEAST_SHARED and shared >= _LEAST_SHARE * min(sum(one.values()), sum(other.values()))


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _make_group(rows: Sequence[Factor], heads: Mapping[str, DocumentHead], copies: Mapping[str, str]) -> FactorGroup:
    def day(row: Factor) -> str:
        head = heads.get(row.doc_id)
        return head.published_start.isoformat() if head and head.published_start else ""

    ordered = sorted(rows, key=lambda row: (day(row) or "9999", row.doc_id, row.start_char))
    days = [found for row in ordered if (found := day(row))]
    voices = {_voice(row, heads, copies) for row in ordered}
    kinds = Counter(row.factor_type for row in ordered)
    return FactorGroup(
        group_id=make_id("", "factor groups", *sorted(row.record_id for row in ordered)),
        polarity=ordered[0].polarity,
        dyad=ordered[0].dyad,
        factor_type=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        record_ids=tuple(row.record_id for row in ordered),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        n_documents=len({row.doc_id for row in ordered}),
        n_independent=len(voices),
        voices=tuple(sorted(voices)),
        is_weak=len(voices) == 1 and all(row.rule == TONE for row in ordered),
    )


def _voice(row: Factor, heads: Mapping[str, DocumentHead], copies: Mapping[str, str]) -> str:
    """Who names the factor: the speaker, else the publisher of the earliest document of this text."""
    if row.said_by:
        return row.said_by
    original = heads.get(copies.get(row.doc_id, row.doc_id))
    return (original.publisher if original else None) or copies.get(row.doc_id, row.doc_id)
