"""Programs of benchmarks/ whose small variants are tests too."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"


def load(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    return load("hostile")


@pytest.fixture(scope="session")
def fuzz() -> ModuleType:
    return load("fuzz")


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """One small valid file of each kind, by name."""
    return load("samples").make_samples()
