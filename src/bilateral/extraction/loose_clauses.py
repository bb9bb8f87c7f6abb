"""Clauses of saying by the order of the words alone, for sentences that the parser reads otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import is_passive
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token

__all__ = ["FINITE_TAGS", "body_start", "read_before", "read_misread"]

Span = tuple[int, int]

_NEAR = 10
"""Words between a verb of saying and "that", or behind it to the end of its sentence."""
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
"""Tags of verb forms that can be the verb of a clause."""
_TAKES_CLAUSES = frozenset("say think argue insist note believe hope contend add stress".split())
"""Verbs behind which a noun is rather the subject of a clause than an object."""
_OPENS_CLAUSE = frozenset(("DT", "PRP", "PRP$", "NNP", "NNPS", "NNS", "EX", "CD", "JJ", "VBG"))
_ENDS = frozenset(".!?\"”’'")
_DATELINE = re.compile(
    r"\s*(?:[A-Z][\w.'’-]+(?:[ /,]+(?:[A-Z][\w.'’-]*|\d{1,2}|\d{4}))*\s*\([A-Z][^()\n]{1,40}\)|[A-Z][A-Z.'’-]{2,}(?:[ /,]+[A-Z][\w.'’-]*|,? \d{1,4})*)\s*(?:--?|[–—])\s+"
)  # SEOUL (Agency) -  |  JAKARTA, May 3 --


def read_misread(cue_token: Token, sentence: Sentence) -> Span | None:
    """The clause of a verb of saying where the parser hung it elsewhere: all behind "said that", or all before ", he said.".

    Does not find a clause in the middle of its sentence.

    Args:
        cue_token: The verb.
        sentence: Its sentence.

    Returns:
        Start and end in characters of the document, None if no clause stands there.
    """
    if cue_token.pos != "VERB" or is_passive(cue_token) or cue_token.tag not in ("VBD", "VBZ", "VBP", "VBG"):
        return None
    tokens = sentence.tokens
    that = next((token for token in tokens[cue_token.i + 1 : cue_token.i + 1 + _NEAR] if token.lower == "that" and token.tag in ("IN", "WDT")), None)
    if that is not None and not any(token.tag in FINITE_TAGS or token.text in (",", ";") for token in tokens[cue_token.i + 1 : that.i]):
        return _rest(tokens[that.i + 1 :])
    if cue_token.lemma not in _TAKES_CLAUSES:
        return None
    return _bare_clause(tokens[cue_token.i + 1 :]) or read_before(cue_token, sentence)


def _bare_clause(after: Sequence[Token]) -> Span | None:
    """The words behind a verb of saying if they begin with a subject and its verb: "said |the port was shut|"."""
    comma = next((place for place, token in enumerate(after) if token.text in (",", ";", "—", "–")), len(after))
    if not after or after[0].tag not in _OPENS_CLAUSE or not any(token.tag in FINITE_TAGS for token in after[1:comma]):
        return None
    return _rest(after)


def _rest(tokens: Sequence[Token]) -> Span | None:
    """The words to the end of the sentence, if they are a clause."""
    if not any(token.tag in FINITE_TAGS for token in tokens):
        return None
    words = [token for token in tokens if token.dep != "punct" or token.text not in _ENDS]
    return (words[0].start, words[-1].end) if words else None


def read_before(cue: Token, sentence: Sentence, *, is_last: bool = True) -> Span | None:
    """The words before the comma in front of "Oslo said" or "said Oslo".

    Args:
        cue: The verb of saying.
        sentence: Its sentence.
        is_last: Whether the verb must end its sentence.

    Returns:
        Start and end in characters of the document, None if no clause stands there.
    """
    tokens = sentence.tokens
    subjects = [child for child in cue.children if child.dep in ("nsubj", "dobj", "attr")]
    ends = len(tokens) - cue.i <= _NEAR and all(token.tag not in FINITE_TAGS for token in tokens[cue.i + 1 :])
    if not subjects or (is_last and not ends):
        return None
    first = min([cue.i, *(word.i for subject in subjects for word in subject.subtree() if subject.i < cue.i)])
    before = tokens[:first]
    if not before or before[-1].text not in (",", "”", '"') or not any(token.tag in FINITE_TAGS for token in before):
        return None
    return body_start(sentence), next((token.end for token in reversed(before) if token.dep != "punct"), before[-1].end)


def body_start(sentence: Sentence) -> int:
    """First character of a sentence behind its dateline and a connective: "SEOUL (Agency) - |", "Moreover, |".

    Args:
        sentence: A sentence.
    """
    dateline = _DATELINE.match(sentence.text)
    start = dateline.end() if dateline else 0
    found = load_speech().connective.match(sentence.text, start)
    return sentence.start_char + (found.end() if found else start)
