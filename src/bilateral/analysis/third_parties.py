"""States and bodies beside the two: who is named, how often, by whom, and in which role."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.analysis.wordings import find_sentence, split_words
from bilateral.findings import DocumentHead, ThirdParty, state_of
from bilateral.vocabulary.third_party_roles import THIRD, load_role_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from bilateral.analysis.wordings import PartyMention
    from bilateral.findings import Records

__all__ = ["ROLES", "find_third_parties"]

ROLES = ("mediator", "constraint", "rival", "ally", "market", "target", "host", "unclear")
"""What a third party can be to the relation; `unclear` where the words do not show it."""

_TABLES = ("events", "factors", "commitments", "projects", "statements")
_CONFLICT = (3, 4)
_PLACED = 3
"""Words of a phrase that tells a host by itself ("talks in §"); a shorter one needs a word of meeting beside it."""

_MEETING = ("meet", "met", "summit", "talks", "forum", "conference", "signed", "negotiat")
_NEAR = 8
"""Words from a third party's name within which a phrase that does not hold the name tells of it."""

_UNNAMING = frozenset({"place", "company", "group", "pronoun", "talks"})
"""Kinds of mentions that do not name a state as a party: a firm, a city, "it"."""

_SKIPPED = frozenset({"the", "'s", '"', "“", "”"})
_NO_PARTIES = frozenset({"UNO"})
"""Bodies whose name in a text mostly names a document ("the UN resolution"); they count, but an act in them makes no role."""


@dataclass(slots=True)
class _Found:
    """Records that name one third party."""

    records: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    roles: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    told: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sides: Counter[str] = field(default_factory=Counter)
    heads: dict[str, DocumentHead] = field(default_factory=dict)


def find_third_parties(
    records: Records,
    dyad: tuple[str, str],
    texts: Mapping[str, str],
    *,
    mentions: Mapping[str, Sequence[PartyMention]],
    about: Iterable[str],
) -> list[ThirdParty]:
    """Find the states and bodies that the records of a pair's documents name beside the two.

    A role is read from the words around the name in the record's sentence, else
    from the kind of the record (one of the two acts against it: target). A record
    counts once for each party that it names, in one role. Does not find a party
    that is only meant, and leaves the role `unclear` where the words show none.

    Args:
        records: Rows of a record; order does not matter.
        dyad: The two states.
        texts: Stored text by `doc_id`.
        mentions: Who is named, by `doc_id`, in the order of the text.
        about: Documents that speak of both states.

    Returns:
        Third parties, those named in most records first.
    """
    heads = {head.doc_id: head for head in records.documents}
    wanted = set(about) & set(texts)
    found: defaultdict[str, _Found] = defaultdict(_Found)
    for table in _TABLES:
        for row in sorted(getattr(records, table), key=lambda one: (one.doc_id, one.start_char, one.record_id)):
            if row.doc_id in wanted and _concerns(table, row, dyad):
                _add(found, table, row, _thirds(row, dyad, texts[row.doc_id], mentions.get(row.doc_id, ())), heads[row.doc_id])
    made = [_make(party, one) for party, one in found.items()]
    return sorted(made, key=lambda one: (-sum(len(ids) for _, ids in one.records), one.party))


def _concerns(table: str, row: Any, dyad: tuple[str, str]) -> bool:
    """Whether a record is of the pair: a factor of its own, else one in which one of the two takes part or speaks."""
    if table == "factors":
        return set(map(state_of, row.dyad.split("-"))) == set(dyad)
    if table == "statements":
        return state_of(row.speaker_state or "") in dyad or row.speaker_state is None
    parties = row.parties if table == "projects" else (*row.actor, *row.recipient)
    return bool(set(map(state_of, parties)) & set(dyad))


def _parties(row: Any) -> tuple[set[str], set[str]]:
    """Who acts and who is acted on in a record, as far as its table tells."""
    actors = {state_of(party) for party in (*getattr(row, "actor", ()), *getattr(row, "parties", ()))}
    return actors, {state_of(party) for party in getattr(row, "recipient", ())}


