"""What each side wants of the other, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Draft,
    DraftBlock,
    DraftSection,
    Evidence,
    Fact,
    Given,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_party
from bilateral.briefings.positions_draft import issue_name
from bilateral.briefings.wording import be, capitalise, count, cut, join_words, possessive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import Expectation

__all__ = ["draft_expectations"]

_MOST_A_SIDE = 6
_ORDER = ("demand", "request", "proposal", "promise", "hope", "motive")
_KINDS = {"demand": "demand", "request": "request", "proposal": "proposal", "promise": "promise made to it", "hope": "hope", "motive": "need or interest"}
_LEADS = {
    "demand": "{party} demanded of {other}",
    "request": "{party} asked {other}",
    "proposal": "{party} proposed to {other}",
    "promise": "{party} was promised by {other}",
    "hope": "{party} hoped for or wanted of {other}",
    "motive": "{party} is told to need or seek of {other}",
}
_OUTCOMES = {
    "delivered": "a later act of the other side shares its words",
    "refused": "a later refusal of the other side shares its words",
    "kept": "reported as kept",
    "missed": "reported as missed",
    "overdue": "its deadline has passed with no report of delivery",
    "stalled": "reported as stalled",
    "cancelled": "reported as cancelled",
    "disputed": "reports contradict each other on it",
    "open": "open",
    "no report": "no later act that bears on it was found",
}
_FOUND = frozenset({"delivered", "kept"})


def draft_expectations(material: Material) -> DraftSection:
    """Draft what either side asks, hopes and was promised, the asymmetry in counts first."""
    wanted = material.findings.expectations
    if not wanted:
        none = nothing_found("No request, hope or promise of one side towards the other was found in the documents searched.")
        return DraftSection("expectations", "What each side wants of the other", [DraftBlock(None, [none])])
    blocks = [DraftBlock(None, [_tell_asymmetry(material, wanted)])]
    for party in material.dyad:
        own = [one for one in wanted if one.party == party]
        blocks.append(DraftBlock(capitalise(name_party(party)), list(_tell_side(material, party, own))))
    return DraftSection("expectations", "What each side wants of the other", blocks)


def _evidence(one: Expectation, material: Material) -> Evidence:
    """The words to show: the record's, widened where they are too short to be understood alone."""
    if one.record_id in material.rows:
        return material.shown_evidence(one.record_id)
    start = material.texts[one.doc_id].index(one.words)
    return Evidence(one.record_id, one.table, one.doc_id, start, start + len(one.words), one.words)


def _tell_asymmetry(material: Material, wanted: Sequence[Expectation]) -> Draft:
    """How many wishes either side has, and on how many something was found."""
    facts: list[Fact] = []
    told = []
    for party in material.dyad:
        own = [one for one in wanted if one.party == party]
        number = counted((one.record_id for one in own), "wish")
        met = counted((one.record_id for one in own if one.standing in _FOUND), "wish")
        facts.extend((number, met))
        of_which = f", of which {met.number:,} {be(met.number)} told as met" if met.number else ", none of them told as met" if own else ""
        told.append(f"{name_party(party)} has {number.number:,}{of_which}")
    text = f"Of demands, requests, hopes and needs towards the other, and promises received from it: {'; '.join(told)}. What both want together is not counted here."
    return Draft(text, "counted", material.evidence(_stored(material, wanted)) or [_evidence(wanted[0], material)], facts, len(wanted))


def _stored(material: Material, wanted: Sequence[Expectation]) -> list[str]:
    return [one.record_id for one in wanted if one.record_id in material.rows]


def _tell_side(material: Material, party: str, own: Sequence[Expectation]) -> Iterator[Draft]:
    if not own:
        yield nothing_found(f"Nothing that {name_party(party)} wants of the other side was found in the documents searched.")
        return
    yield _tell_kinds(material, own)
    ranked = sorted(own, key=lambda one: _weight(material, one))
    shown = material.room(_MOST_A_SIDE)
    for one in ranked[:shown]:
        yield _tell_one(material, one)
    rest = ranked[shown:]
    if rest:
        more = counted((one.record_id for one in rest), "wish")
        evidence = material.evidence(_stored(material, rest)) or [_evidence(rest[0], material)]
        yield Draft(f"And {more.number:,} more {be(more.number)} in the record.", "counted", evidence, [more], len(rest))


def _weight(material: Material, one: Expectation) -> tuple[object, ...]:
    """What to show first: what is settled, what names an issue, the pressing kinds, the newest."""
    return one.standing == "no report", not one.issues, _ORDER.index(one.kind), -material.order(one.doc_id)[0].toordinal(), one.record_id


def _tell_kinds(material: Material, own: Sequence[Expectation]) -> Draft:
    kinds = Counter(one.kind for one in own)
    facts: list[Fact] = []
    told = []
    for kind in _ORDER:
        if kinds[kind]:
            number = counted((one.record_id for one in own if one.kind == kind), _KINDS[kind])
            facts.append(number)
            told.append(_plural(number.number, kind))
    text = f"{possessive(capitalise(name_party(own[0].party)))} side: {join_words(told)}."
    evidence = material.evidence(_stored(material, own)) or [_evidence(own[0], material)]
    return Draft(text, "counted", evidence, facts, len(own))


def _plural(number: int, kind: str) -> str:
    plurals = {"promise": "promises made to it", "motive": "needs or interests"}
    return f"{number:,} {plurals[kind]}" if kind in plurals and number != 1 else count(number, _KINDS[kind])


def _tell_one(material: Material, one: Expectation) -> Draft:
    evidence = _evidence(one, material)
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE).strip("“”\"' "), evidence), material.origin(one.doc_id)
    facts: list[Fact] = [quote, origin]
    party, other = Given(name_party(one.party)), Given(name_party(one.other))
    facts.extend((party, other))
    matter = f" ({join_words([issue_name(code) for code in one.issues[:3]])})" if one.issues else ""
    lead = capitalise(_LEADS[one.kind].format(party=party.shown, other=other.shown))
    outcome, shown = _tell_outcome(material, one, facts)
    text = f"{lead}{matter}: “{quote.shown}” ({origin.shown}); {outcome}."
    return Draft(text, "reported", [evidence, *shown], facts, 1 + len(one.delivery))


def _tell_outcome(material: Material, one: Expectation, facts: list[Fact]) -> tuple[str, list[Evidence]]:
    """What came of a wish, with the words of the newest act that bears on it."""
    told = [record_id for record_id in one.delivery if record_id in material.rows]
    if not told or one.standing not in ("delivered", "refused"):
        return _OUTCOMES[one.standing], []
    evidence = material.shown_evidence(told[-1])
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE).strip("“”\"' "), evidence), material.origin(evidence.doc_id)
    facts.extend((quote, origin))
    return f"{_OUTCOMES[one.standing]}: “{quote.shown}” ({origin.shown})", [evidence]
