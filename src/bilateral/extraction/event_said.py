"""What an official's words do to the other side without a verb of asking, blaming or warning.

"Moscow must honour the accord" asks; "the sanctions are illegal" blames; "we
will respond" threatens (GUIDE, "events": a statement is also an event when it
is addressed to or about another party and does one of these). Analysts',
businesses' and newsrooms' words are statements only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import clause_span, find_subjects, is_negated, is_passive
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_failings import (
    find_topic,
    is_defiant,
    is_exposed,
    is_failing,
    is_harm,
    is_refusal,
    who_harms,
)
from bilateral.extraction.event_parties import find_acting, find_owners, find_parties, other_side, points_back
from bilateral.extraction.event_wrongs import charged_by, is_wrong
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Statement

__all__ = ["add_said"]

_OUTSIDERS = frozenset(("EDU", "MED", "BUS", "CVL", "OPP"))
_FINDING = frozenset("conclude determine establish assess find confirm allege believe judge deem suspect".split())
_MUST = frozenset(("must", "should"))
_NEED = frozenset(("need", "ought", "have"))
_WILL = frozenset(("will", "would", "shall", "'ll", "’ll"))
_STATIVE = frozenset("be know feel have like love see seem remember understand get benefit win enjoy want look expect become remain think realise realize accept".split())
"""Verbs of which "should" tells a guess or a piece of advice, not a demand."""
_HOSTILE = frozenset(("ACCUSE", "SANCTION", "COERCE", "ASSAULT", "THREATEN", "REJECT", "REQUEST", "MOBILIZE"))
_INSTANCES = frozenset(("act", "form", "instance", "case", "kind"))
_GIVEN = frozenset(("the", "this", "that", "these"))
_PAYING = frozenset(("pay", "face", "suffer", "bear"))
_PRICES = frozenset(("price", "consequence", "cost", "retaliation", "sanction", "response", "penalty", "isolation", "countermeasure", "reprisal"))
_CHARGES = {"wrong": "112", "harm": "111", "wrong there": "112"}
"""CAMEO code of each way to blame by telling."""
_REACH = 3
"""Sentences over which "the measures" can point back at an act."""


def add_said(doc: ParsedDocument, acts: Sequence[Act], statements: Sequence[Statement], *, author: str | None) -> list[Act]:
    """The acts, with demands ("must"), verdicts ("is illegal") and threats ("will respond") that officials voice.

    Does not read questions, conditions, nor the words of anybody who does not
    speak for a state.

    Args:
        doc: The document.
        acts: Acts in text order.
        statements: The document's statements, to know whose words a sentence is.
        author: The state whose own words the text is, None if it is nobody's.
    """
    found = list(acts)
    for sentence in doc.sentences:
        if sentence.text.rstrip("\"”’' ").endswith("?"):
            continue
        for token in sentence.tokens:
            kind = _kind(token)
            speaker = _speaker_of(token, statements, author) or _finder_of(sentence, token) if kind else None
            act = _read(doc, sentence, token, found, said=(kind, speaker)) if speaker else None
            if act is not None and not any(_is_told_already(act, other) for other in found):
                found.append(act)
    return sorted(found, key=lambda act: (act.sentence.index, act.head.i))


def _kind(token: Token) -> str:
    """What a word can do: demand, verdict or threat; empty for most words."""
    if (token.lower in _MUST and token.dep == "aux" and token.head.pos == "VERB") or (token.lemma in _NEED and token.pos == "VERB" and any(child.tag == "VB" for child in token.find_children("xcomp"))):
        return "demand"
    if token.dep == "attr" and is_exposed(token):
        return "wrong there"
    if token.dep in ("acomp", "attr", "pobj", "amod") and token.lemma.lower() in load_word_class("unnamed", "verdicts"):
        return "verdict"
    return _kind_of_verb(token) if token.pos in ("VERB", "AUX") else ""


def _kind_of_verb(verb: Token) -> str:
    """What a verb can do: tell a price, a wrong, harm, a refusal or a threat."""
    if verb.lemma in _PAYING and verb.pos == "VERB" and any(child.lemma in _PRICES for child in verb.find_children("dobj")):
        return "price"
    if is_wrong(verb):
        return "wrong"
    if is_harm(verb) or is_failing(verb):
        return "harm"
    if is_refusal(verb):
        return "refusal"
    is_threat = (verb.pos == "VERB" and verb.lemma in load_word_class("unnamed", "threatening")) or is_defiant(verb)
    return "threat" if is_threat else ""


def _read(doc: ParsedDocument, sentence: Sentence, token: Token, acts: Sequence[Act], *, said: tuple[str, str]) -> Act | None:
    """The act that one word's clause performs, by what it can do and who says it."""
    kind, speaker = said
    if kind == "demand":
        return _demand(sentence, token, speaker)
    if kind in _CHARGES:
        return _charge(doc, sentence, token, said=said)
    if kind == "price":
        return _price(sentence, token, speaker)
    return _verdict(doc, sentence, token, acts, speaker=speaker) if kind == "verdict" else _threat(doc, sentence, token, acts, said=said)


