"""The network around a pair: signed ties, who moves when, communities, graph files that others can read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from bilateral.analysis.network import Tie, find_communities, find_third_parties, join_ties
from bilateral.analysis.triads import FEWEST_DAYS, adjust, measure_move
from bilateral.answers.network import Network, build_network, network_page, render_network, write_network
from bilateral.errors import BilateralError
from bilateral.importing import import_files
from bilateral.record import Record, open_record

DAYS = 240


def rows() -> str:
    """Fiji blames Malta in some weeks, and Malta talks with Cuba in the week after each; Peru is friends with both, Oman with Fiji and Qatar alone."""
    told = ["date,actor,recipient,cameo_code,event_id"]
    rng = np.random.default_rng(5)
    for week in range(DAYS // 7):
        day = np.datetime64("2021-01-04") + 7 * week
        busy = rng.random() < 0.4
        if busy:
            told += [f"{day + n % 4},FJI,MLT,111,{week}f{n}" for n in range(6)]
            told += [f"{day + 7 + n % 4},MLT,CUB,040,{week}c{n}" for n in range(9)]
        told += [f"{day},CUB,MLT,{'040' if week % 2 else '111'},{week}x", f"{day + 1},FJI,CUB,040,{week}y", f"{day},PER,CUB,050,{week}p", f"{day + 2},PER,MLT,050,{week}q"]
        told += [f"{day},OMN,FJI,040,{week}o", f"{day},OMN,QAT,040,{week}z"]
    return "\n".join(told) + "\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    (folder / "made.csv").write_text(rows())
    import_files(folder / "record", "csv", [folder / "made.csv"], name="made")
    return folder / "record"


@pytest.fixture(scope="module")
def network(record: Path) -> Network:
    return build_network(record, "Cuba", "MLT", by="quarter")


def test_third_parties_have_ties_to_both(network: Network) -> None:
    found = {one.party: one for one in network.parties}
    assert set(found) == {"FJI", "PER"}
    assert (found["PER"].signs, found["PER"].is_balanced) == ("+++", True)
    assert (found["FJI"].signs, found["FJI"].is_balanced) == ("++-", False)
    assert found["FJI"].second.balance == -1
    assert found["PER"].first.n == DAYS // 7


def test_who_moves_first_is_found_and_not_the_other_way_round(network: Network) -> None:
    moves = {(one.party, one.leader, one.leader_acts, one.follower_acts): one for one in network.moves}
    first = moves["FJI", "third party", "all acts", "all acts"]
    assert first.move.correlation > 0.3
    assert first.p_adjusted < 0.1
    assert first.move.n_followed > first.move.expected
    assert moves["PER", "third party", "all acts", "all acts"].p_adjusted > first.p_adjusted


def test_series_that_have_nothing_to_do_with_each_other_seldom_move_together() -> None:
    rng = np.random.default_rng(6)
    p_values = []
    for _ in range(20):
        one, other = (rng.poisson(0.4, 300) * (1 + 4 * (rng.random(300) < 0.1)) for _ in range(2))
        move = measure_move(one, other)
        assert move is not None
        p_values.append(move.p_value)
    assert sum(value <= 0.05 for value in p_values) <= 4
    assert min(adjust(p_values)) > 0.05


def test_too_few_days_or_acts_are_not_measured() -> None:
    ones = np.ones(FEWEST_DAYS)
    assert measure_move(ones[:-1], ones[:-1]) is None
    assert measure_move(ones, np.zeros(FEWEST_DAYS)) is None


def test_graph_files_hold_what_the_network_holds(network: Network, tmp_path: Path) -> None:
    for name, read in (("a.graphml", nx.read_graphml), ("a.gexf", nx.read_gexf)):
        write_network(network, tmp_path / name)
        graph = read(tmp_path / name)
        assert sorted(graph.nodes) == ["CUB", "FJI", "MLT", "PER"]
        assert {(min(pair), max(pair)) for pair in graph.edges} == {(min(pair), max(pair)) for pair in network.graph.edges}
        for one, other, tie in network.graph.edges(data=True):
            assert {key: graph.edges[one, other][key] for key in tie} == tie
        assert graph.nodes["FJI"]["role"] == "third party"
    ties = list(csv.DictReader(io.StringIO(render_network(network, "csv"))))
    assert len(ties) == network.graph.number_of_edges()
    assert next(row for row in ties if (row["one"], row["other"]) == ("FJI", "MLT"))["conflict"] == str(network.graph.edges["FJI", "MLT"]["conflict"])
    told = json.loads(render_network(network, "json"))
    assert len(told["graph"]["links"]) == len(ties)


def test_a_page_tells_all_of_it(network: Network) -> None:
    page = network_page(network)
    assert "| Fiji | 34 | +1.00 |" in page
    assert "a lead is no cause" in page
    assert "2021-Q1" in page


def test_communities_follow_cooperation() -> None:
    def tie(one: str, other: str, cooperation: int, conflict: int = 0) -> Tie:
        return Tie(one, other, cooperation + conflict, 0, cooperation, conflict)

    two = [tie("A", "B", 9), tie("B", "C", 9), tie("A", "C", 9), tie("D", "E", 9), tie("E", "F", 9), tie("D", "F", 9), tie("C", "D", 1), tie("A", "F", 2, 9)]
    apart, joined = find_communities({"1": two, "2": [*two[:6], tie("A", "D", 30), tie("A", "E", 30), tie("B", "D", 30), tie("C", "E", 30)]}, ("A", "D"))
    assert (apart.together, apart.with_first, apart.with_second) == (0, ("B", "C"), ("E", "F"))
    assert joined.together > 0.5
    assert find_communities({"1": two}, ("A", "Z")) == []


def test_ties_of_several_periods_are_added_up() -> None:
    total = join_ties([Tie("A", "B", 3, 1, 2, 1), Tie("A", "B", 2, 2, 0, 2), Tie("A", "C", 1, 0, 1, 0)])
    assert total == [Tie("A", "B", 5, 3, 2, 3), Tie("A", "C", 1, 0, 1, 0)]
    assert total[0].balance == pytest.approx(-0.2)
    assert find_third_parties(total, ("A", "B")) == []


def test_the_records_own_incidents_make_a_network(example_record: Record) -> None:
    network = example_record.network("RUS", "KOR", data="coded")
    assert network.data_name == "coded"
    assert network.n_events > 0
    assert network.graph.has_edge("KOR", "RUS")
    assert "three acts or more" in network_page(network) or network.parties


def test_bad_questions_are_errors(record: Path, network: Network, tmp_path: Path) -> None:
    for asked in (("CUB", "CUB"), ("CUB", "Atlantis")):
        with pytest.raises(BilateralError, match=r"got|no state"):
            build_network(record, *asked)
    with pytest.raises(BilateralError, match="graphml"):
        write_network(network, tmp_path / "a.txt")
    with pytest.raises(BilateralError, match="made"):
        open_record(record).network("CUB", "MLT", data="none")
