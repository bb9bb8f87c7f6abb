"""Where the content of a cue stands: one finder a frame, tried in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import is_passive
from bilateral.extraction.loose_clauses import FINITE_TAGS, body_start, read_before, read_misread
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.speech import Cue

__all__ = ["find_content", "leftmost", "rightmost"]

_COMPLEMENTS = frozenset(("as", "for", "of", "to", "over", "with", "against", "about", "on", "from", "between", "toward", "towards", "into"))
"""Prepositions whose phrase belongs to a content: "accused Ankara of", "blamed Asmara for"."""
_TRAILING = frozenset(("after", "when", "although", "though", "while", "whereas", "since", "because", "before"))
_OWN_CONTENT = frozenset(("ccomp", "xcomp", "dobj", "acomp", "attr"))
"""Children that show that a verb is no parenthesis."""
_RELATIVE = frozenset(("which", "whom", "that", "who", "what"))
_NOMINAL_TAGS = ("NN", "NNS", "NNP", "NNPS", "JJ", "PRP", "DT", "CD", "VBG", "JJR", "JJS", "WP")

Span = tuple[int, int]


def leftmost(word: Token) -> int:
    """First character of a word's subtree, without a "that" or punctuation in front."""
    return min((token.start for token in _below(word) if not _is_edge(token, word)), default=word.start)


def rightmost(word: Token) -> int:
    """One past the last character of a word's subtree, without a coordinated clause of another subject."""
    return max(token.end for token in _below(word))


def _below(word: Token) -> list[Token]:
    """A word and all below it in no order, which is quicker than in that of the text."""
    found = [word]
    for token in found:
        found.extend(token.children)
    return found


def _is_edge(token: Token, head: Token) -> bool:
    if token.dep == "punct":
        return token.text not in ("(", "$", "%")
    return token.head is head and (token.dep in ("mark", "cc") and token.lower in ("that", "and", "but"))


def find_content(cue_token: Token, cue: Cue, sentence: Sentence) -> Span | None:
    """The words that a cue reports.

    Does not find content in an earlier or later sentence.

    Args:
        cue_token: The verb, adjective or noun.
        cue: Its entry.
        sentence: Its sentence.

    Returns:
        Start and end in characters of the document, None if the parse shows no frame of the cue.
    """
    for frame, finder in _FINDERS:
        if frame in cue.frames and not (frame == "that" and cue.needs_that and not (_says_that(cue_token) or _has_clause(cue_token))):
            found = finder(cue_token, sentence)
            if found:
                return found
    return _after_prepositions(cue_token, cue, sentence) or (read_misread(cue_token, sentence) if "that" in cue.frames else None)


def _says_that(cue: Token) -> bool:
    """Whether a clause below the cue begins with "that"."""
    return any(
        word.dep == "mark" and word.lower == "that" and word.i > cue.i for child in cue.children for word in child.children
    )


def _has_clause(cue: Token) -> bool:
    """Whether a full clause stands below a cue without "that": "agreed |it was time to act|"."""
    return any(
        word.i == cue.i + 1 and word.dep in ("nsubj", "expl") and word.tag in ("PRP", "EX", "NNS", "NNP") and _is_finite(clause)
        for clause in cue.find_children("ccomp")
        for word in clause.children
    )


def _clause(cue: Token, sentence: Sentence) -> Span | None:
    """A finite clause after the cue or before it."""
    for child in cue.children:
        if child.dep in ("ccomp", "acl", "xcomp", "advcl", "csubj", "relcl") and _is_finite_content(child, cue):
            if child.i > cue.i:
                return _start_of(child, cue), _end_of(child, cue)
            is_listed = any(word.text == ";" for word in sentence.tokens[child.i : cue.i])
            if not is_listed and not any(word.dep in _OWN_CONTENT and word.i > cue.i for word in cue.children):
                return _preposed(child, cue, sentence)
    return _main_clause(cue, sentence)


