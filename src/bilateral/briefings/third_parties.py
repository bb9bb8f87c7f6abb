"""Third parties of the relation: who stands beside the two, in which role, by how many records and whose publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Counted,
    Draft,
    DraftBlock,
    DraftRow,
    DraftSection,
    DraftTable,
    Fact,
    Given,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE, SHORT_QUOTE
from bilateral.briefings.names import name_adjective, name_party
from bilateral.briefings.network_draft import draft_network
from bilateral.briefings.wording import NOT_GIVEN, be, capitalise, count, cut, join_words, show_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.drafts import Evidence
    from bilateral.briefings.material import Material
    from bilateral.findings import ThirdParty

__all__ = ["draft_third_parties"]

_MOST_PARTIES = 5
_MOST_ROWS = 15
_MOST_ROLES = 2
_FEWEST_RECORDS = 2
_COLUMNS = ("Party", "Roles by the words", "Records", "Documents", "By publishers of", "First", "Last")
_ROLES = {"market": "market or transit", "unclear": "no role shown"}


def draft_third_parties(material: Material) -> DraftSection:
    """Draft the states and bodies that the records of the pair name beside the two."""
    found = material.findings.third_parties
    if not found:
        none = nothing_found("No state or body beside the two is named in any record of the documents searched.")
        return DraftSection("third-parties", "Third parties", [DraftBlock(None, [none])])
    telling = [one for one in found if _n_records(one) >= _FEWEST_RECORDS] or list(found[:1])
    shown = telling[: material.room(_MOST_PARTIES)]
    drafts = [_tell_reading(material, found), *(draft for one in shown for draft in _tell_party(material, one))]
    rest = [one for one in found if one not in shown]
    if rest:
        more = counted((one.party for one in rest), "more")
        ids = [record_id for one in rest for _, listed in one.records for record_id in listed]
        text = f"{more.number:,} more {be(more.number)} named, each in fewer records."
        drafts.append(Draft(capitalise(text), "counted", material.evidence(ids), [more], len(ids)))
    most = material.room(_MOST_ROWS)
    table = DraftTable("Third parties by records that name them", _COLUMNS, [_draft_row(material, one) for one in found[:most]], len(found[most:]))
    return DraftSection("third-parties", "Third parties", [DraftBlock(None, drafts, table, draft_network(material))])


def _tell_reading(material: Material, found: Sequence[ThirdParty]) -> Draft:
    """How many there are, and how roles were read."""
    parties = counted((one.party for one in found), "state or body")
    ids = [record_id for one in found for record_id in _ids(one)]
    text = (
        f"The records of the pair name {parties.number:,} {'other state or body' if parties.number == 1 else 'other states and bodies'}; "
        "a role is read from the words around the name, and a record counts once for each."
    )
    return Draft(text, "counted", material.evidence(ids), [parties], len(set(ids)))


def _n_records(one: ThirdParty) -> int:
    return sum(len(ids) for _, ids in one.records)


def _ids(one: ThirdParty) -> list[str]:
    return [record_id for _, ids in one.records for record_id in ids]


def _role(name: str) -> str:
    return _ROLES.get(name, name)


def _tell_party(material: Material, one: ThirdParty) -> Iterator[Draft]:
    """How often a party is named and as what, then the words of its main roles."""
    ids = _ids(one)
    records = counted(ids, "record")
    documents = counted([material.rows[record_id][1].doc_id for record_id in ids], "document")
    name = Given(name_party(one.party))
    facts: list[Fact] = [records, documents, name]
    told = [_tell_role(role, listed, facts) for role, listed in one.roles if role != "unclear"]
    unclear = dict(one.roles).get("unclear", ())
    if not told:
        as_what = "the words show no role"
    else:
        as_what = f"as {join_words(told)}"
        if unclear:
            number = counted(unclear, "record")
            facts.append(number)
            as_what += f"; in {number.number:,} the words show no role"
    text = f"{capitalise(name.shown)} is named in {records.shown} of {documents.shown}: {as_what}."
    yield Draft(text, "counted", material.evidence(ids), facts, len(ids))
    for role, listed in one.told[:_MOST_ROLES]:
        yield _tell_example(material, one, role, listed)


def _tell_role(role: str, ids: Sequence[str], facts: list[Fact]) -> str:
    number = Counted(f"{len(set(ids)):,}", len(set(ids)), tuple(ids))
    facts.append(number)
    return f"{_role(role)} ({number.shown})"


def _tell_example(material: Material, one: ThirdParty, role: str, ids: Sequence[str]) -> Draft:
    """The words of one record that shows a role: one that names the party, is long enough to tell something, and is new."""
    evidence = min((material.shown_evidence(record_id) for record_id in ids), key=lambda shown: _dullness(material, one, shown))
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE).strip("“”\"' "), evidence), material.origin(evidence.doc_id)
    name = Given(name_party(one.party))
    text = f"{capitalise(name.shown)} as {_role(role)}: “{quote.shown}” ({origin.shown})."
    return Draft(text, "reported", [evidence], [quote, origin, name], 1)


def _dullness(material: Material, one: ThirdParty, shown: Evidence) -> tuple[object, ...]:
    words = (name_party(one.party).removeprefix("the "), name_adjective(one.party))
    is_named = any(word in shown.quote for word in words)
    return not is_named, not SHORT_QUOTE <= len(shown.quote) <= MOST_QUOTE, -material.order(shown.doc_id)[0].toordinal(), shown.start_char


def _draft_row(material: Material, one: ThirdParty) -> DraftRow:
    ids = _ids(one)
    records, documents = counted(ids, "record"), counted([material.rows[record_id][1].doc_id for record_id in ids], "document")
    facts: list[Fact] = [records, documents]
    roles = [_tell_role(role, listed, facts) for role, listed in one.roles]
    sides = [Given(f"{name_party(state) if state else 'not known'} {n:,}") for state, n in one.by_side]
    days = [Given(show_period(day.isoformat()) if day else NOT_GIVEN) for day in (one.first_day, one.last_day)]
    cells = (
        capitalise(name_party(one.party)), join_words(roles), f"{records.number:,}", f"{documents.number:,}",
        ", ".join(side.shown for side in sides), days[0].shown, days[1].shown,
    )  # fmt: skip
    return DraftRow(cells, material.evidence(ids), [*facts, *sides, *days, Given(count(len(ids), "record"))], len(ids))
