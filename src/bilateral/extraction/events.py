"""Events: who did what to whom, when, and whether it took place.

Verbs are read first, then the nouns that no verb has used; what a request, a
promise or a threat is about is not coded again; each act is kept once a
document, at its fullest mention.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import quote_span
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_context import find_author
from bilateral.extraction.event_dates import date_acts
from bilateral.extraction.event_joint import find_joint_deeds, find_talked_of
from bilateral.extraction.event_nouns import find_noun_acts
from bilateral.extraction.event_others import complete_acts
from bilateral.extraction.event_places import find_coordinates, place_acts
from bilateral.extraction.event_repeats import drop_repeats
from bilateral.extraction.event_said import add_said
from bilateral.extraction.event_threats import add_blame, is_threat
from bilateral.extraction.event_verbs import find_verb_acts
from bilateral.extraction.event_visits import find_visits
from bilateral.extraction.event_wishes import voice_wishes
from bilateral.periods import bounds
from bilateral.records import Event, Rejection, make_id
from bilateral.vocabulary.codebook import intensity, quad_code
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Statement

__all__ = ["find_events"]

_SPEECH_ACTS = frozenset(("AGREE", "SUPPORT", "REQUEST", "THREATEN", "REJECT", "CONCEDE"))
_ASKED_FOR = frozenset(("REQUEST", "AGREE", "THREATEN"))
"""Speech acts whose infinitives tell what is still to be done."""
_DECIDED = frozenset(("CONCEDE", "SANCTION", "REJECT", "COERCE"))
_REFUSABLE = frozenset(("CONCEDE", "AGREE", "AID", "CONSULT"))
_DECISIONS = frozenset(("decide", "decision", "announce", "announcement", "agree", "move"))
_ATTEMPTS = frozenset(("attempt", "try", "effort", "seek", "aim", "push"))
_VOICED = frozenset(("SUPPORT", "REQUEST", "ACCUSE", "CONSULT"))
_MAYBE = frozenset(("would", "may", "might", "could"))
_UTTERING = frozenset("express record put convey extend place offer register reiterate join add send voice state pay repeat reaffirm".split())
_POLITE = frozenset(("welcome", "appreciate", "like"))
_OUTSIDERS = frozenset(("EDU", "MED", "BUS"))


def find_events(doc: ParsedDocument, statements: Sequence[Statement], rejections: list[Rejection] | None = None) -> list[Event]:
    """Find who did what to whom in one document.

    Does not read headlines, does not code acts within one state, nor acts
    whose parties the text does not give, nor what exists only in the opinion
    of an analyst, a journalist or a business.

    Args:
        doc: A parsed document with mentions, times and places.
        statements: Its statements, to know whose words a sentence is.
        rejections: Acts that are sure and name who acts, but whose other side the
            text does not tell, are added to it.

    Returns:
        One record per event, in text order; empty if there is none.

    Source:
        PLOVER manual; GUIDE, "events".
    """
    acts: list[Act] = []
    for sentence in doc.sentences:
        if sentence.tokens:
            found, lone = _acts_of(doc, sentence, acts)
            acts += found
            if rejections is not None:
                rejections += [_reject(doc, act) for act in lone]
    acts = [act for act in acts if not _is_opinion(act, statements) and _has_voice(doc, act, statements)]
    author = find_author(doc)
    acts = [one for act in add_said(doc, add_blame(acts, statements, author), statements, author=author) for one in _split_by_host(act)]
    date_acts(doc, acts)
    place_acts(doc, acts)
    _decline_invitations(acts)
    acts = drop_repeats(acts)
    events = {event.record_id: event for act in acts for event in [_write(doc, act, statements)] if event is not None}
    return sorted(events.values(), key=lambda event: (event.start_char, event.end_char, event.record_id))


def _acts_of(doc: ParsedDocument, sentence: Sentence, earlier: Sequence[Act]) -> tuple[list[Act], list[Act]]:
    """The acts of a sentence, and those that have happened and name who acts, but nobody on the other side."""
    verbs = find_verb_acts(doc, sentence)
    taken = frozenset(index for act in verbs for index in act.used if not act.is_open)
    nouns = find_noun_acts(doc, sentence, taken)
    told = taken | frozenset(index for act in nouns for index in act.used)
    read = [*verbs, *nouns, *find_visits(doc, sentence, told), *find_joint_deeds(doc, sentence, told)]
    acts = complete_acts(doc, read, earlier)
    opened = frozenset(index for act in acts if act.is_open for index in act.used)
    acts = [act for act in acts if act.is_open or act.head.i not in opened]
    for act in acts:
        _adjust_realis(act)
    voice_wishes(acts)
    acts += find_talked_of(acts)
    lone = [act for act in read if act.is_open and act.actors and not act.recipients and act.realis == "happened" and not _is_asked(act)]
    return [act for act in acts if not _is_embedded(act, acts) and not _is_advice(act) and not _is_asked(act)], lone


def _split_by_host(act: Act) -> list[Act]:
    """A visit to several states, or deals with several, as one act each: "visited Nauru, Fiji and Tonga"."""
    is_visit = act.mode == "visit"
    are_deals = act.event_type == "AGREE" and act.head.tag == "NNS" and act.clause is None and len(states_of(act.actors)) == 1
    if not (is_visit or are_deals) or len(states_of(act.recipients)) == 1:
        return [act]
    return [replace(act, recipients=[party for party in act.recipients if state_of(party) == state]) for state in sorted(states_of(act.recipients), key=[state_of(party) for party in act.recipients].index)]


def _reject(doc: ParsedDocument, act: Act) -> Rejection:
    """The row of an act that has no other side: an analyst may know whom it concerned."""
    start, end, _ = quote_span(doc, *act.span)
    identifier = make_id(doc.doc_id, "rejections", "events", start, end, "event_without_party", act.event_type, *act.actors)
    detail = f"got {act.event_type} by {', '.join(act.actors)} ({act.head.text!r}), expected the party on the other side, which the text does not name"
    return Rejection(identifier, doc.doc_id, doc.document.address, "events", start, end, "event_without_party", detail)


def _is_advice(act: Act) -> bool:
    """Whether an act is only recommended, or force only a purpose: "India should deepen its ties", "a deal to prevent Iran from"."""
    if act.event_type == "COOPERATE" and act.realis != "happened" and act.clause is not None and act.clause.dep in ("advcl", "acl") and act.head.lemma in load_word_class("unnamed", "bettering"):
        return True  # "a plan to boost trade with Peru" tells an aim
    if act.event_type in ("COERCE", "ACCUSE") and act.realis == "planned" and act.clause is not None and (act.clause.dep in ("advcl", "acl") or (act.clause.dep == "relcl" and act.clause.tag == "VB")):
        return True
    return act.clause is not None and any(child.dep == "aux" and child.lower in ("should", "must", "ought") for child in act.clause.children)


_ASKING = frozenset("is are was were do does did has have had will would can could may might should shall".split())
"""Words that open a question to be answered by yes or no: what it asks is not told."""
_ASKING_WHY = frozenset(("why", "when", "where"))
"""Words of questions that take the act for granted: "Why did Oman expel him?"."""


def _is_asked(act: Act) -> bool:
    """Whether an act exists only in a question: "Would he criticise Iran?"."""
    if act.clause is None or not act.sentence.text.rstrip("\"”’' ").endswith("?"):
        return False
    return act.realis != "happened" or any(map(_is_inverted, (act.clause, *act.clause.ancestors())))


def _is_inverted(verb: Token) -> bool:
    """Whether an auxiliary stands before the subject of a verb, with no question word: "Q And does Russia threaten"."""
    subject = next((child for child in verb.children if child.dep in ("nsubj", "nsubjpass")), None)
    if subject is None or any(child.lower in _ASKING_WHY for child in verb.children):
        return False
    auxiliaries = [verb] if verb.pos == "AUX" else [child for child in verb.children if child.dep in ("aux", "auxpass")]
    return any(word.lower in _ASKING and word.i < subject.i for word in auxiliaries)


def _adjust_realis(act: Act) -> None:
    """Refused support is a rejection; a policy decided on, an attempted request and a voiced wish have happened."""
    if act.clause is None:
        if act.realis == "hypothetical" and act.event_type in _VOICED and _is_voiced_now(act.head):
            act.realis = "happened"
        return
    _turn_refusals(act)
    if act.realis in ("denied", "happened") and act.event_type == "COOPERATE" and _is_over(act.clause):
        act.event_type, act.cameo_code, act.realis = "RETREAT", "087", "happened"  # "no longer makes cars in"
    above = act.clause.head.lemma if act.clause.head is not act.clause else ""
    if act.realis == "planned" and act.event_type in _DECIDED and above in _DECISIONS:
        act.realis = "happened"
    if act.realis in ("hypothetical", "planned") and act.event_type == "REQUEST" and above in _ATTEMPTS:
        act.realis = "happened"
    if act.realis == "hypothetical" and act.event_type in _VOICED and _is_performative(act.clause):
        act.realis = "happened"
    if is_threat(act):
        act.event_type, act.mode, act.cameo_code, act.realis = "THREATEN", None, "130", "happened"


def _turn_refusals(act: Act) -> None:
    """Support or agreement that is denied is a rejection, and so is what one will not do for the other."""
    if act.clause is None or act.realis != "denied":
        return
    modals = {child.lower for child in act.clause.children if child.dep == "aux"}
    if act.event_type == "SUPPORT" or (act.head.lemma == "agree" and modals <= {"do", "does", "did"} and any(child.lower == "with" for child in act.clause.children)):
        act.event_type, act.mode, act.cameo_code = "REJECT", None, "120"
        act.realis = "planned" if modals & {"will", "'ll", "wo", "shall"} else "hypothetical" if modals & _MAYBE else "happened"
    elif act.event_type in _REFUSABLE and modals & {"will", "'ll", "wo", "would"}:
        act.event_type, act.mode, act.cameo_code, act.realis = "REJECT", None, "120", "planned"  # "will not lift the embargo"
    elif act.head.lemma == "extradite" and modals & {"will", "'ll", "wo", "would"}:
        act.event_type, act.mode, act.cameo_code, act.realis = "REJECT", None, "120", "happened"


def _is_voiced_now(noun: Token) -> bool:
    """Whether a speaker voices what a noun names: "I want to put on record our gratitude"."""
    verb = next((word for word in noun.ancestors() if word.pos == "VERB"), noun)
    return verb.lemma in _UTTERING and _is_performative(verb)


def _is_over(verb: Token) -> bool:
    """Whether "no longer" stands beside a verb."""
    return any(child.lower == "longer" and any(grand.lower == "no" for grand in child.children) for child in verb.children)


def _is_performative(verb: Token) -> bool:
    """Whether the speaker does what he says he would: "I want to thank", "we would welcome action"."""
    if verb.lemma in _POLITE and any(child.lower == "would" for child in verb.children):
        return True  # "Ottawa would welcome a visit"
    for word in (verb, verb.head):
        if any(child.dep == "nsubj" and child.lower in ("i", "we") for child in word.children):
            return word is verb or word.lemma in ("want", "like", "wish", "be")
    return False


def _decline_invitations(acts: Sequence[Act]) -> None:
    """Not coming though invited is a rejection (GUIDE, decisions)."""
    invitations = [act.states for act in acts if "invit" in act.pattern and act.realis == "happened"]
    for act in acts:
        if act.realis == "denied" and act.mode in ("visit", "multilateral") and act.states in invitations:
            act.event_type, act.mode, act.cameo_code, act.realis = "REJECT", None, "120", "happened"


def _is_embedded(act: Act, acts: Sequence[Act]) -> bool:
    """Whether an act is only what a request, promise or threat is about."""
    above = _governors(act.head)
    for other in acts:
        if other is act or other.head is act.head or id(other.head) not in above:
            continue
        if other.event_type in _SPEECH_ACTS and (act.realis != "happened" or _is_content(act, other)) and not _has_own_time(act) and not _is_told(act, other):
            return True
        if act.clause is not None and act.clause.dep == "relcl" and act.clause.head is other.head and act.states == other.states:
            return True  # "the assistance that we offered"
        if act.realis == "denied" and act.clause is not None and act.clause.dep == "xcomp" and other.event_type in ("SANCTION", "RETREAT", "REJECT"):
            return True  # "stopped issuing visas"
        is_finite = act.clause is not None and any(child.dep in ("nsubj", "nsubjpass") for child in act.clause.children)
        if other.event_type == act.event_type and other.states >= act.states and not is_finite and not _has_own_time(act) and not _is_another(act):
            return True  # "met to discuss trade"
    return False


def _is_content(act: Act, above: Act) -> bool:
    """Whether a noun only tells how what is asked or promised is to be done: "urged Peru to settle it through bilateral talks"."""
    if act.clause is not None or above.event_type not in _ASKED_FOR or "definite" in act.marks:
        return False
    way = []
    for word in act.head.ancestors():
        if word is above.head:
            break
        way.append(word)
    return any(word.tag in ("VB", "VBG") and word.dep in ("xcomp", "ccomp", "pcomp", "advcl", "acl") for word in way) and not any(word.dep == "relcl" for word in way)


def _is_another(act: Act) -> bool:
    """Whether a noun tells another act of the same kind: "agreed on a plan based on their declaration"."""
    is_given = any(child.dep == "poss" or child.lower in ("the", "this") for child in act.head.children)
    return act.clause is None and "definite" in act.marks and is_given


def _governors(token: Token) -> set[int]:
    """Words that a word depends on; one that it is only coordinated with does not govern it."""
    found = set()
    for word in (token, *token.ancestors()):
        if word.head is not word and word.dep not in ("conj", "parataxis"):
            found.add(id(word.head))
    return found


def _is_told(act: Act, above: Act) -> bool:
    """Whether an agreement's or a hope's content is told as a sentence of its own: "agreed that Fiji will host the talks"."""
    has_subject = act.clause is not None and any(child.dep in ("nsubj", "nsubjpass") for child in act.clause.children)
    return has_subject and above.event_type in ("AGREE", "SUPPORT") and act.realis == "planned"


def _has_own_time(act: Act) -> bool:
    low, high = act.span
    return act.clause is not act.head and any(time.period and low <= time.start_char < high for time in act.sentence.times)


def _is_opinion(act: Act, statements: Sequence[Statement]) -> bool:
    """Whether an act exists only in an outsider's words: his praise, his guess, his wish."""
    statement = _statement_at(act, statements)
    if statement is None or (statement.speaker_sector not in _OUTSIDERS and statement.speaker_state is not None):
        return False
    is_guess = act.realis in ("hypothetical", "planned") and act.clause is not None and act.event_type != "REQUEST"
    is_mood = act.event_type == "SUPPORT" and act.head.pos == "ADJ"
    return is_guess or is_mood or (act.event_type == "COOPERATE" and act.clause is None)


