"""How a quantity is bounded or changes: exactly, about, below, above, up by, down by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence

__all__ = ["find_change"]

_SIGNS = {"about": "~", "over": ">", "under": "<"}
_RISING = "rise|rises|rose|risen|rising|gain|gains|gained|gaining|climb|climbs|climbed|climbing|jump|jumped|jumps|jumping|surge|surged|soar|soared|advance|advanced|grow|grew|grown|grows|growing|increase|increased|increases|increasing|rally|rallied|up|add|added|spiked|rebounded"
_FALLING = "fall|falls|fell|fallen|falling|drop|drops|dropped|dropping|lose|loses|lost|losing|slide|slides|slid|sliding|slip|slipped|slips|sink|sank|sunk|plunge|plunged|plummet|plummeted|plummets|tumble|tumbled|tumbles|decline|declined|declines|decrease|decreased|decreases|shed|sheds|down|dip|dipped|shrank|shrunk|contracted|slumped|retreated|eased"
_MOVED = re.compile(rf"\b(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))\s+(?:by\s+|another\s+|a\s+further\s+|an\s+additional\s+|(?:as\s+)?\w+ly\s+)?(?-i:[A-Z]{{2}}\s)?$", re.IGNORECASE)  # rose by 3 per cent
_MOVED_FROM = re.compile(rf"\b(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))\s+from\s+$", re.IGNORECASE)
_MINUS = re.compile(r"(?:(?<=\s)|^)(?:-|−|minus[\s-])$", re.IGNORECASE)
_JOINED = re.compile(r"(?P<number>\d[\d,.]*)\s?(?:%|[a-z]+(?:\s(?:cent|points?))?)\s?(?:,\s(?:or\s)?|\bor\s|\()$", re.IGNORECASE)  # 190 points, or
_NEARLY = re.compile(r"\b(?:nearly|almost|close\s+to|averag(?:es|ed|ing))\s+(?:of\s+)?(?:a\s+|an\s+|the\s+)?$|~\s?$", re.IGNORECASE)
_MOVING_UNITS = ("percent", "amount", "money", "count")


def find_change(first: Quantity, last: Quantity, sentence: Sentence, *, is_age: bool) -> str:
    """How a quantity is bounded or moves.

    Args:
        first: A quantity, or the lower bound of a range.
        last: Its upper bound, else the quantity again.
        sentence: Its sentence.
        is_age: Whether it is somebody's age.

    Returns:
        One of = ~ < > up down.
    """
    text = sentence.text
    if _NEARLY.search(text, 0, first.start):
        return "~"
    modifier = first.modifier or last.modifier
    if modifier:
        return _SIGNS[modifier]
    if is_age or first.unit_class not in _MOVING_UNITS:
        return "="
    if _MINUS.search(text, 0, first.start):
        return "down"
    behind = first.start
    while joined := _JOINED.search(text, 0, behind):  # lost 190 points, or 0.6 %
        behind = joined.start("number")
    moved = _MOVED.search(text, 0, behind) or (_MOVED_FROM.search(text, 0, first.start) if last is not first else None)
    if moved is None:
        return "="
    return "up" if moved["up"] else "down"
