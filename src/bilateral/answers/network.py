"""The network around two states: third parties, who moves when, communities over time, as tables and graph files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.dyad_series import When
from bilateral.analysis.network import build_graph, find_communities, find_third_parties, join_ties, read_ties
from bilateral.analysis.triads import adjust, measure_move
from bilateral.answers.indicators import ask, choose_data, opened_rows
from bilateral.errors import SettingsError
from bilateral.vocabulary.states import body_name, is_body, is_state, state_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb
    import networkx as nx

    from bilateral.analysis.dyad_series import Question, Rows
    from bilateral.analysis.network import Community, ThirdParty
    from bilateral.analysis.triads import Move

__all__ = ["FILES", "MOST_PARTIES", "Network", "TriadMove", "build_network", "check_file", "network_page", "render_network", "write_network"]

FILES = ("graphml", "gexf", "csv", "json")
"""Forms of a file, by the end of its name."""

MOST_PARTIES = 30
"""Third parties that are told of and drawn at most, those that weigh most."""

MOST_TESTED = 15
"""Third parties whose moves are tested: each one more makes a chance finding likelier."""

_LEVEL = 0.1
_KINDS = {"all acts": "true", "conflict": "quad_code > 2", "cooperation": "quad_code <= 2"}
_PAIRINGS = (("all acts", "all acts"), ("conflict", "cooperation"), ("conflict", "conflict"))
"""Whose acts of which kind are held against whose: the leader's, the follower's."""

_DAILY = """
    SELECT least(actor, recipient) AS one, greatest(actor, recipient) AS other, datediff('day', $first, event_date_start) AS day,
        sum(n_events) FILTER (quad_code <= 2) AS cooperation, sum(n_events) FILTER (quad_code > 2) AS conflict, sum(n_events) AS n
    FROM {events} AS event
    WHERE actor <> recipient AND event_date_start = event_date_end AND event_date_start BETWEEN $first AND $last
        AND (list_contains($dyad, actor) OR list_contains($dyad, recipient))
    GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class TriadMove:
    """Whether a third party's acts go before the pair's, or the pair's before its acts towards either."""

    party: str
    name: str
    leader: str
    leader_acts: str
    follower_acts: str
    move: Move
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class Network:
    """The network around a pair from one data set."""

    dyad: tuple[str, str]
    data_name: str
    days: tuple[str, str] | None
    n_events: int
    parties: tuple[ThirdParty, ...]
    n_more: int
    moves: tuple[TriadMove, ...]
    communities: tuple[Community, ...]
    graph: nx.Graph[Any]
    names: dict[str, str]


def build_network(  # noqa: PLR0913 - options
    record: str | Path, state_a: str, state_b: str, *, data: str | None = None, by: str = "year", span: tuple[str | None, str | None] = (None, None),
) -> Network:  # fmt: skip
    """Find who stands around a pair of states in one data set, or in the record's own incidents.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        data: Name of a data set; see `choose_data`.
        by: Length of the periods that communities are told by, one of `STEPS`.
        span: First and last date.

    Returns:
        The network; without third parties where there are none.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If an option is wrong.
        StateError: If a state is not known or both are the same.
    """
    question = ask((state_a, state_b), by, span=span)
    name = choose_data(Path(record), [data] if data else None)[0]
    with opened_rows(Path(record), name) as (connection, rows):
        periods = read_ties(connection, rows, When(question.by, question.start, question.end))
        ties = join_ties(tie for inside in periods.values() for tie in inside)
        parties = find_third_parties(ties, question.dyad)
        kept = parties[:MOST_PARTIES]
        names = {party: _name(party) for party in {*question.dyad, *(one.party for one in kept)}}
        days, moves = _moves(connection, rows, question, kept[:MOST_TESTED], names)
    graph = build_graph(ties, question.dyad, [one.party for one in kept], names=names)
    return Network(
        question.dyad, name, days, sum(tie.n for tie in ties if {tie.one, tie.other} == set(question.dyad)), tuple(kept), len(parties) - len(kept),
        tuple(moves), tuple(find_communities(periods, question.dyad)), graph, names,
    )  # fmt: skip


def _name(code: str) -> str:
    return body_name(code) if is_body(code) else state_name(code) if is_state(code) else code


