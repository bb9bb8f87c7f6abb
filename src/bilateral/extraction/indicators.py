"""What a quantity counts or measures: by trigger words near it, else by the noun phrase it counts.

The nearest trigger of a fitting kind of unit in the clause decides; a counted
noun goes before the rest of the clause. Durations count only where the text
says what lasted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.prices import find_price
from bilateral.vocabulary.measures import load_indicators
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.measures import Indicator

__all__ = ["Measured", "find_indicator", "find_spoken"]

_RATE = re.compile(
    r"[\s-]{0,2}(?:(?!(?:and|or|than|while|which|when)\b)[\w'’.-]+\s+){0,6}?(?P<rate>(?:a|per|each|every)\s(?:year|month|week|day|annum)|annually|yearly|monthly|weekly|daily)\b"
    r"(?!\s+(?:earlier|ago|before|later|long|after|old|period))", re.IGNORECASE
)  # 40 flights per week; not "24 percent more than a year earlier"
_RATES = {"annum": "a year", "annually": "a year", "yearly": "a year", "monthly": "a month", "weekly": "per week", "daily": "per day"}
_FIRST_IN = re.compile(r"\b(?:first|last)\b(?:\W+[\w'’-]+){0,14}?\W+(?:in|for|since)\b[\w\s]{0,24}$", re.IGNORECASE)
_SPAN_BEFORE = re.compile(
    r"\b(?:(?:over|in|during|for|within|through|throughout)\s+(?:the\s+)?(?:past|last|next|coming|previous|following|first|recent)"
    r"|within|every|after|aged|age\s+of|the\s+(?:past|last|next|coming|previous|first))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\b(?:for|lasted|lasting|lasts|took|spanning|span\s+of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:in|for|after)\s+[\w\s]{0,16}$", re.IGNORECASE)
_OF_RELATIONS = re.compile(r"\b(?:diplomatic\s+)?(?:relations|ties|relationship)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\b(?:relations|ties|relationship|friendship|establish|recognition)\w*", re.IGNORECASE)
_NOT_LENGTHS = frozenset("old low high ago age olds record".split())
_TOO_FAR = 140
"""Characters between a quantity and a trigger beyond which they hardly belong together."""
_EMPTY_NOUNS = frozenset(
    "way reason factor thing point question aspect kind type sort part hand step side half page chapter section paragraph word fact example"
    " country nation state leader president minister government capital continent neighbour neighbor party people korea superpower power bloc time"
    " other another one figure number issue term front level decade pillar goal option person man woman rival ally counterpart chief"
    " purpose principle trial trip speech sentence word paragraph article version case moment piece minute phone speaker reporter".split()
)
"""Counted nouns that say nothing of a relation unless the number is large ("two sides", "three reasons")."""
_SMALL = 3
_FEW = 12
"""Up to here an empty noun stays empty: "four questions", but "120 countries"."""
_VAGUE_ADJECTIVES = frozenset("additional further more other new total same such extra another different separate own last next several".split())
_NOT_MEASURED = frozenset(
    """source statistic figure datum data essay report study estimate official government ministry institute minister president spokesman spokesperson analyst
    economist expert company country nation world number amount total it they this that which one part half rest most some way time year month week day people pct percent cent dlr dollar mln bln million billion""".split()
)
"""Subjects that report or own a quantity, and empty ones: "Russian sources give $25 billion"."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured: its name, the entry that told, and the word that showed it."""

    name: str
    indicator: Indicator | None
    trigger: tuple[int, int] | None  # in characters of the document
    is_rate: bool = False
    is_change: bool = False  # named as a growth rate


