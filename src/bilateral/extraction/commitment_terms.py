"""The terms of a promise: its target and its deadline, as the words tell.

Also the clauses that tell nothing but what became of an earlier promise: "the
waiver took effect", "the goal was missed", "Ankara pulled out of the project".
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, find_subjects, is_negated, is_passive
from bilateral.extraction.commitment_targets import find_target
from bilateral.extraction.promised import Promised
from bilateral.extraction.sides import names_in, sides_of, states_of
from bilateral.periods import bounds, is_period
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.projects import load_project_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bilateral.extraction.sides import Voice
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Figure
    from bilateral.vocabulary.commitments import Outcome

__all__ = ["concerns_other", "find_deadline", "find_outcomes", "has_terms"]

_QUANTITY = re.compile(
    r"(?:US\$|A\$|[$€£¥₹₩])\s?\d|\b\d[\d.,]*\s*(?:%|per\s?cent|million|billion|trillion|tonnes|tons|barrels|bcm|gigawatts?|GW|MW|megawatts?)",
    re.IGNORECASE,
)  # "$30 billion", "93 per cent"
_COMING = re.compile(r"\b(?:over|in|within|during|for|through)\s+the\s+(?:next|coming|following)\s+(?P<number>\d{1,2}|\w+)\s+(?P<unit>year|month|week|day)s?\b", re.IGNORECASE)
"""A length of time that begins with the document: "over the next three years"."""

_SOME_TIME = re.compile(r"\s*(?:with)?in\s+(?:\w+\s+)?(?:year|month|week|day)s?\b", re.IGNORECASE)
"""A length of time alone, which in a treaty runs from its entry into force: "within four years"."""

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20}
_MOST_LATER = 60
_UNREAL = frozenset(("may", "might", "could", "would", "can", "should", "must", "will", "shall", "'ll", "wo", "to"))
_UNSURE = frozenset(("if", "unless", "whether", "until"))
_WEEK, _YEAR, _SAFE_DAY = 7, 12, 28
_OWNERS = ("poss", "amod", "compound", "nmod")


def _inside(start: int, end: int, promised: Promised) -> bool:
    return promised.start <= start and end <= promised.end


def find_deadline(doc: ParsedDocument, promised: Promised) -> str | None:
    """By when: a deadline in the clause, else a time in it that lies after the document's date.

    Does not find "upon entry into force" and other times without a date.

    Args:
        doc: The document, for its published date.
        promised: The promise with its clause.

    Returns:
        ISO 8601 date or period; None if the clause names none.
    """
    if promised.whole is not None and promised.aim is not None:
        return _deadline_of_part(doc, promised, promised.whole)
    times = [time for time in promised.sentence.times if time.period and _inside(time.start_char, time.end_char, promised)]
    times = [time for time in times if is_period(str(time.period))]
    for time in times:
        if time.is_deadline and not (_is_provision(promised) and _SOME_TIME.match(time.quote)):
            return time.period
    published = _published(doc)
    for time in times:
        if time.time_type == "date" and published and bounds(str(time.period))[1] > published and not (_is_provision(promised) and _SOME_TIME.match(time.quote)):
            return time.period
    return _coming(doc.text[promised.start : promised.end], published) if published else None


def _deadline_of_part(doc: ParsedDocument, part: Promised, whole: Promised) -> str | None:
    """By when one of several aims: by its own words, else by those after the last number or before the first, which govern all."""
    alone = replace(part, whole=None, aim=None, start=part.start if part.start != whole.start else whole.what_start)
    own = find_deadline(doc, alone)
    if own:
        return own
    after = find_deadline(doc, replace(whole, start=part.aims[-1].end))
    return after or find_deadline(doc, replace(whole, end=part.aims[0].start))


def _is_provision(promised: Promised) -> bool:
    """Whether a promise is an article of an agreement, whose times run from its entry into force."""
    return promised.recipient is not None and promised.start == promised.what_start and promised.status is None


def _coming(text: str, published: date) -> str | None:
    """The period of "over the next three years", from the document's day."""
    found = _COMING.search(text)
    if found is None:
        return None
    number = _NUMBERS.get(found["number"].lower(), int(found["number"]) if found["number"].isdigit() else 0)
    if not 0 < number <= _MOST_LATER:
        return None
    return f"{published.isoformat()}/{_later(published, number, found['unit'].lower()).isoformat()}"


