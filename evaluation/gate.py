"""Score the coder on the gold documents and hold it to its floors.

    python evaluation/gate.py [--shared DIR] [--show KIND] [--raise-floors] [--lower-floors]

Codes the seeds and the development documents of DIR (default: `../shared`
beside the repository) and the shipped example's gold documents through
`bilateral code`, scores them with the gold set's own `score.py`, prints both tables and compares the figures with
`evaluation/floors.json`. The gold set is pinned by its hash. Exit status: 0
all floors hold, 1 a floor is broken or the gold set changed, 0 with a clear
message where DIR is absent.

--raise-floors  writes the present figures where they are above the floors
--lower-floors  writes them all; for a change of the gold set alone
--show KIND     prints what was missed and what was wrong of one kind
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
KINDS = ("offices", "events", "statements", "figures", "commitments", "projects", "factors")
EXAMPLE = ROOT / "examples" / "russia-korea" / "documents"
MARGIN = 1e-9


def find_sets(shared: Path) -> dict[str, tuple[Path, Path]]:
    """The sets by name: folder of the gold files and folder of the documents."""
    gold = shared / "gold"
    return {
        "seeds": (gold / "seeds", shared / "seeds"),
        "dev": (gold / "dev", gold / "dev" / "docs"),
        "example": (Path(__file__).with_name("gold"), EXAMPLE),
    }


def gold_hash(gold: Path) -> str:
    """One hash over the gold files of a set, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(gold.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def code(documents: Path, gold: Path, dates: Path, out: Path) -> None:
    """Code the documents of a set with the command line, and name the files as the gold does."""
    raw = out / "raw"
    files = {path: find_document(path, documents) for path in sorted(gold.glob("*.json"))}
    command = [sys.executable, "-m", "bilateral", "code", *map(str, files.values()), "--json", str(raw), "--dates", str(dates)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    for path, document in files.items():
        (out / path.name).write_bytes((raw / f"{document.stem}.json").read_bytes())


def find_document(gold: Path, documents: Path) -> Path:
    """The document of a gold file: the one that it names, else the one of its own name."""
    named = documents / json.loads(gold.read_text("utf-8")).get("file", "")
    return named if named.is_file() else documents / f"{gold.stem}.txt"


def score(shared: Path, name: str, show: str | None) -> dict[str, Any]:
    """Code and score one set; prints the scorer's table."""
    gold, documents = find_sets(shared)[name]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        code(documents, gold, shared / "gold" / "dates.json", out)
        report = out / "report.txt"
        command = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(gold), "--pred", str(out),
                   "--docs", str(documents), "--json", str(report)]  # fmt: skip
        command += ["--show", show] if show else []
        print(f"== {name}", flush=True)
        subprocess.run(command, check=True)  # noqa: S603 - the gold set's own scorer
        scored: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return scored


def flatten(report: dict[str, Any]) -> dict[str, float]:
    """The figures that have a floor: F1 of every kind, and the share right of every field."""
    figures = {}
    for kind, values in report.items():
        figures[kind] = values["f1"]
        figures |= {f"{kind} / {field}": share for field, share in values.get("fields", {}).items()}
    return {key: round(value, 4) for key, value in figures.items()}


def main() -> int:
    """Run the gate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--show", choices=KINDS)
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--lower-floors", action="store_true")
    args = parser.parse_args()
    if not (args.shared / "gold").is_dir():
        print(f"skipped: no gold set at {args.shared / 'gold'}; the gate runs where it is present")
        return 0
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    broken = []
    for name, (gold, _) in find_sets(args.shared).items():
        figures = flatten(score(args.shared, name, args.show))
        before = pinned.get(name, {"gold_sha256": gold_hash(gold), "floors": {}})
        if before["gold_sha256"] != gold_hash(gold) and not args.lower_floors:
            broken.append(f"{name}: the gold set changed; look at the figures and pin it with --lower-floors")
        floors = before["floors"]
        broken += [
            f"{name}: {key} is {figures.get(key, 0.0):.4f}, floor {floor:.4f}"
            for key, floor in floors.items()
            if not args.lower_floors and " / " not in key and figures.get(key, 0.0) < floor - MARGIN
        ]
        if args.lower_floors or args.raise_floors:
            kept = {} if args.lower_floors else floors
            pinned[name] = {
                "gold_sha256": gold_hash(gold),
                "floors": {key: max(value, kept.get(key, 0.0)) if " / " not in key else value for key, value in figures.items()},
            }
    for line in broken:
        print(f"FLOOR BROKEN  {line}")
    if args.lower_floors or (args.raise_floors and not broken):
        FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", "utf-8")
    print("gate: all floors hold" if not broken else f"gate: {len(broken)} floors broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
