"""The figures of a brief against the official series of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.levels import known_on
from bilateral.answers.figure_checks import check_figures
from bilateral.findings import FigureCheck, OfficialValue
from bilateral.tables.observations import read_observations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bilateral.findings import Records

__all__ = ["check_for_brief"]


def check_for_brief(path: Path, dyad: tuple[str, str], records: Records, *, texts: Mapping[str, str]) -> tuple[dict[str, FigureCheck], list[OfficialValue]]:
    """Check the figures of a brief, and list the values that stand beside them.

    Args:
        path: Folder of the record.
        dyad: The pair.
        records: Rows of the brief.
        texts: Texts by document.

    Returns:
        Checks by the identifier of the figure, and the newest edition of each value; both empty where the record has no series.
    """
    observations = read_observations(path, dyad)
    if not observations:
        return {}, []
    by_id = {row.observation_id: row for row in observations}
    heads = {head.doc_id: head for head in records.documents}
    checked = check_figures([row for row in records.figures if row.doc_id in heads], dyad, observations, heads=heads, texts=texts)
    found = {
        row.record_id: FigureCheck(row.record_id, row.verdict, row.reason, tuple(row.mirror), tuple(dict.fromkeys(by_id[one].provider for one in row.observation_ids)))
        for row in checked
    }
    values = [
        OfficialValue(row.indicator, row.period, row.value, row.unit, f"{row.series_name}, reported by {row.reporter}" + (f", {row.vintage}" if row.vintage else ""))
        for row in sorted(known_on(observations), key=lambda row: (row.series_name, row.reporter, row.indicator, row.period_start))
    ]
    return found, values
