"""Which acts are likeliest on the next day: how often a subject does something, times to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.link_model import forecast

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_history import History
    from bilateral.analysis.link_model import LinkModel

__all__ = ["NextEvent", "forecast_next"]

_HALF_LIFE, _COLUMN = 30.0, 2
"""Half-life of the rates in days, and its column among the fading counts."""

_MOST_QUESTIONS = 1_500
"""Questions (subject, relation) that are asked at most: those most often asked of late."""


@dataclass(frozen=True)
class NextEvent:
    """An act that may happen on the day asked.

    Attributes:
        subject: Who would act.
        relation: What would be done.
        object: To whom.
        chance: Chance that it happens on that day.
        base_rate: Share of all days known on which it happened.
        n: Days on which it happened.
        last_day: Last such day; None if it never was.
    """

    subject: int
    relation: int
    object: int
    chance: float
    base_rate: float
    n: int
    last_day: int | None


def forecast_next(model: LinkModel, history: History, subjects: NDArray[np.int64], *, objects: NDArray[np.int64] | None = None) -> list[NextEvent]:
    """Acts of some subjects by their chance on the history's day.

    The chance is that of the subject doing so to anybody, from its fading rate,
    times that of the object being among them. Does not foresee a kind of act that the subject never did before.

    Args:
        model: A fitted ranker.
        history: What is known.
        subjects: Distinct entities that act.
        objects: Entities that are acted on; any other than the subject by default.

    Returns:
        Acts, the likeliest first.
    """
    s, r, rates = _busy_questions(history, subjects)
    if not len(s):
        return []
    found = forecast(model, history, (s, r))
    question, entity = found.candidates.question, found.candidates.entity
    wanted = s[question] != entity if objects is None else np.isin(entity, objects)
    chance = (1 - np.exp(-rates))[question] * found.chance
    rows = np.flatnonzero(wanted)
    rows = rows[np.argsort(-chance[rows], kind="stable")]
    return [_told(history, (int(s[question[row]]), int(r[question[row]]), int(entity[row])), float(chance[row])) for row in rows]


def _busy_questions(history: History, subjects: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """What the subjects do, and how many different facts a day that makes, the freshest days counting most."""
    graph, tally = history.graph, history.tallies["doing"]
    starts, ends = tally.spans(subjects, graph.n_both)
    rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)] or [np.zeros(0, np.int64)])
    s, r = np.divmod(tally.keys[rows.astype(np.int64)], graph.n_both)
    counts = tally.counts[rows.astype(np.int64), _COLUMN].astype(np.float64)
    chosen = np.flatnonzero((r < graph.n_relations) & (counts > 0))
    chosen = chosen[np.argsort(-counts[chosen], kind="stable")][:_MOST_QUESTIONS]
    ages = np.arange(1, history.day - int(graph.facts[0, 3]) + 1)
    weight = float((0.5 ** (ages / _HALF_LIFE)).sum())
    return s[chosen], r[chosen], counts[chosen] / max(weight, 1.0)


def _told(history: History, fact: tuple[int, int, int], chance: float) -> NextEvent:
    """A forecast with what was before."""
    tally = history.tallies["fact"]
    s, r, o = (np.array([part]) for part in fact)
    row = tally.rows(history.keys("fact", (s, r, o)))[0]
    n = int(tally.counts[row, -1])
    n_days = max(history.day - int(history.graph.facts[0, 3]), 1)
    return NextEvent(*fact, chance, n / n_days, n, int(tally.last[row]) if n else None)
