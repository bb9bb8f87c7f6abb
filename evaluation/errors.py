"""Write `errors.md`: the largest groups of errors of the event coder, counted.

    python evaluation/errors.py [--shared DIR]

Two tables: confusions of roots on the PLV set (all rows of the open part), and types of events missed and wrong on
the gold documents (seeds, development, example), as the scorer tells them. Groups and counts alone: no sentence of
a set is copied.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import gate
import plv

OUT = Path(__file__).with_name("errors.md")
GROUPS = 20
_SHOWN = re.compile(r"^\S+ (?P<how>missed|wrong)\s+(?P<record>\{.*\})$", re.MULTILINE)  # dev-01 missed {"quote": ...


def count_confusions(file: Path) -> tuple[int, Counter[tuple[str, str]]]:
    """Rows of the PLV set, and how often one root was found for another."""
    rows = plv.read_rows(file)
    pairs = [(row["gold_root"], answer["root"] or "nothing") for row, answer in zip(rows, plv.code_rows(rows), strict=True)]
    return len(pairs), Counter(pair for pair in pairs if pair[0] != pair[1])


def count_documents(shared: Path) -> Counter[tuple[str, str, str]]:
    """How often an event of each type and realis was missed or wrong, over all gold sets."""
    found: Counter[tuple[str, str, str]] = Counter()
    for gold, documents in gate.find_sets(shared).values():
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            gate.code(documents, gold, shared / "gold" / "dates.json", out)
            command = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(gold), "--pred", folder, "--docs", str(documents), "--show", "events"]
            shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - the gold set's own scorer
        for line in _SHOWN.finditer(shown):
            record = json.loads(line["record"])
            found[line["how"], record["type"], record["realis"]] += 1
    return found


def write_table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in (head, tuple("---" for _ in head), *rows))


def main() -> int:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=gate.ROOT.parent / "shared")
    shared = parser.parse_args().shared
    if not (shared / "gold").is_dir():
        print(f"skipped: no gold set at {shared / 'gold'}")
        return 0
    total, confusions = count_confusions(shared / "goldsets" / "plv" / "PLV_train.tsv")
    wrong = sum(confusions.values())
    groups = count_documents(shared).most_common(GROUPS)
    roots = [(count, gold, found) for (gold, found), count in confusions.most_common(GROUPS)]
    events = [(count, how, event_type, realis) for (how, event_type, realis), count in groups]
    OUT.write_text(
        f"# The largest groups of errors of the event coder\n\nMade by `evaluation/errors.py`.\n\n"
        f"## Acts between given parties (PLV, {total} rows, {wrong} with another root)\n\n{write_table(('rows', 'gold', 'found'), roots)}\n\n"
        f"## Events of whole documents (seeds, development, example)\n\n{write_table(('events', 'how', 'type', 'realis'), events)}\n",
        "utf-8",
    )
    print(f"wrote {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
