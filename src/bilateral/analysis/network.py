"""Who else stands around two states: ties of third parties to both, signed, and communities over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.analysis.dyad_series import days_asked, number_sql, period_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb
    import networkx as nx

    from bilateral.analysis.dyad_series import Rows, When

__all__ = ["FEWEST_ACTS", "Community", "ThirdParty", "Tie", "build_graph", "find_communities", "find_third_parties", "join_ties", "read_ties"]

FEWEST_ACTS = 3
"""Fewer acts than this with either of the two are no tie: one report would make or turn it."""

NEUTRAL = 0.05
"""Balances nearer to zero than this have no sign."""

FEWEST_PARTIES = 6
"""Fewer states and bodies than this in a period have no communities to speak of."""

RUNS = 20
"""Times that communities are sought, each from another order: how often two are found together tells how sure it is."""

_SEED = 20180621

_TIES = """
    SELECT {period} AS number, least(actor, recipient) AS one, greatest(actor, recipient) AS other,
        sum(n_events)::BIGINT AS n, coalesce(sum(n_events) FILTER (actor < recipient), 0)::BIGINT AS n_out,
        coalesce(sum(n_events) FILTER (quad_code <= 2), 0)::BIGINT AS cooperation,
        coalesce(sum(n_events) FILTER (quad_code > 2), 0)::BIGINT AS conflict
    FROM {events} AS event
    WHERE actor IS NOT NULL AND recipient IS NOT NULL AND actor <> recipient {days} {inside}
    GROUP BY ALL ORDER BY number, one, other
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """What two states did to each other: acts in all, of `one` on `other`, cooperation and conflict."""

    one: str
    other: str
    n: int
    n_out: int
    cooperation: int
    conflict: int

    @property
    def balance(self) -> float | None:
        """Cooperation less conflict as a share of both, -1 to 1: the sign and weight of the tie."""
        both = self.cooperation + self.conflict
        return (self.cooperation - self.conflict) / both if both else None


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A state or body with ties to both, `first` and `second`; `share` is the smaller of its shares in what each of them does with others.

    `signs` are those of the three ties (the pair's own, to the first, to the second): with an even number of
    minus signs a triad is balanced.
    """

    party: str
    first: Tie
    second: Tie
    share: float
    signs: str
    is_balanced: bool | None


@dataclass(frozen=True, slots=True)
class Community:
    """The communities that the two belong to in a period.

    `together` is the share of runs that found both in one; `with_first` and `with_second` are those that most runs
    found with each, the strongest ties first, `stayed` the share of these that were there the period before.
    """

    period: str
    together: float
    with_first: tuple[str, ...]
    with_second: tuple[str, ...]
    stayed: float | None
    n_parties: int
    n_events: int


def read_ties(connection: duckdb.DuckDBPyConnection, rows: Rows, when: When) -> dict[str, list[Tie]]:
    """Ties of all states and bodies by period.

    Args:
        connection: A connection to DuckDB.
        rows: Where the events are, of one data set.
        when: The step and the days; events wider than a period are left out.

    Returns:
        Ties by name of the period, in order; two sides of a tie stand in the order of their codes.
    """
    first, last = number_sql(when.by)
    query = _TIES.format(period=first, events=rows.events, days=days_asked(when), inside=f"AND {first} = {last}")
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for number, *values in connection.execute(query).fetchall():
        found[period_name(int(number), when.by)].append(Tie(*values))
    return dict(found)


def join_ties(ties: Iterable[Tie]) -> list[Tie]:
    """Ties of several periods added up."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for tie in ties:
        for place, value in enumerate((tie.n, tie.n_out, tie.cooperation, tie.conflict)):
            sums[tie.one, tie.other][place] += value
    return [Tie(*pair, *values) for pair, values in sorted(sums.items())]


def _by_party(ties: Iterable[Tie], state: str) -> dict[str, Tie]:
    """The ties of one state by the other side."""
    return {tie.other if tie.one == state else tie.one: tie for tie in ties if state in (tie.one, tie.other)}


def _sign(tie: Tie | None) -> str:
    balance = tie.balance if tie else None
    if balance is None or abs(balance) < NEUTRAL:
        return "0"
    return "+" if balance > 0 else "-"


def find_third_parties(ties: Sequence[Tie], dyad: tuple[str, str]) -> list[ThirdParty]:
    """States and bodies that have ties to both of a pair.

    A body that both belong to is among them. Does not find ties of fewer than `FEWEST_ACTS` acts.

    Args:
        ties: Ties of all, each pair once.
        dyad: The pair.

    Returns:
        Third parties, those that weigh most with both first.
    """
    first, second = (_by_party(ties, state) for state in dyad)
    own = first.get(dyad[1])
    totals = [sum(tie.n for tie in side.values()) or 1 for side in (first, second)]
    found = []
    for party in (set(first) & set(second)) - set(dyad):
        if min(first[party].n, second[party].n) < FEWEST_ACTS:
            continue
        signs = _sign(own) + _sign(first[party]) + _sign(second[party])
        balanced = None if "0" in signs else signs.count("-") % 2 == 0
        share = min(first[party].n / totals[0], second[party].n / totals[1])
        found.append(ThirdParty(party, first[party], second[party], share, signs, balanced))
    return sorted(found, key=lambda one: (-one.share, one.party))


def build_graph(ties: Sequence[Tie], dyad: tuple[str, str], parties: Sequence[str], *, names: Mapping[str, str]) -> nx.Graph[Any]:
    """The pair, its third parties, and all ties among them, as a graph.

    Args:
        ties: Ties of all, each pair once.
        dyad: The pair.
        parties: Third parties.
        names: Names by code.

    Returns:
        An undirected graph. Nodes have `label`, `role` (pair or third party) and `n`; edges `n`, `n_forward` (acts of the node
        whose code comes first in the alphabet), `cooperation`, `conflict`, `weight` (acts), and `balance` (-1 to 1) where there is one.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    wanted = {*dyad, *parties}
    graph: nx.Graph[Any] = nx.Graph()
    inside = [tie for tie in ties if tie.one in wanted and tie.other in wanted]
    totals = {party: sum(tie.n for tie in inside if party in (tie.one, tie.other)) for party in wanted}
    for party in (*dyad, *parties):
        graph.add_node(party, label=names.get(party, party), role="pair" if party in dyad else "third party", n=totals[party])
    for tie in inside:
        signed = {} if tie.balance is None else {"balance": round(tie.balance, 6)}
        graph.add_edge(
            tie.one, tie.other, n=tie.n, n_forward=tie.n_out, cooperation=tie.cooperation, conflict=tie.conflict, weight=float(tie.n), **signed
        )
    return graph


def find_communities(ties: Mapping[str, Sequence[Tie]], dyad: tuple[str, str]) -> list[Community]:
    """The communities of a pair in each period: who has more to do with each other, in cooperation, than chance would have.

    Louvain communities of a graph whose weights are cooperation less conflict, where that is
    above zero. A community is no alliance. Periods in which one of the two has no such tie, or fewer than
    `FEWEST_PARTIES` have one, are left out.

    Args:
        ties: Ties by period.
        dyad: The pair.

    Returns:
        One community a period.

    Source:
        Blondel et al. 2008.
    """
    found: list[Community] = []
    for period, inside in ties.items():
        friendly = {(tie.one, tie.other): float(tie.cooperation - tie.conflict) for tie in inside if tie.cooperation > tie.conflict}
        members = {party for pair in friendly for party in pair}
        if len(members) >= FEWEST_PARTIES and members.issuperset(dyad):
            found.append(_communities(period, friendly, dyad, found[-1] if found else None))
    return found


def _communities(period: str, friendly: Mapping[tuple[str, str], float], dyad: tuple[str, str], before: Community | None) -> Community:
    """Communities of one period over several runs."""
    import networkx as nx  # noqa: PLC0415 - heavy

    graph: nx.Graph[Any] = nx.Graph()
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in friendly.items())
    met: defaultdict[tuple[str, str], int] = defaultdict(int)
    for run in range(RUNS):
        for group in nx.community.louvain_communities(graph, seed=_SEED + run):
            for state in group.intersection(dyad):
                for party in group:
                    met[state, party] += 1
    sides = [_side(friendly, own, [party for (state, party), n in met.items() if state == own and n * 2 > RUNS]) for own in dyad]
    members = {*sides[0], *sides[1]}
    earlier = {*before.with_first, *before.with_second} if before else set()
    return Community(
        period, met[dyad[0], dyad[1]] / RUNS, sides[0], sides[1], len(members & earlier) / len(members) if members and earlier else None,
        graph.number_of_nodes(), int(sum(friendly.values())),
    )  # fmt: skip


def _side(friendly: Mapping[tuple[str, str], float], state: str, parties: Sequence[str]) -> tuple[str, ...]:
    """Members of a state's community without itself, the strongest ties to it first."""
    weights = {party: friendly.get((min(state, party), max(state, party)), 0.0) for party in parties if party != state}
    return tuple(sorted(weights, key=lambda party: (-weights[party], party)))
