"""Code the actor of each row of a set of mentions: country and PLOVER sectors.

    python evaluation/actors.py FILE.tsv [--out FILE.jsonl] [--score] [--part A|B]

Reads the columns `query` (the mention), `context` (words around it) and `date`
alone. Each mention is coded as a small document by the same steps as any other:
names, offices, leaders by date. Writes one line a row:

    {"country": "RUS", "sector": ["GOV"]}

with ISO 3166-1 codes, UNO for the United Nations and their agencies, EUR for the
European Union, IGO for any other body, null where no country is told.

--score   compares with the columns `exp_country` and `exp_code_1`, row by row where
          they are filled, and lists the errors
--part    scores one half alone; the halves are told apart by the hash of the query.
          Errors of part B are counted, never listed: nobody learns from them.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.extraction.actor_codes import code_actor
from bilateral.extraction.actors import resolve_actors
from bilateral.extraction.offices import find_offices
from bilateral.periods import is_period
from bilateral.pipeline import parse_document
from bilateral.records import Document, Part
from bilateral.settings import Settings
from bilateral.vocabulary.states import is_body

if TYPE_CHECKING:
    from bilateral.extraction.actor_codes import ActorCode

UN_SYSTEM = frozenset(("UNO", "FAO", "IAEA", "ICAO", "ICJ", "ILO", "IMO", "IOM", "ITU", "UNCTAD", "UNDP", "UNESCO", "UNHCR", "UNICEF", "WFP", "WHO", "WIPO", "WMO", "IPCC"))
"""Bodies of the United Nations, which the set writes UNO."""


def main() -> None:
    """Read the arguments, code the rows, write and score them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--part", choices=("A", "B"))
    given = parser.parse_args()
    rows = read_rows(given.file)
    coded = [code_row(row["query"], context=row["context"], date=row["date"]) for row in rows]
    if given.out:
        given.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in coded), encoding="utf-8")
    if given.score:
        for part in (given.part,) if given.part else ("A", "B", "all"):
            print_scores(rows, coded, part)


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file; context and date may be missing."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [{"context": "", "date": ""} | {name: value or "" for name, value in row.items()} for row in csv.DictReader(lines, delimiter="\t")]


def code_row(query: str, *, context: str, date: str) -> dict[str, Any]:
    """Country and sectors of one mention; a date that is none ("today") is unknown."""
    lead = f"{context}\n\n" if context.strip() else ""
    published = date if is_period(date) else None
    document, parts = make_document(lead + query, published)
    doc = parse_document(document, parts, Settings().parser)
    resolve_actors(doc, find_offices(doc))
    return as_line(code_actor(doc, len(lead), len(document.text)))


def make_document(text: str, published: str | None) -> tuple[Document, list[Part]]:
    """A document that holds nothing but a text."""
    empty: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Document)), None)
    told = {"doc_id": "mention", "text": text, "published": published, "publisher_class": "other", "signature": [], "language": "en", "is_coded": True}
    return Document(**empty | told), [Part("mention", 0, "body", 0, len(text), None, None, "prose")]


def as_line(actor: ActorCode) -> dict[str, Any]:
    """A coded actor in the codes of the set."""
    country = actor.country
    if country in UN_SYSTEM:
        country = "UNO"
    elif country == "EUU":
        country = "EUR"
    elif country and is_body(country):
        country = "IGO"
    return {"country": country, "sector": list(actor.sectors)}


def part_of(query: str) -> str:
    """The half to which a query belongs, by its hash."""
    return "B" if hashlib.sha256(query.lower().encode()).digest()[0] % 2 else "A"


Judged = list[tuple[dict[str, str], dict[str, Any], bool]]
"""Rows with what was found and whether it is right."""


def judge(rows: list[dict[str, str]], coded: list[dict[str, Any]], part: str) -> dict[str, Judged]:
    """The rows of a part that have an expected country or sector."""
    pairs = [(row, line) for row, line in zip(rows, coded, strict=True) if part in ("all", part_of(row["query"]))]
    return {
        "country": [(row, line, line["country"] == row["exp_country"]) for row, line in pairs if row["exp_country"]],
        "first sector": [(row, line, line["sector"][:1] == [row["exp_code_1"]]) for row, line in pairs if row["exp_code_1"]],
    }


def print_scores(rows: list[dict[str, str]], coded: list[dict[str, Any]], part: str) -> None:
    """Print how many countries and first sectors are right; of part A also the errors."""
    judged = judge(rows, coded, part)
    for name, found in judged.items():
        right = sum(is_right for _, _, is_right in found)
        print(f"part {part}: {name} {right}/{len(found)} = {right / max(1, len(found)):.3f}")
    if part == "A":
        for row, line, is_right in (row for found in judged.values() for row in found):
            if not is_right:
                print(f"  {row['query']!r} {row['context']} {row['date']}: got {line}, expected {row['exp_country']} {row['exp_code_1']}")


if __name__ == "__main__":
    main()
