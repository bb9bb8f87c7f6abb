"""Who acts and on whom in an event told by a verb: the pattern's slots filled with parties, and settled.

The grammar's subject acts; the slots R and C hold the other side. Where both
stand in one subject they are taken apart; where one is only in the context,
`event_context` looks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.clauses import find_objects, find_oblique, find_subjects, is_passive
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_context import (
    find_addressed,
    find_aggressor,
    find_partner,
    find_speaker,
    find_victim,
    is_meeting_report,
    is_shared_verb,
    names_third,
)
from bilateral.extraction.event_others import find_actor, find_unnamed
from bilateral.extraction.event_parties import (
    CAUSES,
    belongs_to_both,
    find_acting,
    find_named,
    find_owners,
    find_parties,
    find_place_states,
    find_recipients,
    in_text_order,
    other_side,
    split_sides,
)
from bilateral.extraction.event_struck import find_objector
from bilateral.extraction.event_threats import find_announcer
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventVerb

__all__ = ["SPEAKING_SECTORS", "VERBAL", "Reading", "find_sides", "is_allowed", "is_destination", "is_usable", "names_person", "settle_sides", "subject_parties", "words_below"]

SPEAKING_SECTORS = frozenset(("EDU", "MED", "BUS"))
"""Analysts, media and businesses: their praise and blame are statements (GUIDE, decisions)."""
VERBAL = frozenset(("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"))
"""Types of acts that are done by speaking."""
_HOSTILE = frozenset(("COERCE", "ASSAULT", "THREATEN"))
_STRIKING = frozenset(("COERCE", "ASSAULT", "SANCTION", "THREATEN"))
_ONE_WAY = frozenset(("AID", "CONCEDE", "SANCTION", "REQUEST", "COERCE", "REJECT"))
"""Acts that a pair does to a third, never to each other, where the sentence names nobody else."""
_SENT_OFF = frozenset(("expel", "deport", "banish", "oust", "evict"))
"""Where one is "deported from" has done it."""
_HARSH = frozenset(("COERCE", "ASSAULT", "SANCTION", "RETREAT", "ACCUSE"))
"""Deeds whose object may be a thing of the other side, however far down its name stands."""
_JUDGED = frozenset(("SUPPORT", "REJECT"))
"""Acts of words about what the other side does or has: "supportive of the reforms under way in Chad"."""
_LOOSE = frozenset(("with", "against", "to", "towards", "toward"))
_WITHIN = _LOOSE | {"in", "inside", "near"}
"""Beside an act of force, where it struck: "bombed a market in Niger"."""
_ABSTRACT = frozenset("opportunity chance moment occasion initiative trade poverty corruption crime terrorism disease drug inflation policy proposal plan idea record position argument protectionism".split())
"""Attacking or fighting one of these is no use of force."""
_ARMS = frozenset("nuclear missile rocket ballistic weapon weapons underground atomic icbm bomb thermonuclear hydrogen warhead satellite test-fire long-range short-range intercontinental cruise".split())
_TALKING = frozenset(("comment", "say", "answer", "elaborate", "confirm", "disclose", "speculate", "discuss", "give", "name", "specify", "predict", "estimate", "reply", "go"))
"""What one declines to do before reporters."""
_PAPERS = frozenset("statement report document communique communiqué declaration text paper transcript figure list survey".split())
"""What is "released" or "returned" without anybody's going free."""
_LOSSES = frozenset(("loss", "death", "casualty", "tragedy", "passing", "accident", "disaster", "earthquake", "inconvenience"))
_MOVING = frozenset(("return", "fly", "drive", "sail", "head", "rush", "move", "jet"))
"""Verbs of going that tell no visit where something is moved."""
_LEADERS = frozenset("president premier minister king queen prince emir sultan chancellor leader counterpart secretary pope envoy delegation official ambassador chief commander lawmaker mission team diplomat governor mayor".split())


@dataclass(slots=True)
class Reading:
    """One pattern tried on one predicate: all that its parties are read from."""

    doc: ParsedDocument
    sentence: Sentence
    token: Token
    verb: Token
    pattern: EventVerb
    slots: dict[str, list[Token]]


