"""Ranks of true answers under the protocol of link forecasting: time-aware filter, ties by average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["rank_answers", "summarise_ranks"]


def rank_answers(scores: NDArray[np.floating], answers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rank of each true answer of one question among all entities.

    The other true answers of the same day are taken out (time-aware filter);
    among equal scores the rank is the average.

    Args:
        scores: Score of every entity; higher is likelier.
        answers: Distinct entities that are true on the day asked.

    Returns:
        A rank for each answer, 1 is first; x.5 where ties are even.

    Source:
        Gastinger et al. 2023, "Comparing Apples and Oranges?", time-aware filter.

    Example:
        >>> rank_answers(np.array([0.9, 0.8, 0.7, 0.7]), np.array([0, 2])).tolist()
        [1.0, 2.5]
    """
    own = scores[answers]
    others = np.delete(scores, answers)
    above = (others[None, :] > own[:, None]).sum(axis=1)
    equal = (others[None, :] == own[:, None]).sum(axis=1)
    ranks: NDArray[np.float64] = 1.0 + above + equal / 2.0
    return ranks


def summarise_ranks(ranks: NDArray[np.float64]) -> dict[str, float]:
    """Mean reciprocal rank and hits, per cent.

    Args:
        ranks: Ranks of true answers.

    Returns:
        `mrr`, `hits_1`, `hits_3`, `hits_10` and `n`.

    Example:
        >>> summarise_ranks(np.array([1.0, 4.0]))["mrr"]
        62.5
    """
    if not len(ranks):
        return {"mrr": float("nan"), "hits_1": float("nan"), "hits_3": float("nan"), "hits_10": float("nan"), "n": 0}
    hits = {f"hits_{k}": 100 * float(np.mean(ranks <= k)) for k in (1, 3, 10)}
    return {"mrr": 100 * float(np.mean(1 / ranks)), **hits, "n": len(ranks)}
