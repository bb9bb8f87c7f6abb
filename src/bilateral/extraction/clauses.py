"""What the grammar of a clause says: who does it, to whom, which words state it.

Reads ClearNLP dependency labels. The functions look through coordination,
relative clauses, participles and controlled infinitives; they never carry a
subject into a noun's own frame (an event noun inside an adverbial has no
subject). Whether it took place: see `extraction.realis`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.realis import find_realis, is_negated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import ParsedDocument, Token

__all__ = [
    "clause_span",
    "find_objects",
    "find_oblique",
    "find_realis",
    "find_subjects",
    "is_negated",
    "is_passive",
    "quote_span",
    "spread_conjuncts",
]

_TITLES = frozenset(("minister", "president", "mr", "mrs", "ms", "premier", "chancellor", "king", "queen", "secretary", "ambassador", "general"))
_CALLING = frozenset("call describe term label brand consider see regard dub deem".split())

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_INHERITING = ("conj", "xcomp", "advcl", "ccomp", "acl", "pcomp", "relcl")
_DAYS = frozenset(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
"""The small parser takes some names before a verb for adverbials, as it rightly does with days."""
_PREDICATIVE = ("acomp", "oprd")
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_CONTACTING = frozenset("summon call telephone phone ring meet visit invite send see write".split())
_SPEAKING = frozenset("protest complain express convey demand voice discuss warn condemn deliver lodge thank congratulate reassure negotiate".split())
"""Whoever calls another to do one of these does it himself."""
_DESCRIBING = frozenset("country state nation government one leader first last only power side party member".split())
"""Nouns after "be" that name nobody: who they are, the subject tells."""
_MAX_DEPTH = 4
"""Longer chains of inherited subjects are parse errors (seeds: none above three was right)."""


def spread_conjuncts(token: Token) -> list[Token]:
    """A word and all that are coordinated with it, in text order.

    Args:
        token: The first of them.
    """
    found = [token]
    for word in found:
        found.extend(child for child in word.children if child.dep == "conj")
    return sorted(found, key=lambda word: word.i)


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive (a full passive, or a participle that modifies a noun).

    Args:
        verb: The verb.
    """
    if any(child.dep in ("auxpass", "nsubjpass", "csubjpass") for child in verb.children):
        return True
    if any(child.dep == "agent" for child in verb.children) and not any(child.dep == "nsubj" for child in verb.children):
        return True  # "seized by"; not "had spoken by telephone"
    if verb.dep == "conj" and verb.tag == "VBN" and not any(child.dep in ("aux", "nsubj", "dobj") for child in verb.children):
        return is_passive(verb.head)  # "was seized and taken to port"
    return verb.dep == "acl" and verb.tag == "VBN" and not any(child.dep in ("aux", "nsubj", "dobj") for child in verb.children)


def find_subjects(verb: Token) -> list[Token]:
    """Heads of the phrases that act, by grammar or by inheritance; empty if the grammar names none.

    For a passive verb: those after "by". Follows coordination, participles,
    control ("began pushing") and relative pronouns to their noun. Does not
    resolve other pronouns, and does not look into the clause of reporting.

    Args:
        verb: The verb.

    Returns:
        Heads of the subjects, in text order.
    """
    if is_passive(verb):
        return _agents(verb)
    return _grammatical_subjects(verb)


def _agents(verb: Token) -> list[Token]:
    return [
        word
        for agent in verb.find_children("agent", "prep")
        if agent.lower == "by"
        for pobj in agent.find_children("pobj")
        for word in spread_conjuncts(pobj)
    ]


def _grammatical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    own = [child for child in verb.children if child.dep in _SUBJECT and child.dep != "expl"]
    if not own and verb.dep == "ROOT":
        own = [child for child in verb.children if child.dep == "npadvmod" and child.tag == "NNP" and child.i < verb.i and child.text[:3] not in _DAYS]
    if own:
        return [word for subject in own for word in spread_conjuncts(_antecedent(subject, verb))]
    if depth > _MAX_DEPTH or verb.head is verb:
        return []
    if verb.dep in _PREDICATIVE:  # "is due to visit"
        return _grammatical_subjects(verb.head, depth + 1)
    if verb.dep not in _INHERITING:
        return []
    return _inherited_subjects(verb, depth)


def _inherited_subjects(verb: Token, depth: int) -> list[Token]:
    """The subject that a verb without its own takes from the word above it."""
    head = verb.head
    if verb.dep == "pcomp":
        return _gerund_subjects(verb, depth)
    if head.pos in _NOMINAL:
        return _subjects_from_noun(verb, depth)
    controller = _object_controller(verb) if verb.dep == "xcomp" else []
    if controller:
        return controller
    if is_passive(head) and verb.dep != "conj":
        return [word for child in head.children if child.dep == "nsubjpass" for word in spread_conjuncts(_antecedent(child, head))]
    if verb.dep == "ccomp" and verb.tag not in ("VBG", "VB"):
        return []
    return _grammatical_subjects(head, depth + 1)


