"""Acts counted in SQL are those of the incidents that are grouped in Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import made_up

from bilateral import periods
from bilateral.analysis.incidents import group_events
from bilateral.answers.coded_rows import every_coded_table
from bilateral.answers.heads import read_heads
from bilateral.findings import state_of
from bilateral.records import Event, column_names
from bilateral.tables.queries import connect
from bilateral.tables.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("2020-03-05", "2020-03-09", "2020-03", "2020-07", "2020-07-01/2020-08-31", "2020", "2019-11-02", "2019", "2019/2021", None)
SIDES = ((["KOR"], ["RUS"]), (["RUS/MIL"], ["KOR"]), (["RUS", "KOR"], []), (["KOR", "KOR/BUS"], ["RUS", "CHN"]), (["RUS"], []))
KINDS = (("AGREE", None, 1), ("CONSULT", "visit", 1), ("COERCE", None, 4))


def grouped(path: Path) -> Counter:
    """Directed acts of all incidents that happened on known days."""
    found: Counter = Counter()
    with connect(path) as connection:
        events = [Event(*row) for row in connection.execute(f"SELECT {', '.join(column_names('events'))} FROM events").fetchall()]
    for one in group_events(events, read_heads(path), {}):
        actors, recipients = ({state_of(party) for party in side} for side in (one.actor, one.recipient))
        for actor, recipient in permutations(sorted(actors | recipients), 2):
            if one.realis == "happened" and one.event_date_start and actor in actors and recipient in (recipients or actors):
                found[actor, recipient, one.quad_code, one.event_date_start, one.event_date_end] += 1
    return found


def counted(path: Path) -> Counter:
    found: Counter = Counter()
    for row in every_coded_table(path)[0].to_pylist():
        found[row["actor"], row["recipient"], row["quad_code"], row["event_date_start"], row["event_date_end"]] += row["n_events"]
    return found


def test_example(example_record) -> None:
    assert counted(example_record.path) == grouped(example_record.path)
    assert counted(example_record.path).total() > 50


def report(number: int, drawn: random.Random) -> made_up.Maker:
    """A document that tells of acts on days, months and years that meet no other, one or several."""
    day = date(2020, 4, 1 + number % 9) if number % 4 else None
    maker = made_up.Maker(f"Report {number}. Korea and Russia met.", address=f"https://a.example/{number}", published=day)
    for _ in range(3):
        kind, mode, quad = drawn.choice(KINDS)
        period = drawn.choice(DAYS)
        first, last = periods.bounds(period) if period else (None, None)
        maker.event(
            "Korea and Russia met", *drawn.choice(SIDES), event_type=kind, mode=mode, quad_code=quad, realis=drawn.choice(("happened", "happened", "planned")),
            event_date=period, event_date_start=first, event_date_end=last,
        )  # fmt: skip
    return maker


def test_vague_acts(tmp_path) -> None:
    drawn, joined = random.Random(7), 0
    for number in range(4):
        path = tmp_path / str(number)
        reports = [report(place, drawn) for place in range(4 + 5 * number)]
        with open_store(path, create=True) as store:
            made_up.add(store, *reports)
        found = grouped(path)
        assert counted(path) == found
        joined += sum(event.realis == "happened" and event.event_date is not None for maker in reports for event in maker.coded.events) - found.total()
    assert joined  # some reports were of one act
