"""What an undertaking is called: its noun phrase, with the place or name that tells it apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["find_described", "find_matter", "find_phrase", "find_project_name", "find_tail", "has_own_name", "is_bare", "is_called", "is_named", "is_quoted", "is_titled"]

_LEFT = frozenset(("compound", "amod", "nmod", "nummod", "poss"))
_PLACE_PREPOSITIONS = frozenset(("in", "at", "near", "on", "between", "from", "across", "off", "under", "beneath", "along", "over", "through", "outside", "around"))
_OF_A_PLACE = frozenset("port harbour harbor seaport airport mine field city dam station".split())
"""Works that are called after their place with "of": "the port of Chabahar"."""
_EVALUATING = frozenset(
    ["major", "new", "big", "large", "largest", "first", "second", "third", "key", "important", "notable", "planned", "proposed", "joint", "bilateral", "main", "only", "other", "such", "many", "several", "various", "possible", "potential", "recent", "future", "current", "existing", "ambitious", "significant", "total", "all", "any", "ongoing", "probably", "famous", "so-called", "multiple", "different", "certain", "few", "numerous", "more", "similar", "long-delayed", "massive", "huge", "giant", "flagship", "old", "brand", "successful", "appropriate", "inaugural", "historic", "innovative", "effective", "special", "respective", "annual", "regular", "whole", "entire", "last", "next", "final", "initial", "early", "two-year", "three-year", "five-year", "multi-year", "billion", "million", "mln", "bln", "dlr", "dlrs", "dollar", "dollars", "yen", "euro", "euros", "controversial", "much-delayed", "delayed", "troubled", "pet", "own", "common", "sister", "strong", "close", "good", "total", "km", "mile", "miles", "kilometre", "kilometer"]
)
_NOT_OF_PHRASE = frozenset(("punct", "relcl", "appos", "advcl"))
_MOST_NAME_WORDS = 10
_MOST_CALLED = 4
_MOST_TAIL_WORDS = 20
_BREAKS = frozenset([",", ";", ":", ".", "(", ")", '"', "”", "“"])
_TAIL_WORDS = frozenset("to that which linking connecting joining carrying bringing taking running from between with via through across under near in at for into of on along beneath off beyond around over past outside towards".split())
_MOST_PURPOSE_WORDS = 6
"""Words of its purpose in the name of an undertaking that has no other."""

_PLAIN = re.compile(r"[^\W\d][^$€£¥₹%]*")  # "Nakhodka", not "43-km" nor "A$2"
_IN_QUOTES = re.compile(r"(?:^|(?<=[\s(]))[“‘\"'«](?P<name>[^“”‘\"«»]{3,40})[”’\"'»]\s?$")  # "the ‘nine bridges’ " before "plan"
_CALLING = frozenset(("know", "call", "name", "dub", "title"))


def _modifiers(head: Token) -> list[Token]:
    """Words before the head that belong to its name, through chains of compounds."""
    found = [head]
    for word in found:
        found.extend(child for child in word.children if (child.dep in _LEFT or (_is_name(child) and child.dep in ("conj", "det"))) and child.i < head.i)
        if _is_name(word) and any(child.dep == "conj" and _is_name(child) for child in word.children):
            found.extend(child for child in word.children if child.dep == "cc")  # "the Belt and Road Initiative"
    return sorted((word for word in found if word is not head), key=lambda word: word.i)


def _is_name(word: Token) -> bool:
    return word.pos == "PROPN" and word.text[:1].isupper()


def _place_words(head: Token, sentence: Sentence | None = None) -> list[Token]:
    """The place after the head, or after the noun of building over it: "a plant near Nakhodka"."""
    for word in (head, head.head if head.dep == "pobj" else head, head.head if _is_built_there(head) else head):
        for prep in word.find_children("prep"):
            if prep.lower in _PLACE_PREPOSITIONS or (prep.lower == "of" and word.lemma.lower() in _OF_A_PLACE):
                places = [w for w in prep.subtree() if w.pos == "PROPN" and w is not prep and not (sentence and _is_date_word(w, sentence))]
                if places:
                    return places
    return []


def _is_built_there(head: Token) -> bool:
    """Whether the place stands at the verb: "is building four reactors at Akkuyu"."""
    return head.dep in ("dobj", "nsubjpass") and load_project_words().stage_verbs.get(head.head.lemma.lower()) == "building"


def _is_state_word(word: Token, sentence: Sentence) -> bool:
    """Whether a word names a state, or is part of a date: neither is a name of an undertaking."""
    return _is_date_word(word, sentence) or any(m.start_char <= word.start and word.end <= m.end_char and m.how in ("name", "demonym") for m in sentence.mentions)


def is_named(head: Token, sentence: Sentence, *, is_strict: bool = False) -> bool:
    """Whether an undertaking has a name or place of its own, not only that of a state.

    Args:
        head: The noun.
        sentence: Its sentence.
        is_strict: Only by a name before or after it.

    Returns:
        True for "the Akkuyu plant" and "a plant near Mersin", not for "the Turkish plant" or "big projects".
    """
    if is_strict:
        return bool(_called(head)) or any(word.pos == "PROPN" and word.dep != "poss" and not _is_state_word(word, sentence) for word in _modifiers(head))
    return has_own_name(head, sentence) or bool(_place_words(head, sentence) or _called(head)) or _joins_states(head, sentence)


def has_own_name(head: Token, sentence: Sentence) -> bool:
    """Whether proper words other than a state's stand before a noun ("Nine Bridges initiative"), or a name after it ("known as …")."""
    return bool(_called(head)) or is_quoted(head, sentence) or any(_is_proper(word) and word.dep != "poss" and not _is_state_word(word, sentence) for word in _modifiers(head))


