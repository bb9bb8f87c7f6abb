"""Words by which a side tells what it wants (`wants.toml`)."""

from __future__ import annotations

from functools import cache

from bilateral.vocabulary.files import read_toml, split_list
from bilateral.vocabulary.phrase_index import PhraseIndex

__all__ = ["WANT_KINDS", "load_want_words"]

WANT_KINDS = ("demand", "request", "proposal", "hope", "motive")
"""Kinds of wanting, the most pressing first."""


@cache
def load_want_words() -> PhraseIndex:
    """The index of the words of wanting, each labelled with its kind.

    Example:
        >>> [match.label for match in load_want_words().find("it hopes for more".split())]
        ['hope']
    """
    raw = read_toml("wants.toml")
    return PhraseIndex((phrase, kind) for kind in WANT_KINDS for phrase in split_list(raw[kind]["words"]))
