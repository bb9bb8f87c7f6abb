"""Drivers and hurdles by the number of independent publishers."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

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
from bilateral.briefings.wording import be, capitalise, cut, join_words, show_day, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import FactorGroup
    from bilateral.records import Factor

__all__ = ["draft_factors"]

_MOST_SHARED = 5
_MOST_SINGLE = 6
_MOST_PARTIES = 10
_POLARITIES = {"driver": "Drivers", "hurdle": "Hurdles"}


def draft_factors(material: Material) -> DraftSection:
    """Draft what helps and what hinders the relation, by independent voices, with the words that say so."""
    blocks = []
    for polarity, heading in _POLARITIES.items():
        own = [group for group in material.findings.factors if group.polarity == polarity]
        none = nothing_found(f"No {polarity} of the relation was found in the documents searched.")
        blocks.append(DraftBlock(heading, list(_tell_groups(material, own)) if own else [none]))
    return DraftSection("factors", "Drivers and hurdles", blocks)


def _tell_groups(material: Material, groups: Sequence[FactorGroup]) -> Iterator[Draft]:
    """How many of which kind, those with several voices, then the newest of those with one."""
    ids = [record_id for group in groups for record_id in group.record_ids]
    shown = counted((group.group_id for group in groups), groups[0].polarity)
    kinds = Counter(group.factor_type for group in groups)
    by_kind = [counted((one.group_id for one in groups if one.factor_type == kind), "") for kind, _ in kinds.most_common()]
    told = join_words([f"{one.number:,} {kind.replace(' ', '-')}" for one, (kind, _) in zip(by_kind, kinds.most_common(), strict=True)])
    yield Draft(f"{shown.shown}, by kind: {told}.", "counted", material.evidence(ids), [shown, *by_kind], len(ids))
    several = [group for group in groups if group.n_independent > 1]
    single = sorted((group for group in groups if group.n_independent == 1 and not group.is_weak), key=lambda group: group.last_day or "", reverse=True)
    chosen = [*several[: material.room(_MOST_SHARED)], *single[: material.room(_MOST_SINGLE)]]
    yield from (_tell_group(material, group) for group in chosen)
    rest = [group for group in groups if group not in chosen]
    if rest:
        more = counted((group.group_id for group in rest), "factor")
        weak = counted((group.group_id for group in rest if group.is_weak), "factor")
        tail = f", of which {weak.number:,} {be(weak.number)} read from the tone of one sentence alone" if weak.number else ""
        text = f"And {more.number:,} more {be(more.number)} in the record{tail}."
        yield Draft(text, "counted", material.evidence(group.record_ids[0] for group in rest), [more, weak], more.number)


def _tell_group(material: Material, group: FactorGroup) -> Draft:
    """A factor in the words of its latest wording, with its voices and days."""
    if group.n_independent == 1:
        return _tell_factor(material, material.rows[group.record_ids[-1]][1])
    evidence = material.shown_evidence(group.record_ids[-1])
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE), evidence), material.origin(evidence.doc_id)
    voices = counted(group.voices, "independent voice")
    kind = group.factor_type.replace(" ", "-")
    days = [Given(show_day(date.fromisoformat(day))) for day in (group.first_day, group.last_day) if day]
    when = f", first on {days[0].shown} and last on {days[-1].shown}" if len({day.shown for day in days}) > 1 else ""
    text = f"{capitalise(voices.shown)} name one {kind} {group.polarity}{when}: “{quote.shown}” ({origin.shown})."
    return Draft(text, "reported", material.evidence([group.record_ids[-1], *group.record_ids]), [quote, origin, voices, *days], len(group.record_ids))


def _tell_factor(material: Material, row: Factor) -> Draft:
    evidence = material.shown_evidence(row.record_id)
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE), evidence), material.origin(row.doc_id)
    facts: list[Fact] = [quote, origin]
    said_by = squeeze(row.said_by or "")
    if said_by:
        facts.append(Named(said_by, evidence))
    by = f", by {said_by}" if said_by else ""
    kind = "third-party" if row.factor_type == "third party" else row.factor_type
    article = "an" if kind[0] in "aeiou" else "a"
    text = f"Named as {article} {kind} {row.polarity}{by}: “{quote.shown}” ({origin.shown})."
    return Draft(text, "said" if said_by else "reported", [evidence], facts, 1)