def is_bare(head: Token, sentence: Sentence) -> bool:
    """Whether a noun has neither a name, nor words of its own, nor a place but a state: "the project in Oman"."""
    places = [word for word in _place_words(head, sentence) if not _is_state_word(word, sentence)]
    return not (has_own_name(head, sentence) or places or [word for word in _modifiers(head) if word.lower not in _EVALUATING and not _is_state_word(word, sentence)])


def is_quoted(head: Token, sentence: Sentence) -> bool:
    """Whether the words before a noun are a name in quotation marks: "the ‘nine bridges’ plan"."""
    return bool(_quoted(head, sentence))


def _quoted(head: Token, sentence: Sentence) -> str:
    """The name in quotation marks before a noun."""
    found = _IN_QUOTES.search(sentence.text[: head.start - sentence.start_char])
    return " ".join(found["name"].split()) if found else ""


def _called(head: Token) -> list[Token]:
    """The name in "the projects known as the nine bridges"; none where the noun has one of its own, to which it is another."""
    if any(_is_proper(word) for word in _modifiers(head)) or _place_words(head):
        return []
    for verb in head.find_children("acl"):
        if verb.lemma in _CALLING:
            named = [one for prep in verb.find_children("prep") if prep.lower == "as" for one in prep.find_children("pobj")] or verb.find_children("oprd", "dobj")
            return [word for one in named for word in (*_modifiers(one), one)]
    return []


def is_titled(head: Token, sentence: Sentence) -> bool:
    """Whether an undertaking carries a title: its noun and words before it are capitalised, and not all are names of states.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        True for "the Senior Officials Consultative Group" and "the Laos-Thailand Dialogue", not for "the consultative group" or "the Lao Government".
    """
    if not head.text[:1].isupper() or head.i == 0:
        return False
    titled = [word for word in _modifiers(head) if word.text[:1].isupper() and word.i > 0]
    own = [word for word in titled if not _is_state_word(word, sentence)]
    return (bool(own) and (len(titled) > 1 or bool(_place_words(head)))) or _joins_states(head, sentence)


