"""What a killed process left of a copy is deleted; two processes at once make one copy."""

from __future__ import annotations

import shutil

import pytest

from bilateral.errors import RecordError
from bilateral.tables import deriving
from bilateral.tables.copied import FOLDER, name_copy, open_copy
from bilateral.tables.lock import take_lock
from bilateral.tables.packed import name_packed
from bilateral.tables.words import find_words, name_words


@pytest.fixture
def copied(example_record, tmp_path):
    path = tmp_path / "record"
    shutil.copytree(example_record.path, path, ignore=shutil.ignore_patterns(FOLDER))
    return path


def test_what_a_killed_process_left_is_deleted(copied) -> None:
    folder = copied / FOLDER
    (folder / "making-killed" / "spilled").mkdir(parents=True)
    (folder / "making-killed" / "copy.duckdb").write_bytes(b"half")
    (folder / "copy-0.123.unfinished").write_bytes(b"half")
    deriving.make_derived(copied)
    copy = name_copy(copied)
    assert {file.name for file in folder.iterdir()} >= {copy.name, name_words(copy).name}
    assert not [file for pattern in ("making-*", "*.unfinished") for file in folder.glob(pattern)]


def test_another_process_is_waited_for_with_a_limit(copied, monkeypatch) -> None:
    folder = copied / FOLDER
    (folder / "making-now").mkdir(parents=True)
    monkeypatch.setattr(deriving, "_MOST_SECONDS", 0.0)
    held = take_lock(folder / deriving._LOCK)
    with pytest.raises(RecordError, match="another process"):
        deriving.make_derived(copied)
    assert (folder / "making-now").is_dir()  # it is somebody's
    held.free()
    deriving.make_derived(copied)
    assert not (folder / "making-now").exists()


def test_damaged_files_of_the_state_before_are_made_anew(copied) -> None:
    deriving.make_derived(copied)
    copy = name_copy(copied)
    damaged = [file.with_name(file.name.replace(copy.stem, f"{copy.stem.rpartition('-')[0]}-before")) for file in (copy, name_words(copy), name_packed(copy))]
    for file, other in zip((copy, name_words(copy), name_packed(copy)), damaged, strict=True):
        file.unlink()
        other.write_bytes(b"nothing that can be read" * 100)
    deriving.make_derived(copied)
    assert not [file for file in damaged if file.exists()]
    with open_copy(copied, copy) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM copy.paired_events").fetchall() == [(True,)]
    assert find_words(str(name_words(copy)), "russia", most=1, around=9)
