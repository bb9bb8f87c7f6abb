"""Promises by a modal: "Ankara will reopen the border", "said it would", "is to build", "shared the view that they would"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, find_subjects, is_negated, is_passive
from bilateral.extraction.promise_sides import actor_over, is_infinitive, owners_of
from bilateral.extraction.promised import Promised
from bilateral.extraction.sides import sides_of
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.sides import Voice
    from bilateral.parsed import Sentence, Token

__all__ = ["find_be_to", "find_will", "find_would"]

_GUESSING = frozenset(
    ["expect", "believe", "think", "predict", "forecast", "fear", "hope", "doubt", "suggest", "warn", "estimate", "ask", "wonder", "question", "anticipate", "speculate", "assume", "imagine", "argue", "project", "know", "mean"]
)
_SHARED_VIEWS = frozenset(("view", "understanding", "consensus", "intention", "determination", "hope", "resolve", "conviction"))
_BINDING_WORDS = frozenset(("announce", "promise", "pledge", "vow", "confirm", "decide", "guarantee", "assure", "undertake"))
"""What makes a passive clause below it a promise of the speaker: "announced that two officers would be attached"."""

_JOINT = frozenset(("joint", "bilateral", "mixed"))
_ASKING = frozenset(("WP", "WRB", "WDT"))
_CONDITIONS = frozenset(("if", "unless", "whether"))


def find_will(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "Ankara will reopen the border": a promise in a side's own text, or said by that side.

    Does not find what is denied, what will only come about, threats on a
    condition, nor what "you" will do.

    Args:
        verb: The verb under "will".
        sentence: Its sentence.
        voice: Who speaks in the document.

    Yields:
        At most one candidate.
    """
    words = load_promise_words()
    if _is_set_phrase(verb) or is_negated(verb) or verb.pos != "VERB" or _is_conditional(verb) or _is_threat(verb) or _is_asked(verb) or _is_described(verb):
        return
    if any(c.dep == "xcomp" and c.lemma in words.predictions - words.first_person for c in verb.children if verb.lemma == "continue"):
        return
    if is_passive(verb):
        yield from _passive_promises(verb, sentence, voice)
        return
    subjects = find_subjects(verb)
    if any(subject.lower == "you" for subject in subjects):
        return  # "you will see": what another is told
    own = any(subject.lower in ("we", "i") for subject in subjects)
    if verb.lemma in words.predictions and not (own and verb.lemma in words.first_person) and not _is_deed(verb):
        return
    actor = sides_of(subjects, sentence, voice) or owners_of(subjects, sentence, voice)
    governing = _governing(verb)
    if not actor or (governing is not None and governing.lemma in _GUESSING):
        return
    announced = governing is not None and governing.lemma in words.announcing and _same_speaker(governing, actor, sentence, voice)
    start, end = clause_span(verb, without=("advcl", "parataxis"))
    yield Promised(sentence, start, end, verb.start, actor, "will", not (voice.is_official or announced))


def _is_set_phrase(verb: Token) -> bool:
    """Such as "will take place", "will make a short statement", "I will hold talks in Suva", "we will work together"."""
    objects = {c.lower for c in verb.find_children("dobj")}
    if verb.lemma == "work" and not objects and not verb.find_children("prep", "xcomp", "advcl", "conj"):
        return True
    if verb.lemma in ("take", "make", "give", "work"):
        return bool(objects & {"place", "way", "statement", "statements", "remarks", "remark", "comment", "comments", "speech", "minutes", "hours"})
    own = any(c.lower in ("i", "he", "she") for c in verb.find_children("nsubj"))
    if verb.lemma in ("hold", "have"):
        return own and bool(objects & {"talks", "discussions", "meetings", "meeting", "consultations", "conversations"})
    return verb.lemma == "address" and own


def _is_deed(verb: Token) -> bool:
    """Whether a verb that mostly tells what comes about is a deed here: "contribute 200 troops", "go on paying", "stop flying"."""
    if verb.lemma == "contribute":
        return bool(verb.find_children("dobj"))
    gerund = any(c.tag == "VBG" for c in verb.find_children("xcomp", "pcomp", "advcl")) or any(c.tag == "VBG" for prep in verb.find_children("prep") for c in prep.find_children("pcomp"))
    return verb.lemma in ("go", "keep", "stop") and gerund and (verb.lemma != "go" or any(c.lower == "on" for c in verb.children))


def _is_asked(verb: Token) -> bool:
    """Whether a clause asks or leaves open what is to be done: "what it will do", "how they will pay"."""
    return any(c.tag in _ASKING and c.dep in ("dobj", "attr", "advmod", "pobj", "det") for c in verb.children) and verb.dep != "relcl"


def _is_described(verb: Token) -> bool:
    """Whether a relative clause only describes: "a State that will live in peace", "the only way we will get there"."""
    return verb.dep == "relcl" and verb.head.pos != "PROPN"