def find_sides(reading: Reading) -> tuple[list[str], list[str], Token | None]:
    """Who acts and on whom, by the pattern's slots, and the word that names the recipient.

    Args:
        reading: A pattern that fits a verb.
    """
    subjects = subject_parties(reading)
    if reading.pattern.subject == "R":
        actors = [party for word in reading.slots.get("A", ()) for party in find_parties(word, reading.sentence)]
        return actors, [party for party in subjects if party not in actors], None
    recipients, target = _find_recipients(reading, subjects)
    if not subjects and len(states_of(recipients)) == 1 and reading.token.lemma in _SENT_OFF and is_passive(reading.verb):
        subjects = [party for pobj in find_oblique(reading.verb, "from") for party in find_parties(pobj, reading.sentence) if party not in recipients]
    if not subjects and recipients and reading.token.lemma in load_word_class("unnamed", "passive") and is_passive(reading.verb):
        return find_actor(reading.doc, recipients), recipients, target
    if not subjects and recipients and is_passive(reading.verb) and any(child.lower in ("also", "too", "likewise") for child in reading.verb.children):
        subjects = [party for party in _last_doer(reading) if party not in recipients]
    if not subjects and recipients and reading.pattern.event_type in ("COERCE", "ASSAULT", "SANCTION"):
        subjects = [party for party in find_announcer(reading.verb, reading.sentence) if party not in recipients]
        subjects = subjects or (find_aggressor(reading.doc, reading.sentence, recipients) if is_passive(reading.verb) and not find_subjects(reading.verb) else [])
    if subjects and not recipients and reading.pattern.event_type in _HOSTILE and reading.slots.get("R"):
        recipients = find_victim(reading.doc, reading.sentence, subjects)
    if subjects and not recipients and reading.pattern.event_type in _STRIKING and reading.slots.get("R"):
        recipients = find_objector(reading.doc, reading.sentence, reading.verb, actors=subjects)
    if not subjects and "own" in reading.pattern.marks:
        subjects = [party for obj in find_objects(reading.verb) for party in find_owners(obj, reading.sentence)]
    return subjects, recipients, target


def _last_doer(reading: Reading) -> list[str]:
    """Who did the same in this sentence or the one before: "Kuwait has asked Bern for help. Oslo was also asked"."""
    for index in (reading.sentence.index, reading.sentence.index - 1):
        sentence = reading.doc.sentences[index] if index >= 0 else reading.sentence
        for token in sentence.tokens:
            if token.lemma == reading.token.lemma and token is not reading.token and token.pos == "VERB" and not is_passive(token):
                return [party for subject in find_subjects(token) for party in find_acting(subject, sentence)]
    return []


def subject_parties(reading: Reading) -> list[str]:
    """Parties of the grammar's subject; of its object for what is felt ("was disappointed with").

    Args:
        reading: A pattern that fits a verb.
    """
    verb, sentence = reading.verb, reading.sentence
    if reading.pattern.complement and verb.tag == "VBN":
        return [party for word in verb.find_children("nsubjpass", "nsubj") for party in find_acting(word, sentence)]
    subjects = _acting_parties(verb, sentence)
    if not subjects:
        subjects = [party for word in find_subjects(verb)[:1] for party in find_unnamed(reading.doc, sentence, word)]
    if not subjects and _is_mood_of_speaker(verb):
        return find_speaker(reading.doc, sentence)
    if len(states_of(subjects)) > 1 and len(find_subjects(verb)) == 1:
        return in_text_order(reading.doc, subjects)
    return subjects


def _is_mood_of_speaker(verb: Token) -> bool:
    """Whether a verb tells what the speaker did, by his mood: "it was a pleasure to meet", "great to see", "wonderful having you"."""
    above = verb.head
    if verb.tag not in ("VB", "VBG") or verb.dep not in ("xcomp", "advcl", "ccomp", "acl", "csubj") or any(child.dep in ("nsubj", "nsubjpass") for child in verb.children):
        return False
    above = above.head if above.dep in ("attr", "acomp") else above
    has_it = any(child.lower in ("it", "'t") for child in above.children) or not any(child.dep in ("nsubj", "nsubjpass") for child in above.children)
    return above.lemma == "be" and has_it and any(child.dep in ("attr", "acomp") and child.lemma in load_word_class("unnamed", "moods") for child in above.children)


