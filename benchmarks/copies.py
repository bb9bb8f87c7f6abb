"""How many copies are found among 100,000 made documents, how surely, how fast and in how much memory.

    python benchmarks/copies.py [--documents 10000 30000 100000] [--hostile 10000] [--peers]

The set is made anew from a seed. Its words follow Zipf's law over a vocabulary of 60,000, a fifth of them in stock
phrases; lengths are lognormal around 380 words. Different stories share what different stories do share: standing
paragraphs of their publisher (disclaimers, appeals), background paragraphs of their topic that agencies print under
every report, and the frames of reports written in one form (markets, weather, results), where only names and
numbers change. A fifth of the documents are planted copies, of five kinds: exact; cut to 35-90 %; re-headed, with
another publisher's standing paragraphs; lightly edited, 1-4 % of the words; wires with another dateline, lead and end.

Recall: planted copies linked to a document of their own story. Precision: links that stay in one story. Each size is
measured in a process of its own, over the stored form of the documents (a table of hashes, lengths and signatures).
--peers prints the same for the libraries rensa and datasketch where they are installed; `hostile` sets must stay linear.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from bilateral.analysis.copies import link_rows
from bilateral.documents.copies import body_fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VOCABULARY, PHRASES, PUBLISHERS, TOPICS, FORMS = 60_000, 8_000, 300, 600, 60
COPY_SHARE = 0.2
KINDS = ("exact", "cut", "re-headed", "edited", "wire")
Words = list[str]


class Maker:
    """Draws stories and copies; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.numbers = np.random.default_rng(seed)
        ranks = np.arange(1, VOCABULARY + 1)
        self.weights = 1 / (ranks + 2.7) ** 1.07
        self.weights /= self.weights.sum()
        self.pool: list[str] = []
        self.phrases = [self.draw(self.chance.randint(3, 8)) for _ in range(PHRASES)]
        self.publishers = [[self.draw(self.chance.randint(18, 70)) for _ in range(self.chance.randint(1, 3))] for _ in range(PUBLISHERS)]
        self.topics = [[self.write(self.chance.randint(22, 60)) for _ in range(self.chance.randint(3, 7))] for _ in range(TOPICS)]
        self.forms = [[self.write(self.chance.randint(6, 16)) for _ in range(self.chance.randint(12, 30))] for _ in range(FORMS)]

    def draw(self, count: int) -> Words:
        """Words by their frequency alone."""
        while len(self.pool) < count:
            self.pool += [f"w{i}" for i in self.numbers.choice(VOCABULARY, size=200_000, p=self.weights)]
        taken = self.pool[-count:]
        del self.pool[-count:]
        return taken

    def write(self, count: int) -> Words:
        """Running text: words and stock phrases, the commonest phrases most often."""
        words: Words = []
        while len(words) < count:
            if self.chance.random() < 0.05:
                words += self.phrases[int(PHRASES * self.chance.random() ** 3)]
            else:
                words += self.draw(4)
        return words[:count]

    def story(self, publisher: int, form: int | None) -> Words:
        """A story with what it shares with others."""
        if form is not None:
            frames = self.chance.sample(self.forms[form], k=max(6, int(len(self.forms[form]) * 0.7)))
            return [word if self.chance.random() > 0.12 else f"n{self.chance.randrange(9999)}" for frame in frames for word in frame]
        length = max(60, int(self.chance.lognormvariate(5.94, 0.55)))
        topic = self.topics[int(TOPICS * self.chance.random() ** 2)]
        paragraphs = [self.write(length)]
        paragraphs += [list(item) for item in self.chance.sample(topic, k=self.chance.choice((0, 0, 1, 1, 2, 3)))]
        return [word for item in paragraphs for word in item] + self.standing(publisher)

    def standing(self, publisher: int) -> Words:
        """The standing paragraphs that the publisher prints under three of four stories."""
        return [word for item in self.publishers[publisher] if self.chance.random() < 0.75 for word in item]

    def copy(self, story: Words, kind: str) -> Words:
        """A copy of a story as another publisher prints it."""
        if kind == "cut":
            return story[: int(len(story) * self.chance.uniform(0.35, 0.9))]
        if kind == "re-headed":
            return self.write(self.chance.randint(6, 25)) + story + self.standing(self.chance.randrange(PUBLISHERS))
        if kind == "edited":
            return self.edit(story, self.chance.uniform(0.01, 0.04))
        if kind == "wire":
            lead = min(len(story) // 5, self.chance.randint(20, 45))
            end = min(len(story) // 8, self.chance.randint(0, 40))
            return self.write(self.chance.randint(20, 45)) + story[lead : len(story) - end] + self.write(self.chance.choice((0, 0, 20)))
        return list(story)

    def edit(self, story: Words, share: float) -> Words:
        """Some words left out, put in or exchanged."""
        words: Words = []
        for word in story:
            act = self.chance.random() / share
            words += [word] if act >= 1 else [] if act < 0.25 else self.draw(1) if act < 0.75 else [word, *self.draw(1)]
        return words


def make_documents(count: int, seed: int = 7) -> Iterator[tuple[int, str, date, str]]:
    """Story, kind of copy (empty for the first), day and text of each document."""
    maker = Maker(seed)
    made, story = 0, 0
    while made < count:
        form = maker.chance.randrange(FORMS) if maker.chance.random() < 0.04 else None
        words = maker.story(int(PUBLISHERS * maker.chance.random() ** 2), form)
        day = date(2010, 1, 1) + timedelta(days=maker.chance.randrange(3650))
        yield story, "", day, " ".join(words)
        made += 1
        if maker.chance.random() < COPY_SHARE / 2.2:
            for _ in range(min(count - made, 1 + int(maker.chance.expovariate(0.7)))):
                kind = maker.chance.choice(KINDS)
                yield story, kind, day + timedelta(days=maker.chance.randint(0, 5)), " ".join(maker.copy(words, kind))
                made += 1
        story += 1


def make_table(texts: list[tuple[int, str, date, str]]) -> tuple[pa.Table, float]:
    """The documents as they are stored, in no order, and the seconds that their fingerprints took."""
    rows: dict[str, list[Any]] = defaultdict(list)
    spent = 0.0
    for i, (_, kind, day, text) in enumerate(texts):
        start = time.process_time()
        digest, signature = body_fingerprint(text)
        spent += time.process_time() - start
        rows["doc_id"].append(f"{'b' if kind else 'a'}{i:08}")
        rows["published_start"].append(day)
        rows["published_end"].append(day)
        rows["body_sha256"].append(digest)
        rows["body_words"].append(text.count(" ") + 1)
        rows["signature"].append(np.array(signature, dtype=np.int64))
    return pa.table(dict(rows)), spent


def score(texts: list[tuple[int, str, date, str]], originals: list[int]) -> dict[str, Any]:
    """Recall by kind, precision, and the share of copies whose original is the story's first document."""
    found, planted, first = Counter[str](), Counter[str](), Counter[bool]()
    links = right = 0
    for i, (story, kind, _, _) in enumerate(texts):
        is_own = originals[i] != i and texts[originals[i]][0] == story
        if kind:
            planted[kind] += 1
            found[kind] += is_own
            first[is_own and texts[originals[i]][1] == ""] += 1
        links += originals[i] != i
        right += is_own
    return {
        "recall": found.total() / planted.total(), "precision": right / max(links, 1), "links": links,
        "first kept": first[True] / max(found.total(), 1), "by kind": {kind: round(found[kind] / planted[kind], 4) for kind in KINDS},
    }  # fmt: skip


def measure(count: int) -> dict[str, Any]:
    """All figures of one size."""
    texts = list(make_documents(count))
    table, fingerprints = make_table(texts)
    at = {name: i for i, name in enumerate(table["doc_id"].to_pylist())}
    texts = [(story, kind, day, "") for story, kind, day, _ in texts]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    links = link_rows(table)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "documents": count, **score(texts, [at[name] for name in links]), "fingerprints/s": round(count / fingerprints),
        "linking s": round(seconds, 2), "us a document": round(seconds / count * 1e6), "peak MB": round(peak / 1024), "grown by MB": round((peak - before) / 1024),
    }  # fmt: skip


def measure_linking(count: int) -> dict[str, Any]:
    """Time and peak memory of linking alone, signatures drawn at random but for a fifth that copy others."""
    chance = np.random.default_rng(3)
    signatures = chance.integers(0, 1 << 31, size=(count, 128), dtype=np.int64)
    copied = chance.integers(0, count, size=count // 5)
    signatures[: count // 5, :100] = signatures[copied, :100]
    column = pa.ListArray.from_arrays(pa.array(np.arange(count + 1, dtype=np.int32) * 128), pa.array(signatures.ravel()))
    names = [f"{i:08}" for i in range(count)]
    days = pa.array([date(2010, 1, 1) + timedelta(days=i % 3650) for i in range(count)])
    table = pa.table({"doc_id": names, "published_start": days, "published_end": days, "body_sha256": names,
                      "body_words": pa.array([400] * count), "signature": pa.chunked_array([column])})  # fmt: skip
    del signatures
    start = time.process_time()
    link_rows(table)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"documents": count, "linking s": round(seconds, 1), "peak MB": round(peak), "of them the table": round(table.nbytes / 2**20)}


def measure_hostile(count: int) -> dict[str, Any]:
    """Seconds of linking sets that are made to be slow."""
    maker = Maker(5)
    day, shared = date(2020, 1, 1), " ".join(maker.write(150))
    sets: dict[str, Callable[[int], str]] = {
        "one body": lambda _: shared,
        "empty bodies": lambda _: "",
        "half boilerplate": lambda _: shared + " " + " ".join(maker.write(150)),
        "one word each": lambda i: f"{shared} number{i}",
        "chains of small changes": lambda i: " ".join(f"c{n}" for n in range(i * 3, i * 3 + 300)),
    }
    spent: dict[str, Any] = {"documents": count}
    for name, make in sets.items():
        table, _ = make_table([(i, "", day, make(i)) for i in range(count)])
        start = time.process_time()
        spent[name] = len(set(link_rows(table)))
        spent[name + ", s"] = round(time.process_time() - start, 2)
    return spent


def _read_rensa(texts: list[str]) -> tuple[Callable[[int], list[int]], float]:
    import rensa  # noqa: PLC0415

    start = time.process_time()
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    sketches = []
    for i, text in enumerate(texts):
        words = text.split()
        sketch = rensa.RMinHash(num_perm=128, seed=42)
        sketch.update([" ".join(words[n : n + 5]) for n in range(max(1, len(words) - 4))])
        sketches.append(sketch)
        index.insert(i, sketch)
    return lambda i: [j for j in index.query(sketches[i]) if j != i and sketches[i].jaccard(sketches[j]) >= 0.5], time.process_time() - start


def _read_datasketch(texts: list[str]) -> tuple[Callable[[int], list[int]], float]:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    start = time.process_time()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    sketches = []
    for i, text in enumerate(texts):
        words = text.split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[n : n + 5]).encode() for n in range(max(1, len(words) - 4))])
        sketches.append(sketch)
        index.insert(i, sketch)
    return lambda i: [j for j in index.query(sketches[i]) if j != i and sketches[i].jaccard(sketches[j]) >= 0.5], time.process_time() - start


