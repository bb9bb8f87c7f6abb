"""Hold the reading of documents to its floors: main text and dates of pages, parts of plain texts, copies.

    python evaluation/documents_gate.py [--shared DIR] [--raise-floors]

Takes less than a minute on one core. What ../shared lacks is left out with a message. Exit status 1 where a figure
is below its floor in floors_documents.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import copies as made_copies
import pages as web_pages
import parts as text_parts

from bilateral.analysis.copies import link_rows
from bilateral.documents.read import read_document

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors_documents.json")
MADE_DOCUMENTS = 5_000


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


def main() -> int:
    """Measure, compare, and say what is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    folder = args.shared / "data" / "article-extraction-benchmark"
    figures = measure_parts() | measure_copies()
    if folder.is_dir():
        figures |= measure_pages(folder)
    else:
        print(f"left out: no pages at {folder}")
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name, value in figures.items():
        print(f"{name:<28}{value:.4f}  floor {floors.get(name, 0.0):.4f}")
    if args.raise_floors:
        floors |= {name: max(floors.get(name, 0.0), round(value - 0.0005, 3)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    broken = [name for name, value in figures.items() if value < floors.get(name, 0.0)]
    for name in broken:
        print(f"below its floor: {name}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
