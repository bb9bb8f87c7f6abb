"""The network of third parties in a brief: what is told of their acts with each of the two, as a chart with its table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bilateral.briefings.charts import row_anchor
from bilateral.briefings.drafts import DraftChart, DraftRow, DraftTable, Fact, Given, counted
from bilateral.briefings.names import name_party
from bilateral.briefings.network_chart import MOST_AROUND, StarParty, StarTie, chart_network
from bilateral.briefings.wording import capitalise
from bilateral.findings import is_between, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.briefings.material import Material
    from bilateral.records import Event

__all__ = ["draft_network"]

_FEWEST = 2
"""Third parties from which on a drawing tells more than a sentence."""

_COLUMNS = ("Party", "Acts with {}", "of conflict", "Acts with {}", "of conflict")


def draft_network(material: Material) -> DraftChart | None:
    """Draft the chart of third parties around the two.

    Does not count acts that are denied or only possible, and counts reports, not incidents.

    Args:
        material: Records and findings of the pair.

    Returns:
        The chart with a row for each third party drawn; None for fewer than two.
    """
    happened = [event for event in material.records.events if event.realis == "happened" and event.record_id in material.rows]
    acts_of = _acts_of(happened)
    found = [(one.party, [_between(acts_of[one.party], (state, one.party)) for state in material.dyad]) for one in material.findings.third_parties]
    acting = sorted((one for one in found if any(one[1])), key=lambda one: (-sum(map(len, one[1])), one[0]))[:MOST_AROUND]
    if len(acting) < _FEWEST:
        return None
    rows = [_row(material, party, acts) for party, acts in acting]
    stars = [StarParty(name_party(party), (_tie(acts[0]), _tie(acts[1])), "#" + row_anchor("third", party)) for party, acts in acting]
    names = material.names
    return DraftChart(
        key="network",
        title="Third parties around the two",
        description="Lines by the number of acts told in the documents on both states; colour and dashes tell whether they were of cooperation or of conflict.",
        spec=chart_network((names[0], names[1]), _tie(_between(happened, material.dyad)), stars),
        table=DraftTable("Acts of third parties with each of the two, as told", tuple(column.format(name) for column, name in zip(_COLUMNS, ("", names[0], "", names[1], ""), strict=True)), rows),
    )


def _acts_of(events: Sequence[Event]) -> defaultdict[str, list[Event]]:
    """Acts by who takes part in them."""
    acts: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for party in {state_of(party) for party in (*event.actor, *event.recipient)}:
            acts[party].append(event)
    return acts


def _between(events: Sequence[Event], pair: tuple[str, str]) -> list[Event]:
    return [event for event in events if is_between(event.actor, event.recipient, pair)]


_CONFLICT = 3


def _tie(events: Sequence[Event]) -> StarTie:
    conflict = sum(event.quad_code >= _CONFLICT for event in events)
    return StarTie(len(events), (len(events) - 2 * conflict) / len(events) if events else None)


def _row(material: Material, party: str, acts: Sequence[Sequence[Event]]) -> DraftRow:
    """One third party: acts with each of the two, and those of conflict among them."""
    name = Given(capitalise(name_party(party)))
    counts = [counted((event.record_id for event in chosen), "act") for with_one in acts for chosen in (with_one, [event for event in with_one if event.quad_code >= _CONFLICT])]
    ids = [event.record_id for with_one in acts for event in with_one]
    facts: list[Fact] = [name, *counts, *(Given(f"{one.number:,}") for one in counts)]
    return DraftRow((name.shown, *(f"{one.number:,}" for one in counts)), material.evidence(ids), facts, len(set(ids)), row_anchor("third", party))
