"""What several rooms' tests share: the example's record, made once."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import bilateral

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # how fast a machine is must not decide what fails

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_spec = importlib.util.spec_from_file_location("web_site", Path(__file__).with_name("web_site.py"))
assert _spec is not None
assert _spec.loader is not None
sys.modules["web_site"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules["web_site"])


@pytest.fixture
def site() -> Iterator[object]:
    """A site that answers as the test tells it (see `web_site`)."""
    from web_site import Site, serving  # noqa: PLC0415

    with serving(Site()) as running:
        yield running


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
