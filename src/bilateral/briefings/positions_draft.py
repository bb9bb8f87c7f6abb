"""Positions in time in a brief: a chart of the stances of both sides, with the words behind each mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.charts import row_anchor
from bilateral.briefings.drafts import DraftChart, DraftRow, DraftTable, Evidence, Given, Quoted
from bilateral.briefings.names import name_party
from bilateral.briefings.positions_chart import Stance, chart_positions
from bilateral.briefings.wording import capitalise, cut, show_day, squeeze
from bilateral.vocabulary.issues import load_issues

if TYPE_CHECKING:
    from datetime import date

    from bilateral.briefings.material import Material
    from bilateral.findings import Position

__all__ = ["draft_positions_chart", "issue_name"]

_FEWEST = 3
_MOST_MARKS = 60
_ROW_QUOTE = 110
_COLUMNS = ("Date", "Side", "Issue", "Stance", "Words")
_CLEAR = ("for", "against", "conditional", "evasive")


def issue_name(code: str) -> str:
    """What an issue is called inside a sentence.

    Example:
        >>> issue_name("arms_transfers"), issue_name("whale_hunt")
        ('arms transfers', 'whale hunt')
    """
    return next((issue.name for issue in load_issues() if issue.code == code), code.replace("_", " "))


def draft_positions_chart(material: Material) -> DraftChart | None:
    """Draft the chart of dated positions of both sides, of which the newest are drawn.

    Args:
        material: Records and findings of the pair.

    Returns:
        The chart with a row for each mark, the oldest first; None for fewer than three.
    """
    dated = [(one.day, one) for one in material.findings.positions if one.day and one.party in material.dyad and one.stance in _CLEAR]
    if len(dated) < _FEWEST:
        return None
    dated.sort(key=lambda pair: (pair[0], pair[1].record_id, pair[1].issue, pair[1].party))
    shown = dated[-material.room(_MOST_MARKS) :]
    rows = [_row(number, day, one) for number, (day, one) in enumerate(shown)]
    stances = [Stance(issue_name(one.issue), name_party(one.party), one.stance, day, f"#{row.anchor}") for (day, one), row in zip(shown, rows, strict=True)]
    return DraftChart(
        key="positions-chart",
        title="Positions in time",
        description="A mark is a position at its date; its shape and colour tell the stance. Of many issues, those on which most is told are drawn.",
        spec=chart_positions(stances, material.names),
        table=DraftTable("Dated positions of the two sides, the newest", _COLUMNS, rows, len(dated) - len(shown)),
    )


def _row(number: int, day: date, one: Position) -> DraftRow:
    evidence = Evidence(one.record_id, one.table, one.doc_id, one.start_char, one.end_char, one.quote)
    when, name, stance = Given(show_day(day)), Given(capitalise(name_party(one.party))), Given(one.stance)
    quote = Quoted(cut(squeeze(one.quote), _ROW_QUOTE).strip("“”\"' "), evidence)
    cells = (when.shown, name.shown, capitalise(issue_name(one.issue)), stance.shown, f"“{quote.shown}”")
    return DraftRow(cells, [evidence], [when, name, stance, quote], 1, row_anchor("position", f"{one.record_id}-{number}"))
