"""Makes `made_up` importable by the tests of this room."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("made_up", Path(__file__).with_name("made_up.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
sys.modules["made_up"] = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sys.modules["made_up"])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A folder for a record that does not exist yet."""
    return tmp_path / "record"
