"""Drivers and hurdles by the number of independent publishers, and the third parties of the relation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bilateral.briefings.drafts import (
    Draft,
    DraftBlock,
    DraftSection,
    Fact,
    Given,
    Named,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_party
from bilateral.briefings.wording import be, capitalise, count, cut, squeeze
from bilateral.findings import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.records import Factor

__all__ = ["draft_factors", "draft_third_parties"]

_MOST_QUOTES = 2
_MOST_TYPES = 6
_MOST_PARTIES = 10
_POLARITIES = {"driver": "Drivers", "hurdle": "Hurdles"}


def draft_factors(material: Material) -> DraftSection:
    """Draft what helps and what hinders the relation, by kind, with the words that say so."""
    pair = set(material.dyad)
    factors = [row for row in material.records.factors if set(map(state_of, row.dyad.split("-"))) == pair]
    blocks = []
    for polarity, heading in _POLARITIES.items():
        own = [row for row in factors if row.polarity == polarity]
        none = nothing_found(f"No {polarity} of the relation was found in the documents searched.")
        blocks.append(DraftBlock(heading, list(_tell_types(material, own)) if own else [none]))
    return DraftSection("factors", "Drivers and hurdles", blocks)


def _tell_types(material: Material, factors: Sequence[Factor]) -> Iterator[Draft]:
    by_type: defaultdict[str, list[Factor]] = defaultdict(list)
    for row in sorted(
        factors, key=lambda one: (material.order(one.doc_id), one.start_char, one.record_id), reverse=True
    ):
        by_type[row.factor_type].append(row)
    ranked = sorted(
        by_type.values(), key=lambda rows: (-len(_publishers(material, rows)), -len(rows), rows[0].factor_type)
    )
    for rows in ranked[:_MOST_TYPES]:
        yield _tell_type(material, rows)
        for row in rows[:_MOST_QUOTES]:
            yield _tell_factor(material, row)
    rest = [row for rows in ranked[_MOST_TYPES:] for row in rows]
    if rest:
        more = counted((row.record_id for row in rest), "factor")
        text = f"And {more.number:,} more of other kinds {be(more.number)} in the record."
        yield Draft(text, "counted", material.evidence(more.ids), [more], more.number)


def _publishers(material: Material, rows: Sequence[Factor]) -> tuple[str, ...]:
    return material.independent(row.doc_id for row in rows)


def _tell_type(material: Material, rows: Sequence[Factor]) -> Draft:
    """How many independent publishers name a kind of driver or hurdle."""
    one = rows[0]
    named = counted((row.record_id for row in rows), one.polarity)
    publishers = counted(_publishers(material, rows), "publisher")
    documents = counted((row.doc_id for row in rows), "document")
    verb = "names" if publishers.number == 1 else "name"
    text = (
        f"{capitalise(publishers.shown)} {verb} {_with_kind(named.number, one)} in {documents.shown}{_more(len(rows))}."
    )
    return Draft(text, "counted", material.evidence(named.ids), [named, publishers, documents], named.number)


def _with_kind(number: int, one: Factor) -> str:
    kind = one.factor_type.replace(" ", "-")
    return count(number, f"{kind} {one.polarity}")


def _more(number: int) -> str:
    if number <= _MOST_QUOTES:
        return ""
    return ", of which the newest two follow"


def _tell_factor(material: Material, row: Factor) -> Draft:
    evidence = material.evidence_of(row.record_id)
    quote, origin = Quoted(cut(row.quote, MOST_QUOTE), evidence), material.origin(row.doc_id)
    facts: list[Fact] = [quote, origin]
    said_by = squeeze(row.said_by or "")
    if said_by:
        facts.append(Named(said_by, evidence))
    by = f", by {said_by}" if said_by else ""
    kind = "third-party" if row.factor_type == "third party" else row.factor_type
    article = "an" if kind[0] in "aeiou" else "a"
    text = f"Named as {article} {kind} {row.polarity}{by}: “{quote.shown}” ({origin.shown})."
    return Draft(text, "said" if said_by else "reported", [evidence], facts, 1)


def _parties_of(table: str, row: Any) -> set[str]:
    """States and bodies that a record names."""
    if table in ("events", "commitments"):
        return set(map(state_of, (*row.actor, *row.recipient)))
    if table == "factors":
        return set(map(state_of, row.dyad.split("-")))
    if table in ("figures", "projects"):
        return set(map(state_of, row.parties))
    return {state_of(row.speaker_state)} if table == "statements" and row.speaker_state else set()


def draft_third_parties(material: Material) -> DraftSection:
    """Draft the states and bodies that documents about the pair name beside the two."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record_id, (table, row) in sorted(
        material.rows.items(), key=lambda item: (_example_rank(item[1][0]), material.order(item[1][1].doc_id), item[0])
    ):
        if row.doc_id in material.about:
            for party in _parties_of(table, row) - set(material.dyad):
                found[party].append(record_id)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    drafts = [_tell_party(material, party, ids) for party, ids in ranked[:_MOST_PARTIES]]
    rest = ranked[_MOST_PARTIES:]
    if rest:
        more = counted((party for party, _ in rest), "state or body")
        text = f"And {more.number:,} more {be(more.number)} named."
        ids = [record_id for _, listed in rest for record_id in listed]
        drafts.append(Draft(text, "counted", material.evidence(ids), [more], len(ids)))
    if not drafts:
        drafts = [nothing_found("No state or body beside the two is a party to any record in the documents searched.")]
    return DraftSection("third-parties", "Third parties", [DraftBlock(None, drafts)])


def _example_rank(table: str) -> int:
    """Acts make the best examples, statements the least telling."""
    return ("events", "factors", "figures", "projects", "commitments", "statements", "offices").index(table)


def _tell_party(material: Material, party: str, ids: Sequence[str]) -> Draft:
    records = counted(ids, "record")
    documents = counted([material.rows[record_id][1].doc_id for record_id in ids], "document")
    lead = material.evidence_of(ids[0])
    quote, origin = Quoted(cut(lead.quote, MOST_QUOTE), lead), material.origin(lead.doc_id)
    name = Given(name_party(party))
    text = (
        f"{capitalise(name.shown)} is party to {records.shown} in {documents.shown}, "
        f"for example “{quote.shown}” ({origin.shown})."
    )
    return Draft(text, "counted", material.evidence(ids), [records, documents, quote, origin, name], len(ids))