def find_indicator(quantity: Quantity, noun: Token | None, sentence: Sentence, *, clause: tuple[int, int], verb: Token) -> Measured | None:
    """What a quantity measures, None if it says nothing of a relation, a state or a project.

    Args:
        quantity: A quantity, offsets in characters of the sentence.
        noun: The noun that it counts, if any.
        sentence: Its sentence.
        clause: Start and end of its clause, in characters of the document.
        verb: The verb of its clause.
    """
    if quantity.unit_class == "duration":
        return _length(quantity, noun, sentence, verb)
    if (quantity.unit_class == "count" and not _counts(quantity, noun, sentence)) or _is_frequency(quantity, sentence):
        return None
    price = find_price(quantity, sentence.text)
    if price is not None:
        return Measured(price, None, None, is_rate=True)
    if quantity.unit_class == "amount" and quantity.is_attributive and noun is not None:
        return Measured(f"{_DIMENSIONS.get(quantity.unit, 'size')} of {noun.lower}", None, (noun.start, noun.end))
    found = _victims(quantity, noun, sentence, clause) or _by_noun(quantity, noun, sentence) or _by_whole(quantity, sentence)
    found = found or _by_phrase(quantity, sentence, verb) or _by_trigger(quantity, noun, sentence, clause)
    if found is None and noun is not None and quantity.unit_class in ("count", "rank"):
        found = Measured(_noun_name(quantity, noun, sentence), None, (noun.start, noun.end))
    if found is None and quantity.unit_class in ("money", "percent", "times", "amount"):
        found = Measured(_phrase_near(quantity, noun, sentence), None, None)
    return _with_rate(found, quantity, sentence) if found is not None else None


