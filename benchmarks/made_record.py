"""A record of any size, made from the shipped example: the same findings in documents of other dates and publishers.

python benchmarks/made_record.py DIR --documents 10000
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.documents.read import find_files
from bilateral.pipeline import code_file
from bilateral.records import EVIDENCE_TABLES, CodedDocument, seal
from bilateral.settings import Settings
from bilateral.tables.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "russia-korea" / "documents"
A_COMMIT = 500
PUBLISHERS = 200
MOST_DAYS = 900


def make_record(path: Path, n_documents: int, *, share: float = 1.0, seed: int = 1) -> None:
    """Make a record of `n_documents` documents, none of which repeats another; a `share` of them tells of the pair, the rest of nobody."""
    rng = random.Random(seed)  # noqa: S311 - a draw to repeat, no secret
    coded = [code_file(file, Settings()) for file in find_files([EXAMPLE])]
    with open_store(path, create=True) as store:
        batch: list[tuple[CodedDocument, bytes]] = []
        for number in range(n_documents):
            made, data = _another(coded[number % len(coded)], number, rng)
            tells = rng.random() < share
            batch.append((made if tells else replace(made, mentions=[], **{table: [] for table in EVIDENCE_TABLES}), data))
            if len(batch) == A_COMMIT or number == n_documents - 1:
                store.append([one for one, _ in batch], {one.document.sha256: data for one, data in batch})
                batch.clear()


def _another(coded: CodedDocument, number: int, rng: random.Random) -> tuple[CodedDocument, bytes]:
    """A document with another ending, date and publisher; spans stay, since only the end of the text is new."""
    document = coded.document
    text = f"{document.text}\nNo. {number}."
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    moved = timedelta(days=rng.randrange(MOST_DAYS))
    days = [day + moved if day else None for day in (document.published_start, document.published_end)]
    published = days[0].isoformat() if days[0] and days[0] == days[1] else document.published
    made = replace(
        document, doc_id=sha256[:16], sha256=sha256, text=text, address=f"https://example.org/{number}", retrieved_from=f"made:{number}",
        publisher=f"Example Paper {rng.randrange(PUBLISHERS)}", published=published, published_start=days[0], published_end=days[1],
        body_sha256=sha256, signature=[rng.getrandbits(31) for _ in document.signature],
    )  # fmt: skip
    rows: dict[str, Any] = {table: list(_moved(getattr(coded, table), table, made.doc_id)) for table in EVIDENCE_TABLES}
    parts = [replace(part, doc_id=made.doc_id) for part in coded.parts]
    mentions = [replace(one, doc_id=made.doc_id) for one in coded.mentions]
    return CodedDocument(made, parts, mentions, rejections=[], **rows), data


def _moved(rows: list[Any], table: str, doc_id: str) -> Iterator[Any]:
    for row in rows:
        moved = replace(row, doc_id=doc_id)
        yield replace(moved, record_id=seal(table, moved))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--share", type=float, default=1.0, help="share of the documents that tell of the pair")
    args = parser.parse_args()
    make_record(args.folder, args.documents, share=args.share)
    sys.stdout.write(f"{args.documents} documents in {args.folder}\n")
