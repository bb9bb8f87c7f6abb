"""Forecasts of counts: distributions, scores, the choice among them, and the regression over pairs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bilateral.analysis import counts, counts_alone, counts_pooled, counts_tested


def test_distributions_add_up_and_have_their_mean_and_variance() -> None:
    n = np.arange(3000)
    for row, mean, variance in (
        (counts.negative_binomial([4.0], 0.5, 3000)[0], 4.0, 4.0 + 0.5 * 16),
        (counts.poisson([4.0], 3000)[0], 4.0, 4.0),
    ):
        assert row.sum() == pytest.approx(1)
        assert row @ n == pytest.approx(mean)
        assert row @ n**2 - (row @ n) ** 2 == pytest.approx(variance)


def test_log_gamma_is_that_of_the_standard_library() -> None:
    values = [0.05, 0.5, 1.0, 3.7, 120.0, 5000.5]
    assert counts.log_gamma(values) == pytest.approx([math.lgamma(value) for value in values], rel=1e-10, abs=1e-10)


def test_crps_of_counts_is_that_of_its_definition_by_draws() -> None:
    row, came = counts.negative_binomial([3.0], 0.4, 200), 5
    draws = np.random.default_rng(0).choice(200, 40_000, p=row[0])
    by_draws = np.abs(draws - came).mean() - np.abs(draws[:20_000] - draws[20_000:]).mean() / 2
    assert counts.crps(row, [came])[0] == pytest.approx(by_draws, abs=0.03)


def test_a_count_beyond_the_last_column_is_scored_by_its_distance() -> None:
    row = np.array([[1.0, 0.0]])
    assert counts.crps(row, [4])[0] == 4
    assert counts.log_score(row, [4])[0] == pytest.approx(-math.log(counts.FLOOR))


def test_ranges_of_ninety_per_cent_hold_about_that_many() -> None:
    rng = np.random.default_rng(2)
    means = rng.gamma(0.8, 3.0, 500)
    rows = counts.negative_binomial(means, 0.5, 400)
    came = rng.poisson(means * rng.gamma(2.0, 0.5, 500))
    ranges = np.array([counts.shortest_range(row) for row in rows])
    assert 0.87 <= ((ranges[:, 0] <= came) & (came <= ranges[:, 1])).mean() <= 0.93


def test_the_season_is_foretold_by_the_same_place_of_earlier_ones() -> None:
    past = [[20, 1, 1, 1] * 4]
    means = [counts.mean_of(counts_alone.forecast_alone("seasonal", past, width=200, season=4, ahead=ahead))[0] for ahead in (1, 2, 5)]
    assert means[0] > 15
    assert means[1] < 2
    assert means[2] == pytest.approx(means[0])


def test_smoothing_follows_a_level_that_changed() -> None:
    past = [[2] * 20 + [10] * 12]
    smooth, usual = (counts.mean_of(counts_alone.forecast_alone(name, past, width=100))[0] for name in ("smoothing", counts_alone.CLIMATOLOGY))
    assert smooth > 8
    assert usual < 6


@pytest.fixture(scope="module")
def wandering() -> np.ndarray:
    """Forty series whose level changes for good half-way, and forty that stay."""
    rng = np.random.default_rng(3)
    level = np.where(np.arange(60) < 24, 2.0, 12.0)
    return np.concatenate([rng.poisson(np.tile(level, (40, 1))), rng.poisson(4.0, (40, 60))]).astype(float)


def test_what_foretold_best_is_chosen_and_climatology_where_nothing_beats_it(wandering: np.ndarray) -> None:
    chosen = counts_tested.choose_forecasts(wandering[::8], horizon=2, width=80)
    changed, stable = chosen[:5], chosen[5:]
    assert all(choice.model != counts_alone.CLIMATOLOGY and choice.skill > 0.1 for choice in changed)
    assert all(choice.model == counts_alone.CLIMATOLOGY or choice.skill > 0 for choice in stable)
    assert max(choice.skill for choice in stable) < 0.1
    assert {choice.n_tested for choice in chosen} == {2 * counts_tested.MOST_TESTED - 1}


def test_a_forecast_is_made_of_the_past_alone(wandering: np.ndarray) -> None:
    days = np.repeat(wandering, 7, axis=1) / 7
    ends = tuple(range(7, days.shape[1] + 1, 7))
    cut = days.copy()
    cut[:, ends[39] :] = 99
    rows = []
    for daily in (days, cut):
        past = counts_pooled.build_past(counts_pooled.Panel(daily, ends, daily[::-1]))
        fitted = counts_pooled.fit_pooled(past, 40)
        assert fitted is not None
        rows.append(counts_pooled.forecast_pooled(fitted, past, 40, width=300))
    assert np.array_equal(*rows)


def test_the_regression_learns_what_a_partner_does_before() -> None:
    rng = np.random.default_rng(4)
    busy = rng.random((80, 50)) < 0.2
    leader = np.where(busy, 14.0, 1.0)
    follower = np.concatenate([np.ones((80, 1)), leader[:, :-1]], axis=1)
    own, other = (np.repeat(rng.poisson(rows), 7, axis=1) / 7 for rows in (follower, leader))
    ends = tuple(range(7, 351, 7))
    past = counts_pooled.build_past(counts_pooled.Panel(own, ends, other))
    fitted = counts_pooled.fit_pooled(past, 45)
    assert fitted is not None
    means = counts.mean_of(counts_pooled.forecast_pooled(fitted, past, 45, width=200))
    assert means[busy[:, 44]].mean() > 2 * means[~busy[:, 44]].mean()


def test_too_few_series_or_periods_are_not_pooled(wandering: np.ndarray) -> None:
    days = np.repeat(wandering, 7, axis=1)
    past = counts_pooled.build_past(counts_pooled.Panel(days, tuple(range(7, 421, 7))))
    assert counts_pooled.fit_pooled(past.first(counts_pooled.FEWEST_SERIES - 1), 40) is None
    assert counts_pooled.fit_pooled(past, 3) is None