def _later(day: date, number: int, unit: str) -> date:
    """A day so many days, weeks, months or years on; the 29th to 31st become the 28th of a month that may lack them."""
    if unit in ("day", "week"):
        return day + timedelta(days=number * (_WEEK if unit == "week" else 1))
    months = day.year * _YEAR + day.month - 1 + number * (_YEAR if unit == "year" else 1)
    return day.replace(year=months // _YEAR, month=months % _YEAR + 1, day=min(day.day, _SAFE_DAY) if day.day > _SAFE_DAY else day.day)


def _published(doc: ParsedDocument) -> date | None:
    end = doc.document.published_end
    if end is not None:
        return end  # type: ignore[no-any-return]
    text = doc.document.published
    return bounds(text)[1] if text and is_period(text) else None


def has_terms(doc: ParsedDocument, promised: Promised, figures: Sequence[Figure]) -> bool:
    """Whether an aim has a target, a deadline or a named plan: without one it is only a wish (GUIDE, decisions)."""
    if find_deadline(doc, promised) or find_target(promised, figures)[0] is not None:
        return True
    text = doc.text[promised.start : promised.end]
    if _QUANTITY.search(text):
        return True
    plans = load_promise_words().named_plans
    return any(
        token.lemma.lower() in plans and any(child.dep in ("amod", "compound", "prep") for child in token.children)
        for token in promised.sentence.tokens
        if promised.what_start <= token.start and token.end <= promised.end and token.dep in ("dobj", "pobj", "conj")
    )


def concerns_other(doc: ParsedDocument, promised: Promised, voice: Voice) -> bool:
    """Whether a promise reaches beyond the side that makes it.

    Does not judge whether it is important. A promise of two sides always does,
    and so does what a report about two states tells of one of them; what a
    side says of itself does where it names another party in its sentence or
    the one before it, or has a word of relations.

    Args:
        doc: The document.
        promised: A candidate.
        voice: Who speaks in the document.

    Returns:
        False for "we will build schools at home".
    """
    own = set(states_of(promised.actor))
    if len(own) > 1 or promised.recipient or voice.is_joint:
        return True
    acts_for_state = any("/" not in party or party.endswith(("/MIL", "/LEG")) for party in promised.actor)
    if acts_for_state and own & set(voice.pair) and not (voice.speaks and voice.state in own):
        return True
    sentence = promised.sentence
    near = doc.sentences[max(0, sentence.index - 1) : sentence.index + 1]
    if any(set(states_of(mention.parties)) - own for other in near for mention in other.mentions):
        return True
    relations = load_promise_words().relations
    return bool(voice.pair) and any(token.lemma.lower() in relations for token in sentence.tokens if promised.start <= token.start < promised.end)


def find_outcomes(sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Find the clauses that tell what became of a promise, an agreement or a joint project.

    Does not find outcomes that are only possible, wished or asked for, nor
    those of promises that only "it" names.

    Args:
        sentence: A parsed sentence.
        voice: Who speaks in the document, and its pair of states.

    Yields:
        One candidate a clause, with the status that it tells.
    """
    words = load_promise_words()
    for verb in sentence.tokens:
        if verb.pos not in ("VERB", "AUX") or _is_unreal(verb):
            continue
        status, matter = _denied_outcome(verb) or _dead_outcome(verb) or (None, None)
        for outcome in words.outcomes.get(verb.lemma, ()) if status is None and not _is_denied(verb) else ():
            matter = _matter(verb, outcome)
            if matter is not None:
                status = outcome.status
                break
        if status is None or matter is None:
            continue
        actor = _keepers(verb, matter, sentence, voice)
        if actor:
            start, end = clause_span(verb)
            about = [word for word in matter.subtree() if word.dep != "punct"]
            yield Promised(sentence, start, max(end, about[-1].end), about[0].start, actor, "agreed", recipient=[], status=status)


def _is_denied(verb: Token) -> bool:
    """Whether a verb, or the one that it is coordinated with, is negated: "has not closed the border or suspended the waiver"."""
    while not is_negated(verb) and verb.dep == "conj" and verb.head is not verb and not verb.find_children("nsubj", "nsubjpass", "aux"):
        verb = verb.head
    return is_negated(verb)


def _is_unreal(verb: Token) -> bool:
    """Whether a clause tells no fact: a modal, an infinitive, a condition, or a plan over it."""
    if any((c.dep == "aux" and c.lower in _UNREAL) or (c.dep == "mark" and c.lower in _UNSURE) for c in verb.children):
        return True
    return verb.dep in ("xcomp", "pcomp", "amod") or (verb.dep == "conj" and _is_unreal(verb.head) and not verb.find_children("nsubj", "nsubjpass"))


def _is_promise(noun: Token) -> bool:
    """Whether a noun names what was promised: "the goal", "the second number of the promise", "his part in the project"."""
    words, heads = load_promise_words(), load_project_words().heads
    lemma = noun.lemma.lower()
    if lemma in words.outcome_nouns or heads.get(lemma) == "project":
        return not any(c.lower in ("no", "any", "a", "an") for c in noun.children if c.dep == "det")
    inner = [word for prep in noun.find_children("prep") for word in prep.find_children("pobj")]
    if lemma in words.outcome_parts:
        return any(_is_promise(word) for word in inner)
    return heads.get(lemma) == "works" and any(c.pos == "PROPN" for c in (*noun.children, *inner))


def _matter(verb: Token, outcome: Outcome) -> Token | None:
    """What was promised, where the verb stands with it as the outcome wants."""
    below = {c.lower for c in verb.children if c.dep in ("prt", "prep", "advmod", "acomp", "dobj", "oprd")}
    if outcome.form == "act":
        return None if is_passive(verb) else _acted_on(verb, outcome, below)
    subjects = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass", "csubj")]
    if outcome.form == "passive" and (not is_passive(verb) or verb.dep == "acl"):
        return None
    if outcome.form == "course" and is_passive(verb):
        return None
    if outcome.with_word and outcome.with_word not in below | {subject.lemma.lower() for subject in subjects}:
        return None
    if outcome.with_word in {"into", "to"} and not _is_set_phrase(verb):
        return None
    return next((subject for subject in subjects if _is_promise(subject) or (subject.dep == "csubj" and outcome.with_word == "effect")), None)


def _is_set_phrase(verb: Token) -> bool:
    """Such as "came into force", "came to a standstill"."""
    inner = {word.lower for prep in verb.find_children("prep") for word in prep.find_children("pobj")}
    return bool(inner & {"force", "effect", "operation", "standstill", "halt", "nothing"})


def _acted_on(verb: Token, outcome: Outcome, below: set[str]) -> Token | None:
    """The object of "missed the goal", "pulled out of the project", "halted its part in the project"."""
    heads = verb.find_children("dobj")
    wanted = outcome.with_word
    if wanted and wanted in ("of", "out", "from", "on", "away", "back"):
        if wanted not in below:
            return None
        preps = [p for c in (verb, *verb.find_children("prep", "prt", "advmod")) for p in c.find_children("prep")]
        heads = [word for prep in preps for word in prep.find_children("pobj")]
        return next((word for word in heads if _is_promise(word)), None)
    if wanted:
        return next((word for word in heads if word.lemma.lower() == wanted or load_project_words().heads.get(word.lemma.lower()) == wanted), None)
    return next((word for word in heads if _is_promise(word)), None)


def _denied_outcome(verb: Token) -> tuple[str, Token] | None:
    """Such as "the target was not met", "the contract was never signed", "the instalments did not arrive"."""
    if verb.lemma not in load_promise_words().undone or not is_negated(verb) or any(c.lower == "yet" for c in verb.children):
        return None
    subject = next((c for c in verb.children if c.dep in ("nsubj", "nsubjpass") and _is_promise(c)), None)
    if subject is None or (subject.dep == "nsubj" and verb.find_children("dobj")):
        return None
    return "missed", subject


def _dead_outcome(verb: Token) -> tuple[str, Token] | None:
    """Such as "the project has been dead for years"."""
    states = load_promise_words().outcome_states
    told = next((c for c in verb.find_children("acomp", "oprd") if c.lower in states), None)
    subject = next((c for c in verb.find_children("nsubj") if _is_promise(c)), None)
    return (states[told.lower], subject) if told is not None and subject is not None and not is_negated(verb) else None


def _keepers(verb: Token, matter: Token, sentence: Sentence, voice: Voice) -> list[str]:
    """Whose promise it is: the side that acts, the owner of what was promised, else the document's pair."""
    acting = sides_of(find_subjects(verb), sentence, voice) if is_passive(verb) or matter.dep not in ("nsubj", "csubj") else []
    if acting:
        return acting
    if matter.dep in ("dobj", "pobj"):
        return []
    owners = [c for c in matter.children if c.dep in _OWNERS] + [w for p in matter.find_children("prep") if p.lower in ("between", "with", "by", "of") for w in p.find_children("pobj")]
    owned = sides_of([other for owner in owners for other in (owner, *owner.find_children("conj"))], sentence, voice)
    named = [state for state in states_of(names_in(sentence, sentence.start_char, sentence.end_char)) if is_state(state)]
    if owned:
        return owned
    return list(voice.pair) if voice.pair and set(named) <= set(voice.pair) else []
