"""Link forecasting: who does what to whom next, under the protocol of Gastinger et al. (2023, 2024).

    python evaluation/links.py DIR [--steps single|multi|both] [--days N] [--explain N] [--threads N]

DIR holds a benchmark in its native form: train, valid and test.txt (also .gz), entity2id.txt, relation2id.txt,
stat.txt. Both directions through inverse relations, time-aware filter, ties by average, rank among all entities.
Single-step: when a day is asked all earlier days are known. Multi-step: only what was before the first test day.
Prints the combined recurrency baseline and the model of `bilateral.analysis.link_model`, by direction, kind of
relation and whether the pair was seen; whether the chances hold; time and memory. The model is fitted on the last
60 days of train; valid chooses the number of trees and the chances (and the settings of the baseline); test is
never fitted on. `--days` asks only so many test days, evenly spread. Exit status 1
if the model falls below its floor on ICEWS14 or ICEWS18 (single-step, all test days).
"""

from __future__ import annotations

import argparse
import copy
import gzip
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.link_graph import LinkGraph, build_graph, days_of
from bilateral.analysis.link_model import FitPlan, LinkModel, fit_link_model, forecast, score_everyone
from bilateral.analysis.link_ranks import rank_answers, summarise_ranks
from bilateral.analysis.link_reasons import find_reasons
from bilateral.analysis.link_recurrency import Recurrency, choose_settings, rank_by_recurrency
from bilateral.vocabulary.cameo import code_of_name, load_cameo

if TYPE_CHECKING:
    from bilateral.analysis.link_history import History

COUNTS = {(7128, 230): (74845, 8514, 7371), (23033, 256): (373018, 45995, 49545)}
FLOORS = {(7128, 230): 47.5, (23033, 256): 35.0}
"""MRR per cent, single-step on all test days, below which the exit status is 1."""

PARTS = ("train", "valid", "test")
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
DIRECTIONS = ("(s, r, ?)", "(?, r, o)")
BINS = 15


@dataclass(frozen=True)
class Benchmark:
    """A folder as read."""

    names: list[str]
    relations: list[str]
    parts: dict[str, Any]
    graph: LinkGraph

    @property
    def first_valid(self) -> int:
        """First validation day."""
        return int(self.parts["valid"][:, 3].min())

    @property
    def first_test(self) -> int:
        """First test day."""
        return int(self.parts["test"][:, 3].min())


@dataclass
class Ranks:
    """Ranks of true answers and what they are broken down by."""

    rank: list[Any] = field(default_factory=list)
    relation: list[Any] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)
    top: list[tuple[float, bool]] = field(default_factory=list)


def read_lines(folder: Path, stem: str) -> list[str]:
    """Lines of a file, packed or not."""
    plain, packed = folder / f"{stem}.txt", folder / f"{stem}.txt.gz"
    if plain.exists():
        return plain.read_text("utf-8").splitlines()
    if packed.exists():
        return gzip.decompress(packed.read_bytes()).decode("utf-8").splitlines()
    sys.exit(f"got {folder} without {stem}.txt or {stem}.txt.gz, expected the folder of a benchmark in its native form")


def read_names(folder: Path, stem: str) -> list[str]:
    """Names in the order of their ids."""
    rows = [line.rsplit("\t", 1) for line in read_lines(folder, stem) if "\t" in line]
    names = [""] * len(rows)
    for name, number in rows:
        names[int(number)] = name
    return names


def read_benchmark(folder: Path) -> Benchmark:
    """Read a folder; times become days where they count hours."""
    names, relations = read_names(folder, "entity2id"), read_names(folder, "relation2id")
    parts = {part: np.array([line.split()[:4] for line in read_lines(folder, part)], np.int64) for part in PARTS}
    step = int(np.gcd.reduce(np.concatenate([rows[:, 3] for rows in parts.values()])))
    for rows in parts.values():
        rows[:, 3] //= step
    found = tuple(len(rows) for rows in parts.values())
    expected = COUNTS.get((len(names), len(relations)))
    print(f"{folder.name}: {len(names):,} entities, {len(relations)} relations, " + ", ".join(f"{part} {len(rows):,} facts on {len(np.unique(rows[:, 3]))} days" for part, rows in parts.items()))
    if expected and expected != found:
        sys.exit(f"got a split of {found}, expected that of RE-GCN, {expected}: figures would not be comparable")
    return Benchmark(names, relations, parts, build_graph(np.concatenate(list(parts.values())), names, len(relations)))


