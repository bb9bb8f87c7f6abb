"""Where a sentence names a driver or a hurdle: cue, clause or phrase, and polarity with its scope.

A cue of `vocabulary/factors.toml` is weighed with what stands around it: a
state named in its clause and a word of relations make a weaker cue count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, is_negated
from bilateral.extraction.sides import names_in, states_of
from bilateral.vocabulary.factors import load_factor_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.factors import FactorCue

__all__ = ["STRONG", "Hit", "find_hits", "is_promised"]

_GAP = 2
"""Words that may stand between two words of a cue ("brings great benefits"); 0 to 4 tried: F1 .59 to .62 on the
seeds, .66 to .71 on dev; 3 is as good, 4 loses precision on dev."""

_OTHER = {"driver": "hurdle", "hurdle": "driver"}
_LONGEST_CLAUSE = 45
"""Words of the longest clause that is quoted whole; of a longer one only the phrase of the cue (25 to 60 tried: alike)."""

STRONG = 3
"""Weight of the cues that state a factor also where only a pronoun or the sentence before names the side, in a text that
argues or speaks about the pair."""

_LINKS = 3
"""Words over a cue through which an ending act still reaches it."""

_LEAST_WORDS = 3
"""Words, without articles, that a quoted phrase needs; a shorter one is quoted with its clause (1 to 4 tried: F1 .61 to
.62 on the seeds, .65 to .68 on dev, 1 the worst there)."""

_BARRIERS = frozenset(("obstacle", "sanctions and restrictions"))
"""Groups of cues whose removal helps."""

_OFFICES = frozenset(["secretary", "envoy", "coordinator", "committee", "panel", "minister", "office", "bureau", "adviser", "spokesman", "spokeswoman", "commission", "council", "chief", "convention"])
_CONTRARY = frozenset(("counter", "non", "anti"))
_OPEN = frozenset(("depend", "hinge", "dependent", "contingent", "conditional"))
_DOUBTS = frozenset(("unlikely", "doubtful"))
_NONE = frozenset(("no", "few", "little", "hardly"))
_ABSENCE = frozenset(["lack", "absence", "dearth", "shortage"])
_NOT_OF_PHRASE = frozenset(("relcl", "advcl", "parataxis", "punct"))
_NOMINAL = ("NOUN", "PROPN", "PRON")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in its clause or phrase."""

    sentence: Sentence
    anchor: Token
    start: int
    end: int
    polarity: str
    score: int
    cue: str
    kind: str | None
    is_of_doer: bool = False
    weight: int = 2
    is_head: bool = False  # the cue heads its clause: it outweighs the others there


def find_hits(sentence: Sentence, *, is_analysis: bool) -> list[Hit]:
    """Find the cues of a sentence with the words that state them.

    Does not decide between cues of one clause, nor which pair of states they concern.

    Args:
        sentence: A parsed sentence.
        is_analysis: Whether the document analyses; advice and rhetorical questions count only there.

    Returns:
        Hits in text order; `score` is the weight of the cue plus its signs.
    """
    hits = [_hit(sentence, anchor, cue) for anchor, cue in _cues_in(sentence, is_analysis=is_analysis)]
    if is_analysis:
        hits.extend(_courses(sentence))
        hits.extend(_absences(sentence))
        hits.extend(_advice(sentence))
        hits.extend(_conditions(sentence))
        hits.extend(_questions(sentence))
    hits.extend(_comparisons(sentence))
    if is_analysis and sentence.text.rstrip().endswith("?"):
        hits = [replace(hit, polarity="hurdle") for hit in hits if hit is not None]
    return sorted((hit for hit in hits if hit is not None), key=lambda hit: (hit.start, hit.end, hit.cue))


