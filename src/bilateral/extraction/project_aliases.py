"""Other names that a text gives to an undertaking: in brackets, after a comma, by a word of calling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import Sentence, Token

__all__ = ["find_apposed_name", "find_other_names"]

_WORD = r"[A-Z0-9][\w'’.&-]*(?:[-–][\w'’]+)*"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|and|the|for|on|in|to|with|de|la|el|al)\s+){{0,2}}{_WORD}){{0,6}}"
_QUOTED = r"[“\"‘'«](?P<quoted>[^“”\"«»\n]{2,60}?)[,.]?[”\"’'»]"
_CALLING = (
    r"(?:(?:which|that)\s+(?:is|was)\s+)?(?:(?:also|still|formerly|previously|better|otherwise|popularly|officially|locally|commonly|often|once|now|widely)\s+)*"
    r"(?:known|called|named|dubbed|nicknamed|termed|titled|entitled|branded|christened|code-?named|renamed|referred\s+to|a\.k\.a\.|aka)"
    r"(?:\s+(?:locally|officially|also|to|in\s+[A-Z]\w+|by\s+[^,.;()]{1,30}?))?(?:\s+as)?(?:\s+the)?"
)
_AFTER = re.compile(rf"\s*[,;–—(-]?\s*(?:{_CALLING})\s+(?:{_QUOTED}|(?P<name>{_NAME}))")  # ", also known as GERD" | "dubbed “Talsinki”"
_SO_CALLED = re.compile(r"\s*,\s*(?:or\s+)?the\s+so-called\s+[“\"]?(?P<name>[^,.;()”\"]{3,50})")  # ", the so-called peace pipeline"
_OR = re.compile(rf"\s*,\s*or\s+(?:the\s+)?(?:{_QUOTED}|(?P<name>{_NAME}))\s*(?=[,.;)])")  # ", or NIGAL,"
_APPOSED = re.compile(rf"\s*,\s*(?:the\s+(?P<name>{_NAME})|(?P<short>[A-Z][A-Z0-9-]{{3,}})|{_QUOTED})\s*(?=[,.;)]|$)")  # ", the Blue Highway."
_BRACKET = re.compile(r"\s*\(([^()]{2,80})\)")  # "(GERD)" | "(FCAS, known in French as SCAF)"
_PIECES = re.compile(r"\s*[,;/]\s*|\s+or\s+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*")  # "GERD" | "NaPa"
_OPENING = re.compile(r"^(?:(?:also|or|the|hereafter|hereinafter|abbreviated|for\s+short|short)\s+|[“\"‘']+)+", re.IGNORECASE)
_WHOLE_CALLING = re.compile(rf"(?:{_CALLING})\s+(?:{_QUOTED}|(?P<name>.+))")

_MOST_NAMES = 5
_NO_NAME = frozenset(("phase", "stage", "usd", "eur", "us", "eu", "uk", "un", "photo", "see", "the", "a", "and"))
_ACTORS = frozenset(("name", "demonym", "person", "office", "company", "capital"))


def find_other_names(head: Token, sentence: Sentence, ends: tuple[int, ...], *, name: str) -> list[str]:
    """Other names of an undertaking that its own sentence gives beside it.

    Does not join two names that stand in different sentences or documents: the
    ledger does, where their words or a text join them.

    Args:
        head: The noun that names it.
        sentence: Its sentence.
        ends: Where its phrase may end, in characters of the document.
        name: What it is called already.

    Returns:
        Names as the text has them, each once, in text order: `["GERD"]` for "the
        Grand Ethiopian Renaissance Dam, also known as GERD".
    """
    said = _said_beside(head, sentence, ends, name)
    known = {_plain(name)}
    found: list[str] = []
    for other in said:
        cleaned = other.strip(" ,.;:“”\"‘’'«»")
        if len(cleaned) > 1 and _plain(cleaned) not in known and _plain(cleaned) not in _NO_NAME:
            known.add(_plain(cleaned))
            found.append(cleaned)
    return found[:_MOST_NAMES]


def _plain(name: str) -> str:
    return " ".join(name.lower().removeprefix("the ").split())


def _said_beside(head: Token, sentence: Sentence, ends: tuple[int, ...], name: str) -> Iterator[str]:
    """What stands in brackets, after a comma or after a word of calling at one of the ends of a phrase."""
    text, first = sentence.text, sentence.start_char
    for end in sorted({head.end, *ends}):
        at = end - first
        for bracket in _brackets(text, at):
            yield from _in_bracket(bracket, name, sentence)
            at = text.index(bracket, at) + len(bracket)
        for pattern in (_AFTER, _SO_CALLED, _OR, _APPOSED):
            match = pattern.match(text, at)
            if match and (pattern is _SO_CALLED or not _is_actor(match, sentence)):
                yield next(told for told in match.groupdict().values() if told)
    yield from _before(head, sentence, name)


def _brackets(text: str, at: int) -> list[str]:
    match = _BRACKET.match(text, at)
    return [match[0]] if match else []


def _before(head: Token, sentence: Sentence, name: str) -> Iterator[str]:
    """What stands in brackets inside a title: "the Knowledge Sharing (KNOT) Project"."""
    inside = sentence.text[max(0, head.start - sentence.start_char - 40) : head.start - sentence.start_char]
    match = re.search(r"\(([^()]{2,30})\)\s*$", inside)
    if match:
        yield from _in_bracket(f"({match[1]})", name, sentence)


def _in_bracket(bracket: str, name: str, sentence: Sentence) -> Iterator[str]:
    """The names in a bracket: an acronym of the name, a name in quotation marks, or what a word of calling leads in."""
    for piece in _PIECES.split(bracket.strip(" ()")):
        called = _WHOLE_CALLING.fullmatch(piece)
        if called:
            yield called["quoted"] or called["name"]
            continue
        bare = _OPENING.sub("", piece).strip("“”\"‘’' ")
        is_marked = bare != piece
        if (_ACRONYM.fullmatch(bare) and (is_marked or _abbreviates(bare, name, sentence))) or (is_marked and re.fullmatch(_NAME, bare)):
            yield bare


def _abbreviates(short: str, name: str, sentence: Sentence) -> bool:
    """Whether the letters of an acronym begin words of the name, or of the words before its bracket, in their order.

    Example: "GERD" of "Grand Ethiopian Renaissance Dam".
    """
    before = sentence.text[: max(0, sentence.text.find(f"({short}"))]
    letters = [letter.lower() for letter in short if letter.isalpha()]
    return any(_is_in_order(letters, text) for text in (name, " ".join(before.split()[-12:])))


def _is_in_order(letters: list[str], text: str) -> bool:
    initials = iter([word[0].lower() for word in re.findall(r"\w+", text)])
    return sum(any(one == initial for initial in initials) for one in letters) >= max(2, len(letters) - 1)


def _is_actor(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether what stands there names a state, a person or a company, and so no undertaking."""
    group = next(key for key, told in match.groupdict().items() if told)
    start, end = (sentence.start_char + offset for offset in match.span(group))
    return any(m.how in _ACTORS and m.start_char <= start + 4 and end <= m.end_char + 1 for m in sentence.mentions)


def find_apposed_name(head: Token) -> str:
    """The proper name that stands bare after a description: "Puyango-Tumbes" of "their irrigation scheme Puyango-Tumbes".

    Args:
        head: The noun of the description.

    Returns:
        Words of the name; empty where none stands there.
    """
    for word in head.find_children("appos"):
        first = min((one.i for one in word.subtree() if one.dep in ("compound", "nmod", "punct") and one.i < word.i), default=word.i)
        if word.pos == "PROPN" and first == head.i + 1:
            return "".join(one.text + (" " if one.end < after.start else "") for one, after in _pairs(word, first)).strip()
    return ""


def _pairs(word: Token, first: int) -> list[tuple[Token, Token]]:
    """The words of a name from the first on, each with the next; the last with itself."""
    own = [one for one in word.subtree() if first <= one.i <= word.i]
    return list(zip(own, [*own[1:], own[-1]], strict=True))
