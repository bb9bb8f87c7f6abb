"""A ranker of who comes next, fitted on the last days before the days that are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.link_candidates import find_candidates
from bilateral.analysis.link_chance import Chances, fit_chances
from bilateral.analysis.link_features import build_features, feature_names
from bilateral.analysis.link_graph import days_of
from bilateral.analysis.link_history import History
from bilateral.analysis.link_neighbours import find_neighbours
from bilateral.analysis.link_rules import Rules
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bilateral.analysis.link_candidates import Candidates
    from bilateral.analysis.link_graph import LinkGraph

__all__ = ["FitPlan", "Forecast", "LinkModel", "fit_link_model", "forecast", "score_everyone"]

_BOOSTER = {
    "objective": "lambdarank", "lambdarank_truncation_level": 20, "learning_rate": 0.1, "num_leaves": 31, "min_data_in_leaf": 50,
    "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127, "metric": "ndcg",
    "eval_at": [10], "verbose": -1, "deterministic": True,
}  # fmt: skip
"""Settings of LightGBM by MRR on validation days of ICEWS14: lambdarank 56.2, xendcg 56.0, binary 55.5 (31 leaves against 63: +0.5)."""

_MOST_TREES, _PATIENCE = 250, 40

_LEAST_QUESTIONS = 100
"""Questions without which no ranker is fitted or checked."""

_FADING = 2
"""Column of the half-life of 30 days."""


@dataclass(frozen=True)
class FitPlan:
    """How much is fitted on.

    Attributes:
        n_days: Last days of training whose questions are fitted on.
        n_questions: Questions drawn from them, about.
        n_checked: Questions drawn from the validation days, on which the number of
            trees and the chances are chosen.
        negative_share: Share of wrong candidates that are kept for fitting.
        frozen_days: Days in a row that are asked from what was known before the
            first of them; 1 to know every earlier day.
        n_threads: Threads of the ranker.
        seed: Of the draws.
    """

    n_days: int = 60
    n_questions: int = 30_000
    n_checked: int = 4_000
    negative_share: float = 0.25
    frozen_days: int = 1
    n_threads: int = 2
    seed: int = 0


@dataclass(frozen=True)
class LinkModel:
    """A fitted ranker.

    Attributes:
        booster: Trees of LightGBM.
        shares: Of `Rules.shares`, learned on the training days.
        chances: What a candidate's standing says about its being right.
        n_threads: Threads used.
    """

    booster: Any
    shares: NDArray[np.float32]
    chances: Chances
    n_threads: int


@dataclass(frozen=True)
class Forecast:
    """Candidates of questions with their scores.

    Attributes:
        candidates: Questions and who may answer them.
        score: Higher is likelier; comparable within a question only.
        chance: Chance that the candidate is among the true answers, given that the question has one.
    """

    candidates: Candidates
    score: NDArray[np.float64]
    chance: NDArray[np.float64]


@dataclass
class _Sample:
    """Labelled candidates of many days."""

    values: list[NDArray[np.float32]] = field(default_factory=list)
    labels: list[NDArray[np.bool_]] = field(default_factory=list)
    sizes: list[NDArray[np.int64]] = field(default_factory=list)


def fit_link_model(graph: LinkGraph, first_checked: int, first_asked: int, *, plan: FitPlan | None = None) -> tuple[LinkModel, History]:
    """Fit a ranker on the days before `first_asked`.

    Rules and trees come from the days before `first_checked`; the days from there
    on choose the number of trees and the chances, and are then part of what is
    known. Each day's features are those of its morning. Nothing of `first_asked`
    or later is used.

    Args:
        graph: Facts; those of later days are not looked at.
        first_checked: First validation day.
        first_asked: First day that will be asked.
        plan: How much is fitted on.

    Returns:
        The model, and what is known on the morning of `first_asked`.

    Raises:
        SettingsError: If LightGBM or scipy is not installed, or there are too few facts.
    """
    _check_installed()
    plan = plan or FitPlan()
    days = {day: facts for day, facts in days_of(graph.facts).items() if day < first_asked}
    spans = {True: (first_checked - plan.n_days, first_checked), False: (first_checked, first_asked)}
    drawn = _shares_drawn(graph, days, (spans, plan))
    history, rules = History(graph), Rules(graph.n_both)
    samples = {True: _Sample(), False: _Sample()}
    rng = np.random.default_rng(plan.seed)
    for day, view in _mornings(history, days, (plan.frozen_days, first_checked)):
        is_fitted = day < first_checked
        if day in drawn:
            _draw(samples[is_fitted], (view, rules.shares()), days[day], (drawn[day], plan.negative_share if is_fitted else 1.0, rng))
        if is_fitted:
            rules.learn(history, days[day])
    history.pass_to(first_asked)
    return _train(samples[True], samples[False], rules.shares(), plan), history


def _check_installed() -> None:
    """Raise a clear error where the optional packages are missing."""
    if find_spec("lightgbm") is None or find_spec("scipy") is None:
        message = "got an installation without LightGBM and scipy, expected both for forecasts of links: pip install 'bilateral[forecast]'"
        raise SettingsError(message)


def _mornings(history: History, days: dict[int, NDArray[np.int64]], frozen: tuple[int, int]) -> Iterator[tuple[int, History]]:
    """Each day with what may be known of it; its facts are added to `history` afterwards.

    With frozen days the view stands still for so many days, and anew from the first checked day.
    """
    n_frozen, first_checked = frozen
    view, until = history, -1
    for day, facts in days.items():
        history.pass_to(day)
        if n_frozen > 1 and (day >= until or (day >= first_checked > until - n_frozen)):
            view, until = history.copy(), day + n_frozen
        view.pass_to(day)
        yield day, view
        history.add(facts)


def _questions_of(graph: LinkGraph, facts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of the distinct questions of a day, and which one each fact answers."""
    return np.unique(facts[:, 0] * graph.n_both + facts[:, 1], return_inverse=True)