def _cues_in(sentence: Sentence, *, is_analysis: bool) -> Iterator[tuple[Token, FactorCue]]:
    """Cues at their first word; a longer cue hides a shorter one inside it."""
    cues = load_factor_words().cues
    tokens = sentence.tokens
    covered = -1
    for i, token in enumerate(tokens):
        if i <= covered:
            continue
        lemma = token.lemma.lower()
        listed = cues.get(lemma, ())
        if token.lower != lemma:
            listed = (*listed, *cues.get(token.lower, ()))
        if not listed or _is_countered(tokens, i):
            continue
        for cue in listed:
            if cue.is_of_analysis and not is_analysis:
                continue
            last = _match(tokens, i, cue)
            if last is not None and (cue.pos is None or cue.pos == token.pos):
                if cue.weight == 0:
                    covered = last
                    break
                yield _anchor(tokens[i : last + 1], cue), cue
                covered = last if len(cue.words) > 1 else i
                break


def _is_countered(tokens: list[Token], i: int) -> bool:
    """Whether a prefix with a hyphen makes a word its contrary: "counter-terrorism", "non-proliferation"."""
    return i > 1 and tokens[i - 1].text == "-" and tokens[i - 2].lower in _CONTRARY


def _match(tokens: list[Token], first: int, cue: FactorCue) -> int | None:
    """Index of the last word of a cue that begins at a token, None if it does not stand there."""
    i = first
    for part in cue.words[1:]:
        for j in range(i + 1, min(i + 2 + _GAP, len(tokens))):
            if tokens[j].lemma.lower() in part or tokens[j].lower in part:
                i = j
                break
        else:
            return None
    return i


def _anchor(words: list[Token], cue: FactorCue) -> Token:
    """The highest word of a cue in the tree: the one whose head lies outside."""
    inside = {word.i for word in words}
    tops = [word for word in words if word.head.i not in inside or word.head is word]
    content = [word for word in tops if word.pos in ("NOUN", "PROPN", "VERB", "ADJ")]
    return (content or tops or words)[-1 if cue.is_phrase and words[0].pos == "ADJ" else 0]


def _hit(sentence: Sentence, anchor: Token, cue: FactorCue) -> Hit | None:
    if _is_purpose(anchor, cue) or _has_no_subject(anchor) or is_promised(anchor) or _is_of_office(anchor, sentence.tokens) or _is_unreal(anchor):
        return None
    if anchor.lemma in _OPEN and anchor.pos == "VERB" and not _is_on_state(sentence, anchor):
        return None
    ending = _ending(anchor, cue)
    if ending is not None and not _is_freed(ending, cue):
        return None
    is_turned = ending is not None or _is_turned(anchor, cue)
    start, end = _span(sentence, ending or anchor, is_phrase=cue.is_phrase and not is_turned)
    score = cue.weight + _signs(sentence, anchor, start, end) - (ending is not None)  # in a report, an act and no factor
    polarity = _OTHER[cue.polarity] if is_turned else cue.polarity
    head = _clause_head(anchor)
    is_head = anchor is head or (anchor.head is head and anchor.dep in ("attr", "acomp", "xcomp"))
    return Hit(sentence, anchor, start, end, polarity, score, cue.name, cue.kind, cue.is_of_doer, cue.weight, is_head)


def _span(sentence: Sentence, anchor: Token, *, is_phrase: bool) -> tuple[int, int]:
    """The words that state a cue: its phrase if that says what it is about, else its clause."""
    if is_phrase and anchor.pos in _NOMINAL:
        start, end = _phrase(anchor)
        if _n_words(sentence, start, end) >= _LEAST_WORDS:
            return start, end
    head = _clause_head(anchor)
    start, end = clause_span(head)
    if _n_words(sentence, start, end) < _LEAST_WORDS + 1:
        start, end = clause_span(head, without=("advcl", "parataxis"))
    if any(c.dep == "advcl" for c in anchor.children) and anchor.pos in _NOMINAL:  # "an opportunity for Brazil to sell"
        end = max(end, *(word.end for word in anchor.subtree()))
    return _phrase(anchor) if _n_words(sentence, start, end) > _LONGEST_CLAUSE else (start, end)


def _n_words(sentence: Sentence, start: int, end: int) -> int:
    return sum(start <= token.start < end and token.pos not in ("DET", "PUNCT") for token in sentence.tokens)


