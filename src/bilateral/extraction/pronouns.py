"""Whom a pronoun stands for: "he" a person, "it" and "its" a state, "they" several, "we" the speaker's side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.discourse import FIRST_PERSON, UNKNOWN, clause_subject, person_at, states_before
from bilateral.extraction.named_parties import is_person_noun, mention_at, parties_of, state_of
from bilateral.extraction.persons import Person, is_female
from bilateral.extraction.told_and_telling import find_other_speaker, find_sayer, find_told, is_partner
from bilateral.extraction.we_and_you import SECOND_PERSON, find_addressee, find_speaking
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.discourse import Memory
    from bilateral.extraction.first_person import Voices
    from bilateral.parsed import Sentence, Token

__all__ = ["PERSONAL", "find_person", "find_pronoun_parties"]

PERSON_WINDOW = 4
"""Sentences back in which "he" looks for a person; farther ones were wrong more often than right on the seeds."""
_ROLE_WINDOW = 2
"""Sentences back in which "he" finds somebody told by his role alone."""
_FRONTED = 3
"""A pronoun among the first words of its sentence can run ahead of its noun."""
STATE_WINDOW = 2
"""Sentences back in which "it" and "they" look for a subject."""

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_IT = frozenset(["it", "its", "itself"])
_CLAUSE_COMPLEMENT = frozenset(["ccomp", "xcomp", "csubj", "advcl"])
_SEEMING = frozenset(["seem", "appear", "take", "turn", "happen", "remain", "follow", "emerge"])
_JUDGING = frozenset(["find", "make", "consider", "deem", "think", "believe", "feel"])
PERSONAL = _HE | _SHE
"""Pronouns of a person."""


def find_pronoun_parties(sentence: Sentence, token: Token, memory: Memory, *, voices: Voices) -> tuple[list[str], str | None]:
    """Parties that "we", "it" or "they" stands for, and the full name where "I" is a person; ([], None) if open."""
    lower = token.lower
    if lower in FIRST_PERSON:
        return find_speaking(sentence, token, memory, voices=voices)
    if lower in SECOND_PERSON:
        return find_addressee(sentence, token, voices), None
    if lower not in _IT and lower not in _THEY:
        return [], None
    told = find_told(sentence, token) or find_sayer(sentence, token)
    if told:
        return told, None
    parties = _it(sentence, token, memory) if lower in _IT else _they(sentence, token, memory) or _other_they(sentence, token, memory)
    if parties and is_partner(sentence, token, parties):
        parties = []  # nobody meets himself
    return parties or (find_other_speaker(sentence, token) if lower == "they" else []), None


def _ancestor_verbs(token: Token) -> list[Token]:
    return [word for word in token.ancestors() if word.pos in ("VERB", "AUX")]


def _subjects_above(sentence: Sentence, token: Token) -> list[Token]:
    """Heads of the subjects of the clauses around a word, nearest clause first, that stand before it."""
    found: list[Token] = []
    below = token
    through_attr = False
    for word in token.ancestors():
        through_attr = through_attr or below.dep in ("attr", "oprd")
        if word.pos in ("VERB", "AUX"):
            heads = [subject for subject in find_subjects(word) if subject is not token and not _covers(subject, below)]
            before = [subject for subject in heads if subject.i < token.i]
            if not before and _is_fronted(token, below, word):
                before = [subject for subject in heads if subject.i > token.i]
            if before and not through_attr:
                found.extend(before)
            through_attr = False
        below = word
    del sentence
    return found


def _covers(subject: Token, below: Token) -> bool:
    """Whether a subject is the phrase that one climbs out of."""
    return subject is below


def _is_fronted(token: Token, below: Token, verb: Token) -> bool:
    """Whether a word stands in a phrase before its clause's subject: "In his address, Lee said"."""
    return token.i < verb.i and below.dep in ("prep", "advcl", "npadvmod", "advmod") and token.dep == "poss"


def _fits(person: Person | None, *, female: bool) -> bool:
    if person is None:
        return False
    gender = is_female(person)
    return gender is None or gender is female


def find_person(sentence: Sentence, token: Token, memory: Memory) -> Person | None:
    """The person whom "he" or "she" stands for: a subject above, else the last subject, else the last one named.

    Does not find a person of the other gender, nor the one who has the floor.
    """
    female = token.lower in _SHE
    is_object = token.dep in ("dobj", "dative", "pobj", "iobj") and not token.lower.endswith("self")
    barred = clause_subject(token) if is_object else None
    for subject in _subjects_above(sentence, token):
        if subject.lower in FIRST_PERSON:
            continue  # "I admire the way he leads": another person
        person = person_at(sentence, subject, memory)
        if subject is not barred and _fits(person, female=female):
            return person
        if person is None and subject is not barred and _is_unknown_person(sentence, subject):
            return _unnamed(sentence, memory)
    barred_name = memory.speaker
    if barred is not None:
        barred_person = person_at(sentence, barred, memory)
        barred_name = barred_person.name if barred_person else barred_name
    recent = [item for item in memory.shown if sentence.index - item[0] <= PERSON_WINDOW and item[1] not in (barred_name, memory.speaker)]
    subjects = [name for _, name, is_subject in recent if is_subject]
    here = [name for index, name, _ in recent if index == sentence.index]
    if subjects and subjects[-1] == UNKNOWN and (not here or UNKNOWN in here):
        return _unnamed(sentence, memory)
    person = _latest(recent, memory, female=female)
    if person is not None and female and is_female(person) is None:
        person.gender = "f"
    return person


