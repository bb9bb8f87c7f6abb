"""Where a sentence promises: the clause, who promises, and how firmly.

One function a wording: a verb with its complement, a noun with its complement,
"will", a provision ("tariffs will be abolished"). Each gives candidates; what
counts as a commitment is decided in `commitments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of
from bilateral.extraction.clauses import (
    clause_span,
    find_realis,
    find_subjects,
    is_negated,
    is_passive,
    spread_conjuncts,
)
from bilateral.extraction.promise_forms import find_forms
from bilateral.extraction.promise_modals import find_be_to, find_will, find_would
from bilateral.extraction.promise_sides import actor_over, is_infinitive, owners_of
from bilateral.extraction.promised import Promised
from bilateral.extraction.provisions import find_provision
from bilateral.extraction.sides import names_in, sides_of, states_of
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.commitments import Promise

__all__ = ["find_promises"]

_WILL = frozenset(("will", "shall", "'ll", "wo"))
_OF_AGREED = _WILL | {"should", "would", "must"}
_ACT_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ing", "al", "plan", "timetable", "roadmap")
_GOALS = frozenset(["target", "goal", "deadline", "aim", "ceiling", "date"])
_COURTESIES = frozenset(("welcome", "visit", "meet", "attend", "travel", "talk", "discuss", "speak", "hear", "learn", "know", "ask", "say", "thank", "tell", "mention", "add", "note", "congratulate", "express", "describe", "outline", "highlight", "listen"))
"""What a side only hopes for, and does not commit itself to."""

_NO_MATTER = frozenset(("relationship", "relation", "alliance", "friendship", "partnership", "ally", "friend", "region", "peace", "value", "principle", "tie"))
"""What a renewed commitment to is general talk."""

_WEIGHTS = frozenset(("suggestion", "idea", "point", "view", "assessment", "importance", "significance", "relevance", "need", "principle", "priority", "value", "role"))
"""What two sides agree on without a promise: "agreed on the importance of"."""

_SIGNING = frozenset(("sign", "conclude", "reach", "initial", "seal", "ink", "finalise", "finalize", "strike"))
_MEETINGS = frozenset(("visit", "trip", "meeting", "summit", "talk", "tour"))
_ASKING = frozenset(("WP", "WRB", "WDT"))
_CONDITIONS = frozenset(("if", "unless", "whether"))


def find_promises(sentence: Sentence, voice: Voice) -> list[Promised]:
    """Find the clauses of a sentence that promise something.

    Does not judge targets and deadlines, nor whether two clauses say the same.

    Args:
        sentence: A parsed sentence.
        voice: Who speaks in the document.

    Returns:
        Candidates in text order.
    """
    words = load_promise_words()
    found: list[Promised] = []
    for token in sentence.tokens:
        found.extend(_by_word(token, sentence, voice))
        if token.lower in _WILL and token.dep == "aux":
            found.extend(find_will(token.head, sentence, voice))
        elif token.lower == "would" and token.dep == "aux":
            found.extend(find_would(token.head, sentence, voice))
        elif token.lemma == "be" and token.pos in ("VERB", "AUX"):
            found.extend(find_be_to(token, sentence, voice))
        found.extend(find_forms(token, sentence, voice))
        if token.lemma.lower() in words.measures or (token.lower == "free" and voice.pair):
            found.extend(_from_provision(token, sentence, voice))
    return found


def _by_word(token: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """What a verb, participle or noun of promising promises."""
    words = load_promise_words()
    if token.pos in ("VERB", "AUX", "ADJ"):
        promise = words.verbs.get(token.lemma) or words.participles.get(token.lower)
        if promise is not None:
            yield from _verb_promises(token, promise, sentence, voice)
    elif token.pos in ("NOUN", "PROPN") and token.lemma.lower() in words.nouns:
        yield from _noun_promises(token, words.nouns[token.lemma.lower()], sentence, voice)


def _is_asserted(verb: Token) -> bool:
    if is_negated(verb) or find_realis(verb) not in ("happened", "planned"):
        return False
    return not any(c.dep == "mark" and c.lower in _CONDITIONS for c in verb.children)


def _complement(word: Token, frames: frozenset[str]) -> Token | None:
    """The word that heads what is promised, None if the grammar shows none."""
    for child in word.children:
        if child.i < word.i:
            continue
        if "to" in frames and child.dep in ("xcomp", "acl", "advcl", "ccomp", "relcl") and is_infinitive(child):
            return None if _has_own_subject(child) else child
        if "that" in frames and child.dep == "ccomp" and any(c.lower in _OF_AGREED for c in child.children):
            return child
        if child.dep == "prep":
            inner = _after_preposition(child, frames)
            if inner is not None:
                return inner
        if child.dep == "dobj" and ("object" in frames or ("goal" in frames and child.lemma.lower() in _GOALS)):
            return child
        if "continued" in frames and child.dep == "dobj" and child.lemma.lower() not in _WEIGHTS and any(c.lower == "continued" for c in child.children):
            return child
    return None


def _complement_of_head(word: Token, frames: frozenset[str]) -> Token | None:
    """The infinitive right after an adjective, where the parser hung it on the verb: "remain committed to fight"."""
    if word.dep != "acomp" or "to" not in frames:
        return None
    return next((c for c in word.head.find_children("xcomp", "advcl") if c.i == word.i + 2 and is_infinitive(c)), None)


def _shared_complement(verb: Token, frames: frozenset[str]) -> Token | None:
    """The infinitive after a second verb that both have: "have committed and are announcing now to provide"."""
    other = next((c for c in verb.find_children("conj") if c.pos == "VERB" and not is_negated(c)), None)
    if "to" not in frames or other is None or other.lemma not in load_promise_words().announcing:
        return None
    return next((c for c in other.find_children("xcomp", "advcl", "ccomp") if c.i > other.i and is_infinitive(c) and not _has_own_subject(c)), None)


def _next_complement(noun: Token, tokens: list[Token], frames: frozenset[str]) -> Token | None:
    """The infinitive or participle right after a noun, where the parser hung it elsewhere ("put forward a plan to build")."""
    after = tokens[noun.i + 1 : noun.i + 4]
    if "to" in frames and len(after) > 1 and after[0].lower == "to":
        return next((word for word in after[1:] if word.tag == "VB"), None)
    if "focused" in frames and after and after[0].lower in ("focused", "focussed", "aimed"):
        return after[0]
    return None


def _has_own_subject(verb: Token) -> bool:
    """Whether somebody else is to act: "wants the firms to be admitted"."""
    return any(c.dep in ("nsubj", "nsubjpass") and c.tag not in ("WDT", "WP") for c in verb.children)


def _after_preposition(prep: Token, frames: frozenset[str]) -> Token | None:
    wanted = {"prep": ("to", "on", "for"), "of": ("of",), "for": ("for",), "gerund": ("to",)}
    for frame, prepositions in wanted.items():
        if frame in frames and prep.lower in prepositions:
            inner = prep.find_children("pcomp", "pobj")
            if inner and (frame not in ("prep", "for") or _is_act(inner[0], is_strict=frame == "for")):
                return inner[0]
            chance = next((c for c in inner[0].find_children("acl", "relcl") if is_infinitive(c)), None) if inner and frame == "for" else None
            if chance is not None:
                return chance  # a memorandum for opportunities to develop
    return None


def _is_act(word: Token, *, is_strict: bool) -> bool:
    """Whether a word after a preposition is something to do: a verb, or a noun of an act with its matter or a name."""
    if word.lemma.lower() in _WEIGHTS:
        return False
    if word.pos == "VERB" or word.lower.endswith(_ACT_ENDINGS):
        return True
    is_place = word.pos == "PROPN" and not word.find_children("det")
    return not is_strict and not is_place and any(c.dep in ("amod", "compound") for c in word.children)


def _verb_promises(verb: Token, promise: Promise, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    if verb.dep == "amod" or (verb.dep == "acl" and verb.tag == "VBN" and not verb.find_children("nsubj")) or (verb.dep == "acomp" and verb.head.dep == "relcl") or not _is_asserted(verb) or any(c.tag == "WRB" and c.dep == "advmod" for c in verb.children) or (verb.dep == "relcl" and verb.head.lemma.lower() in _MEETINGS):
        return
    if verb.lemma == "agree" and any(c.dep == "nsubjpass" and c.lower == "it" for c in verb.children):
        yield from _impersonal(verb, promise, sentence, voice)
        return
    complement = _complement(verb, promise.frames) or _complement_of_head(verb, promise.frames) or _shared_complement(verb, promise.frames)
    if complement is None or (complement.dep == "dobj" and verb.tag == "VBN" and not verb.find_children("aux", "nsubj")):
        return  # "his committed leadership"
    if verb.dep != "relcl" and any(c.tag in _ASKING and c.dep in ("dobj", "advmod") for c in complement.children):
        return  # "to decide what to do"; but "the vessels, which Japan had decided to provide"
    if complement.dep == "ccomp" and not is_infinitive(complement) and not promise.needs_target:
        yield from _agreed_clauses(complement, promise, sentence, voice)
        return
    subjects = _promising_subjects(verb, promise)
    actor = sides_of(subjects, sentence, voice) or owners_of(subjects, sentence, voice) or actor_over(verb, sentence, voice)
    if actor and not (promise.needs_target and complement.lemma in _COURTESIES) and not _is_no_act(complement, promise):
        start, end = clause_span(verb, without=("advcl", "parataxis"))
        end = max(end, _end_of_gerund(complement), clause_span(complement)[1] if complement.dep == "advcl" or complement.start >= end else 0)
        partner = _partner(verb, sentence)
        actor += [party for party in partner if promise.firmness == "agreed" and party not in actor]
        needs_terms = _needs_terms(promise, voice)
        yield Promised(sentence, start, end, _start_of(complement), actor, promise.firmness, needs_terms)
        for other in spread_conjuncts(complement)[1:]:  # "agreed to open a bridge and to raise trade"
            if other.tag == "VB" and is_infinitive(complement) and not is_negated(other):
                start, end = clause_span(other, without=("advcl", "parataxis"))
                yield Promised(sentence, start, end, other.start, actor, promise.firmness, needs_terms)


def _partner(verb: Token, sentence: Sentence) -> list[str]:
    """With whom a side agrees: "agreed with Baku to …", "the minister, with whom he agreed to …"."""
    heads = [word for prep in verb.find_children("prep") if prep.lower == "with" for word in prep.find_children("pobj")]
    found: list[str] = []
    for head in heads:
        meant = verb.head if head.lower in ("whom", "which") and verb.dep == "relcl" else head
        found.extend(parties_of(meant, sentence))
    return found


def _impersonal(verb: Token, promise: Promise, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "It was agreed to reopen the bridge": both sides, each act a promise of its own."""
    heads = verb.find_children("xcomp", "ccomp", "advcl", "acl")
    for act in [word for head in heads for word in spread_conjuncts(head)]:
        modals = {c.lower for c in act.children if c.dep == "aux"}
        if voice.pair and (modals & _OF_AGREED or "to" in modals) and not is_negated(act):
            start, end = clause_span(act, without=("advcl", "parataxis"))
            yield Promised(sentence, start, end, act.start, list(voice.pair), promise.firmness)