def _is_purpose(anchor: Token, cue: FactorCue) -> bool:
    """Whether a weaker verb only names a purpose: "met to strengthen relations"."""
    if cue.weight > 2 or anchor.pos != "VERB" or anchor.tag != "VB":  # noqa: PLR2004 - the strong cues state a factor everywhere
        return False
    return any(c.lower == "to" and c.dep == "aux" for c in anchor.children) and anchor.head.lemma not in ("help", "serve", "want", "need")


def is_promised(anchor: Token) -> bool:
    """Whether "we will" or "I will" heads the clause: a commitment, not a factor.

    Does not read other wordings of a promise.

    Args:
        anchor: A word of the clause.
    """
    children = _clause_head(anchor).children
    own = any(c.dep == "nsubj" and c.lower in ("we", "i") for c in children)
    return own and any(c.dep == "aux" and c.lower in ("will", "shall") for c in children)


def _has_no_subject(anchor: Token) -> bool:
    """Whether the subject is denied: "no material would contribute to arms"."""
    head = _clause_head(anchor)
    subjects = [c for c in head.children if c.dep in ("nsubj", "nsubjpass") and c is not anchor]
    return any(c.lower == "no" for subject in subjects for c in subject.children)


def _phrase(anchor: Token) -> tuple[int, int]:
    words = [anchor]
    for word in words:
        words.extend(c for c in word.children if c.dep not in _NOT_OF_PHRASE and not (word is anchor and c.dep in ("cc", "conj", "appos")))
    return min(w.start for w in words), max(w.end for w in words)


def _clause_head(anchor: Token) -> Token:
    """The verb of the clause that a word stands in."""
    word = anchor
    while word.head is not word and not (word.pos in ("VERB", "AUX") and word.dep not in ("aux", "auxpass", "amod", "compound")):
        word = word.head
    while word.dep == "xcomp" and word.head is not word and word.head.pos in ("VERB", "AUX"):
        word = word.head
    return word


def _signs(sentence: Sentence, anchor: Token, start: int, end: int) -> int:
    """How many signs tie a clause to a relation: a state named, a second one, a word of relations."""
    states = states_of(names_in(sentence, start, end))
    if not states:
        head = _clause_head(anchor)
        whole = clause_span(head)
        states = states_of(names_in(sentence, *whole))
    relations = load_factor_words().relations
    related = any(token.lemma.lower() in relations for token in sentence.tokens if start <= token.start < end)
    return min(len(states), 2) + related


def _is_turned(anchor: Token, cue: FactorCue) -> bool:
    """Whether a negation, "no", "lack of", "unlikely" or "removes" over a cue turns it round."""
    own = {word for part in cue.words for word in part}
    if own & _DOUBTS:
        return any(_is_hurdle(c) for c in _clause_head(anchor).children if c.dep in ("nsubj", "nsubjpass"))
    if anchor.lemma.lower() in _ABSENCE:
        return any(_is_hurdle(word) for word in anchor.subtree() if word is not anchor)
    return _is_negated_cue(anchor, own) or _is_under_negation(anchor, own)


def _is_negated_cue(anchor: Token, own: set[str]) -> bool:
    """Whether "not" or "no" stands at a cue or at the verb of its clause, and is not itself a word of the cue."""
    if _is_denied(anchor) and not own & {"not", "no", "neither"}:
        return True
    verb = _clause_head(anchor)
    if verb is not anchor and anchor.dep in ("dobj", "attr", "acomp", "xcomp", "nsubj", "nsubjpass") and _is_denied(verb):
        return not own & {"not", "neither"}
    return any(child.lower in ("no", "little", "few", "hardly") for child in anchor.children) and not own & {"little", "few", "no"}


def _is_under_negation(anchor: Token, own: set[str]) -> bool:
    """Whether a word of failing or lacking governs a cue: "lack of trust", "failed to boost"."""
    negations = load_factor_words().negations
    head = anchor.head
    if anchor.dep == "pobj" and head.lower in ("of", "for", "to"):
        return head.head.lemma.lower() in negations and head.head.lemma.lower() not in own
    return anchor.dep in ("dobj", "xcomp", "nsubjpass") and head.lemma.lower() in negations and head.lemma.lower() not in own