def _unnamed(sentence: Sentence, memory: Memory) -> Person | None:
    """The last person told by his role alone, as a person without a name: "a Taiwanese official ... he"."""
    known = memory.unnamed
    return Person(UNKNOWN, known[1]) if known is not None and sentence.index - known[0] <= _ROLE_WINDOW else None


def _is_unknown_person(sentence: Sentence, subject: Token) -> bool:
    """Whether a subject is a person whom the document does not know: a new name, "a researcher"."""
    mention = mention_at(sentence, subject)
    if mention is None and subject.tag == "NNP":
        return True
    return (mention is None or not mention.person) and subject.tag == "NN" and is_person_noun(subject)


def _latest(recent: list[tuple[int, str, bool]], memory: Memory, *, female: bool) -> Person | None:
    """The last person named as a subject in the last sentence with one, else the one person named there."""
    fitting = [(index, memory.persons[name], is_subject) for index, name, is_subject in recent if name in memory.persons and _fits(memory.persons[name], female=female)]
    if not fitting:
        return None
    last = fitting[-1][0]
    here = [(person, is_subject) for index, person, is_subject in fitting if index == last]
    subjects = [person for person, is_subject in here if is_subject]
    if subjects:
        return subjects[-1]
    names = {person.name for person, _ in here}
    if len(names) == 1:
        return here[-1][0]
    earlier = [person for _, person, is_subject in fitting if is_subject]
    return earlier[-1] if earlier and earlier[-1].name in names else None


def _is_pleonastic(token: Token) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it seems"."""
    if token.lower != "it":
        return False
    if token.dep == "expl" or _is_dummy_object(token):
        return True
    verb = token.head
    if verb.lemma in _SEEMING:
        return True
    children = verb.children
    has_quality = any(child.dep in ("acomp", "attr", "oprd") for child in children)
    has_clause = any(child.dep in _CLAUSE_COMPLEMENT and child.i > token.i for child in children) or any(
        grandchild.dep in ("xcomp", "ccomp", "relcl", "acl") for child in children if child.dep in ("acomp", "attr") for grandchild in child.children
    )
    is_in = any(child.dep == "prep" and child.lower in ("in", "up", "of") for child in children)
    return verb.lemma == "be" and ((has_quality and has_clause) or (is_in and token.i < verb.i))


def _is_dummy_object(token: Token) -> bool:
    """Whether "it" stands for what follows: "makes it clear that", "finds it more expedient to"."""
    return (token.dep in ("nsubj", "dobj") and token.head.head.lemma in _JUDGING and token.head.pos == "ADJ") or (token.head.lemma in _JUDGING and token.dep == "dobj")


