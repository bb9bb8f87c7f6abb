"""How good the coder is by the verdicts of reviewers: precision by table and column, and recall where documents were read to the end."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.records import EVIDENCE_TABLES
from bilateral.review.rows import row_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilateral.review.replay import Replayed

__all__ = ["Share", "TableScore", "score_review", "share_of"]

_Z = 1.959964
"""Normal quantile of a 95 % interval."""

_NOT_TOLD = frozenset({
    "record_id", "doc_id", "quote", "rule", "trigger", "cue_start_char", "cue_end_char",
    "addressee_start_char", "addressee_end_char", "occasion_start_char", "occasion_end_char",
})  # fmt: skip
"""Columns that are no claim of a record; its span is one."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a number with its 95 % interval; all None where nothing was counted."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class TableScore:
    """What reviewers make of the records of one table that the coder finds now."""

    table: str
    right: int  # as coded
    changed: int  # there is such a record, but a reviewer changed something in it
    wrong: int  # rejected
    missed: int  # added, or confirmed before and not found any more
    precision: Share  # right as coded, of all judged
    drawn: Share  # the same, of those drawn by chance and those of documents read to the end
    recall: Share  # found, of all there is in documents read to the end
    columns: dict[str, Share] = field(default_factory=dict)  # right as coded, of the records that stand


def share_of(n: int, of: int) -> Share:
    """A share with its interval.

    Args:
        n: How many.
        of: Of how many.

    Returns:
        The share, 0 to 1, and its bounds.

    Source:
        Wilson (1927), score interval.

    Example:
        >>> found = share_of(8, 10)
        >>> found.share, round(found.low, 2), round(found.high, 2)
        (0.8, 0.49, 0.94)
    """
    if not of:
        return Share(n, of, None, None, None)
    share, square = n / of, _Z * _Z
    middle, scale = share + square / (2 * of), 1 + square / of
    reach = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Share(n, of, share, max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def score_review(replayed: Replayed, coded: Mapping[str, Any]) -> list[TableScore]:
    """Score the coder of now against the verdicts that hold.

    A record counts by the verdict that holds. Precision of all judged records is too
    low where reviewers began with the doubtful ones: `drawn` is free of that. Recall
    is only told of documents that somebody read to the end.

    Args:
        replayed: What `replay` returned.
        coded: By identifier, the records that have a mark as the coder makes them now.

    Returns:
        One score a table with a verdict, in the order of the tables.
    """
    found: dict[str, list[_Verdict]] = defaultdict(list)
    rows = {row.record_id: row for listed in replayed.tables.values() for row in listed}
    for record_id in replayed.marks:
        found[_table_of(replayed, record_id)].append(_judge(replayed, record_id, coded.get(record_id), rows.get(record_id)))
    return [_score(table, found[table]) for table in EVIDENCE_TABLES if table in found]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What became of one record."""

    kind: str  # right, changed, wrong, missed, or gone: rejected, and not found any more
    is_drawn: bool
    is_read: bool
    same: dict[str, bool] = field(default_factory=dict)  # by column


def _table_of(replayed: Replayed, record_id: str) -> str:
    return next(iter(replayed.judged[record_id].values())).table


def _judge(replayed: Replayed, record_id: str, coded: Any, row: Any) -> _Verdict:
    said = replayed.judged[record_id].values()
    doc_id = (coded or row).doc_id if coded or row else next(iter(said)).row.get("doc_id")
    is_read = doc_id in replayed.readings
    is_drawn = is_read or any(one.picked == "sample" for one in said)
    if coded is None:
        return _Verdict("gone" if replayed.marks[record_id].verdict == "rejected" else "missed", is_drawn, is_read)
    if row is None:
        return _Verdict("wrong", is_drawn, is_read)
    now, then = row_to_json(row), row_to_json(coded)
    same = {column: now[column] == then[column] for column in now if column not in _NOT_TOLD}
    return _Verdict("right" if all(same.values()) else "changed", is_drawn, is_read, same)


def _score(table: str, verdicts: Iterable[_Verdict]) -> TableScore:
    kinds, drawn, read, columns, stand = Counter[str](), Counter[str](), Counter[str](), Counter[str](), 0
    for one in verdicts:
        kinds[one.kind] += 1
        drawn[one.kind] += one.is_drawn
        read[one.kind] += one.is_read
        stand += bool(one.same)
        columns.update({column: int(is_same) for column, is_same in one.same.items()})
    found = read["right"] + read["changed"]
    return TableScore(
        table, kinds["right"], kinds["changed"], kinds["wrong"], kinds["missed"], _precision(kinds), _precision(drawn),
        share_of(found, found + read["missed"]), {column: share_of(number, stand) for column, number in columns.items()},
    )  # fmt: skip


def _precision(kinds: Counter[str]) -> Share:
    return share_of(kinds["right"], kinds["right"] + kinds["changed"] + kinds["wrong"])
