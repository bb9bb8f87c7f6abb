"""What several rooms' tests share: the example's record, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

import bilateral

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def example_record(tmp_path_factory: pytest.TempPathFactory) -> bilateral.Record:
    """A record of the shipped example."""
    record = bilateral.open_record(tmp_path_factory.mktemp("example") / "record", settings=bilateral.Settings(workers=0))
    record.add([ROOT / "examples" / "russia-korea" / "documents"])
    return record


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared gold sets; tests that need them are skipped where they are absent."""
    if not (SHARED / "gold").is_dir():
        pytest.skip(f"needs the gold set at {SHARED / 'gold'}, which is not shipped with the project")
    return SHARED
