"""Find claims on statistics of countries and score them against labelled sentences.

    python evaluation/claims.py FOLDER [--part A|B] [--errors 20]

FOLDER holds labelled_claims.csv.gz (sentence, property, the country and the
number marked in it, label Y or N; rows labelled "?" are left out, as in the
7,092 of Vlachos and Riedel 2015) and allCountriesPost2010-2014Filtered15-150.json
(reference values). A row is called a claim if the finder of the package reads
the marked number as that property of the marked country. Prints precision,
recall and F1 over all rows and by property, beside accepting every row, then
the verdicts on the claims found. Nothing is trained. --part tells the rows
apart by the hash of the web host: errors were read in A.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from bilateral.analysis.checks import Claim, Level, check_claim
from bilateral.extraction.country_claims import find_country_claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.country_claims import CountryClaim

NAMES = {
    "consumer_price_index": "consumer prices", "cpi_inflation_rate": "inflation", "diesel_price_liter": "diesel price", "fertility_rate": "fertility",
    "gdp_growth_rate": "gdp growth", "gdp_nominal": "gdp", "gdp_nominal_per_capita": "gdp per capita", "gni_in_ppp_dollars": "gni, ppp",
    "gni_per_capita_in_ppp_dollars": "gni per capita, ppp", "health_expenditure_as_percent_of_gdp": "health expenditure of gdp",
    "internet_users_percent_population": "internet users", "life_expectancy": "life expectancy", "population": "population",
    "population_growth_rate": "population growth", "prevalence_of_undernourisment": "undernourishment", "renewable_freshwater_per_capita": "freshwater per capita",
}  # fmt: skip
"""The sets' names of properties and ours."""
REFERENCE = "allCountriesPost2010-2014Filtered15-150.json"
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


def read_rows(folder: Path) -> list[dict[str, str]]:
    """The labelled rows; ends the program with a message if they cannot be read."""
    try:
        with gzip.open(folder / "labelled_claims.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        message = f"{folder}: {error}; expected a folder with labelled_claims.csv.gz"
        raise SystemExit(message) from error
    return [row for row in rows if row["label"] in ("Y", "N")]


def read_countries(folder: Path) -> list[str]:
    """Names of countries, as the reference table and its list of other names write them."""
    reference = json.loads((folder / REFERENCE).read_text(encoding="utf-8"))
    names = set(reference)
    aliases = folder / "aliases.json"
    if aliases.exists():
        names |= {name for many in json.loads(aliases.read_text(encoding="utf-8")).values() for name in many}
    return sorted((name for name in names if len(name) > 3), key=len, reverse=True)  # noqa: PLR2004 - short other names are words


def read_sentence(text: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """A sentence without its marks, and where the marked countries and numbers stand in it."""
    for code, sign in BRACKETS.items():
        text = text.replace(code, sign)
    plain, opened, spans = "", [], {"location": set(), "number": set()}
    for piece in re.split(r"(</?(?:location|number)>)", text):
        if piece in ("<location>", "<number>"):
            opened.append(len(plain))
        elif piece in ("</location>", "</number>"):
            spans[piece[2:-1]].add((opened.pop(), len(plain)))
        else:
            plain += piece
    return plain, sorted(spans["location"]), sorted(spans["number"])


def is_claim(row: dict[str, str], countries: re.Pattern[str], cache: dict[str, tuple[list[CountryClaim], str]]) -> bool:
    """Whether the package reads the row's number as its property of its country."""
    text, places, numbers = read_sentence(row["sentence"])
    if row["sentence"] not in cache:
        named = [match.span() for match in countries.finditer(text)]
        free = [one for one in named if not any(one[0] < end and start < one[1] for start, end in places)]
        spans = [*places, *free] or _mentions(text, row["mention"])
        cache[row["sentence"]] = find_country_claims(text, spans), text
    claimed = float(row["claimed_value"])
    for found in cache[row["sentence"]][0]:
        is_number = any(start < found.end and found.start < end for start, end in numbers) if numbers else True
        if found.property_name == NAMES[row["property"]] and text[slice(*found.place)] == row["mention"] and is_number and _is_near(found.value, claimed):
            return True
    return False


def _mentions(text: str, name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(name), text)]


def _is_near(found: float, claimed: float) -> bool:
    """Whether two readings of one number agree; the set rounds to three digits."""
    return abs(found - abs(claimed)) <= 0.006 * max(abs(found), abs(claimed)) or abs(found - claimed) < 1e-9  # noqa: PLR2004


def part_of(row: dict[str, str]) -> str:
    """A or B by the hash of the web host."""
    return "AB"[int(hashlib.md5(urlparse(row["url"]).netloc.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def scores(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent of (claim, called claim) pairs."""
    count = Counter(pairs)
    hit, wrong, missed = count[True, True], count[False, True], count[True, False]
    return _percent(hit, hit + wrong), _percent(hit, hit + missed), _percent(2 * hit, 2 * hit + wrong + missed)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def show_scores(rows: Sequence[dict[str, str]], called: Sequence[bool]) -> None:
    """Print the table."""
    groups: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row, one in zip(rows, called, strict=True):
        groups[row["property"]].append((row["label"] == "Y", one))
    total = [pair for pairs in groups.values() for pair in pairs]
    for name, pairs in (("all", total), ("accept all", [(gold, True) for gold, _ in total]), *sorted(groups.items())):
        precision, recall, f1 = scores(pairs)
        sys.stdout.write(f"{name:38} n {len(pairs):5}  P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}\n")


def show_verdicts(rows: Sequence[dict[str, str]], called: Sequence[bool]) -> None:
    """Print how many claims, found rightly and wrongly, agree with the reference value of another or the same year."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, one in zip(rows, called, strict=True):
        if one:
            claim = Claim(indicator=row["property"], value=float(row["claimed_value"]), unit="", period=None)
            level = Level(period="2010/2014", value=float(row["kb_value"]), unit="", indicator=row["property"])
            verdicts["right" if row["label"] == "Y" else "wrong"][check_claim(claim, [level]).verdict] += 1
    for name, count in verdicts.items():
        sys.stdout.write(f"verdicts on claims found {name}ly: {dict(count)}\n")


def main() -> int:
    """Read the folder, find the claims, print scores and errors."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--part", choices=("A", "B"))
    reader.add_argument("--errors", type=int, default=0)
    given = reader.parse_args()
    rows = [row for row in read_rows(given.folder) if given.part in (None, part_of(row))]
    countries = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in read_countries(given.folder)))
    cache: dict[str, tuple[list[CountryClaim], str]] = {}
    called = [is_claim(row, countries, cache) for row in rows]
    show_scores(rows, called)
    show_verdicts(rows, called)
    wrong = [(row, one) for row, one in zip(rows, called, strict=True) if one != (row["label"] == "Y")]
    step = max(1, len(wrong) // given.errors) if given.errors else 1
    for row, one in wrong[: given.errors * step : step]:
        sys.stdout.write(f"{'FOUND' if one else 'MISSED'} {row['property']}: {read_sentence(row['sentence'])[0][:300]} | {row['mention']} {row['claimed_value']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
