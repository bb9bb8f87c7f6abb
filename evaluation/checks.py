"""Make true and altered claims from trade tables, have them coded and checked, and count what is found.

    python evaluation/checks.py FOLDER [--claims 1000] [--seed 7] [--errors 20]

FOLDER holds cow_trade_4_0_dyadic.parquet (imports of each of two states from the other,
million current US dollars). For each of many pairs of states and years two short notes
are written by the templates below: one tells the table's own values, the other the same
values altered by 10 to 50 per cent (levels, and the factor of a growth rate). The table goes
in as a user's would, through `add-series`' own reader; the notes go through the coder as
documents; every claim is checked as `check` does. Of a bound only what makes it false is
altered: "more than 8" of 10 is true. Figures of a part of a year are left out: a check calls
them in line with the year's total or not, and cannot see ten per cent.

Prints which share of the altered claims was contradicted and which of the true ones, both
of all claims made: one that the coder misses counts as not found.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.answers.figure_checks import check_figures
from bilateral.datasets.series_rows import read_series_file
from bilateral.documents.read import read_document
from bilateral.findings import head_of
from bilateral.pipeline import code_document
from bilateral.settings import Settings
from bilateral.vocabulary.states import adjective, find_code, is_state, party_name, state_name, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.answers.figure_checks import CheckedFigure

__all__ = ["Told", "make_notes", "measure", "read_pairs"]

TABLE = "cow_trade_4_0_dyadic.parquet"
LEAST = 50.0
"""Million dollars of either flow: below, a table of whole millions is too coarse to alter by a tenth."""
YEARS = (1985, 2014)
MAPPING = {
    "series_name": "COW trade", "provider": "Correlates of War", "columns": {"period": "year", "reporter": "reporter", "partner": "partner"},
    "constants": {"unit": "USD", "prices": "nominal"}, "scale": 1e6,
    "values": [{"column": "imports", "flow": "import"}, {"column": "exports", "flow": "export"}],
}  # fmt: skip
CONTRADICTED = frozenset(("off", "other period", "missed", "not on track"))
LEVELS = {
    "turnover": (
        "Trade between {a} and {b} reached {v} in {y}.", "In {y}, bilateral trade stood at {v}.", "Two-way trade came to {v} in {y}, according to the ministry.",
        "The trade turnover of the two countries was {v} in {y}.", "In {y} the volume of trade between the two countries amounted to {v}.",
        "{A} and {b} traded goods worth {v} in {y}.", "Total trade between {a} and {b} in {y} was valued at {v}.", "The value of bilateral trade hit {v} in {y}, data showed.",
        "In {y} the two sides recorded a trade volume of {v}.", "{A}’s trade with {b} totalled {v} in {y}.",
    ),
    "exports": (
        "{Adj} exports to {b} amounted to {v} in {y}.", "In {y}, {a} exported goods worth {v} to {b}.", "Exports from {a} to {b} totalled {v} in {y}.",
        "{A} sold goods worth {v} to {b} in {y}.", "{A} shipped {v} of goods to {b} in {y}.", "The value of {Adj} exports to {b} was {v} in {y}.",
        "In {y}, {b} bought {v} worth of goods from {a}.", "{v} worth of {Adj} goods were exported to {b} in {y}.",
    ),
    "imports": (
        "{Adj} imports from {b} came to {v} in {y}.", "In {y}, {a} imported goods worth {v} from {b}.", "Imports from {b} to {a} stood at {v} in {y}.",
        "{A} bought goods worth {v} from {b} in {y}.", "{b} supplied goods worth {v} to {a} in {y}.", "Goods worth {v} were imported from {b} into {a} in {y}.",
    ),
}  # fmt: skip
GROWTH = {
    "turnover": ("Bilateral trade {rose} by {g} percent in {y}.", "In {y}, trade between {a} and {b} {rose} {g} per cent compared with {x}.", "Trade between the two countries {rose} by {g}% year-on-year in {y}.", "In {y}, two-way trade {rose} by {g} percent over the previous year."),
    "exports": ("{Adj} exports to {b} {rose} by {g} percent in {y}.", "In {y}, exports from {a} to {b} {rose} {g} per cent against {x}."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a note: its sentence, the number that it shows and the unit."""

    sentence: str
    value: float
    unit: str


