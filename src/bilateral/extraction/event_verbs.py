"""Events told by verbs: a pattern of the vocabulary, its slots filled with parties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects, is_passive
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_context import is_meeting_report
from bilateral.extraction.event_parties import find_owners, joined_lemma, names_pair, points_back
from bilateral.extraction.event_slots import find_places, is_verbal, look_through, match_steps
from bilateral.extraction.event_verb_sides import (
    SPEAKING_SECTORS,
    VERBAL,
    Reading,
    find_sides,
    is_allowed,
    is_destination,
    is_usable,
    names_person,
    settle_sides,
    subject_parties,
    words_below,
)
from bilateral.vocabulary.predicates import load_event_verbs, load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.event_slots import Places
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventVerb

__all__ = ["find_verb_acts"]

_RESOLVING = frozenset(("should", "will", "must", "shall", "need", "to"))
_WIDE = frozenset(("foreign", "global", "international", "domestic", "local"))
_MOODS = frozenset(("welcome", "appreciate", "benefit"))
_GIVEN_TYPES = frozenset(("AID", "SUPPORT", "AGREE"))
_OF_TWO = frozenset(("our", "their", "both", "two", "respective"))
"""Words that make a plural both sides: "our ministers will meet"."""
_OWN_POLICY = frozenset(("CONCEDE", "SANCTION"))
"""Acts on one's own measures, which tell by their owner who acts."""
_CLOSED = frozenset(("person", "hosting", "crowd", "voice", "visit", "body", "both", "weapon"))
"""Marks of patterns whose other side the context never gives."""


def find_verb_acts(doc: ParsedDocument, sentence: Sentence) -> list[Act]:
    """Find the events that verbs, and adjectives or nouns after "be", tell in one sentence.

    Does not find event nouns, and codes no verb whose parties are not known.

    Args:
        doc: The document, for its pair of states.
        sentence: A sentence; one without words gives nothing.

    Returns:
        Acts in text order, at most one a verb.
    """
    patterns = load_event_verbs()
    words: frozenset[str] = frozenset()
    acts = []
    for token in sentence.tokens:
        if token.dep in ("aux", "auxpass"):
            continue
        found = patterns.get(joined_lemma(token, sentence)) or patterns.get(token.lemma)
        if token.tag == "VBN":  # "was alarmed by"
            found = (*patterns.get(token.lower, ()), *(found or ()))
        if not found or not (is_verbal(token) or _is_predicate(token)):
            continue
        words = words or _words_of(sentence)
        act = _first_match(doc, sentence, token, tuple(pattern for pattern in found if _can_fit(pattern, words)))
        if act:
            acts.append(act)
    return acts


def _words_of(sentence: Sentence) -> frozenset[str]:
    """Every form in which a pattern's fixed words can stand in a sentence."""
    return frozenset(form for token in sentence.tokens for form in (token.lower, token.lemma, token.lemma.lower()))


def _can_fit(pattern: EventVerb, words: frozenset[str]) -> bool:
    """Whether a sentence has all words that a pattern asks for: most patterns end here, before the tree is read."""
    return not any(step.words and not step.is_optional and step.words.isdisjoint(words) for step in pattern.steps)


def _is_predicate(token: Token) -> bool:
    return token.dep in ("acomp", "attr", "oprd") and token.head.lemma in ("be", "remain", "become", "stay", "stand", "seem")


