"""Compare the table of leaders with public lists: how many of their terms are found, and how many months agree.

    python evaluation/leaders.py [--shared DIR]

Reads REIGN 2021-03 and Archigos 4.1 (heads, by month) and the speakers in the
UN General Debate (presidents, prime ministers, foreign ministers, each
September) under DIR/data/leaders, from 1990 on. Prints for each list how many
of its terms the table covers with a term of the same state, how many of those
name the same person, and of these how many begin in the same month or the one
beside it. Holders of a month or less are left out. Exit status 0 also where
DIR is absent.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.vocabulary.leaders import load_leaders, load_officials
from bilateral.vocabulary.states import find_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.vocabulary.leaders import Leader

FIRST = 1990
HEADS = ("president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan", "leader", "chair", "council", "head of", "general secretary", "prince", "chief", "captain", "pope", "emperor")
POSTS = {
    "UN speakers, presidents": (re.compile(r"president|head of state", re.IGNORECASE), ("president", "leader", "chair", "council", "king", "emir")),
    "UN speakers, prime ministers": (re.compile(r"prime minister", re.IGNORECASE), ("prime minister", "premier", "chancellor", "chief", "council")),
    "UN speakers, foreign ministers": (re.compile(r"(?=.*minister)(?=.*(?:foreig?n|external)).*", re.IGNORECASE), ("foreign minister", "secretary of state")),
}


def main() -> None:
    """Read the lists, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    folder = parser.parse_args().shared / "data" / "leaders"
    if not folder.is_dir():
        print(f"{folder}: not there; nothing compared")
        return
    print(f"{'list':32} {'terms':>6} {'covered':>8} {'same person':>12} {'same month':>11}")
    for name, counts in compare(folder).items():
        covered, same = counts["covered"], counts["same person"]
        month = f"{counts['same month'] / max(1, same):.3f}" if "UN" not in name else "-"
        print(f"{name:32} {counts['terms']:6} {covered / max(1, counts['terms']):8.3f} {same / max(1, covered):12.3f} {month:>11}")


def compare(folder: Path) -> dict[str, Counter[str]]:
    """Counts by list."""
    terms: dict[str, list[Leader]] = {}
    for term in (*load_leaders(), *load_officials()):
        terms.setdefault(term.state, []).append(term)
    found: dict[str, Counter[str]] = {}
    for name, state, person, start, end, offices in read_lists(folder):
        counts = found.setdefault(name, Counter())
        counts["terms"] += 1
        held = [term for term in terms.get(state, ()) if any(office in term.office for office in offices) and term.start <= end and (term.end or "9999") >= start[: len(term.end or "9999")]]
        mine = [term for term in held if key(person) & key(" ".join((term.person, *term.other_names)))]
        counts["covered"] += bool(held)
        counts["same person"] += bool(mine)
        counts["same month"] += any(abs(month_number(term.start) - month_number(start)) <= 1 for term in mine)
    return found


def read_lists(folder: Path) -> Iterator[tuple[str, str, str, str, str, tuple[str, ...]]]:
    """List, state, person, first and last month, and the offices that may be meant."""
    with (folder / "reign_leaderlist_3_21.csv").open(encoding="latin-1", newline="") as lines:
        for row in csv.DictReader(lines):
            start, end = f"{row['syear']}-{int(row['smonth']):02d}", f"{row['eyear'] or 2021}-{int(row['emonth'] or 3):02d}"
            yield from _term("REIGN", row["ccode"], row["leader"], start, end)
    with gzip.open(folder / "archigos_4_1.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from _term("Archigos", row["gwcode"].split(".")[0], row["leader"], row["startdate"][:7], row["enddate"][:7])
    with gzip.open(folder / "unga_speakers_by_session_1946_2023.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Year"].isdigit() and int(row["Year"]) >= FIRST and not re.search(r"deputy|vice|state for", row["Post"], re.IGNORECASE):
                name = next((name for name, (post, _) in POSTS.items() if post.search(row["Post"])), None)
                if name:
                    yield name, row["ISO Code"].strip(), row["Name of Person Speaking"], f"{row['Year']}-09", f"{row['Year']}-10", POSTS[name][1]


def _term(name: str, code: str, person: str, start: str, end: str) -> Iterator[tuple[str, str, str, str, str, tuple[str, ...]]]:
    """One term of a list of heads, if it lies in time and lasts."""
    state = find_code("cow", code, year=int(end[:4])) or find_code("gw", code, year=int(end[:4]))
    if state and int(start[:4]) >= FIRST and month_number(end) - month_number(start) > 1:
        yield name, state, person, start, end, HEADS


def month_number(month: str) -> int:
    """Months since the year 0; of a bare year its first month."""
    return int(month[:4]) * 12 + int(month[5:7] or 1)


def key(name: str) -> set[str]:
    """The words of a name without accents, of three letters and more."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return {word for word in re.findall(r"[a-z']+", letters.replace("-", " ")) if len(word) > 2 or len(letters) < 8}  # noqa: PLR2004 - "bin", "Ali"


if __name__ == "__main__":
    main()
