"""What the grammar of a clause says: who does it, to whom, whether it took place, which words state it.

Reads ClearNLP dependency labels. The functions look through coordination,
relative clauses, participles and controlled infinitives; they never carry a
subject into a noun's own frame (an event noun inside an adverbial has no
subject).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_INHERITING = ("conj", "xcomp", "advcl", "ccomp", "acl", "pcomp", "relcl")
_CLAUSAL = frozenset(("advcl", "ccomp", "conj", "relcl", "acl", "csubj", "parataxis", "pcomp"))
_MODAL_HYPOTHETICAL = frozenset(("may", "might", "could", "would", "can", "should", "must", "ought"))
_MODAL_PLANNED = frozenset(("will", "shall", "'ll"))
_PLANNING = frozenset(
    "plan intend aim schedule prepare promise pledge vow agree decide set due expect arrange commit undertake propose seek".split()
)
_WISHING = frozenset(
    "hope want wish desire consider envisage contemplate like ready willing interested able possible likely try attempt explore".split()
)
_LEXICAL_NEGATION = frozenset("fail refuse decline cease stop avoid refrain neglect deny unlikely unable reluctant unwilling prevent".split())
_CONDITION_MARKS = frozenset(("if", "unless", "whether", "lest"))


def spread_conjuncts(token: Token) -> list[Token]:
    """A word and all that are coordinated with it, in text order."""
    found = [token]
    for word in found:
        found.extend(child for child in word.children if child.dep in ("conj",))
    return sorted(found, key=lambda word: word.i)


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive (a full passive, or a participle that modifies a noun)."""
    if any(child.dep in ("auxpass", "nsubjpass", "csubjpass", "agent") for child in verb.children):
        return True
    return verb.dep == "acl" and verb.tag == "VBN"


def find_subjects(verb: Token) -> list[Token]:
    """Heads of the phrases that act, by grammar or by inheritance; empty if the grammar names none.

    For a passive verb: those after "by". Follows coordination, participles,
    control ("began pushing") and relative pronouns to their noun.
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
    if own:
        return [word for subject in own for word in spread_conjuncts(_antecedent(subject, verb))]
    if depth > 4 or verb.dep not in _INHERITING or verb.head is verb:  # noqa: PLR2004 - deeper chains are parse errors
        return []
    head = verb.head
    if verb.dep == "acl" and verb.tag == "VBG" and head.pos in ("NOUN", "PROPN", "PRON"):
        return spread_conjuncts(head)
    if head.pos in ("NOUN", "PROPN", "PRON"):
        return []
    if verb.dep == "xcomp":
        controller = _object_controller(verb)
        if controller:
            return controller
    if is_passive(head) and verb.dep != "conj":
        passive = [child for child in head.children if child.dep == "nsubjpass"]
        return [word for subject in passive for word in spread_conjuncts(_antecedent(subject, head))]
    if verb.dep == "ccomp" and verb.tag not in ("VBG", "VB"):
        return []
    return _grammatical_subjects(head, depth + 1)


def _object_controller(verb: Token) -> list[Token]:
    """The object that acts in "urged Seoul to join"."""
    return [word for child in verb.head.find_children("dobj", "dative") for word in spread_conjuncts(child)]


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for, else the subject itself."""
    if subject.lower in ("who", "which", "that") and verb.dep == "relcl":
        return verb.head
    return subject


def find_objects(verb: Token) -> list[Token]:
    """Heads of the direct objects; for a passive verb, of its subjects."""
    if is_passive(verb):
        subjects = [child for child in verb.children if child.dep in ("nsubjpass", "csubjpass")]
        if subjects:
            return [word for subject in subjects for word in spread_conjuncts(_antecedent(subject, verb))]
        return spread_conjuncts(verb.head) if verb.dep == "acl" else _inherited_passive(verb)
    return [word for child in verb.find_children("dobj", "dative", "attr") for word in spread_conjuncts(child)]