def measure_peer(name: str, count: int) -> dict[str, Any]:
    """The same set with a library's signatures and index: the earliest document of a similarity of .5 is the original."""
    texts = sorted(make_documents(count), key=lambda row: (row[2], row[1] != ""))
    find, sketching = (_read_rensa if name == "rensa" else _read_datasketch)([text for *_, text in texts])
    start = time.process_time()
    originals = [min([j for j in find(i) if j < i], default=i) for i in range(len(texts))]
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"peer": name, "documents": count, **score(texts, originals), "fingerprints and index/s": round(count / sketching), "queries s": round(seconds, 1), "peak MB": round(peak / 1024)}


TASKS: dict[str, Callable[[int], dict[str, Any]]] = {
    "made": measure, "linking": measure_linking, "hostile": measure_hostile,
    "rensa": lambda count: measure_peer("rensa", count), "datasketch": lambda count: measure_peer("datasketch", count),
}  # fmt: skip


def run_apart(task: str, count: int) -> None:
    """Run and print one measurement in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, __file__, "--task", task, "--documents", str(count)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - this script
    if done.returncode:
        print(f"{task} {count}: {(done.stderr.strip().splitlines() or ['?'])[-1]}", flush=True)
        return
    figures = json.loads(done.stdout)
    print(f"{task}: " + ", ".join(f"{key} {value:.4f}" if isinstance(value, float) and value <= 1 else f"{key} {value}" for key, value in figures.items()), flush=True)


def main() -> int:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--linking", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--hostile", type=int, default=10_000)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--task", choices=tuple(TASKS), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.task:
        print(json.dumps(TASKS[args.task](args.documents[0])))
        return 0
    for count in args.documents:
        run_apart("made", count)
    run_apart("hostile", args.hostile)
    for count in args.linking:
        run_apart("linking", count)
    for name in ("rensa", "datasketch") if args.peers else ():
        run_apart(name, args.documents[0])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