def _is_finite_content(clause: Token, cue: Token) -> bool:
    """Whether a clause below a cue is what is said, and no adverbial or gerund."""
    marks = {child.lower for child in clause.children if child.dep == "mark"}
    if clause.dep == "ccomp":
        if _is_relative(clause) and cue.find_children("dobj"):
            return False
        if clause.i < cue.i:
            return cue.pos == "VERB" and not marks & {"if", "because", "while"}
        return _is_finite(clause) or bool(marks & {"that", "whether", "if"})
    if cue.pos == "VERB":
        return clause.dep in ("xcomp", "advcl") and "that" in marks
    return "that" in marks and _is_finite(clause)


def _is_relative(clause: Token) -> bool:
    """Whether a clause tells more of the noun before it: "welcomed |the law that bans the nets|"."""
    return any(child.tag == "WDT" and child.dep in ("nsubj", "nsubjpass") for child in clause.children)


def _is_finite(clause: Token) -> bool:
    if clause.tag in ("VBD", "VBZ", "VBP", "MD"):
        return True
    helpers = [child for child in clause.children if child.dep in ("aux", "auxpass", "cop")]
    if any(child.lower == "to" for child in helpers):
        return False
    subjects = any(child.dep in ("nsubj", "nsubjpass", "csubj", "expl") for child in clause.children)
    return subjects and (bool(helpers) or clause.tag in ("VB", "VBN"))


def _start_of(clause: Token, cue: Token) -> int:
    words = [token for token in clause.subtree() if token.i > cue.i and not _is_edge(token, clause)]
    that = next((word.i for word in clause.children if word.dep == "mark" and word.lower == "that" and word.i > cue.i), -1)
    words = [word for word in words if word.i > that] or words
    while words and ((words[0].lower == "that" and words[0].tag in ("IN", "WDT")) or words[0].dep == "punct"):
        words = words[1:]
    if words and words[0].tag in FINITE_TAGS:
        return _lost_subject(words[0], cue)
    return words[0].start if words else clause.start


def _lost_subject(verb: Token, cue: Token) -> int:
    """Where a clause begins whose subject the parser hung on the cue: "noting |this year was the tenth|"."""
    before = [child for child in cue.find_children("npadvmod", "dobj") if cue.i < child.i < verb.i]
    if before and max(word.i for word in before[-1].subtree()) == verb.i - 1:
        return leftmost(before[-1])
    return verb.start


def _end_of(clause: Token, cue: Token) -> int:
    """End of a clause, before what its reporter adds himself: a reason out of its tense, another word of saying."""
    added = [word.i for child in clause.children if child.i > clause.i and _is_added(child, clause, cue) for word in _below(child)]
    if not added:
        return max((token.end for token in _below(clause) if token.i > cue.i), default=clause.end)
    words = [token for token in clause.subtree() if cue.i < token.i < min(added)]
    while words and words[-1].dep in ("punct", "cc"):
        words.pop()
    return max((token.end for token in words), default=clause.end)


def _is_added(child: Token, clause: Token, cue: Token) -> bool:
    """Whether a clause below a reported one is the reporter's: "said it |would help| because it is late", "said it |had rained| and thanked us"."""
    if cue.tag != "VBD" or not any(word.lower in ("would", "had", "could") for word in clause.find_children("aux")):
        return False
    if child.dep == "advcl":
        finite = [word for word in (child, *child.find_children("aux", "auxpass", "cop")) if word.tag in FINITE_TAGS]
        return bool(finite) and finite[-1].tag in ("VBZ", "VBP") and any(word.lower in _TRAILING for word in child.find_children("mark", "advmod"))
    is_bare = child.dep == "conj" and child.tag == "VBD" and not child.find_children("nsubj", "nsubjpass", "aux", "expl")
    return is_bare and child.lemma in load_speech().verbs