def _thirds(row: Any, dyad: tuple[str, str], text: str, mentions: Sequence[PartyMention]) -> Iterator[tuple[str, str, bool]]:
    """Third parties of a record, each with its role and whether words show it."""
    inside = mentions[bisect_left(mentions, (row.start_char,)) : bisect_left(mentions, (row.end_char,))]
    actors, recipients = _parties(row)
    pair = set(dyad)
    named: defaultdict[str, list[PartyMention]] = defaultdict(list)
    for mention in inside:
        for party in {state_of(party) for party in mention.parties} - set(dyad) if mention.how not in _UNNAMING else ():
            named[party].append(mention)
    for party in sorted({*named, *actors, *recipients} - set(dyad)):
        if party not in named:
            near = find_sentence(text, row.start_char, row.end_char)
            named[party] = [one for one in mentions if near[0] <= one.start_char < near[1] and party in map(state_of, one.parties)]
        roles = {role for mention in named[party] for role in _roles_at(text, mention, row)}
        role = next((role for role in load_role_words().order if role in roles), None)
        yield party, *((role, True) if role else (_by_kind(row, party, bool(actors & pair), bool(recipients & pair)) or "unclear", False))


def _roles_at(text: str, mention: PartyMention, row: Any) -> Iterator[str]:
    """Roles that the words around a name show."""
    first, last = find_sentence(text, mention.start_char, mention.end_char)
    last = min(last, max(row.end_char, mention.end_char))
    before, _ = split_words(text, (max(first, min(row.start_char, mention.start_char) - 40), mention.start_char))
    after, _ = split_words(text, (mention.end_char, last), most=_NEAR)
    words = [word for word in before[-_NEAR:] if word not in _SKIPPED]
    at = len(words)
    words += [THIRD, *(word for word in after[:_NEAR] if word not in _SKIPPED)]
    for match in load_role_words().index.find(words):
        has_name = match.start <= at < match.end
        if match.label == "host" and match.end - match.start < _PLACED and not any(word.startswith(_MEETING) for word in words):
            continue
        if has_name or (THIRD not in words[match.start : match.end] and _is_bare(match.label, words, match.start)):
            yield match.label


def _is_bare(role: str, words: Sequence[str], start: int) -> bool:
    """Whether a phrase without the name tells its role; one of clauses further on does not."""
    at = words.index(THIRD)
    between = words[min(at, start) : max(at, start)]
    return role != "host" and not {",", ";", ".", "and", "but", "which", "that"} & set(between)


def _by_kind(row: Any, party: str, is_by_pair: bool, is_on_pair: bool) -> str | None:  # noqa: FBT001 - of one call
    """The role that the kind of a record gives, where its words give none."""
    actors, recipients = _parties(row)
    if getattr(row, "mode", None) == "third-party" and party in actors:
        return "mediator"
    if getattr(row, "quad_code", None) in _CONFLICT and party not in _NO_PARTIES:
        if party in recipients and is_by_pair:
            return "target"
        if party in actors and is_on_pair:
            return "constraint"
    if getattr(row, "polarity", "") == "hurdle" and row.factor_type == "third party":
        return "constraint"
    return None


def _add(found: defaultdict[str, _Found], table: str, row: Any, thirds: Iterable[tuple[str, str, bool]], head: DocumentHead) -> None:
    for party, role, is_told in thirds:
        one = found[party]
        one.records[table].append(row.record_id)
        one.roles[role].append(row.record_id)
        if is_told:
            one.told[role].append(row.record_id)
        one.sides[head.publisher_state or ""] += 1
        one.heads[head.doc_id] = head


def _make(party: str, one: _Found) -> ThirdParty:
    days: list[date] = sorted(head.published_start for head in one.heads.values() if head.published_start)
    roles = sorted(one.roles.items(), key=lambda item: (item[0] == "unclear", -len(item[1]), item[0]))
    return ThirdParty(
        party=party,
        roles=tuple((role, tuple(ids)) for role, ids in roles),
        records=tuple((table, tuple(one.records[table])) for table in _TABLES if table in one.records),
        told=tuple((role, tuple(one.told[role])) for role, _ in roles if role in one.told),
        by_side=tuple(sorted(one.sides.items(), key=lambda item: (-item[1], item[0]))),
        n_documents=len(one.heads),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )
