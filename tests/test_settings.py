from __future__ import annotations

import dataclasses
import pickle

import pytest

from bilateral.errors import SettingsError
from bilateral.settings import Settings, describe_settings, read_settings


def test_defaults_where_there_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings()
    assert read_settings(None).commit_every == 200


def test_a_file_over_the_defaults(tmp_path, monkeypatch):
    text = 'workers = 0\nmax_failed_share = 1\n[[publishers]]\nname = "TASS"\nclass = "state_media"\n'
    (tmp_path / "bilateral.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    expected = Settings(workers=0, max_failed_share=1, publishers=({"name": "TASS", "class": "state_media"},))
    assert read_settings() == read_settings(tmp_path / "bilateral.toml") == expected
    assert pickle.loads(pickle.dumps(expected)) == expected  # noqa: S301 - travels to workers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("worker = 1", "unknown worker; expected any of: parser, workers"),
        ('workers = "2"', "workers: got '2', expected a whole number; Number of processes"),
        ("workers = true", "expected a whole number"),
        ("workers = -1", "expected 0 or more"),
        ("batch_size = 0", "expected 1 or more"),
        ("max_failed_share = 1.5", "expected 0 to 1"),
        ("max_failed_share = nan", "expected 0 to 1"),
        ('parser = ""', "expected a text"),
        ("publishers = 3", "publishers: got 3, expected tables"),
        ("[[publishers]]\nname = 3", "expected tables of text"),
        ("fetch_ports = 80", "expected whole numbers"),
        ('fetch_ports = [80, "443"]', "expected whole numbers"),
        ("fetch_ports = [0]", "expected 1 to 65535"),
        ("workers =", "not TOML"),
    ],
)
def test_wrong_files(tmp_path, text, message):
    (tmp_path / "my.toml").write_text(text)
    with pytest.raises(SettingsError, match=message) as caught:
        read_settings(tmp_path / "my.toml")
    assert "my.toml" in str(caught.value)


def test_a_given_file_must_exist(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")


def test_every_setting_is_described():
    assert [name for name, _, _ in describe_settings()] == [item.name for item in dataclasses.fields(Settings)]
    assert all(text.endswith(".") for _, _, text in describe_settings())