def _preposed(clause: Token, cue: Token, sentence: Sentence) -> Span:
    """A clause before its cue: from the start of the sentence to the comma before "analysts said"."""
    tokens = sentence.tokens
    whole = _below(clause)
    start = min(token.start for token in whole)
    if start - sentence.start_char < 3:  # noqa: PLR2004 - a quotation mark
        start = body_start(sentence)
    last = max((token for token in whole if token.i < cue.i), key=lambda token: token.i)
    end = last.end
    after = [token for token in whole if token.i > cue.i]
    if after:
        end = max(token.end for token in after)
    elif any(token.dep == "nsubj" and token.i < last.i for token in cue.children):
        end = tokens[last.i].end
    return start, end


def _main_clause(cue: Token, sentence: Sentence) -> Span | None:
    """The clause in which a cue is a parenthesis: "China, he said, will buy more"; "as he put it"."""
    is_parenthesis = cue.dep == "parataxis" or (
        cue.dep == "advcl" and any(child.dep == "mark" and child.lower == "as" for child in cue.children)
    )
    head = cue.head
    if not is_parenthesis or head is cue or cue.pos != "VERB" or any(child.dep in _OWN_CONTENT for child in cue.children):
        return None
    if head.i > cue.i:
        all_before = read_before(cue, sentence, is_last=False)
        if all_before:
            return all_before  # "the port was shut, an official said, a day after it opened"
    own = {token.i for token in cue.subtree()}
    if head.i > cue.i and head.dep == "conj" and head.head.i < cue.i and min(token.i for token in head.subtree() if token.i not in own) > cue.i:
        head = head.head  # the parser hung ", he said," on what follows
        words = [token for token in head.subtree() if token.i < cue.i and token.i not in own and token.dep != "punct"]
    else:
        words = [token for token in head.subtree() if token.i not in own and token.dep != "punct"]
    before = [token for token in words if token.i < cue.i]
    if head.i > cue.i and any(token.tag in ("VBD", "VBZ", "VBP", "MD") for token in before):
        words = before  # "Seoul has left, an official said, a day after Tokyo announced"
    if not words:
        return None
    start = words[0].start
    if start == sentence.tokens[0].start:
        start = body_start(sentence)
    return start, words[-1].end


def _another_to(cue: Token, _: Sentence) -> Span | None:
    """Somebody else's infinitive: "urged |Delhi to reopen the border|"."""
    for child in cue.children:
        if child.i < cue.i or child.dep not in ("xcomp", "ccomp", "acl", "advcl"):
            continue
        if child.tag != "VB" or not any(word.lower == "to" and word.dep == "aux" for word in child.children):
            continue
        subjects = [word for word in child.children if word.dep in ("nsubj", "nsubjpass") and word.i > cue.i]
        objects = subjects or [word for word in cue.children if word.dep in ("dobj", "dative") and cue.i < word.i < child.i]
        for_one = [word for word in cue.children if word.dep == "prep" and word.lower in ("on", "upon", "to") and cue.i < word.i < child.i]
        if objects:
            return leftmost(objects[0]), rightmost(child)
        for prep in for_one:
            pobj = prep.find_children("pobj")
            if pobj:
                return leftmost(pobj[0]), rightmost(child)
    return _passive_to(cue)


def _passive_to(cue: Token) -> Span | None:
    """"Delhi was urged by the bank to reopen": subject to infinitive."""
    if not is_passive(cue):
        return None
    subjects = [word for word in cue.children if word.dep == "nsubjpass"]
    clauses = [word for word in cue.children if word.dep == "xcomp" and word.tag == "VB"]
    return (leftmost(subjects[0]), rightmost(clauses[0])) if subjects and clauses else None


def _own_to(cue: Token, _: Sentence) -> Span | None:
    """The speaker's own infinitive: "hopes |to reach a deal|"."""
    for child in cue.children:
        if child.dep not in ("xcomp", "acl", "ccomp") or child.i < cue.i or child.tag != "VB":
            continue
        marker = next((word for word in child.children if word.lower == "to" and word.dep == "aux"), None)
        if marker is not None and not any(word.dep == "nsubj" for word in child.children):
            return marker.start, _before_adverbial(child)
    return None


