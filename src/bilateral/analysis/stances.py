"""Where a party stands on an issue, read from the words of one sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.analysis.wordings import Naming, Wording
    from bilateral.vocabulary.phrase_index import Match

__all__ = ["Reading", "find_subject", "is_governed", "read_stance"]

_STRONG_STOPS = frozenset({";", ":", "—", "–", ".", "!", "?", "(", ")"})
_CONTRASTS = frozenset({"but", "whereas", "although", "though", "while", "however"})
_REACH_AFTER = 12
"""Words after an issue in which its predicate is looked for ("the sanctions of the past three years must be lifted")."""

_FLIP_REACH = 5
"""Words after an issue in which the end that is wanted of it may stand ("to see the tariffs on wine removed")."""

_GOVERNING_REACH = 4
"""Words between two verbs of one chain ("has repeatedly refused to openly support")."""

_HELD_REACH = 12
"""Words between a verb of holding and the issue that it governs."""

_ACT_REACH = 7
"""Words between a verb of will or doing and the issue: a deeper one is named by the way ("send documents on Flight 7")."""

_OWN_PRONOUNS = frozenset({"we", "it", "he", "she", "they", "i"})
_SKIPPED = frozenset(
    """
    has have had is are was were be been being do does did not n't never no also still again always long strongly firmly clearly once only now
    repeatedly consistently openly publicly officially formally will would shall should must can cannot could may might already even further
    flatly sharply categorically resolutely vehemently recently later then thus therefore just both all fully so itself themselves himself
    today yesterday tonight monday tuesday wednesday thursday friday saturday sunday
    neither either in turn 's 'd 've 're 'll
    """.split()
)  # "has long been strongly opposed"
_COPULAS = frozenset("is are was were be been being remain remains remained as seems seem constitutes represents became becomes would".split())
_CALLING = frozenset("called calls calling described describes branded labelled labeled declared deemed considers considered regards regarded termed".split())
_PREPOSITIONS = frozenset("of with by from in to against for on at between towards toward into than over about under through".split())
_BEGINNING = frozenset("to began begun begins started starts continued continues moved decided decides had has".split())  # began to deport
_HOLDING = frozenset({"favour", "disfavour"})
_EVIDENCE = frozenset({"favour", "disfavour", "intent", "duty"})


class Reading(NamedTuple):
    """What the words show: the stance, the words that decided, and where what it is towards stands."""

    stance: str
    rule: str
    first: int  # first word of what the stance is towards
    last: int  # one past its last word


class _Clause(NamedTuple):
    """The words around an issue that can govern it."""

    left: int
    right: int
    wide_left: int  # as far as contrasts and stops allow
    wide_right: int
    is_condition: bool


class _Evidence(NamedTuple):
    """A word that shows a stance, the sign of what it governs, and whether it only foresees."""

    tag: Match
    sign: int
    is_firm: bool


def read_stance(wording: Wording, hit: Match, own: frozenset[str], *, manner: str = "statement", trigger: str = "") -> Reading:
    """Read a party's stance on an issue from the words around it.

    Signs are multiplied: "opposes the lifting of sanctions" is for sanctions. Words of
    another party ("said that Peru opposed the plan") show nothing of the speaker, nor do
    questions, and what might be. Does not weigh irony or what is meant but not said.

    Args:
        wording: The sentence.
        hit: The words of the issue in it.
        own: States of the party whose stance is read.
        manner: "statement" for the party's own words, "act" or "promise" for what it did, "told" for a sentence
            of which it must be the subject.
        trigger: The word that tells the act.

    Returns:
        The stance on the side that the issue calls "for"; `unclear` where the words do not show it.
    """
    clause = _bound(wording, hit)
    first, last = hit.start, clause.right
    if wording.is_question or _is_asked(wording) or (manner == "told" and "i" in wording.words) or _is_beside(wording, hit):
        return Reading("unclear", "question or aside", first, last)
    evasion = _find_evasion(wording, hit, clause, own, is_strict=manner != "statement")
    if evasion:
        is_bound = wording.words[evasion.end - 1].startswith(_WEIGHING) and _has_condition(wording, hit, clause)
        return Reading("conditional" if is_bound else "evasive", _words(wording, evasion), first, last)
    if clause.is_condition:
        return _of_condition(wording, hit, clause)
    evidence = _find_left(wording, hit, clause, own) or _find_right(wording, hit, clause, own)
    if evidence is not None and not evidence.is_firm and _is_open(wording, hit, clause):
        evidence = None
    if evidence is not None and manner == "told" and _is_anothers(wording, hit, clause, own):
        return Reading("unclear", "another's words", first, last)  # "Chile hopes that Peru will open its ports"
    if evidence is not None and manner == "told" and (evidence.tag.label == "duty" or not _is_subject_of(wording, evidence.tag, own)):
        evidence = None
    if evidence is None and not _is_anothers(wording, hit, clause, own):
        evidence = _find_act(wording, hit, clause, own, trigger=trigger)
    if evidence is None:
        return Reading("unclear", "no word of stance", first, last)
    if evidence.tag.end <= hit.start:
        first = evidence.tag.end
    sign = -evidence.sign if hit.label.startswith("-") else evidence.sign
    stance = "conditional" if _has_condition(wording, hit, clause) else "for" if sign > 0 else "against"
    return Reading(stance, _words(wording, evidence.tag), first, last)


def _is_beside(wording: Wording, hit: Match) -> bool:
    """Whether an issue only describes something before it: "the sanctions imposed over |the invasion|"."""
    near = wording.words[max(0, hit.start - 4) : hit.start]
    if any(word.endswith("ed") and after in ("by", "over", "after") for word, after in pairwise(near)):
        return True
    before = max((one for one in wording.hits if one.end <= hit.start and one.label.lstrip("-") != hit.label.lstrip("-")), key=lambda one: one.end, default=None)
    if before is None:
        return False
    between = wording.words[before.end : hit.start]
    return any(word.endswith("ed") for word in between) and not {",", "and", "or", "but", "that", ";"} & set(between)


_WEIGHING = ("consider", "review", "study", "look", "think", "weigh", "examin")
"""Beginnings of words that only weigh a thing: with a condition they tie a stance to it."""


def _has_condition(wording: Wording, hit: Match, clause: _Clause) -> bool:
    return any(tag.label == "condition" for tag in _within(wording, clause.wide_left, clause.wide_right, hit))


def _find_evasion(wording: Wording, hit: Match, clause: _Clause, own: frozenset[str], *, is_strict: bool) -> Match | None:
    """An answer without a stance; outside the party's own words it must be the party's for certain."""
    for tag in wording.tags:
        if tag.label != "evasion" or not clause.wide_left <= tag.start < clause.wide_right or not _is_own(wording, tag, own):
            continue
        if not is_strict or (tag.end <= hit.start and _is_subject_of(wording, tag, own)):
            return tag
    return None


def is_governed(wording: Wording, naming: Naming) -> bool:
    """Whether a preposition stands before a mention, so that it is no subject: "relations between Peru and |Chile| will"."""
    for word in reversed(wording.words[max(0, naming.start - 4) : naming.start]):
        if word in {",", '"', "“", *_STRONG_STOPS} or word.isdigit():  # In 2010 Peru
            return False
        if word in _PREPOSITIONS:
            return True
    return False


def _is_subject_of(wording: Wording, tag: Match, own: frozenset[str]) -> bool:
    """Whether the party itself is the subject of a word or of one that governs it, or owns the noun that the word is."""
    for at in {tag.start, *(one.start for one in wording.tags if one.end <= tag.start and tag.start - one.end <= _GOVERNING_REACH)}:
        subject = find_subject(wording, at)
        if subject is not None and not isinstance(subject, str) and subject.states & own and not is_governed(wording, subject):
            return True
    return False


_ASKING = frozenset("would will does do did is are was were should can could has have why what who how when where shall may".split())


def _is_asked(wording: Wording) -> bool:
    """Whether a question mark is lacking because words of saying follow: "Would Peru agree, a reporter asked"."""
    first = next((i for i, word in enumerate(wording.words) if word[0].isalnum()), 0)
    return wording.words[first] in _ASKING and any(naming.start <= first + 1 < naming.end for naming in wording.namings)


def _words(wording: Wording, tag: Match) -> str:
    return " ".join(wording.words[tag.start : tag.end])


def _within(wording: Wording, start: int, end: int, hit: Match) -> Iterator[Match]:
    """Words of stance between two places that are not part of the issue's own words."""
    return (tag for tag in wording.tags if start <= tag.start and tag.end <= end and (tag.end <= hit.start or tag.start >= hit.end))