def seen_pairs(history: History, facts: Any) -> Any:
    """Whether the two of each fact had anything to do with each other before."""
    return history.counts("pair", (facts[:, 0], facts[:, 1], facts[:, 2]))[0][:, -1] > 0


def rank_by_model(model: LinkModel, history: History, facts: Any, into: Ranks) -> None:
    """Rank the true answers of a day."""
    width, n = history.graph.n_both, history.graph.n_entities
    keys, number = np.unique(facts[:, 0] * width + facts[:, 1], return_inverse=True)
    found = forecast(model, history, (keys // width, keys % width))
    order = np.argsort(number * n + facts[:, 2])
    answers = np.split(facts[order, 2], np.flatnonzero(np.diff(number[order])) + 1)
    chances = np.zeros(len(keys))
    np.maximum.at(chances, found.candidates.question, found.chance)
    ranks = []
    for place, (scores, true) in enumerate(zip(score_everyone(history, found), answers, strict=True)):
        ranks.append(rank_answers(scores, true))
        into.top.append((float(chances[place]), int(scores.argmax()) in true.tolist()))
    into.rank.append(np.concatenate(ranks))
    into.relation.append(facts[order, 1])
    into.seen.append(seen_pairs(history, facts[order]))


def run_model(bench: Benchmark, plan: FitPlan, asked: set[int], *, explain: int) -> Ranks:
    """Fit and ask the test days; multi-step where the plan's days are frozen."""
    model, history = fit_link_model(bench.graph, bench.first_valid, bench.first_test, plan=plan)
    print(f"  fitted: {model.booster.best_iteration} trees on {plan.n_questions:,} questions of the last {plan.n_days} days of train")
    out = Ranks()
    for day, facts in days_of(bench.graph.facts).items():
        if day < bench.first_test:
            continue
        history.pass_to(day)
        if day in asked:
            rank_by_model(model, history, facts, out)
            if explain and plan.frozen_days == 1:
                print_reasons(bench, model, history, (facts, explain))
                explain = 0
        if plan.frozen_days == 1:
            history.add(facts)
    return out


def run_baseline(bench: Benchmark, asked: set[int], steps: list[str]) -> dict[str, Any]:
    """Ranks of the combined recurrency baseline by kind of steps."""
    days = days_of(bench.graph.facts)
    state = Recurrency(bench.graph)
    for day in (day for day in days if day < bench.first_valid):
        state.pass_to(day)
        state.add(days[day])
    valid = {day: facts for day, facts in days.items() if bench.first_valid <= day < bench.first_test}
    chosen = {"multi": choose_settings(copy.deepcopy(state), valid, is_stepwise=False)} if "multi" in steps else {}
    chosen["single"] = choose_settings(state, valid)
    ranks = {}
    for step in steps:
        own, settings, found = copy.deepcopy(state), chosen[step], []
        for day in (day for day in days if day >= bench.first_test):
            own.pass_to(day)
            if day in asked:
                found.append(rank_by_recurrency(own, settings, days[day]))
            if step == "single":
                own.add(days[day])
        ranks[step] = np.concatenate(found)
    return ranks


def show(label: str, ranks: Any) -> None:
    """One line of figures."""
    figures = summarise_ranks(ranks)
    print(f"  {label:34} MRR {figures['mrr']:6.2f}   H@1 {figures['hits_1']:6.2f}   H@3 {figures['hits_3']:6.2f}   H@10 {figures['hits_10']:6.2f}   n {figures['n']:,}")


def show_parts(bench: Benchmark, out: Ranks) -> None:
    """Figures by direction, kind of relation and seen or not."""
    rank, relation, seen = (np.concatenate(column) for column in (out.rank, out.relation, out.seen))
    for turned, label in enumerate(DIRECTIONS):
        show(f"  {label}", rank[(relation >= len(bench.relations)) == bool(turned)])
    codes = [code_of_name(name) for name in bench.relations]
    quads = np.array([load_cameo()[code].quad_code if code else 0 for code in codes])[relation % len(bench.relations)]
    for quad, label in {**QUADS, 0: "relation not in CAMEO"}.items():
        if (quads == quad).any():
            show(f"  {label}", rank[quads == quad])
    show("  pair seen before", rank[seen])
    show("  pair never seen", rank[~seen])
    chance, right = np.array(out.top, float).T
    places = np.minimum((chance * BINS).astype(int), BINS - 1)
    error = sum(abs(right[places == k].sum() - chance[places == k].sum()) for k in range(BINS)) / len(chance)
    print(f"    first answer right {100 * right.mean():.1f} % of questions, expected {100 * chance.mean():.1f} %; calibration error {error:.3f}")


def print_reasons(bench: Benchmark, model: LinkModel, history: History, asked: tuple[Any, int]) -> None:
    """The first answers to some questions of a day with the past events that speak for them."""
    facts, n = asked
    plain = facts[facts[:, 1] < len(bench.relations)]
    chosen = plain[np.linspace(0, len(plain) - 1, n).astype(int)]
    found = forecast(model, history, (chosen[:, 0], chosen[:, 1]))
    for place, (s, r, o) in enumerate(chosen.tolist()):
        rows = np.flatnonzero(found.candidates.question == place)
        print(f"  day {history.day}: {bench.names[s]} · {bench.relations[r]} · ?   (true: {bench.names[o]})")
        for row in rows[np.argsort(-found.score[rows])[:3]]:
            entity = int(found.candidates.entity[row])
            print(f"    {bench.names[entity]}, chance {found.chance[row]:.2f}{' *' if entity == o else ''}")
            for reason in find_reasons(history, model.shares, (s, r, entity)):
                told = f"{bench.names[reason.subject]} · {bench.relations[reason.relation]} · {bench.names[reason.object]}"
                print(f"      {reason.reason_type}: {told}; {reason.n} times, last {history.day - reason.last_day} days before, weight {reason.weight:.3f}")


def chosen_days(bench: Benchmark, n: int | None) -> set[int]:
    """Test days that are asked."""
    days = np.unique(bench.parts["test"][:, 3])
    return set(days.tolist() if n is None else days[np.linspace(0, len(days) - 1, n).astype(int)].tolist())


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", choices=("single", "multi", "both"), default="both")
    parser.add_argument("--days", type=int)
    parser.add_argument("--explain", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--questions", type=int, default=FitPlan.n_questions)
    given = parser.parse_args()
    bench = read_benchmark(given.folder)
    asked = chosen_days(bench, given.days)
    steps = ["single", "multi"] if given.steps == "both" else [given.steps]
    clock, below = Clock(), False
    baseline = run_baseline(bench, asked, steps)
    clock.tell("baseline, tuned on valid")
    for step in steps:
        print(f"{step}-step, time-aware filter, {len(asked)} test days")
        show("combined recurrency baseline", baseline[step])
        frozen = 1 if step == "single" else len(np.unique(bench.parts["test"][:, 3]))
        out = run_model(bench, FitPlan(frozen_days=frozen, n_threads=given.threads, n_questions=given.questions), asked, explain=given.explain)
        show("model", np.concatenate(out.rank))
        show_parts(bench, out)
        clock.tell(f"model, {step}-step, all in")
        if step == "single" and given.days is None:
            below = summarise_ranks(np.concatenate(out.rank))["mrr"] < FLOORS.get((len(bench.names), len(bench.relations)), 0.0)
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    return int(below)


class Clock:
    """Wall and processor time since the last time told."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def tell(self, label: str) -> None:
        """Print and begin anew."""
        wall, processor = time.perf_counter(), time.process_time()
        print(f"  time of {label}: {wall - self.wall:.0f} s wall, {processor - self.processor:.0f} s of processor")
        self.wall, self.processor = wall, processor


if __name__ == "__main__":
    sys.exit(main())