def _is_hurdle(noun: Token) -> bool:
    """Whether a noun alone names a hurdle, or a ban: what is unlikely then helps."""
    return any(other.polarity == "hurdle" for other in load_factor_words().cues.get(noun.lemma.lower(), ()) if other.weight)


def _is_denied(word: Token) -> bool:
    """Whether a word is negated, "not only" left aside."""
    if word.dep == "conj" and word.pos == "VERB" and not word.find_children("nsubj", "nsubjpass", "aux", "neg"):
        return _is_denied(word.head)  # "has not closed its airspace or suspended the waiver"
    negations = [c for c in word.children if c.dep == "neg"]
    if any(c.lower in ("only", "just", "merely") and any(n.i + 1 == c.i for n in negations) for c in word.subtree()):
        return False
    return is_negated(word) and not any(c.dep == "preconj" for c in word.children)


def _ending(anchor: Token, cue: FactorCue) -> Token | None:
    """The act that ends what a hurdle names: "lifted" of "lifted the sanctions", "removal" of "the removal of barriers"."""
    if cue.polarity == "driver":
        return None
    endings = load_factor_words().endings
    word = anchor
    for _ in range(_LINKS):  # "prevent the spread of weapons"
        is_of = word.dep == "pobj" and word.head.lower in ("of", "on", "to", "by", "against")
        if not is_of and word.dep not in ("dobj", "nsubjpass", "compound", "conj"):
            return None
        word = word.head.head if is_of else word.head
        if word.lemma.lower() in endings:
            return word
    return None


def _is_freed(ending: Token, cue: FactorCue) -> bool:
    """Whether an ending takes a barrier away for good: "the abolition of visas", not "to combat terrorism" nor "to lift the ban"."""
    words = load_factor_words()
    purpose = ending.tag == "VB" and any(c.lower == "to" for c in ending.children)
    return cue.group in _BARRIERS and ending.lemma.lower() in words.freeings and not purpose and not is_negated(ending)


def _is_unreal(anchor: Token) -> bool:
    """Whether a clause only makes believe or leaves open: "as if sanctions were in force", "will depend on the vote"."""
    head = _clause_head(anchor)
    marks = [c.lower for c in head.children if c.dep == "mark"]
    is_open = head.lemma in _OPEN and any(c.dep == "aux" and c.lower in ("will", "would", "may") for c in head.children)
    asked = any(c.dep == "mark" and c.lower == "whether" for word in (head, *head.ancestors()) for c in word.children)
    return "if" in marks or ("though" in marks and "as" in marks) or (is_open and anchor.lemma in _OPEN) or asked


def _is_on_state(sentence: Sentence, verb: Token) -> bool:
    """Whether a side depends on somebody, not on how things turn out: "depends on Washington", not "depends on the weather"."""
    words = [word for prep in verb.find_children("prep") if prep.lower in ("on", "upon") for word in prep.subtree()]
    return bool(words) and bool(names_in(sentence, words[0].start, words[-1].end))


def _is_of_office(anchor: Token, tokens: list[Token]) -> bool:
    """Whether a cue only names somebody's office or body: "the envoy for sanctions", "the sanctions committee"."""
    before = tokens[max(0, anchor.i - 2) : anchor.i]
    if len(before) > 1 and before[1].lower == "for" and before[0].lemma.lower() in _OFFICES:  # wherever the parser hung "for"
        return True
    over = anchor.head.head if anchor.dep == "pobj" and anchor.head.lower in ("for", "of", "on", "against") else anchor.head
    return (anchor.dep in ("pobj", "compound")) and over.lemma.lower() in _OFFICES


