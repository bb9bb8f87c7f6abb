"""Find the edits between two versions of a sentence, for each pair of a file; or score them where the file has gold.

    python evaluation/revisions.py PAIRS.json --out EDITS.jsonl
    python evaluation/revisions.py PAIRS.json --score

PAIRS.json is in the form of arXivEdits: an object (or list) of pairs, each with `sentence-1` and `sentence-2`, words
parted by blanks. Only these two are read for the edits. EDITS.jsonl has one line a pair, in order:

    {"id": "0", "substantive": true, "edits": [{"type": "Substitute", "sentence-1-token-indices": [10, 12],
     "sentence-2-token-indices": [10, 11], "substantive": false}, ...]}

`type` is Substitute, Insertion or Deletion; indices count words from 0, ends exclusive, null on the side that has no
words, as in the gold. `substantive` says of an edit whether it adds, removes or replaces content (gold intention
"Content"), of a pair whether any of its edits does. A phrase that only moved within its sentence is no edit.

Scored are exact edits (both spans right; of several annotations of a pair the one that fits best, as difflib was scored),
and three readings of "substantive": of each gold edit as given, of the edits found (matched exactly), and of whole pairs.
The set states no licence: it was used to see errors and to choose thresholds (train) and to check them (dev); nothing
that was fitted to it is shipped but the constants named in analysis/edits.py.
"""

from __future__ import annotations

import argparse
import difflib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.analysis.edits import find_edits, is_substantive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Spans = tuple[tuple[int, int] | None, tuple[int, int] | None]
INDICES = ("sentence-1-token-indices", "sentence-2-token-indices")
CONTENT = "Content"
ANNOTATIONS = 3


def read_pairs(path: Path) -> dict[str, dict[str, Any]]:
    """Pairs by their key."""
    pairs = json.loads(path.read_text("utf-8"))
    return pairs if isinstance(pairs, dict) else {str(place): pair for place, pair in enumerate(pairs)}


def words_of(pair: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The words of both sentences: all that is read of a pair to find its edits."""
    return pair["sentence-1"].split(), pair["sentence-2"].split()


def _span(start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if end > start else None


def find_spans(first: Sequence[str], second: Sequence[str]) -> list[Spans]:
    """The edits of a pair as spans of words."""
    return [(_span(edit.start_a, edit.end_a), _span(edit.start_b, edit.end_b)) for edit in find_edits(first, second)]


def difflib_spans(first: Sequence[str], second: Sequence[str]) -> list[Spans]:
    """What difflib finds on words: the figure to stand beside."""
    codes = difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [(_span(i, j), _span(k, m)) for kind, i, j, k, m in codes if kind != "equal"]


def _words(words: Sequence[str], span: tuple[int, int] | None) -> Sequence[str]:
    return words[slice(*span)] if span else []


def weighs(pair_words: tuple[list[str], list[str]], spans: Spans) -> bool:
    """Whether an edit is substantive."""
    return is_substantive(_words(pair_words[0], spans[0]), _words(pair_words[1], spans[1]))


def answer(key: str, pair: dict[str, Any]) -> dict[str, Any]:
    """One line of the output."""
    words = words_of(pair)
    edits = [
        {
            "type": "Insertion" if spans[0] is None else "Deletion" if spans[1] is None else "Substitute",
            INDICES[0]: list(spans[0]) if spans[0] else None,
            INDICES[1]: list(spans[1]) if spans[1] else None,
            "substantive": weighs(words, spans),
        }
        for spans in find_spans(*words)
    ]
    return {"id": key, "substantive": any(edit["substantive"] for edit in edits), "edits": edits}


def gold_edits(pair: dict[str, Any], annotation: int = 0) -> dict[Spans, bool]:
    """Gold edits with whether they are of content."""
    edits = pair.get(f"edits-combination-{annotation}", {}).values()
    return {tuple(tuple(edit[side]) if edit[side] else None for side in INDICES): edit["intention"] == CONTENT for edit in edits}  # type: ignore[misc]


def best_gold(pair: dict[str, Any], found: set[Spans]) -> dict[Spans, bool]:
    """The annotation that fits best what was found."""
    every = [gold_edits(pair, annotation) for annotation in range(ANNOTATIONS)]
    return max([every[0], *filter(None, every[1:])], key=lambda gold: 2 * len(found & set(gold)) / max(1, len(found) + len(gold)))


def _f1(right: int, found: int, gold: int) -> float:
    return 200 * right / max(1, found + gold)


def score_exact(pairs: Sequence[dict[str, Any]], find: Callable[[Sequence[str], Sequence[str]], list[Spans]]) -> float:
    """F1 of exact edits, in per cent."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        found = set(find(*words_of(pair)))
        gold = best_gold(pair, found)
        counts.update(right=len(found & set(gold)), found=len(found), gold=len(gold))
    return _f1(counts["right"], counts["found"], counts["gold"])


def _score_labels(rows: Sequence[tuple[bool, bool]]) -> float:
    return _f1(sum(told and gold for told, gold in rows), sum(told for told, _ in rows), sum(gold for _, gold in rows))


def score(path: Path) -> dict[str, float]:
    """F1 in per cent: exact edits and substantive-or-not in three readings."""
    pairs = list(read_pairs(path).values())
    given = [(weighs(words_of(pair), spans), gold) for pair in pairs for spans, gold in gold_edits(pair).items()]
    whole = [(answer("", pair)["substantive"], any(gold_edits(pair).values())) for pair in pairs]
    counts: Counter[str] = Counter()
    for pair in pairs:
        words = words_of(pair)
        found = {spans for spans in find_spans(*words) if weighs(words, spans)}
        gold = {spans for spans, is_content in best_gold(pair, set(find_spans(*words))).items() if is_content}
        counts.update(right=len(found & gold), found=len(found), gold=len(gold))
    return {
        "exact edits": score_exact(pairs, find_spans),
        "substantive, gold edits": _score_labels(given),
        "substantive, pairs": _score_labels(whole),
        "substantive, found exactly": _f1(counts["right"], counts["found"], counts["gold"]),
        "difflib exact edits": score_exact(pairs, difflib_spans),
    }


def main() -> None:
    """Write the edits of a file, or score them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--score", action="store_true")
    args = parser.parse_args()
    if not args.out and not args.score:
        parser.error("got neither --out nor --score; name one")
    if args.out:
        lines = [json.dumps(answer(key, pair), ensure_ascii=False) for key, pair in read_pairs(args.pairs).items()]
        args.out.write_text("\n".join(lines) + "\n", "utf-8")
    if args.score:
        for name, value in score(args.pairs).items():
            print(f"{name:<28}{value:6.1f}")


if __name__ == "__main__":
    main()
