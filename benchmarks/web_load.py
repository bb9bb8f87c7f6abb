"""How fast the pages of a large record are with twenty users at once: time by kind of page, and the server's memory.

    python benchmarks/web_load.py [--record DIR] [--documents 5000] [--users 20] [--seconds 60] [--think 0]
    python benchmarks/web_load.py --documents 100000          the size that the project promises: 1,000,000 events

Without `--record` the record is made first (`large_record.py`; some 6 minutes of processor time for 100,000 documents).
`bilateral serve` runs in a process of its own on loopback; it first makes its copy and its index of words, which is timed apart.
Each user asks for the next page as soon as the last byte of the one before is there: `--think 0`, the default, is harder than any
reader, and no pause is hidden elsewhere. `--think 5` pauses 0 to 10 seconds, evenly drawn, and the report says so. Documents are drawn
from the whole record, tables from its twenty largest pairs: what 20 people read of a record is mostly what others read before.
Answers that take long (brief, ledger, positions, outlook) are computed once for each pair while a page says so: what a reader waits
for the page, and how long until the answer is there, are told apart from the other pages, as `first` and `ready`. Time of a page is
until its last byte. Users and server share the machine, so that what the users cost is in the figures. Beside the clock stands the
processor time that server and users together spent while a page was waited for: what the wait would be on one core of their own, and
at most on two, where other work leaves them less (it is counted by hundredths of a second).
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent))

TABLES = ("events", "statements", "figures", "commitments", "projects", "factors")
ANSWERS = ("", "/brief", "/positions", "/expectations", "/ledger", "/drivers", "/checks", "/third-parties", "/network", "/series", "/outlook")
TYPES = {"events": ("CONSULT", "AGREE"), "statements": ("direct", "indirect"), "projects": ("announced", "signed"), "figures": ("level", "change"), "factors": ("driver", "hurdle"), "commitments": ("aims", "agreed")}
BUSY = b"is being written"
"""Words of an overview whose judgement is not there yet; of other answers status 202 tells it."""


LISTED = 10
"""Pages of the list of documents, anywhere in it, from which each user takes the documents to read: 500, of 20 users 10,000."""

MOST_SECONDS = 1800
"""How long the copy and the index of words are waited for."""


class Browser:
    """One connection that is kept open, with the bytes and status of each answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, address: str) -> tuple[int, bytes]:
        """Ask for a page; a connection that the server closed is opened anew."""
        for attempt in (0, 1):
            try:
                self.connection.request("GET", address)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                if attempt:
                    raise
        raise AssertionError


class Mix:
    """Addresses of all kinds of pages of a record, drawn as readers would."""

    def __init__(self, browser: Browser, rng: random.Random) -> None:
        home = browser.get("/api/v1/dyads")[1].decode()
        self.pairs = re.findall(r'"dyad":\s*"([A-Z]+-[A-Z]+)"', home)[:20]
        self.n_documents = int(re.search(r'"total":\s*(\d+)', browser.get("/api/v1/documents")[1].decode())[1])  # type: ignore[index]
        self.documents: list[str] = []
        for _ in range(LISTED):
            listed = browser.get(f"/api/v1/documents?page={rng.randrange(1, self.n_documents // 50 + 1)}")[1].decode()
            self.documents += re.findall(r'"doc_id":\s*"([0-9a-f]{16})"', listed)
        texts = [browser.get(f"/api/v1/documents/{one}")[1].decode() for one in rng.sample(self.documents, 5)]
        self.words = re.findall(r"\b[a-z]{6,14}\b", " ".join(texts))
        self.rng = rng

    def draw(self, answered: list[str]) -> tuple[str, str]:
        """A kind of page and an address of it; of answers those of pairs that were asked before."""
        rng, pair = self.rng, self.rng.choice(self.pairs)
        table = rng.choice(TABLES)
        kind = rng.choices(
            ("home", "table", "table, filtered", "table, later page", "document", "documents", "search", "answer", "API rows", "API document", "export", "codebook", "compare", "review queue"),
            (5, 12, 10, 8, 18, 6, 8, 12, 6, 4, 2, 2, 1, 2),
        )[0]
        filters = rng.choice((f"type={rng.choice(TYPES[table])}", "start=2008&end=2012", "words=agreement", "publisher_class=wire", "start=2015"))
        address = {
            "home": "/", "table": f"/dyads/{pair}/{table}", "table, filtered": f"/dyads/{pair}/{table}?{filters}", "table, later page": f"/dyads/{pair}/{table}?page={rng.randrange(2, 9)}",
            "document": f"/documents/{rng.choice(self.documents)}", "documents": rng.choice(("/documents", f"/documents?page={rng.randrange(2, self.n_documents // 50 + 2)}", "/documents?words=Paper+17")),
            "search": f"/search?words={quote(rng.choice(self.words))}", "answer": rng.choice(answered) if answered else "/", "API rows": f"/api/v1/dyads/{pair}/{table}?{filters}",
            "API document": f"/api/v1/documents/{rng.choice(self.documents)}", "export": f"/api/v1/dyads/{pair}/{table}/file?format=csv&start=2010&end=2012", "codebook": "/codebook", "compare": "/compare",
            "review queue": f"/dyads/{pair}/review",
        }[kind]  # fmt: skip
        return kind, address