def find_tail(head: Token, sentence: Sentence) -> list[Token]:
    """The words after a noun that say what it links, carries or serves, wherever the parser hung them.

    Does not reach over a comma, nor past the verb of the sentence.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        "to take Angolan oil to Zambia" of "a pipeline to take Angolan oil to Zambia", also of "A pipeline was completed that …".
    """
    tokens, start = sentence.tokens, head.i + 1
    if start < len(tokens) and tokens[start].text == "(":
        start = next((t.i + 1 for t in tokens[start : start + _MOST_TAIL_WORDS] if t.text == ")"), start)
    if start >= len(tokens):
        return []
    if tokens[start].lower not in _TAIL_WORDS:
        return _relative_far_off(head)
    is_clause = tokens[start].lower in ("to", "that", "which")
    found: list[Token] = []
    for token in tokens[start : start + _MOST_TAIL_WORDS]:
        if (token.dep == "punct" and token.text in _BREAKS) or (not is_clause and token.tag in ("MD", "VBZ", "VBP", "VBD")):
            break
        found.append(token)
    return found


def _relative_far_off(head: Token) -> list[Token]:
    """The clause of "A pipeline was completed that links Chad to Sudan", which the parser takes for the verb's own."""
    clauses = head.head.find_children("ccomp", "relcl") if head.dep in ("nsubj", "nsubjpass") else []
    return next((c.subtree() for c in clauses if any(w.lower in ("that", "which") and w.dep == "nsubj" for w in c.children)), [])


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
    inside = [w for w in words if w.i < head.i and w.text == ")"]  # "a 26 km (16 mile) pipeline"
    start = min(w.start for w in words if not inside or w.i > inside[-1].i)
    return start, max(w.end for w in words)


def find_project_name(head: Token, sentence: Sentence) -> str:
    """A short name: the words before the head that are not evaluations, the head, and its place in front.

    Does not complete a name from elsewhere in the document.

    Args:
        head: The noun.
        sentence: Its sentence.

    Returns:
        Words of the text: "Nakhodka mineral fertilizer plant".
    """
    own = [w for w in _modifiers(head) if (w.pos == "PROPN" or w.lower not in _EVALUATING) and _PLAIN.fullmatch(w.text) and not _is_owner(w, head)]
    own = [w for w in own if not (_is_date_word(w, sentence) or _is_person_word(w, sentence))]
    called, quoted = _called(head), _quoted(head, sentence)
    if called or quoted:
        return _joined(called[:_MOST_CALLED], sentence) if called else f"{quoted} {head.text}"
    if is_titled(head, sentence):
        tail = [w for w in _titled_tail(head, sentence) if not _is_date_word(w, sentence)]
        tail = [] if tail and tail[0].lower == "of" and all(_is_state_word(w, sentence) for w in tail[1:]) else tail
        tail = tail[:-1] if tail and tail[-1].pos == "ADP" else tail
        return _joined([*_titles(head), head, *tail][:_MOST_NAME_WORDS], sentence)
    if any(_is_proper(w) for w in own):
        place = [w for w in _place_words(head, sentence) if w not in own and not _is_state_word(w, sentence)]
    else:
        place = _without_states([w for w in _place_words(head, sentence) if w not in own], sentence)
    matter = [] if place or load_project_words().heads.get(head.lemma.lower()) in ("scheme", "body") else _matter_words(head)
    if matter:
        return _joined([*matter, *own, head][:_MOST_NAME_WORDS], sentence)
    if not place and not any(_is_proper(w) for w in own):
        linked = [w for w in find_tail(head, sentence) if w.pos == "PROPN" and not _is_date_word(w, sentence)]
        place = list({w.text: w for w in linked}.values())
    is_purpose = load_project_words().heads.get(head.lemma.lower()) in ("scheme", "body", "project") and not any(_is_proper(w) for w in own)
    tail = [] if place else _purpose(find_tail(head, sentence), is_short=bool(own))
    tail = tail if is_purpose or not own else []
    joint = [w for w in head.children if w.lower in ("joint", "common") and w.i < head.i] if not (place or own or tail) else []
    words = [*place, *joint, *own, head, *tail]
    return _joined(words[:_MOST_NAME_WORDS], sentence)