def _before_adverbial(clause: Token) -> int:
    """End of an infinitive without a clause of time or contrast behind it: "hopes |to join| after the vote failed"."""
    for child in clause.children:
        is_late = child.dep == "advcl" and child.i > clause.i
        if is_late and any(word.dep in ("mark", "advmod") and word.lower in _TRAILING for word in child.children):
            first = min(word.i for word in child.subtree())
            return max((word.end for word in clause.subtree() if word.i < first and word.dep != "punct"), default=clause.end)
        if child.dep == "prep" and child.lower in _TRAILING and any(word.dep == "pcomp" for word in child.children):
            return max((word.end for word in clause.subtree() if word.i < child.i and word.dep != "punct"), default=clause.end)
    return rightmost(clause)


def _gerund(cue: Token, _: Sentence) -> Span | None:
    """An -ing form: "suggested |holding joint patrols|"."""
    for child in cue.children:
        if child.dep in ("xcomp", "ccomp", "dobj", "pcomp") and child.i > cue.i and child.tag == "VBG":
            return leftmost(child), rightmost(child)
    return None


def _as(cue: Token, sentence: Sentence) -> Span | None:
    """What something is said to be: "described |the talks as useful|", "called |it a mistake|"."""
    objects = [word for word in cue.children if word.dep in ("dobj", "dative") and word.i > cue.i]
    if objects:
        later = [word for word in cue.children if word.i > objects[0].i]
        told = [
            word
            for word in later
            if word.dep in ("oprd", "xcomp", "acomp", "attr", "appos", "dobj") or (word.dep in ("prep", "advcl", "mark") and word.lower == "as")
            or (word.dep == "advcl" and any(child.lower == "as" for child in word.children))
        ]
        if told:
            return leftmost(objects[0]), max(rightmost(told[0]), rightmost(objects[0]))
        inside = [word for word in objects[0].children if word.dep == "prep" and word.lower == "as"]
        if inside:
            return leftmost(objects[0]), rightmost(objects[0])
    return _passive_as(cue) or _small_clause(cue) or (_relative_object(cue, sentence) if _has_as(cue) else None)


def _passive_as(cue: Token) -> Span | None:
    """"Ties were described by the envoy as difficult": subject to what it is said to be."""
    if not is_passive(cue):
        return None
    subjects = [word for word in cue.children if word.dep == "nsubjpass" and word.lower not in _RELATIVE]
    told = [word for word in cue.children if word.lower == "as" or word.dep == "oprd"]
    return (leftmost(subjects[0]), rightmost(told[0])) if subjects and told else None


def _has_as(cue: Token) -> bool:
    return any(word.lower == "as" or word.dep == "oprd" for word in cue.children)


def _small_clause(cue: Token) -> Span | None:
    """A clause without a verb: "considers |Kosovo part of its territory|"."""
    for child in cue.children:
        if child.dep in ("ccomp", "xcomp") and child.i > cue.i and child.pos in ("NOUN", "ADJ", "PROPN"):
            subjects = [word for word in child.children if word.dep in ("nsubj", "nsubjpass")]
            if subjects:
                return leftmost(subjects[0]), rightmost(child)
    return None


def _object(cue: Token, sentence: Sentence) -> Span | None:
    """A noun phrase with what belongs to it: "accused |Ankara of violating its airspace|"."""
    objects = [word for word in cue.children if word.dep == "dobj" and word.tag in _NOMINAL_TAGS]
    objects = [word for word in objects if word.lower not in _RELATIVE]
    if not objects:
        return _relative_object(cue, sentence) or _passive_object(cue)
    head = objects[0]
    if head.lemma.lower() in load_speech().empty_nouns or head.i < cue.i or (head.tag == "PRP" and not _complements(cue, head)):
        return None
    clause = _said_noun(head, sentence)
    if clause:
        return clause
    return leftmost(head), max([rightmost(head), *map(rightmost, _complements(cue, head))])