def _bound(wording: Wording, hit: Match) -> _Clause:
    stops = [i for i, word in enumerate(wording.words) if word in _STRONG_STOPS]
    breaks = [tag for tag in wording.tags if tag.label in ("break", "condition") and (tag.end <= hit.start or tag.start >= hit.end)]
    contrasts = [*stops, *(tag.start for tag in breaks if wording.words[tag.start] in _CONTRASTS)]
    before = max((tag for tag in breaks if tag.end <= hit.start), key=lambda tag: tag.start, default=None)
    last_stop = max((i for i in stops if i < hit.start), default=-1)
    is_broken = before is not None and before.start > last_stop
    left = before.end if before is not None and is_broken else last_stop + 1
    right = min([i for i in stops if i >= hit.end] + [tag.start for tag in breaks if tag.start >= hit.end], default=len(wording.words))
    return _Clause(
        left,
        right,
        max((i + 1 for i in contrasts if i < hit.start), default=0),
        min((i for i in contrasts if i >= hit.end), default=len(wording.words)),
        is_condition=before is not None and is_broken and _is_condition(wording, before, hit),
    )


def _is_condition(wording: Wording, tag: Match, hit: Match) -> bool:
    """Whether a word opens the condition that holds the issue; a comma ends it ("if Peru agrees, Chile will trade")."""
    word = wording.words[tag.start]
    is_opener = tag.label == "condition" or word in ("if", "unless", "once", "until", "provided")
    return is_opener and "," not in wording.words[tag.end : hit.start]


