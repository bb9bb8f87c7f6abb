"""A record of 100,000 documents and 1,000,000 events in minutes: rows of the shipped example, of other pairs, years and words.

    python benchmarks/large_record.py DIR --documents 100000

Ten events a document. Pairs follow Zipf's law over 300 of them; the first, KOR-RUS, has a twelfth of all documents. Each document
has words of its own, drawn by Zipf's law from 20,000 made-up ones, so that a search finds many, some or one. Bytes as read are
not kept, so that `bilateral` cannot show originals of such a record.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from bilateral.documents.read import find_files
from bilateral.pipeline import code_file
from bilateral.records import EVIDENCE_TABLES, column_names
from bilateral.settings import Settings
from bilateral.tables import delta
from bilateral.tables.schema import arrow_schema, to_arrow
from bilateral.tables.store import open_store
from bilateral.vocabulary.states import load_states

if TYPE_CHECKING:
    from bilateral.records import CodedDocument

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "russia-korea" / "documents"
TEMPLATES, PAIRS, WORDS, OWN_WORDS, YEARS = 10, 300, 20_000, 200, 18
A_COMMIT = 5_000
TABLES = ("parts", "mentions", *EVIDENCE_TABLES)
_SYLLABLES = "ba ko ri ta nu mo sel ven dar qui lo pra zi gon fe hul wis yam tor lin".split()


def _pairs() -> list[tuple[str, str]]:
    """KOR-RUS and 299 other pairs of states, drawn to repeat."""
    rng = np.random.default_rng(7)
    codes = sorted(load_states())
    found = {("KOR", "RUS"): None}
    while len(found) < PAIRS:
        one, other = sorted(rng.choice(codes, 2, replace=False).tolist())
        found.setdefault((one, other), None)
    return list(found)


def _earlier(period: str, years: int) -> str:
    """A date years earlier; the last days of a month are its 28th, which every year has."""
    parts = [part.split("-") for part in period.split("/")]
    return "/".join("-".join((str(int(part[0]) - years), *part[1:2], *(f"{min(int(day), 28):02d}" for day in part[2:]))) for part in parts)


def _moved(value: Any, name: str, states: dict[str, str], years: int) -> Any:
    """A value of a row as of another pair and years earlier."""
    if isinstance(value, list):
        return [_moved(one, "actor", states, years) for one in value]
    if isinstance(value, date):
        return value.replace(year=value.year - years, day=min(value.day, 28))
    if name == "event_date" and isinstance(value, str):
        return _earlier(value, years)
    return _renamed(value, name, states) if isinstance(value, str) else value


def _renamed(value: str, name: str, states: dict[str, str]) -> str:
    """A code or codes in which the pair goes by other states."""
    if name == "dyad":
        return "-".join(sorted(states.get(part, part) for part in value.split("-")))
    if name in ("actor", "state", "speaker_state", "direction"):
        return ">".join("/".join((states.get(part.split("/")[0], part.split("/")[0]), *part.split("/")[1:])) for part in value.split(">"))
    return value


class _Made:
    """Rows of one pair and shift of years: for each template and table the columns, and what each identifier is made of."""

    def __init__(self, coded: list[CodedDocument], pair: tuple[str, str], years: int) -> None:
        states = dict(zip(("KOR", "RUS"), pair, strict=True))
        dated = ("event_date", "event_date_start", "event_date_end")
        self.columns: list[dict[str, dict[str, list[Any]]]] = []
        for one in coded:
            made: dict[str, dict[str, list[Any]]] = {}
            for table in TABLES:
                names = column_names(table)
                made[table] = {
                    name: [
                        getattr(row, name) if isinstance(getattr(row, name), date) and name not in dated else _moved(getattr(row, name), name, states, years)
                        for row in getattr(one, table)
                    ]
                    for name in names
                }
            self.columns.append(made)
        self.tails = [{table: self._tails(table, made[table]) for table in EVIDENCE_TABLES} for made in self.columns]

    @staticmethod
    def _tails(table: str, columns: dict[str, list[Any]]) -> list[str]:
        """What follows the document in the text that an identifier is a digest of (`records.seal`)."""
        names = [name for name in column_names(table) if name not in ("record_id", "doc_id")]
        return ["\x1f".join(map(str, values)) for values in zip(*(columns[name] for name in names), strict=True)]


def make_large(path: Path, n_documents: int, *, seed: int = 1) -> None:
    """Write a record of `n_documents` documents, ten events each, table by table."""
    rng = np.random.default_rng(seed)
    coded = sorted((code_file(file, Settings()) for file in find_files([EXAMPLE])), key=lambda one: -len(one.events))[:TEMPLATES]
    coded = [replace(one, document=replace(one.document, coder_version="made")) for one in coded]
    words = np.array(sorted({"".join(rng.choice(_SYLLABLES, 4)) for _ in range(2 * WORDS)})[:WORDS])
    rng.shuffle(words)
    open_store(path, create=True).close()
    pairs = _pairs()
    weights = 1 / (np.arange(PAIRS) + 2.0)
    of_pair = np.sort(rng.choice(PAIRS, n_documents, p=weights / weights.sum()))
    batch: dict[str, dict[str, list[Any]]] = {}
    for number in range(n_documents):
        pair, years = int(of_pair[number]), number % YEARS
        if not number or of_pair[number - 1] != pair:
            known: dict[int, _Made] = {}
        made = known.get(years) or known.setdefault(years, _Made(coded, pairs[pair], years))
        _add(batch, coded, made, (number, years), rng, words)
        if number % A_COMMIT == A_COMMIT - 1 or number == n_documents - 1:
            _write(path, batch)
            batch = {}
            sys.stderr.write(f"\r{number + 1:,} documents")
    sys.stderr.write("\n")


def _add(  # noqa: PLR0913, PLR0917 - parts of one document
    batch: dict[str, dict[str, list[Any]]], coded: list[CodedDocument], made: _Made, of: tuple[int, int], rng: np.random.Generator, words: np.ndarray
) -> None:
    """One document with its rows."""
    number, years = of
    template = (number // YEARS) % TEMPLATES
    document = coded[template].document
    own = words[np.minimum(rng.zipf(1.2, OWN_WORDS), WORDS) - 1]
    text = f"{document.text}\nNo. {number}. {' '.join(own.tolist())}."
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    doc_id, day = sha256[:16], (document.published_start or date(2020, 1, 1)).replace(day=1) - timedelta(days=365 * years - number % 300)
    head = replace(
        document, doc_id=doc_id, sha256=sha256, text=text, address=f"https://example.org/{number}", retrieved_from=f"made:{number}", version=1,
        publisher=f"Example Paper {number % 200}", published=day.isoformat(), published_start=day, published_end=day, body_sha256=sha256,
        signature=rng.integers(0, 2**31, 128).tolist(),
    )  # fmt: skip
    batch.setdefault("documents", {"rows": []})["rows"].append(head)
    for table in TABLES:
        columns = made.columns[template][table]
        kept = batch.setdefault(table, {name: [] for name in columns})
        for name, values in columns.items():
            if name == "doc_id":
                kept[name] += [doc_id] * len(values)
            elif name == "record_id":
                kept[name] += [hashlib.sha256(f"{doc_id}\x1f{table}\x1f{doc_id}\x1f{tail}".encode()).hexdigest()[:16] for tail in made.tails[template][table]]
            else:
                kept[name] += values


def _write(path: Path, batch: dict[str, dict[str, list[Any]]]) -> None:
    """A batch by the project's writer, `documents` last."""
    with open_store(path):
        for table in (*TABLES, "documents"):
            schema = arrow_schema(table)
            rows = (
                to_arrow("documents", batch[table]["rows"])
                if table == "documents"
                else pa.Table.from_arrays([pa.array(batch[table][field.name], field.type) for field in schema], schema=schema)
            )
            opened = delta.open_table(path.resolve(), table, create=True)
            assert opened is not None  # noqa: S101 - made
            delta.append_rows(opened, rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    args = parser.parse_args()
    make_large(args.folder, args.documents)
