"""What a treaty obliges its parties to do, told of the treaty itself: "The accord provides for a joint commission"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, is_negated, is_passive
from bilateral.extraction.sides import names_in, sides_of, states_of
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token

__all__ = ["find_treaty_clause"]

_PAIR = 2
_PARTIES = frozenset(("party", "side", "signatory", "state", "country", "government"))


def find_treaty_clause(verb: Token, sentence: Sentence, voice: Voice) -> tuple[int, int, int, list[str]] | None:
    """The clause in which a treaty provides for something or binds somebody.

    Does not find articles of a treaty's own text, whose subject is a party
    ("Each Party shall"), nor treaties that only a pronoun names, unless the
    parties are its object ("It commits the parties to").

    Args:
        verb: A verb of providing or binding.
        sentence: Its sentence.
        voice: Who speaks in the document, and its pair of states.

    Returns:
        Start, end, start of the matter, and who is bound; None if there is no such clause.
    """
    words = load_promise_words()
    subject = next((noun for c in verb.find_children("nsubj") if (noun := _meant(c, verb)).lemma.lower() in words.treaties or noun.lower == "it"), None)
    if subject is None or is_passive(verb) or is_negated(verb) or any(c.dep == "aux" and c.tag == "MD" and c.lower not in ("will", "shall") for c in verb.children):
        return None
    bound, matter = _bound_object(verb) if verb.lemma in words.treaty_bonds else (None, _provided(verb))
    if matter is None or (bound is None and subject.lower == "it"):
        return None
    actor = _bound_sides(bound or subject, sentence, voice)
    start, end = clause_span(verb, without=("advcl", "parataxis"))
    return (start, end, min(word.start for word in matter.subtree()), actor) if actor else None


def _meant(subject: Token, verb: Token) -> Token:
    """The treaty that a relative pronoun stands for: "a treaty, which prohibits duties"."""
    return verb.head if subject.lower in ("which", "that") and verb.dep == "relcl" else subject


def _bound_object(verb: Token) -> tuple[Token | None, Token | None]:
    """The parties and the act of "commits the parties to withdraw"."""
    act = next((c for c in verb.find_children("xcomp", "ccomp", "advcl", "prep") if any(w.lower == "to" for w in (c, *c.children))), None)
    owner = next(iter(verb.find_children("dobj")), None) or (next(iter(act.find_children("nsubj")), None) if act else None)
    return (owner, act) if owner is not None else (None, None)


def _provided(verb: Token) -> Token | None:
    """The matter of "provides for a commission", "stipulates that troops leave"."""
    wanted = ("for",) if verb.lemma == "provide" else ()
    preps = [c for c in verb.find_children("prep") if c.lower in wanted and c.children]
    return next(iter(preps or (verb.find_children("ccomp", "dobj", "xcomp") if not wanted else [])), None)


def _bound_sides(word: Token, sentence: Sentence, voice: Voice) -> list[str]:
    """The states of the object or of the treaty's name, else the document's pair."""
    named = sides_of([word], sentence, voice) or [state for state in states_of(names_in(sentence, sentence.start_char, word.end)) if is_state(state)]
    if named and (len(named) == _PAIR or word.lemma.lower() not in (*load_promise_words().treaties, *_PARTIES)):
        return named
    return list(voice.pair)
