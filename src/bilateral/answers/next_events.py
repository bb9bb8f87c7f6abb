"""Which event comes next, by an imported data set: forecasts with the past events that speak for each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.link_graph import build_graph
from bilateral.analysis.link_model import FitPlan, fit_link_model
from bilateral.analysis.link_next import forecast_next
from bilateral.analysis.link_reasons import find_reasons
from bilateral.answers.coded_rows import CODED
from bilateral.answers.indicators import choose_data
from bilateral.errors import SettingsError, StateError
from bilateral.tables.imported import find_data_set, list_data_sets, warm_connection
from bilateral.vocabulary.cameo import load_cameo
from bilateral.vocabulary.likelihood import likelihood_word
from bilateral.vocabulary.states import find_state, state_name

if TYPE_CHECKING:
    import pyarrow as pa

    from bilateral.analysis.link_graph import LinkGraph
    from bilateral.analysis.link_history import History
    from bilateral.analysis.link_model import LinkModel
    from bilateral.analysis.link_next import NextEvent

__all__ = ["find_next_events"]

_DAYS = 365
"""Days of data that are used at most, counted back from the last."""

_CHECKED_DAYS, _LEAST_DAYS = 14, 60
"""Last days, on which the chances are checked, and days that a data set must span."""

_PLAN = FitPlan(n_days=30, n_questions=4_000, n_checked=3_000)
"""A tenth of what the benchmark is fitted on: on ICEWS14 it costs less than half a point of MRR."""

_EVENTS = """
    SELECT coalesce(actor_name, actor) AS doer, coalesce(recipient_name, recipient) AS met, coalesce(cameo_code, event_type) AS act,
           any_value(actor) AS doer_state, any_value(recipient) AS met_state, event_date_start AS day
    FROM {events}
    WHERE realis = 'happened' AND event_date_start = event_date_end AND doer IS NOT NULL AND met IS NOT NULL AND act IS NOT NULL
      AND event_date_start > DATE '{first}' AND event_date_start <= DATE '{last}'
    GROUP BY doer, met, act, day