def read_pairs(folder: Path) -> list[dict[str, Any]]:
    """Pairs and years whose flows are known and large enough, in the table's order."""
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(folder / TABLE, columns=["ccode1", "ccode2", "year", "flow1", "flow2"], filters=[("year", ">=", YEARS[0]), ("flow1", ">=", LEAST), ("flow2", ">=", LEAST)])
    except OSError as error:
        message = f"{folder}: {error}; expected a folder with {TABLE}"
        raise SystemExit(message) from error
    table = table.filter(pc.field("year") <= YEARS[1])
    codes = {code: find_code("cow", str(code)) for code in {*table["ccode1"].to_pylist(), *table["ccode2"].to_pylist()}}
    rows = [{**row, "a": codes[row["ccode1"]], "b": codes[row["ccode2"]]} for row in table.to_pylist()]
    return [row for row in rows if row["a"] and row["b"] and row["a"] != row["b"] and is_state(row["a"]) and is_state(row["b"])]


def write_series(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """One pair's table as a user would have it: what each side imports, and exports as the other's imports."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("year", "reporter", "partner", "imports", "exports"))
        writer.writerows((row["year"], row["a"], row["b"], row["flow1"], row["flow2"]) for row in rows)


def _amount(value: float, sign: str) -> tuple[str, float]:
    """A sum of million dollars as a paper writes it, and the number that this shows."""
    if value >= 1000:  # noqa: PLR2004 - a billion
        shown = f"{value / 1000:.3g}"
        return f"{sign}{shown} billion", float(shown) * 1e9
    shown = f"{value:.3g}"
    return f"{sign}{shown} million", float(shown) * 1e6


def make_notes(series: Sequence[dict[str, Any]], year: int, dice: random.Random, *, altered: bool) -> list[Told]:
    """The claims of one note on one pair and year."""
    by_year = {row["year"]: row for row in series}
    now, before = by_year[year], by_year[year - 1]
    flows = {"turnover": ("flow1", "flow2"), "exports": ("flow2",), "imports": ("flow1",)}
    names = {"a": with_article(now["a"]), "b": with_article(now["b"]), "Adj": adjective(now["a"]), "y": year, "x": year - 1}
    names["A"] = names["a"][0].upper() + names["a"][1:]
    told, sign = [], dice.choice(("$", "US$"))
    for what, columns in flows.items():
        value, earlier = (sum(row[column] for column in columns) for row in (now, before))
        text, shown = _amount(value * _factor(dice, altered=altered), sign)
        told.append(Told(_sentence(dice.choice(LEVELS[what]), names, v=text), shown, "USD"))
        if what in GROWTH:
            rate = round(100 * (value / earlier * _factor(dice, altered=altered) - 1))
            rose = dice.choice(("rose", "grew", "increased") if rate >= 0 else ("fell", "declined", "dropped"))
            if rate:
                told.append(Told(_sentence(dice.choice(GROWTH[what]), names, g=abs(rate), rose=rose), float(rate), "percent"))
    return told


def _factor(dice: random.Random, *, altered: bool) -> float:
    return 1 + dice.choice((-1, 1)) * dice.uniform(0.1, 0.5) if altered else 1.0


def _sentence(template: str, names: dict[str, Any], **more: Any) -> str:
    text = template.format(**names, **more)
    return text[0].upper() + text[1:]


def check_note(told: Sequence[Told], series: Path, year: int, *, pair: tuple[str, str]) -> list[CheckedFigure | None]:
    """Code and check one note; the check of each claim, None where the coder has no such figure."""
    opening = f"Officials of {with_article(pair[0])} and {with_article(pair[1])} met on Tuesday to review economic ties."
    path = series.with_name("note.txt")
    path.write_text(f"{state_name(pair[0])} and {state_name(pair[1])} review trade\n\n{opening}\n\n" + "\n\n".join(one.sentence for one in told) + "\n", "utf-8")
    document, parts = read_document(path, published=f"{year + 1}-03-15")
    coded = code_document(document, parts, Settings().parser)
    observations = read_series_file(series, MAPPING)
    checked = check_figures(coded.figures, pair, observations, heads={coded.document.doc_id: head_of(coded.document)}, texts={coded.document.doc_id: coded.document.text})
    return [_of(one, checked, coded.document.text) for one in told]


def _of(one: Told, checked: Sequence[CheckedFigure], text: str) -> CheckedFigure | None:
    start = text.find(one.sentence)
    inside = [row for row in checked if start <= row.start_char < start + len(one.sentence) and row.unit == one.unit]
    return next((row for row in inside if abs(abs(row.value) - abs(one.value)) <= 1e-6 * abs(one.value)), None)


def _draw(rows: list[dict[str, Any]], dice: random.Random) -> Iterator[tuple[list[dict[str, Any]], int]]:
    """Pairs and a year of each, at random, every pair once."""
    by_pair: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}
    for row in rows:
        by_pair.setdefault((row["a"], row["b"]), {})[row["year"]] = row
    pairs = sorted(by_pair)
    dice.shuffle(pairs)
    for pair in pairs:
        series = by_pair[pair]
        years = [year for year in series if year - 1 in series and all(0.3 < series[year][flow] / series[year - 1][flow] < 4 for flow in ("flow1", "flow2"))]  # noqa: PLR2004 - breaks of the table
        if years:
            yield list(series.values()), dice.choice(sorted(years))


def measure(folder: Path, n_claims: int, seed: int = 7) -> tuple[dict[str, float], list[str]]:
    """Shares in per cent over `n_claims` true and as many altered claims, and the errors in words."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    counts: Counter[tuple[str, str]] = Counter()
    errors = []
    with tempfile.TemporaryDirectory() as folder_name:
        work = Path(folder_name)
        for series, year in _draw(read_pairs(folder), dice):
            pair = (series[0]["a"], series[0]["b"])
            if min(counts["true", "all"], counts["altered", "all"]) >= n_claims:
                break
            write_series(series, work / "series.csv")
            for kind in ("true", "altered"):
                told = make_notes(series, year, dice, altered=kind == "altered")[: n_claims - counts[kind, "all"]]
                for one, row in zip(told, check_note(told, work / "series.csv", year, pair=pair), strict=True):
                    is_contradicted = row is not None and row.verdict in CONTRADICTED
                    counts[kind, "all"] += 1
                    counts[kind, "contradicted"] += is_contradicted
                    counts[kind, "judged"] += row is not None and row.verdict not in ("no data", "not checkable")
                    if is_contradicted != (kind == "altered"):
                        told_so = f"{row.verdict}: {row.reason} [{row.indicator} {row.direction} {row.period} {row.figure_type}]" if row else "not coded"
                        errors.append(f"{kind} {party_name(pair[0])}/{party_name(pair[1])}: {one.sentence} -> {told_so}")
    share = {kind: {name: 100 * counts[kind, name] / max(1, counts[kind, "all"]) for name in ("contradicted", "judged")} for kind in ("true", "altered")}
    figures = {"altered found": share["altered"]["contradicted"], "true not contradicted": 100 - share["true"]["contradicted"], "true judged": share["true"]["judged"]}
    return figures, errors


def main() -> int:
    """Make, check, count."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--claims", type=int, default=1000)
    reader.add_argument("--seed", type=int, default=7)
    reader.add_argument("--errors", type=int, default=0)
    given = reader.parse_args()
    figures, errors = measure(given.folder, given.claims, given.seed)
    for name, value in figures.items():
        sys.stdout.write(f"{name:24}{value:7.2f} %  of {given.claims}\n")
    sys.stdout.writelines(f"{line}\n" for line in errors[: given.errors])
    return 0


if __name__ == "__main__":
    sys.exit(main())
