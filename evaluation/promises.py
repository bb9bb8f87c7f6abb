"""Tell commitments from other sentences: the 397 G20 commitments against 400 sentences of political texts.

    python evaluation/promises.py FILE --out FILE.jsonl
    python evaluation/promises.py --score [--shared DIR] [--part A|B] [--errors 20]

FILE is a table with a column `text` or `sentence` (comma- or tab-separated) or a plain text with one sentence a line; each
sentence gives one line {"is_commitment": true, "firmness": "will", "quotes": […]}. The rules are those that code
documents (`extraction.promises`), read with the voice of a body of states that speaks as "we".

The other sentences are named by set, row, span and hash in promises_other.csv and read from the shared folder. They were
drawn at random (one a text, seed 20261122) from General Assembly speeches, White House briefings and releases of the
Australian prime minister and read one by one: 30 that promise something or may be read so were left out. The G20 set is split
by summit: errors were read in part A (even years) and never in part B (odd years); the other sentences are split by the hash.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from bilateral.documents.read import read_document
from bilateral.extraction.actors import find_mentions
from bilateral.extraction.commitment_terms import has_terms
from bilateral.extraction.promises import find_promises
from bilateral.extraction.sides import Voice
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.language.times import resolve_times
from bilateral.parsed import ParsedDocument, Sentence
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
OTHER = Path(__file__).with_name("promises_other.csv")
COMMITMENTS = "goldsets/promises/g20_compliance/compliance_2023.csv"
TEXTS = {
    "unga": ("data/news-un-general-debate/ungdc_2005_2018.parquet", "text"),
    "briefings": ("data/news-us-white-house-briefings/white_house_press_briefings.parquet", "text"),
    "aupm": ("data/news-au-pm-transcripts/au_pm_transcripts_2005_2018_korea_or_russia.parquet", "text"),
}
COLUMNS = ("text", "sentence")
BODY = Voice("G20", (), is_official=True, is_joint=False, speaks=True)
HEX = 16


def read_file(path: Path) -> list[str]:
    """The sentences of a table or of a plain text; ends the program with a message where there is no file."""
    if not path.is_file():
        message = f"got {path}, which is no file; expected a table with a column {' or '.join(COLUMNS)}, or one sentence a line"
        raise SystemExit(message)
    lines = path.read_text("utf-8-sig").splitlines()
    mark = "\t" if lines and "\t" in lines[0] else ","
    rows = list(csv.DictReader(lines, delimiter=mark))
    column = next((name for name in COLUMNS if rows and name in rows[0]), None)
    return [row[column] or "" for row in rows] if column else [line for line in lines if line.strip()]


def parse(texts: Sequence[str]) -> list[ParsedDocument]:
    """Each text as a document of one parsed sentence with its names and times."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentence.txt"
        path.write_text("A sentence.\n", "utf-8")
        document, _ = read_document(path)
    flat = [" ".join(text.split()) for text in texts]
    docs = [ParsedDocument(replace(document, text=text), [], [Sentence(0, 0, 0, len(text), text)]) for text in flat]
    for doc in docs:
        find_mentions(doc)
    sentences = [doc.sentences[0] for doc in docs]
    parse_sentences(load_parser(Settings().parser), sentences)
    resolve_times(sentences, None)
    return docs


def code(doc: ParsedDocument) -> dict[str, Any]:
    """Whether a sentence commits somebody, how firmly, and in which words; a question never does."""
    sentence = doc.sentences[0]
    if sentence.text.endswith("?"):
        return {"is_commitment": False, "firmness": None, "quotes": []}
    found = [promised for promised in find_promises(sentence, BODY) if not promised.needs_terms or has_terms(doc, promised, [])]
    quotes = [sentence.text[promised.start : promised.end] for promised in found]
    return {"is_commitment": bool(found), "firmness": found[0].firmness if found else None, "quotes": quotes}


def read_commitments(shared: Path) -> list[tuple[str, str]]:
    """Part and text of the G20 commitments: A for the summits of even years, B for those of odd ones."""
    rows = csv.DictReader((shared / COMMITMENTS).read_text("utf-8-sig").splitlines())
    return [("B" if int(row["year"]) % 2 else "A", row["text"].strip()) for row in rows]


def read_other(shared: Path) -> list[tuple[str, str]]:
    """Part and text of the other sentences; ends the program with a message where a text is not the one that was read."""
    tables = {name: pq.read_table(shared / file, columns=[column]).column(0) for name, (file, column) in TEXTS.items()}
    found = []
    for row in csv.DictReader(OTHER.read_text("utf-8").splitlines()):
        text = tables[row["set"]][int(row["row"])].as_py()[int(row["start"]) : int(row["end"])]
        if hashlib.sha256(text.encode()).hexdigest()[:HEX] != row["sha256"]:
            message = f"{row['set']}, row {row['row']}: got {text[:60]!r}, not the sentence that was checked; take the text set it was drawn from"
            raise SystemExit(message)
        found.append(("B" if int(row["sha256"], 16) % 2 else "A", text))
    return found


def measure(shared: Path) -> dict[str, list[tuple[str, bool, bool]]]:
    """Text, gold and answer of every sentence, by part."""
    rows = [(part, text, True) for part, text in read_commitments(shared)] + [(part, text, False) for part, text in read_other(shared)]
    answers = [code(doc)["is_commitment"] for doc in parse([text for _, text, _ in rows])]
    judged: dict[str, list[tuple[str, bool, bool]]] = {"A": [], "B": []}
    for (part, text, gold), answer in zip(rows, answers, strict=True):
        judged[part].append((text, gold, answer))
    return judged


def score(judged: Sequence[tuple[str, bool, bool]]) -> dict[str, float]:
    """Precision, recall and F1, in per cent."""
    hits = sum(gold and answer for _, gold, answer in judged)
    precision = hits / max(1, sum(answer for *_, answer in judged))
    recall = hits / max(1, sum(gold for _, gold, _ in judged))
    return {"P": 100 * precision, "R": 100 * recall, "F1": 200 * precision * recall / max(1e-9, precision + recall)}


def main() -> int:
    """Code a file, or score the set."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("file", type=Path, nargs="?")
    reader.add_argument("--out", type=Path)
    reader.add_argument("--score", action="store_true")
    reader.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    reader.add_argument("--part", choices=("A", "B"))
    reader.add_argument("--errors", type=int, default=0, help="print so many errors of part A")
    given = reader.parse_args()
    if given.file:
        lines = "".join(json.dumps(code(doc), ensure_ascii=False) + "\n" for doc in parse(read_file(given.file)))
        given.out.write_text(lines, "utf-8") if given.out else sys.stdout.write(lines)
    if given.score:
        judged = measure(given.shared)
        for part in (given.part,) if given.part else ("A", "B"):
            print(f"part {part}: {len(judged[part])} sentences,", " ".join(f"{name} {value:.1f}" for name, value in score(judged[part]).items()))
        for text, gold, _ in [row for row in judged["A"] if row[1] != row[2]][: given.errors]:
            print("missed" if gold else "wrong ", text[:200])
    return 0


if __name__ == "__main__":
    sys.exit(main())