def _subjects_from_noun(verb: Token, depth: int) -> list[Token]:
    """The noun that a participle modifies ("ships patrolling"), or the owner of the noun that an infinitive explains ("Iran's plan to")."""
    if verb.dep != "acl":
        return []
    return spread_conjuncts(verb.head) if verb.tag == "VBG" else _noun_owners(verb.head, depth)


def _gerund_subjects(verb: Token, depth: int) -> list[Token]:
    """Who does what stands after a preposition: "after visiting", "accused them of shelling", "plans of visiting"."""
    above = verb.head.head
    if above is verb.head:
        return []
    if above.pos in _NOMINAL:
        return _noun_owners(above, depth) if verb.head.lower in ("of", "for", "in") else []
    if verb.head.lower in ("of", "for", "from") and not is_passive(above):
        controller = [word for child in above.find_children("dobj") for word in spread_conjuncts(child)]
        if controller:
            return controller
    if is_passive(above):
        return [word for child in above.children if child.dep == "nsubjpass" for word in spread_conjuncts(child)]
    return _grammatical_subjects(above, depth + 1)


def _noun_owners(noun: Token, depth: int) -> list[Token]:
    """Whose plan, effort or decision a noun names: the possessor, else the subject of the verb that it is the object of."""
    owners = [word for poss in noun.find_children("poss") for word in spread_conjuncts(poss)]
    owners = owners or [word for word in noun.find_children("compound", "nmod", "amod") if word.text[:1].isupper()]
    if owners:
        return owners
    if noun.dep == "dobj" and noun.head.pos == "VERB":
        return _grammatical_subjects(noun.head, depth + 1)
    return []