def _advice(sentence: Sentence) -> Iterator[Hit]:
    """Such as "Ottawa should", "Manila has to": advice not followed holds the relation back."""
    modals = load_factor_words().modals
    for token in sentence.tokens:
        is_modal = token.dep == "aux" and token.lower in modals
        has_to = token.lemma == "have" and token.pos in ("VERB", "AUX") and any(c.dep == "xcomp" for c in token.children)
        verb = token.head if is_modal else token
        if not (is_modal or (has_to and sentence.tokens[min(token.i + 1, len(sentence.tokens) - 1)].lower == "to")):
            continue
        start, end = clause_span(verb)
        subjects = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")]
        if subjects and names_in(sentence, min(w.start for w in subjects[0].subtree()), subjects[0].end):
            yield Hit(sentence, verb, start, end, "hurdle", 3, token.lower, "domestic")


def _courses(sentence: Sentence) -> Iterator[Hit]:
    """Such as "Trade fell by a third", "Visits have doubled": a flow between the sides and its course."""
    words = load_factor_words()
    for token in sentence.tokens:
        polarity = words.courses.get(token.lemma)
        if polarity is None or token.pos != "VERB" or is_negated(token):
            continue
        subjects = [c for c in token.children if c.dep in ("nsubj", "nsubjpass") and c.lemma.lower() in words.flows]
        if subjects:
            start, end = clause_span(token)
            yield Hit(sentence, token, start, end, polarity, 3 + _signs(sentence, token, start, end), f"course: {token.lemma}", "economic")


def _absences(sentence: Sentence) -> Iterator[Hit]:
    """Such as "There are no direct flights", "No bank will touch it", "The treaty has not been ratified"."""
    undone = load_factor_words().undone
    for token in sentence.tokens:
        if token.pos not in ("VERB", "AUX"):
            continue
        expletive = any(c.dep == "expl" for c in token.children)
        nothing = [c for c in token.children if c.dep in ("attr", "nsubj", "nsubjpass") and any(d.lower in _NONE for d in c.children)]
        denied = token.lemma in undone and _is_denied(token) and any(c.dep == "nsubjpass" or (c.dep == "nsubj" and not c.find_children("poss") and c.pos == "NOUN") for c in token.children)
        if (expletive and nothing) or denied or (nothing and token.pos == "VERB" and nothing[0].dep != "attr"):
            start, end = clause_span(token)
            yield Hit(sentence, token, start, end, "hurdle", 3 + _signs(sentence, token, start, end), "absence", None)


def _conditions(sentence: Sentence) -> Iterator[Hit]:
    """Such as "… is unlikely as long as Manila depends on Washington": the clause after it."""
    tokens = sentence.tokens
    text = sentence.text.lower()
    for phrase in load_factor_words().conditions:
        if phrase[-1] not in text or " ".join(phrase) not in text:
            continue
        for i in range(len(tokens) - len(phrase)):
            if all(tokens[i + k].lower == word for k, word in enumerate(phrase)) and len(phrase) > 1:
                start, end = tokens[i + len(phrase)].start, tokens[-1].end
                if names_in(sentence, start, end):
                    yield Hit(sentence, tokens[i], start, end, "hurdle", 4, " ".join(phrase), None)


def _questions(sentence: Sentence) -> Iterator[Hit]:
    """Such as "Does Rome actually want the port?": a question that doubts, by its first word."""
    root = sentence.root
    if root is None or not sentence.text.rstrip().endswith("?"):
        return
    openings = load_factor_words().questions
    start, end = clause_span(root)
    begins = next((token for token in sentence.tokens if token.start >= start), root)
    if begins.lower in openings and names_in(sentence, start, end):
        yield Hit(sentence, root, start, end, "hurdle", 5, "question", None)


def _comparisons(sentence: Sentence) -> Iterator[Hit]:
    """Such as "more devoted to Washington than Moscow": the state after "than" comes off worse."""
    for token in sentence.tokens:
        if token.lower not in load_factor_words().comparisons:
            continue
        after = [m for m in sentence.mentions if token.end < m.start_char <= token.end + 5]
        head = _clause_head(token)
        start, end = clause_span(head)
        if after and head is not token and len(states_of(names_in(sentence, start, end))) > 2:  # noqa: PLR2004 - a third state
            yield Hit(sentence, head, start, end, "hurdle", 5, "than", "third party")
