"""Communities are those that networkx finds with the same seed."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from bilateral.analysis.communities import Communities


@pytest.mark.parametrize("number", range(12))
def test_same_as_networkx(number) -> None:
    drawn = random.Random(number)
    nodes = [f"n{place}" for place in range(drawn.randrange(6, 60))]
    edges = {tuple(sorted(drawn.sample(nodes, 2))): float(drawn.choice((1, 1, 2, 9))) for _ in range(len(nodes) * 2)}
    graph: nx.Graph = nx.Graph()
    for (one, other), weight in edges.items():
        graph.add_edge(one, other, weight=weight)
    communities = Communities((*pair, weight) for pair, weight in edges.items())
    for seed in (1, 2):
        expected = nx.community.louvain_communities(graph, seed=seed)
        assert sorted(map(sorted, communities.find(seed))) == sorted(map(sorted, expected))
