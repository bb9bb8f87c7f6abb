"""Events told by verbs: a pattern of the vocabulary, its slots filled with parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects, is_passive
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_others import find_actor, find_unnamed
from bilateral.extraction.event_parties import (
    belongs_to_both,
    find_acting,
    find_named,
    find_owners,
    find_parties,
    find_place_states,
    find_recipients,
    in_text_order,
    joined_lemma,
    other_side,
    points_back,
    split_sides,
)
from bilateral.extraction.event_slots import find_places, is_verbal, look_through, match_steps
from bilateral.vocabulary.predicates import load_event_verbs, load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.event_slots import Places
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventVerb

__all__ = ["find_verb_acts"]

_SPEAKING_SECTORS = frozenset(("EDU", "MED", "BUS"))
"""Analysts, media and businesses: their praise and blame are statements (GUIDE, decisions)."""
_VERBAL = frozenset(("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"))


_LOOSE = frozenset(("with", "against", "to", "towards", "toward"))
_RESOLVING = frozenset(("should", "will", "must", "shall", "need", "to"))
_ABSTRACT = frozenset("trade poverty corruption crime terrorism disease drug inflation policy proposal plan idea record position argument protectionism".split())
"""Attacking or fighting one of these is no use of force."""
_ARMS = frozenset("nuclear missile rocket ballistic weapon weapons underground atomic icbm bomb thermonuclear hydrogen warhead satellite test-fire long-range short-range intercontinental cruise".split())
_WIDE = frozenset(("foreign", "global", "international", "domestic", "local"))
_CLOSED = frozenset(("person", "hosting", "crowd", "voice", "visit", "body", "both", "weapon"))
"""Marks of patterns whose other side the context never gives."""
_LEADERS = frozenset("president premier minister king queen prince emir sultan chancellor leader counterpart secretary pope envoy delegation official ambassador chief commander lawmaker mission team diplomat governor mayor".split())


@dataclass(slots=True)
class _Reading:
    """One pattern tried on one predicate: all that its parties are read from."""

    doc: ParsedDocument
    sentence: Sentence
    token: Token
    verb: Token
    pattern: EventVerb
    slots: dict[str, list[Token]]


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
    acts = []
    for token in sentence.tokens:
        if token.dep in ("aux", "auxpass"):
            continue
        if not is_verbal(token) and not _is_predicate(token):
            continue
        found = patterns.get(joined_lemma(token, sentence)) or patterns.get(token.lemma)
        if token.tag == "VBN":  # "was alarmed by"
            found = (*patterns.get(token.lower, ()), *(found or ()))
        act = _first_match(doc, sentence, token, found) if found else None
        if act:
            acts.append(act)
    return acts


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
            if is_open and not (pattern.event_type == "ASSAULT" and "mutual" in pattern.marks) and not (pattern.lemma in opening or "open" in pattern.marks or _goes_on(token, pattern) or _is_chained(token, pattern) or (pattern.lemma in offering and "C" in pattern.pattern.split() and token.find_children("xcomp"))):
                continue
            if bool(pattern.complement) != is_predicate and not (pattern.complement and token.tag == "VBN" and _is_passive_adjective(token)):
                continue
            places = places or find_places(token)
            matched = match_steps(pattern.steps, places, is_open=is_open)
            if matched is None or not _is_resolve(pattern, token):
                continue
            reading = _Reading(doc, sentence, token, _clause_of(token), pattern, matched.slots)
            act = _build_open(reading) if is_open else _build_act(reading)
            if act:
                inner = (deep for word in matched.used for deep in look_through(word))
                act.used = frozenset(word.i for word in (token, *matched.used, *inner))
                return act
    return None


def _goes_on(token: Token, pattern: EventVerb) -> bool:
    """Whether a participle goes on from a main act: "summoned the envoy, asking him to explain"."""
    return token.tag == "VBG" and token.dep == "advcl" and pattern.event_type in _VERBAL and token.i > token.head.i


def _is_chained(token: Token, pattern: EventVerb) -> bool:
    """Whether a hostile deed goes on from another: "shot down a jet and captured the pilot"."""
    return token.dep == "conj" and token.head.pos == "VERB" and token.lemma in load_word_class("unnamed", "chained") and pattern.lemma == token.lemma


def _clause_of(token: Token) -> Token:
    """The verb of a predicate: itself, or the "be" above an adjective."""
    return token if is_verbal(token) and not _is_predicate(token) else token.head


def _is_resolve(pattern: EventVerb, token: Token) -> bool:
    """Whether "agreed that" is followed by what is to be done, not by an opinion both share."""
    if token.lemma != "agree" or pattern.event_type != "AGREE":
        return True
    clauses = [clause for clause in token.find_children("ccomp") if clause.tag != "VB"]
    modals = {(child.lower, clause.lemma) for clause in clauses for child in clause.children if child.dep == "aux"}
    return not clauses or any(modal in _RESOLVING or (modal == "would" and lemma in ("like", "want", "wish")) for modal, lemma in modals)


def _is_passive_adjective(token: Token) -> bool:
    return any(child.dep == "auxpass" for child in token.children)


def _build_act(reading: _Reading) -> Act | None:
    """The act that a pattern tells, None if its parties are not what the pattern and the guide ask for."""
    pattern = reading.pattern
    if pattern.marks & {"person", "hosting"} and not _is_person(reading):
        return None
    actors, recipients, target = _find_sides(reading)
    if not _is_allowed(reading, actors, recipients):
        return None
    actors, recipients = _settle(reading, actors, recipients)
    if "hosting" in pattern.marks:
        actors, recipients = recipients, actors
    return _make_act(reading, actors, recipients, target) if _is_usable(pattern, actors, recipients) else None


def _build_open(reading: _Reading) -> Act | None:
    """An act that names its actor, or what both did, but not the other side: "it put forty persons on a blacklist"."""
    pattern = reading.pattern
    words = [word for name in ("R", "X", "C") for word in reading.slots.get(name, ())]
    if "C" in reading.slots:
        words += reading.verb.find_children("xcomp", "ccomp")
    if pattern.marks & _CLOSED or pattern.subject == "R" or any(_is_domestic(word) for word in words) or not _is_about_given(reading):
        return None
    is_bare = pattern.lemma in load_word_class("unnamed", "bare") or _is_offer(reading)
    if not is_bare and not any(step.words or "that" in step.prepositions for step in pattern.steps) and not any(word.pos != "PRON" or word.lower in ("him", "her", "them") for word in words):
        return None
    if any(_is_of_others(word, reading.sentence) for word in reading.slots.get("R", ())):
        return None
    actors = _subject_parties(reading)
    subjects = find_subjects(reading.verb)
    are_forces = bool(subjects) and pattern.event_type == "ASSAULT" and all(word.tag == "NNS" and word.lemma in load_word_class("unnamed", "forces") for word in subjects)
    is_agentless = not actors and "mutual" in pattern.marks and (are_forces or (is_passive(reading.verb) and not subjects))
    if not (is_agentless or (len(states_of(actors)) == 1 and is_state(state_of(actors[0])))):
        return None
    if {party.partition("/")[2] for party in actors} & _SPEAKING_SECTORS and pattern.event_type in _VERBAL:
        return None
    act = _make_act(reading, actors, [], None)
    act.is_open = True
    if _is_chained(reading.token, pattern) and "open" not in pattern.marks and pattern.lemma not in load_word_class("unnamed", "verbs"):
        act.marks |= {"chained"}
    return act


def _is_about_given(reading: _Reading) -> bool:
    """Whether what an act is about is known from the context ("the plan", "this step"), or told by the pattern itself."""
    fixed = frozenset().union(*(step.words for step in reading.pattern.steps))
    words = [word for word in reading.slots.get("R", ()) if word.lemma not in fixed]
    if not words or "open" in reading.pattern.marks or reading.pattern.event_type == "THREATEN":
        return True
    return any(
        word.pos == "PRON" or points_back(word) or _is_place(word, reading.sentence) or _is_chained(reading.token, reading.pattern) for word in words
    )


def _is_of_others(word: Token, sentence: Sentence) -> bool:
    """Whether the other side is told, but is no state: "rejected calls from the unions"."""
    sources = [pobj for prep in word.find_children("prep") if prep.lower in ("from", "by") for pobj in prep.find_children("pobj")]
    sources += [word] if word.head.lower in ("from", "by") else []
    return any(not _is_place(source, sentence) for source in sources)


def _is_offer(reading: _Reading) -> bool:
    """Whether something to be done is offered: "offered to open the border"."""
    return reading.pattern.lemma in load_word_class("unnamed", "offering") and any(clause.tag == "VB" for clause in reading.verb.find_children("xcomp"))


def _is_place(word: Token, sentence: Sentence) -> bool:
    return any(place.start_char <= word.start < place.end_char for place in sentence.places)


def _is_domestic(word: Token) -> bool:
    """Whether a word is of the actor's own affairs: "urged lawmakers", "warned its citizens"."""
    return word.lemma.lower() in load_word_class("unnamed", "domestic") or word.tag == "CD" or any(child.lower in _WIDE for child in word.children)


