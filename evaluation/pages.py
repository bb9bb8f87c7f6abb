"""How well the main text and the date of web pages are read, beside trafilatura and htmldate, and how fast.

    python evaluation/pages.py DIR --out FILE.json [--score] [--repeat N]

DIR holds the article extraction benchmark (scrapinghub/article-extraction-benchmark): `ground-truth.json`, and
the pages as `html/*.html`, `html/*.html.gz` or `html.tar.xz`. FILE.json becomes `{page id: {"articleBody": text}}`,
which the benchmark's own `evaluate.py` reads. Every page goes through the reader of `bilateral add`; the body is
its paragraphs and the headings between them.

--score   prints F1, precision and recall as the benchmark defines them (shingles of four words, each page of the
          same weight); the share of dates right on the pages that state one (`pages_dates.json`: days read by eye
          and checked against the address); and pages a second. Trafilatura's default call and htmldate's run over
          the same bytes on the same core, page by page in turn, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.documents.read import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bilateral.records import Document, Part

DATES = Path(__file__).with_name("pages_dates.json")
SHINGLE_WORDS = 4
_TOKEN = re.compile(r"\w+")


def unpack(folder: Path, to: Path) -> dict[str, Path]:
    """The pages as files, by page id."""
    archive = folder / "html.tar.xz"
    if archive.is_file():
        with tarfile.open(archive) as packed:
            packed.extractall(to, filter="data")
    for path in (folder / "html").glob("*.html"):
        (to / path.name).symlink_to(path.resolve())
    for path in (folder / "html").glob("*.html.gz"):
        (to / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
    pages = {path.stem: path for path in sorted(to.rglob("*.html"))}
    if not pages:
        message = f"got {folder}, where there is no page; expected html.tar.xz or html/*.html[.gz] and ground-truth.json"
        raise SystemExit(message)
    return pages


def article_body(document: Document, parts: list[Part]) -> str:
    """The paragraphs of a document and the headings between them."""
    own = [part for part in parts if part.part_type == "body" or (part.part_type == "title" and part.reason == "heading")]
    return "\n".join(document.text[part.start_char : part.end_char] for part in own)


def count_shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words; a shorter text is one run."""
    words = _TOKEN.findall(text)
    runs = (tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1)))
    return Counter(run for run in runs if run)


def score_bodies(truth: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, float]:
    """Precision and recall, each the mean over pages, and their F1."""
    precision, recall = [], []
    for page, row in truth.items():
        true, mine = count_shingles(row.get("articleBody", "")), count_shingles(found[page])
        right = (true & mine).total()
        if mine:
            precision.append(right / mine.total())
        if true:
            recall.append(right / true.total())
    p, r = statistics.mean(precision), statistics.mean(recall)
    return {"F1": 2 * p * r / (p + r), "precision": p, "recall": r}


def score_dates(stated: Mapping[str, str], found: Mapping[str, str | None]) -> dict[str, float]:
    """Share of the pages with a stated day whose day was found, and of the days found that are the stated ones."""
    right = sum(found.get(page) == day for page, day in stated.items())
    given = sum(found.get(page) is not None for page in stated)
    return {"right": right / len(stated), "right of those given": right / max(given, 1), "pages": len(stated)}


def seconds(function: Callable[[], Any]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def compare_speed(pages: Mapping[str, Path], repeat: int) -> dict[str, float]:
    """Pages a second of this reader and of trafilatura alone, which reads the text but no metadata, page by page in turn."""
    import trafilatura  # noqa: PLC0415

    mine = theirs = 0.0
    for path in [*list(pages.values())[:5], *[page for _ in range(repeat) for page in pages.values()]]:
        ours = seconds(lambda path=path: read_document(path))
        other = seconds(lambda path=path: trafilatura.extract(path.read_bytes()))
        mine, theirs = mine + ours, theirs + other
    count = len(pages) * repeat + 5
    return {"pages a second": count / mine, "trafilatura": count / theirs, "ratio": theirs / mine}


def print_row(name: str, figures: Mapping[str, float]) -> None:
    """One line of figures."""
    print(f"{name:<22}" + "  ".join(f"{key} {value:.3f}" if value <= 1 else f"{key} {value:.1f}" for key, value in figures.items()), flush=True)


def measure(folder: Path, pages: Mapping[str, Path], read: Mapping[str, tuple[Document, list[Part]]], repeat: int) -> dict[str, float]:
    """Print the figures beside trafilatura's and htmldate's; this reader's, by name."""
    import htmldate  # noqa: PLC0415
    import trafilatura  # noqa: PLC0415

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    bodies = score_bodies(truth, {page: article_body(*read[page]) for page in truth})
    print_row("body text", bodies)
    print_row("  trafilatura", score_bodies(truth, {page: trafilatura.extract(pages[page].read_bytes(), include_comments=False) or "" for page in truth}))
    stated = {page: day for page, day in json.loads(DATES.read_text("utf-8")).items() if day and page in pages}
    dates = score_dates(stated, {page: read[page][0].published for page in stated})
    print_row("date", dates)
    print_row("  htmldate", score_dates(stated, {page: htmldate.find_date(pages[page].read_text("utf-8", "replace"), original_date=True) for page in stated}))
    speed = compare_speed(pages, repeat)
    print_row("speed", speed)
    return {"pages / F1": bodies["F1"], "pages / dates right": dates["right"], "pages / speed beside trafilatura": speed["ratio"]}


def main() -> int:
    """Read the pages, write their bodies, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--repeat", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        pages = unpack(args.folder, Path(work))
        read = {page: read_document(path) for page, path in pages.items()}
        found = {page: {"articleBody": article_body(*row)} for page, row in read.items()}
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
        print(f"{len(found)} pages written to {args.out}")
        if args.score:
            measure(args.folder, pages, read, args.repeat)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
