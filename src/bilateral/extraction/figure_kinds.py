"""What kind of quantity a figure is: a level, a change, a share, a rank, a target, a forecast, a cost or a count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.vocabulary.measures import load_kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.indicator_words import Measured
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token
    from bilateral.records import Statement

__all__ = ["find_kind"]

_CHANGE_NOUNS = re.compile(
    r"\b(?:growth|increase|rise|decline|drop|fall|decrease|surge|jump|reduction|cut|slump|gain|hike|expansion|contraction|year-on-year|year on year|plus|minus|uptick|upturn|downturn|rebound|rises|falls)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"^\W{0,2}(?:(?!\d|\w+\s(?:percent|per\scent)|percent|per\scent)\w+\s){0,2}?(?:more|less|higher|lower|fewer|up|down|larger|smaller|greater)\b(?:\W+\w+){0,3}?\W+(?:than|on|from|compared)\b", re.IGNORECASE)
_BELOW = re.compile(
    r"^\W{0,2}(?:below|above|short\s+of|up\s+on|down\s+on)\s+(?:the|its|their|a|that|those|what|last|this|[$€£]?\d|\w+'s)\b", re.IGNORECASE
)  # 39 percent below the level of 2021; 11 percent above its 2 billion
_UP_BY = re.compile(r"\b(?:(?<!make )(?<!makes )(?<!made )(?<!making )up(?!\s+to\b)|down(?!\s+to\b)|by)\s+(?:by\s+)?(?:\w+\s+){0,3}$", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(
    r"\b(?:(?<!up )to|from|at|(?:level|rate|high|low|peak|average|record)\s+of)\s+(?:(?:about|some|around|over|nearly|almost|just|an?|the|more|less|than|record|only|under)\s+)*$", re.IGNORECASE
)  # "rose to 12 per cent" is a level
_TARGET_NOUNS = re.compile(r"\b(?:target|goal|objective|aim|ambition|ambitious)\b", re.IGNORECASE)
_FORECAST_NOUNS = re.compile(r"\b(?:forecast|projection|projected|expected|predicted|potential(?:ly)?)\b", re.IGNORECASE)
_WANTED = re.compile(
    r"\b(?:agree|want|aim|plan|hope|pledge|seek|vow|promise|intend|wish|set out|decide|propose|commit)\w*\s+to\s+(?:\w+\s+){0,2}?"
    r"(?:raise|increase|boost|double|triple|bring|expand|lift|reach|achieve|push|cut|reduce|grow|see|hit|take)\b[^;.]*$", re.IGNORECASE
)  # agreed to raise trade to $30 billion and visits to ...
_FUTURE = frozenset(("will", "shall", "'ll"))
_POSSIBLE = frozenset(("could", "would", "may", "might"))
_STEP_LIMIT = 4
"""Clauses above a number that can still say that it is only wanted."""


def find_kind(  # noqa: PLR0911, PLR0913
    quantity: Quantity, measured: Measured, sentence: Sentence, *, words: Sequence[Token], verb: Token, holding: Sequence[Statement]
) -> str:
    """What kind of quantity a figure is.

    Does not weigh whether a target was reached.

    Args:
        quantity: The quantity.
        measured: What it measures.
        sentence: Its sentence.
        words: Its words.
        verb: The verb of its clause.
        holding: Statements that hold it.

    Returns:
        `level`, `change`, `share`, `rank`, `target`, `forecast`, `cost` or `count`.
    """
    if quantity.unit == "rank":
        return "rank"
    indicator = measured.indicator
    if indicator is not None and indicator.kind == "cost":
        return "cost"
    is_aim = quantity.unit != "count" or verb.lemma not in load_kind_words("acts_on")  # "will expel two diplomats": nobody aims at two
    if is_aim and quantity.unit_class != "duration" and not _is_given(quantity, words, sentence) and _is_predicate(quantity, words, verb, sentence):
        to_come = _to_come(quantity, verb, sentence, holding)
        if to_come:
            return to_come
    if indicator is not None and indicator.kind:
        return indicator.kind
    if measured.is_change:
        return "change"
    if quantity.unit_class in ("percent", "times", "money", "amount") and _is_change(quantity, words, verb, sentence):
        return "change"
    if quantity.unit_class == "percent" and (measured.name.startswith("share") or verb.lemma in ("make", "account", "represent", "constitute") or _before_of(quantity, sentence)):
        return "share"
    return _plain_kind(quantity, measured)


def _plain_kind(quantity: Quantity, measured: Measured) -> str:
    """The kind of a quantity that no word around it tells."""
    if quantity.unit_class in ("count", "duration"):
        return "level" if measured.is_rate else "count"
    if quantity.unit_class == "percent" and measured.indicator is not None and measured.indicator.is_whole:
        return "change"  # trade has no level in per cent: "27 per cent and $19 billion for 2017"
    return "cost" if measured.name == "price" and not measured.is_rate else "level"


_GIVEN = re.compile(r"\b(?:its|their|our|his|her|my|your|these|those|the\s+(?:other|existing|present|current|remaining)|all)\s+(?:\w+\s+)?$", re.IGNORECASE)  # its 46 recommendations


def _is_given(quantity: Quantity, words: Sequence[Token], sentence: Sentence) -> bool:
    """Whether what is counted is there already: "will review its 46 recommendations"; not "its target of 5,000"."""
    return quantity.unit == "count" and bool(words) and bool(_GIVEN.search(sentence.text, max(0, quantity.start - 30), quantity.start))


_FROM = re.compile(
    r"\b(?:worth|valued at|value of)\s+(?:\w+\s+){0,2}$|\b(?:from|compared\s+(?:with|to)|against|following)\s+(?:(?!to\b)\w+\s+){0,4}$", re.IGNORECASE
)  # will fall to 25 percent from its present level of 40
_BESIDE_COUNTS = frozenset("with on in for among at from about between across into over".split())
"""What is counted behind these is already there: "will speak with 250 mayors"."""


def _is_predicate(quantity: Quantity, words: Sequence[Token], verb: Token, sentence: Sentence) -> bool:
    """Whether a number is what the verb speaks of, and no attribute of something in the clause.

    "tariffs of 14 per cent will be abolished" and "the $13 billion industry will gain" tell levels of today.
    """
    if _FROM.search(sentence.text[: quantity.start][-60:]):
        return False
    inside = {word.i for word in words}
    word = words[-1]
    while word.i in inside and word.head is not word:
        is_attribute = word.head.i not in inside and word.dep in ("amod", "nmod", "compound", "nummod", "poss")
        if is_attribute and quantity.unit_class != "count" and " and " not in sentence.text[quantity.end : max(quantity.end, word.head.start - sentence.start_char)]:
            return bool(_TARGET_NOUNS.search(sentence.text[quantity.end : quantity.end + 40]))
        word = word.head
    steps = [word, *word.ancestors()]
    below = words[-1]
    for step in steps:
        if step is verb:
            return True
        if quantity.unit == "count" and step.dep == "prep" and step.lower in _BESIDE_COUNTS and step.head.lemma not in load_kind_words("giving"):
            return False
        if step.dep in ("nsubj", "nsubjpass") and below.i not in inside and step.i not in inside:
            return False
        below = step
    return True


def _before_of(quantity: Quantity, sentence: Sentence) -> bool:
    return sentence.text[quantity.end : quantity.end + 4].lower().startswith(" of ")


def _to_come(quantity: Quantity, verb: Token, sentence: Sentence, holding: Sequence[Statement]) -> str | None:
    """`target` or `forecast` where a number is wanted, planned or expected, else None."""
    for word in _clauses_above(verb):
        if word.lemma in load_kind_words("forecast") and (word is not verb or word.tag in ("VBN", "VBD", "VBZ", "VBP", "JJ")):
            return _forecast(word, verb, sentence)
        if _is_wanted(word, verb):
            return "forecast" if _is_foreseen(holding) or _is_projected(word, quantity, sentence) else "target"
        modals = {child.lower for child in word.children if child.dep == "aux"}
        if modals & _POSSIBLE and word is verb and word.lemma not in load_kind_words("capable") and not _is_denied(word) and not _is_past(word):
            return "forecast"
    cues = {(item.cue or "").lower() for item in holding}
    is_hoped = any(cue.startswith(tuple(load_kind_words("hoping"))) for cue in cues) and not _is_told(verb)
    if is_hoped or (verb.lemma in load_kind_words("target") and _WANTED.search(sentence.text[: quantity.start])):
        return "target"
    near = sentence.text[max(0, quantity.start - 50) : quantity.start]
    if _TARGET_NOUNS.search(near):
        return "target"
    return "forecast" if _FORECAST_NOUNS.search(near) else None


def _forecast(word: Token, verb: Token, sentence: Sentence) -> str | None:
    """`forecast` below a verb of expecting; not for "estimates that a third have left"."""
    if word is verb:
        return "forecast" if word.lemma != "estimate" or "next" in sentence.text else None
    is_told = word.lemma == "estimate" and not any(child.tag == "MD" for child in verb.children) and (
        verb.tag in ("VBZ", "VBP") or any(child.dep in ("aux", "auxpass") and child.tag in ("VBZ", "VBP") for child in verb.children)
    )
    return None if is_told or _is_past(verb) else "forecast"


def _is_wanted(word: Token, verb: Token) -> bool:
    """Whether a verb of will, a future or "was to" stands over a number's verb, or is it."""
    if any(child.dep == "aux" and child.lower in _FUTURE for child in word.children):
        return True
    if word is verb:
        return word.lemma in ("target", "aim")
    is_due = word.lemma == "be" and verb.dep == "xcomp" and verb.tag == "VB" and not word.find_children("acomp", "attr")  # "trade was to reach"
    return is_due or (word.lemma in load_kind_words("target") and not _is_past(verb))


