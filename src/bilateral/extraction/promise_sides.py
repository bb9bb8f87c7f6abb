"""Who promises where the grammar does not say it plainly: the owner of what promises, the subject over a joined clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token

__all__ = ["actor_over", "is_infinitive", "owners_of"]

_OWNED = frozenset(("administration", "government", "cabinet", "platform", "manifesto", "programme", "program", "budget", "plan", "team"))


def actor_over(verb: Token, sentence: Sentence, voice: Voice) -> list[str]:
    """Who agrees in "They noted that trade was growing and agreed to …", where the parser joined the verb to the inner clause.

    Does not look further where the verb has a subject of its own.

    Args:
        verb: A verb in the past tense.
        sentence: Its sentence.
        voice: Who speaks in the document.

    Returns:
        Party codes of the nearest subject above it that is a side; empty if there is none.
    """
    if verb.dep != "conj" or verb.tag not in ("VBD", "VBN") or verb.find_children("nsubj", "nsubjpass"):
        return []
    return next((sides for word in verb.ancestors() if word.pos == "VERB" and (sides := sides_of(find_subjects(word), sentence, voice))), [])


def owners_of(subjects: Sequence[Token], sentence: Sentence, voice: Voice) -> list[str]:
    """Whose "administration" or "election platform" it is that promises.

    Args:
        subjects: Heads of the phrases that promise.
        sentence: Their sentence.
        voice: Who speaks in the document.

    Returns:
        Party codes of the owners; empty if no subject is such a noun with an owner.
    """
    owned = [c for head in subjects if head.lemma.lower() in _OWNED for c in head.find_children("poss", "compound", "amod", "nmod")]
    return sides_of(owned, sentence, voice) if owned else []


def is_infinitive(verb: Token) -> bool:
    """Whether a verb has "to" before it, also through "to be" and "to have".

    Args:
        verb: The verb.
    """
    return any(c.lower == "to" and c.dep == "aux" for word in (verb, *verb.find_children("auxpass", "aux")) for c in word.children)