def _user(at: tuple[int, int], until: float, think: float, seed: int, answered: list[str], times: dict[str, list[tuple[float, float]]], failed: list[str]) -> None:  # noqa: PLR0913, PLR0917 - one user
    port, process = at
    rng = random.Random(seed)  # noqa: S311 - no secret
    browser = Browser(port)
    mix = Mix(browser, rng)
    while time.monotonic() < until:
        kind, address = mix.draw(answered)
        begun, spent = time.monotonic(), _processor(process) + time.process_time()
        status, content = browser.get(address)
        times[kind].append((time.monotonic() - begun, _processor(process) + time.process_time() - spent))
        if status >= 400:
            failed.append(f"{status} {address} {content[:80]!r}")
        if think:
            time.sleep(rng.uniform(0, 2 * think))


def _measure_answers(port: int, pairs: list[str], answers: list[str]) -> list[str]:
    """Ask for each answer of some pairs the first time, and until it is there; gives the addresses."""
    browser, there = Browser(port), []
    print(f"{'answer, asked for the first time':45} {'first':>8} {'ready':>8} {'again':>8}   (seconds)")
    for pair in pairs:
        for answer in answers:
            address, begun = f"/dyads/{pair}{answer}", time.monotonic()
            status, content = browser.get(address)
            first = time.monotonic() - begun
            while status in (200, 202) and (status == 202 or BUSY in content) and time.monotonic() - begun < 900:
                time.sleep(0.2)
                status, content = browser.get(address)
            ready, begun = time.monotonic() - begun, time.monotonic()
            status, content = browser.get(address)
            again = time.monotonic() - begun
            print(f"{address:45} {first:8.2f} {ready:8.2f} {again:8.2f}   {status} {len(content) / 1e3:,.0f} kB", flush=True)
            there.append(address)
    return there


def _processor(process: int) -> float:
    """Processor seconds of a process so far."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _measure_alone(port: int, process: int, answered: list[str], n: int = 8) -> None:
    """Processor time of each kind of page, asked by one user: what other work on the machine hardly changes."""
    browser = Browser(port)
    mix = Mix(browser, random.Random(5))  # noqa: S311 - no secret
    drawn: dict[str, list[str]] = defaultdict(list)
    for _ in range(400):
        kind, address = mix.draw(answered)
        drawn[kind].append(address)
    print(f"\n{'one user alone':20} {'processor':>9} {'clock':>8}   (milliseconds a page)")
    for kind, addresses in sorted(drawn.items()):
        browser.get(addresses[-1])
        spent, clock = _processor(process), time.monotonic()
        for address in addresses[:n]:
            browser.get(address)
        done = len(addresses[:n])
        print(f"{kind:20} {(_processor(process) - spent) / done * 1e3:9.0f} {(time.monotonic() - clock) / done * 1e3:8.0f}", flush=True)


def _memory(process: int) -> tuple[float, float]:
    """Memory of a process and those that it started: now and the most of the main one, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1e3  # type: ignore[index]
    total = 0.0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                own = (folder / "status").read_text()
            except OSError:
                continue
            if folder.name == str(process) or f"PPid:\t{process}\n" in own:
                found = re.search(r"VmRSS:\s+(\d+)", own)
                total += int(found[1]) / 1e3 if found else 0
    return total, peak


def _show(times: dict[str, list[tuple[float, float]]]) -> None:
    print(f"\n{'':20} {'':6} {'by the clock':>26}   {'by processor time':>26}")
    print(f"{'kind of page':20} {'n':>6} {'median':>8} {'p95':>8} {'max':>8}   {'median':>8} {'p95':>8} {'max':>8}   (milliseconds)")
    everything = [one for found in times.values() for one in found]
    for kind, found in [*sorted(times.items()), ("all", everything)]:
        if found:
            told = "   ".join(
                f"{statistics.median(ordered) * 1e3:8.0f} {ordered[int(0.95 * (len(ordered) - 1))] * 1e3:8.0f} {ordered[-1] * 1e3:8.0f}" for ordered in map(sorted, zip(*found, strict=True))
            )
            print(f"{kind:20} {len(found):6} {told}")


