"""Fuzz every reader: mutated samples must be read or end in a `DocumentError`.

    python benchmarks/samples.py DIR
    python benchmarks/fuzz.py DIR [--minutes 10] [--seed 0]

Each file in DIR is mutated with hypothesis and opened and read as `bilateral add`
does, in this process. Any other exception is printed with the bytes that raise it
(shrunk) and makes the exit status 1; a read of more than 10 s is told too. The file
at work is kept as DIR/../fuzz-last, for the case that a library ends the process.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bilateral.documents.items import Item
from bilateral.documents.opening import open_item
from bilateral.documents.read import read_item
from bilateral.errors import DocumentError

SLOW_SECONDS = 10.0
ROUND = 60
TOKENS = (
    b"\x00", b"\xff", b"<", b">", b"&", b"&x;", b"<!--", b"]]>", b"\n", b"\r\n\r\n", b"--cut", b"{", b"}", b'"', b"\\", b"\\u0", b"\\'", b"\\bin9999 ",
    b"<p>", b"</p>", b"<table>", b"endobj", b"stream", b"<<", b"0 R", b"PK\x03\x04", b"PK\x01\x02", b"WARC/1.0\r\n", b"From ", b"=?utf-8?q?", b"?=",
    b"charset=utf-7", b"charset=idna", b"charset=punycode", b"charset=hex", b"base64", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"-1", b"99999999999", b"\xef\xbb\xbf", b"\xff\xfe",
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """A sample with one to eight pieces changed, doubled, cut or replaced."""
    out = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, max(0, len(out) - 1)))
        end = min(len(out), start + draw(st.integers(0, 64)))
        kind = draw(st.sampled_from(("flip", "token", "insert", "cut", "double", "end", "bytes")))
        if kind == "flip" and out:
            out[start] ^= 1 << draw(st.integers(0, 7))
        elif kind in {"token", "insert"}:
            out[start : end if kind == "token" else start] = draw(st.sampled_from(TOKENS))
        elif kind == "bytes":
            out[start:end] = draw(st.binary(max_size=16))
        elif kind == "cut":
            del out[start:end]
        elif kind == "double":
            out[start:start] = out[start:end] * draw(st.integers(1, 20))
        else:
            del out[start:]
    return bytes(out)


def read_all(name: str, data: bytes) -> int:
    """Open and read everything in some bytes; how many documents were read."""
    n_read = 0
    for item in open_item(Item(data, name, f"file:///{name}")):
        try:
            read_item(item)
            n_read += 1
        except DocumentError:
            continue
    return n_read


def fuzz_one(name: str, data: bytes, *, n_examples: int, start: int, note: Path | None = None) -> list[int]:
    """Fuzz the reader of one sample; tells documents read by example.

    Raises:
        Exception: The first exception that is no rejection, on the smallest bytes found.
    """
    counts: list[int] = []

    @seed(start)
    @settings(
        max_examples=n_examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck), print_blob=False
    )
    @given(mutations(data))
    def check(mutated: bytes) -> None:
        if note is not None:
            note.write_bytes(name.encode() + b"\n" + mutated)
        began = time.perf_counter()
        counts.append(read_all(name, mutated))
        taken = time.perf_counter() - began
        if taken > SLOW_SECONDS:
            print(f"{name}: {taken:.1f} s for {len(mutated)} bytes", flush=True)

    check()
    return counts


def main() -> int:
    """Fuzz all samples in turn until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    given_args = parser.parse_args()
    files = sorted(path for path in given_args.folder.iterdir() if path.is_file())
    end, start, n_tried, n_read, failed = time.monotonic() + 60 * given_args.minutes, given_args.seed, 0, 0, set()
    while time.monotonic() < end:
        for path in files:
            if time.monotonic() >= end:
                break
            try:
                counts = fuzz_one(path.name, path.read_bytes(), n_examples=ROUND, start=start, note=given_args.folder.parent / "fuzz-last")
                n_tried, n_read = n_tried + len(counts), n_read + sum(counts)
            except Exception:  # noqa: BLE001 - what is looked for
                last = traceback.format_exc().splitlines()
                where = next((line for line in reversed(last) if "/bilateral/" in line), "")
                if (path.name, where) not in failed:
                    failed.add((path.name, where))
                    print(f"--- {path.name} seed {start}", *last[-40:], sep="\n", flush=True)
        start += 1
    print(f"{n_tried:,} mutated files of {len(files)} kinds, {n_read:,} documents read, {len(failed)} exceptions that are no rejection")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
