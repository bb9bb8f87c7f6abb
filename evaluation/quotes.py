"""Find attributions (source, cue, content) in the articles of PolNeAR and score the open part.

    python evaluation/quotes.py FILE.jsonl.gz --out FILE.jsonl
    python evaluation/quotes.py FILE.jsonl.gz [FILE.jsonl.gz …] --score [--part A|B]

Reads `doc` and `text` alone, and writes one line an article, {"doc": …,
"attributions": [{"source": [[s, e]], "cue": [[s, e]], "content": [[s, e]]}]}.
The same code finds them that finds the statements of documents
(`extraction.spoken`). Two things differ from a document: every sentence is
parsed (a document's gate keeps out sentences without an actor of states), and
contents whose speaker has no state, aims and agentless reports are kept.

--score compares with `attributions`, which only it reads, by the Gender Gap
Tracker's measure: a gold content is found if a prediction covers more than 0.3
(0.8) of its characters, each prediction serves one gold content, and a speaker
is right if predicted and gold source overlap. `speaker` counts the matched that
have a gold source; `speaker of all` counts all matched. --part scores one part alone, told
apart by the hash of `doc`: errors were read in A (two thirds), never in B.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.extraction.quoting import find_attributed
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.language.sentences import find_sentences
from bilateral.records import Part
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.parsed import Sentence

THRESHOLDS = (0.3, 0.8)
"""Those of the Gender Gap Tracker."""
Spans = list[list[int]]


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file of JSON lines, packed or not; ends the program with a message if one is not as expected."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _article(path, number, line)


def _article(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"{path}, line {number}: got {line[:40]!r}; expected JSON with `doc` and `text` ({error})"
        raise SystemExit(message) from error
    if not isinstance(article, dict) or not isinstance(article.get("text"), str) or "doc" not in article:
        message = f"{path}, line {number}: got {line[:40]!r}; expected an object with `doc` and `text`"
        raise SystemExit(message)
    return article


def part_of(doc: str) -> str:
    """A for two thirds of the articles, B for one that nobody reads."""
    digest = hashlib.md5(doc.encode(), usedforsecurity=False).hexdigest()
    return "B" if int(digest, 16) % 3 == 2 else "A"  # noqa: PLR2004 - one third


def parse(text: str) -> list[Sentence]:
    """All sentences of a text, parsed."""
    sentences = find_sentences(text, [Part("article", 0, "body", 0, len(text), None, None, "the whole text")])
    parse_sentences(load_parser(Settings().parser), sentences)
    return sentences


def code(text: str, sentences: list[Sentence]) -> list[dict[str, Spans]]:
    """The attributions of one text."""
    return [
        {name: [list(span) for span in getattr(found, name)] for name in ("source", "cue", "content")}
        for found in find_attributed(text, sentences)
    ]


def places(spans: Iterable[Sequence[int]]) -> set[int]:
    """The characters that spans cover."""
    return {place for start, end in spans for place in range(start, end)}


def match(gold: Sequence[dict[str, Spans]], found: Sequence[dict[str, Spans]], threshold: float) -> list[tuple[int, int]]:
    """Pairs of gold and predicted attributions, each in one pair: for each gold content in turn the prediction that covers most of it."""
    left = {number: places(item["content"]) for number, item in enumerate(found)}
    pairs = []
    for index, item in enumerate(gold):
        wanted = places(item["content"])
        covered = {number: len(wanted & content) / len(wanted) for number, content in left.items() if wanted}
        best = max(covered, key=lambda number: covered[number], default=None)
        if best is not None and covered[best] > threshold:
            pairs.append((index, best))
            del left[best]
    return pairs


def score(articles: Sequence[tuple[list[dict[str, Spans]], list[dict[str, Spans]]]]) -> dict[str, float]:
    """Precision, recall, F1 in per cent at each threshold, and how often the speaker is right."""
    results = {}
    for threshold in THRESHOLDS:
        n_gold = n_found = n_matched = n_named = n_right = 0
        for all_gold, found in articles:
            gold = [item for item in all_gold if item["content"]]
            pairs = match(gold, found, threshold)
            n_gold, n_found, n_matched = n_gold + len(gold), n_found + len(found), n_matched + len(pairs)
            n_named += sum(bool(gold[i]["source"]) for i, _ in pairs)
            n_right += sum(bool(places(gold[i]["source"]) & places(found[j]["source"])) for i, j in pairs)
        results[f"P > {threshold}"] = 100 * n_matched / max(1, n_found)
        results[f"R > {threshold}"] = 100 * n_matched / max(1, n_gold)
        results[f"F1 > {threshold}"] = 200 * n_matched / max(1, n_found + n_gold)
        results[f"speaker > {threshold}"] = 100 * n_right / max(1, n_named)
        results[f"speaker of all > {threshold}"] = 100 * n_right / max(1, n_matched)
    return results


def main() -> int:
    """Code the articles, write the answers, print the score where it is asked for."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("files", type=Path, nargs="+")
    reader.add_argument("--out", type=Path)
    reader.add_argument("--score", action="store_true")
    reader.add_argument("--part", choices=("A", "B"))
    given = reader.parse_args()
    answers, compared = [], []
    for path in given.files:
        for article in read_articles(path):
            if given.part is None or part_of(article["doc"]) == given.part:
                found = code(article["text"], parse(article["text"]))
                answers.append({"doc": article["doc"], "attributions": found})
                if given.score:
                    compared.append((article["attributions"], found))
    if given.out:
        given.out.write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")
    if given.score:
        print(f"{len(compared)} articles: " + ", ".join(f"{name} {value:.1f}" for name, value in score(compared).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