def _make_act(reading: _Reading, actors: list[str], recipients: list[str], target: Token | None) -> Act:
    pattern = reading.pattern
    realis = find_realis(reading.token if reading.token.pos != "AUX" else reading.verb)
    if "wish" in pattern.marks and realis == "happened":
        realis = "hypothetical"
    return Act(
        reading.sentence, reading.token, reading.verb, actors, recipients, pattern.event_type, pattern.mode, pattern.cameo_code,
        realis, clause_span(reading.verb, without=("advcl", "parataxis")), pattern.pattern, pattern.marks, target=target,
    )  # fmt: skip


def _find_sides(reading: _Reading) -> tuple[list[str], list[str], Token | None]:
    """Who acts and on whom, by the pattern's slots, and the word that names the recipient."""
    subjects = _subject_parties(reading)
    if reading.pattern.subject == "R":
        actors = [party for word in reading.slots.get("A", ()) for party in find_parties(word, reading.sentence)]
        return actors, [party for party in subjects if party not in actors], None
    recipients, target = _find_recipients(reading, subjects)
    if not subjects and recipients and reading.token.lemma in load_word_class("unnamed", "passive") and is_passive(reading.verb):
        return find_actor(reading.doc, recipients), recipients, target
    if not subjects and "own" in reading.pattern.marks:
        subjects = [party for obj in find_objects(reading.verb) for party in find_owners(obj, reading.sentence)]
    return subjects, recipients, target