def _is_no_act(complement: Token, promise: Promise) -> bool:
    """Such as "agree to disagree", "strive to be a model", "stand ready to help", or "the visit that he was planning to make"."""
    if complement.lemma == "be" or (promise.firmness == "explores" and complement.tag == "VB" and not complement.find_children("dobj", "prep", "xcomp", "ccomp", "conj")):
        return promise.firmness in ("aims", "explores")
    return complement.lemma == "disagree" or (complement.lemma in ("make", "pay") and not any(c.lower not in ("that", "which") for c in complement.find_children("dobj")))


def _end_of_gerund(complement: Token) -> int:
    """Where "working on the line" ends, which the parser takes for an adverbial in "promised to go on working on the line"."""
    ends = [word.end for c in complement.find_children("advcl", "xcomp") if c.tag == "VBG" and c.i <= complement.i + 2 for word in c.subtree()]
    return max(ends, default=0)


def _promising_subjects(verb: Token, promise: Promise) -> list[Token]:
    """Who promises: the subject, also of "is committed to", which only looks passive."""
    if verb.dep == "acomp":
        return find_subjects(verb.head)
    if promise.is_passive and is_passive(verb):
        return [w for c in verb.find_children("nsubjpass") for w in spread_conjuncts(c)]
    return find_subjects(verb)


