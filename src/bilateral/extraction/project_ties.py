"""Which states the grammar ties to an undertaking: who acts on it, whose act or agreement it is, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of
from bilateral.extraction.clauses import find_subjects, spread_conjuncts
from bilateral.extraction.project_names import find_phrase
from bilateral.extraction.project_parties import is_agreed
from bilateral.extraction.sides import names_in, states_of
from bilateral.vocabulary.projects import load_project_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import Sentence, Token

__all__ = ["find_acting_states", "find_makers", "find_placed_states", "is_acted_on", "is_opposed"]

_LINKS = 7
"""Words over an undertaking through which what is done to it is looked for: "asked X to help finance work on the section of the line"."""

_PARTNERS = frozenset(("with", "between", "by", "from", "to", "in", "for", "through", "via", "under", "together"))
"""Prepositions at a verb of building or at an agreement after which another side stands."""

_MAKING = frozenset("build construct develop design produce make manufacture create own operate run finance fund".split())
_RUNNING = frozenset(("run", "link", "connect", "operate"))
_LIGHT = frozenset("help continue hope seek try be have get need like aim use give reach express make hold take".split())
"""Verbs over an undertaking through which what is done to it is looked for: "help finance", "reached agreement on"."""

_FIRST = frozenset(("we", "us", "our", "ours"))
"""Who speaks beside a guest says "we" of both and of his own side alike: it ties two states only where the sentence says that they agree."""

_PACTS = frozenset("partnership agreement contract memorandum deal cooperation talks talk negotiation consortium protocol accord treaty venture".split())
_SHARES = frozenset("stake share equity investment financing funding loan credit grant contract tender order concession".split())
"""What a side has in an undertaking, or gives for it: whoever does anything with that acts on the undertaking."""

_SHARING = frozenset("commit contribute give pledge allocate return lend add admit invest participate join cooperate collaborate involve assist share agree take work succeed".split())
_CARRYING = frozenset("carry transport bring link connect supply run pump ship deliver pass cross export reach stretch lead take join feed".split())
"""What works of two states do between them: "will carry Ugandan oil to Tanga in Tanzania"."""



def _over(head: Token) -> Iterator[tuple[Token, Token]]:
    """The words over a noun as far as they act on it, nearest first, each with the one below it."""
    below = head
    for number, word in enumerate(head.ancestors()):
        is_purpose = below.dep == "advcl" and any(child.lower == "to" for child in below.children)
        if number >= _LINKS or (below.dep in ("relcl", "advcl", "appos", "parataxis") and not is_purpose):
            return
        if below.dep == "ccomp" and not any(child.lower == "to" for child in below.children):
            return  # what somebody says of it
        yield below, word
        below = word


def _acting_verbs(head: Token) -> Iterator[Token]:
    """The verbs that tell of a stage in the life of an undertaking, and those over them that make somebody do it."""
    words = load_project_words()
    is_found = False
    for below, word in _over(head):
        if word.pos not in ("VERB", "AUX"):
            is_found = is_found or word.lemma.lower() in _SHARES
            continue
        lemma = word.lemma.lower()
        is_own = below.dep != "npadvmod"
        if _only_lies_there(below, word):
            return
        is_run = lemma not in _CARRYING or (lemma in _RUNNING and below.dep == "dobj")
        if is_own and is_run and (lemma in words.building_verbs or lemma in words.stage_verbs or _with_next(word) in words.stage_verbs):
            is_found = True
            yield word
        elif is_found or (lemma in _CARRYING and _carries(below)):
            yield word
        elif lemma not in _LIGHT:
            return
    for clause in head.find_children("relcl", "acl"):
        if clause.lemma.lower() in words.building_verbs or clause.lemma.lower() in words.stage_verbs or clause.lemma.lower() in _CARRYING:
            yield clause


def _only_lies_there(below: Token, verb: Token) -> bool:
    """Whether the undertaking is only where something happens: "met at the plant", "shipped from the port"."""
    return below.dep == "prep" and below.lower in ("at", "to", "from", "in", "into") and verb.lemma.lower() not in _SHARING


def _carries(below: Token) -> bool:
    """Whether something is carried by the undertaking: it is the subject, or the way."""
    return below.dep == "nsubj" or (below.dep == "prep" and below.lower in ("through", "via", "by", "along", "across"))


def _with_next(verb: Token) -> str:
    beside = next((child for child in sorted(verb.children, key=lambda word: word.i) if child.i > verb.i), None)
    return f"{verb.lemma.lower()} {beside.lower}" if beside is not None else verb.lemma.lower()


def is_opposed(head: Token) -> bool:
    """Whether the nearest verb only speaks or acts against it, or only happens there: "criticised the dam", "were deployed at the plant"."""
    over = head.head
    if head.dep == "pobj" and over.lower in ("at", "to", "into") and over.head.pos in ("VERB", "ADV") and _only_lies_there(over, over.head):
        return True
    verb = next((word for _, word in _over(head) if word.pos == "VERB"), None)
    return verb is not None and verb.lemma.lower() in load_project_words().adverse


def is_acted_on(head: Token) -> bool:
    """Whether a verb tells a stage in the life of an undertaking: built, financed, suspended, opened."""
    return next(_acting_verbs(head), None) is not None


def find_acting_states(head: Token, sentence: Sentence) -> tuple[str, ...]:
    """States whose act on an undertaking, or whose agreement or plan about it, its sentence tells.

    Does not take who only speaks of it, opposes it or travels to it.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        Codes, each once: `("ISR", "JOR")` for "Israel and Jordan put off the Red Sea conveyance".
    """
    own = {word.i for word in head.subtree()}
    found: dict[str, None] = {}
    for verb in _acting_verbs(head):
        doers = [*find_subjects(verb), *(word for child in verb.find_children("nsubj") for word in spread_conjuncts(child))]
        found.update(dict.fromkeys(_states(doers, sentence)))
        found.update(dict.fromkeys(_states(_partners(verb, own), sentence)))
        if verb.lemma.lower() in _CARRYING:
            found.update(dict.fromkeys(_states([word for word in verb.subtree() if word.i not in own], sentence)))
    for below, word in _over(head):
        if word.pos in ("NOUN", "PROPN"):
            beside = [one for child in word.children if child is not below and child.dep in ("poss", "amod", "compound", "nmod") for one in child.subtree()]
            found.update(dict.fromkeys(_states([*beside, *_partners(word, own)], sentence)))
    return tuple(found)


def _partners(word: Token, own: set[int]) -> list[Token]:
    """The other sides after a preposition at a verb or noun: "with Iran", "between Oman and India"."""
    heads = [
        one
        for prep in word.find_children("prep", "agent", "dative")
        if prep.lower in _PARTNERS
        for pobj in prep.find_children("pobj")
        for one in spread_conjuncts(pobj)
        if one.i not in own and not one.lower.endswith("time")
    ]
    pacts = [one for child in word.children for one in (child, *child.find_children("pobj")) if one.lemma.lower() in _PACTS and one.i not in own]
    named = [one for head in heads for one in (head, *head.find_children("poss", "amod", "compound"))]
    return [*named, *(one for pact in pacts for one in _partners(pact, own))]


def _states(words: list[Token], sentence: Sentence) -> list[str]:
    return [
        state for word in words if word.lower not in _FIRST or is_agreed(sentence.text) for state in states_of(parties_of(word, sentence)) if is_state(state)
    ]  # fmt: skip


def find_placed_states(head: Token, sentence: Sentence, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """States in which the places of a phrase lie, and those that it names with its clauses: "the Akkuyu plant" is in Türkiye.

    Args:
        head: The noun.
        sentence: Its sentence.
        known: States that the document names: a place counts only for one of these, since many places share a name.

    Returns:
        Codes, each once.
    """
    start, end = find_phrase(head)
    inside = [place.state for place in sentence.places if start <= place.start_char < end and place.state in known and is_state(place.state)]
    clauses = [word for clause in head.find_children("relcl", "acl", "appos") for word in clause.subtree()]
    spans = [(start, end), *([(clauses[0].start, clauses[-1].end)] if clauses else [])]
    named = [state for first, last in spans for state in states_of(names_in(sentence, first, last)) if is_state(state)]
    return tuple(dict.fromkeys([*named, *inside]))


def find_makers(head: Token, sentence: Sentence) -> tuple[str, ...]:
    """The states that make a product together: two subjects of "develop", "build", or "developed by X and Y".

    Args:
        head: The noun of the product.
        sentence: Its sentence.

    Returns:
        Codes; empty unless at least two states make it.
    """
    verbs = [word for _, word in _over(head) if word.pos == "VERB"][:2] + head.find_children("acl", "relcl")
    makers = [state for verb in verbs if verb.lemma.lower() in _MAKING for state in _states([*find_subjects(verb), *_with_partner(verb)], sentence)]
    found = tuple(dict.fromkeys(makers))
    return found if len(found) > 1 else ()


def _with_partner(verb: Token) -> list[Token]:
    return [word for prep in verb.find_children("prep") if prep.lower in ("with", "by") for pobj in prep.find_children("pobj") for word in spread_conjuncts(pobj)]