def _first_match(doc: ParsedDocument, sentence: Sentence, token: Token, patterns: tuple[EventVerb, ...]) -> Act | None:
    """The act of the most specific pattern that fits the words and has its parties."""
    is_predicate = not is_verbal(token) or _is_predicate(token)
    places: Places | None = None
    opening = load_word_class("unnamed", "verbs")
    offering = load_word_class("unnamed", "offering")
    for is_open in (False, True):
        for pattern in patterns:
            if is_open and not (pattern.event_type == "ASSAULT" and "mutual" in pattern.marks) and not (pattern.lemma in opening or "open" in pattern.marks or _goes_on(token, pattern) or _is_chained(token, pattern) or _is_forceful(token, pattern) or _may_go_on(token, pattern) or (pattern.lemma in offering and "C" in pattern.pattern.split() and token.find_children("xcomp"))):
                continue
            if bool(pattern.complement) != is_predicate and not (pattern.complement and token.tag == "VBN" and _is_passive_adjective(token)):
                continue
            places = places or find_places(token)
            matched = match_steps(pattern.steps, places, is_open=is_open)
            if matched is None or not _is_resolve(pattern, token):
                continue
            reading = Reading(doc, sentence, token, _clause_of(token), pattern, matched.slots)
            act = _build_open(reading) if is_open else _build_act(reading)
            if act:
                inner = (deep for word in matched.used for deep in look_through(word))
                act.used = frozenset(word.i for word in (token, *matched.used, *inner))
                return act
    return None


def _goes_on(token: Token, pattern: EventVerb) -> bool:
    """Whether a participle goes on from a main act: "summoned the envoy, asking him to explain"."""
    return token.tag == "VBG" and token.dep == "advcl" and pattern.event_type in VERBAL and token.i > token.head.i


def _is_chained(token: Token, pattern: EventVerb) -> bool:
    """Whether a hostile deed goes on from another: "shot down a jet and captured the pilot"."""
    return token.dep == "conj" and token.head.pos == "VERB" and token.lemma in load_word_class("unnamed", "chained") and pattern.lemma == token.lemma


def _may_go_on(token: Token, pattern: EventVerb) -> bool:
    """Whether a gift, thanks or a joint act may go on from the act before: "it also sent tents", "the two set up a fund"."""
    if pattern.lemma in load_word_class("unnamed", "giving") and pattern.event_type in _GIVEN_TYPES:
        return True
    return "mutual" in pattern.marks and not pattern.complement and _has_pair_subject(token)


def _has_pair_subject(token: Token) -> bool:
    """Whether both of two are the subject: "both", "the two", "the countries"."""
    return any(names_pair(subject) for subject in find_subjects(token))


def _is_forceful(token: Token, pattern: EventVerb) -> bool:
    """Whether a state's forces act, or a ship, crew or post is what is struck: "warplanes bombed a market", "seized a tanker"."""
    if pattern.event_type not in ("ASSAULT", "COERCE") or token.pos != "VERB":
        return False
    is_armed = any(subject.lemma.lower() in load_word_class("unnamed", "armed") for subject in find_subjects(token))
    return is_armed or any(obj.lemma.lower() in load_word_class("unnamed", "vessels") for obj in find_objects(token))


def _clause_of(token: Token) -> Token:
    """The verb of a predicate: itself, or the "be" above an adjective."""
    return token if is_verbal(token) and not _is_predicate(token) else token.head


def _is_resolve(pattern: EventVerb, token: Token) -> bool:
    """Whether "agreed that" is followed by what is to be done, not by an opinion both share."""
    if token.lemma == "undertake" and pattern.event_type == "AGREE":
        return bool(token.find_children("xcomp")) and token.dep != "relcl"  # not "the efforts that it undertakes"
    if token.lemma != "agree" or pattern.event_type != "AGREE":
        return True
    said = token.find_children("ccomp")
    if any(clause.lemma in _MOODS for clause in said):
        return False  # "agreed that Ottawa would welcome a visit" tells the welcome
    clauses = [clause for clause in said if clause.tag != "VB"]
    modals = {(child.lower, clause.lemma) for clause in clauses for child in clause.children if child.dep == "aux"}
    if any(clause.lemma == "be" and any(child.lemma in ("important", "necessary", "essential", "vital", "crucial") for child in clause.children) for clause in clauses):
        return True  # "agreed it was important to reach a deal"
    if clauses and all(clause.lemma == "be" and clause.pos == "AUX" and find_realis(clause) != "planned" for clause in clauses):
        return False  # "agreed that the emphasis should be on growth" is what both think
    return not clauses or any(modal in _RESOLVING or (modal == "would" and lemma in ("like", "want", "wish")) for modal, lemma in modals)


