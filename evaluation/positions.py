"""Positions read from single sentences, against the stances written beside them in positions.csv.

    python evaluation/positions.py [--part A|B|all] [--show] [--floors]

A sentence is coded as a document of its own, and asked where its party stands on its issue. A party without any
position there counts as `unclear`. Sentences were written from public facts before the rules; part A (odd rows)
was read when the rules were made, part B (even rows) only counted. Exit status 1 where --floors finds a figure below its floor.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bilateral.analysis.positions import find_positions
from bilateral.analysis.wordings import PartyMention
from bilateral.documents.items import Item
from bilateral.findings import Records, head_of
from bilateral.pipeline import code_one, load_for_coding
from bilateral.settings import Settings
from bilateral.vocabulary.issues import STANCES, use_issues

CASES = Path(__file__).with_name("positions.csv")
AROUND = "\n\nThe newspapers of the region wrote about it on the following day.\n"
"""Neutral words after the sentence: a line of six words has no language that can be told, and would not be coded."""
FLOORS = Path(__file__).with_name("floors_positions.json")


def read_cases(part: str) -> list[dict[str, str]]:
    """The sentences of a part, each with party, issue, stance and form."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE))
    wanted = {"A": rows[::2], "B": rows[1::2], "all": rows}
    return wanted[part]


def find_of(sentence: str, party: str) -> dict[str, str]:
    """The stance of a party on each issue that one sentence shows."""
    coded = code_one(Item((sentence + AROUND).encode(), "case.txt", "case.txt"), settings=Settings(workers=0), dates={"case": "2023-06-15"})
    document, tables = coded.document, coded
    mentions = sorted(PartyMention(row.start_char, row.end_char, tuple(row.parties), row.how) for row in tables.mentions)
    others = sorted({state.partition("/")[0] for mention in mentions for state in mention.parties} - {party})
    records = Records(documents=(head_of(document),), events=tuple(tables.events), statements=tuple(tables.statements), commitments=tuple(tables.commitments))
    found = find_positions(
        records, (party, others[0] if others else "XXX"), {document.doc_id: document.text},
        mentions={document.doc_id: mentions}, issues=use_issues(),
    )  # fmt: skip
    return {row.issue: row.stance for row in sorted(found, key=lambda row: row.stance == "unclear", reverse=True) if row.party == party}


def score(cases: list[dict[str, str]], *, show: bool = False) -> dict[str, float]:
    """Shares of right stances, by stance and of all, and of sentences whose issue was found where a stance is shown."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        stances = find_of(case["text"], case["party"])
        answer = stances.get(case["issue"], "unclear")
        shown = case["stance"] != "unclear"
        for key, is_right in {"stance": answer == case["stance"], case["stance"]: answer == case["stance"], f"form {case['form']}": answer == case["stance"]}.items():
            total[key] += 1
            right[key] += is_right
        total["issue"] += shown
        right["issue"] += shown and case["issue"] in stances
        wrong_side = {answer, case["stance"]} == {"for", "against"}
        total["not reversed"] += 1
        right["not reversed"] += not wrong_side
        if show and answer != case["stance"]:
            print(f"{case['party']} {case['issue']}: {case['stance']}, read {answer} ({case['form']}) {stances} | {case['text']}")
    return {key: round(100 * right[key] / total[key], 1) for key in total if total[key]}


def check_floors(figures: dict[str, Any]) -> list[str]:
    """Which figures lie below their floors."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    return [f"{part} / {key}: {figures[part].get(key, 0)} below {floor}" for part, row in floors.items() for key, floor in row.items() if figures[part].get(key, 0) < floor]


def main() -> int:
    """Print the figures of the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("A", "B", "all"), default=None)
    parser.add_argument("--show", action="store_true", help="print the sentences read wrongly (part A alone by habit)")
    parser.add_argument("--floors", action="store_true", help="hold both parts to their floors")
    chosen = parser.parse_args()
    load_for_coding(Settings(workers=0))
    figures = {part: score(read_cases(part), show=chosen.show) for part in ([chosen.part] if chosen.part else ["A", "B"])}
    keys = ["stance", "issue", "not reversed", *STANCES]
    for part, row in figures.items():
        print(f"part {part}: {len(read_cases(part))} sentences; " + ", ".join(f"{key} {row[key]}" for key in keys if key in row))
        print("   by form: " + ", ".join(f"{key.removeprefix('form ')} {value}" for key, value in sorted(row.items()) if key.startswith("form ")))
    faults = check_floors(figures) if chosen.floors else []
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