def _statement_at(act: Act, statements: Sequence[Statement]) -> Statement | None:
    """The shortest statement that the act stands in."""
    at = act.head.start
    around = [statement for statement in statements if statement.start_char <= at < statement.end_char]
    return min(around, key=lambda statement: statement.end_char - statement.start_char, default=None)


def _has_voice(doc: ParsedDocument, act: Act, statements: Sequence[Statement]) -> bool:
    """Whether an evaluation ("Serbia is a true friend") has a speaker on one of the two sides, who then acts."""
    if "voice" not in act.marks:
        return True
    statement = _statement_at(act, statements)
    state = statement.speaker_state if statement else doc.document.publisher_state
    sides = [*act.actors, *act.recipients]
    if state not in act.states or (statement is not None and statement.speaker_sector in _OUTSIDERS):
        return False
    act.actors = [party for party in sides if state_of(party) == state]
    act.recipients = [party for party in sides if state_of(party) != state]
    return bool(act.recipients)


def _write(doc: ParsedDocument, act: Act, statements: Sequence[Statement]) -> Event | None:
    start, end, quote = _unique_quote(doc, act)
    if not quote:
        return None
    first, last = _days(act.date)
    latitude, longitude = find_coordinates(act)
    words = _statement_at(act, statements)
    key = (act.event_type, *act.actors, ">", *act.recipients, act.realis)
    return Event(
        record_id=make_id(doc.doc_id, "events", start, end, *key),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        actor=list(act.actors),
        recipient=list(act.recipients),
        event_type=act.event_type,
        mode=act.mode,
        cameo_code=_cameo(act.cameo_code),
        quad_code=quad_code(act.event_type),
        intensity=intensity(act.event_type, act.mode),
        event_date=act.date,
        event_date_start=first,
        event_date_end=last,
        realis=act.realis,
        place_name=act.place,
        trigger=act.head.text,
        rule=act.pattern,
        place_latitude=latitude,
        place_longitude=longitude,
        reported_by=words.speaker if words else doc.document.publisher,
    )


def _unique_quote(doc: ParsedDocument, act: Act) -> tuple[int, int, str]:
    """The act's words, lengthened within the sentence until they stand once in the document (GUIDE, decisions)."""
    start, end, quote = quote_span(doc, *act.span)
    starts = [token.start for token in act.sentence.tokens if token.start < start]
    ends = [token.end for token in act.sentence.tokens if token.end > end]
    while quote and doc.text.count(quote) > 1 and (starts or ends):
        start, end, quote = quote_span(doc, starts.pop() if starts else start, end if starts or not ends else ends.pop(0))
    return start, end, quote


def _cameo(code: str) -> str:
    return code if code.startswith(("0", "1", "2")) else f"0{code}"


def _days(period: str | None) -> tuple[date | None, date | None]:
    return bounds(period) if period else (None, None)
