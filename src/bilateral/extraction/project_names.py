"""What an undertaking is called: its noun phrase, with the place or name that tells it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["find_described", "find_phrase", "find_project_name", "has_own_name", "is_named"]

_LEFT = frozenset(("compound", "amod", "nmod", "nummod", "poss"))
_PLACE_PREPOSITIONS = frozenset(("in", "at", "near", "on", "between", "from", "across", "off"))
_EVALUATING = frozenset(
    ["major", "new", "big", "large", "largest", "first", "second", "third", "key", "important", "notable", "planned", "proposed", "joint", "bilateral", "main", "only", "other", "such", "many", "several", "various", "possible", "potential", "recent", "future", "current", "existing", "ambitious", "significant", "total", "all", "any", "ongoing", "probably", "famous", "so-called", "multiple", "different", "certain", "few", "numerous", "more", "similar", "long-delayed", "massive", "huge", "giant", "flagship"]
)
_NOT_OF_PHRASE = frozenset(("punct", "relcl", "appos", "advcl"))
_MOST_NAME_WORDS = 10
_MOST_CALLED = 4
_CALLING = frozenset(("know", "call", "name", "dub", "title"))


def _modifiers(head: Token) -> list[Token]:
    """Words before the head that belong to its name, through chains of compounds."""
    found = [head]
    for word in found:
        found.extend(child for child in word.children if child.dep in _LEFT and child.i < head.i)
    return sorted((word for word in found if word is not head), key=lambda word: word.i)


def _place_words(head: Token) -> list[Token]:
    """The place after the head, or after the noun of building over it: "a plant near Nakhodka"."""
    for word in (head, head.head if head.dep == "pobj" else head):
        for prep in word.find_children("prep"):
            if prep.lower in _PLACE_PREPOSITIONS:
                places = [w for w in prep.subtree() if w.pos == "PROPN" and w is not prep]
                if places:
                    return places
    return []


def _is_state_word(word: Token, sentence: Sentence) -> bool:
    return any(m.start_char <= word.start and word.end <= m.end_char and m.how in ("name", "demonym") for m in sentence.mentions)


def is_named(head: Token, sentence: Sentence) -> bool:
    """Whether an undertaking has a name or place of its own, not only that of a state.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        True for "the Akkuyu plant" and "a plant near Mersin", not for "the Turkish plant" or "big projects".
    """
    return has_own_name(head, sentence) or bool(_place_words(head) or _called(head)) or _joins_states(head, sentence)


def has_own_name(head: Token, sentence: Sentence) -> bool:
    """Whether proper words other than a state's stand before a noun ("Nine Bridges initiative"), or a name after it ("known as …")."""
    return bool(_called(head)) or any(_is_proper(word) and not _is_state_word(word, sentence) for word in _modifiers(head))


def _called(head: Token) -> list[Token]:
    """The name in "the projects known as the nine bridges"."""
    for verb in head.find_children("acl"):
        if verb.lemma in _CALLING:
            return [word for child in verb.find_children("prep", "oprd", "dobj") for word in child.subtree() if word.lower != "as" and word.pos != "DET" and word.dep != "punct"]
    return []


def _is_proper(word: Token) -> bool:
    """Whether a word is a name, also one that the tagger takes for an adjective ("GIPL")."""
    return word.pos == "PROPN" or (word.i > 0 and word.text[:1].isupper() and word.dep != "poss")


def find_described(head: Token) -> Token | None:
    """The subject of "… is the largest bilateral project", None if the noun is no such predicate."""
    verb = head.head
    if head.dep != "attr" or verb.lemma != "be":
        return None
    return next(iter(verb.find_children("nsubj")), None)


def _joins_states(head: Token, sentence: Sentence) -> bool:
    """Whether the name, or the clause that says what it is for, has two states: "the Iran-Pakistan pipeline", "a line that would bring Iraqi oil to Jordan"."""
    words = [word for clause in head.find_children("relcl", "acl") for word in clause.subtree()]
    if words:
        inside = {m.parties[0] for m in sentence.mentions if m.parties and words[0].start <= m.start_char < words[-1].end}
        if len(inside) > 1:
            return True
    named = {m.parties[0] for m in sentence.mentions for w in _modifiers(head) if m.parties and m.start_char <= w.start < m.end_char}
    return len(named) > 1


def find_phrase(head: Token) -> tuple[int, int]:
    """The stretch that names an undertaking: noun phrase, its place and its purpose, and the noun of building over it.

    Args:
        head: The noun.

    Returns:
        Start and end, in characters of the document.
    """
    top = head
    over = head.head.head if head.dep == "pobj" and head.head.lower == "of" else None
    if over is not None and over.lemma.lower() in load_project_words().building_nouns:
        top = over
    words = [top]
    for word in words:
        own = word is top or word is head
        words.extend(c for c in word.children if c.dep not in _NOT_OF_PHRASE and not (own and c.dep in ("cc", "conj")))
    return min(w.start for w in words), max(w.end for w in words)


def find_project_name(head: Token, sentence: Sentence) -> str:
    """A short name: the words before the head that are not evaluations, the head, and its place in front.

    Does not complete a name from elsewhere in the document.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        Words of the text: "Nakhodka mineral fertilizer plant".
    """
    own = [w for w in _modifiers(head) if (w.pos == "PROPN" or w.lower not in _EVALUATING) and not _is_owner(w, head)]
    called = _called(head)
    if called:
        return _joined(called[:_MOST_CALLED], sentence)
    place = [w for w in _place_words(head) if w not in own]
    tail = [] if own or place else [w for p in head.find_children("prep") for w in p.subtree()]
    tail = tail or ([w for c in head.find_children("relcl", "acl") for w in c.subtree()] if not own and not place else [])
    words = [*place, *own, head, *tail]
    return _joined(words[:_MOST_NAME_WORDS], sentence)


def _is_owner(word: Token, head: Token) -> bool:
    """Whether a word is a possessor, or hangs on one: "Rosneft's" of "Rosneft's plant"."""
    while word is not head:
        if word.dep == "poss":
            return True
        word = word.head
    return False


def _joined(words: list[Token], sentence: Sentence) -> str:
    """Words in their order, without a blank where the text has none ("Moscow-Kazan")."""
    text = ""
    for previous, word in zip([None, *words], words, strict=False):
        joined = previous is not None and previous.end == word.start
        if previous is not None and not joined:
            between = sentence.text[previous.end - sentence.start_char : word.start - sentence.start_char]
            joined = 0 < len(between) < 2 and not between.isspace() and previous.i < word.i  # noqa: PLR2004 - one dash
            text += between if joined else " "
        text += word.text
    return text