def _moves(
    connection: duckdb.DuckDBPyConnection, rows: Rows, question: Question, parties: Sequence[ThirdParty], names: dict[str, str]
) -> tuple[tuple[str, str] | None, list[TriadMove]]:  # fmt: skip
    """The days that are covered, and every move that could be measured, the surest first."""
    query = f"SELECT min(event_date_start), max(event_date_end) FROM {rows.days} AS day"  # noqa: S608 - our own names
    first, last = connection.execute(query).fetchone() or (None, None)
    if first is None or last is None:
        return None, []
    first, last = max(first, question.start or first), min(last, question.end or last)
    daily = _read_daily(connection, rows, question, (first, last))
    found = [
        TriadMove(one.party, names[one.party], leader, kinds[0], kinds[1], move, 1.0)
        for one in parties for leader, kinds, move in _each_move(daily, question.dyad, one.party)
    ]  # fmt: skip
    levels = adjust([one.move.p_value for one in found])
    told = [TriadMove(one.party, one.name, one.leader, one.leader_acts, one.follower_acts, one.move, level) for one, level in zip(found, levels, strict=True)]
    return (str(first), str(last)), sorted(told, key=lambda one: (one.p_adjusted, one.move.p_value, -abs(one.move.correlation), one.party))


_Daily = dict[tuple[str, str], dict[str, Any]]


def _read_daily(connection: duckdb.DuckDBPyConnection, rows: Rows, question: Question, span: tuple[Any, Any]) -> _Daily:
    """Acts by day and kind between either of the two and each other side."""
    length = (span[1] - span[0]).days + 1
    found: _Daily = {}
    asked = {"first": span[0], "last": span[1], "dyad": list(question.dyad)}
    for one, other, day, cooperation, conflict, n in connection.execute(_DAILY.format(events=rows.events), asked).fetchall():
        kinds = found.setdefault((one, other), {kind: np.zeros(max(length, 0)) for kind in _KINDS})
        for kind, value in (("cooperation", cooperation), ("conflict", conflict), ("all acts", n)):
            kinds[kind][day] += float(value or 0)
    return found


def _each_move(daily: _Daily, dyad: tuple[str, str], party: str) -> Iterator[tuple[str, tuple[str, str], Move]]:
    """Measured moves of one third party: it before the pair, the pair before it."""
    own = daily.get((min(dyad), max(dyad)))
    sides = [kinds for state in dyad if (kinds := daily.get((min(state, party), max(state, party))))]
    if own is None or not sides:
        return
    third = {kind: sum(side[kind] for side in sides) for kind in _KINDS}
    for leading, following in _PAIRINGS:
        for leader, one, other in (("third party", third, own), ("pair", own, third)):
            move = measure_move(one[leading], other[following])
            if move is not None:
                yield leader, (leading, following), move


def network_page(network: Network) -> str:
    """The network as Markdown: third parties, who moves when, communities.

    Args:
        network: The network.

    Returns:
        A page.
    """
    first, second = (network.names[code] for code in network.dyad)
    days = f" from {network.days[0]} to {network.days[1]}" if network.days else ""
    head = f"# Around {first} and {second}\n\nFrom {_data(network)}{days}: {network.n_events} events between the two."
    parts = [head, "## Third parties with ties to both\n\n" + _parties_table(network), "## Who moves when\n\n" + _moves_table(network)]
    return "\n\n".join([*parts, "## Communities over time\n\n" + _communities_table(network)]) + "\n"


def _data(network: Network) -> str:
    return "the record's own incidents" if network.data_name == "coded" else f"`{network.data_name}`"


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *rows))


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _parties_table(network: Network) -> str:
    if not network.parties:
        return "None: no state or body has three acts or more with each of the two."
    first, second = network.dyad
    rows = [
        [network.names[one.party], str(one.first.n), _signed(one.first.balance), str(one.second.n), _signed(one.second.balance), one.signs,
         "" if one.is_balanced is None else "yes" if one.is_balanced else "no"]
        for one in network.parties
    ]  # fmt: skip
    columns = ["third party", f"acts with {first}", f"balance with {first}", f"acts with {second}", f"balance with {second}", "signs", "balanced"]
    more = f"\n\n{network.n_more} more have ties to both." if network.n_more else ""
    told = f"\n\nSigns: of the tie of {first} and {second}, of the third party with {first}, with {second}; an even number of minus signs is balanced."
    return _markdown(columns, rows) + more + told


