"""Events told by verbs: a pattern of the vocabulary, its slots filled with parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects, is_passive
from bilateral.extraction.event_acts import Act, states_of
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
    split_sides,
)
from bilateral.vocabulary.predicates import load_event_verbs, load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventVerb, Step

__all__ = ["find_verb_acts"]

_SPEAKING_SECTORS = frozenset(("EDU", "MED", "BUS"))
"""Analysts, media and businesses: their praise and blame are statements (GUIDE, decisions)."""
_VERBAL = frozenset(("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"))


_LOOSE = frozenset(("with", "against", "to", "towards", "toward"))
_OWNED = frozenset(("of", "from", "by"))
_LEADERS = frozenset("president premier minister king queen prince emir sultan chancellor leader counterpart secretary pope envoy delegation official ambassador chief commander lawmaker mission team diplomat governor mayor".split())


@dataclass(slots=True)
class _Places:
    """What stands around a verb, by place: gathered once a verb, read by all its patterns."""

    verb: Token
    objects: list[Token]
    datives: list[Token]
    oblique: dict[str, list[Token]]
    particles: frozenset[str]
    infinitives: list[Token]
    predicates: list[Token]


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
        if not _is_verbal(token) and not _is_predicate(token):
            continue
        found = patterns.get(joined_lemma(token, sentence)) or patterns.get(token.lemma)
        if token.tag == "VBN":  # "was alarmed by"
            found = (*patterns.get(token.lower, ()), *(found or ()))
        act = _first_match(doc, sentence, token, found) if found else None
        if act:
            acts.append(act)
    return acts


def _is_verbal(token: Token) -> bool:
    """Whether a word is a verb by its tag or by an auxiliary: "did not back" where the tagger saw an adverb."""
    return token.pos in ("VERB", "AUX") or any(child.dep == "aux" for child in token.children)


def _is_predicate(token: Token) -> bool:
    return token.dep in ("acomp", "attr", "oprd") and token.head.lemma in ("be", "remain", "become", "stay", "stand", "seem")


def _first_match(doc: ParsedDocument, sentence: Sentence, token: Token, patterns: tuple[EventVerb, ...]) -> Act | None:
    """The act of the most specific pattern that fits the words and has its parties."""
    is_predicate = not _is_verbal(token) or _is_predicate(token)
    places: _Places | None = None
    for pattern in patterns:
        if bool(pattern.complement) != is_predicate and not (pattern.complement and token.tag == "VBN" and _is_passive_adjective(token)):
            continue
        places = places or _find_places(token)
        used: set[Token] = set()
        slots = _match(pattern.steps, places, used)
        if slots is None or not _is_resolve(pattern, token):
            continue
        act = _build_act(doc, sentence, token, pattern, slots)
        if act:
            act.used = frozenset(word.i for word in (token, *used, *(inner for word in used for inner in _through(word))))
            return act
    return None


def _is_resolve(pattern: EventVerb, token: Token) -> bool:
    """Whether "agreed that" is followed by what is to be done, not by an opinion both share."""
    if token.lemma != "agree" or pattern.event_type != "AGREE":
        return True
    clauses = [clause for clause in token.find_children("ccomp") if clause.tag != "VB"]
    return not clauses or any(
        child.dep == "aux" and child.lower in ("should", "will", "would", "must", "shall", "need", "to") for clause in clauses for child in clause.children
    )


def _is_passive_adjective(token: Token) -> bool:
    return any(child.dep == "auxpass" for child in token.children)


def _find_places(verb: Token) -> _Places:
    datives = [child for child in verb.find_children("dative") if child.tag not in ("IN", "TO")]
    objects = find_objects(verb) if _is_verbal(verb) else []
    direct = verb.find_children("dobj")
    if is_passive(verb) and direct:  # "he was offered a loan"
        datives, objects = datives + objects, direct
    if not objects and verb.pos == "VERB":
        objects = [child for child in verb.find_children("npadvmod") if child.pos == "PROPN" and child.i > verb.i]
    oblique: dict[str, list[Token]] = {}
    particles = {child.lower for child in verb.children if child.dep in ("prt", "prep", "advmod", "aux")}
    holders = [verb, *objects] if len(objects) <= 3 else [verb]  # noqa: PLR2004 - a longer list takes no phrase of the verb
    for holder in holders:
        _add_oblique(holder, oblique, particles)
    for obj in objects:
        for inner in _through(obj):
            _add_oblique(inner, oblique, particles)
    infinitives = [child for child in verb.children if child.dep in ("xcomp", "ccomp", "advcl") and child.tag == "VB"]
    predicates = verb.find_children("oprd", "acomp", "attr", "xcomp", "ccomp", "advmod")
    return _Places(verb, [o for o in objects if o not in datives] or objects, datives, oblique, frozenset(particles), infinitives, predicates)


def _through(noun: Token) -> list[Token]:
    """The noun behind "a series of", "a round of"."""
    if noun.lemma not in load_word_class("transparent", "nouns"):
        return []
    return [pobj for prep in noun.find_children("prep") if prep.lower == "of" for pobj in prep.find_children("pobj")]


def _add_oblique(holder: Token, oblique: dict[str, list[Token]], particles: set[str]) -> None:
    """Nouns after each preposition, through chains such as "out of"."""
    for prep in holder.children:
        if prep.dep not in ("prep", "agent", "dative", "prt", "advmod") or (prep.dep == "dative" and prep.tag not in ("IN", "TO")):
            continue
        waiting = [prep]
        for word in waiting:
            particles.add(word.lower)
            targets = word.find_children("pobj", "pcomp")
            for target in list(targets):
                targets += target.find_children("conj")
            oblique.setdefault(word.lower, []).extend(targets)
            waiting.extend(child for child in word.children if child.dep in ("prep", "pcomp") and child.tag in ("IN", "TO"))


def _match(steps: tuple[Step, ...], places: _Places, used: set[Token]) -> dict[str, list[Token]] | None:
    """The words in the slots of a pattern, None if it does not fit."""
    slots: dict[str, list[Token]] = {}
    for step in steps:
        found = _candidates(step, places)
        if step.is_particle:
            if not found and not set(step.prepositions) & places.particles and not ("to" in step.prepositions and places.infinitives):
                return None
            continue
        if not step.words and step.slot != "C":
            found = [word for word in found if word not in used]
        if not found and step.prepositions:
            found = [word for preposition in step.prepositions for word in _after(used, preposition)]
        if step.slot == "O":
            slots["R"] = [inner for word in used for inner in (_through(word) or [word])]
            continue
        if step.words:
            found = [word for word in found if _is_one_of(word, step.words)]
        if step.slot == "C" and (not step.prepositions or set(step.prepositions) & places.particles):
            slots["C"] = found
            continue
        if not found and step.slot == "R" and used and _OWNED & set(step.prepositions):
            found = sorted(used, key=lambda word: word.i)  # "wrote off the Sudanese debt" for "debt of R"
        if not found and not step.is_optional:
            return None
        used.update(found if step.words else ())
        if step.slot:
            slots.setdefault(step.slot, []).extend(found)
    return slots


def _is_one_of(word: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of the words, itself, behind "a series of", or as a person's title."""
    if word.lemma.lower() in words or any(inner.lemma in words for inner in _through(word)):
        return True
    return word.pos == "PROPN" and any(child.lower in words for child in word.children if child.dep == "compound")