def _subject_parties(reading: _Reading) -> list[str]:
    """Parties of the grammar's subject; of its object for what is felt ("was disappointed with")."""
    verb, sentence = reading.verb, reading.sentence
    if reading.pattern.complement and verb.tag == "VBN":
        return [party for word in verb.find_children("nsubjpass", "nsubj") for party in find_acting(word, sentence)]
    subjects = _acting_parties(verb, sentence)
    if not subjects:
        subjects = [party for word in find_subjects(verb)[:1] for party in find_unnamed(reading.doc, sentence, word)]
    if len(states_of(subjects)) > 1 and len(find_subjects(verb)) == 1:
        return in_text_order(reading.doc, subjects)
    return subjects


def _is_allowed(reading: _Reading, actors: list[str], recipients: list[str]) -> bool:
    """Whether the marks of a pattern allow these parties."""
    marks, is_pair = reading.pattern.marks, len(states_of(actors)) > 1
    if is_pair and "importance" in reading.pattern.pattern:
        return False  # what both "underscored" is a statement of each (GUIDE, decisions)
    if "both" in marks and not is_pair:
        return False
    words = [word for found in reading.slots.values() for word in found]
    if "weapon" in marks and reading.pattern.lemma in ("conduct", "carry", "stage") and not _is_of_arms(reading.verb):
        return False
    if reading.pattern.event_type in ("ASSAULT", "COERCE") and any(word.lemma in _ABSTRACT for word in words):
        return False  # "attacked Japan's trade policy"
    return not ("body" in marks and any(is_state(state_of(party)) for party in recipients))


def _is_of_arms(verb: Token) -> bool:
    """Whether a test is one of weapons: "conducted a nuclear test"."""
    return any(child.lower in _ARMS for word in find_objects(verb) for child in word.children)


def _acting_parties(verb: Token, sentence: Sentence) -> list[str]:
    """Parties of a verb's subjects; a pronoun that nothing resolves stands for the one who reports the clause."""
    subjects = find_subjects(verb)
    found = [party for subject in subjects for party in find_acting(subject, sentence)]
    if not found and len(subjects) == 1 and subjects[0].lower in ("it", "he", "she", "they") and not mention_at(sentence, subjects[0]):
        clause = subjects[0].head
        if clause.dep == "ccomp" and clause.head.pos == "VERB":  # "Russia said it had expelled"
            found = [party for subject in find_subjects(clause.head) for party in find_acting(subject, sentence)]
    return list(dict.fromkeys(found))