def is_allowed(reading: Reading, actors: list[str], recipients: list[str]) -> bool:
    """Whether the marks of a pattern allow these parties.

    Args:
        reading: A pattern that fits a verb.
        actors: Who acts.
        recipients: Who is acted on.
    """
    marks, is_pair = reading.pattern.marks, len(states_of(actors)) > 1
    if is_pair and "importance" in reading.pattern.pattern:
        return False  # what both "underscored" is a statement of each (GUIDE, decisions)
    if "both" in marks and not is_pair and not (is_meeting_report(reading.doc) and find_partner(reading.doc, reading.sentence, actors, verb=reading.verb)):
        return False
    if "weapon" in marks and reading.pattern.lemma in ("conduct", "carry", "stage") and not _is_of_arms(reading.verb):
        return False
    if reading.pattern.mode == "visit" and reading.pattern.lemma in _MOVING and find_objects(reading.verb) and not is_passive(reading.verb):
        return False  # "returned four districts to Peru"
    if reading.pattern.mode == "visit" and (_are_private(actors, ("/CVL", "/BUS", "/EDU")) or _are_private(recipients, ("/BUS", "/EDU"))):
        return False  # tourists; "toured the Toyota plant" tells no journey
    return not _is_idle_object(reading) and not ("body" in marks and any(is_state(state_of(party)) for party in recipients))


def is_destination(reading: Reading, target: Token) -> bool:
    """Whether what is visited is a party, a place, or a thing that belongs to one: not "the path of talks with Peru".

    Args:
        reading: A pattern of a visit.
        target: The word that gave the recipient.
    """
    if mention_at(reading.sentence, target) is not None or any(place.start_char <= target.start < place.end_char for place in reading.sentence.places):
        return True
    return bool(find_parties(target, reading.sentence) or find_owners(target, reading.sentence) or find_owners(target, reading.sentence, ("of", "in", "at", "near")) or belongs_to_both(target) or target.pos == "PRON" or target.tag in ("RB", "NNP"))


def _are_private(parties: list[str], sectors: tuple[str, ...]) -> bool:
    return bool(parties) and all(party.endswith(sectors) for party in parties)


def _is_idle_object(reading: Reading) -> bool:
    """Whether what is struck or blamed is no deed or thing of the other side: "attacked Japan's trade policy", "we regret the loss of life"."""
    words = {word.lemma for found in reading.slots.values() for word in found}
    if reading.pattern.event_type in ("ASSAULT", "COERCE"):
        return bool(words & _ABSTRACT)
    if reading.pattern.event_type == "REJECT" and reading.token.lemma in ("decline", "refuse"):
        return any(clause.lemma in _TALKING for clause in reading.token.find_children("xcomp"))  # "declined to comment on the Chinese offer"
    if reading.pattern.event_type == "RETREAT":
        return bool(words & _PAPERS) or (reading.pattern.lemma == "leave" and not _are_forces(reading))
    return reading.pattern.event_type == "ACCUSE" and bool(words & _LOSSES)


def _are_forces(reading: Reading) -> bool:
    """Whether troops are the subject: "French troops left Niger", not "the premier left Niger"."""
    forces = load_word_class("unnamed", "forces")
    return any(subject.lemma.lower() in forces or any(party.endswith("/MIL") for party in find_acting(subject, reading.sentence)) for subject in find_subjects(reading.verb))


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


def _is_shared_mood(reading: Reading, actors: list[str], recipients: list[str]) -> bool:
    """Whether both, as one subject, praise what they share: "the two leaders welcomed the progress", "the success of their project for Chad"."""
    if len(states_of(actors)) <= 1 or len(find_subjects(reading.verb)) != 1 or reading.pattern.event_type != "SUPPORT":
        return False
    if not recipients:
        return True
    words = [deep for name in ("R", "C") for word in reading.slots.get(name, ()) for deep in word.subtree()]
    named = {state_of(party) for mention in reading.sentence.mentions if any(mention.start_char <= word.start < mention.end_char for word in words) for party in mention.parties}
    return states_of(actors) <= named


