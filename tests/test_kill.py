"""A run that is killed loses no finished document and, run again, doubles none."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "examples" / "russia-korea" / "documents"


def test_a_killed_run_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    paths = sorted(DOCUMENTS.glob("*.txt"))[:5]
    for path in paths[:2]:
        (documents / path.name).write_text(path.read_text("utf-8")[:1500], "utf-8")
    with zipfile.ZipFile(documents / "more.zip", "w") as archive:
        archive.writestr("in/third.txt", paths[2].read_text("utf-8")[:1500])
        archive.writestr("rows.jsonl", "".join(json.dumps({"text": path.read_text("utf-8")[:1500]}) + "\n" for path in paths[3:]))
    command = [sys.executable, str(ROOT / "tests" / "kill_add.py"), str(documents), str(tmp_path), "20", "20261121"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "20 trials" in done.stdout
    assert "other tables" not in done.stdout, done.stdout