def find_subject(wording: Wording, at: int) -> Naming | str | None:
    """Who stands as the subject right before a word: a mention, a pronoun of the speaker's, or None."""
    i = at - 1
    while i >= 0 and (wording.words[i] in _SKIPPED or wording.words[i].endswith("ly")):
        naming = _ending_at(wording, i + 1)
        if naming is not None:
            return naming
        i -= 1
    if i < 0:
        return None
    naming = _ending_at(wording, i + 1)
    if naming is not None:
        return naming
    if wording.words[i] in _OWN_PRONOUNS:
        return wording.words[i]
    return _owner_of(wording, i)


def _ending_at(wording: Wording, end: int) -> Naming | None:
    found = [naming for naming in wording.namings if naming.end == end and naming.how != "place"]
    return max(found, key=lambda naming: naming.end - naming.start, default=None)


_ROLES = frozenset(
    "government ministry minister president officials official spokesman spokeswoman spokesperson side diplomats diplomat leaders leader delegation"
    " embassy ambassador parliament lawmakers authorities administration cabinet chancellor king military army envoy negotiators leadership policymakers".split()
)


def _owner_of(wording: Wording, i: int) -> Naming | None:
    """The state in whose name an office acts: "the Peruvian government", "Peru's foreign minister"."""
    if wording.words[i] not in _ROLES:
        return None
    for naming in reversed(wording.namings):
        if naming.end <= i and i - naming.end <= 2 and naming.how != "place":  # noqa: PLR2004 - "'s foreign"
            return naming
    return None


def _is_own(wording: Wording, tag: Match, own: frozenset[str]) -> bool:
    """Whether a finite word is not another party's."""
    if wording.words[tag.start] == "against" or (tag.start and wording.words[tag.start - 1] == "to"):
        return True
    subject = find_subject(wording, tag.start)
    if subject is None or isinstance(subject, str):
        return True
    before = wording.words[subject.start - 1] if subject.start else ""
    return bool(subject.states & own) or before in _PREPOSITIONS


def _find_left(wording: Wording, hit: Match, clause: _Clause, own: frozenset[str]) -> _Evidence | None:
    """The words before an issue that govern it, the nearest first."""
    sign, found, is_firm, at = 1, None, False, hit.start
    for tag in sorted(_within(wording, clause.left, hit.start, hit), reverse=True):
        between = wording.words[tag.end : at]
        if (found is not None and {",", "and"} & set(between)) or (found is None and ("that" in between[1:] or _is_explained(between))):
            break
        if found is None and hit.start - tag.end > (_HELD_REACH if tag.label in _HOLDING else _ACT_REACH):
            break
        is_parallel = tag.label == "ending" and at != hit.start and bool({",", "and", "or"} & set(between))  # "cease testing and abandon"
        if is_parallel or _repeats(wording, tag, clause) or _is_done_to(wording, tag):
            continue
        sign, shows = _govern(wording, tag, sign)
        if shows and (tag.label == "duty" or _is_own(wording, tag, own)) and (tag.label != "intent" or _is_willed(wording, tag)):
            found, is_firm = tag, is_firm or tag.label != "intent" or wording.words[tag.start] != "would"
        at = tag.start
    if found is None:
        return None
    return _Evidence(found, -sign if _is_wanted_gone(wording, hit, found) else sign, is_firm)


