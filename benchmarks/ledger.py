"""How long the ledger of 100,000 made commitments takes, how time grows with size, and how surely reports are linked.

    python benchmarks/ledger.py [--commitments 10000 30000 100000] [--seed 1]

The set is made anew from a seed. Dyads follow Zipf's law over 400 pairs, and one dense dyad holds 30 % of everything. A
promise is an act on a matter at a place, four in ten with a sum or a deadline; it is told in one report (half of the
promises) or up to forty (a power law), over ten years, by one of five wordings of its act and its matter, with other words
between, sometimes without the place; one report in eight tells an outcome instead. Places are 2,500 made-up names that
follow Zipf's law too, so that a dense dyad has many promises on the same matter, and some at the same place.

Recall: pairs of reports of one promise that stand in one entry. Precision: pairs in one entry that are of one promise. Each
size runs in a process of its own; time is that of `build_ledger`, acts and figures none; growth is told in processor time,
which other work on the machine does not lengthen.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from bilateral.analysis.ledger import build_ledger
from bilateral.findings import DocumentHead
from bilateral.records import Commitment

DENSE_SHARE, DYADS, PLACES, REPORTS_A_DOCUMENT = 0.3, 400, 2_500, 3
ACTS = (
    ("build {}", "construct {}", "the construction of {}", "work on building {}", "start to build {}"),
    ("study {}", "carry out a feasibility study for {}", "joint research on {}", "explore {}", "a study of {}"),
    ("reopen {}", "the resumption of {}", "restart {}", "resume {}", "the reopening of {}"),
    ("fund {}", "finance {}", "pay for {}", "provide money for {}", "the financing of {}"),
    ("repair {}", "modernise {}", "the repair of {}", "overhaul {}", "renovate {}"),
)
MATTERS = (
    ("a railway", "the rail line", "a railroad", "the rail link", "a train line"), ("a port", "the harbour", "a seaport", "a port terminal", "the harbor"),
    ("a gas pipeline", "the gas line", "a pipeline for gas", "the pipeline", "a gas link"), ("a nuclear power plant", "a nuclear power station", "the reactor", "a nuclear plant", "an atomic power plant"),
    ("a consulate", "the consular office", "a consulate general", "the consulate", "consulates"), ("a border crossing", "the border post", "a checkpoint", "the crossing point", "border crossings"),
    ("a dam", "a hydropower station", "the dam", "a hydroelectric dam", "hydropower"), ("a highway", "the motorway", "an expressway", "the road", "a highway link"),
    ("a university", "the university", "an exchange of students", "scholarships", "universities"), ("a shipyard", "shipbuilding", "the shipyard", "shipyards", "carriers"),
    ("a wind farm", "wind power", "renewable energy", "a solar park", "green energy"), ("a fertiliser works", "fertilizer production", "an ammonia works", "fertilisers", "a urea works"),
    ("a mine", "mining", "the mines", "lithium mining", "a rare earths mine"), ("a power grid", "the electricity grid", "an interconnector", "the power line", "power grids"),
)  # fmt: skip
TAILS = ("", "as soon as possible", "in the coming years", "under the new programme", "with joint experts", "for the benefit of both peoples", "once procedures allow")
OUTCOMES = ("delivered", "stalled", "missed", "under way")
_SYLLABLES = "ba ko ri ta nu mo sel ven dar qui lo pra zi gon fe hul wis yam".split()


def _names(chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < PLACES:
        found.setdefault("".join(chance.choices(_SYLLABLES, k=3)).capitalize() + chance.choice(("", "grad", "burg", "ville", "abad")))
    return list(found)


def make_set(total: int, seed: int) -> tuple[list[Commitment], list[DocumentHead], dict[str, int]]:
    """Commitments, heads of their documents, and the promise behind each commitment."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    places = _names(chance)
    weights = [1 / (rank + 3) for rank in range(PLACES)]
    pairs = [(f"S{n:02d}", f"T{n % 37:02d}") for n in range(DYADS)]
    dyad_weights = [DENSE_SHARE / (1 - DENSE_SHARE) * sum(1 / (n + 1) for n in range(1, DYADS)), *(1 / (n + 1) for n in range(1, DYADS))]
    rows: list[Commitment] = []
    heads: dict[str, DocumentHead] = {}
    truth: dict[str, int] = {}
    promise = 0
    known = set()
    while len(rows) < total:
        pair = chance.choices(pairs, dyad_weights)[0]
        first = date(1995, 1, 1) + timedelta(days=chance.randrange(9_000))
        act, matter = chance.choice(ACTS), chance.choice(MATTERS)
        place = chance.choices(places, weights)[0]
        if (pair, act, matter, place) in known:
            continue  # nobody could tell the two apart
        known.add((pair, act, matter, place))
        promise += 1
        target = (float(chance.randrange(10, 500) * 10_000_000), "USD") if chance.random() < 0.25 else None
        due = first.year + chance.randrange(1, 8) if chance.random() < 0.25 else None
        for number in range(min(40, int(1 / (1 - chance.random()) ** 0.9))):
            day = first + timedelta(days=int(chance.random() ** 2 * 3_650) if number else 0)
            row = _report(chance, (len(rows), promise), pair, (act, matter, place), target, due, day, is_first=number == 0)
            heads.setdefault(row.doc_id, DocumentHead(row.doc_id, published=day.isoformat(), published_start=day, published_end=day))
            truth[row.record_id] = promise
            rows.append(row)
    chance.shuffle(rows)
    return rows, list(heads.values()), truth


