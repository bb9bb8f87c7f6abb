"""The answers of a record as sections of rows that a page and the JSON show: positions, ledger, checks, and what else is asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bilateral.answers.drivers import TONE_ALONE, list_drivers
from bilateral.answers.figure_checks import check_pair
from bilateral.answers.indicators import CODED, build_series, has_coded
from bilateral.answers.ledger import life_table, projects_table, promises_table, read_ledger, shares_table
from bilateral.answers.network import Network, build_network
from bilateral.answers.official_series import list_series
from bilateral.answers.outlook import build_outlook
from bilateral.answers.outlook_text import outlook_rows
from bilateral.answers.positions import (
    contradictions_table,
    expectations_table,
    positions_table,
    read_stances,
    shifts_table,
    sides_table,
    third_parties_table,
)
from bilateral.briefings.names import name_party
from bilateral.briefings.wording import capitalise
from bilateral.tables.imported import list_data_sets
from bilateral.vocabulary.third_party_roles import load_role_words
from bilateral.web.heavy import compute, open_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from bilateral.answers.ledger import PairLedger
    from bilateral.answers.positions import PairStances
    from bilateral.record import Record
    from bilateral.settings import Settings

__all__ = ["ANSWERS", "Answer", "AnswerFilters", "Section", "list_data", "read_answer"]


@dataclass(frozen=True, slots=True)
class AnswerFilters:
    """What an answer is asked with; each answer uses its own."""

    as_of: str = ""
    issue: str = ""
    standing: str = ""
    entry: str = ""
    data: str = ""
    by: str = ""
    horizon: str = ""

    def address(self, **changes: str) -> str:
        """The query of an address with these filters, some of them changed."""
        given = asdict(self) | changes
        return "?" + urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Section:
    """One table of an answer: all columns for JSON, some of them for the page."""

    key: str
    title: str
    note: str
    rows: tuple[dict[str, Any], ...]
    shown: tuple[str, ...]
    link: str = ""  # the column whose value filters the page

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What the page shows, each with its kind (number, day, long or short); a column without any value is left out."""
        given = {name: [row[name] for row in self.rows if row.get(name) not in (None, "", [], ())] for name in self.shown}
        return [(name, _kind(name, values)) for name, values in given.items() if values]

    @property
    def has_words(self) -> bool:
        """Whether its rows quote the words that they rest on."""
        return bool(self.rows) and not {"quote", "words"}.isdisjoint(self.rows[0])