def _is_frequency(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether "times" tells how often: "met eight times this year"."""
    is_times = quantity.unit == "times" and bool(_OFTEN.search(sentence.text[quantity.start : quantity.end]))
    return is_times and not _AS_MUCH.match(sentence.text, quantity.end)


def _with_rate(found: Measured, quantity: Quantity, sentence: Sentence) -> Measured:
    """The measure with what it is counted by: "flights per week", "exports per day", "income per head"."""
    rate = _RATE.match(sentence.text, quantity.end, quantity.end + 70)
    if _PER_HEAD.search(sentence.text, max(0, quantity.start - 60), quantity.end + 30):
        ending = "per head"
    elif sentence.text[quantity.start : quantity.end].endswith("bpd"):
        ending = "per day"
    elif rate:
        ending = _rate_name(rate["rate"])
    else:
        return found
    return found if found.name.endswith(ending) else Measured(f"{found.name} {ending}", found.indicator, found.trigger, is_rate=True)


_OFTEN = re.compile(r"\btimes$", re.IGNORECASE)
_AS_MUCH = re.compile(r"\s+(?:as|more|less|the|that|what|its|their|over|\w+er|above|since|in)\b", re.IGNORECASE)
"""What follows a factor: "three times the sum"; else it tells how often: "met eight times this year"."""
_PER_HEAD = re.compile(r"\bper[- ](?:capita|head|person)\b", re.IGNORECASE)
_DIMENSIONS = {
    **dict.fromkeys(("kilometres", "miles", "metres"), "length"), **dict.fromkeys(("megawatts", "gigawatts"), "capacity"),
    **dict.fromkeys(("hectares", "acres", "square kilometres", "square miles"), "area"),
}  # fmt: skip


def _victims(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """People killed, injured or expelled: what happened to them goes before what they are."""
    if quantity.unit_class != "count" or (noun is not None and noun.lemma.lower() not in load_speech().speaker_nouns | _PEOPLE):
        return None
    at = sentence.start_char + quantity.start
    near = max(clause[0], at - 30), min(max(clause[1], at), at + 60)
    return _nearest(quantity, sentence, near, ("people killed", "people injured", "diplomats expelled"))


_PEOPLE = frozenset("civilian troop soldier trooper other child body serviceman guard hostage marine pilgrim national crew sailor fisherman ranger".split())


def _rate_name(text: str) -> str:
    words = text.lower().split()
    if words[-1] in _RATES:
        return _RATES[words[-1]]
    return f"a {words[-1]}" if words[-1] in ("year", "month") else f"per {words[-1]}"


def _counts(quantity: Quantity, noun: Token | None, sentence: Sentence) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a bare number counts something that matters."""
    if quantity.value < 2:  # noqa: PLR2004 - "one" only as "only one"
        before = sentence.text[max(0, quantity.start - 8) : quantity.start].lower().split()
        return bool(before) and before[-1] in ("only", "just", "single") and noun is not None
    if noun is None and not quantity.is_bare:
        return True
    if noun is None or noun.lemma.lower() in ("other", "person", "people"):
        return _is_victims(quantity, sentence)
    if quantity.is_bare and _NUMBERED.search(sentence.text, max(0, quantity.start - 30), quantity.start):
        return False
    if quantity.value <= _SMALL and _is_definite(noun):
        return False
    if quantity.value <= _FEW and quantity.is_bare and noun.lemma.lower() in _EMPTY_NOUNS:
        return False
    if noun.lemma.lower() in _EMPTY_NOUNS and _is_definite(noun):
        return False
    if quantity.is_bare and not quantity.is_word and 1800 <= quantity.value <= 2100 and noun.tag not in ("NNS", "NNPS"):  # noqa: PLR2004 - a year
        return False
    is_title = quantity.is_word and noun.tag in ("NNP", "NNPS") and not any(m.start_char <= noun.start < m.end_char for m in sentence.mentions)
    return not is_title


_NUMBERED = re.compile(
    r"\b(?:Section|Article|Resolution|Chapter|Order|Law|Act|Phase|Stage|Protocol|Annex|Paragraph|Page|Flight|Boeing|Airbus|Type|Line|Route|Highway|Group\s+of|Class"
    r"|Mark|Block|Area|Zone|Unit|Track|Tier|Level|Category|Round|Vision|Agenda|Decree|Directive|Convention|Su|MiG|No\.?|Number|no\.|number|article|section|resolution"
    r"|chapter|page|paragraph|flight)\s+$"
)  # UN Resolution 2231
_VICTIMS = re.compile(r"\b(?:kill|injur|wound|dead|died|arrest|detain|displac|expel|deport|releas)\w*", re.IGNORECASE)


def _is_victims(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a number without a noun counts people: "killed 20", "63 injured"."""
    near = sentence.text[max(0, quantity.start - 40) : quantity.end + 20]
    return bool(_VICTIMS.search(near)) and not (quantity.is_bare and 1800 <= quantity.value <= 2100)  # noqa: PLR2004 - a year


_VICTIM_NAMES = ("people killed", "people injured", "prisoners", "diplomats expelled", "refugees")


def _is_definite(noun: Token) -> bool:
    """Whether "the", "these" or an owner stands before a noun: those are known already."""
    return any(child.dep in ("det", "poss", "predet") and child.lower not in ("a", "an", "some", "no") for child in noun.children)


def _by_noun(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """The indicator that the counted noun itself names: "40 flights", "$13 billion loan"."""
    if noun is None:
        return None
    phrase = sentence.text[quantity.end : noun.end - sentence.start_char]
    matches = [
        (match.end(), indicator, match)
        for indicator in load_indicators()
        if quantity.unit_class in indicator.units
        for match in indicator.pattern.finditer(phrase)
    ]
    for end, indicator, match in matches:
        if end >= len(phrase.rstrip()) - 1:
            start = sentence.start_char + quantity.end + match.start()
            return _named(indicator, quantity, (start, start + len(match[0])), sentence)
    return None


_OF_WHOLE = re.compile(r"\s*of\s+(?P<whole>[^,;.()]{2,70})", re.IGNORECASE)
_EMPTY_WHOLES = frozenset("which whom what it them this that these those".split())


def _by_whole(quantity: Quantity, sentence: Sentence) -> Measured | None:
    """What a percentage is a share of: "61 per cent of our exports", "8 per cent of serving personnel"."""
    behind = _OF_WHOLE.match(sentence.text, quantity.end) if quantity.unit_class == "percent" else None
    if behind is None or behind["whole"].split()[0].lower() in _EMPTY_WHOLES:
        return None
    start = quantity.end + sentence.start_char
    of = next((token for token in sentence.tokens if token.lower == "of" and 0 <= token.start - start <= 1), None)
    whole = of.find_children("pobj") if of is not None else []
    if not whole:
        return None
    is_empty = whole[0].lower in ("all", "half", "total", "value", "number")
    phrase = behind["whole"] if is_empty else sentence.text[behind.start("whole") : whole[0].end - sentence.start_char]
    for indicator in load_indicators():
        if "percent" in indicator.units:
            for match in indicator.pattern.finditer(phrase):
                low = sentence.start_char + behind.start("whole") + match.start()
                return Measured(f"share of {indicator.name}", indicator if indicator.is_whole else None, (low, low + len(match[0])))
    return Measured(f"share of {_noun_name(quantity, whole[0], sentence)}", None, (whole[0].start, whole[0].end))


_LEVEL_VERBS = frozenset(
    """be reach total amount stand come hit exceed surpass top approach average account make rise grow increase climb jump surge soar expand fall decline drop
    decrease shrink plunge plummet slump slip dip contract double triple quadruple treble widen narrow go remain accelerate value estimate put rebound recover""".split()
)
"""Verbs that say of their subject how much it is or by how much it changed."""


def _by_phrase(quantity: Quantity, sentence: Sentence, verb: Token) -> Measured | None:
    """The word that a number hangs on ("a deficit of $3 billion") or the subject of a verb of size ("trade, long small, reached $3 billion")."""
    if quantity.unit_class not in ("money", "percent", "times", "amount"):
        return None
    at = quantity.start + sentence.start_char
    anchor = next((token for token in reversed(sentence.tokens) if token.start < quantity.end + sentence.start_char and token.end > at), None)
    if anchor is None:
        return None
    for head in anchor.ancestors():
        if head is verb or head.pos in ("VERB", "AUX"):
            break
        if head.pos == "NOUN" and (head.end <= at or head.start >= quantity.end + sentence.start_char):
            found = _named_by(quantity, head, sentence)
            if found is not None:
                return found
    if verb.lemma not in _LEVEL_VERBS:
        return None
    if verb.dep == "acl":  # investments valued at $3 billion
        return _named_by(quantity, verb.head, sentence)
    subjects = [subject for subject in find_subjects(verb) if subject.pos == "NOUN"] or (
        [child for child in verb.children if child.dep == "nsubjpass" and child.pos == "NOUN"]
    )
    return next((found for subject in subjects if (found := _named_by(quantity, subject, sentence)) is not None), None)


_GENERAL = frozenset(("value", "cost", "price"))
"""Measures of anything: in "the value of trade" the other word counts."""
_NEAR_NOUN = 40
"""Characters of a noun phrase in front of and behind its head that can name what is measured."""


def _named_by(quantity: Quantity, head: Token, sentence: Sentence) -> Measured | None:
    """The indicator that a noun with what stands right before it, or its "of" phrase, names."""
    left = min([head.start, *(child.start for child in head.children if child.dep in ("compound", "amod", "nmod", "poss"))])
    right = max([head.end, *(word.end for prep in head.find_children("prep") if prep.lower in ("of", "in", "between", "with") for word in prep.find_children("pobj"))])
    right = min(right, head.end + _NEAR_NOUN)
    low, high = left - sentence.start_char, right - sentence.start_char
    matches = [
        (indicator.name in _GENERAL, not (match.start() <= head.start - sentence.start_char < match.end()), order, match, indicator)
        for order, indicator in enumerate(load_indicators())
        if quantity.unit_class in indicator.units
        for match in indicator.pattern.finditer(sentence.text, max(0, low), high)
    ]
    if not matches:
        return None
    *_, match, indicator = min(matches, key=lambda item: item[:3])
    return _named(indicator, quantity, (sentence.start_char + match.start(), sentence.start_char + match.end()), sentence)


def _by_trigger(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """The nearest fitting trigger, in the clause first."""
    if quantity.unit_class == "count":
        if _is_victims(quantity, sentence):
            return _nearest(quantity, sentence, clause, _VICTIM_NAMES)
        return _nearest(quantity, sentence, clause) if noun is None else None
    low, high = clause[0] - sentence.start_char, clause[1] - sentence.start_char
    return _nearest(quantity, sentence, (low + sentence.start_char, high + sentence.start_char)) or _nearest(
        quantity, sentence, (sentence.start_char, sentence.start_char + quantity.end)
    )


def _nearest(quantity: Quantity, sentence: Sentence, span: tuple[int, int], names: tuple[str, ...] | None = None) -> Measured | None:
    low, high = span[0] - sentence.start_char, span[1] - sentence.start_char
    best: tuple[float, int, Indicator, re.Match[str]] | None = None
    for order, indicator in enumerate(load_indicators()):
        if quantity.unit_class not in indicator.units or (names is not None and indicator.name not in names):
            continue
        for match in indicator.pattern.finditer(sentence.text, max(0, low), max(0, high)):
            distance = _distance(quantity, match, indicator)
            if distance <= _TOO_FAR and (best is None or (distance, order) < best[:2]):
                best = (distance, order, indicator, match)
    if best is None:
        return None
    match = best[3]
    return _named(best[2], quantity, (sentence.start_char + match.start(), sentence.start_char + match.end()), sentence)


_VAGUE_COST = 45.0
"""Handicap of the catch-all words of "cost" ("deal", "project") against a nearer subject."""


def _distance(quantity: Quantity, match: re.Match[str], indicator: Indicator) -> float:
    gap = quantity.start - match.end() if match.end() <= quantity.start else match.start() - quantity.end
    between = match.string[min(match.end(), quantity.end) : max(match.start(), quantity.start)]
    handicap = _VAGUE_COST if indicator.name == "cost" and not match[0].lower().startswith(("cost", "price tag", "budget")) else 0.0
    if match.end() <= quantity.start and " and " in between:
        handicap += 20
    return max(0, gap) + handicap + 30 * between.count(",") - 4 * len(match[0].split())


def _named(indicator: Indicator, quantity: Quantity, trigger: tuple[int, int], sentence: Sentence) -> Measured:
    """The indicator's name; a percentage "of" a whole is a share of it."""
    name = indicator.name
    if quantity.unit_class == "percent" and indicator.is_whole and _is_share(quantity, trigger, sentence):
        name = f"share of {name}"
    return Measured(name, indicator, trigger)


def _is_share(quantity: Quantity, trigger: tuple[int, int], sentence: Sentence) -> bool:
    """Whether "of" leads from a percentage to the whole: "61 per cent of our exports"."""
    behind = sentence.text[quantity.end : max(quantity.end, trigger[0] - sentence.start_char)]
    return bool(re.match(r"\s*of\b", sentence.text[quantity.end : quantity.end + 5])) and len(behind) < 60  # noqa: PLR2004 - one phrase


def find_spoken(quantity: Quantity, sentence: Sentence) -> Measured | None:
    """What the sentence before a number speaks of, for "they were 71 percent lower": the indicator that its main subject names.

    Args:
        quantity: A quantity of the next sentence.
        sentence: The sentence before it.
    """
    root = sentence.root
    subjects = find_subjects(root) if root is not None else []
    for subject in subjects:
        found = _named_by(quantity, subject, sentence)
        if found is not None and found.indicator is not None and found.indicator.is_whole:
            return found
    wholes = [item for item in load_indicators() if item.is_whole and quantity.unit_class in item.units]
    named = next((item for item in wholes if item.pattern.search(sentence.text)), None)
    return Measured(named.name, named, None) if named is not None else None


def _noun_name(quantity: Quantity, noun: Token, sentence: Sentence) -> str:
    """The counted noun with its modifiers, without number and nationality."""
    inside = range(quantity.start + sentence.start_char, quantity.end + sentence.start_char)
    words = [
        child
        for child in noun.children
        if child.i < noun.i and child.dep in ("amod", "compound", "nmod") and child.start not in inside and child.tag != "CD"
        and not any(m.start_char <= child.start < m.end_char for m in sentence.mentions)
    ]  # fmt: skip
    words = [word for word in words if word.lower not in _VAGUE_ADJECTIVES]
    if noun.tag in ("NNPS", "NNP") and _is_people(noun, sentence):
        return "tourists" if _COMING.search(sentence.text) else "people"
    name = " ".join(word.lower for word in (*words, noun))
    return f"rank as {name}" if quantity.unit == "rank" else name


_COMING = re.compile(r"\b(?:visit|tour|travel|arriv|holiday|vacation|flew|came to|could bring)\w*\b", re.IGNORECASE)


def _is_people(noun: Token, sentence: Sentence) -> bool:
    """Whether a counted name is a nation's people: "30,000 South Koreans"."""
    return noun.lower.endswith("s") and any(m.start_char <= noun.start < m.end_char for m in sentence.mentions)


def _phrase_near(quantity: Quantity, noun: Token | None, sentence: Sentence) -> str:
    """The noun phrase that an unlisted measure is said of: the noun behind, the phrase after "of", or the subject."""
    if noun is not None and noun.lemma.lower() not in _NOT_MEASURED:
        return _noun_name(quantity, noun, sentence)
    start = quantity.start + sentence.start_char
    anchor = next((token for token in sentence.tokens if token.start <= start < token.end), None)
    for token in sentence.tokens:
        if token.lower == "of" and 0 <= token.start - (quantity.end + sentence.start_char) <= 1:
            whole = token.find_children("pobj")
            if whole and whole[0].lower not in _EMPTY_WHOLES:
                return f"share of {whole[0].lower}" if quantity.unit == "percent" else whole[0].lower
    if anchor is not None:
        for head in anchor.ancestors():
            if head.tag == "NN" and head.start < start and head.lower not in ("percent", "per", "cent") and head.lemma not in _NOT_MEASURED:
                return f"{_DIMENSIONS[quantity.unit]} of {head.lower}" if quantity.unit in _DIMENSIONS else _noun_name(quantity, head, sentence)
            for subject in head.find_children("nsubj", "nsubjpass"):
                if subject.tag[:2] == "NN" and subject.lemma.lower() not in _NOT_MEASURED and not any(m.start_char <= subject.start < m.end_char for m in sentence.mentions):
                    return _noun_name(quantity, subject, sentence)
    return {"money": "amount", "percent": "share", "times": "multiple"}.get(quantity.unit_class, quantity.unit)


def _length(quantity: Quantity, noun: Token | None, sentence: Sentence, verb: Token) -> Measured | None:  # noqa: PLR0911 - one return a rule, in order
    """What lasted, or since when something was the first; None for spans that only set a time."""
    before = sentence.text[: quantity.start]
    after = sentence.text[quantity.end :]
    next_words = re.findall(r"[A-Za-z]+", after[:24])[:2]
    if next_words and next_words[0].lower() in _NOT_LENGTHS - {"ago"}:
        return None
    if quantity.is_anniversary:
        return _relation_years() if _FOUNDED.search(after[:90]) else None
    if quantity.is_attributive:
        return _attributive_length(quantity, noun, sentence)
    first = _FIRST_IN.search(before[-160:])
    if first and quantity.unit == "years":
        visit = re.search(r"\b(?:visit|trip|summit|meeting|talks|war|election|exercise|deal|agreement)\b", before[-160:], re.IGNORECASE)
        return Measured(f"years since the last {visit[0].lower() if visit else 'one'}", None, None)
    is_ago = bool(next_words) and next_words[0].lower() == "ago"
    if quantity.unit == "years" and _OF_RELATIONS.search(before[-90:] + " " + after[:90]) and not _SPAN_BEFORE.search(before[-30:]):
        if is_ago or re.match(r"\s+(?:of|since)\b", after) or _IN_ALL.search(before[-24:]):
            return _relation_years()
        return None
    if is_ago or _SPAN_BEFORE.search(before[-30:]) or not _LASTS.search(before[-30:]):
        return None
    if any(child.dep == "aux" and child.lemma in ("have", "'ve") for child in verb.children) and not _ITS_LENGTH.search(before[-30:]):
        return None  # "had been dead for six years"
    found = _nearest(quantity, sentence, (sentence.start_char, sentence.start_char + quantity.end))
    if found is not None and found.trigger is not None and "," in before[found.trigger[1] - sentence.start_char :] and not found.name.endswith("stay"):
        found = None
    return found or (Measured("length", None, None) if _ITS_LENGTH.search(before[-30:]) else None)


_ITS_LENGTH = re.compile(r"\b(?:lasted|lasting|lasts?|took|spanning|span\s+of)\s+(?:for\s+)?(?:\w+\s+){0,3}$", re.IGNORECASE)


def _relation_years() -> Measured:
    indicator = next(item for item in load_indicators() if item.name == "years of relations")
    return Measured(indicator.name, indicator, None)


def _attributive_length(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """"a three-day visit", "a five-year term"."""
    if noun is None or noun.lower in _NOT_LENGTHS:
        return None
    return _by_noun(quantity, noun, sentence) or Measured(f"length of {noun.lower}", None, (noun.start, noun.end))
