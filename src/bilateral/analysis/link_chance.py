"""Chances behind scores that only rank: how often a candidate of such a standing was right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Chances", "fit_chances"]

_NEWTON_STEPS, _HALVINGS = 30, 20

_RIDGE, _FAR = 1e-3, 30.0

_RIGHT_IN_BIN = 25
"""Right candidates behind each chance: with 25 a chance of a half is known to 10 points."""


@dataclass(frozen=True)
class Chances:
    """A logistic regression on a candidate's standing, and the rising step line that mends it.

    Attributes:
        weights: One weight a term of the standing.
        log_odds: Rising log odds.
        chances: The chances they stand for.
    """

    weights: NDArray[np.float64]
    log_odds: NDArray[np.float64]
    chances: NDArray[np.float64]

    def of(self, scores: NDArray[np.float64], question: NDArray[np.int64]) -> NDArray[np.float64]:
        """Chance of each candidate to be among the true answers.

        Args:
            scores: Scores of a ranker.
            question: Question of each score; equal ones in a row.

        Returns:
            Chances.
        """
        return np.interp(_standing(scores, question) @ self.weights, self.log_odds, self.chances)


def _standing(scores: NDArray[np.float64], question: NDArray[np.int64]) -> NDArray[np.float64]:
    """Terms of a candidate's standing: its score, its lead over the next or its lag behind the first, its place, the spread."""
    n = len(scores)
    starts = np.flatnonzero(np.r_[True, question[1:] != question[:-1]])
    lengths = np.diff(np.r_[starts, n])
    number = np.repeat(np.arange(len(starts)), lengths)
    order = np.lexsort((-scores, number))
    place = np.empty(n)
    place[order] = np.arange(n) - np.repeat(starts, lengths)
    best = scores[order[starts]]
    second = scores[order[np.minimum(starts + 1, starts + lengths - 1)]]
    middle = np.add.reduceat(scores, starts) / lengths
    is_first = place == 0
    lead = np.where(is_first, (best - second)[number], 0.0)
    return np.stack([np.ones(n), scores, lead, best[number] - scores, np.log1p(place), is_first, best[number] - middle[number]], axis=1)


def fit_chances(scores: NDArray[np.float64], question: NDArray[np.int64], labels: NDArray[np.bool_]) -> Chances:
    """Learn how often candidates of a standing are right.

    Args:
        scores: Scores of a ranker on questions it was not fitted on.
        question: Question of each score; equal ones in a row.
        labels: Whether the candidate was right.

    Returns:
        The chances.
    """
    terms = _standing(scores, question)
    weights = np.zeros(terms.shape[1])
    weights[0] = np.log((labels.mean() + _RIDGE) / (1 - labels.mean() + _RIDGE))
    for _ in range(_NEWTON_STEPS):
        weights = _better(terms, labels, weights)
    return Chances(weights, *_rising(terms @ weights, labels))


def _better(terms: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """One step of Newton's method, halved until it helps: with few right candidates a full one overshoots."""
    chance = 1 / (1 + np.exp(-np.clip(terms @ weights, -_FAR, _FAR)))
    bend = (terms * (chance * (1 - chance))[:, None]).T @ terms + _RIDGE * np.eye(len(weights))
    step = np.linalg.solve(bend, terms.T @ (labels - chance) - _RIDGE * weights)
    before = _loss(terms @ weights, labels)
    for _ in range(_HALVINGS):
        if _loss(terms @ (weights + step), labels) <= before:
            return weights + step
        step = step / 2
    return weights


def _loss(log_odds: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """Log loss."""
    return float(np.logaddexp(0, np.where(labels, -log_odds, log_odds)).sum())


def _rising(log_odds: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rising means over bins of as many right candidates each."""
    from scipy.optimize import isotonic_regression  # noqa: PLC0415 - optional and heavy

    order = np.argsort(log_odds, kind="stable")
    right = np.cumsum(labels[order])
    bins = np.minimum(right // _RIGHT_IN_BIN, max((right[-1] - 1) // _RIGHT_IN_BIN, 0))
    sizes = np.bincount(bins)
    means, middles = np.bincount(bins, labels[order]) / sizes, np.bincount(bins, log_odds[order]) / sizes
    return middles, np.asarray(isotonic_regression(means, weights=sizes).x)