def _passive_promises(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "A joint commission will be established": by the agent, else by both sides of an official text."""
    if verb.lemma not in load_promise_words().provisions:
        return
    actor = sides_of(find_subjects(verb), sentence, voice)
    joint = any(c.lower in _JOINT for subject in verb.find_children("nsubjpass") for c in subject.children)
    if not actor and (voice.is_joint or voice.is_record or joint):
        actor = list(voice.pair)
    if actor:
        start, end = clause_span(verb, without=("advcl", "parataxis"))
        yield Promised(sentence, start, end, start, actor, "will", not (voice.is_official or voice.is_record or joint))


def _is_conditional(verb: Token) -> bool:
    """Whether a clause is itself a condition: "if Moscow will leave". What a promise hangs on stands in its column `condition`."""
    return any(c.dep == "mark" and c.lower in _CONDITIONS for c in verb.children)


def _governing(verb: Token) -> Token | None:
    """The verb over a reported clause, through coordination."""
    word = verb
    while word.dep == "conj" and word.head is not word:
        word = word.head
    return word.head if word.dep in ("ccomp", "xcomp") and word.head is not word else None


def _same_speaker(governing: Token, actor: list[str], sentence: Sentence, voice: Voice) -> bool:
    speakers = {party.split("/")[0] for party in sides_of(find_subjects(governing), sentence, voice)}
    return bool(speakers & {party.split("/")[0] for party in actor})


def find_would(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "Moscow said it would supply the missiles": "will" in reported speech; "shared the view that they would".

    Does not find what another side is said to do, unless it is done to it ("announced
    that two officers would be attached").

    Args:
        verb: The verb under "would".
        sentence: Its sentence.
        voice: Who speaks in the document.

    Yields:
        At most one candidate.
    """
    words = load_promise_words()
    governing = _governing(verb) or _shared_view(verb)
    if governing is None or not (governing.lemma in words.announcing or governing.lemma == "share") or not _is_told(governing):
        return
    if governing.lemma == "agree" or is_negated(verb) or is_negated(governing) or _is_conditional(verb) or _is_threat(verb):
        return
    subjects = find_subjects(verb)
    speakers = sides_of(find_subjects(governing), sentence, voice) or actor_over(governing, sentence, voice)
    actor = sides_of(subjects, sentence, voice) or owners_of(subjects, sentence, voice)
    if not actor and subjects and subjects[0].lower in ("it", "they", "he", "she", "government", "cabinet", "administration", "ministry"):
        actor = speakers
    if not actor and is_passive(verb) and governing.lemma in _BINDING_WORDS and any(c.pos in ("NOUN", "PROPN") for c in verb.find_children("nsubjpass")):
        actor = speakers
    if actor and set(actor) & set(speakers) and (verb.lemma not in words.predictions or _is_deed(verb)):
        start, end = clause_span(verb, without=("advcl", "parataxis"))
        yield Promised(sentence, start, end, start if is_passive(verb) else verb.start, actor, "agreed" if governing.lemma == "share" else "will")


def _shared_view(verb: Token) -> Token | None:
    """The verb over "shared the view that they would", "expressed their intention that"."""
    noun = verb.head
    is_view = verb.dep in ("acl", "ccomp", "relcl") and noun.lemma.lower() in _SHARED_VIEWS and noun.dep == "dobj"
    return noun.head if is_view and noun.head.lemma in ("share", "express", "confirm", "reaffirm", "reach") else None


def _is_threat(verb: Token) -> bool:
    """Whether a clause says what a side would do against another if something happened: "will retaliate if"."""
    has_condition = any(c.dep == "advcl" and any(mark.dep == "mark" and mark.lower in _CONDITIONS for mark in c.children) for c in verb.children)
    start, end = clause_span(verb, without=("advcl", "parataxis"))
    return has_condition and any(word.lemma.lower() in load_promise_words().against for word in verb.subtree() if start <= word.start < end)


def _is_told(verb: Token) -> bool:
    """Whether something was said: "said", and "was pleased to announce"."""
    if verb.tag != "VB":
        return verb.tag == "VBD"
    over = next((word for word in verb.ancestors() if word.tag in ("VBD", "VBZ", "VBP")), None)
    return verb.dep == "xcomp" and over is not None and over.tag == "VBD" and not is_negated(over)


def find_be_to(verb: Token, sentence: Sentence, voice: Voice) -> Iterator[Promised]:
    """Such as "Russia is to build two reactors".

    Does not find "was to" in a condition, nor subjects that are no side.

    Args:
        verb: A form of "be".
        sentence: Its sentence.
        voice: Who speaks in the document.

    Yields:
        At most one candidate.
    """
    if verb.tag not in ("VBZ", "VBP", "VBD") or is_negated(verb) or _is_conditional(verb):
        return
    for child in verb.children:
        if child.dep == "xcomp" and is_infinitive(child) and child.i == verb.i + 2 and child.lemma not in load_promise_words().predictions:
            actor = sides_of(find_subjects(verb), sentence, voice) or _of_talks(verb, voice)
            if actor:
                start, end = clause_span(verb, without=("advcl", "parataxis"))
                yield Promised(sentence, start, end, child.start, actor, "will")


def _of_talks(verb: Token, voice: Voice) -> list[str]:
    """Both sides where their talks are to begin: "Negotiations on a trade agreement are to begin in May"."""
    subjects = {c.lemma.lower() for c in verb.find_children("nsubj")}
    return list(voice.pair) if subjects & {"talk", "negotiation", "consultation"} else []