"""


@dataclass(frozen=True)
class _Events:
    """A data set as a graph, with what its numbers stand for."""

    graph: LinkGraph
    names: list[str]
    acts: list[str]
    states: list[str | None]
    last: dt.date


def find_next_events(  # noqa: PLR0913 - options
    record: str | Path, state_a: str, state_b: str | None = None, *, data: str | None = None, as_of: str | None = None, most: int = 20, n_reasons: int = 3,
) -> pa.Table:  # fmt: skip
    """The likeliest acts of a state on the day after the last of a data set, from it or to one other state.

    Acts of the state and of all that the data set links to it (its ministries,
    leaders, citizens). A ranker is fitted on the last days of the data set, which takes a
    minute or so; nothing of documents enters. Does not foresee a kind of act
    that its actor never did.

    Args:
        record: Folder of the record.
        state_a: The state that acts, by ISO code, name or capital.
        state_b: The state that is acted on; any by default.
        data: Name of an imported data set; the only one by default.
        as_of: Only what is dated up to this day is used, ISO 8601.
        most: Rows at most.
        n_reasons: Past events told for each at most.

    Returns:
        One row a possible act, the likeliest first: `forecast_date`, `actor_name`, `cameo_code`, `event_name`,
        `recipient_name`, `recipient`, `chance`, `likelihood`, `base_rate` (share of days on which it
        happened), `n_days` (on which it happened), `last_date`, `reasons`.

    Raises:
        SettingsError: If there is no such data set, it is too short, or LightGBM is not installed.
        StateError: If a state is not known, both are the same, or the data set has no act of it.
    """
    record = Path(record)
    code, other = find_state(state_a), find_state(state_b) if state_b else None
    if code == other:
        message = f"got {code} twice, expected two different states"
        raise StateError(message)
    events = _read_events(record, _chosen(record, data), as_of)
    doers, met = _entities_of(events, code), None if other is None else _entities_of(events, other)
    day = int(events.graph.facts[-1, 3]) + 1
    model, history = fit_link_model(events.graph, day - _CHECKED_DAYS, day, plan=_PLAN)
    found = forecast_next(model, history, doers, objects=met)
    rows = [_row(events, model, history, (act, n_reasons)) for act in found[:most]]
    return _as_table(rows)


def _chosen(record: Path, data: str | None) -> str:
    """The data set that is meant.

    Raises:
        SettingsError: If it is none that was imported, or several are there.
    """
    names = choose_data(record, [data] if data else None)
    imported = [row["data_name"] for row in list_data_sets(record)]
    if names[0] == CODED and not data and len(imported) == 1:
        return str(imported[0])
    if names[0] == CODED:
        message = f"got the record's own coded events, expected an imported data set with --data: {', '.join(imported) or 'none yet, see bilateral import'}"
        raise SettingsError(message)
    return names[0]


def _last_day(record: Path, name: str, as_of: str | None) -> dt.date:
    """The last day that is used.

    Raises:
        SettingsError: If the day cannot be read, or nothing is dated up to it.
    """
    row = next((row for row in list_data_sets(record) if row["data_name"] == name), {})
    try:
        given = dt.date.fromisoformat(as_of) if as_of else None
    except ValueError as error:
        message = f"got the day {as_of!r}, expected one such as 2018-06-30"
        raise SettingsError(message) from error
    first, last = row.get("first_day"), row.get("last_day")
    if first is None or last is None or (given and given < first):
        message = f"got {name} with days from {first} to {last}, expected events up to {given or 'some day'}"
        raise SettingsError(message)
    end: dt.date = min(given, last) if given else last
    return end


def _read_events(record: Path, name: str, as_of: str | None) -> _Events:
    """The events of a data set as numbers.

    Raises:
        SettingsError: If they span too few days.
    """
    data_set = find_data_set(record, name)
    last = _last_day(record, name, as_of)
    with warm_connection() as connection:
        asked = _EVENTS.format(events=data_set.events, first=last - dt.timedelta(days=_DAYS), last=last)
        table = connection.sql(asked).to_arrow_table().to_pydict()
    names = sorted({*table["doer"], *table["met"]})
    acts = sorted(set(table["act"]))
    entity, act = ({label: number for number, label in enumerate(labels)} for labels in (names, acts))
    states = {**dict(zip(table["met"], table["met_state"], strict=True)), **dict(zip(table["doer"], table["doer_state"], strict=True))}
    days = [day.toordinal() for day in table["day"]]
    if len(set(days)) < _LEAST_DAYS:
        message = f"got {name} with events on {len(set(days))} days up to {last}, expected at least {_LEAST_DAYS} to learn from"
        raise SettingsError(message)
    columns = [[entity[label] for label in table["doer"]], [act[label] for label in table["act"]], [entity[label] for label in table["met"]], days]
    graph = build_graph(np.array(columns, np.int64).T, names, len(acts))
    return _Events(graph, names, acts, [states.get(label) for label in names], last)


def _entities_of(events: _Events, code: str) -> Any:
    """Numbers of all actors that the data set links to a state.

    Raises:
        StateError: If there are none.
    """
    found = np.flatnonzero(np.array([state == code for state in events.states]))
    if not len(found):
        message = f"got {state_name(code)} ({code}), of which this data set has no event in the year up to {events.last}; expected a state that it covers"
        raise StateError(message)
    return found


def _act_name(code: str) -> str:
    """Name of an act by its code."""
    entry = load_cameo().get(code)
    return entry.name if entry else code


def _date(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _row(events: _Events, model: LinkModel, history: History, told: tuple[NextEvent, int]) -> dict[str, Any]:
    """One row of the answer."""
    act, n_reasons = told
    reasons = find_reasons(history, model.shares, (act.subject, act.relation, act.object), most=n_reasons)
    return {
        "forecast_date": _date(history.day),
        "actor_name": events.names[act.subject],
        "cameo_code": events.acts[act.relation],
        "event_name": _act_name(events.acts[act.relation]),
        "recipient_name": events.names[act.object],
        "recipient": events.states[act.object],
        "chance": act.chance,
        "likelihood": likelihood_word(act.chance),
        "base_rate": act.base_rate,
        "n_days": act.n,
        "last_date": _date(act.last_day) if act.last_day is not None else None,
        "reasons": [
            f"{reason.reason_type}: {events.names[reason.subject]} · {_act_name(events.acts[reason.relation])} · {events.names[reason.object]}, "
            f"{reason.n} days, last {_date(reason.last_day)}"
            for reason in reasons
        ],
    }


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    text, number = pa.string(), pa.float64()
    kinds = {
        "forecast_date": text, "actor_name": text, "cameo_code": text, "event_name": text, "recipient_name": text, "recipient": text, "chance": number,
        "likelihood": text, "base_rate": number, "n_days": pa.int64(), "last_date": text, "reasons": pa.list_(text),
    }  # fmt: skip
    return pa.Table.from_pylist(rows, pa.schema(list(kinds.items())))
