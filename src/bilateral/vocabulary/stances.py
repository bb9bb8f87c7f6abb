"""Words that show where a speaker stands (`stances.toml`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml, split_list
from bilateral.vocabulary.phrase_index import PhraseIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STANCE_GROUPS", "load_stance_words"]

STANCE_GROUPS = (
    "favour", "disfavour", "ending", "doing", "intent", "duty", "good", "bad", "negation", "condition", "unconditional",
    "evasion", "open", "break", "threat",
)  # fmt: skip
"""Groups of `stances.toml`, told in its head."""


@cache
def load_stance_words() -> PhraseIndex:
    """The index of all words of stance, each labelled with its group.

    Returns:
        The index.

    Raises:
        VocabularyError: If a group of the file is lacking or unknown.

    Example:
        >>> [match.label for match in load_stance_words().find("it will not support them".split())]
        ['intent', 'negation', 'favour']
    """
    return PhraseIndex(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    raw = read_toml("stances.toml")
    if set(raw) != set(STANCE_GROUPS):
        message = f"stances.toml: got the groups {', '.join(sorted(raw))}, expected {', '.join(STANCE_GROUPS)}"
        raise VocabularyError(message)
    for group in STANCE_GROUPS:
        for phrase in split_list(" ".join(raw[group].split())):
            yield phrase, group
