"""Makes the modules beside it importable by the tests of this room."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

for _name in ("made_up", "append_made_up"):
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).with_name(f"{_name}.py"))
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_name])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A folder for a record that does not exist yet."""
    return tmp_path / "record"