def _wait(browser: Browser, process: int, record: Path) -> None:
    """Until the first page is there, then until the copy, the index of words and the packed documents are."""
    begun = time.monotonic()
    while True:
        try:
            browser.get("/codebook")
            break
        except OSError:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                sys.exit("the server ended before its first page; what it says stands above")
            time.sleep(0.2)
    print(f"first page after {time.monotonic() - begun:.1f} s")
    browser.get("/")
    until = time.monotonic() + MOST_SECONDS
    while any(found for pattern in ("making-*", "*.unfinished") for found in (record / "derived").glob(pattern)):
        if time.monotonic() > until:
            print(f"copy and index of words are not there after {MOST_SECONDS} s; what follows is measured without")
            break
        time.sleep(1)
        browser.get("/codebook")
    time.sleep(3)
    derived = sum(file.stat().st_size for file in (record / "derived").glob("copy-*")) if (record / "derived").is_dir() else 0
    print(f"copy and index of words after {time.monotonic() - begun:.1f} s, {derived / 1e6:,.0f} MB; memory {_memory(process)[0]:,.0f} MB", flush=True)


def measure(record: Path, *, users: int, seconds: float, think: float, n_pairs: int, answers: list[str]) -> None:  # noqa: PLR0913 - one run
    """Serve a record and measure."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "bilateral", "serve", "--record", str(record), "--port", str(port), "--no-browser"], stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        browser = Browser(port)
        _wait(browser, server.pid, record)
        pairs = Mix(browser, random.Random(0)).pairs  # noqa: S311 - no secret
        answered = _measure_answers(port, [pairs[min(place, len(pairs) - 1)] for place in (len(pairs) - 1, 0)][:n_pairs], answers)
        print(f"memory {_memory(server.pid)[0]:,.0f} MB")
        _measure_alone(port, server.pid, answered)
        times: dict[str, list[tuple[float, float]]] = defaultdict(list)
        failed: list[str] = []
        until = time.monotonic() + seconds
        crowd = [threading.Thread(target=_user, args=((port, server.pid), until, think, seed, answered, times, failed)) for seed in range(users)]
        clock, served, own = time.monotonic(), _processor(server.pid), time.process_time()
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        spent = time.monotonic() - clock
        _show(times)
        n = sum(map(len, times.values()))
        print(f"\n{users} users, {think:g} s of thought, {n} pages in {spent:.0f} s: {n / spent:.0f} a second; {len(failed)} failed; load average {os.getloadavg()[0]:.1f}")
        served, own = _processor(server.pid) - served, time.process_time() - own
        cores = os.cpu_count() or 1
        print(f"processor time a page: {served / n * 1e3:.1f} ms of the server, {own / n * 1e3:.1f} ms of the users; both had {(served + own) / spent:.2f} of {cores} cores, what else runs here took part of the rest")
        now, peak = _memory(server.pid)
        print(f"server's memory: {now:,.0f} MB now, at most {peak:,.0f} MB (main process)")
        for one in failed[:5]:
            print("  ", one)
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    """Read the options and measure."""
    parser: Any = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, help="a record that is there")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds between a user's pages")
    parser.add_argument("--pairs", type=int, default=1, help="pairs of which every answer is asked: 1 a common one, 2 the largest too")
    parser.add_argument("--answers", default=",".join(ANSWERS), help="answers to ask, by commas: `/brief,/ledger`; an empty one is the overview, `none` leaves all out")
    asked = parser.parse_args()
    answers = [] if asked.answers == "none" else asked.answers.split(",")
    if asked.record:
        measure(asked.record, users=asked.users, seconds=asked.seconds, think=asked.think, n_pairs=asked.pairs, answers=answers)
        return
    from large_record import make_large  # noqa: PLC0415 - loads the coder

    with tempfile.TemporaryDirectory() as folder:
        record, begun = Path(folder) / "record", time.monotonic()
        make_large(record, asked.documents)
        print(f"{asked.documents:,} documents made in {time.monotonic() - begun:.0f} s")
        measure(record, users=asked.users, seconds=asked.seconds, think=asked.think, n_pairs=asked.pairs, answers=answers)


if __name__ == "__main__":
    main()