def _shares_drawn(graph: LinkGraph, days: dict[int, NDArray[np.int64]], drawing: tuple[dict[bool, tuple[int, int]], FitPlan]) -> dict[int, float]:
    """Share of its questions that is drawn from each day.

    Raises:
        SettingsError: If there are no days to fit on or to check on.
    """
    spans, plan = drawing
    shares: dict[int, float] = {}
    for is_fitted, wanted in ((True, plan.n_questions), (False, plan.n_checked)):
        start, end = spans[is_fitted]
        asked = {day: len(_questions_of(graph, facts)[0]) for day, facts in days.items() if start <= day < end}
        if sum(asked.values()) < _LEAST_QUESTIONS:
            message = f"got {sum(asked.values())} questions from day {start} to {end - 1}, expected at least {_LEAST_QUESTIONS}: a longer data set is needed"
            raise SettingsError(message)
        shares |= dict.fromkeys(asked, wanted / sum(asked.values()))
    return shares


def _draw(sample: _Sample, known: tuple[History, NDArray[np.float32]], facts: NDArray[np.int64], drawing: tuple[float, float, np.random.Generator]) -> None:
    """Add a day's labelled candidates to a sample; while fitting, questions without a right candidate are left out."""
    (history, shares), (share, kept, rng) = known, drawing
    graph = history.graph
    keys, answers_to = _questions_of(graph, facts)
    drawn = rng.random(len(keys)) < share
    if not drawn.any():
        return
    number = np.cumsum(drawn) - 1
    true = np.unique((number[answers_to] * graph.n_entities + facts[:, 2])[drawn[answers_to]])
    questions = keys[drawn] // graph.n_both, keys[drawn] % graph.n_both
    near = find_neighbours(history, np.unique(questions[0]))
    candidates = find_candidates(history, near, questions)
    label = np.isin(candidates.question * graph.n_entities + candidates.entity, true)
    values = build_features(history, near, shares, candidates=candidates)
    if kept < 1:
        answered = np.bincount(candidates.question, label, len(questions[0])) > 0
        chosen = answered[candidates.question] & (label | (rng.random(len(label)) < kept))
        values, label, candidates = values[chosen], label[chosen], candidates.take(chosen)
    sample.values.append(values)
    sample.labels.append(label)
    sample.sizes.append(np.unique(candidates.question, return_counts=True)[1])


def _train(fitted: _Sample, checked: _Sample, shares: NDArray[np.float32], plan: FitPlan) -> LinkModel:
    """Grow the trees, and fit the chances on the checked days."""
    import lightgbm as lgb  # noqa: PLC0415 - optional and heavy

    sizes = np.concatenate(checked.sizes)
    values, labels = np.concatenate(checked.values), np.concatenate(checked.labels)
    training = lgb.Dataset(np.concatenate(fitted.values), np.concatenate(fitted.labels), group=np.concatenate(fitted.sizes), feature_name=feature_names())
    booster = lgb.train(
        {**_BOOSTER, "num_threads": plan.n_threads, "seed": plan.seed},
        training,
        _MOST_TREES,
        valid_sets=[lgb.Dataset(values, labels, group=sizes, reference=training)],
        callbacks=[lgb.early_stopping(_PATIENCE, verbose=False)],
    )
    question = np.repeat(np.arange(len(sizes)), sizes)
    scores = np.asarray(booster.predict(values, num_threads=plan.n_threads), np.float64)
    return LinkModel(booster, shares, fit_chances(scores, question, labels), plan.n_threads)


def forecast(model: LinkModel, history: History, questions: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Forecast:
    """Score who may answer each question on the history's day.

    Args:
        model: A fitted ranker.
        history: What is known; of the day asked and later it holds nothing.
        questions: Subjects and relations; relation `r + n_relations` asks for the subject of `r`.

    Returns:
        Candidates with scores and chances.
    """
    near = find_neighbours(history, np.unique(questions[0]))
    candidates = find_candidates(history, near, questions)
    if not len(candidates.question):
        return Forecast(candidates, np.zeros(0), np.zeros(0))
    values = build_features(history, near, model.shares, candidates=candidates)
    scores = np.asarray(model.booster.predict(values, num_threads=model.n_threads), np.float64)
    return Forecast(candidates, scores, model.chances.of(scores, candidates.question))


def score_everyone(history: History, found: Forecast) -> Iterator[NDArray[np.float64]]:
    """Scores of all entities for each question in turn: those who are no candidates come last, by how active they were.

    Args:
        history: What is known.
        found: Scores of the candidates.

    Yields:
        One score an entity.
    """
    n = history.graph.n_entities
    tally = history.tallies["subject"]
    active = tally.counts[tally.rows(np.arange(n)), _FADING].astype(np.float64)
    last = active / (active.max(initial=0.0) + 1.0) - 1.0
    bounds = np.searchsorted(found.candidates.question, np.arange(len(found.candidates.subjects) + 1))
    lowest = found.score.min(initial=0.0)
    for start, end in pairwise(bounds.tolist()):
        scores = last + lowest - 1.0
        scores[found.candidates.entity[start:end]] = found.score[start:end]
        yield scores