def _kind(name: str, values: Sequence[Any]) -> str:
    if name.endswith("quote") or name in ("what", "towards", "delivery", "reason", "conditions"):
        return "long"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "number"
    return "day" if name in ("published", "first_told", "last_told") or name.endswith("day") else "short"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the choices of its filters."""

    sections: tuple[Section, ...]
    choices: dict[str, tuple[str, ...]]
    network: Network | None = None


_Pair = tuple[str, str]


def _section(  # noqa: PLR0913 - the fields of a section
    key: str, title: str, table: pa.Table, shown: Iterable[str], *, note: str = "", link: str = ""
) -> Section:
    return Section(key, title, note, tuple(table.to_pylist()), tuple(shown), link)


@lru_cache(maxsize=16)
def _stances(record: Record, pair: _Pair, as_of: str, state: tuple[str, ...]) -> PairStances:
    """Positions, expectations and third parties of a pair, read once for three pages."""
    del state  # only a key
    return read_stances(record.path, *pair, as_of=as_of or None, settings=record.settings)


@lru_cache(maxsize=16)
def _ledger(record: Record, pair: _Pair, as_of: str, state: tuple[str, ...]) -> PairLedger:
    del state  # only a key
    return read_ledger(record.path, *pair, as_of=as_of or None)


def _positions(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    found, issue = _stances(record, pair, asked.as_of, state), asked.issue or None
    first, second = (code.lower() for code in pair)
    stands = ("issue", "day", "standing", f"{first}_stance", f"{first}_quote", f"{second}_stance", f"{second}_quote")
    changes = ("party", "issue", "earlier_day", "earlier_stance", "earlier_quote", "later_day", "later_stance", "later_quote")
    return Answer(
        (
            _section("sides", "Where the two stand, issue by issue", sides_table(found, issue=issue), stands, note="A row for each day on which a side's stance was first told or changed. Partly: one is conditional or evasive; apart: years lie between the two, or they speak of other third parties."),
            _section("shifts", "Shifts", shifts_table(found, issue=issue), changes, note="A party that holds something else on an issue than before."),
            _section("contradictions", "Contradictions", contradictions_table(found, issue=issue), changes, note="One speaker for and against the same thing."),
            _section("positions", "Every position", positions_table(found, issue=issue), ("day", "party", "issue", "stance", "towards", "speaker", "how")),
        ),
        {"issue": tuple(sorted({one.issue for one in found.findings.positions}))},
    )  # fmt: skip


def _expectations(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    table = expectations_table(_stances(record, pair, asked.as_of, state))
    return Answer((_section("expectations", "What each side wants of the other, and what came of it", table, ("day", "party", "other", "kind", "issues", "standing", "delivery")),), {})


def _third_parties(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    table = third_parties_table(_stances(record, pair, asked.as_of, state))
    shown = ("name", "role", "roles", "records", "documents", "publishers", "first_day", "last_day")
    return Answer((_section("parties", "States and bodies beside the two", table, shown, note=_tell_roles()),), {})


def _tell_roles() -> str:
    meanings = load_role_words().meanings
    told = "; ".join(f"{role}: {meaning}" for role, meaning in meanings.items())
    return f"Role: what the words around its name show most often; the words are of one record of that role. {capitalise(told)}; unclear: its name stands there, no words show a role."


def _promises(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    found = _ledger(record, pair, asked.as_of, state)
    promises, projects = promises_table(found), projects_table(found)
    standings = tuple(sorted({*promises["standing"].to_pylist(), *projects["standing"].to_pylist()}))
    if asked.entry:
        return Answer(tuple(_lives(found, asked.entry)), {"standing": standings})
    shares = ("side", "n_promises", "n_kept", "n_missed", "share_kept", "low", "high", "not_judged_no_deadline", "not_judged_not_due", "not_judged_overdue")
    kept = "Low and high bound the share kept with 95 % certainty (Wilson); with fewer than ten judged promises it says next to nothing. The base rate counts every promise of these documents, also those to others."
    entries = ("what", "standing", "deadline", "actor", "recipient", "firmness", "conditions", "n_documents", "first_told", "last_told", "judged_by", "instrument", "issue", "place_name", "review")
    works = ("project_name", "other_names", "parties", "place_name", "start", "due", "stages", "standing", "first_told", "last_told", "n_documents")
    return Answer(
        (
            _section("shares", "How many promises were kept", shares_table(found), shares, note=kept),
            _only(_section("promises", "Promises", promises, entries, link="entry_id"), asked.standing),
            _only(_section("projects", "Joint projects", projects, works, link="project_id"), asked.standing),
        ),
        {"standing": standings},
    )  # fmt: skip


def _only(section: Section, standing: str) -> Section:
    rows = tuple(row for row in section.rows if not standing or row["standing"] == standing)
    return Section(section.key, section.title, section.note, rows, section.shown, section.link)


def _lives(found: PairLedger, entry: str) -> Iterable[Section]:
    """The life of one promise or project."""
    for is_project in (False, True):
        rows = tuple(row for row in life_table(found, projects=is_project).to_pylist() if row["entry_id"] == entry)
        if rows:
            yield Section("life", f"Life of: {rows[0]['what']}", "Each change of status with the words that tell it.", rows, ("step", "published", "status", "decided_by", "publisher"))


def _checks(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    del state
    rows = check_pair(record.path, *pair, as_of=asked.as_of or None).to_pylist()
    shown = ("verdict", "reason", "indicator", "period", "value", "unit", "claimed_by", "found_value", "found_period", "found_reporter", "off_pct", "verdict_then")
    judged = tuple(row for row in rows if row["verdict"] not in _UNJUDGED)
    others = tuple(row for row in rows if row["verdict"] in _UNJUDGED)
    note = "Claims of documents against the official series of the record; verdict then is by what was known when the document was published."
    return Answer(
        (
            Section("judged", "Figures that could be judged", note, judged, shown),
            Section("others", "Figures that could not", "No data: no official series of the record holds it. Not checkable: its words do not tell enough.", others, shown),
        ),
        {},
    )  # fmt: skip


_UNJUDGED = ("no data", "not checkable")


def _drivers(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    del asked, state
    rows = list_drivers(record.path, *pair).to_pylist()
    shown = ("corroboration", "factor_type", "n_documents", "voices", "first_day", "last_day")
    note = "Those named by most independent voices first: a voice is a speaker who is named, else the publisher; copies count with their original. Of one voice alone: read it as that voice's view."
    faint = "No word tells these as a driver or hurdle: they are read from the tone of the sentences of one voice alone. Read by hand, a third to a half of such lines were worth one; the brief leaves them out."
    by_tone = tuple(row for row in rows if row["corroboration"] == TONE_ALONE)
    told = [row for row in rows if row["corroboration"] != TONE_ALONE]
    titles = {"driver": "What drives the relation", "hurdle": "What holds it back"}
    sections = [Section(one, title, note, tuple(row for row in told if row["polarity"] == one), shown) for one, title in titles.items()]
    return Answer((*sections, Section("tone", "By tone alone", faint, by_tone, ("polarity", *shown[1:]))), {})


def _data_choices(record: Record) -> tuple[str, ...]:
    names = tuple(row["data_name"] for row in list_data_sets(record.path))
    return (CODED, *names) if has_coded(record.path) else names


def _chosen_data(record: Record, asked: AnswerFilters) -> str:
    """The data set that is asked for; the record's own incidents, else the first data set, where none is named."""
    return asked.data or next(iter(_data_choices(record)), CODED)