def _it(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The state or body that "it" or "its" stands for: an owner in the phrase, a subject above, the last subject."""
    if _is_pleonastic(token):
        return []
    near = _emphasised(sentence, token) or _owner_above(sentence, token) or _run_ahead(sentence, token, plural=False)
    if near or _is_torn(sentence, token):
        return near
    skip = clause_subject(token) if token.lower == "it" and token.dep in ("dobj", "pobj", "dative", "iobj") else None
    subjects = [subject for subject in _subjects_above(sentence, token) if subject is not skip]
    for subject in subjects:
        parties = _one_actor(sentence, subject)
        if parties is not None:
            return parties
    named = states_before(sentence, token)
    if token.lower == "its" and len(named) == 1 and not subjects:
        return named
    thanked = _object_before(sentence, token)
    if thanked:
        return thanked
    return [] if named else _last_subject(sentence, token, memory)


def _run_ahead(sentence: Sentence, token: Token, *, plural: bool) -> list[str]:
    """The subject that follows a clause before it: "Although it has few soldiers, Luxembourg", "Before they met, Chad and Sudan"."""
    clause = token.head
    if token.dep not in ("nsubj", "nsubjpass") or clause.dep != "advcl" or clause.i > clause.head.i or token.i > _FRONTED:
        return []
    heads = [subject for subject in find_subjects(clause.head) if subject.i > clause.i]
    parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
    is_plural = len(heads) > 1 or any(head.tag in ("NNS", "NNPS") for head in heads)
    return parties if is_plural is plural and (plural or len(parties) == 1) else []


def _object_before(sentence: Sentence, token: Token) -> list[str]:
    """The state that a person acts on, before what is its own: "the president thanked the Greek army for its help"."""
    verb = next(iter(_ancestor_verbs(token)), None)
    if token.dep != "poss" or verb is None:
        return []
    objects = [child for child in verb.children if child.dep in ("dobj", "dative") and child.i < token.i and child.tag in ("NN", "NNP")]
    parties = parties_of(objects[0], sentence) if len(objects) == 1 and token not in objects[0].subtree() else []
    mention = mention_at(sentence, objects[0]) if parties else None
    return parties if len(parties) == 1 and not (mention is not None and mention.person) else []


def _emphasised(sentence: Sentence, token: Token) -> list[str]:
    """The actor right before "itself": "but Pyongyang itself"."""
    if token.lower != "itself" or token.i == 0:
        return []
    mention = mention_at(sentence, sentence.tokens[token.i - 1])
    return list(mention.parties) if mention is not None and not mention.person else []


def _last_subject(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The one actor that was the subject of the last sentence, if no other subject stands before the word."""
    before = memory.subject
    if before is None or sentence.index - before[0] > STATE_WINDOW or before[2] or len(before[1]) != 1:
        return []
    is_first = not any(t.dep in ("nsubj", "nsubjpass") and t.i < token.i and t.lower != "it" for t in sentence.tokens)
    return before[1] if is_first else []


def _is_torn(sentence: Sentence, token: Token) -> bool:
    """Whether "its" in a subordinate clause's subject can be the main subject's or the object's: "criticised Japan after its ships"."""
    if token.dep != "poss":
        return False
    noun = token.head
    clause = noun.head
    if noun.dep not in ("nsubj", "nsubjpass") or clause.dep not in ("advcl", "ccomp", "relcl"):
        return False
    nearest = next((mention for mention in reversed(sentence.mentions) if mention.end_char <= token.start), None)
    if nearest is None or nearest.person or clause.head.pos not in ("VERB", "AUX"):
        return False
    return any(parties and not set(nearest.parties) & set(parties) for parties in (parties_of(subject, sentence) for subject in find_subjects(clause.head)))


def _one_actor(sentence: Sentence, subject: Token) -> list[str] | None:
    """The one party of a singular subject; [] if "it" means that subject but no actor, None if it cannot be meant."""
    mention = mention_at(sentence, subject)
    if mention is not None and mention.person:
        return None
    if subject.tag in ("NNS", "NNPS") or subject.lower in ("i", "we", "you", "they", "he", "she", "who"):
        return None
    parties = parties_of(subject, sentence)
    if len(parties) == 1:
        return parties
    owner = next((child for child in subject.children if child.dep == "poss"), None)
    own = mention_at(sentence, owner) if owner is not None and not parties else None
    return list(own.parties) if own is not None and len(own.parties) == 1 and not own.person else []


def _owner_above(sentence: Sentence, token: Token) -> list[str]:
    """The owner inside the same phrase: "South Korea's status in its alliance", "Russia and its region"."""
    if token.dep != "poss":
        return []
    for word in token.ancestors():
        if word.pos in ("VERB", "AUX"):
            return []
        mention = mention_at(sentence, word)
        if word.i < token.i and mention is not None and not mention.person and len(mention.parties) == 1:
            return list(mention.parties)
        for child in word.children:
            if child.dep == "poss" and child.i < token.i and child is not token:
                mention = mention_at(sentence, child)
                if mention is not None and len(mention.parties) == 1 and not mention.person:
                    return list(mention.parties)
    return []


def _they(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The several actors, or the plural actor, that "they" stands for."""
    if token.dep in ("dobj", "dative", "iobj") or (token.dep == "pobj" and token.head.lower not in ("between", "among", "with")):
        return []
    ahead = _run_ahead(sentence, token, plural=True)
    if ahead:
        return ahead
    for verb in _ancestor_verbs(token)[:5]:
        heads = [subject for subject in find_subjects(verb) if subject.i < token.i and subject is not token]
        if not heads:
            continue
        parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
        is_plural = len(heads) > 1 or len(parties) > 1 or heads[0].tag in ("NNS", "NNPS") or heads[0].lower in _THEY
        if is_plural:
            return parties
        if parties and heads[0].tag in ("NN", "NNP"):
            mention = mention_at(sentence, heads[0])
            if mention is not None and mention.how in ("company", "group", "body"):
                return parties
    before = memory.subject
    if before is not None and sentence.index - before[0] <= STATE_WINDOW and before[2] and not _has_plural_subject(sentence, token) and not memory.rivals:
        return before[1]
    return []


def _other_they(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The other state of which somebody speaks in the first person as "they": "I told Tonga no. They were upset"."""
    if memory.own is None or any(t.i < token.i and t.tag in ("NNS", "NNPS") for t in sentence.tokens):
        return []
    named = states_before(sentence, token)
    states = {state_of(party) for party in named} or (set(memory.named) if sentence.index - memory.named_at <= 1 and not memory.has_plural else set())
    states -= {memory.own}
    return [state for state in states if is_state(state)] if len(states) == 1 else []


def _has_plural_subject(sentence: Sentence, token: Token) -> bool:
    return any(t.i < token.i and t.dep in ("nsubj", "nsubjpass") and t.tag in ("NNS", "NNPS") for t in sentence.tokens)