def _said_noun(noun: Token, sentence: Sentence) -> Span | None:
    """The clause of a noun of saying: "expressed his hope that |…|"."""
    cue = load_speech().nouns.get(noun.lemma.lower())
    if cue is None or not any(child.dep in ("acl", "ccomp", "relcl") for child in noun.children):
        return None
    return _clause(noun, sentence)


def _complements(cue: Token, head: Token) -> list[Token]:
    """Phrases after the object that the cue asks for, up to the first that it does not."""
    found = []
    for child in cue.children:
        if child.i <= head.i or child.dep == "punct":
            continue
        is_purpose = child.dep == "advcl" and child.tag == "VB" and any(word.lower == "to" for word in child.children)
        if is_purpose or child.dep in ("xcomp", "oprd", "acl") or (child.dep == "prep" and child.lower in _COMPLEMENTS):
            found.append(child)
        else:
            break
    return found


def _relative_object(cue: Token, sentence: Sentence) -> Span | None:
    """The noun that a relative clause with the cue describes: "|the ship which Seoul blamed on Pyongyang|"."""
    if cue.dep != "relcl" or not any(child.dep == "nsubj" for child in cue.children):
        return None
    subject = next(child for child in cue.children if child.dep == "nsubj")
    if subject.lower in ("who", "which", "that"):
        return None
    noun = _antecedent(cue, sentence)
    words = [token for token in noun.subtree() if token.dep != "punct"]
    before = [token for token in words if token.i <= noun.i]
    return before[0].start, max(_end_of(cue, noun), cue.end)


def _antecedent(cue: Token, sentence: Sentence) -> Token:
    """The noun before a relative pronoun; "which" is never a person."""
    noun = cue.head
    which = next((child for child in cue.children if child.lower == "which"), None)
    if which is not None and noun.tag == "NNP":
        nearer = [token for token in sentence.tokens[noun.i : which.i] if token.pos == "NOUN"]
        return nearer[-1] if nearer else noun
    return noun


def _passive_object(cue: Token) -> Span | None:
    """What was praised by somebody: the subject with what follows the verb."""
    if not is_passive(cue) or cue.dep == "acl":
        return None
    subjects = [child for child in cue.children if child.dep == "nsubjpass"]
    if not subjects or subjects[0].lower in _RELATIVE:
        return None
    return leftmost(subjects[0]), rightmost(subjects[0])


def _small(cue: Token, _: Sentence) -> Span | None:
    """An adjective of the speaker: "feels |isolated|"."""
    found = [child for child in cue.children if child.dep in ("acomp", "oprd") and child.i > cue.i]
    return (leftmost(found[0]), rightmost(found[0])) if found else None


def _after_prepositions(cue_token: Token, cue: Cue, sentence: Sentence) -> Span | None:
    """The phrase after one of the cue's prepositions: "called for |restraint|"."""
    for child in cue_token.children:
        if child.dep not in ("prep", "prt", "dative", "advmod") or not _asks_for(cue, child.lower) or child.i < cue_token.i:
            continue
        if child.lower == "to" and cue_token.pos == "VERB" and "to_noun" not in cue.frames:
            continue  # "promised to the Soviet Union" is no infinitive
        inner = [word for word in child.children if word.dep in ("pobj", "pcomp", "prep", "ccomp") and word.i > child.i]
        if inner and inner[0].lemma.lower() not in load_speech().empty_nouns:
            is_time = any(time.start_char <= inner[0].start < time.end_char for time in sentence.times)
            if not is_time:
                return leftmost(inner[0]), rightmost(child)
    return None


def _asks_for(cue: Cue, preposition: str) -> bool:
    """Whether a preposition is one of a cue's frames."""
    return preposition in cue.frames or (preposition == "to" and "to_noun" in cue.frames)


_FINDERS: tuple[tuple[str, Callable[[Token, Sentence], Span | None]], ...] = (
    ("that", _clause),
    ("object_to", _another_to),
    ("on", _another_to),
    ("as", _as),
    ("to", _own_to),
    ("gerund", _gerund),
    ("object", _object),
    ("small", _small),
)