def _is_passive_adjective(token: Token) -> bool:
    return any(child.dep == "auxpass" for child in token.children)


def _build_act(reading: Reading) -> Act | None:
    """The act that a pattern tells, None if its parties are not what the pattern and the guide ask for."""
    pattern = reading.pattern
    if pattern.marks & {"person", "hosting"} and not names_person(reading):
        return None
    actors, recipients, target = find_sides(reading)
    if not is_allowed(reading, actors, recipients):
        return None
    actors, recipients = settle_sides(reading, actors, recipients)
    if pattern.mode == "visit" and target is not None and not is_destination(reading, target):
        return None
    if pattern.event_type == "ASSAULT" and ((("mutual" in pattern.marks and target is None) and _strikes_others(reading)) or _is_match(reading)):
        return None
    if "hosting" in pattern.marks:
        actors, recipients = recipients, actors
    return _make_act(reading, actors, recipients, target) if is_usable(pattern, actors, recipients) else None


def _strikes_others(reading: Reading) -> bool:
    """Whether what two fight is something else: "Accra and Lagos work together to fight piracy"."""
    fixed = frozenset().union(*(step.words for step in reading.pattern.steps))
    return any(word.lemma not in fixed and word.lower not in ("other", "another") for word in reading.verb.find_children("dobj"))


def _is_match(reading: Reading) -> bool:
    """Whether two states only play against each other: "Vienna beat Bern 2-1"."""
    struck = [word for word in reading.slots.get("R", ()) if (mention := mention_at(reading.sentence, word)) is not None and mention.how in ("name", "capital")]
    has_score = any(token.tag == "CD" and re.fullmatch(r"\d{1,3}[-–]\d{1,3}(?:[-–]\d{1,3})?", token.text) for token in reading.sentence.tokens)  # 2-1
    return bool(struck) and (has_score or reading.pattern.lemma == "beat")


def _build_open(reading: Reading) -> Act | None:
    """An act that names its actor, or what both did, but not the other side: "it put forty persons on a blacklist"."""
    pattern = reading.pattern
    subjects = find_subjects(reading.verb)
    is_both = "mutual" in pattern.marks and bool(subjects) and all(map(names_pair, subjects))
    is_bare = (is_both and any(child.lower in _OF_TWO for subject in subjects for child in subject.children)) or pattern.lemma in load_word_class("unnamed", "bare") or _is_offer(reading)
    words = [word for name in ("R", "X", "C") for word in reading.slots.get(name, ())]
    if "C" in reading.slots:
        words += reading.verb.find_children("xcomp", "ccomp")
    is_mood = pattern.event_type == "SUPPORT" and "C" in reading.slots and not is_meeting_report(reading.doc)
    if is_mood or pattern.marks & _CLOSED or pattern.subject == "R" or any(_is_domestic(word) for word in words) or not _is_about_given(reading):
        return None
    if not is_bare and not any(step.words or "that" in step.prepositions for step in pattern.steps) and not any(word.pos != "PRON" or word.lower in ("him", "her", "them") for word in words):
        return None
    if "own" not in pattern.marks and any(_is_of_others(word, reading.sentence) for word in reading.slots.get("R", ())):
        return None
    actors = [] if is_both else subject_parties(reading) or _measure_owners(reading)
    are_forces = bool(subjects) and pattern.event_type == "ASSAULT" and all(word.tag == "NNS" and word.lemma in load_word_class("unnamed", "forces") for word in subjects)
    is_pair = not actors and is_both
    is_agentless = is_pair or (not actors and "mutual" in pattern.marks and (are_forces or (is_passive(reading.verb) and not subjects)))
    if not (is_agentless or (len(states_of(actors)) == 1 and is_state(state_of(actors[0])))):
        return None
    if {party.partition("/")[2] for party in actors} & SPEAKING_SECTORS and pattern.event_type in VERBAL:
        return None
    act = _make_act(reading, actors, [], None)
    act.is_open = True
    if is_pair:
        act.marks |= {"pair"}
    elif "open" not in pattern.marks and pattern.lemma not in load_word_class("unnamed", "verbs") and pattern.event_type in _GIVEN_TYPES and pattern.lemma in load_word_class("unnamed", "giving"):
        act.marks |= {"near"}
    if _is_chained(reading.token, pattern) and "open" not in pattern.marks and pattern.lemma not in load_word_class("unnamed", "verbs"):
        act.marks |= {"chained"}
    return act