def _praised_side(reading: Reading, actors: list[str]) -> list[str]:
    """The one of "we" whose deed is spoken of: in "we welcome Fiji's help" the other of the two speaks."""
    if reading.pattern.event_type not in VERBAL or any(subject.pos != "PRON" for subject in find_subjects(reading.verb)):
        return []
    owners = {state_of(party) for word in reading.slots.get("R", ()) for party in find_parties(word, reading.sentence) or find_owners(word, reading.sentence)}
    own = owners & states_of(actors)
    return [next(party for party in actors if state_of(party) in own)] if len(own) == 1 else []


def names_person(reading: Reading) -> bool:
    """Whether a person stands in the recipient's slot: "called the Saudi king".

    Args:
        reading: A pattern that fits a verb.
    """
    for word in reading.slots.get("R", ()):
        mention = mention_at(reading.sentence, word)
        if (mention and mention.person) or word.lemma in _LEADERS:
            return True
    return False


def _find_recipients(reading: Reading, actors: list[str]) -> tuple[list[str], Token | None]:
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
    for word in words:
        addressed = find_addressed(reading.doc, reading.sentence, word, actors=actors)
        if addressed:
            return addressed, word
    loose = find_recipients(reading.doc, reading.sentence, _loose_words(reading, has_slot=bool(words)), actors=actors)
    return loose if loose[0] else (_find_struck(reading, words, actors), None)


def _find_struck(reading: Reading, words: list[Token], actors: list[str]) -> list[str]:
    """The one other state whose things an act of force struck: "tankers loaded with our oil", "oil that we had sold"."""
    if reading.pattern.event_type not in _HARSH | _JUDGED or not words:
        return []
    causes = frozenset(deep for token in words for word in token.subtree() if word.lemma in CAUSES for deep in word.subtree())
    inside = [token for word in words for token in (word.subtree() if reading.pattern.event_type in _HARSH else _phrase_of(word)) if token.i >= word.i and token not in causes]
    states = list(dict.fromkeys(state_of(party) for party in find_named(reading.sentence, inside, actors)))
    if not states and any(word.lower == "what" for word in words):  # "denounced what it called an attack by Belarus"
        called = [token for word in words if word.lower == "what" for token in word.head.subtree() if token.i > word.head.i]
        states = list(dict.fromkeys(state_of(party) for party in find_named(reading.sentence, called, actors)))
    if not states:  # "concern about the plant near Qom"
        starts = {token.start for token in inside}
        states = list(dict.fromkeys(place.state for place in reading.sentence.places if place.state and place.start_char in starts and place.state in (reading.doc.dyad or ())))
    return states if len(states) == 1 and is_state(states[0]) and states[0] not in states_of(actors) else []


def _phrase_of(word: Token) -> list[Token]:
    """A noun with what stands beside it in its own phrase: no clause, no list."""
    kept = [word]
    for inner in kept:
        kept.extend(child for child in inner.children if child.dep in ("prep", "pobj", "poss", "amod", "compound", "nmod"))
    return kept


def _find_concerned(reading: Reading, actors: list[str]) -> list[str]:
    """Who else is named in what the predicate governs, or the other side where a word says "bilateral"."""
    below = words_below(reading.token)
    named = find_named(reading.sentence, below, actors)
    if named or len(states_of(actors)) != 1 or not any(belongs_to_both(word) for word in below if word.pos == "NOUN"):
        return named
    return other_side(reading.doc, actors)


def _loose_words(reading: Reading, *, has_slot: bool) -> list[Token]:
    """Subjects of a clause in the slot, and phrases that the parser hung on the verb: "reneged on the deal | with Moscow"."""
    clauses = [word for word in reading.slots.get("R", ()) if word.pos in ("VERB", "AUX")]
    found = [subject for clause in clauses for subject in find_subjects(clause)]  # "alleged that Pakistani troops had crossed"
    if has_slot:
        found += [pobj for prep in reading.token.find_children("prep") if prep.lower in (_WITHIN if reading.pattern.event_type == "ASSAULT" else _LOOSE) for pobj in prep.find_children("pobj")]
    return found


