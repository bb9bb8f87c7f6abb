"""The judgement at the head of a brief: where the relation goes, how likely that is, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.acts import tell_act
from bilateral.briefings.drafts import Draft, Given, Quoted, counted
from bilateral.briefings.incidents import rank_incidents
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.wording import be, capitalise, cut, in_time, join_words, show_balance
from bilateral.vocabulary.likelihood import likelihood_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.drafts import Fact
    from bilateral.briefings.material import Material
    from bilateral.findings import Direction, Incident, PeriodCount

__all__ = ["CONFIDENCE", "tell_judgement"]

CONFIDENCE = {"high": (60, 10, 2), "moderate": (20, 4, 1)}
"""What a level of confidence (ICD 203) takes at least: dated incidents, publishers, and publishers of either side."""

STRONGEST = {"low": 0.79, "moderate": 0.94}
"""The likelihood by whose word a direction is told at most at a level of confidence: little evidence bears no strong word."""

_EXAMPLES = 2
_COOPERATION = (1, 2)


def tell_judgement(material: Material) -> Iterator[Draft]:
    """Tell the direction of the relation with its likelihood, then the evidence for and against it.

    Likelihood is that of the counts alone; confidence is about what they rest on, and little
    of it bears no strong word (`STRONGEST`).
    Does not weigh how grave an act is beyond its class, nor who is right.

    Args:
        material: Records and findings of the pair.

    Returns:
        Nothing where too few incidents are dated.

    Source:
        Words of likelihood and levels of confidence: ICD 203, Analytic Standards, 2015; see `CONFIDENCE`.
    """
    direction = material.findings.series.direction if material.findings.series else None
    if direction is None:
        return
    by_id = {one.incident_id: one for one in material.findings.incidents}
    later = [by_id[one] for one in direction.later.incident_ids]
    has_risen = direction.chance_of_rise >= 0.5  # noqa: PLR2004 - more likely than not
    both = [by_id[one] for half in (direction.earlier, direction.later) for one in half.incident_ids]
    level, told = _tell_confidence(material, both)
    yield _tell_direction(material, direction, later, level)
    yield told
    headings = ("What was cooperative", "What was not") if _is_even(direction) else ("What speaks for it", "What speaks against it")
    if _is_even(direction):
        has_risen = True  # the acts of cooperation come first
    for heading, is_for in zip(headings, (True, False), strict=True):
        wanted = [one for one in later if (one.quad_code in _COOPERATION) == (has_risen == is_for)]
        if wanted:
            yield _tell_examples(material, heading, wanted)


def _tell_direction(material: Material, direction: Direction, later: Sequence[Incident], level: str) -> Draft:
    has_risen = direction.chance_of_rise >= 0.5  # noqa: PLR2004
    chance = direction.chance_of_rise if has_risen else 1 - direction.chance_of_rise
    percent = Given(f"{min(99, round(100 * chance))} percent")
    facts: list[Fact] = [percent]
    shown = [_tell_half(half, facts) for half in (direction.earlier, direction.later)]
    change = "more" if has_risen else "less"
    word = likelihood_word(min(chance, STRONGEST.get(level, 1.0)))
    limit = f" alone; confidence is {level}, which bears no stronger word" if word != likelihood_word(chance) else ""
    claim = f"It is {word} ({percent.shown} by the counts{limit}) that the relation has become {change} cooperative"
    if _is_even(direction):
        claim = f"The counts show no change of direction ({percent.shown} that the relation has become {change} cooperative)"
    text = f"{claim}: {shown[0]}, {shown[1]}."
    return Draft(text, "counted", material.lead_reports(rank_incidents(later)), facts, len(direction.earlier.incident_ids) + len(later))


def _is_even(direction: Direction) -> bool:
    """Whether neither direction is likelier in words."""
    return likelihood_word(direction.chance_of_rise) == "roughly even chance"


def _tell_half(half: PeriodCount, facts: list[Fact]) -> str:
    """A half in words: when, how many incidents, how many of cooperation, the balance."""
    number, incidents = Given(f"{half.cooperation:,}"), counted(half.incident_ids, "dated incident")
    when, balance = Given(in_time(half.period)), Given(show_balance(half.balance or 0.0))
    facts += [number, incidents, when, balance]
    return f"{when.shown} {number.shown} of {incidents.shown} {be(half.cooperation)} of cooperation (balance {balance.shown})"


def _tell_confidence(material: Material, incidents: Sequence[Incident]) -> tuple[str, Draft]:
    """How sure the judgement is, by what it rests on: the level and its sentence."""
    docs = sorted({material.rows[one][1].doc_id for incident in incidents for one in incident.reports})
    dated, publishers = counted((one.incident_id for one in incidents), "dated incident"), counted(material.independent(docs), "publisher")
    sides = [
        counted(material.independent(doc for doc in docs if material.head(doc).publisher_state == code), "publisher") for code in material.dyad
    ]
    level = next((name for name, least in CONFIDENCE.items() if _reaches(least, dated.number, publishers.number, [one.number for one in sides])), "low")
    official = counted((doc for doc in docs if material.head(doc).publisher_class in ("official", "state_media")), "")
    own = join_words([f"{one.number:,} of {name}" for one, name in zip(sides, material.names, strict=True)])
    text = (
        f"Confidence in this is {level}: it rests on {dated.shown} from {publishers.shown}, {own}; "
        f"{official.number:,} of {len(docs):,} documents behind them {be(official.number)} official or of state media."
    )
    facts: list[Fact] = [dated, publishers, *sides, official, counted(docs, "")]
    return level, Draft(text, "counted", material.openings(docs), facts, len(docs))


def _reaches(least: tuple[int, int, int], n_dated: int, n_publishers: int, sides: Sequence[int]) -> bool:
    return n_dated >= least[0] and n_publishers >= least[1] and min(sides) >= least[2]


def _tell_examples(material: Material, heading: str, incidents: Sequence[Incident]) -> Draft:
    """The weightiest incidents of one direction, in their own words."""
    chosen = rank_incidents(incidents)[:_EXAMPLES]
    facts: list[Fact] = []
    shown, evidence = [], []
    for one in chosen:
        lead = material.events_of(one)[0]
        words = material.shown_evidence(lead.record_id)
        quote, origin = Quoted(cut(words.quote, MOST_QUOTE), words), material.origin(lead.doc_id)
        facts += [quote, origin]
        evidence.append(words)
        shown.append(f"{tell_act(one, lead.trigger)} ({origin.shown}: “{quote.shown}”)")
    total = counted((one.incident_id for one in incidents), "incident")
    text = f"{heading}: {total.shown} of the later half, above all that {'; and that '.join(shown)}."
    return Draft(capitalise(text), "counted", evidence, [*facts, total], sum(len(one.reports) for one in incidents))