def _measure_owners(reading: Reading) -> list[str]:
    """Whose measure is lifted or imposed, where the clause names nobody who does it: "Peru's sanctions have been lifted"."""
    if reading.pattern.event_type not in _OWN_POLICY or not is_passive(reading.verb) or find_subjects(reading.verb):
        return []
    return [party for word in find_objects(reading.verb) for party in find_owners(word, reading.sentence)]


def _is_about_given(reading: Reading) -> bool:
    """Whether what an act is about is known from the context ("the plan", "this step"), or told by the pattern itself."""
    fixed = frozenset().union(*(step.words for step in reading.pattern.steps))
    words = [word for word in reading.slots.get("R", ()) if word.lemma not in fixed]
    if not words or reading.pattern.marks & {"open", "own"} or reading.pattern.event_type == "THREATEN" or _is_forceful(reading.token, reading.pattern):
        return True
    return any(
        word.pos == "PRON" or points_back(word) or _is_place(word, reading.sentence) or _is_chained(reading.token, reading.pattern) for word in words
    )


def _is_of_others(word: Token, sentence: Sentence) -> bool:
    """Whether the other side is told, but is no state: "rejected calls from the unions"."""
    sources = [pobj for prep in word.find_children("prep") if prep.lower in ("from", "by") for pobj in prep.find_children("pobj")]
    sources += [word] if word.head.lower in ("from", "by") else []
    return any(not _is_place(source, sentence) for source in sources)


def _is_offer(reading: Reading) -> bool:
    """Whether something to be done is offered: "offered to open the border"."""
    return reading.pattern.lemma in load_word_class("unnamed", "offering") and any(clause.tag == "VB" for clause in reading.verb.find_children("xcomp"))


def _is_place(word: Token, sentence: Sentence) -> bool:
    return any(place.start_char <= word.start < place.end_char for place in sentence.places)


def _is_domestic(word: Token) -> bool:
    """Whether a word is of the actor's own affairs: "urged lawmakers", "warned its citizens"."""
    return word.lemma.lower() in load_word_class("unnamed", "domestic") or word.tag == "CD" or any(child.lower in _WIDE for child in word.children)


def _make_act(reading: Reading, actors: list[str], recipients: list[str], target: Token | None) -> Act:
    pattern = reading.pattern
    realis = find_realis(reading.token if reading.token.pos != "AUX" else reading.verb)
    if pattern.complement and realis == "happened" and reading.token is not reading.verb:
        realis = find_realis(reading.verb)  # "is not yet ready to help"
    if "wish" in pattern.marks and realis == "happened":
        realis = "hypothetical"
    event_type = "AGREE" if _is_pledge(reading) else pattern.event_type
    return Act(
        reading.sentence, reading.token, reading.verb, actors, recipients, event_type, pattern.mode, pattern.cameo_code,
        realis, clause_span(reading.verb, without=("advcl", "parataxis")), pattern.pattern, pattern.marks, target=target,
    )  # fmt: skip


def _is_pledge(reading: Reading) -> bool:
    """Whether a commitment that is voiced is one to do something: "made clear its commitment to work with Peru"."""
    if reading.pattern.event_type != "SUPPORT" or "commitment" not in {word.lemma for word in words_below(reading.token)}:
        return False
    return any(word.lemma == "commitment" and any(child.dep in ("acl", "xcomp", "relcl") and child.tag == "VB" for child in word.children) for word in words_below(reading.token))


