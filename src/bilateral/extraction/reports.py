"""Reported speech and attitudes in one sentence: the cue, whose it is, and the words of the content.

Each cue of the vocabulary lists the frames in which its content can stand; the
first frame that the parse shows gives the content's span, without the cue and
without "that". Aims ("seeks to") are no reports, and a cue that is itself only
wished, planned or demanded ("should recognise") is none either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects, is_negated, spread_conjuncts
from bilateral.extraction.contents import find_content
from bilateral.extraction.named_parties import mention_at
from bilateral.extraction.phrases import find_phrases
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.speech import Cue

__all__ = ["Report", "find_participle_subjects", "find_reports"]

_CAUSING = frozenset(("have", "let", "make", "help"))
_NOT_REAL = frozenset(("should", "must", "ought", "can", "could", "might", "will", "shall", "'ll", "ca"))
_POLITE = frozenset(("like", "welcome", "prefer", "want", "appreciate", "wish"))
_OPEN_MARKS = frozenset(("if", "unless", "whether", "until", "lest"))
_ASPECT = frozenset("begin start continue come seem appear tend keep cease use proceed go rush hasten hurry".split())
"""Verbs above an infinitive that leave it a fact."""
_REPORTED = frozenset("know report say believe understand see think hear quote".split())
_STATES_OF_MIND = frozenset(("be", "feel", "seem", "remain", "become", "make", "grow", "appear", "sound", "look"))
_OF_CLAUSES = frozenset(("clear", "certain", "uncertain", "doubtful", "sure"))
"""Adjectives before which "it" stands for the clause: "it is not clear whether"."""
_OWNED_FRAMES = frozenset(("that", "for", "on"))
"""Frames of a noun that nobody is said to voice: "Delhi's claim that", not "Delhi's concern about"."""
_OWNER_PREPOSITIONS = ("of", "among", "in", "by", "from", "amongst")


@dataclass(slots=True)
class Report:
    """One cue with its content and the heads of the phrases that name its speakers."""

    start: int
    end: int
    cue_start: int
    cue_end: int
    speakers: tuple[Token, ...]
    is_whole: bool  # the content fills its sentence: "…, he said."
    is_position: bool = False  # an aim, a side taken, or a report of nobody: no statement in the sense of the guide


def find_reports(sentence: Sentence) -> list[Report]:
    """Everything that a sentence reports as said, believed, hoped, wanted or feared.

    Does not read quotation marks, and does not resolve who the speakers are.

    Args:
        sentence: A parsed sentence.

    Returns:
        Reports in the order of their cues; empty if it was not parsed.

    Source:
        GUIDE, "statements"; PolNeAR for cue, source and content.
    """
    if sentence.text.rstrip('"”’) ').endswith("?"):
        return []
    verbs, adjectives, nouns, has_phrase = _cues_of(sentence)
    found = [*_verb_reports(sentence, verbs), *_adjective_reports(sentence, adjectives), *_noun_reports(sentence, nouns)]
    return [*found, *_phrase_reports(sentence)] if has_phrase else found


_VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_NOUNS = frozenset(("NN", "NNS"))
_ADJECTIVES = frozenset(("JJ", "VBN", "VBD", "RB"))
_Cued = list[tuple["Token", "Cue"]]


def _cues_of(sentence: Sentence) -> tuple[_Cued, _Cued, _Cued, bool]:
    """The words of a sentence that are verbs, adjectives and nouns of saying, and whether a phrase of it can be: read once for all."""
    speech = load_speech()
    verbs: _Cued = []
    adjectives: _Cued = []
    nouns: _Cued = []
    has_phrase = False
    for token in sentence.tokens:
        tag = token.tag
        if tag in _NOUNS:
            cue = speech.nouns.get(token.lemma.lower())
            if cue is not None:
                nouns.append((token, cue))
            continue
        if tag in _VERBS and (cue := speech.verbs.get(token.lemma)) is not None:
            verbs.append((token, cue))
        if tag in _ADJECTIVES and (cue := speech.adjectives.get(token.lower)) is not None:
            adjectives.append((token, cue))
        if tag == "IN" and token.lower in speech.phrases:
            nouns_of = speech.phrases[token.lower]
            has_phrase = has_phrase or any(child.lower in nouns_of for child in token.children)
        elif token.lower == "according":
            has_phrase = True
    return verbs, adjectives, nouns, has_phrase


def _verb_reports(sentence: Sentence, cues: _Cued) -> Iterator[Report]:
    for token, cue in cues:
        is_announced = _is_announced(token, sentence)
        if not is_announced and not _fits(cue, token):
            continue
        content = find_content(token, cue, sentence)
        content = _with_antecedent(token, content, sentence) if content else None
        speakers = tuple(find_subjects(token) or find_participle_subjects(token, sentence)) if content else ()
        if content and speakers and not cue.is_attitude and any(_is_nobody(word) for word in speakers):
            continue
        if content and speakers and not (cue.is_attitude and _is_generic(token, speakers)):
            yield _report(token, token, content, speakers, sentence, is_attitude=cue.is_attitude)


_WILL = frozenset(("will", "'ll", "shall"))


def _is_announced(verb: Token, sentence: Sentence) -> bool:
    """Whether somebody named is to say something whose words are told: "Modi |will call| for a truce", "Seoul is expected |to urge| Delhi"."""
    speech = load_speech()
    if verb.tag != "VB" or verb.lemma not in speech.announced or any(child.dep == "neg" or (child.dep == "mark" and child.lower in _OPEN_MARKS) for child in verb.children):
        return False
    modals = _modals(verb)
    if not modals & _WILL and not ("to" in modals and verb.dep == "xcomp" and verb.head.lemma in speech.before_announced and not is_negated(verb.head)):
        return False
    named = [mention_at(sentence, word) for word in find_subjects(verb)]
    return any(mention is not None and (mention.person or mention.parties) for mention in named)


def _with_antecedent(verb: Token, content: tuple[int, int], sentence: Sentence) -> tuple[int, int]:
    """The content of a relative clause with what its pronoun stands for: "|the bridge, which Oslo says it will pay for|"."""
    noun = verb.head
    if verb.dep != "relcl" or content[0] < verb.end or noun.i > verb.i:
        return content
    pronoun = next((word for word in sentence.tokens[noun.i + 1 : verb.i] if word.lower == "which" and word.tag == "WDT"), None)
    is_content = pronoun is not None and pronoun.head is not verb and not verb.find_children("dobj") and sentence.tokens[pronoun.i - 1].dep != "prep"
    if not is_content:
        return content  # "the paper, which insists": the pronoun is who speaks
    own = [word.start for child in noun.children if child.i < noun.i and child.dep in ("det", "amod", "compound", "nummod", "poss", "nmod") for word in child.subtree()]
    return min([noun.start, *own]), content[1]


def find_participle_subjects(verb: Token, sentence: Sentence) -> list[Token]:
    """Whose "…, noting" it is where the parser hung it elsewhere: the subject of the last verb in front that has one.

    Args:
        verb: A verb form without a subject of its own.
        sentence: Its sentence.

    Returns:
        Heads of the subjects; empty for other verb forms and where no comma stands in front.
    """
    if verb.tag != "VBG" or verb.i == 0 or sentence.tokens[verb.i - 1].text != ",":
        return []
    verbs = (token for token in reversed(sentence.tokens[: verb.i]) if token.tag in ("VBD", "VBZ", "VBP"))
    return next((found for token in verbs if (found := find_subjects(token))), [])


def _is_nobody(speaker: Token) -> bool:
    """Whether a subject denies that anybody spoke: "neither side has said when"."""
    return speaker.lower in ("nobody", "none", "neither") or any(child.lower in ("neither", "no") and child.dep in ("det", "preconj") for child in speaker.children)


def _is_generic(verb: Token, speakers: tuple[Token, ...]) -> bool:
    """Whether an attitude only tells which people are meant: "people who want to work must apply"."""
    clause = verb
    while clause.dep == "conj":
        clause = clause.head
    if all(word.lower in ("people", "those", "anyone", "everyone") and all(child.dep in ("relcl", "punct", "advcl") for child in word.children) for word in speakers):
        return True
    is_kind = all(word.tag in ("NN", "NNS") and not any(child.lower in ("the", "these", "those") or child.text[:1].isupper() for child in word.children if child.i < word.i) for word in speakers)
    return clause.dep == "relcl" and is_kind and all(word is clause.head for word in speakers)


def _fits(cue: Cue, verb: Token) -> bool:
    """Whether a verb form is used as its cue, and in a clause that holds."""
    if cue.particle and not any(child.lower == cue.particle for child in verb.children):
        return False
    modals = {child.lower for child in verb.children if child.dep == "aux"}
    has_would = bool(modals & {"would", "'d"})
    if cue.needs_would and not has_would:
        return False
    if has_would and verb.lemma not in _POLITE:
        return False
    return _is_real(verb, modals, is_attitude=cue.is_attitude)


def _is_real(verb: Token, modals: set[str], *, is_attitude: bool) -> bool:
    if modals & _NOT_REAL:
        return False
    if "may" in modals and not any(word.lower == "but" for word in verb.children):
        return False
    if any(child.dep == "mark" and child.lower in _OPEN_MARKS for child in verb.children):
        return False
    if is_negated(verb) and not is_attitude:
        return False
    return verb.tag != "VB" or bool(modals - {"to"}) or _is_real_infinitive(verb)


def _is_real_infinitive(verb: Token) -> bool:
    """Whether an infinitive tells what is so: "began to view", "did not want", "is known to have said"; not "has to admit"."""
    if not any(child.lower == "to" and child.dep == "aux" for child in verb.children):
        first = verb.head
        if verb.dep in ("ccomp", "xcomp") and first.lemma in _CAUSING:
            return False  # "we will have Jeff say a few words"
        is_second = verb.dep == "conj" and not any(child.dep in ("aux", "nsubj") for child in verb.children)
        return not (is_second and first.tag == "VB" and any(child.lower == "to" for child in first.children)) or _is_real_infinitive(first)
    head = verb.head
    if verb.dep not in ("xcomp", "conj", "ccomp"):
        return False
    if head.lemma in ("have", "need", "ought"):
        return False
    if head.lemma in _ASPECT or (head.dep == "conj" and verb.dep == "conj"):
        return _is_real(head, _modals(head), is_attitude=True)
    return head.lemma in _REPORTED and any(child.lower == "have" for child in verb.children)


def _report(  # noqa: PLR0913 - the cue, its clause and what they give
    cue: Token, verb: Token, content: tuple[int, int], speakers: tuple[Token, ...], sentence: Sentence, *, is_attitude: bool
) -> Report:
    start, end = content[0], _whole_end(sentence, content)
    if is_attitude and is_negated(verb) and start > verb.start:
        auxiliaries = [child.start for child in verb.children if child.dep in ("aux", "neg", "auxpass") and child.i < verb.i]
        start = min([*auxiliaries, verb.start])
    fills = start - sentence.start_char < _NEAR_START and sentence.end_char - end < _NEAR_START
    is_whole = fills or cue.i < _EARLY_CUE
    return Report(start, end, cue.start, cue.end, speakers, is_whole)


def _whole_end(sentence: Sentence, content: tuple[int, int]) -> int:
    """The end of a content, with what the parser cut off behind a preposition: "the adoption yesterday of | the resolution"."""
    last = next((token for token in reversed(sentence.tokens) if token.end <= content[1] and token.dep != "punct"), None)
    if last is not None and last.tag == "CC":
        return max((token.end for token in sentence.tokens[: last.i] if token.dep != "punct" and token.start >= content[0]), default=content[1])
    if last is None or last.tag not in ("IN", "DT", "PRP$") or last.i + 1 >= len(sentence.tokens):
        return content[1]
    if last.tag != "IN":
        return max(content[1], *(word.end for word in last.head.subtree()))
    return max(content[1], *(word.end for word in last.subtree())) if last.children else content[1]


_NEAR_START = 40
"""A content this near to both ends of its sentence fills it but for its cue."""
_EARLY_CUE = 8
"""A cue among the first words governs its sentence."""


def _adjective_reports(sentence: Sentence, cues: _Cued) -> Iterator[Report]:
    for token, cue in cues:
        verb = token.head if token.dep in ("acomp", "oprd", "ccomp", "xcomp", "attr", "conj") else token
        if token.lower == "clear" and token.i and sentence.tokens[token.i - 1].lemma == "make":
            verb = sentence.tokens[token.i - 1]
        if verb is not token and verb.lemma not in _STATES_OF_MIND and token.dep != "conj":
            continue
        content = find_content(token, cue, sentence) or _behind_verb(token, verb, cue, sentence) or _made_clear(token, verb)
        modals = {child.lower for child in verb.children if child.dep == "aux"}
        if content is None or modals & {"would", "'d"} or not _is_real(verb, modals, is_attitude=True):
            continue
        if verb.lemma == "make" and token.lower in ("sure", "certain"):
            continue
        speakers = _holders(token, verb)
        if token.lower in _OF_CLAUSES and any(word.lower == "it" for word in speakers):
            continue
        if speakers:
            yield _report(token, verb, content, speakers, sentence, is_attitude=True)


def _made_clear(adjective: Token, verb: Token) -> tuple[int, int] | None:
    """What somebody makes clear, as a noun: "made clear |his support for the truce|"."""
    if adjective.lower != "clear" or verb.lemma != "make":
        return None
    objects = [word for word in (*verb.children, *adjective.children, adjective.head) if word.i > adjective.i and word.pos in ("NOUN", "PROPN") and word.dep in ("dobj", "oprd", "ccomp", "attr", "nsubj")]
    words = [word for word in objects[0].subtree() if word.i > adjective.i] if objects else []
    return (words[0].start, words[-1].end) if words else None


def _behind_verb(adjective: Token, verb: Token, cue: Cue, sentence: Sentence) -> tuple[int, int] | None:
    """The clause that the parser hung on the verb: "is hopeful |that talks will end|"."""
    if verb is adjective or "that" not in cue.frames:
        return None
    content = find_content(verb, replace(cue, frames=frozenset(("that",))), sentence)
    return content if content and content[0] >= adjective.end else None


def _holders(adjective: Token, verb: Token) -> tuple[Token, ...]:
    """Who is confident, convinced or aware."""
    if verb is adjective:
        subjects = [child for child in verb.children if child.dep in ("nsubj", "nsubjpass")]
        if not subjects and verb.dep in ("relcl", "acl"):
            subjects = [verb.head]
        return tuple(word for subject in subjects for word in spread_conjuncts(subject))
    return tuple(find_subjects(verb))


def _noun_reports(sentence: Sentence, cues: _Cued) -> Iterator[Report]:
    speech = load_speech()
    for token, cue in cues:
        carrier = token.head if token.dep in ("dobj", "conj") and token.head.pos in ("VERB", "AUX") else None
        is_carried = carrier is not None and carrier.lemma in speech.carriers
        if carrier is not None and "object" in getattr(speech.verbs.get(carrier.lemma), "frames", ()):
            continue  # "expressed the hope that": found with its verb
        content = find_content(token, cue if is_carried else replace(cue, frames=cue.frames & _OWNED_FRAMES), sentence)
        if content is None:
            continue
        speakers = _owners(token, carrier if is_carried else None, cue.frames if is_carried else frozenset())
        if speakers and (carrier is None or _is_real(carrier, _modals(carrier), is_attitude=True)):
            yield _report(token, token, content, speakers, sentence, is_attitude=False)


def _modals(verb: Token) -> set[str]:
    return {child.lower for child in verb.children if child.dep == "aux"}


def _owners(noun: Token, carrier: Token | None, taken: frozenset[str]) -> tuple[Token, ...]:
    """Whose belief or claim it is: "Delhi's claim", "fears in Oslo", the subject of "issued a warning"."""
    owners = [word for poss in noun.find_children("poss") for word in spread_conjuncts(poss)]
    if not owners:
        owners = [
            word
            for prep in noun.find_children("prep")
            if prep.lower in _OWNER_PREPOSITIONS and prep.lower not in taken
            for pobj in prep.find_children("pobj")
            for word in spread_conjuncts(pobj)
        ]
    if not owners and carrier is not None and carrier.lemma not in load_speech().mute_carriers:
        owners = find_subjects(carrier)
    return tuple(owners)


def _phrase_reports(sentence: Sentence) -> list[Report]:
    """Reports by "according to X", "in X's view" and "from X's perspective"."""
    return [
        Report(phrase.start, phrase.end, phrase.cue_start, phrase.cue_end, tuple(spread_conjuncts(phrase.owner)), is_whole=True)
        for phrase in find_phrases(sentence)
    ]
