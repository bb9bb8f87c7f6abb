"""What speaks for a candidate: the numbers that the ranker weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.link_history import HALF_LIVES, KINDS
from bilateral.analysis.link_neighbours import look_up
from bilateral.analysis.link_rules import apply_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_candidates import Candidates
    from bilateral.analysis.link_history import History
    from bilateral.analysis.link_neighbours import Neighbours

    Blocks = dict[str, NDArray[np.float32]]

__all__ = ["build_features", "feature_names"]

_LIVES = tuple(f"{life:g}" for life in HALF_LIVES)
_NEAR = ("near_acts", "near_partners", "near_walks")
_COUNTED = (*KINDS, "object")
_RATIOS = (("fact", "doing"), ("fact", "pair"), ("pair", "subject"), ("fact", "done"), ("pair", "object"))
_COMPARED = ("pair", "object", "done", "home_done", "home_object", "doing_home", "sector_done", "sectors")
_SOME = (1, 3)
"""Half-lives (8 days, all time) that are compared among the candidates for the kinds of `_COMPARED`."""

_RULES = tuple(f"rule_{how}_{life}" for how in ("sum", "best") for life in _LIVES)
_TRAITS = ("same_home", "same_sector", "n_candidates", "relation")


def feature_names() -> list[str]:
    """Names of the columns of `build_features`, in their order.

    Example:
        >>> feature_names()[0], feature_names()[-1]
        ('fact_ever', 'relation')
    """
    within = [*_RULES, *(f"fact_{life}" for life in _LIVES), *(f"{kind}_{_LIVES[life]}" for kind in _COMPARED for life in _SOME), *_NEAR]
    return [
        *(f"{kind}_{column}" for kind in _COUNTED for column in ("ever", "gap")),
        *(f"{one}_per_{other}" for one, other in _RATIOS),
        *_RULES,
        *_NEAR,
        *(f"{name}_within" for name in within),
        *_TRAITS,
    ]


def build_features(history: History, near: Neighbours, shares: NDArray[np.float32], *, candidates: Candidates) -> NDArray[np.float32]:
    """Numbers on each candidate as of the history's day.

    Counts of what was, days since, ratios, rules, neighbours, and the share of
    fading counts among the candidates of the question. Fading counts stand as
    shares only: as they are, they made the ranker worse (ICEWS14 valid, 0.6 points
    of MRR). Reads nothing of the day that is asked.

    Args:
        history: What is known.
        near: Neighbours of the subjects.
        shares: Of `Rules.shares`.
        candidates: Whom to weigh.

    Returns:
        One row a candidate, in the order of `candidates`; columns as `feature_names` tells.
    """
    s, r, o = candidates.asked
    counted = {kind: history.counts(kind, (s, r, o)) for kind in KINDS}
    counted["object"] = history.counts("subject", (o, r, s))
    counts = {kind: both[0] for kind, both in counted.items()}
    rules = apply_rules(history, shares, (s, r, o))
    subjects = np.searchsorted(near.subjects, s)
    done = history.tallies["done"].rows(r * history.graph.n_entities + o)
    alike = np.stack([look_up(near.acts, subjects, done), look_up(near.partners, subjects, o), look_up(near.walks, subjects, o)], axis=1)
    compared = [rules, counts["fact"], *(counts[kind][:, _SOME] for kind in _COMPARED), alike]
    return np.concatenate(
        [
            *(part[:, None] for kind in _COUNTED for part in (counted[kind][0][:, -1], counted[kind][1])),
            *(counts[one][:, -1:] / (counts[other][:, -1:] + np.float32(0.5)) for one, other in _RATIOS),
            rules,
            alike,
            _share_within(np.concatenate(compared, axis=1), candidates.question),
            _traits(history, candidates),
        ],
        axis=1,
    )


def _share_within(values: NDArray[np.float32], question: NDArray[np.int64]) -> NDArray[np.float32]:
    """Each value over the sum of its question."""
    if not len(question):
        return values
    starts = np.flatnonzero(np.r_[True, question[1:] != question[:-1]])
    lengths = np.diff(np.r_[starts, len(question)])
    sums = np.repeat(np.add.reduceat(values, starts, axis=0), lengths, axis=0)
    shares: NDArray[np.float32] = (values / (sums + np.float32(1e-6))).astype(np.float32)
    return shares


def _traits(history: History, candidates: Candidates) -> NDArray[np.float32]:
    """Whether home and sector are the same, how many candidates there are, and the relation."""
    s, r, o = candidates.asked
    home, sector = history.graph.home, history.graph.sector
    sizes = np.bincount(candidates.question, minlength=len(candidates.subjects))[candidates.question]
    return np.stack([home[s] == home[o], sector[s] == sector[o], sizes, r], axis=1).astype(np.float32)