def _charge(doc: ParsedDocument, sentence: Sentence, token: Token, *, said: tuple[str, str]) -> Act | None:
    """Read "they undermine the truce", "its ban has hurt us", "there have been provocations": the speaker blames the other side."""
    kind, speaker = said
    if kind == "wrong there":
        charged = find_topic(doc, sentence, speaker)
    else:
        charged = charged_by(sentence, token, speaker) if kind == "wrong" else who_harms(sentence, token, speaker)
    clause = token.head if kind == "wrong there" else token
    return _make(sentence, (token, clause), ([speaker], charged), ("ACCUSE", _CHARGES[kind], f"does {kind}")) if charged else None


def _speaker_of(token: Token, statements: Sequence[Statement], author: str | None) -> str | None:
    """The state of the official whose words a word belongs to."""
    around = [row for row in statements if row.start_char <= token.start < row.end_char]
    words = min(around, key=lambda row: row.end_char - row.start_char, default=None)
    if words is not None and words.speaker_sector in _OUTSIDERS:
        return None
    state = words.speaker_state if words is not None else author
    return state if state and is_state(state) else None


def _finder_of(sentence: Sentence, token: Token) -> str | None:
    """The state that finds or holds what a clause tells: "Oslo has concluded that Minsk conducted the attack"."""
    verb = next((word for word in (token, *token.ancestors()) if word.pos in ("VERB", "AUX")), token)
    if verb.dep != "ccomp" or verb.head.lemma not in _FINDING or is_negated(verb.head):
        return None
    parties = [party for subject in find_subjects(verb.head) for party in find_acting(subject, sentence)]
    is_one = len(states_of(parties)) == 1 and is_state(state_of(parties[0])) and not any(party.endswith(tuple(f"/{sector}" for sector in _OUTSIDERS)) for party in parties)
    return state_of(parties[0]) if is_one else None


def _demand(sentence: Sentence, token: Token, speaker: str) -> Act | None:
    """Read "Moscow must honour", "China needs to stop": the speaker asks the subject."""
    verb = token.head if token.dep == "aux" else next(child for child in token.find_children("xcomp") if child.tag == "VB")
    clause = token.head if token.dep == "aux" else token
    if verb.lemma in _STATIVE or is_passive(verb) or any(child.lower in ("have", "if") and child.dep in ("aux", "mark") for child in clause.children):
        return None
    subjects = clause.find_children("nsubj")
    if any(word.lower == "what" for child in (verb, clause) for word in child.children):
        return None  # "what the Chinese need to do is"
    if len(subjects) != 1 or subjects[0].i > token.i or clause.dep in ("relcl", "advcl"):
        return None
    if subjects[0].pos == "PRON" and subjects[0].lower not in ("it", "they"):
        return None
    asked = find_acting(subjects[0], sentence)
    if len(states_of(asked)) != 1 or speaker in states_of(asked) or not is_state(state_of(asked[0])):
        return None
    return _make(sentence, (verb, clause), ([speaker], asked), ("REQUEST", "102", "must"))


def _verdict(doc: ParsedDocument, sentence: Sentence, token: Token, acts: Sequence[Act], *, speaker: str) -> Act | None:
    """Read "the sanctions are illegal", "the raid was an act of aggression": the speaker blames whose they are."""
    head = token.head if token.dep == "amod" else token
    if token.dep == "pobj":
        head = token.head.head if token.head.head.lemma in _INSTANCES else token  # "an act of aggression"
    clause = head.head
    if head.dep not in ("acomp", "attr") or clause.lemma not in ("be", "remain") or is_negated(clause) or is_negated(head) or clause.dep == "relcl":
        return None
    if any(child.dep == "aux" and child.lower in (*_WILL, "could", "might", "may") for child in clause.children):
        return None
    subjects = clause.find_children("nsubj")
    if len(subjects) != 1 or subjects[0].lower in ("it", "there", "i", "we"):
        return None
    blamed = [party for party in find_parties(subjects[0], sentence) or find_owners(subjects[0], sentence) if is_state(state_of(party))]
    is_denial = subjects[0].lemma in load_word_class("unnamed", "charges")
    is_pointed = subjects[0].lower in _GIVEN  # "that is an illegal occupation"
    is_given = is_pointed or (subjects[0].pos == "NOUN" and any(child.lower in _GIVEN for child in subjects[0].children))
    if not blamed and is_given and (is_pointed or points_back(subjects[0])):
        accusing = [act for act in acts if act.event_type == "ACCUSE" and speaker in states_of(act.recipients)]
        blamed = _other_side(doc, sentence, accusing if is_denial else acts, speaker, is_told=True)
    if len(states_of(blamed)) != 1 or speaker in states_of(blamed):
        return None
    return _make(sentence, (token, clause), ([speaker], blamed), ("REJECT", "120", "be baseless") if is_denial else ("ACCUSE", "111", "be unacceptable"))