def _network(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    del state
    found = build_network(record.path, *pair, data=_chosen_data(record, asked), by=asked.by or "year")
    first, second = pair
    parties = [
        {
            "name": found.names[one.party], "party": one.party, f"acts_with_{first}": one.first.n, f"balance_with_{first}": one.first.balance,
            f"acts_with_{second}": one.second.n, f"balance_with_{second}": one.second.balance, "signs": one.signs, "is_balanced": one.is_balanced,
        }
        for one in found.parties
    ]  # fmt: skip
    moves = [
        {"name": one.name, "leader": one.leader, "leader_acts": one.leader_acts, "follower_acts": one.follower_acts, "correlation": one.move.correlation, "p_value": one.move.p_value, "p_adjusted": one.p_adjusted}
        for one in found.moves
    ]  # fmt: skip
    sides = {"with_first": f"with_{first}", "with_second": f"with_{second}"}
    communities = [{sides.get(name, name): value for name, value in asdict(one).items()} for one in found.communities]
    note = f"Balance is cooperation less conflict as a share of both. Signs are of the tie of the two, of the third party with {name_party(first)} and with {name_party(second)}: an even number of minus signs is balanced."
    return Answer(
        (
            Section("parties", "Third parties with ties to both", note, tuple(parties), tuple(parties[0])[:1] + tuple(parties[0])[2:] if parties else ()),
            Section("moves", "Who moves when", "Acts of one side followed by acts of the other a week later, the surest first; a lead is no cause.", tuple(moves), tuple(moves[0]) if moves else ()),
            Section("communities", "Communities over time", "Together: the share of runs that found the two in one community. A community is no alliance.", tuple(communities), ("period", "together", *sides.values(), "n_parties", "n_events")),
        ),
        {"data": _data_choices(record), "by": ("year", "quarter", "month")}, found if found.parties else None,
    )  # fmt: skip


def _outlook(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    del state
    found = build_outlook(record.path, *pair, horizon=asked.horizon or "6m", data=_chosen_data(record, asked), as_of=asked.as_of or None)
    rows = outlook_rows(found.lines).to_pylist() if found.lines else []
    basis = f"From {'the documents' if found.data_name == CODED else found.data_name} up to {found.as_of}: {found.n_events} events in {found.n_periods} whole {found.step}s. {found.note}".strip()
    shown = ("period", "expected", "low", "high", "p_any", "likelihood", "base_rate", "base_mean", "model", "skill")
    counts = tuple(row for row in rows if row["direction"] == "both" and row["measure"] == "n")
    kinds = tuple(row for row in rows if row not in counts and row["ahead"] in (0, 1))
    return Answer(
        (
            Section("counts", "Events, both directions", basis, counts, shown),
            Section("kinds", "By direction and kind, the next period and the whole horizon", "The base rate is the share of past periods with at least one such event.", kinds, (*shown[:1], "direction", "measure", *shown[1:])),
        ),
        {"data": _data_choices(record), "horizon": ("4w", "3m", "6m", "1y")},
    )  # fmt: skip


def _series(record: Record, pair: _Pair, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    del state
    name = _chosen_data(record, asked)
    shown = ("period", "actor", "recipient", "n", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "balance", "intensity_mean", "status")
    table = build_series(record.path, *pair, by=asked.by or "year", data=[name])[::-1]
    note = "The newest first. Silent: the data cover the period and tell of no act; no coverage is not the same."
    section = _section("series", f"{'The record' if name == CODED else name}, both ways", table, shown, note=note)
    return Answer((section,), {"data": _data_choices(record), "by": ("year", "quarter", "month", "week")})


ANSWERS: dict[str, tuple[str, tuple[str, ...], Callable[[Record, _Pair, AnswerFilters, tuple[str, ...]], Answer]]] = {
    "positions": ("Positions", ("as_of", "issue"), _positions),
    "expectations": ("Expectations", ("as_of",), _expectations),
    "ledger": ("Ledger", ("as_of", "standing"), _promises),
    "drivers": ("What drives it", (), _drivers),
    "checks": ("Checks of figures", ("as_of",), _checks),
    "third-parties": ("Third parties", ("as_of",), _third_parties),
    "network": ("Network", ("data", "by"), _network),
    "series": ("Series", ("data", "by"), _series),
    "outlook": ("Outlook", ("as_of", "data", "horizon"), _outlook),
}
"""Answers by their name in the address: title, filters, and what reads them."""


def read_answer(record: Record, name: str, pair: tuple[str, str], *, asked: AnswerFilters, state: tuple[str, ...]) -> Answer:
    """One answer on a pair.

    Args:
        record: The record.
        name: One of `ANSWERS`.
        pair: The two states.
        asked: Filters.
        state: What tells one state of the record from another; the answer is kept until it changes.

    Returns:
        The answer.

    Raises:
        SettingsError: If a filter is wrong.
        StillComputingError: If the record is large and the answer is not there yet.
    """
    return compute(record, state, _answer, name, pair, asked)


def _answer(path: Path, settings: Settings, state: tuple[str, ...], name: str, pair: _Pair, asked: AnswerFilters) -> Answer:  # noqa: PLR0913, PLR0917 - one answer
    return ANSWERS[name][2](open_here(path, settings), pair, asked, state)


@lru_cache(maxsize=4)
def list_data(record: Record, state: tuple[str, ...]) -> tuple[Section, ...]:
    """The data sets and official series that were imported.

    Args:
        record: The record.
        state: As for `read_answer`.

    Returns:
        Two sections.
    """
    del state  # only a key
    counted: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in list_series(record.path).to_pylist():
        names = ("series_name", "provider", "reporter", "partner", "indicator", "unit")
        key = tuple(str(row[name] or "") for name in names)
        known = counted.setdefault(key, {**{name: row[name] for name in names}, "n_values": 0, "first_period": row["period"], "last_period": row["period"]})
        known |= {"n_values": known["n_values"] + 1, "first_period": min(known["first_period"], row["period"]), "last_period": max(known["last_period"], row["period"])}
    sets = tuple(list_data_sets(record.path))
    official = ("series_name", "provider", "reporter", "partner", "indicator", "unit", "n_values", "first_period", "last_period")
    return (
        Section("events", "Event data sets", "Of different names they are never added up.", sets, ("data_name", "data_type", "n_files", "n_kept", "n_rejected", "first_day", "last_day")),
        Section("official", "Official series", "Figures of documents are checked against these.", tuple(counted.values()), official),
    )  # fmt: skip
