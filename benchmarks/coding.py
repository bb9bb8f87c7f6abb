"""Speed of the coder beside the plain parser, time by step, and memory over many documents.

    python benchmarks/coding.py [--documents N] [--two-processes SENTENCES] [--memory 100 1000 10000] [--shared DIR]

All figures are ratios of two things measured in one run, since machines are noisy. Texts: the shipped example;
political briefings and general news too where DIR (default `../shared`) has them. "Plain parser" is spaCy's
pipeline as its package loads it, all components: on one core `nlp.pipe` over the same documents in processor seconds,
then on two `nlp.pipe(..., n_process=2)` over all their sentences beside the reading and coding of the files by two
workers, in turns: in seconds of the clock from first document to last result, and in processor seconds of all their
processes, which other programs on the machine disturb less. Both sides fork processes off this one, where both were
loaded before; what a fresh program takes to load is told apart. Memory is the peak resident set
of `bilateral add` in a process of its own, over as many made variants of the example.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral import pipeline
from bilateral.documents.items import file_item
from bilateral.documents.read import find_files, read_document
from bilateral.engine import run_in_pool
from bilateral.language.gate import select_sentences
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bilateral.records import Document, Part

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "russia-korea" / "documents"
NEWS = {
    "political briefings": ("data/news-us-white-house-briefings/white_house_press_briefings.parquet", "text"),
    "general news": ("data/news-reuters21578/reuters21578.parquet", "body"),
}
VARIANT_CHARS = 1_500
SENTENCES_A_TEXT = 6
"""Fewest sentences that a text of a shared set has on average, so that enough texts are read."""
Read = list[tuple["Document", list["Part"]]]


def read_example() -> Read:
    """The shipped documents, read once."""
    return [read_document(path) for path in find_files([EXAMPLE])]


def write_news(path: Path, column: str, count: int, folder: Path) -> list[Path]:
    """The first texts of a shared set, one file each, to be read as a user's."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    names = pq.read_schema(path).names
    column = column if column in names else next(name for name in names if name in ("text", "body", "content"))
    texts = [text for text in pq.read_table(path, columns=[column]).column(0).to_pylist()[: count * 2] if text and len(text) > 400]
    files = [folder / f"{i:05}.txt" for i in range(min(count, len(texts)))]
    for file, text in zip(files, texts, strict=False):
        file.write_text(text[:20_000], "utf-8")
    return files


