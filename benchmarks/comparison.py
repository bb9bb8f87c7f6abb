"""Speed and memory of comparing two documents, beside difflib on their words.

    python benchmarks/comparison.py [--words 5000 50000]

The texts are made of sentences of evaluation/communiques with words changed, sentences moved, dropped and put in, by a
fixed seed. Timed is all that `bilateral compare A B --format html` does after its start: cutting into sentences, pairing,
edits, firmness, topics, page. The time to load the vocabulary, once a process, is shown apart. Exit status 1 where two
texts of 5,000 words take more than two seconds, of the clock or, where other work slows the machine, of the processor.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import resource
import time
from pathlib import Path

from bilateral.answers.comparison import compare_texts, render_comparison

PAIRS = Path(__file__).resolve().parent.parent / "evaluation" / "communiques" / "pairs.json"
MOST_SECONDS, MEASURED_WORDS = 2.0, 5_000
SEED = 8


def make_texts(n_words: int) -> tuple[str, str]:
    """A document of so many words and a later version of it."""
    choice = random.Random(SEED)  # noqa: S311 - made texts, no secret
    pairs = json.loads(PAIRS.read_text("utf-8"))["pairs"]
    sentences = [sentence for pair in pairs for side in "ab" for paragraph in pair[side] for sentence in paragraph if sentence.endswith(".")]
    words = sorted({word for sentence in sentences for word in sentence.split() if word.islower()})
    old: list[str] = []
    while sum(len(sentence.split()) for sentence in old) < n_words:
        old.append(" ".join(choice.choice(words) if choice.random() < 0.3 else word for word in choice.choice(sentences).split()))
    new = [_change(sentence, words, choice) for sentence in old if choice.random() > 0.1]
    for _ in range(len(new) // 10):
        new.insert(choice.randrange(len(new)), new.pop(choice.randrange(len(new))))
        new.insert(choice.randrange(len(new)), choice.choice(sentences))
    return "\n\n".join(old) + "\n", "\n\n".join(new) + "\n"


def _change(sentence: str, words: list[str], choice: random.Random) -> str:
    if choice.random() < 0.4:
        return sentence
    changed = [choice.choice(words) if choice.random() < 0.15 else word for word in sentence.split()]
    return " ".join(changed)


def main() -> int:
    """Print seconds and memory for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, nargs="+", default=[MEASURED_WORDS, 50_000])
    sizes = parser.parse_args().words
    clock = time.perf_counter()
    compare_texts("Fiji will open a port.", "Fiji may open a port.")
    print(f"vocabulary loaded in {time.perf_counter() - clock:.2f} s")
    is_slow = False
    for n_words in sizes:
        first, second = make_texts(n_words)
        clock, processor = time.perf_counter(), time.process_time()
        comparison = compare_texts(first, second)
        compared = time.perf_counter() - clock
        page = render_comparison(comparison, "html")
        whole, processor = time.perf_counter() - clock, time.process_time() - processor
        clock = time.perf_counter()
        difflib.SequenceMatcher(None, first.split()[:MEASURED_WORDS], second.split()[:MEASURED_WORDS], autojunk=False).get_opcodes()
        words = time.perf_counter() - clock
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n_words:>7,} words: compared in {compared:.2f} s, with the page {whole:.2f} s, {processor:.2f} s of processor ({len(page) / 1e6:.1f} MB); "
            f"difflib on the first {MEASURED_WORDS:,} words {words:.2f} s; {len(comparison.pairs)} pairs; peak memory {memory:.0f} MB"
        )
        for note in comparison.notes:
            print(f"        {note}")
        is_slow |= n_words == MEASURED_WORDS and min(whole, processor) > MOST_SECONDS
    return int(is_slow)


if __name__ == "__main__":
    raise SystemExit(main())
