"""Hold the coder to its floors on the public test sets; `gate.py` does so on the gold documents.

    python evaluation/sets_gate.py [--shared DIR] [--raise-floors]

Main text and dates of pages, parts of plain texts, copies, acts between given parties (PLV), actors,
attributions (PolNeAR), quantities (NewsQuant), comparisons (communiqués, revised sentences), checks of made claims (trade tables). Takes a minute on one core. What DIR lacks is left out with a
message. Exit status 1 where a figure is below its floor in floors_sets.json. Where a set has one, "part B" is the part whose errors were never read: the honest figure.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
sys.path.insert(0, str(Path(__file__).resolve().parent / "communiques"))

import actors as actor_cases
import checks as made_claims
import communique_pairs
import copies as made_copies
import counts
import pages as web_pages
import parts as text_parts
import plv
import promises
import quantities
import quotes
import revisions

from bilateral.analysis.copies import link_rows
from bilateral.documents.read import read_document

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors_sets.json")
MADE_DOCUMENTS = 5_000
MADE_CLAIMS = 100
"""True and as many altered claims; `checks.py` alone makes a thousand of each."""


def measure_pages(folder: Path) -> dict[str, float]:
    """F1 of the main text and share of right dates of the article extraction benchmark."""
    with tempfile.TemporaryDirectory() as work:
        pages = web_pages.unpack(folder, Path(work))
        read = {page: read_document(path) for page, path in pages.items()}
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    stated = {page: day for page, day in json.loads(web_pages.DATES.read_text("utf-8")).items() if day and page in read}
    bodies = web_pages.score_bodies(truth, {page: web_pages.article_body(*read[page]) for page in truth})
    dates = web_pages.score_dates(stated, {page: read[page][0].published for page in stated})
    return {"pages / F1": bodies["F1"], "pages / dates right": dates["right"]}


def measure_parts() -> dict[str, float]:
    """Body kept, furniture and comments told, by set."""
    figures = {}
    for name, rows in text_parts.read_sets().items():
        total = text_parts.total_of(rows)
        figures |= {f"parts {name} / body": text_parts.share(total, "body"), f"parts {name} / other": text_parts.share(total, "other")}
    return figures


def measure_copies() -> dict[str, float]:
    """Recall and precision on a made set."""
    texts = list(made_copies.make_documents(MADE_DOCUMENTS))
    table, _ = made_copies.make_table(texts)
    at = {name: i for i, name in enumerate(table["doc_id"].to_pylist())}
    scored = made_copies.score(texts, [at[name] for name in link_rows(table)])
    return {"copies / recall": scored["recall"], "copies / precision": scored["precision"]}


def measure_plv(file: Path) -> dict[str, float]:
    """Macro-F1 in per cent, of all rows and of part B."""
    rows = plv.read_rows(file)
    answers = plv.code_rows(rows)
    held = [(row, answer) for row, answer in zip(rows, answers, strict=True) if plv.part_of(row) == "B"]
    figures = {f"PLV / {name}": value for name, value in plv.score(rows, answers).items()}
    return figures | {f"PLV part B / {name}": value for name, value in plv.score(*zip(*held, strict=True)).items()}


def measure_actors(file: Path) -> dict[str, float]:
    """Share of right countries and first sectors, of all rows and of part B."""
    rows = actor_cases.read_rows(file)
    coded = [actor_cases.code_row(row["query"], context=row["context"], date=row["date"]) for row in rows]
    figures = {}
    for label, part in (("actors", "all"), ("actors part B", "B")):
        judged = actor_cases.judge(rows, coded, part)
        figures |= {f"{label} / {name}": sum(right for *_, right in found) / max(1, len(found)) for name, found in judged.items()}
    return figures


def measure_quotes(file: Path) -> dict[str, float]:
    """F1 of contents at two widths and right speakers, in per cent, of part B of the development articles."""
    articles = [article for article in quotes.read_articles(file) if quotes.part_of(article["doc"]) == "B"]
    compared = [(article["attributions"], quotes.code(article["text"], quotes.parse(article["text"]))) for article in articles]
    return {f"PolNeAR part B / {name}": value for name, value in quotes.score(compared).items()}


def measure_quantities(file: Path) -> dict[str, float]:
    """F1 of values, with their units and with their changes, in per cent, of part B."""
    rows = [row for row in quantities.read_rows(file) if quantities.part_of(row["text"]) == "B"]
    scored = quantities.score(rows, quantities.find_all(rows))
    return {f"NewsQuant part B / {name}": f1 for name, (_, _, f1) in scored.items()}


def measure_checks(folder: Path) -> dict[str, float]:
    """Altered claims found and true ones not contradicted, in per cent, on a sample of claims made from trade tables."""
    figures, _ = made_claims.measure(folder, MADE_CLAIMS)
    return {f"checks / {name}": value for name, value in figures.items()}


def measure_promises(file: Path) -> dict[str, float]:
    """F1 of telling commitments from other sentences, in per cent, by part; nothing where the other texts are absent."""
    shared = file.parents[len(Path(promises.COMMITMENTS).parts) - 1]
    absent = [name for name, _ in promises.TEXTS.values() if not (shared / name).exists()]
    if absent:
        print(f"left out: promises, for nothing is at {shared / absent[0]}")
        return {}
    return {f"promises part {part} / F1": promises.score(judged)["F1"] for part, judged in promises.measure(shared).items()}


def measure_communiques() -> dict[str, float]:
    """Alignment, commitments, direction and class of change, by part; rules were mended on part dev alone."""
    return {f"communiqués {part} / {name}": value for part in ("dev", "test") for name, value in communique_pairs.measure(part).items()}


def measure_revisions(file: Path) -> dict[str, float]:
    """F1 of exact edits and of substantive-or-not between versions of a sentence, in per cent."""
    return {f"revisions {file.stem.rsplit('_')[-1]} / {name}": value for name, value in revisions.score(file).items() if "difflib" not in name}


def _rounded_down(value: float) -> float:
    """A share to three digits, a figure in per cent to one."""
    steps = 10 if value > 1 else 1000
    return math.floor(value * steps) / steps


SETS = {
    "data/article-extraction-benchmark": measure_pages,
    "goldsets/plv/PLV_train.tsv": measure_plv,
    "goldsets/revisions/arxivedits_dev.json": measure_revisions,
    "goldsets/actors/actor_cases.tsv": measure_actors,
    "goldsets/quotes/polnear/dev.jsonl.gz": measure_quotes,
    "goldsets/quantities/NewsQuant_dev.json": measure_quantities,
    promises.COMMITMENTS: measure_promises,
    "data/trade": measure_checks,
    counts.FOLDER: counts.floors_of,
}
"""What is measured where the shared folder has it."""


def main() -> int:
    """Measure, compare, and say what is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    figures = measure_parts() | measure_copies() | measure_communiques()
    for place, measure in SETS.items():
        if (args.shared / place).exists():
            figures |= measure(args.shared / place)
        else:
            print(f"left out: nothing at {args.shared / place}")
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name, value in figures.items():
        print(f"{name:<44}{value:8.4f}  floor {floors.get(name, 0.0):.4f}")
    if args.raise_floors:
        floors |= {name: max(floors.get(name, 0.0), _rounded_down(value)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    broken = [name for name, value in figures.items() if value < floors.get(name, 0.0)]
    for name in broken:
        print(f"below its floor: {name}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