def _after(words: set[Token], preposition: str) -> list[Token]:
    """Nouns after a preposition that hangs on a word already matched: "no secret of its anger over the visit"."""
    return [
        pobj
        for word in sorted(words, key=lambda word: word.i)
        for prep in word.find_children("prep")
        if prep.lower == preposition
        for pobj in prep.find_children("pobj")
    ]


def _candidates(step: Step, places: _Places) -> list[Token]:
    """Words that stand in the place of a step."""
    if not step.prepositions:
        if step.words:
            return [*places.objects, *places.predicates, *places.datives]
        if step.slot == "X":
            return [*places.objects, *places.infinitives, *places.predicates] or [places.verb]
        return places.datives or places.objects
    found = [word for preposition in step.prepositions for word in places.oblique.get(preposition, ())]
    if "that" in step.prepositions:
        found += places.verb.find_children("ccomp")
    if "to" in step.prepositions:
        found += places.infinitives if (step.words or step.slot == "X") else places.datives
    if not found and any(p in places.particles for p in step.prepositions) and not any(places.oblique.get(p) for p in step.prepositions):
        found = places.objects  # a particle with its object: "shot down the jet"
    return found


def _build_act(doc: ParsedDocument, sentence: Sentence, token: Token, pattern: EventVerb, slots: dict[str, list[Token]]) -> Act | None:
    verb = token if _is_verbal(token) and not _is_predicate(token) else token.head
    subjects = _acting_parties(verb, sentence)
    if len(states_of(subjects)) > 1 and len(find_subjects(verb)) == 1:
        subjects = in_text_order(doc, subjects)
    if pattern.complement and verb.tag == "VBN":  # "was disappointed with": the grammar's object feels it
        subjects = [party for word in verb.find_children("nsubjpass", "nsubj") for party in find_acting(word, sentence)]
    if pattern.marks & {"person", "hosting"} and not _is_person(slots, sentence):
        return None
    if pattern.subject == "R":
        actors = [party for word in slots.get("A", ()) for party in find_parties(word, sentence)]
        recipients, target = [p for p in subjects if p not in actors], None
    else:
        actors = subjects
        recipients, target = _find_recipients(doc, sentence, token, pattern, slots, actors)
    if not actors and "own" in pattern.marks:
        actors = [party for obj in find_objects(verb) for party in find_owners(obj, sentence)]
    if len(states_of(actors)) > 1 and "importance" in pattern.pattern:
        return None  # what both "underscored" is a statement of each (GUIDE, decisions)
    if "both" in pattern.marks and len(states_of(actors)) < 2:  # noqa: PLR2004 - both sides
        return None
    if "body" in pattern.marks and any(is_state(state_of(party)) for party in recipients):
        return None
    if _is_shared_mood(verb, pattern, actors, recipients):
        actors, recipients = split_sides(actors)
    actors, recipients = _settle(doc, pattern, slots, actors, recipients)
    if "hosting" in pattern.marks:
        actors, recipients = recipients, actors
    if not _is_usable(pattern, actors, recipients):
        return None
    realis = find_realis(token if token.pos != "AUX" else verb)
    if "wish" in pattern.marks and realis == "happened":
        realis = "hypothetical"
    span = clause_span(verb, without=("advcl", "parataxis"))
    return Act(
        sentence, token, verb, actors, recipients, pattern.event_type, pattern.mode, pattern.cameo_code, realis, span,
        pattern.pattern, pattern.marks, target=target,
    )  # fmt: skip


