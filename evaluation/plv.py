"""Code the sentences of the PLV set (Zero-Shot-PLOVER) and score the open part.

    python evaluation/plv.py FILE.tsv --out FILE.jsonl
    python evaluation/plv.py FILE.tsv --score [--part A|B] [--errors 20]

Reads the columns `sentence`, `source` and `target` alone, and writes one line a
row, {"root": "ACCUSE", "quad": 3}: the PLOVER root of what the first party does
to the second (YIELD for CONCEDE and RETREAT) and its class, null where nothing
is found. --score compares with `gold_root`, which only it reads, and prints
macro-F1 over all rows, then the most frequent confusions. --part scores one part alone,
told apart by the hash of `sentence_id`: errors were read in A (two thirds), never in B.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.extraction.relations import find_relation
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.parsed import Sentence
from bilateral.settings import Settings
from bilateral.vocabulary.conversion import QUAD_OF_ROOT, plover_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.relations import Relation

COLUMNS = ("sentence", "source", "target")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file; ends the program with a message if a column is missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing:
        message = f"{path}: got columns {', '.join(rows[0])}; expected also {', '.join(missing)}"
        raise SystemExit(message)
    return rows


def part_of(row: dict[str, str]) -> str:
    """A for two thirds of the rows, B for one that nobody reads."""
    digest = hashlib.md5(row["sentence_id"].encode(), usedforsecurity=False).hexdigest()
    return "B" if int(digest, 16) % 3 == 2 else "A"  # noqa: PLR2004 - one third


def parse(texts: Sequence[str]) -> list[Sentence]:
    """Each text as one parsed sentence."""
    sentences = [Sentence(0, 0, 0, len(text), text) for text in texts]
    parse_sentences(load_parser(Settings().parser), sentences)
    return sentences


def find_spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words of a mention stand in a text; all places, for one name is one party."""
    words = words.strip()
    if not words:
        return []
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return found or [match.span() for match in re.finditer(re.escape(words), text)]


def root_of(relation: Relation) -> str:
    """The PLOVER root of an act."""
    return plover_root(relation.cameo_code, relation.event_type, realis=relation.realis)


def code(sentence: Sentence, first: str, second: str) -> dict[str, Any]:
    """Root and class of what the first party does to the second."""
    relation = find_relation(sentence, find_spans(sentence.text, first), find_spans(sentence.text, second))
    root = root_of(relation) if relation else None
    return {"root": root, "quad": QUAD_OF_ROOT[root] if root else None}


def code_rows(rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """One answer a row."""
    sentences = parse([row["sentence"] for row in rows])
    return [code(sentence, row["source"], row["target"]) for sentence, row in zip(sentences, rows, strict=True)]


def macro_f1(pairs: Iterable[tuple[Any, Any]]) -> float:
    """Mean F1 over the gold classes, in per cent; an answer of null is wrong."""
    pairs = list(pairs)
    classes = {gold for gold, _ in pairs}
    return 100 * sum(_f1(pairs, one) for one in classes) / len(classes)


def _f1(pairs: Sequence[tuple[Any, Any]], one: Any) -> float:
    hits = sum(gold == one == found for gold, found in pairs)
    return 2 * hits / (sum(gold == one for gold, _ in pairs) + sum(found == one for _, found in pairs))


def score(rows: Sequence[dict[str, str]], answers: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Macro-F1 of the two sides (cooperation, conflict), the four classes and the fifteen roots."""
    quads = [(QUAD_OF_ROOT[row["gold_root"]], answer["quad"]) for row, answer in zip(rows, answers, strict=True)]
    return {
        "binary": macro_f1((gold > 2, None if found is None else found > 2) for gold, found in quads),  # noqa: PLR2004 - classes 3 and 4 are conflict
        "quad": macro_f1(quads),
        "root": macro_f1((row["gold_root"], answer["root"]) for row, answer in zip(rows, answers, strict=True)),
    }


def main() -> int:
    """Code the file, write the answers, print the score where it is asked for."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("file", type=Path)
    reader.add_argument("--out", type=Path)
    reader.add_argument("--score", action="store_true")
    reader.add_argument("--part", choices=("A", "B"))
    reader.add_argument("--errors", type=int, default=20)
    given = reader.parse_args()
    rows = [row for row in read_rows(given.file) if given.part is None or part_of(row) == given.part]
    answers = code_rows(rows)
    if given.out:
        given.out.write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")
    if given.score:
        print(" ".join(f"{name} {value:.1f}" for name, value in score(rows, answers).items()))
        wrong = Counter((row["gold_root"], answer["root"]) for row, answer in zip(rows, answers, strict=True) if row["gold_root"] != answer["root"])
        for (gold, found), count in wrong.most_common(given.errors):
            print(f"{count:4}  {gold} -> {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