def _is_wanted_gone(wording: Wording, hit: Match, evidence: Match) -> bool:
    """Whether what is wanted of the issue is its end: "demands that the troops leave", "to see the tariffs on wine removed"."""
    if evidence.label != "favour":
        return False
    ends = (tag for tag in wording.tags if tag.label == "ending" and hit.end <= tag.start <= hit.end + _FLIP_REACH)
    return any(not {",", "and", "that", "which", "who", "imposed", "by"} & set(wording.words[hit.end : tag.start]) for tag in ends)


def _is_explained(between: Sequence[str]) -> bool:
    """Whether words between only explain a name: "support from Peru, |a member| of the talks"."""
    return any(word == "," and after in ("a", "an", "whose") for word, after in pairwise(between))


def _is_willed(wording: Wording, tag: Match) -> bool:
    """Whether "will" and "would" tell a will: somebody is the subject, not "such shells would end up"."""
    return wording.words[tag.start] not in ("will", "would", "shall", "was", "were", "is", "are") or find_subject(wording, tag.start) is not None or tag.start <= 1


def _repeats(wording: Wording, tag: Match, clause: _Clause) -> bool:
    """Whether "against" only carries on a verb that says so already: "warned Peru against"."""
    if wording.words[tag.start] != "against" or tag.end - tag.start > 1:
        return False
    return any(one.label == "disfavour" and clause.left <= one.start < tag.start <= one.end + 5 for one in wording.tags)


_STATES_OF_MIND = frozenset("opposed committed interested concerned worried alarmed determined inclined".split())


def _is_done_to(wording: Wording, tag: Match) -> bool:
    """Whether a participle tells what is done to its subject: "are not allowed to", "was asked to"."""
    word, i = wording.words[tag.start], tag.start - 1
    while i >= 0 and (wording.words[i] in ("not", "n't", "never", "also", "only") or wording.words[i].endswith("ly")):
        i -= 1
    if tag.label in _HOLDING and word.endswith("ed") and wording.words[tag.end : tag.end + 1] == ("by",):
        return True  # "an accord, opposed by fishermen, on cod"
    return tag.label in _HOLDING and word.endswith("ed") and word not in _STATES_OF_MIND and i >= 0 and wording.words[i] in ("is", "are", "was", "were", "be", "been", "being")


def _is_anothers(wording: Wording, hit: Match, clause: _Clause, own: frozenset[str]) -> bool:
    """Whether the words of stance before an issue are another party's."""
    return any(tag.label in _HOLDING and not _is_own(wording, tag, own) for tag in _within(wording, clause.left, hit.start, hit))


def _govern(wording: Wording, tag: Match, sign: int) -> tuple[int, bool]:
    """The sign after a governing word, and whether the word shows a stance."""
    if tag.label in ("negation", "ending"):
        return -sign, False
    if tag.label in _EVIDENCE:
        return (-sign if tag.label == "disfavour" else sign), True
    if tag.label in ("good", "bad") and _is_predicate(wording, tag) and wording.words[tag.end : tag.end + 1] and wording.words[tag.end] in ("to", "that", "for", "in"):
        return (-sign if tag.label == "bad" else sign), True
    return sign, False


def _is_predicate(wording: Wording, tag: Match) -> bool:
    """Whether words judge a subject: "is illegal", "a mistake", "called the tariffs illegal"."""
    return bool(_COPULAS & set(wording.words[max(0, tag.start - 3) : tag.start + 1])) or any(word in _CALLING for word in wording.words[: tag.start])


def _find_right(wording: Wording, hit: Match, clause: _Clause, own: frozenset[str]) -> _Evidence | None:
    """The predicate after an issue: "must be lifted", "are illegal", "was rejected"."""
    sign, found, is_firm = 1, None, False
    for tag in _within(wording, hit.end, min(clause.right, hit.end + _REACH_AFTER), hit):
        if {",", "and", "that"} & set(wording.words[hit.end : tag.start]):
            break
        shows = tag.label == "duty" or (tag.label == "intent" and _is_carried_out(wording, tag)) or _judges(wording, tag, own)
        if tag.label == "negation" or (tag.label in ("disfavour", "bad") and shows) or (tag.label == "ending" and _is_done(wording, tag)):
            sign = -sign
        if shows:
            found, is_firm = tag, is_firm or tag.label != "intent"
    negated = [tag for tag in _within(wording, clause.left, hit.start, hit) if tag.label in ("negation", "ending")]
    return _Evidence(found, sign * (-1) ** len(negated), is_firm) if found is not None else None