def _agreed_clauses(complement: Token, promise: Promise, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """The clauses of "agreed that we should … and that Japan will …", each with its own side."""
    for clause in spread_conjuncts(complement):
        modals = {c.lower for c in clause.children if c.dep == "aux"}
        if not modals & _OF_AGREED or is_negated(clause):
            continue
        actor = sides_of(find_subjects(clause), sentence, voice)
        lemmas = load_promise_words().predictions
        if not actor and is_passive(clause) and clause.lemma in load_promise_words().provisions:
            actor = list(voice.pair)
        if actor and clause.lemma not in lemmas:
            start, end = clause_span(clause, without=("advcl", "parataxis"))
            yield Promised(sentence, start, end, clause.start, actor, promise.firmness, promise.needs_target)


def _start_of(complement: Token) -> int:
    return min(word.start for word in complement.subtree())


def _noun_promises(noun: Token, promise: Promise, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    complement = _complement(noun, promise.frames) or _next_complement(noun, sentence.tokens, promise.frames) or _after_signing(noun, promise.frames)
    if (noun.dep == "attr" and is_negated(noun.head)) or any(c.lower in ("any", "every", "each", "no") for c in noun.find_children("det")):
        return
    if complement is None or is_negated(noun) or (noun.lemma.lower() == "commitment" and complement.dep == "pobj" and not (_is_named_act(complement) or _is_renewed(noun, complement, voice))):
        return
    if complement.lemma in _COURTESIES and promise.firmness == "explores":
        return
    actor = _noun_actor(noun, sentence, voice) or _both_named(complement, sentence, voice) or _unnamed_signatories(noun, voice)
    if not actor:
        return
    start = min(w.start for w in noun.subtree())
    end = max(w.end for w in complement.subtree())
    yield Promised(sentence, start, end, _start_of(complement), actor, promise.firmness, _needs_terms(promise, voice))


def _after_signing(noun: Token, frames: frozenset[str]) -> Token | None:
    """The infinitive after the verb of "a contract was concluded to lay a railway"."""
    verb = noun.head
    if noun.dep != "nsubjpass" or verb.lemma not in _SIGNING or "to" not in frames or is_negated(verb):
        return None
    return next((c for c in verb.find_children("xcomp", "advcl") if c.i > verb.i and is_infinitive(c) and not _has_own_subject(c)), None)


def _unnamed_signatories(noun: Token, voice: Voice) -> list[str]:
    """Both sides of a text about two, where an instrument "was signed" and nobody is named."""
    is_signed = noun.dep == "nsubjpass" and noun.head.lemma in _SIGNING and not noun.head.find_children("agent") and _is_asserted(noun.head)
    return list(voice.pair) if is_signed else []


def _needs_terms(promise: Promise, voice: Voice) -> bool:
    """Whether an aim counts only with a target, a deadline or a plan: not an intention in a text that binds its side."""
    return promise.needs_target and not (promise.is_own and (voice.is_official or voice.is_record))


def _is_renewed(noun: Token, matter: Token, voice: Voice) -> bool:
    """Whether an official text renews a commitment to a matter that it describes: "reaffirm our commitment to an open trading system"."""
    if not (voice.is_official or voice.is_record) or matter.lemma.lower() in _NO_MATTER:
        return False
    is_carried = noun.dep == "dobj" and noun.head.lemma in load_promise_words().carriers
    return is_carried and bool(matter.find_children("amod", "compound", "prep"))


def _is_named_act(word: Token) -> bool:
    """Such as "the implementation of the plan", but not "our relationship"."""
    return word.lower.endswith(("tion", "sion", "ment")) and any(c.lower == "of" for c in word.children)


def _both_named(complement: Token, sentence: Sentence, voice: Voice) -> list[str]:
    """The two states of the document where the matter names just them: "a plan for links between Iran and Iraq"."""
    words = complement.subtree()
    named = states_of(names_in(sentence, min(w.start for w in words), max(w.end for w in words)))
    return named if len(named) == len(voice.pair) and set(named) == set(voice.pair) else []


def _noun_actor(noun: Token, sentence: Sentence, voice: Voice) -> list[str]:
    """Whose promise a noun names: its possessor, adjective or "between", else the subject of a verb that carries it."""
    owners = [w for c in noun.find_children("poss", "amod", "compound", "nmod") for w in spread_conjuncts(c)]
    owners += [w for p in noun.find_children("prep", "agent") if p.lower in ("by", "between", "of", "from")
               for c in p.find_children("pobj") for w in spread_conjuncts(c)]  # fmt: skip
    actor = sides_of(owners, sentence, voice)
    if actor:
        return actor
    verb = next((word for word in noun.ancestors() if word.pos in ("VERB", "AUX")), None)
    if verb is None or verb.lemma not in load_promise_words().carriers or not _is_asserted(verb):
        return []
    return sides_of(find_subjects(verb), sentence, voice)


def _from_provision(token: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    provision = find_provision(token, sentence, voice)
    if provision is not None:
        start, end, actor, recipient = provision
        yield Promised(sentence, start, end, start, actor, "will", recipient=recipient)