def _is_date_word(word: Token, sentence: Sentence) -> bool:
    dated = any(time.start_char <= word.start and word.end <= time.end_char and time.time_type == "date" for time in sentence.times)
    return dated and not _is_joined(word, sentence)


def _is_person_word(word: Token, sentence: Sentence) -> bool:
    return any(m.how in ("person", "office") and m.start_char <= word.start < m.end_char for m in sentence.mentions)


def _is_joined(word: Token, sentence: Sentence) -> bool:
    """Whether a word hangs on a dash: "Mar" of "SABIA-Mar"."""
    at = word.start - sentence.start_char
    return sentence.text[max(0, at - 1) : at] in ("-", "–")


def _purpose(tail: list[Token], *, is_short: bool) -> list[Token]:
    """What a nameless undertaking is for, in few words; beside words of its own only "for" and "on" say it shortly."""
    first = tail[0].lower if tail else ""
    if is_short and first not in ("for", "on"):
        return []
    stop = next((k for k, word in enumerate(tail) if word.pos in ("NUM", "SYM") or (word.lower in ("with", "in", "by", "between") and k)), len(tail))
    return [word for word in tail[:stop] if word.lower not in ("that", "which")][:_MOST_PURPOSE_WORDS]


def _without_states(words: list[Token], sentence: Sentence) -> list[Token]:
    """The words of a place without those of its state, where any are left: "Chabahar" of "Chabahar in Iran"."""
    own = [word for word in words if not _is_state_word(word, sentence)]
    return own or words


def is_called(head: Token) -> bool:
    """Whether a name stands after a noun: "the projects known as the seven roads"."""
    return bool(_called(head))


def find_matter(head: Token, sentence: Sentence) -> list[Token]:
    """What an act of building is done to, where it is works or has a name: "Danang Airport" of "the cleanup of Danang Airport".

    Args:
        head: The noun of the act.
        sentence: Its sentence.

    Returns:
        Its words; empty for "the restoration of ties".
    """
    heads = load_project_words().heads
    words = _matter_words(head) or _modifiers(head) + _place_words(head)
    is_works = any(heads.get(w.lemma.lower()) == "works" or (w.pos == "PROPN" and not _is_state_word(w, sentence)) for w in words)
    return words if is_works else []


def _matter_words(head: Token) -> list[Token]:
    """The works that an act is done to: "Danang Airport" of "the cleanup of Danang Airport"."""
    words = [w for prep in head.find_children("prep") if prep.lower == "of" for c in prep.find_children("pobj") for w in (*_modifiers(c), c)]
    return [w for w in words if (w.pos == "PROPN" or w.lower not in _EVALUATING) and _PLAIN.fullmatch(w.text)]


def _titles(head: Token) -> list[Token]:
    """The capitalised words before a titled noun, with the small words and dashes between them."""
    before = [word for word in head.subtree() if word.i < head.i]
    first = next((k for k, word in enumerate(before) if word.text[:1].isupper() and word.lower not in ("the", "a", "an") and not any(w.dep == "case" for w in before[k + 1 : k + 2])), len(before))
    return [word for word in before[first:] if word.dep != "case" and word.text not in "()"]


def _titled_tail(head: Token, sentence: Sentence) -> list[Token]:
    """What goes on in capitals: "for Disaster Reduction", "on Clean Coal Technology"."""
    tail = find_tail(head, sentence)
    if not tail or tail[0].lower not in ("for", "on", "of", "in"):
        return []
    capital = [k for k, word in enumerate(tail) if word.text[:1].isupper() and all(w.text[:1].isupper() or w.lower in ("and", "of", "the", "for", "on", "in", "a", "an", "-") for w in tail[: k + 1])]
    return tail[: capital[-1] + 1] if capital else []


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