def _moves_table(network: Network) -> str:
    if not network.moves:
        return "Too few days or acts to tell."
    sure = [one for one in network.moves if one.p_adjusted <= _LEVEL]
    if not sure:
        best = network.moves[0]
        who, whom = (best.name, "the pair") if best.leader == "third party" else ("the pair", best.name)
        return (
            f"None stands out among {len(network.moves)} tried, at a tenth of false alarms. The nearest to it: {who} ({best.leader_acts}) before {whom} "
            f"({best.follower_acts}), p {best.move.p_value:.3f}, {best.p_adjusted:.2f} for having asked so often."
        )
    rows = [
        [one.name if one.leader == "third party" else "the pair", one.leader_acts, "the pair" if one.leader == "third party" else one.name, one.follower_acts,
         f"{one.move.correlation:+.2f}", f"{one.move.p_value:.3f}", f"{one.p_adjusted:.2f}", f"{one.move.n_followed} of {one.move.n_weeks} ({one.move.expected:.1f} expected)"]
        for one in sure
    ]  # fmt: skip
    columns = ["first", "its acts", "a week later", "acts", "correlation", "p", "adjusted", "busy weeks followed by one"]
    return _markdown(columns, rows) + f"\n\n{len(network.moves)} were tried; a lead is no cause."


def _communities_table(network: Network) -> str:
    if not network.communities:
        return "None: in no period do six states or bodies, both of the two among them, have more cooperation than conflict with anyone."
    rows = [
        [one.period, f"{one.together:.0%}", _named(one.with_first), _named(one.with_second), "" if one.stayed is None else f"{one.stayed:.0%}", str(one.n_parties)]
        for one in network.communities
    ]  # fmt: skip
    first, second = network.dyad
    columns = ["period", "both in one", f"with {first}", f"with {second}", "there before", "states and bodies"]
    return _markdown(columns, rows) + "\n\nBoth in one: the share of runs that found the two in one community. A community is no alliance."


def _named(parties: Sequence[str]) -> str:
    shown = 8
    return ", ".join(parties[:shown]) + (f" and {len(parties) - shown} more" if len(parties) > shown else "")


def _as_json(network: Network) -> str:
    """Everything as JSON, the graph as nodes and links."""
    import networkx as nx  # noqa: PLC0415 - heavy

    def party(one: ThirdParty) -> dict[str, Any]:
        return asdict(one) | {"name": network.names[one.party], "balance_first": one.first.balance, "balance_second": one.second.balance}

    told = {
        "dyad": network.dyad, "data_name": network.data_name, "days": network.days, "n_events": network.n_events,
        "third_parties": [party(one) for one in network.parties], "n_more": network.n_more,
        "moves": [asdict(one) for one in network.moves], "communities": [asdict(one) for one in network.communities],
        "graph": nx.node_link_data(network.graph, edges="links"),
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _as_csv(network: Network) -> str:
    """Ties among the pair and its third parties, one a row."""
    columns = ("one", "other", "one_name", "other_name", "n", "n_forward", "cooperation", "conflict", "balance")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for one, other, tie in network.graph.edges(data=True):
        first, second = sorted((one, other))
        writer.writerow([first, second, network.names[first], network.names[second], *(tie.get(name, "") for name in columns[4:])])
    return out.getvalue()


def render_network(network: Network, form: str) -> str:
    """The network in one form.

    Args:
        network: The network.
        form: One of `FILES` (csv: the ties, one a row), or "md" for a page.

    Returns:
        The text of a file.

    Raises:
        SettingsError: If there is no such form.

    Source:
        GraphML 1.0 and GEXF 1.2 as `networkx` writes them.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    if form == "md":
        return network_page(network)
    if form == "csv":
        return _as_csv(network)
    if form == "json":
        return _as_json(network)
    if form not in FILES:
        message = f"got the form {form!r}, expected one of: md, {', '.join(FILES)}"
        raise SettingsError(message)
    return "\n".join(nx.generate_graphml(network.graph) if form == "graphml" else nx.generate_gexf(network.graph)) + "\n"


def check_file(out: str | Path) -> Path:
    """The path of a file whose form is known by its end.

    Raises:
        SettingsError: If it ends otherwise.
    """
    path = Path(out)
    if path.suffix.removeprefix(".").lower() not in ("md", *FILES):
        message = f"got the file {path}, expected a name that ends in .md, .{', .'.join(FILES)}"
        raise SettingsError(message)
    return path


def write_network(network: Network, out: str | Path) -> None:
    """Write the network to a file, in the form that its name ends with.

    Args:
        network: The network.
        out: A file that ends in .graphml, .gexf, .csv, .json or .md.

    Raises:
        SettingsError: If the end is another one or the file cannot be written.
    """
    path = check_file(out)
    text = render_network(network, path.suffix.removeprefix(".").lower())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text if text.startswith(("<graphml", "<gexf")) else text, "utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}; name another file with --out"
        raise SettingsError(message) from error
