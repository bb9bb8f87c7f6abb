"""How well two communiqués are compared, on pairs of joint statements written for the project.

    python evaluation/communiques/communique_pairs.py [--part dev|test|all] [--show]

`pairs.json` holds 12 pairs: six successive declarations of the same two sides, six times two sides' readouts of one
meeting. The texts are made up; states and institutions are real, what they say is not. A pair has its sentences by
paragraph, `groups` (sentences of A and B that say the same, with the change that weighs most), `dropped` and `new`, and
which of these are commitments. The annotation was written with the texts, before any rule was tried on them; rules were
mended on part "dev" alone. Texts are joined and cut into sentences again, so that what cutting gets wrong counts too.

alignment   F1 of links between a sentence of A and one of B; a split or merged sentence has several
commitments recall and precision of new and dropped commitments
direction   of pairs that are stronger or weaker in the gold, the share with the same direction found
firmer      precision of the directions found
change      share of gold pairs with the same change
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.answers.comparison import compare_texts

if TYPE_CHECKING:
    from bilateral.compared import Comparison, Side

PAIRS = Path(__file__).with_name("pairs.json")
FIRMER = ("stronger", "weaker")
Counts = Counter[str]


def read_pairs(part: str = "all") -> list[dict[str, Any]]:
    """The pairs of one part."""
    pairs = json.loads(PAIRS.read_text("utf-8"))["pairs"]
    return [pair for pair in pairs if part in {"all", pair["part"]}]


def text_of(paragraphs: list[list[str]]) -> str:
    """A side's text: its sentences in paragraphs."""
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs) + "\n"


def _places(side: Side, paragraphs: list[list[str]]) -> dict[int, int]:
    """For each sentence found the gold sentence that holds its middle."""
    found, start = {}, 0
    gold = [sentence for paragraph in paragraphs for sentence in paragraph]
    spans = []
    for sentence in gold:
        start = side.text.index(sentence, start)
        spans.append((start, start + len(sentence)))
        start += len(sentence)
    for passage in side.passages:
        middle = (passage.start_char + passage.end_char) // 2
        found[passage.index] = next(place for place, (first, last) in enumerate(spans) if first <= middle < last)
    return found


def judge(pair: dict[str, Any], comparison: Comparison, *, show: bool) -> Counts:
    """Counts of one pair: right, found and in the gold for each figure."""
    at_a, at_b = _places(comparison.a, pair["a"]), _places(comparison.b, pair["b"])
    links = {(at_a[i], at_b[j]): found for found in comparison.pairs for i in found.sentences_a for j in found.sentences_b}
    gold = {(i, j): group["change"] for group in pair["groups"] for i in group["a"] for j in group["b"]}
    counts: Counts = Counter({"links right": len(set(links) & set(gold)), "links found": len(links), "links gold": len(gold)})
    for group in pair["groups"]:
        found = next((links[i, j] for i in group["a"] for j in group["b"] if (i, j) in links), None)
        change = found.change if found else "not paired"
        counts["groups"] += 1
        counts["changes right"] += change == group["change"]
        counts["firmer gold"] += group["change"] in FIRMER
        counts["firmer right"] += group["change"] in FIRMER and change == group["change"]
        if show and change != group["change"]:
            print(f"{pair['id']}: {group['a']} -> {group['b']} is {group['change']}, found {change}")
    counts["firmer found"] += sum(found.change in FIRMER for found in comparison.pairs)
    for side, places, alone, name in ((comparison.a, at_a, comparison.dropped, "dropped"), (comparison.b, at_b, comparison.new, "new")):
        wanted = set(pair[f"{name}_commitments"])
        told = {places[place] for place in alone if side.passages[place].is_commitment}
        counts += Counter({"commitments right": len(wanted & told), "commitments found": len(told), "commitments gold": len(wanted)})
        if show and wanted != told:
            print(f"{pair['id']}: {name} commitments {sorted(wanted)}, found {sorted(told)}")
    return counts


def measure(part: str, *, show: bool = False) -> dict[str, float]:
    """The figures of one part, as shares."""
    counts: Counts = Counter()
    for pair in read_pairs(part):
        counts += judge(pair, compare_texts(text_of(pair["a"]), text_of(pair["b"])), show=show)
    return {
        "alignment F1": 2 * counts["links right"] / (counts["links found"] + counts["links gold"]),
        "commitments recall": counts["commitments right"] / counts["commitments gold"],
        "commitments precision": counts["commitments right"] / max(1, counts["commitments found"]),
        "direction right": counts["firmer right"] / counts["firmer gold"],
        "firmer precision": counts["firmer right"] / max(1, counts["firmer found"]),
        "change right": counts["changes right"] / counts["groups"],
    }


def main() -> None:
    """Print the figures of one part, or of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "test", "all"))
    parser.add_argument("--show", action="store_true", help="print what is wrong; not for the test part")
    args = parser.parse_args()
    for part in (args.part,) if args.part else ("dev", "test"):
        for name, value in measure(part, show=args.show).items():
            print(f"{part:<5}{name:<24}{value:.3f}")


if __name__ == "__main__":
    main()