def _acting_parties(verb: Token, sentence: Sentence) -> list[str]:
    """Parties of a verb's subjects; a pronoun that nothing resolves stands for the one who reports the clause."""
    subjects = find_subjects(verb)
    found = [party for subject in subjects for party in find_acting(subject, sentence)]
    if not found and len(subjects) == 1 and subjects[0].lower in ("it", "he", "she", "they") and not mention_at(sentence, subjects[0]):
        clause = subjects[0].head
        if clause.dep == "ccomp" and clause.head.pos == "VERB":  # "Russia said it had expelled"
            found = [party for subject in find_subjects(clause.head) for party in find_acting(subject, sentence)]
    return list(dict.fromkeys(found))


def _is_shared_mood(verb: Token, pattern: EventVerb, actors: list[str], recipients: list[str]) -> bool:
    """Whether both, as one subject, praise what they share: "the two leaders expressed satisfaction with the progress"."""
    is_pair = len(states_of(actors)) > 1 and len(find_subjects(verb)) == 1
    return is_pair and not recipients and pattern.event_type == "SUPPORT" and "@warmth" in pattern.pattern


def _is_person(slots: dict[str, list[Token]], sentence: Sentence) -> bool:
    """Whether a person stands in the recipient's slot: "called the Saudi king"."""
    for word in slots.get("R", ()):
        mention = mention_at(sentence, word)
        if (mention and mention.person) or word.lemma in _LEADERS:
            return True
    return False


