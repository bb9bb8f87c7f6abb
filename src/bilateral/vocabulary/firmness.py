"""Graded wordings of communiqués: how firmly a side promises, presses or approves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.scan import build_index

if TYPE_CHECKING:
    from bilateral.vocabulary.scan import NameIndex

__all__ = ["SCALES", "Modifier", "Wording", "load_modifiers", "load_wordings", "wording_index"]

SCALES = ("promise", "pressure", "approval")
"""What a wording grades: what a side will do, what it asks or blames, what it backs."""

_FILE = "firmness.toml"
_MOST = 6
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Wording:
    """One graded phrase: its scale, and its level from 0 (said in passing) to 6 (bound or done)."""

    phrase: str
    scale: str
    level: float
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words that lift or lower the wording beside them; a deadline is one only before a year or a date."""

    phrase: str
    step: float
    is_deadline: bool


@cache
def load_wordings() -> dict[str, tuple[Wording, ...]]:
    """Every form of every graded phrase, in lower case.

    Returns:
        Wordings by form; a form that stands on several scales has several.

    Raises:
        VocabularyError: If `firmness.toml` names another scale or a level out of range.

    Example:
        >>> [(one.scale, one.level) for one in load_wordings()["agreed to"]]
        [('promise', 4.0)]
    """
    found: dict[str, list[Wording]] = {}
    for number, entry in enumerate(read_toml(_FILE)["wording"], start=1):
        if entry["scale"] not in SCALES or not 0 <= entry["level"] <= _MOST:
            message = f"{_FILE}, wording {number}: got {entry['scale']!r} at {entry['level']}; expected one of {', '.join(SCALES)} at 0 to {_MOST}"
            raise VocabularyError(message)
        for phrase in entry["phrases"]:
            for form in _forms(phrase):
                wording = Wording(phrase.replace("*", ""), entry["scale"], float(entry["level"]), bool(entry.get("is_done", False)))
                found.setdefault(form, []).append(wording)
    return {form: tuple(wordings) for form, wordings in found.items()}


@cache
def load_modifiers() -> dict[str, Modifier]:
    """Every modifier by its phrase, in lower case.

    Example:
        >>> load_modifiers()["strongly"].step
        0.5
    """
    return {
        phrase: Modifier(phrase, float(entry["step"]), bool(entry.get("is_deadline", False)))
        for entry in read_toml(_FILE)["modifier"]
        for phrase in entry["phrases"]
    }


@cache
def wording_index() -> NameIndex[tuple[Wording, ...]]:
    """What finds any graded form in a text, the longest first.

    Example:
        >>> [found.entry[0].level for found in wording_index().find("They agreed to meet.")]
        [4.0]
    """
    return build_index((form, wordings, False) for form, wordings in load_wordings().items())


def _forms(phrase: str) -> list[str]:
    """A phrase in all forms of the word after its star."""
    if "*" not in phrase:
        return [phrase]
    before, _, rest = phrase.partition("*")
    verb, *after = rest.split(" ", 1)
    return [" ".join([f"{before}{form}", *after]) for form in _inflect(verb)]


def _inflect(verb: str) -> list[str]:
    """A regular verb in its four forms: agree, agrees, agreed, agreeing."""
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb}ing" if verb.endswith("ee") else f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return [verb, plural, f"{stem}ed", f"{stem}ing"]


_DOUBLED = frozenset({"commit", "plan", "regret"})
"""Verbs that double their last letter: committed, planning."""
