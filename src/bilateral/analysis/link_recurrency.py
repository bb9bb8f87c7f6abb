"""The recurrency baseline of link forecasting: what happened before happens again, and what is frequent is likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bilateral.analysis.link_graph import LinkGraph

__all__ = ["ALPHAS", "LAMBDAS", "Recurrency", "RecurrencySettings", "choose_settings", "rank_by_recurrency"]

LAMBDAS = (0.0, 0.001, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 1.0001)
"""Speeds of forgetting that are tried; those of the paper's sweep, the finest left out."""

ALPHAS = (0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)
"""Weights of strict against relaxed recurrency that are tried."""

_DEFAULT = (0.1, 0.99)
"""Speed and weight of a relation that the validation days never ask."""


@dataclass(frozen=True)
class RecurrencySettings:
    """Speed of forgetting and weight of each relation, inverses included."""

    lambdas: NDArray[np.float64]
    alphas: NDArray[np.float64]


class Recurrency:
    """Counts behind the baseline as of the morning of a day, for several speeds of forgetting at once."""

    def __init__(self, graph: LinkGraph, lambdas: tuple[float, ...] = LAMBDAS) -> None:
        self.graph = graph
        self.lambdas = np.array(lambdas)
        self.day = self.start = int(graph.facts[0, 3])
        self.facts = np.unique(self._keys(graph.facts[:, :3]))
        self.sums = np.zeros((len(self.facts), len(lambdas)))
        self.done = np.zeros((graph.n_both, graph.n_entities))

    def _keys(self, facts: NDArray[np.int64]) -> NDArray[np.int64]:
        return (facts[:, 0] * self.graph.n_both + facts[:, 1]) * self.graph.n_entities + facts[:, 2]

    def pass_to(self, day: int) -> None:
        """Let days pass."""
        self.sums *= 2.0 ** (-self.lambdas * (day - self.day))
        self.day = day

    def add(self, facts: NDArray[np.int64]) -> None:
        """Add the facts of the present day."""
        self.sums[np.searchsorted(self.facts, self._keys(facts))] += 1.0
        np.add.at(self.done, (facts[:, 1], facts[:, 2]), 1.0)

    def strict(self, s: int, r: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Past objects of a question and their faded sums over the largest sum there could be, a column a speed."""
        first = (s * self.graph.n_both + r) * self.graph.n_entities
        start, end = np.searchsorted(self.facts, (first, first + self.graph.n_entities))
        sums = self.sums[start:end]
        seen = sums[:, 0] > 0
        ages = np.arange(1, self.day - self.start + 1)
        largest = (2.0 ** (-self.lambdas * ages[:, None])).sum(axis=0) if len(ages) else np.ones(len(self.lambdas))
        return self.facts[start:end][seen] - first, sums[seen] / largest

    def relaxed(self, r: int) -> NDArray[np.float64]:
        """Share of each entity among the objects of a relation."""
        shares: NDArray[np.float64] = self.done[r] / max(self.done[r].sum(), 1.0)
        return shares


@dataclass(frozen=True)
class _Shares:
    """Share of each entity among the objects of a relation; those above zero sorted."""

    of: NDArray[np.float64]
    ordered: NDArray[np.float64]

    def above(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many entities have a larger share."""
        return len(self.ordered) - np.searchsorted(self.ordered, values, side="right")

    def equal(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many entities have the same share."""
        found = np.searchsorted(self.ordered, values, side="right") - np.searchsorted(self.ordered, values, side="left")
        return found + np.where(values == 0, len(self.of) - len(self.ordered), 0)


def _ranks(strict: tuple[NDArray[np.int64], NDArray[np.float64]], shares: _Shares, answers: NDArray[np.int64], alphas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average ranks of a question's answers, a column a setting.

    Entities never tied to the question stand by their share alone, so that they are
    counted in a sorted list and not scored one by one. Scores are divided by
    1 - alpha, which leaves their order and keeps equal shares equal.
    """
    objects, evidence = strict
    scores = shares.of[objects][:, None] + alphas / (1 - alphas) * evidence
    own = np.repeat(shares.of[answers][:, None], len(alphas), axis=1)
    place = np.searchsorted(objects, answers)
    tied = np.flatnonzero(np.isin(answers, objects))
    own[tied] = scores[place[tied]]
    rivals = scores[~np.isin(objects, answers)][None]
    apart = shares.of[np.union1d(objects, answers)][None, :, None]
    above = shares.above(own) - (apart > own[:, None]).sum(axis=1) + (rivals > own[:, None]).sum(axis=1)
    equal = shares.equal(own) - (apart == own[:, None]).sum(axis=1) + (rivals == own[:, None]).sum(axis=1)
    ranks: NDArray[np.float64] = 1.0 + above + equal / 2.0
    return ranks


def _questions(state: Recurrency, facts: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int, _Shares]]:
    """Rows of `facts` that answer each distinct question of a day, its relation, and that relation's shares."""
    order = np.lexsort((facts[:, 0], facts[:, 1]))
    asked = facts[order]
    starts = np.flatnonzero(np.r_[True, (asked[1:, :2] != asked[:-1, :2]).any(axis=1)])
    relation, shares = -1, _Shares(np.zeros(0), np.zeros(0))
    for rows in np.split(order, starts[1:]):
        if facts[rows[0], 1] != relation:
            relation = int(facts[rows[0], 1])
            share = state.relaxed(relation)
            shares = _Shares(share, np.sort(share[share > 0]))
        yield rows, relation, shares


def choose_settings(state: Recurrency, days: dict[int, NDArray[np.int64]], *, is_stepwise: bool = True) -> RecurrencySettings:
    """The best speed and weight for each relation on the validation days, which are then part of what is known.

    Args:
        state: Counts up to the first of the days.
        days: Facts by day.
        is_stepwise: Whether each day is asked with all earlier ones known; else all are
            asked from what was known before the first, and none is added.

    Returns:
        Settings; a relation that is never asked has the usual ones.

    Source:
        Gastinger et al. 2024, "History repeats itself": lambda first, then alpha, relation by relation.
    """
    n, n_lambdas = state.graph.n_both, len(state.lambdas)
    alphas = np.repeat(ALPHAS, n_lambdas)
    gained = np.zeros((n, len(ALPHAS) * n_lambdas))
    for day, facts in days.items():
        state.pass_to(day)
        for rows, relation, shares in _questions(state, facts):
            objects, evidence = state.strict(int(facts[rows[0], 0]), relation)
            ranks = _ranks((objects, np.tile(evidence, len(ALPHAS))), shares, facts[rows, 2], alphas)
            gained[relation] += (1 / ranks).sum(axis=0)
        if is_stepwise:
            state.add(facts)
    by_alpha = gained.reshape(n, len(ALPHAS), n_lambdas)
    best = by_alpha[:, -1].argmax(axis=1)
    weights = np.array(ALPHAS)[by_alpha[np.arange(n), :, best].argmax(axis=1)]
    asked = gained.any(axis=1)
    return RecurrencySettings(np.where(asked, state.lambdas[best], _DEFAULT[0]), np.where(asked, weights, _DEFAULT[1]))


def rank_by_recurrency(state: Recurrency, settings: RecurrencySettings, facts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rank of each fact's object among all entities, the other answers of the day taken out.

    Args:
        state: Counts up to the day.
        settings: Speed and weight of each relation.
        facts: Distinct facts of the day, both ways round.

    Returns:
        Average ranks in the order of `facts`.
    """
    ranks = np.zeros(len(facts))
    for rows, relation, shares in _questions(state, facts):
        objects, evidence = state.strict(int(facts[rows[0], 0]), relation)
        column = np.flatnonzero(state.lambdas == settings.lambdas[relation])
        ranks[rows] = _ranks((objects, evidence[:, column]), shares, facts[rows, 2], settings.alphas[[relation]])[:, 0]
    return ranks