def _is_carried_out(wording: Wording, tag: Match) -> bool:
    """Whether what will be is an act: "will be lifted", "would go ahead", not "would suffer"."""
    return any(one.label in ("doing", "ending") and tag.end <= one.start <= tag.end + 3 for one in wording.tags)


def _judges(wording: Wording, tag: Match, own: frozenset[str]) -> bool:
    """Whether a word after an issue holds it right or wrong."""
    if tag.label in _HOLDING:
        return _is_done(wording, tag) and _is_passive_of(wording, tag, own)
    return tag.label in ("good", "bad") and _is_predicate(wording, tag)


def _is_done(wording: Wording, tag: Match) -> bool:
    """Whether a participle stands in the passive or after "to": "was rejected", "must be lifted", "to end"."""
    return bool({"be", "is", "are", "was", "were", "been", "being", "must", "should", "will", "to", "'s"} & set(wording.words[max(0, tag.start - 3) : tag.start]))


def _is_passive_of(wording: Wording, tag: Match, own: frozenset[str]) -> bool:
    """Whether a participle after the issue is the party's: "was rejected", not "was rejected by Peru"."""
    agent = next((naming for naming in wording.namings if tag.end < naming.start <= tag.end + 2), None)  # by [the] Peru
    return agent is None or wording.words[tag.end] != "by" or bool(agent.states & own)


def _is_open(wording: Wording, hit: Match, clause: _Clause) -> bool:
    return any(tag.label == "open" for tag in _within(wording, clause.left, clause.right, hit))


def _find_act(wording: Wording, hit: Match, clause: _Clause, own: frozenset[str], *, trigger: str) -> _Evidence | None:
    """A plain verb of the party's own act before an issue: "imposed sanctions", "closed the border"."""
    if _is_open(wording, hit, clause) or any(tag.label == "duty" for tag in _within(wording, clause.left, hit.start, hit)):
        return None  # "Peru must lift the ban" is no act of Peru's
    tags = sorted(_within(wording, clause.left, hit.start, hit), reverse=True)
    sign = 1
    for tag in tags:
        if tag.label in ("negation", "ending"):
            sign = -sign
        if hit.start - tag.end > _ACT_REACH or "that" in wording.words[tag.end : hit.start]:
            break
        if tag.label in ("doing", "ending") and _is_own_act(wording, tag, own, trigger=trigger):
            return _Evidence(tag, sign * _negations(tags, tag), is_firm=True)
    return None


def _negations(tags: Iterable[Match], verb: Match) -> int:
    """-1 where a negation stands before the verb."""
    return -1 if any(tag.label == "negation" and tag.end <= verb.start for tag in tags) else 1


def _is_own_act(wording: Wording, tag: Match, own: frozenset[str], *, trigger: str) -> bool:
    at = tag.start
    while at and wording.words[at - 1] in _BEGINNING:
        at -= 1
    subject = find_subject(wording, at)
    if isinstance(subject, str):
        return True
    if subject is None:
        return bool(trigger) and wording.words[tag.start][:4] == trigger.lower()[:4]
    return bool(subject.states & own)


def _of_condition(wording: Wording, hit: Match, clause: _Clause) -> Reading:
    """An issue inside a condition: what is threatened in answer tells that it is not wanted."""
    tags = list(_within(wording, clause.wide_left, clause.wide_right, hit))
    main = [tag for tag in tags if not clause.left <= tag.start < clause.right or "," in wording.words[hit.end : tag.start]]
    threat = next((tag for tag in main if tag.label == "threat" or (tag.label == "bad" and _is_predicate(wording, tag))), None)
    if threat is None:
        return Reading("unclear", "named in a condition", hit.start, clause.right)
    sign = -1
    for tag in tags:
        if clause.left <= tag.start < hit.start and tag.label in ("negation", "ending"):
            sign = -sign
    if hit.label.startswith("-"):
        sign = -sign
    return Reading("for" if sign > 0 else "against", _words(wording, threat), hit.start, clause.right)
