"""How far reviewers agree on records that several of them judged: Krippendorff's alpha by table and column, Cohen's kappa by pair."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bilateral.records import EVIDENCE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.review.replay import Judgement, Replayed

__all__ = ["Agreement", "Disagreement", "PairAgreement", "find_disagreements", "krippendorff_alpha", "measure_agreement", "measure_pairs"]

_LEFT_OUT = frozenset({
    "record_id", "doc_id", "quote", "rule", "trigger", "cue_start_char", "cue_end_char", "event_date_start", "event_date_end", "period_start",
    "period_end", "deadline_start", "deadline_end", "quad_code", "intensity", "cameo_code", "place_latitude", "place_longitude",
    "condition_start_char", "condition_end_char", "instrument_words", "instrument_start_char", "instrument_end_char", "issue_words",
    "issue_start_char", "issue_end_char", "place_start_char", "place_end_char",
    "addressee_start_char", "addressee_end_char", "occasion_start_char", "occasion_end_char",
})  # fmt: skip
"""Columns that are no claim, or follow from another column."""

VERDICT = "is a record"
"""What stands for the verdict itself among the columns: whether the words state such a record at all."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of all reviewers on one column of one table."""

    table: str
    column: str
    n_records: int  # that two reviewers or more judged
    n_alike: int  # on which all of them say the same
    alpha: float | None  # None where all judgements are one value, of which chance cannot be told


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two reviewers on whether the words state a record."""

    first: str
    second: str
    table: str
    n_records: int
    n_alike: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One record on which reviewers do not say the same."""

    table: str
    record_id: str
    doc_id: str
    quote: str
    column: str
    said: tuple[tuple[str, str, str], ...]  # reviewer, value, reason


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha of nominal values, for any number of judges and with values missing.

    Args:
        units: For each unit the values that its judges gave; units of one judge count for nothing.

    Returns:
        1 for full agreement, 0 for that of chance, below 0 for less; None where there is no pair or only one value.

    Source:
        Krippendorff, Content Analysis (2004), chapter 11; the example is his.

    Example:
        >>> data = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
        >>> round(krippendorff_alpha(data), 3)
        0.743
    """
    observed, totals = 0.0, Counter[str]()
    for values in units:
        if len(values) > 1:
            counts = Counter(values)
            totals.update(counts)
            pairs = len(values) * len(values) - sum(number * number for number in counts.values())
            observed += pairs / (len(values) - 1)
    n = sum(totals.values())
    expected = n * n - sum(number * number for number in totals.values())
    return 1 - (n - 1) * observed / expected if expected else None


def measure_agreement(replayed: Replayed) -> list[Agreement]:
    """Agreement by table and column, of records that two reviewers or more judged.

    Columns are compared among those who let the record stand. What a reviewer adds is
    not judged by others and does not count. Where reviewers saw each other's verdicts,
    agreement is too high: see the second readings.

    Args:
        replayed: What `replay` returned.

    Returns:
        Rows by table in their order, the verdict first, then the columns in theirs.
    """
    found = []
    for table in EVIDENCE_TABLES:
        units: dict[str, list[list[str]]] = defaultdict(list)
        for said in _judged_twice(replayed, table).values():
            for column, values in _values(said).items():
                units[column].append(list(values.values()))
        found += [Agreement(table, column, *_counted(listed), krippendorff_alpha(listed)) for column, listed in units.items()]
    return found


def _counted(units: list[list[str]]) -> tuple[int, int]:
    return len(units), sum(len(set(values)) == 1 for values in units)


def _judged_twice(replayed: Replayed, table: str) -> dict[str, Mapping[str, Judgement]]:
    """Records of a table that two reviewers or more judged."""
    judged = {record_id: {who: one for who, one in said.items() if one.table == table} for record_id, said in replayed.judged.items()}
    return {record_id: said for record_id, said in sorted(judged.items()) if len(said) > 1}


def _values(said: Mapping[str, Judgement]) -> dict[str, dict[str, str]]:
    """What each reviewer says, by column and reviewer."""
    stand = {who: one for who, one in said.items() if one.verdict != "rejected"}
    values = {VERDICT: {who: "yes" if who in stand else "no" for who in said}}
    if len(stand) > 1:
        columns = [column for column in next(iter(stand.values())).row if column not in _LEFT_OUT]
        values |= {column: {who: _shown(one.row.get(column)) for who, one in stand.items()} for column in columns}
    return values


def _shown(value: Any) -> str:
    """A value that can be compared and read; the order of parties says nothing."""
    if isinstance(value, list | tuple):
        return ", ".join(sorted(map(str, value))) or "–"
    return "–" if value is None else value if isinstance(value, str) else json.dumps(value)


def measure_pairs(replayed: Replayed) -> list[PairAgreement]:
    """Cohen's kappa of every two reviewers, by table, on whether the words state a record.

    Returns:
        Rows by reviewers and table; only those with a record that both judged.

    Source:
        Cohen (1960), A coefficient of agreement for nominal scales.
    """
    both: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for table in EVIDENCE_TABLES:
        for said in _judged_twice(replayed, table).values():
            for first, second in combinations(sorted(said), 2):
                both[first, second, table].append((_yes(said[first]), _yes(said[second])))
    return [PairAgreement(*key, len(pairs), sum(one == other for one, other in pairs), _kappa(pairs)) for key, pairs in sorted(both.items())]


def _yes(one: Judgement) -> str:
    return "no" if one.verdict == "rejected" else "yes"


def _kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa; None where chance would agree always.

    Example:
        >>> round(_kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15), 2)
        0.4
    """
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[value] * second[value] for value in first) / (n * n)
    return (sum(one == other for one, other in pairs) / n - chance) / (1 - chance) if chance < 1 else None


def find_disagreements(replayed: Replayed) -> list[Disagreement]:
    """Every record and column on which reviewers do not say the same, with who says what.

    Returns:
        Rows by table, document, record and column.
    """
    found = []
    for table in EVIDENCE_TABLES:
        for record_id, said in _judged_twice(replayed, table).items():
            row = next(iter(said.values())).row
            for column, values in _values(said).items():
                if len(set(values.values())) > 1:
                    told = tuple((who, value, said[who].reason) for who, value in sorted(values.items()))
                    found.append(Disagreement(table, record_id, row.get("doc_id", ""), row.get("quote", ""), column, told))
    return sorted(found, key=lambda one: (EVIDENCE_TABLES.index(one.table), one.doc_id, one.record_id))