_FORESEEING_CUES = ("forecast", "expect", "predict", "project", "anticipate", "estimate", "foresee")


def _is_foreseen(holding: Sequence[Statement]) -> bool:
    """Whether a speaker forecasts: "will rise to 6 billion, the bank forecast"."""
    return any((item.cue or "").lower().startswith(_FORESEEING_CUES) for item in holding)


_MORE_BEHIND = re.compile(r"^\W{0,2}(?:higher|lower|larger|smaller|bigger|more|less|fewer)\b", re.IGNORECASE)  # 73 per cent higher


def _is_projected(word: Token, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a future is told of a thing that nobody steers: "exports will be 73 per cent higher", "the deal will create jobs"."""
    if not any(child.dep == "aux" and child.lower in _FUTURE for child in word.children):
        return False
    subjects = word.find_children("nsubj")
    if not subjects or any(subject.pos == "PROPN" or subject.lemma in load_kind_words("agents") or subject.lower in load_kind_words("agents") for subject in subjects):
        return False
    return word.lemma in load_kind_words("moves") or (word.lemma == "be" and bool(_MORE_BEHIND.match(sentence.text[quantity.end : quantity.end + 12])))


def _is_told(verb: Token) -> bool:
    """Whether a clause tells what is or was, whoever hopes around it: "I want to stress that there are 40 plants"."""
    return _is_past(verb) or (verb.tag in ("VBZ", "VBP") and verb.lemma in ("be", "have") and not verb.find_children("aux"))


def _clauses_above(verb: Token) -> list[Token]:
    """A verb and those above it that still govern it: none beyond a relative or a finite adverbial clause."""
    chain = [verb]
    word = verb
    while word.head is not word and len(chain) < _STEP_LIMIT:
        is_finite = word.tag in ("VBD", "VBZ", "VBP", "MD") or any(child.tag in ("MD", "VBD", "VBZ", "VBP") and child.dep == "aux" for child in word.children)
        if word.dep == "relcl" or (word.dep == "advcl" and is_finite):
            break
        word = word.head
        chain.append(word)
    return chain


def _is_past(verb: Token) -> bool:
    """Whether a clause tells what was or has been."""
    has_modal = any(child.tag == "MD" for child in verb.children)
    has_had = any(child.dep == "aux" and child.lower in ("have", "has", "had", "'ve") for child in verb.children)
    return has_had or (verb.tag == "VBD" and not has_modal) or any(child.dep == "auxpass" and child.tag == "VBD" for child in verb.children)


def _is_denied(verb: Token) -> bool:
    return any(child.dep == "neg" for child in verb.children)


_SIZE_BEHIND = re.compile(r"\s+(?:(?:the|its|their|our|his)\s+(?:size|number|area|population|length|volume|budget|amount|strength)|(?:larger|bigger|smaller|more\s+\w+)\s+than)\b", re.IGNORECASE)
"""What makes a multiple a comparison of two sizes: "four times the size of Belgium"."""


def _is_change(quantity: Quantity, words: Sequence[Token], verb: Token, sentence: Sentence) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a number says by how much something rose or fell, and not to what."""
    text = sentence.text
    before, after = text[max(0, quantity.start - 40) : quantity.start], text[quantity.end : quantity.end + 40]
    if quantity.unit == "times" and verb.lemma not in load_kind_words("change") and _SIZE_BEHIND.match(after):
        return False
    if quantity.unit == "times" or _BELOW.match(after):
        return True
    if _LEVEL_BEFORE.search(before):
        return False
    if _COMPARED.match(after) or _CHANGE_NOUNS.match(after.lstrip(" -")):
        return True
    if _CHANGE_NOUNS.search(before[-30:]) and re.search(r"\b(?:of|by)\s+(?:\w+\s+){0,3}$", before, re.IGNORECASE):
        return True
    if _UP_BY.search(before) and quantity.unit != "count" and (verb.lemma in load_kind_words("change") or _UP_OR_DOWN.search(before[-24:])):
        return True
    return quantity.unit == "percent" and verb.lemma in load_kind_words("change") and not _before_of(quantity, sentence) and bool(words)


_UP_OR_DOWN = re.compile(r"(?<!make )(?<!made )(?<!makes )\b(?:up|down)\b")
