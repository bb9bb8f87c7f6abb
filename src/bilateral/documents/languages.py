"""The main language of a text."""

from __future__ import annotations

import re

__all__ = ["find_language"]

MIN_LETTERS = 40
"""Letters below which no language is told.

Of clauses of the 13 gold documents, .69 are told right with 10-20 letters, .82 with 20-30, .98 with 40-60.
"""

MAX_CHARS = 1_500
"""Characters that are looked at, from the start, the middle and the end.

500 and 4,000 give the same answers on the 13 gold documents, all of them English.
"""

_NO_LETTER = re.compile(r"[\W\d_]+")


def find_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of a text is in.

    Does not find a second language, and says nothing on less than a headline.

    Args:
        text: The body of a document.

    Returns:
        Two letters such as "en", or null if the text is too short to tell.

    Example:
        >>> find_language("The two ministers met in Seoul on Friday and agreed to raise trade.")
        'en'
        >>> find_language("Seoul") is None
        True
    """
    third = MAX_CHARS // 3
    middle = len(text) // 2
    sample = text if len(text) <= MAX_CHARS else " ".join((text[:third], text[middle : middle + third], text[-third:]))
    if len(_NO_LETTER.sub("", sample)) < MIN_LETTERS:
        return None
    from py3langid import classify  # noqa: PLC0415 - loads a model

    return str(classify(sample)[0])