def _inherited_passive(verb: Token) -> list[Token]:
    return find_objects(verb.head) if verb.dep == "conj" and is_passive(verb.head) else []


def find_oblique(word: Token, *prepositions: str) -> list[Token]:
    """Heads of the phrases after one of these prepositions (any if none is given), through "prep" chains."""
    found = []
    for prep in word.find_children("prep", "dative", "agent", "prt"):
        if prepositions and prep.lower not in prepositions:
            continue
        for pobj in prep.find_children("pobj"):
            found.extend(spread_conjuncts(pobj))
        for inner in prep.find_children("prep"):
            found.extend(w for pobj in inner.find_children("pobj") for w in spread_conjuncts(pobj))
    return found


def is_negated(word: Token) -> bool:
    """Whether "not", "never", "no" or "without" denies the word itself."""
    for child in word.children:
        if child.dep == "neg" or child.lower in ("not", "never", "n't", "no", "neither", "nor"):
            return True
        if child.dep == "aux" and any(grand.dep == "neg" for grand in child.children):
            return True
    return word.head is not word and word.dep in ("pcomp", "pobj") and word.head.lower == "without"


def find_realis(word: Token) -> str:
    """Whether what a verb or event noun tells happened, is planned, is hypothetical or is denied.

    Follows modals, negation, verbs and adjectives of planning, wishing and
    failing above the word, and conditions. Does not know the world.

    Returns:
        `happened`, `planned`, `hypothetical` or `denied`.
    """
    realis = _own_realis(word)
    if realis != "happened":
        return realis
    below = word
    for head in word.ancestors():
        if below.dep in ("conj",) and head.pos in ("VERB", "NOUN"):
            shared = _own_realis(head)
            if shared in ("planned", "hypothetical") and not any(c.dep in _SUBJECT for c in below.children):
                return shared
        elif below.dep in ("xcomp", "ccomp", "advcl", "acl", "pcomp", "dobj", "pobj", "prep"):
            verdict = _governed_realis(below, head)
            if verdict:
                return verdict
        if below.dep in ("nsubj", "nsubjpass") or head.dep in ("relcl",):
            break
        below = head
    return "happened"


def _own_realis(word: Token) -> str:
    modals = {child.lower for child in word.children if child.dep == "aux"}
    if is_negated(word):
        return "denied"
    if modals & _MODAL_HYPOTHETICAL:
        return "hypothetical"
    if modals & _MODAL_PLANNED:
        return "planned"
    if any(child.dep == "mark" and child.lower in _CONDITION_MARKS for child in word.children):
        return "hypothetical"
    going = any(child.lower == "going" for child in word.children)
    return "planned" if going else "happened"


def _governed_realis(word: Token, head: Token) -> str | None:
    """What a word above says of the one below it, None if nothing."""
    is_to = word.tag == "VB" and any(child.lower == "to" and child.dep == "aux" for child in word.children)
    if head.lemma in _LEXICAL_NEGATION:
        return "denied"
    if is_to and is_negated(head):
        return "denied"
    if not is_to and word.tag != "VBG":
        return None
    if head.lemma in _PLANNING:
        return "planned"
    if head.lemma in _WISHING:
        return "hypothetical"
    if is_to and word.dep == "advcl":
        return "planned"  # a purpose
    return _own_realis(head) if _own_realis(head) in ("planned", "hypothetical") else None


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
            if child.dep == "cc" or (child.dep == "conj" and child.pos in ("VERB", "AUX") and word.pos in ("VERB", "AUX")):
                continue
            kept.append(child)
    return min(word.start for word in kept), max(word.end for word in kept)


def quote_span(doc: ParsedDocument, start: int, end: int) -> tuple[int, int, str]:
    """A span without white space and loose punctuation at its ends, with its words.

    Returns:
        Start, end and the words verbatim.
    """
    text = doc.text
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-)”’\"'"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.–—-(“‘\"'"):
        end -= 1
    return start, end, text[start:end]