def words_below(token: Token) -> list[Token]:
    """Words that a predicate governs, without its subject and coordinated verbs.

    Args:
        token: A predicate.
    """
    kept = []
    queue = [child for child in token.children if child.dep not in ("nsubj", "nsubjpass", "advcl", "parataxis", "punct") and not (child.dep == "conj" and child.pos in ("VERB", "AUX"))]
    for word in queue:
        kept.append(word)
        queue.extend(child for child in word.children if child.dep not in ("relcl", "advcl") or (child.dep == "advcl" and any(mark.lower == "unless" for mark in child.children)))
    return kept


def settle_sides(reading: Reading, actors: list[str], recipients: list[str]) -> tuple[list[str], list[str]]:
    """Divide what both sides do, and take the sides apart where one slot held both.

    Args:
        reading: A pattern that fits a verb.
        actors: Who acts.
        recipients: Who is acted on.
    """
    recipients = [party for party in recipients if party not in actors]
    if len(states_of(actors)) > 1:
        return _settle_pair(reading, actors, recipients)
    if recipients and not states_of(recipients) & states_of(actors):
        return actors, recipients
    if "both" in reading.pattern.marks:
        return actors, find_partner(reading.doc, reading.sentence, actors, verb=reading.verb)
    if "mutual" in reading.pattern.marks and actors and _speaks_of_both(reading.slots):
        return actors, other_side(reading.doc, actors)
    return actors, _find_partner(reading, actors) or _find_counterpart(reading, actors)


def _settle_pair(reading: Reading, actors: list[str], recipients: list[str]) -> tuple[list[str], list[str]]:
    """The sides of an act whose subject holds both or several states."""
    praised = _praised_side(reading, actors)
    if praised:
        return [party for party in actors if state_of(party) not in states_of(praised)], praised
    is_told = "C" in reading.slots
    names_none = is_told and not any(is_state(state_of(party)) for party in recipients)
    if names_none and reading.pattern.event_type in _ONE_WAY:
        return actors, []  # "both countries invested new funding in" gives nothing to either
    if names_none or _is_shared_mood(reading, actors, recipients):
        return split_sides(actors)
    if recipients and not states_of(recipients) & states_of(actors):
        return actors, recipients
    return split_sides(actors) if is_told or "mutual" in reading.pattern.marks else (actors, [])


def _find_counterpart(reading: Reading, actors: list[str]) -> list[str]:
    """The other side of a meeting, whose deeds are praised in a report of it: "the President welcomed the review"."""
    words = reading.slots.get("R", [])
    if reading.pattern.event_type != "SUPPORT" or len(states_of(actors)) != 1 or not words or not is_meeting_report(reading.doc):
        return []
    if any(word.pos != "NOUN" or word.tag == "CD" for word in words) or reading.token.lemma not in load_word_class("unnamed", "praising"):
        return []
    other = other_side(reading.doc, actors)
    return [] if names_third(reading.sentence, states_of(actors) | states_of(other)) else other


def _find_partner(reading: Reading, actors: list[str]) -> list[str]:
    """The other side of what "we" did together: "we agreed to"; not with a stranger ("we met with farmers")."""
    is_shared = len(states_of(actors)) == 1 and is_shared_verb(reading.pattern.lemma) and ("mutual" in reading.pattern.marks or reading.pattern.event_type == "AGREE")
    if not is_shared or any(pobj.pos != "PRON" for pobj in find_oblique(reading.verb, "with")):
        return []
    return find_partner(reading.doc, reading.sentence, actors, verb=reading.verb)


def _speaks_of_both(slots: dict[str, list[Token]]) -> bool:
    return any(belongs_to_both(word) for words in slots.values() for word in words if word.pos == "NOUN")


def is_usable(pattern: EventVerb, actors: list[str], recipients: list[str]) -> bool:
    """Whether the act has the parties that the guide asks for.

    Args:
        pattern: The pattern.
        actors: Who acts.
        recipients: Who is acted on.
    """
    if not actors or states_of(actors) & states_of(recipients):
        return False
    if not recipients and "lone" not in pattern.marks:
        return False
    if recipients and pattern.event_type not in _HARSH and all(party.endswith("/MED") for party in recipients):
        return False  # "told Reuters"; but "expelled three journalists"
    sectors = {party.partition("/")[2] for party in actors}
    return not (sectors <= SPEAKING_SECTORS and pattern.event_type in VERBAL)
