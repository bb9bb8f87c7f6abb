"""Link forecasting on made graphs: ranks, history, no look ahead, rules that can be learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilateral.analysis.link_candidates import find_candidates
from bilateral.analysis.link_chance import fit_chances
from bilateral.analysis.link_features import build_features, feature_names
from bilateral.analysis.link_graph import build_graph, days_of, split_names
from bilateral.analysis.link_history import HALF_LIVES, History
from bilateral.analysis.link_model import FitPlan, _mornings, fit_link_model, forecast, score_everyone
from bilateral.analysis.link_neighbours import find_neighbours
from bilateral.analysis.link_next import forecast_next
from bilateral.analysis.link_ranks import rank_answers, summarise_ranks
from bilateral.analysis.link_reasons import find_reasons
from bilateral.analysis.link_recurrency import (
    Recurrency,
    RecurrencySettings,
    choose_settings,
    rank_by_recurrency,
)
from bilateral.analysis.link_rules import Rules, apply_rules
from bilateral.errors import SettingsError

VISIT, RETURN, BLAME = 0, 1, 2
STATES = ("Chad", "Mali", "Niger", "Togo", "Benin", "Ghana", "Gabon", "Kenya")
NAMES = [*STATES, *(f"Police ({state})" for state in STATES), *(f"Citizen ({state})" for state in STATES), "Nobody"]
PLAN = FitPlan(n_days=40, n_questions=900, n_checked=400, negative_share=1.0, n_threads=1)
FIRST_CHECKED, FIRST_ASKED, LAST = 70, 85, 89


def naive_rank(scores: list[float], answers: list[int], answer: int) -> float:
    """The protocol word by word: other true answers are taken out, ties count half."""
    rivals = [score for entity, score in enumerate(scores) if entity != answer and entity not in answers]
    return 1 + sum(score > scores[answer] for score in rivals) + sum(score == scores[answer] for score in rivals) / 2


def made_facts(seed: int = 1) -> np.ndarray:
    """A visit is returned the next day; the police of a state blame its own citizens; visits go round a ring."""
    rng = np.random.default_rng(seed)
    rows, visits = [], []
    for day in range(LAST + 1):
        rows += [(o, RETURN, s, day) for s, o in visits]
        visits = [(int(s), int((s + rng.integers(1, 4)) % len(STATES))) for s in rng.choice(len(STATES), 4, replace=False)]
        rows += [(s, VISIT, o, day) for s, o in visits]
        rows += [(8 + int(k), BLAME, 16 + int(k), day) for k in rng.choice(len(STATES), 3, replace=False)]
    return np.array(rows, np.int64)


@pytest.fixture(scope="module")
def facts() -> np.ndarray:
    return made_facts()


@pytest.fixture(scope="module")
def graph(facts):
    return build_graph(facts, NAMES, 3)


@pytest.fixture(scope="module")
def fitted(graph):
    return fit_link_model(graph, FIRST_CHECKED, FIRST_ASKED, plan=PLAN)


def known_until(graph, day: int) -> History:
    history = History(graph)
    for past, rows in days_of(graph.facts).items():
        if past < day:
            history.pass_to(past)
            history.add(rows)
    history.pass_to(day)
    return history


# Ranks


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12), st.data())
@settings(max_examples=100, deadline=None)
def test_ranks_are_those_of_the_protocol(scores, data) -> None:
    answers = sorted(data.draw(st.sets(st.integers(0, len(scores) - 1), min_size=1)))
    found = rank_answers(np.array(scores, float), np.array(answers))
    assert found.tolist() == [naive_rank(scores, answers, answer) for answer in answers]


def test_other_answers_of_the_day_do_not_push_an_answer_down() -> None:
    assert rank_answers(np.array([3.0, 2.0, 1.0, 0.0]), np.array([0, 1, 2])).tolist() == [1, 1, 1]


def test_nobody_scored_means_the_middle_rank() -> None:
    assert rank_answers(np.zeros(101), np.array([7])).tolist() == [51]


def test_figures_of_no_ranks_are_no_numbers() -> None:
    assert np.isnan(summarise_ranks(np.zeros(0))["mrr"])
    assert summarise_ranks(np.array([1.0, 3.5, 10.0, 11.0]))["hits_10"] == 75


# The graph


def test_every_fact_is_asked_from_both_sides_once_a_day() -> None:
    graph = build_graph(np.array([[0, 1, 2, 5], [0, 1, 2, 5], [0, 1, 2, 4]]), ["a", "b", "c"], 2)
    assert graph.facts.tolist() == [[0, 1, 2, 4], [2, 3, 0, 4], [0, 1, 2, 5], [2, 3, 0, 5]]
    assert graph.n_both == 4
    assert {day: len(rows) for day, rows in days_of(graph.facts).items()} == {4: 2, 5: 2}


def test_a_state_is_at_home_where_its_police_are() -> None:
    home, sector = split_names(["Togo", "Police_(Togo)", "Police (Benin)", "Benin", "Kofi Annan"])
    assert home[0] == home[1] != home[2] == home[3]
    assert sector[0] == sector[3]
    assert sector[1] == sector[2]
    assert len({int(home[4]), int(home[0]), int(home[2])}) == 3


# History


def test_counts_fade_by_half_in_a_half_life(graph) -> None:
    history = History(graph)
    history.add(np.array([[0, VISIT, 1]]))
    history.pass_to(history.day + 8)
    counts, gap = history.counts("fact", tuple(np.array([[0], [VISIT], [1]])))
    assert counts[0].tolist() == pytest.approx([0.5 ** (8 / life) for life in HALF_LIVES], rel=1e-5)
    assert gap.tolist() == [8]


def test_what_was_not_added_is_not_known(graph) -> None:
    history = known_until(graph, 50)
    past = graph.facts[graph.facts[:, 3] < 50]
    for kind in history.tallies:
        keys = history.keys(kind, (past[:, 0], past[:, 1], past[:, 2]))
        assert history.tallies[kind].counts[:, -1].sum() == len(keys)
    assert all(tally.last.max() < 50 for tally in history.tallies.values())


def test_a_key_that_can_never_be_stays_zero(graph) -> None:
    history = known_until(graph, LAST)
    counts, gap = history.counts("fact", tuple(np.array([[24], [BLAME], [24]])))
    assert not counts.any()
    assert gap[0] > 365


def test_a_copy_goes_its_own_way(graph) -> None:
    history = known_until(graph, 20)
    before = history.tallies["pair"].counts.copy()
    twin = history.copy()
    twin.pass_to(30)
    twin.add(graph.facts[:5, :3])
    assert (history.tallies["pair"].counts == before).all()
    assert history.day == 20


# Rules


def test_a_rule_is_the_share_of_days_on_which_the_other_act_followed() -> None:
    graph = build_graph(np.array([[0, VISIT, 1, 0], [1, RETURN, 0, 1], [2, VISIT, 3, 0]]), NAMES, 3)
    history, rules = History(graph), Rules(graph.n_both)
    for day, rows in days_of(graph.facts).items():
        history.pass_to(day)
        rules.learn(history, rows)
        history.add(rows)
    visited, returned = VISIT + graph.n_relations, RETURN
    assert rules.followed[-1, visited, returned] == 1
    assert rules.seen[-1, visited] == 2
    assert rules.followed[-1, VISIT, returned] == 0
    shares = rules.shares()
    voices = apply_rules(history, shares, tuple(np.array([[1], [RETURN], [0]])))
    assert voices[0, -1] == pytest.approx(shares[-1, visited, returned], rel=1e-5)


# Candidates and features


def test_candidates_are_past_partners_and_those_at_home_and_never_the_unseen(graph) -> None:
    history = known_until(graph, 60)
    questions = np.array([0, 8]), np.array([VISIT, BLAME])
    found = find_candidates(history, find_neighbours(history, np.unique(questions[0])), questions)
    met = {int(o) for s, _, o, day in graph.facts if s == 0 and day < 60}
    assert met <= set(found.entity[found.question == 0].tolist())
    assert 16 in found.entity[found.question == 1]
    assert NAMES.index("Nobody") not in found.entity
    assert (np.diff(found.question * 1000 + found.entity) > 0).all()


def test_features_have_their_names(graph) -> None:
    history = known_until(graph, 60)
    questions = np.array([0]), np.array([VISIT])
    near = find_neighbours(history, questions[0])
    found = find_candidates(history, near, questions)
    values = build_features(history, near, Rules(graph.n_both).shares(), candidates=found)
    names = feature_names()
    assert values.shape == (len(found.entity), len(names))
    assert len(set(names)) == len(names)
    past = graph.facts[graph.facts[:, 3] < 60]
    n_visits = ((past[:, 0] == 0) & (past[:, 1] == VISIT) & (past[:, 2] == 2)).sum()
    assert values[found.entity == 2, names.index("fact_ever")] == n_visits
    assert values[:, names.index("fact_inf_within")].sum() == pytest.approx(1, abs=1e-4)


# The model


def everything(model, history, questions) -> np.ndarray:
    return np.stack(list(score_everyone(history, forecast(model, history, questions))))


def test_the_model_learns_who_is_visited_back(graph, fitted) -> None:
    model, history = fitted
    asked = {(s, r): o for s, r, o, day in graph.facts.tolist() if day == FIRST_ASKED and r in (RETURN, BLAME)}
    scores = everything(model, history, tuple(np.array(list(asked)).T))
    ranks = [rank_answers(row, np.array([answer]))[0] for row, answer in zip(scores, asked.values(), strict=True)]
    assert len(ranks) >= 6
    assert np.mean(ranks) < 1.6
    assert scores.shape == (len(asked), len(NAMES))


@pytest.mark.parametrize("seed", [5])
def test_facts_of_the_day_asked_and_later_change_nothing(facts, fitted, seed) -> None:
    rng = np.random.default_rng(seed)
    others = facts[facts[:, 3] >= FIRST_ASKED].copy()
    others[:, 0], others[:, 2] = rng.integers(0, len(NAMES), (2, len(others)))
    changed = build_graph(np.concatenate([facts[facts[:, 3] < FIRST_ASKED], others]), NAMES, 3)
    questions = np.array([0, 1, 9]), np.array([VISIT, RETURN, BLAME])
    model, history = fit_link_model(changed, FIRST_CHECKED, FIRST_ASKED, plan=PLAN)
    assert everything(model, history, questions).tolist() == everything(*fitted, questions).tolist()


def test_known_days_are_used_in_single_steps_only(graph, fitted) -> None:
    model, history = fitted
    later = history.copy()
    later.add(days_of(graph.facts)[FIRST_ASKED])
    later.pass_to(FIRST_ASKED + 1)
    still = history.copy()
    still.pass_to(FIRST_ASKED + 1)
    questions = np.array([0, 1, 2]), np.array([RETURN] * 3)
    assert everything(model, later, questions).tolist() != everything(model, still, questions).tolist()


@pytest.mark.parametrize(("n_frozen", "stand_still"), [(1, range(90)), (10, [*range(0, 70, 10), *range(70, 90, 10)]), (15, [0, 15, 30, 45, 60, 70, 85])])
def test_frozen_days_are_asked_from_what_was_known_before_the_first_of_them(graph, n_frozen, stand_still) -> None:
    history, since = History(graph), -1
    for day, view in _mornings(history, days_of(graph.facts), (n_frozen, FIRST_CHECKED)):
        since = day if day in stand_still else since
        assert view.day == day
        assert view.tallies["fact"].last.max() < max(since, 1) if since else not view.tallies["fact"].counts.any()
        assert since == 0 or view.tallies["fact"].last.max() == since - 1


def test_a_ranker_for_frozen_days_forecasts_days_ahead(graph) -> None:
    plan = FitPlan(n_days=30, n_questions=600, n_checked=300, negative_share=1.0, frozen_days=10, n_threads=1)
    model, history = fit_link_model(graph, FIRST_CHECKED, FIRST_ASKED, plan=plan)
    history.pass_to(LAST)
    scores = everything(model, history, (np.array([8, 9]), np.array([BLAME, BLAME])))
    assert scores.argmax(axis=1).tolist() == [16, 17]


def test_a_question_of_an_unknown_subject_is_answered_by_how_often_all_are_active(fitted) -> None:
    model, history = fitted
    scores = everything(model, history, (np.array([NAMES.index("Nobody")]), np.array([VISIT])))
    assert np.isfinite(scores).all()
    assert scores[0].argmax() < len(STATES)


def test_too_short_a_data_set_says_so(facts) -> None:
    few = build_graph(facts[:40], NAMES, 3)
    with pytest.raises(SettingsError, match="longer data set"):
        fit_link_model(few, 3, 5, plan=PLAN)


def test_chances_hold_for_scores_that_only_rank() -> None:
    rng = np.random.default_rng(3)
    question = np.repeat(np.arange(3000), 10)
    strength = rng.normal(size=30000) + np.repeat(rng.normal(size=3000), 10)
    labels = rng.random(30000) < 1 / (1 + np.exp(3 - 1.5 * strength))
    chances = fit_chances(strength[:15000] * 0.1, question[:15000], labels[:15000]).of(strength[15000:] * 0.1, question[15000:])
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1)):
        inside = (chances >= low) & (chances < high)
        assert labels[15000:][inside].mean() == pytest.approx(chances[inside].mean(), abs=0.05)


# Reasons and the next event


def test_reasons_are_past_acts_in_their_own_direction(graph, fitted) -> None:
    model, history = fitted
    s, _, o, _ = next(row for row in graph.facts.tolist() if row[3] == FIRST_ASKED - 1 and row[1] == VISIT)
    reasons = find_reasons(history, model.shares, (o, RETURN, s), most=5)
    assert any((reason.subject, reason.relation, reason.object, reason.last_day) == (s, VISIT, o, FIRST_ASKED - 1) for reason in reasons)
    assert all(reason.relation < graph.n_relations and reason.last_day < FIRST_ASKED and reason.n > 0 for reason in reasons)
    weights = [reason.weight for reason in reasons if reason.reason_type in ("same act", "between them")]
    assert weights == sorted(weights, reverse=True)


def test_for_a_pair_that_never_met_others_are_named(graph) -> None:
    history = known_until(graph, 60)
    reasons = find_reasons(history, Rules(graph.n_both).shares(), (24, VISIT, 3))
    assert reasons
    assert {reason.reason_type for reason in reasons} == {"others"}
    assert all(reason.object == 3 and reason.relation == VISIT for reason in reasons)


def test_the_next_event_is_the_visit_returned(graph, fitted) -> None:
    model, history = fitted
    due = {(o, s) for s, r, o, day in graph.facts.tolist() if day == FIRST_ASKED - 1 and r == VISIT}
    found = forecast_next(model, history, np.arange(len(STATES)))
    returns = [(act.subject, act.object) for act in found if act.relation == RETURN]
    assert len(set(returns[:4]) & due) >= 3
    assert [act.chance for act in found] == sorted((act.chance for act in found), reverse=True)
    only = forecast_next(model, history, np.array([0]), objects=np.array([1, 2]))
    assert {(act.subject, act.object) for act in only} <= {(0, 1), (0, 2)}
    assert all(0 <= act.chance <= 1 and (act.last_day is None) == (act.n == 0) for act in only)


# The baseline


def naive_recurrency(facts: np.ndarray, question: tuple[int, int, int], settings: tuple[float, float], n_entities: int) -> np.ndarray:
    """The formulas of Gastinger et al., fact by fact."""
    s, r, day = question
    speed, alpha = settings
    past = [row for row in facts.tolist() if row[3] < day]
    first = int(facts[:, 3].min())
    largest = sum(2 ** (-speed * age) for age in range(1, day - first + 1))
    strict, share = np.zeros(n_entities), np.zeros(n_entities)
    for subject, relation, target, when in past:
        if relation == r:
            share[target] += 1
            if subject == s:
                strict[target] += 2 ** (speed * (when - day))
    return alpha * strict / largest + (1 - alpha) * share / max(share.sum(), 1)


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_ranks_of_the_baseline_are_those_of_its_formulas(seed) -> None:
    rng = np.random.default_rng(seed)
    graph = build_graph(np.stack([rng.integers(0, 7, 120), rng.integers(0, 2, 120), rng.integers(0, 7, 120), rng.integers(0, 8, 120)], axis=1), list("abcdefg"), 2)
    state, by_day = Recurrency(graph), days_of(graph.facts)
    chosen = RecurrencySettings(np.array([0.1, 0.5, 0.0, 1.0001]), np.array([0.9, 0.5, 0.0, 0.99]))
    last = max(by_day)
    for day in sorted(by_day):
        state.pass_to(day)
        if day < last:
            state.add(by_day[day])
    today = by_day[last]
    expected = []
    for s, r, o in today.tolist():
        scores = naive_recurrency(graph.facts, (s, r, last), (chosen.lambdas[r], chosen.alphas[r]), 7)
        answers = today[(today[:, 0] == s) & (today[:, 1] == r), 2].tolist()
        expected.append(naive_rank(np.round(scores, 9).tolist(), answers, o))
    assert rank_by_recurrency(state, chosen, today).tolist() == expected


def test_settings_are_chosen_by_relation_and_a_relation_never_asked_has_the_usual_ones(graph) -> None:
    state = Recurrency(graph)
    by_day = days_of(graph.facts)
    for day in range(60):
        state.pass_to(day)
        state.add(by_day[day])
    chosen = choose_settings(state, {day: by_day[day] for day in range(60, 70)})
    assert len(chosen.lambdas) == graph.n_both
    assert chosen.alphas[BLAME] > 0
    assert state.done.sum() == sum(len(by_day[day]) for day in range(70))