def timed(function: Callable[[], Any]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def bodies(read: Read) -> list[str]:
    """What the plain parser gets: the same stretches that are coded."""
    return [
        "\n".join(document.text[part.start_char : part.end_char] for part in parts if part.part_type in ("body", "caption"))
        for document, parts in read
    ]


def compare(name: str, read: Read, parser: str) -> None:
    """Print the coder's speed as a ratio to the plain parser's, alternating three times."""
    nlp = load_plain(parser)
    texts = bodies(read)
    plain, coded = [], []
    for _ in range(3):
        plain.append(timed(lambda: sum(1 for _ in nlp.pipe(texts, batch_size=16))))
        coded.append(timed(lambda: [pipeline.code_document(document, parts, parser) for document, parts in read]))
    docs = [pipeline.ParsedDocument(d, p, pipeline.find_sentences(d.text, p)) for d, p in read if d.is_coded]
    total = sum(len(doc.sentences) for doc in docs)
    for doc in docs:
        pipeline.find_mentions(doc)
    kept = sum(len(select_sentences(doc.sentences)) for doc in docs)
    ratio = min(plain) / min(coded)
    print(
        f"{name:22}{len(read):6} documents {total:7} sentences, {kept / max(total, 1):4.0%} parsed | plain parser {min(plain):6.1f} s, "
        f"whole coding {min(coded):6.1f} s, {total / min(coded):5.0f} sentences/s | {ratio:.2f} times as fast"
    )


@cache
def load_plain(parser: str) -> Any:
    """The pipeline as its package loads it, nothing left out and nothing changed."""
    return importlib.import_module(parser).load()


def compare_two_processes(name: str, files: list[Path], count: int) -> None:
    """Print the coder's speed on two workers as a ratio to the plain parser's on two processes, best of two.

    With few sentences the start of the processes is all that is measured.
    """
    settings = Settings(workers=2)
    nlp = load_plain(settings.parser)
    taken, texts = take_sentences(files, count)
    job = partial(pipeline.code_one, settings=settings, dates={})
    plain, coded = [], []
    pipeline.load_before_forking(settings)
    for _ in range(2):
        plain.append(spent(lambda: sum(1 for _ in nlp.pipe(texts, n_process=2, batch_size=128))))
        outcomes = partial(
            run_in_pool, job, [file_item(file) for file in taken], workers=2, setup=partial(pipeline.load_for_coding, settings),
            preload=partial(pipeline.load_before_forking, settings), chunk_size=4,
        )  # fmt: skip
        coded.append(spent(lambda run=outcomes: check_all_coded(run())))
    (clock, processor), (own_clock, own_processor) = (map(min, zip(*runs, strict=True)) for runs in (plain, coded))
    print(
        f"{name:22}{len(taken):6} documents {len(texts):7} sentences on two processes | plain parser {clock:6.1f} s ({processor:.1f} s of processors), "
        f"whole coding {own_clock:6.1f} s ({own_processor:.1f}), {len(texts) / own_clock:5.0f} sentences/s | {clock / own_clock:.2f} times as fast "
        f"({processor / own_processor:.2f} by processors)",
        flush=True,
    )


def take_sentences(files: list[Path], count: int) -> tuple[list[Path], list[str]]:
    """The first files that have so many sentences together, and these."""
    taken: list[Path] = []
    texts: list[str] = []
    for file in files:
        if len(texts) < count:
            taken.append(file)
            texts += [sentence.text for sentence in sentences_of(*read_document(file))]
    return taken, texts


def check_all_coded(outcomes: Iterable[Any]) -> None:
    """Take every outcome; a document that failed ends the benchmark, for its speed would mean nothing."""
    for outcome in outcomes:
        if outcome.error is not None:
            raise outcome.error


def sentences_of(document: Document, parts: list[Part]) -> list[Any]:
    """The sentences of the parts that are coded."""
    return pipeline.find_sentences(document.text, parts)


def spent(function: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of the clock of one call, and processor seconds of this process and of those that it started and that ended."""
    start, before = time.perf_counter(), sum(processor_seconds())
    function()
    return time.perf_counter() - start, sum(processor_seconds()) - before


def processor_seconds() -> tuple[float, float]:
    """Processor seconds of this process and of those that it started."""
    return tuple(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))  # type: ignore[return-value]


_LOAD = "from bilateral import pipeline; from bilateral.settings import Settings; pipeline.load_before_forking(Settings())"


def compare_loads(parser: str) -> None:
    """Print what a fresh program takes to load the plain parser, and to load all that coding needs."""
    plain, own = (spent(lambda code=code: subprocess.run([sys.executable, "-c", code], check=True))[1] for code in (f"import {parser}; {parser}.load()", _LOAD))  # noqa: S603
    print(f"to load in a fresh program: plain parser {plain:.1f} s of the processor, readers, parser and vocabulary {own:.1f} s", flush=True)


def profile(read: Read, parser: str) -> None:
    """Print the share of each step in the time of coding."""
    spent: dict[str, float] = defaultdict(float)

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any) -> Any:
            start = time.process_time()
            result = function(*args)
            spent[name] += time.process_time() - start
            return result

        return watched

    steps = tuple(replace(step, run=watch(step.writes, step.run)) for step in pipeline.STEPS)
    names = ("find_sentences", "find_mentions", "select_sentences", "parse_sentences", "resolve_times", "resolve_places")
    kept = {name: getattr(pipeline, name) for name in names}
    kept["STEPS"] = pipeline.STEPS
    pipeline.STEPS = steps  # type: ignore[misc]
    for name in names:
        setattr(pipeline, name, watch(name, kept[name]))
    for document, parts in read:
        pipeline.code_document(document, parts, parser)
    for name, function in kept.items():
        setattr(pipeline, name, function)
    total = sum(spent.values())
    parse = spent["parse_sentences"]
    print("by step: " + ", ".join(f"{name} {seconds / total:.1%}" for name, seconds in sorted(spent.items(), key=lambda item: -item[1])))
    plain = timed(lambda: sum(1 for _ in load_plain(parser).pipe(bodies(read), batch_size=16)))
    print(
        f"all but the parse adds {(total - parse) / parse:.0%} to our parse (tagger and parser alone, over the sentences that pass), "
        f"{(total - parse) / plain:.0%} to the plain parser's time"
    )


def write_variants(folder: Path, count: int) -> None:
    """As many documents as asked for, made from the example's plain texts by a line that numbers them."""
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLE.glob("*.txt"))]
    for i in range(count):
        text = texts[i % len(texts)][:VARIANT_CHARS]
        (folder / f"{i:06}.txt").write_text(f"{text}\n\nFile number {i} of the archive was checked.\n", "utf-8")


def measure_memory(count: int) -> None:
    """Print the peak memory of adding so many documents."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        write_variants(folder, count)
        start = time.monotonic()
        command = [sys.executable, __file__, "--add", str(folder), str(Path(name) / "record")]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]  # noqa: S603
        print(f"memory: {count:6} documents, peak {int(peak) / 1024:6.0f} MB, {count / (time.monotonic() - start):5.1f} documents/s")


def add(folder: str, record: str) -> None:
    """Add a folder and print the peak memory of this process in KB."""
    import bilateral  # noqa: PLC0415

    bilateral.open_record(record, settings=Settings(workers=0)).add([folder])
    print(peak_memory())


def peak_memory() -> int:
    """Peak resident set of this process in KB, without that of the process that started it where the system tells."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100, help="documents of each shared set")
    parser.add_argument("--two-processes", type=int, default=12_000, help="sentences of each shared set on two processes; 0 leaves it out")
    parser.add_argument("--memory", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--add", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.add:
        add(*args.add)
        return
    name = Settings().parser
    compare_loads(name)
    example = read_example()
    compare("example", example, name)
    profile(example, name)
    for label, (file, column) in NEWS.items():
        if (args.shared / file).exists():
            with tempfile.TemporaryDirectory() as folder:
                files = write_news(args.shared / file, column, max(args.documents, args.two_processes // SENTENCES_A_TEXT), Path(folder))
                read = [read_document(path) for path in files[: args.documents]]
                compare(label, read, name)
                profile(read, name)
                if args.two_processes:
                    compare_two_processes(label, files, args.two_processes)
        else:
            print(f"{label}: skipped, no {args.shared / file}")
    for count in args.memory:
        measure_memory(count)


if __name__ == "__main__":
    main()