def _threat(doc: ParsedDocument, sentence: Sentence, token: Token, acts: Sequence[Act], *, said: tuple[str, str]) -> Act | None:
    """Read "we will respond", "Minsk would retaliate": the subject, or the speaker, threatens the other side; "will not yield" rejects."""
    refused, speaker = said[0] == "refusal", said[1]
    verb = token
    while verb.dep in ("xcomp", "conj") and verb.head.pos == "VERB" and not any(child.dep == "aux" and child.lower in _WILL for child in verb.children):
        verb = verb.head
    if not refused and (not any(child.dep == "aux" and child.lower in _WILL for child in verb.children) or is_negated(verb)):
        return None
    subjects = find_subjects(verb) or verb.find_children("nsubjpass")
    acting = [party for subject in subjects for party in find_acting(subject, sentence)]
    if acting and states_of(acting) != {speaker}:
        return None
    if not acting and not any(subject.lower in ("we", "i") for subject in subjects):
        return None
    targets = [pobj for prep in token.find_children("prep") if prep.lower in ("to", "against") for pobj in prep.find_children("pobj")]
    struck = [party for target in targets for party in find_parties(target, sentence) or find_owners(target, sentence) if state_of(party) != speaker and is_state(state_of(party))]
    if not struck and targets and not any(points_back(target) for target in targets):
        return None
    struck = struck or _own_object(sentence, token, speaker) or find_topic(doc, sentence, speaker) or _other_side(doc, sentence, acts, speaker, is_told=refused)
    kind = ("REJECT", "120", "will not accept") if refused else ("THREATEN", "130", "will respond")
    return _make(sentence, (token, verb), ([speaker], struck), kind) if struck else None


def _own_object(sentence: Sentence, verb: Token, speaker: str) -> list[str]:
    """The one other state whose deed or thing a verb's object is: "will resist Turkish incursions"."""
    objects = [word for word in verb.find_children("dobj") if word.pos != "PRON"]
    found = [party for word in objects for party in find_parties(word, sentence) or find_owners(word, sentence) if state_of(party) != speaker and is_state(state_of(party))]
    return found if len(states_of(found)) == 1 else []


def _price(sentence: Sentence, verb: Token, speaker: str) -> Act | None:
    """Read "Minsk will pay a price", "would face further sanctions": the speaker threatens the subject."""
    if not any(child.dep == "aux" and child.lower in _WILL for child in verb.children) or is_negated(verb):
        return None
    struck = [party for subject in verb.find_children("nsubj") for party in find_acting(subject, sentence) if is_state(state_of(party))]
    return _make(sentence, (verb, verb), ([speaker], struck), ("THREATEN", "130", "will pay")) if len(states_of(struck)) == 1 and speaker not in states_of(struck) else None


def _other_side(doc: ParsedDocument, sentence: Sentence, acts: Sequence[Act], speaker: str, *, is_told: bool = False) -> list[str]:
    """Who stands against the speaker in the last hostile act before, else, if it need not be told, in a document about two."""
    for other in sorted((act for act in acts if act.sentence.index <= sentence.index), key=lambda act: (act.sentence.index, act.head.i), reverse=True):
        if sentence.index - other.sentence.index > _REACH:
            break
        rest = [state for state in sorted(other.states - {speaker}) if is_state(state)]
        if speaker in other.states and other.event_type in _HOSTILE and rest:
            return rest if len(rest) == 1 else []
    return [] if is_told else other_side(doc, [speaker])


def _make(sentence: Sentence, words: tuple[Token, Token], sides: tuple[list[str], list[str]], kind: tuple[str, str, str]) -> Act:
    head, clause = words
    span = clause_span(clause, without=("advcl", "parataxis"))
    return Act(sentence, head, clause, sides[0], sides[1], kind[0], None, kind[1], "happened", span, f"said: {kind[2]}", frozenset(("said",)), frozenset((head.i,)))


def _is_told_already(act: Act, other: Act) -> bool:
    """Whether another act of the same sentence and parties is of the kind, or has the same word."""
    if act.sentence is not other.sentence or act.states != other.states:
        return False
    return act.event_type == other.event_type or act.head is other.head
