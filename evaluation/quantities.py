"""Find the quantities of sentences and score them against NewsQuant or a set of its form.

    python evaluation/quantities.py FILE.json --out FILE.jsonl
    python evaluation/quantities.py FILE.json --score [--part A|B] [--errors 40]

Reads `text` alone, and writes one line a sentence: {"text": …, "quantities":
[{"value": "12.5", "unit": "dollar per barrel", "change": "~"}]}. A range is
written "40.0-50.0" as in the set; units are names in the singular, changes one
of = ~ < > up down. --score prints precision, recall and F1 of the value, value
and unit, value and change, by one-to-one matching and by the published scorer's
own loop (CQE_Evaluation, evaluate_models.py: it counts a value again in rare
cases). --part scores one half alone, told apart by the hash of the text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.extraction.measurements import find_measurements
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.language.times import resolve_times
from bilateral.parsed import Sentence
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.measurements import Measurement

MEASURES = ("value", "value+unit", "value+change")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON list; ends the program with a message if one has no text."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path}: {error}; expected a JSON list of objects with the key text"
        raise SystemExit(message) from error
    if not isinstance(rows, list) or any(not isinstance(row, dict) or not isinstance(row.get("text"), str) for row in rows):
        message = f"{path}: expected a JSON list of objects with the key text"
        raise SystemExit(message)
    return rows


def parse(texts: Sequence[str]) -> list[Sentence]:
    """Each text as one parsed sentence with its times."""
    sentences = [Sentence(0, 0, 0, len(text), text) for text in texts]
    parse_sentences(load_parser(Settings().parser), [sentence for sentence in sentences if sentence.text.strip()])
    for sentence in sentences:
        resolve_times([sentence], None)
    return sentences


def as_answer(found: Measurement) -> dict[str, str]:
    """A measurement in the form of the set."""
    value = str(found.value) if found.upper is None else f"{_plain(found.value)}-{_plain(found.upper)}"
    return {"value": value, "unit": found.unit, "change": found.change}


def _plain(value: float) -> str:
    """A number without an exponent, whose minus would look like a range."""
    return f"{value:f}".rstrip("0").removesuffix(".") + ("" if value % 1 else ".0")


def find_all(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, str]]]:
    """The quantities of each row."""
    return [[as_answer(found) for found in find_measurements(sentence)] for sentence in parse([row["text"] for row in rows])]


def read_value(value: str) -> tuple[float, ...]:
    """A value or the two bounds of a range, as the published scorer reads them."""
    text = str(value)
    if "E" not in text and not text.startswith("-") and "-" in text and "e" not in text:
        low, high = text.split("-")[:2]
        return float(low), float(high)
    return (float(text),)


def is_same_value(gold: str, found: str) -> bool:
    """Whether two values are equal to five digits."""
    one, two = read_value(gold), read_value(found)
    return len(one) == len(two) and all(math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-8) for a, b in zip(one, two, strict=True))


def hits(gold: list[dict[str, str]], found: list[dict[str, str]]) -> Counter[str]:
    """Matched pairs of one sentence, each found quantity used once; the best fitting first."""
    left, total = list(found), Counter[str]()
    pairs = sorted(
        ((one, two) for one in gold for two in found if is_same_value(one["value"], two["value"])),
        key=lambda pair: -2 * (_gold_unit(pair[0]) == pair[1]["unit"].lower()) - (pair[0].get("change") == pair[1]["change"]),
    )
    done: list[int] = []
    for one, two in pairs:
        if id(one) not in done and any(two is item for item in left):
            done.append(id(one))
            left = [item for item in left if item is not two]
            total.update(_measures(one, two))
    return total


def _gold_unit(row: dict[str, str]) -> str:
    return row["normalized_unit"].lower()


def _measures(gold: dict[str, str], found: dict[str, str]) -> Iterable[str]:
    yield "value"
    if _gold_unit(gold) == found["unit"].lower():
        yield "value+unit"
    if gold.get("change") == found["change"]:
        yield "value+change"


def published_hits(gold: list[dict[str, str]], found: list[dict[str, str]]) -> Counter[str]:
    """The published scorer's loop: a found quantity is used up only when its unit fits too."""
    total, left, values = Counter[str](), sorted(found, key=lambda row: row["unit"]), len(gold)
    for one in sorted(gold, key=_gold_unit):
        for two in list(left):
            if not is_same_value(one["value"], two["value"]):
                continue
            got = set(_measures(one, two))
            if values > 0:
                total["value"] += 1
                values -= 1
            total["value+change"] += "value+change" in got
            if "value+unit" in got:
                total["value+unit"] += 1
                left.remove(two)
                break
    return total


def score(rows: Sequence[dict[str, Any]], answers: Sequence[list[dict[str, str]]], *, published: bool = False) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 in per cent of each measure."""
    count = published_hits if published else hits
    total = Counter[str]()
    for row, answer in zip(rows, answers, strict=True):
        total.update(count(row["quantities"], answer))
    gold, found = sum(len(row["quantities"]) for row in rows), sum(map(len, answers))
    measures = MEASURES if any("change" in one for row in rows for one in row["quantities"]) else MEASURES[:2]
    return {name: (_percent(total[name], found), _percent(total[name], gold), _percent(2 * total[name], gold + found)) for name in measures}


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def part_of(text: str) -> str:
    """A or B by the hash of a text: errors were read in A."""
    return "AB"[int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def show_errors(rows: Sequence[dict[str, Any]], answers: Sequence[list[dict[str, str]]], limit: int) -> None:
    """Print sentences with what was missed and what was found wrongly."""
    shown = 0
    for row, answer in zip(rows, answers, strict=True):
        got = hits(row["quantities"], answer)
        if got["value+unit"] == len(row["quantities"]) == len(answer) and got["value+change"] in (0, len(answer)):
            continue
        shown += 1
        if shown > limit:
            return
        wanted = [(one["value"], _gold_unit(one), one.get("change")) for one in row["quantities"]]
        sys.stdout.write(f"{row['text']}\n   gold  {wanted}\n   found {[tuple(one.values()) for one in answer]}\n")


def main() -> int:
    """Read the file, write the answers, print the score where it is asked for."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("file", type=Path)
    reader.add_argument("--out", type=Path)
    reader.add_argument("--score", action="store_true")
    reader.add_argument("--part", choices=("A", "B"))
    reader.add_argument("--errors", type=int, default=0)
    given = reader.parse_args()
    rows = [row for row in read_rows(given.file) if given.part in (None, part_of(row["text"]))]
    answers = find_all(rows)
    if given.out:
        lines = (json.dumps({"text": row["text"], "quantities": answer}, ensure_ascii=False) for row, answer in zip(rows, answers, strict=True))
        given.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if given.score:
        for published in (False, True):
            sys.stdout.write("published scorer\n" if published else "one to one\n")
            for name, (precision, recall, f1) in score(rows, answers, published=published).items():
                sys.stdout.write(f"  {name:13} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}\n")
        show_errors(rows, answers, given.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