def _report(  # noqa: PLR0913, PLR0917 - options
    chance: random.Random, numbers: tuple[int, int], pair: tuple[str, str], parts: Any, target: tuple[float, str] | None, due: int | None, day: date,
    *, is_first: bool,
) -> Commitment:  # fmt: skip
    act, matter, place = parts
    words = chance.choice(act).format(chance.choice(matter))
    where = f" {chance.choice(('in', 'at', 'near', 'to'))} {place}" if is_first or chance.random() < 0.85 else ""
    sums = f" for ${target[0] / 1e6:.0f} million" if target and chance.random() < 0.8 else ""
    by = f" by {due}" if due and chance.random() < 0.7 else ""
    what = f"{words}{where}{sums}{by} {chance.choice(TAILS)}".strip()
    status = chance.choice(OUTCOMES) if not is_first and chance.random() < 0.125 else "announced"
    number = numbers[0]
    return Commitment(
        record_id=f"{number:016d}", doc_id=f"{pair[0]}{day:%Y%m%d}{number // REPORTS_A_DOCUMENT:x}", start_char=number % 5_000, end_char=number % 5_000 + len(what),
        quote=what, actor=list(pair) if chance.random() < 0.6 else [pair[0]], recipient=[] if chance.random() < 0.6 else [pair[1]], what=what,
        firmness="agreed", deadline=str(due) if by else None, deadline_start=date(due, 1, 1) if by and due else None,
        deadline_end=date(due, 12, 31) if by and due else None, target_value=target[0] if sums and target else None,
        target_unit=target[1] if sums and target else None, status=status,
    )  # fmt: skip


def measure(total: int, seed: int) -> dict[str, Any]:
    """Time, memory and links of one size."""
    rows, heads, truth = make_set(total, seed)
    start, cpu = time.perf_counter(), time.process_time()
    entries = build_ledger(rows, [], [], documents=heads)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    in_one = Counter[bool]()
    for entry in entries:
        counts = Counter(truth[one] for one in entry.reports)
        together = sum(n * (n - 1) // 2 for n in counts.values())
        size = len(entry.reports)
        in_one[True] += together
        in_one[False] += size * (size - 1) // 2 - together
    sizes: defaultdict[int, int] = defaultdict(int)
    for promise in truth.values():
        sizes[promise] += 1
    pairs = sum(n * (n - 1) // 2 for n in sizes.values())
    return {
        "commitments": len(rows), "promises": len(sizes), "entries": len(entries), "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1),
        "per_thousand": round(1000 * cpu / len(rows), 3), "recall": round(in_one[True] / pairs, 3),
        "precision": round(in_one[True] / max(1, sum(in_one.values())), 3),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def main() -> None:
    """Measure each size in a process of its own and print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commitments", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(json.dumps(measure(options.commitments[0], options.seed)) + "\n")
        return
    before: dict[str, Any] | None = None
    for total in options.commitments:
        command = [sys.executable, __file__, "--one", "--commitments", str(total), "--seed", str(options.seed)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - ourselves
        growth = f", {found['cpu_seconds'] / max(0.1, before['cpu_seconds']):.1f} times the time for {found['commitments'] / before['commitments']:.1f} times the size" if before else ""
        line = ", ".join(f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}" for key, value in found.items())
        sys.stdout.write(f"{line}{growth}\n")
        sys.stdout.flush()
        before = found


if __name__ == "__main__":
    main()
