"""How long a full brief of a large record takes, from the command to the HTML file, and how large the file is.

    python benchmarks/briefs.py [--documents 10000] [--on-pair 200 500] [--record DIR ...]

The record is made from the shipped example (`made_record.py`); `--on-pair` of its documents tell of the pair, the others of nobody.
Each brief is written by `bilateral brief KOR RUS --format html --length full` in a process of its own, so that starting Python is
counted. Beside it stands a reference of the same run: a process that reads every table of the same record once into memory, by
which figures of different machines and days can be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

_READ = """
import sys
from pathlib import Path
from bilateral.records import TABLES
from bilateral.tables.queries import connect
with connect(Path(sys.argv[1])) as connection:
    for table in TABLES:
        connection.sql(f"SELECT * FROM {table}").to_arrow_table()
"""
RUNS = 3
MOST_BYTES = 3_000_000


def timed(command: list[str]) -> tuple[float, float]:
    """Clock and processor seconds of a process, the best of some runs."""
    best = (float("inf"), float("inf"))
    for _ in range(RUNS):
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        spent, after = time.monotonic() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, (spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return best


def measure(record: Path) -> None:
    """Write the brief of a record and read its tables."""
    page, data = record.parent / "brief.html", record.parent / "brief.json"
    brief = [sys.executable, "-m", "bilateral", "brief", "KOR", "RUS", "--record", str(record), "--length", "full"]
    clock, processor = timed([*brief, "--format", "html", "--out", str(page)])
    _, reference = timed([sys.executable, "-c", _READ, str(record)])
    subprocess.run([*brief, "--format", "json", "--out", str(data)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    documents = json.loads(data.read_text())["documents"]
    cited, about = (sum(row[name] for row in documents) for name in ("is_cited", "is_about"))
    size = page.stat().st_size
    print(
        f"{len(documents):9,} {about:9,} {cited:9,} {clock:8.2f} {processor:9.2f} {reference:10.2f} {processor / reference:6.1f} {size / 1e6:8.2f}"
        f"   {'over' if size > MOST_BYTES else 'under'} 3 MB",
        flush=True,
    )


def main() -> None:
    """Read the options and measure."""
    parser: Any = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--on-pair", type=int, nargs="+", default=[200, 500])
    parser.add_argument("--record", type=Path, nargs="*", help="records that are there, instead of made ones")
    asked = parser.parse_args()
    print(f"{'documents':>9} {'on pair':>9} {'cited':>9} {'clock s':>8} {'processor':>9} {'reference':>10} {'ratio':>6} {'HTML MB':>8}")
    for record in asked.record or ():
        measure(record)
    from made_record import make_record  # noqa: PLC0415 - loads the coder

    for about in asked.on_pair if not asked.record else ():
        with tempfile.TemporaryDirectory() as folder:
            make_record(Path(folder) / "record", asked.documents, share=about / asked.documents)
            measure(Path(folder) / "record")
    print(f"load average {os.getloadavg()[0]:.1f}; best of {RUNS} runs")


if __name__ == "__main__":
    main()
