"""Count the gold records whose sentence the sentence gate left unparsed.

    python evaluation/sentence_gate.py [--shared DIR]

Prints a line a gold set and kind: records of the gold, and those that no parsed
sentence overlaps. Exit status 1 where more than 1 % of all gold events are lost.
Records whose quote is not found in the text word for word are not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from gate import KINDS, ROOT, find_document, find_sets

from bilateral.documents.read import read_document
from bilateral.extraction.actors import find_mentions
from bilateral.language.gate import select_sentences
from bilateral.language.sentences import find_sentences
from bilateral.parsed import ParsedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LOST_SHARE = 0.01
Span = tuple[int, int]


def parsed_spans(path: Path) -> tuple[str, list[Span], int]:
    """The text of a document, the spans of the sentences that pass the gate, and how many sentences there are."""
    document, parts = read_document(path)
    doc = ParsedDocument(document, parts, find_sentences(document.text, parts))
    find_mentions(doc)
    spans = [(sentence.start_char, sentence.start_char + len(sentence.text)) for sentence in select_sentences(doc.sentences)]
    return document.text, spans, len(doc.sentences)


def is_lost(quote: str, text: str, spans: Iterable[Span]) -> bool | None:
    """Whether no parsed sentence overlaps any place of the quote; None if the quote is not in the text."""
    starts, at = [], text.find(quote)
    while at >= 0:
        starts.append(at)
        at = text.find(quote, at + 1)
    if not starts:
        return None
    return not any(start < last and first < start + len(quote) for first, last in spans for start in starts)


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    if not (args.shared / "gold").is_dir():
        print(f"skipped: no gold set at {args.shared / 'gold'}")
        return 0
    lost_events = all_events = 0
    for name, (gold, documents) in find_sets(args.shared).items():
        counts = dict.fromkeys(KINDS, (0, 0))
        parsed = total = 0
        for path in sorted(gold.glob("*.json")):
            text, spans, n_sentences = parsed_spans(find_document(path, documents))
            parsed, total = parsed + len(spans), total + n_sentences
            records = json.loads(path.read_text("utf-8"))
            for kind in KINDS:
                found = [is_lost(row["quote"], text, spans) for row in records.get(kind, ())]
                counts[kind] = (counts[kind][0] + found.count(False) + found.count(True), counts[kind][1] + found.count(True))
        print(f"{name}: {parsed} of {total} sentences parsed; lost " + ", ".join(f"{kind} {lost}/{n}" for kind, (n, lost) in counts.items()))
        all_events, lost_events = all_events + counts["events"][0], lost_events + counts["events"][1]
    share = lost_events / max(all_events, 1)
    print(f"gold events lost: {lost_events} of {all_events} = {share:.1%}, allowed {MAX_LOST_SHARE:.0%}")
    return int(share > MAX_LOST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