def _object_controller(verb: Token) -> list[Token]:
    """The object that acts in "urged Seoul to join"."""
    if verb.head.lemma in ("promise", "vow", "take", "use", "hold", "have", "make", "spend"):
        return []
    if verb.head.lemma in _CONTACTING and verb.lemma in _SPEAKING:
        return []  # "telephoned the king to protest"
    return [word for child in verb.head.find_children("dobj", "dative") for word in spread_conjuncts(child)]


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for, else the subject itself."""
    if subject.lower not in _RELATIVE:
        return subject
    clause = verb
    while clause.dep == "conj" and clause.head is not clause:
        clause = clause.head
    if clause.dep != "relcl":
        return subject
    return (_thing_before(subject, clause.head) if subject.lower == "which" else None) or _named_by(clause.head)


def _thing_before(which: Token, person: Token) -> Token | None:
    """The thing right before "which", where the parser hung the clause on a person: "told Mr Singh of the decision, which he welcomed"."""
    if not any(child.dep == "compound" and child.lower in _TITLES for child in person.children):
        return None
    things = [pobj for prep in person.find_children("prep") for pobj in prep.find_children("pobj") if pobj.pos == "NOUN" and which.i - pobj.i in (1, 2)]
    return things[-1] if things else None


def _named_by(noun: Token) -> Token:
    """The subject that a bare noun after "be" only describes: "Vietnam" in "Vietnam is the one country that has complained"."""
    if noun.dep != "attr" or noun.head.lemma != "be" or noun.lemma.lower() not in _DESCRIBING:
        return noun
    return next((child for child in noun.head.children if child.dep == "nsubj" and child.pos in ("NOUN", "PROPN")), noun)


def find_objects(verb: Token) -> list[Token]:
    """Heads of the direct objects; for a passive verb, of its subjects.

    Follows relative pronouns and relative clauses without one ("the ship
    they seized") to the noun, and the object of "urged Seoul to join" where
    the parser hangs it on "join". Does not find objects of prepositions.

    Args:
        verb: The verb.

    Returns:
        Heads of the objects, with indirect ones, in text order.
    """
    if is_passive(verb):
        subjects = [child for child in verb.children if child.dep in ("nsubjpass", "csubjpass")]
        if subjects:
            return [word for subject in subjects for word in spread_conjuncts(_antecedent(subject, verb))]
        return spread_conjuncts(verb.head) if verb.dep == "acl" else _inherited_passive(verb)
    own = [_antecedent(child, verb) for child in verb.find_children("dobj", "dative", "attr") if child.tag not in ("IN", "TO")]
    own = own or _what_is_called(verb) or _raised_objects(verb) or _gap_object(verb) or _shared_object(verb)
    return [word for child in own for word in spread_conjuncts(child)]


def _what_is_called(verb: Token) -> list[Token]:
    """What stands behind "what it called": "race" in "criticised what he called Peru's arms race"."""
    clauses = [clause for clause in verb.find_children("ccomp", "dobj") if clause.lemma in _CALLING and any(child.lower == "what" for child in clause.children)]
    named = [child for clause in clauses for child in clause.find_children("oprd", "attr", "xcomp")]
    return named or [pobj for clause in clauses for prep in clause.find_children("prep") if prep.lower == "as" for pobj in prep.find_children("pobj")]


def _raised_objects(verb: Token) -> list[Token]:
    """The subject of a clause without a finite verb: "Seoul" in "urged Seoul to join" and "found Seoul guilty"."""
    return [
        child
        for clause in verb.find_children("ccomp", "xcomp")
        if clause.tag not in ("VBD", "VBZ", "VBP") and not any(word.dep == "mark" or word.tag == "MD" for word in clause.children)
        for child in clause.find_children("nsubj")
    ]


def _gap_object(verb: Token) -> list[Token]:
    """The noun before a relative clause that has no object: "diplomats" in "diplomats it accuses"."""
    if verb.dep != "relcl" or verb.head.pos not in _NOMINAL:
        return []
    has_subject = any(child.dep == "nsubj" and child.lower not in _RELATIVE for child in verb.children)
    return [verb.head] if has_subject and not verb.find_children("ccomp", "xcomp") else []


def _shared_object(verb: Token) -> list[Token]:
    """The object that follows the last of coordinated verbs: "island" in "shelled and seized the island"."""
    for other in verb.find_children("conj"):
        if other.pos == "VERB" and not other.find_children("nsubj", "aux", "auxpass") and other.i - verb.i <= 2:  # noqa: PLR2004 - side by side
            return other.find_children("dobj")
    return []


def _inherited_passive(verb: Token) -> list[Token]:
    return find_objects(verb.head) if verb.dep == "conj" and is_passive(verb.head) else []


def find_oblique(word: Token, *prepositions: str) -> list[Token]:
    """Heads of the phrases after one of these prepositions (any if none is given), through "prep" chains.

    Args:
        word: A verb or noun.
        prepositions: In lower case.

    Returns:
        Heads, each with those coordinated with it.
    """
    found = []
    for prep in word.find_children("prep", "dative", "agent", "prt"):
        if prepositions and prep.lower not in prepositions:
            continue
        for pobj in prep.find_children("pobj"):
            found.extend(spread_conjuncts(pobj))
        for inner in prep.find_children("prep"):
            found.extend(w for pobj in inner.find_children("pobj") for w in spread_conjuncts(pobj))
    return found


def clause_span(head: Token, *, without: Iterable[str] = ("advcl", "parataxis", "ccomp")) -> tuple[int, int]:
    """The shortest stretch that holds a clause: its head and what hangs on it, but no other finite clause.

    Args:
        head: The verb or noun that heads the clause.
        without: Dependency labels of subordinate clauses to leave out where they stand at an edge.

    Returns:
        Start and end, in characters of the document.
    """
    dropped = set(without)
    kept = [head]
    for word in kept:
        for child in word.children:
            if child.dep == "punct" or child.dep in dropped or child.dep == "mark":
                continue
            if child.dep == "ccomp" and child.i < word.i and any(mark.text == ";" for mark in word.children):
                continue  # "Paris cut visas; Algiers closed its airspace"
            if child.dep == "cc" or (child.dep == "conj" and child.pos in ("VERB", "AUX") and word.pos in ("VERB", "AUX") and not _shares_object(word, child)):
                continue
            kept.append(child)
    return min(word.start for word in kept), max(word.end for word in kept)


def _shares_object(verb: Token, other: Token) -> bool:
    """Whether two verbs side by side have one object after the second: "seized and resold the oil"."""
    own = verb.find_children("dobj", "dative", "prep", "ccomp", "xcomp", "acomp", "attr")
    if any(child.i > verb.i for child in own) or other.i - verb.i > 2:  # noqa: PLR2004 - side by side
        return False
    return bool(other.find_children("dobj")) and not other.find_children("nsubj", "aux", "auxpass")


def quote_span(doc: ParsedDocument, start: int, end: int) -> tuple[int, int, str]:
    """A span without white space and loose punctuation at its ends, with its words.

    Args:
        doc: The document.
        start: First character.
        end: One past the last character.

    Returns:
        Start, end and the words verbatim.
    """
    text = doc.text
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-)”’\"'"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.–—-(“‘\"'"):
        end -= 1
    return start, end, text[start:end]
