"""The chart of an answer: the network around a pair, positions in time, series, promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.briefings.names import name_party
from bilateral.briefings.network_chart import MOST_AROUND, StarParty, StarTie, chart_network
from bilateral.briefings.positions_chart import MOST_ISSUES, Stance, chart_positions
from bilateral.briefings.positions_draft import issue_name
from bilateral.web.drawn import Drawing, draw, table_address

if TYPE_CHECKING:
    from bilateral.answers.network import Network
    from bilateral.web.answered import Answer, Section

__all__ = ["AnswerChart", "draw_answer"]


@dataclass(frozen=True, slots=True)
class AnswerChart:
    """A drawing with what tells how to read it."""

    drawing: Drawing
    caption: str


def draw_answer(name: str, pair: tuple[str, str], answer: Answer) -> AnswerChart | None:
    """The chart that belongs to an answer.

    Args:
        name: Name of the answer.
        pair: The two states.
        answer: The answer.

    Returns:
        The chart, None where the answer has none or nothing to draw.
    """
    if name == "network" and answer.network is not None:
        return _draw_network(pair, answer.network)
    if name == "positions":
        return _draw_positions(pair, answer.sections)
    return None


def _draw_network(pair: tuple[str, str], network: Network) -> AnswerChart:
    first, second = network.dyad
    own = network.graph.get_edge_data(first, second) or {}
    parties = [
        StarParty(
            network.names[one.party],
            (StarTie(one.first.n, one.first.balance, _acts(first, one.party)), StarTie(one.second.n, one.second.balance, _acts(second, one.party))),
            f"#party-{one.party}",
        )
        for one in network.parties
    ]  # fmt: skip
    told = f"The width of a line tells the number of acts, its colour and dashes whether they were of cooperation or of conflict. At most {MOST_AROUND} third parties are drawn; a line leads to its acts, a name to its row."
    spec = chart_network((network.names[first], network.names[second]), StarTie(network.n_events, own.get("balance"), table_address(pair, "events")), parties)
    return AnswerChart(draw("network", spec, title="Third parties around the two", description=told), told)


def _acts(one: str, other: str) -> str:
    """The acts of two parties; those with a body have no page of their own."""
    first, second = sorted((one, other))
    return table_address((first, second), "events") if len(other) == len("KOR") else ""


def _draw_positions(pair: tuple[str, str], sections: tuple[Section, ...]) -> AnswerChart | None:
    rows = next((section.rows for section in sections if section.key == "positions"), ())
    stances = [Stance(issue_name(row["issue"]), name_party(row["party"]), row["stance"], row["day"], _words(row)) for row in rows if row.get("day")]
    if not stances:
        return None
    first, second = (name_party(code) for code in pair)
    told = f"A mark is a dated position and leads to its words. Of many issues, the {MOST_ISSUES} on which most is told are drawn."
    return AnswerChart(draw("positions", chart_positions(stances, (first, second)), title="Positions in time", description=told), told)


def _words(row: dict[str, Any]) -> str:
    return f"/documents/{row['doc_id']}#r-{row['record_id']}" if row.get("record_id") else f"/documents/{row['doc_id']}"