def _is_shared_mood(reading: _Reading, actors: list[str], recipients: list[str]) -> bool:
    """Whether both, as one subject, praise what they share: "the two leaders expressed satisfaction with the progress"."""
    is_pair = len(states_of(actors)) > 1 and len(find_subjects(reading.verb)) == 1
    return is_pair and not recipients and reading.pattern.event_type == "SUPPORT" and "@warmth" in reading.pattern.pattern


def _is_person(reading: _Reading) -> bool:
    """Whether a person stands in the recipient's slot: "called the Saudi king"."""
    for word in reading.slots.get("R", ()):
        mention = mention_at(reading.sentence, word)
        if (mention and mention.person) or word.lemma in _LEADERS:
            return True
    return False


def _find_recipients(reading: _Reading, actors: list[str]) -> tuple[list[str], Token | None]:
    """Who is acted on, by the slots R (a place, for visits) or C, and the word that names him."""
    if "C" in reading.slots:
        return _find_concerned(reading, actors), None
    words = [word for word in reading.slots.get("R", ()) if word.pos not in ("VERB", "AUX")]
    if reading.pattern.mode in ("visit", "multilateral"):
        visited = find_place_states(reading.sentence, words, actors)
        if visited:
            return visited
    recipients, target = find_recipients(reading.doc, reading.sentence, words, actors=actors)
    if recipients or not actors:
        return recipients, target
    return find_recipients(reading.doc, reading.sentence, _loose_words(reading, has_slot=bool(words)), actors=actors)


def _find_concerned(reading: _Reading, actors: list[str]) -> list[str]:
    """Who else is named in what the predicate governs, or the other side where a word says "bilateral"."""
    below = _below(reading.token)
    named = find_named(reading.sentence, below, actors)
    if named or len(states_of(actors)) != 1 or not any(belongs_to_both(word) for word in below if word.pos == "NOUN"):
        return named
    return other_side(reading.doc, actors)


def _loose_words(reading: _Reading, *, has_slot: bool) -> list[Token]:
    """Subjects of a clause in the slot, and phrases that the parser hung on the verb: "reneged on the deal | with Moscow"."""
    clauses = [word for word in reading.slots.get("R", ()) if word.pos in ("VERB", "AUX")]
    found = [subject for clause in clauses for subject in find_subjects(clause)]  # "alleged that Pakistani troops had crossed"
    if has_slot:
        found += [pobj for prep in reading.token.find_children("prep") if prep.lower in _LOOSE for pobj in prep.find_children("pobj")]
    return found


def _below(token: Token) -> list[Token]:
    """Words that a predicate governs, without its subject and coordinated verbs."""
    kept = []
    queue = [child for child in token.children if child.dep not in ("nsubj", "nsubjpass", "advcl", "parataxis", "punct") and not (child.dep == "conj" and child.pos in ("VERB", "AUX"))]
    for word in queue:
        kept.append(word)
        queue.extend(child for child in word.children if child.dep not in ("relcl", "advcl"))
    return kept


def _settle(reading: _Reading, actors: list[str], recipients: list[str]) -> tuple[list[str], list[str]]:
    """Divide what both sides do, and take the sides apart where one slot held both."""
    recipients = [party for party in recipients if party not in actors]
    is_pair, is_mutual = len(states_of(actors)) > 1, "mutual" in reading.pattern.marks
    if is_pair and "C" in reading.slots and not any(is_state(state_of(party)) for party in recipients):
        return split_sides(actors)
    if recipients and not states_of(recipients) & states_of(actors):
        return actors, recipients
    if is_pair and (is_mutual or "C" in reading.slots or _is_shared_mood(reading, actors, recipients)):
        return split_sides(actors)
    if is_mutual and len(states_of(actors)) == 1 and _speaks_of_both(reading.slots):
        return actors, other_side(reading.doc, actors)
    return actors, []


def _speaks_of_both(slots: dict[str, list[Token]]) -> bool:
    return any(belongs_to_both(word) for words in slots.values() for word in words if word.pos == "NOUN")


def _is_usable(pattern: EventVerb, actors: list[str], recipients: list[str]) -> bool:
    """Whether the act has the parties that the guide asks for."""
    if not actors or states_of(actors) & states_of(recipients):
        return False
    if not recipients and "lone" not in pattern.marks:
        return False
    if recipients and all(party.endswith("/MED") for party in recipients):
        return False  # "told Reuters"
    sectors = {party.partition("/")[2] for party in actors}
    return not (sectors <= _SPEAKING_SECTORS and pattern.event_type in _VERBAL)