def _find_recipients(
    doc: ParsedDocument, sentence: Sentence, token: Token, pattern: EventVerb, slots: dict[str, list[Token]], actors: list[str]
) -> tuple[list[str], Token | None]:
    if "C" in slots:
        below = _below(token)
        named = find_named(sentence, below, actors)
        if named or len(states_of(actors)) != 1:
            return named, None
        return (other_side(doc, actors), None) if any(belongs_to_both(word) for word in below if word.pos == "NOUN") else ([], None)
    if "R" not in slots:
        return [], None
    if pattern.mode in ("visit", "multilateral"):
        visited = find_place_states(sentence, slots["R"], actors)
        if visited:
            return visited
    words = [word for word in slots["R"] if word.pos not in ("VERB", "AUX")]
    clauses = [word for word in slots["R"] if word.pos in ("VERB", "AUX")]
    recipients, target = find_recipients(doc, sentence, words, actors)
    if not recipients and clauses:  # "alleged that Pakistani troops had crossed"
        subjects = [subject for clause in clauses for subject in find_subjects(clause)]
        recipients, target = find_recipients(doc, sentence, subjects, actors)
    if not recipients and words and actors:  # "reneged on the deal | with Moscow": the parser hung the phrase on the verb
        loose = [pobj for prep in token.find_children("prep") if prep.lower in _LOOSE for pobj in prep.find_children("pobj")]
        recipients, target = find_recipients(doc, sentence, loose, actors)
    return recipients, target


def _below(token: Token) -> list[Token]:
    """Words that a predicate governs, without its subject and coordinated verbs."""
    kept = []
    queue = [child for child in token.children if child.dep not in ("nsubj", "nsubjpass", "advcl", "parataxis", "punct") and not (child.dep == "conj" and child.pos in ("VERB", "AUX"))]
    for word in queue:
        kept.append(word)
        queue.extend(word.children)
    return kept


def _settle(
    doc: ParsedDocument, pattern: EventVerb, slots: dict[str, list[Token]], actors: list[str], recipients: list[str]
) -> tuple[list[str], list[str]]:
    """Divide what both sides do, and take the sides apart where one slot held both."""
    recipients = [party for party in recipients if party not in actors]
    if len(states_of(actors)) > 1 and "C" in slots and not any(is_state(state_of(party)) for party in recipients):
        return split_sides(actors)
    if recipients and not states_of(recipients) & states_of(actors):
        return actors, recipients
    is_shared = "mutual" in pattern.marks or "C" in slots
    if is_shared and len(states_of(actors)) > 1:
        return split_sides(actors)
    if "mutual" in pattern.marks and len(states_of(actors)) == 1 and _speaks_of_both(slots):
        return actors, other_side(doc, actors)
    return actors, []


def _speaks_of_both(slots: dict[str, list[Token]]) -> bool:
    return any(belongs_to_both(word) for words in slots.values() for word in words if word.pos == "NOUN")


def _is_usable(pattern: EventVerb, actors: list[str], recipients: list[str]) -> bool:
    """Whether the act has the parties that the guide asks for."""
    if not actors or states_of(actors) & states_of(recipients):
        return False
    if not recipients and "lone" not in pattern.marks:
        return False
    sectors = {party.partition("/")[2] for party in actors}
    return not (sectors <= _SPEAKING_SECTORS and pattern.event_type in _VERBAL)
