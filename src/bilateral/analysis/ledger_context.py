"""The words around a record: what "the agreement" and "the goal" refer to, and other names of a project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.vocabulary.matters import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["find_aliases", "name_words", "words_around"]

REACH = 350
"""Characters on either side that can say what a promise is about: two or three sentences."""

_PARAGRAPH = re.compile(r"\n\s*\n|(?<=[.!?:”\"])\n")  # a blank line, or a line that ends with a full stop
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_NAME = r"(?:[A-Z][\w'’]*(?:[-–][A-Z]?[\w'’]*)*)(?:\s+(?:[A-Z][\w'’]*(?:[-–][A-Z]?[\w'’]*)*|of|and)){0,4}"
_ALIAS = re.compile(  # the Rason–Khasan link, still called Rajin–Khasan | Power of Siberia (also known as the eastern route); begins with a word, for one of 40,000 letters
    rf"(?<![\w'’–-])(?P<one>{_NAME})(?:\s+[a-z]+){{0,2}},?\s*\(?(?:(?:still|also|often|formerly|earlier|better|now|locally|then)\s+)?"
    rf"(?:called|known\s+as|named|dubbed|a\.k\.a\.|aka|renamed)\s+(?:the\s+)?[“\"'‘]?(?P<other>{_NAME})"
)

_ALIAS_WORDS = ("called", "known", "named", "dubbed", "a.k.a.", "aka")
"""One of these is in every match of `_ALIAS`."""


def words_around(text: str, start: int, end: int) -> str:
    r"""The sentences before and after a stretch, in its paragraph.

    Args:
        text: Stored text of the document.
        start: First character.
        end: One past the last.

    Returns:
        The words, without those of the stretch.

    Example:
        >>> text = "They signed a visa pact. It took effect in May. Nobody cheered.\nOther news."
        >>> words_around(text, 25, 47)
        'They signed a visa pact. Nobody cheered.'
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    before = _PARAGRAPH.split(before)[-1]
    after = _PARAGRAPH.split(after)[0]
    if start > REACH and len(before) == REACH:
        before = " ".join(_SENTENCE.split(before)[1:])
    if len(after) == REACH:
        after = " ".join(_SENTENCE.split(after)[:-1]) or after
    return " ".join(f"{before.strip()} {after.strip(' .,;')}".split()) + ("." if after.strip(" .,;") else "")


def name_words(name: str) -> frozenset[str]:
    """Stems of the capitalised words of a name.

    Example:
        >>> sorted(name_words("Rajin–Khasan project"))
        ['khasan', 'rajin']
    """
    return frozenset(stem(word) for word in re.findall(r"[A-Z][^\W\d_]{2,}", name))


def find_aliases(texts: Mapping[str, str] | Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that a document says are of one thing.

    Does not know by itself that two spellings are one place; a document must say so.

    Args:
        texts: Stored texts, by document or alone.

    Returns:
        Pairs of names in alphabetical order, each once.

    Example:
        >>> find_aliases(["The Baro-Akobo scheme, also known as Gambela Waters, was begun."])
        [('Baro-Akobo', 'Gambela Waters')]
    """
    found = set()
    for text in texts.values() if hasattr(texts, "values") else texts:
        if not any(word in text for word in _ALIAS_WORDS):  # most documents: ten times as fast as the pattern
            continue
        for match in _ALIAS.finditer(text):
            one, other = (re.sub(r"^(?:The|For|In|A|An)\s+", "", match[side]) for side in ("one", "other"))
            if name_words(one) != name_words(other):
                found.add((one, other))
    return sorted(found)
