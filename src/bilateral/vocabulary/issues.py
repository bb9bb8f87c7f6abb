"""Issues between states: what a position can be about, and the words that tell it (`issues.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml, split_list
from bilateral.vocabulary.phrase_index import PhraseIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["STANCES", "Issue", "IssueWords", "find_issue_code", "load_issues", "use_issues"]

STANCES = ("for", "against", "conditional", "evasive", "unclear")
"""What a position on an issue can be; `unclear` where the words do not show it."""

_SHOWN = STANCES[:4]


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue; `means` says what a stance "for" means, `counter` holds words of the opposite side."""

    code: str
    name: str
    definition: str
    means: str
    words: tuple[str, ...]
    counter: tuple[str, ...]
    examples: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class IssueWords:
    """Issues by code with the index of their words; a label is the code, with a minus before it for a counter word, and empty for words apart."""

    issues: Mapping[str, Issue]
    index: PhraseIndex
    proper: tuple[str, ...]  # beginnings of words that are written large wherever they stand


def _issue(code: str, entry: Mapping[str, Any]) -> Issue:
    examples = entry.get("examples", {})
    if not entry.get("name") or not entry.get("words") or set(examples) != set(_SHOWN):
        message = f"issues.toml, issue {code!r}: expected name, definition, for, words, counter, and an example each of {', '.join(_SHOWN)}"
        raise VocabularyError(message)
    return Issue(code, entry["name"], entry["definition"], entry["for"], tuple(entry["words"]), tuple(entry["counter"]), examples)


@cache
def load_issues() -> tuple[Issue, ...]:
    """The shipped issues in the order of the file.

    Returns:
        Issues with definition, words and one made-up example a stance.

    Raises:
        VocabularyError: If `issues.toml` is malformed; the message names the issue.

    Example:
        >>> next(issue.means for issue in load_issues() if issue.code == "sanctions")
        'imposing, keeping or tightening sanctions'
    """
    return tuple(_issue(code, entry) for code, entry in read_toml("issues.toml")["issue"].items())


def _apart() -> Iterable[tuple[str, str]]:
    """Phrases that name no issue, under the empty label."""
    return ((phrase, "") for phrase in read_toml("issues.toml")["apart"])


def _users_issue(row: Mapping[str, str], known: Mapping[str, Issue]) -> Issue:
    """A user's issue; words given under a shipped code are added to those of the code."""
    code, words, counter = row["code"], split_list(row["words"]), split_list(row.get("counter", ""))
    shipped = known.get(code)
    name = row.get("name") or (shipped.name if shipped else code.replace("_", " "))
    means = row.get("for") or (shipped.means if shipped else f"for {name}")
    definition = row.get("definition") or (shipped.definition if shipped else name)
    return Issue(code, name, definition, means, (*(shipped.words if shipped else ()), *words), (*(shipped.counter if shipped else ()), *counter))


def use_issues(rows: Sequence[Mapping[str, str]] = ()) -> IssueWords:
    """The shipped issues with a user's own added, and the index of all their words.

    Args:
        rows: The tables of the setting `issues`.

    Returns:
        Issues by code, ready to be looked for.

    Example:
        >>> sorted(set(use_issues([{"code": "whales", "words": "whale*"}]).issues) - {issue.code for issue in load_issues()})
        ['whales']
    """
    return _with_users(tuple(tuple(sorted(row.items())) for row in rows))


@cache
def _with_users(rows: tuple[tuple[tuple[str, str], ...], ...]) -> IssueWords:
    issues = {issue.code: issue for issue in load_issues()}
    for row in map(dict, rows):
        issues[row["code"]] = _users_issue(row, issues)
    proper = {phrase.split()[0].rstrip("*").lower() for issue in issues.values() for phrase in (*issue.words, *issue.counter) if any(map(str.isupper, phrase.split()[0]))}
    return IssueWords(issues, PhraseIndex((*_entries(issues.values()), *_apart())), tuple(sorted(proper)))


def _entries(issues: Iterable[Issue]) -> Iterable[tuple[str, str]]:
    for issue in issues:
        yield from ((phrase, issue.code) for phrase in issue.words)
        yield from ((phrase, f"-{issue.code}") for phrase in issue.counter)


def find_issue_code(text: str, words: IssueWords) -> str | None:
    """The code of an issue by its code or name, in any case.

    Example:
        >>> find_issue_code("Arms transfers", use_issues())
        'arms_transfers'
    """
    wanted = text.strip().casefold().replace(" ", "_").replace("-", "_")
    by_name = {issue.name.casefold().replace(" ", "_").replace("-", "_"): code for code, issue in words.issues.items()}
    return wanted if wanted in words.issues else by_name.get(wanted)
