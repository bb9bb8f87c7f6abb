"""Code files without a record: one JSON file a document, in the form of the coding guide."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bilateral.adding import items_of
from bilateral.documents.items import Item, hash_item, stem_of
from bilateral.documents.read import find_files
from bilateral.engine import run
from bilateral.errors import SettingsError
from bilateral.guide_form import as_guide_form
from bilateral.pipeline import code_one, load_before_forking, load_for_coding
from bilateral.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bilateral.settings import Settings

__all__ = ["BareCoding", "code_files"]


@dataclass(slots=True)
class BareCoding:
    """How many documents were coded, and which could not be, with the error."""

    n_coded: int = 0
    failed: list[tuple[str, BaseException]] = field(default_factory=list)


def code_files(paths: Sequence[str], out: Path, *, settings: Settings, dates: Mapping[str, str]) -> BareCoding:
    """Code files and write `STEM.json` for each; a document in a container becomes `STEM-DOC_ID.json`.

    Args:
        paths: Files, folders and patterns.
        out: Folder for the JSON files; made if missing.
        settings: The run's settings.
        dates: Published dates by stem.

    Returns:
        What was coded and what failed.

    Raises:
        SettingsError: If two files have the same stem, or the folder cannot be written.
    """
    files = find_files(list(paths))
    _check_stems(files)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{out} cannot be made: {error.strerror}; name another folder with --json"
        raise SettingsError(message) from error
    report = BareCoding()
    job = partial(_code_as_guide, settings=settings, dates=dict(dates))
    items = items_of(files, settings, Progress())
    setup, preload = partial(load_for_coding, settings), partial(load_before_forking, settings)
    for outcome in run(job, items, workers=settings.workers, setup=setup, preload=preload):
        if outcome.error is not None:
            report.failed.append((outcome.item.address, outcome.error))
            continue
        text = json.dumps(outcome.result, ensure_ascii=False, indent=1)
        (out / f"{_file_stem(outcome.item)}.json").write_text(text + "\n", "utf-8")
        report.n_coded += 1
    return report


def _code_as_guide(item: Item, *, settings: Settings, dates: Mapping[str, str]) -> dict[str, Any]:
    return as_guide_form(code_one(item, settings=settings, dates=dates))


def _file_stem(item: Item) -> str:
    """The name of an item's JSON file."""
    is_inside = item.container is not None and item.name != item.container.name
    return f"{item.container.stem}-{hash_item(item)[:16]}" if item.container is not None and is_inside else stem_of(item)


def _check_stems(files: Sequence[Path]) -> None:
    by_stem: dict[str, Path] = {}
    for path in files:
        other = by_stem.setdefault(path.stem, path)
        if other != path:
            message = f"got {other} and {path}, which would both be written to {path.stem}.json; code them apart"
            raise SettingsError(message)
