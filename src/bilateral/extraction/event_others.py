"""Who else is meant where a clause names one side only: the other side, and actors named by their office alone.

"Seoul protested. It put forty persons on a list": the second act is against
the same state as the first. The other side is looked for in the sentence, in
the last act of the paragraph, in the paragraph, and at last in a document
that is about two states. Where two states would do equally well, none is
taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_home import find_home_side
from bilateral.extraction.event_parties import find_acting, is_bilateral
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["complete_acts", "find_actor", "find_unnamed"]

_LOOK_BACK = 3
"""Sentences of a paragraph over which a subject goes on."""
_PAIR_BACK = 12
_EARLY = 3
"""A subject among the first words of its sentence goes on from the sentences before."""
_BOTH = frozenset(("side", "party", "leader", "president", "minister", "government"))
_PRONOUNS = frozenset(("it", "he", "she", "they"))
_DEFINITE = frozenset(("the", "its", "this", "that", "their", "his", "her"))
_OTHER_BEFORE = frozenset(("foreign", "prime", "own", "national", "new", "central", "federal", "acting", "deputy", "first", "vice", "senior"))
_VOICES = frozenset(("statement", "official", "spokesman", "spokeswoman", "spokesperson", "source", "communique", "note"))
_ANSWERS = frozenset(("ACCUSE", "REJECT", "SANCTION", "THREATEN", "PROTEST", "MOBILIZE"))
_FORCE = frozenset(("ASSAULT", "COERCE"))
_FRIENDLY = frozenset(("SUPPORT", "AID", "COOPERATE", "AGREE"))
_CAUSING = frozenset(("after", "when", "because", "over", "following", "since", "as"))
_MOVED_BY = frozenset(("conj", "advcl", "ccomp", "xcomp", "parataxis", "relcl"))


def complete_acts(doc: ParsedDocument, found: Sequence[Act], earlier: Sequence[Act]) -> list[Act]:
    """Give each act that names one side only its other side, and leave out those whose other side stays unknown.

    Args:
        doc: The document.
        found: The acts of one sentence; open ones have `is_open`.
        earlier: The acts of the sentences before, complete.

    Returns:
        The acts that have both sides.
    """
    complete = [act for act in found if not act.is_open]
    for act in complete:
        if act.event_type == "MOBILIZE" and not act.recipients and "weapon" not in act.marks and act.clause is not None:
            act.recipients = _find_other(doc, act, [*earlier, *(other for other in complete if other.recipients)])
    for act in sorted((act for act in found if act.is_open), key=lambda act: act.head.start):
        if act.actors:
            act.recipients = _find_other(doc, act, [*earlier, *complete])
        else:
            act.actors, act.recipients = _find_both(doc, act, [*earlier, *complete])
        if act.actors and act.recipients:
            complete.append(act)
    return sorted(complete, key=lambda act: act.head.start)


def _find_other(doc: ParsedDocument, act: Act, acts: Sequence[Act]) -> list[str]:
    """The one other state that the context has for an actor; empty if it has none or several."""
    own = states_of(act.actors)
    if "near" in act.marks:
        return _last_act(act, acts, own)
    if "chained" in act.marks:
        return _last_act(act, [other for other in acts if other.head is act.head.head], own)
    named = _states_between(act.sentence, act.sentence.start_char, act.head.start, own | _backers(act))
    if named:
        return named if len(named) == 1 else []
    after = _states_between(act.sentence, act.head.start, act.sentence.end_char, own)
    last = _last_act(act, acts, own)
    if len(after) > 1:
        return last if last and last[0] in after else []  # "Kyiv rejected the ultimatum and said Bratislava did it for Moscow"
    if after and doc.dyad and after[0] not in doc.dyad:
        return []
    return last or _named_before(doc, act.sentence, own) or _other_at_hand(doc, act, own, acts) or _cause_of(act, after)


def _cause_of(act: Act, after: list[str]) -> list[str]:
    """The one state whose deed is given as what an act answers: "Jakarta protested after Chinese vessels entered its waters"."""
    verb = act.clause
    if verb is None or len(after) != 1 or act.event_type not in _ANSWERS:
        return []
    causes = [child for child in verb.children if (child.dep == "advcl" and any(mark.lower in _CAUSING for mark in child.children)) or (child.dep == "prep" and child.lower in _CAUSING)]
    low, high = min((word.start for cause in causes for word in cause.subtree()), default=0), max((word.end for cause in causes for word in cause.subtree()), default=0)
    return after if _states_between(act.sentence, low, high, states_of(act.actors)) == after else []


def _backers(act: Act) -> frozenset[str]:
    """States that only describe the subject: "rebels backed by Kigali captured the town" strikes somebody else."""
    if act.clause is None:
        return frozenset()
    words = [word for subject in find_subjects(act.clause) for clause in subject.find_children("acl", "relcl") for word in clause.subtree()]
    starts = {word.start for word in words}
    return frozenset(state_of(party) for mention in act.sentence.mentions if mention.start_char in starts for party in mention.parties)


def _states_between(sentence: Sentence, low: int, high: int, own: Iterable[str]) -> list[str]:
    """Other states that are named in a stretch of a sentence."""
    found = (state_of(party) for mention in sentence.mentions if low <= mention.start_char < high and mention.how != "person" for party in mention.parties)
    return [state for state in dict.fromkeys(found) if is_state(state) and state not in own]


def _last_act(act: Act, acts: Sequence[Act], own: frozenset[str]) -> list[str]:
    """Who stands against the actor in the last act of the paragraph that had him."""
    for other in reversed(acts):
        if other.sentence.paragraph != act.sentence.paragraph:
            break
        if act.event_type in _FORCE and other.event_type in _FRIENDLY and other.sentence is act.sentence:
            continue  # "rebels backed by Kigali captured the town"
        rest = [state for state in sorted(other.states - own) if is_state(state)]
        if other.states & own and rest:
            return rest if len(rest) == 1 else []
    return []


def _named_before(doc: ParsedDocument, sentence: Sentence, own: frozenset[str]) -> list[str]:
    """The other state that was named last in the paragraph, if its sentence names one alone."""
    for index in range(sentence.index - 1, -1, -1):
        before = doc.sentences[index]
        if before.paragraph != sentence.paragraph:
            break
        named = _states_between(before, before.start_char, before.end_char, own)
        if named:
            return named if len(named) == 1 and named[0] in (doc.dyad or ()) else []
    return []


def _other_at_hand(doc: ParsedDocument, act: Act, own: frozenset[str], acts: Sequence[Act]) -> list[str]:
    """The other state of a document about two, unless the actor has just acted towards a third."""
    other = _other_of_two(doc, own)
    near = [before for before in acts if before.states & own and 0 <= act.sentence.index - before.sentence.index <= _LOOK_BACK]
    rest = {state for state in near[-1].states - own if is_state(state)} if near else set()
    return [] if rest and other and other[0] not in rest else other


def _other_of_two(doc: ParsedDocument, own: frozenset[str]) -> list[str]:
    """The other state of a document that is about two."""
    if len(own) != 1 or not doc.dyad or not own <= set(doc.dyad) or not is_bilateral(doc):
        return []
    return [state for state in doc.dyad if state not in own]


def find_actor(doc: ParsedDocument, recipients: list[str]) -> list[str]:
    """Who acts where a passive clause names only whom it struck: "the Chinese ambassador was summoned", in a document about two states.

    Args:
        doc: The document.
        recipients: Who is acted on.

    Returns:
        The other state; empty if the document is not about these two.
    """
    return _other_of_two(doc, states_of(recipients))


def _find_both(doc: ParsedDocument, act: Act, acts: Sequence[Act]) -> tuple[list[str], list[str]]:
    """The two sides of what a clause tells without naming either: "the deal was closed on Monday"."""
    named = _states_between(act.sentence, act.sentence.start_char, act.sentence.end_char, ())
    if "pair" in act.marks:
        return _pair_before(doc, act, acts)
    if doc.dyad and set(named) == set(doc.dyad):
        return named[:1], named[1:]
    if len(named) > 1 or not set(named) <= set(doc.dyad or ()):
        return [], []
    for other in reversed(acts):
        if other.sentence.paragraph != act.sentence.paragraph:
            break
        if len(other.states) > 1 and other.recipients and all(map(is_state, other.states)):
            return list(other.actors), list(other.recipients)
    return ([doc.dyad[0]], [doc.dyad[1]]) if doc.dyad and is_bilateral(doc) else ([], [])


def _pair_before(doc: ParsedDocument, act: Act, acts: Sequence[Act]) -> tuple[list[str], list[str]]:
    """The two states that last did something together, up to a few sentences before "both", or that the text is about."""
    for other in reversed(acts):
        if act.sentence.index - other.sentence.index > _LOOK_BACK:
            break
        if len(other.states) == 2 and all(map(is_state, other.states)):  # noqa: PLR2004 - a pair
            return list(other.actors), list(other.recipients)
    return ([doc.dyad[0]], [doc.dyad[1]]) if doc.dyad and is_bilateral(doc) else ([], [])


def find_unnamed(doc: ParsedDocument, sentence: Sentence, subject: Token) -> list[str]:
    """Who "the foreign ministry", "the company" or a pronoun that nothing resolves stands for: the subject of the sentences before.

    Does not read a noun that has a name or another description beside it.

    Args:
        doc: The document.
        sentence: The subject's sentence.
        subject: Head of the subject; no mention covers it.

    Returns:
        Party codes, empty if the context gives none or several states.
    """
    return _unnamed(doc, sentence, subject, 0) or find_home_side(doc, sentence, subject)


def _unnamed(doc: ParsedDocument, sentence: Sentence, subject: Token, depth: int) -> list[str]:
    """The parties of a subject that only the context tells, through as many sentences as a subject goes on."""
    pair = _last_pair(doc, sentence, subject) if _is_plural(subject) else []
    is_pronoun = subject.lower in _PRONOUNS and subject.dep in ("nsubj", "nsubjpass")
    if pair or depth > _LOOK_BACK or not (is_pronoun or _is_bare_office(subject)) or mention_at(sentence, subject) is not None:
        return pair
    near = _main_subject(sentence, subject) if is_pronoun else _seat_beside(sentence, subject)
    if near or (is_pronoun and subject.i >= _EARLY and subject.head.dep in _MOVED_BY):
        return near  # a pronoun in the middle points at its own sentence
    return _last_subject(doc, sentence, subject, depth)


def _is_plural(subject: Token) -> bool:
    """Whether a subject at the beginning of a sentence can be both sides: "They", "Both", "The ministers"."""
    return subject.i <= _EARLY and (subject.lower in ("they", "both") or (subject.tag == "NNS" and subject.lemma in _BOTH))


def _main_subject(sentence: Sentence, subject: Token) -> list[str]:
    """The subject of the main clause that a pronoun runs ahead of: "Before it voted, Moscow obtained"."""
    clause = subject.head
    if clause.dep != "advcl" or clause.i > clause.head.i:
        return []
    own = [party for word in find_subjects(clause.head) if word is not subject for party in find_acting(word, sentence)]
    return own if len(states_of(own)) == 1 else []


def _last_pair(doc: ParsedDocument, sentence: Sentence, subject: Token) -> list[str]:
    """The two sides of which the text has been speaking: "They agreed" after "the two sides noted", in a document about both."""
    if not is_bilateral(doc):
        return []
    for index in range(sentence.index - 1, max(-1, sentence.index - _PAIR_BACK), -1):
        for mention in reversed(doc.sentences[index].mentions):
            states = states_of(list(mention.parties))
            if mention.how in ("anaphor", "pronoun") and len(states) > 1:
                return list(mention.parties)
        named = _states_between(doc.sentences[index], doc.sentences[index].start_char, doc.sentences[index].end_char, ())
        if len(named) > 2:  # noqa: PLR2004 - more than a pair
            return []
        if len(named) == 2 and doc.sentences[index].paragraph == sentence.paragraph:  # noqa: PLR2004 - a pair
            return named
    return list(doc.dyad) if subject.tag == "NNS" and doc.dyad and not any(child.tag in ("NNP", "JJ", "CD") for child in subject.children) else []


def _is_bare_office(word: Token) -> bool:
    """Whether a noun is an organ of some state that only the context tells: "the foreign ministry"."""
    organs = load_word_class("unnamed", "organs")
    if word.lemma in _VOICES and any(child.dep in ("compound", "nmod") and child.lemma.lower() in organs for child in word.children):
        return not any(child.dep == "poss" or child.tag in ("NNP", "NNPS") for child in word.children)  # "a foreign ministry statement"
    if word.lemma.lower() not in organs:
        return False
    before = [child for child in word.children if child.i < word.i]
    has_article = any(child.lower in _DEFINITE for child in before)
    is_plain = all(child.lower in _DEFINITE or child.lower in _OTHER_BEFORE or child.pos in ("NOUN", "ADJ", "VERB", "ADV", "DET", "PUNCT") for child in before)
    is_owned = any(child.dep == "poss" and child.lower not in _DEFINITE for child in before)
    return has_article and is_plain and not is_owned


def _seat_beside(sentence: Sentence, subject: Token) -> list[str]:
    """The state in whose capital the clause takes place: "In Seoul the foreign ministry called in"; "there"."""
    pobjs = [pobj for holder in (subject, subject.head) for prep in holder.find_children("prep") if prep.lower == "in" for pobj in prep.find_children("pobj")]
    for pobj in pobjs:
        mention = mention_at(sentence, pobj)
        if mention is not None and mention.how == "capital":
            return [state_of(party) for party in mention.parties]
    return []


def _last_subject(doc: ParsedDocument, sentence: Sentence, subject: Token, depth: int) -> list[str]:
    """The state of the last subject before: in the sentence, then in the sentences before of the paragraph."""
    index = sentence.index - 1
    while index >= 0 and sentence.index - index <= _LOOK_BACK and doc.sentences[index].paragraph == sentence.paragraph:
        before = doc.sentences[index]
        root = before.root
        if root is None:
            break
        inner = [word for word in before.tokens if word.dep == "nsubj" and word.head is not root]
        for word in (*find_subjects(root), *(() if subject.lower in _PRONOUNS else inner)):
            parties = find_acting(word, before) or _unnamed(doc, before, word, depth + 1)
            states = states_of(parties)
            if states:
                fits = len(states) == 1 or subject.lower == "they"
                return list(dict.fromkeys(state_of(party) for party in parties)) if fits else []
        if subject.lower in _PRONOUNS:
            break
        index -= 1
    return []
