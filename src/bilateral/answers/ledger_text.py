"""The ledger of a pair as text to be read: entries with their evidence, then how many were kept and what cannot be said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.analysis.ledger_summary import REASONS
from bilateral.briefings.names import name_parties, name_party
from bilateral.briefings.wording import capitalise, count, cut, join_words, show_amount, show_day, show_period, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.answers.ledger import PairLedger
    from bilateral.findings import KeptShare, LedgerEntry, ProjectEntry, StatusChange

__all__ = ["FEW", "HEADINGS", "render_ledger", "tell_share", "tell_terms"]

HEADINGS = {
    "overdue": "Overdue: past the deadline, no report of the outcome",
    "missed": "Missed",
    "disputed": "Disputed: documents contradict each other",
    "cancelled": "Cancelled",
    "stalled": "Stalled",
    "kept": "Kept",
    "open": "Open",
}
"""Standings in the order in which a reader needs them."""

FEW = 10
"""With fewer judged promises a share says next to nothing, and is called so."""

_MOST_WORDS = 200
_BARE = 60
_END = re.compile(r"[.!?][\"”’)]*(?=\s)|\n\n")
_JUDGES = {"document": "told by documents", "reviewer": "decided by a reviewer", "official figures": "by official figures", "clock": "by the clock"}


def render_ledger(ledger: PairLedger, *, projects: bool = False) -> str:
    """The ledger as Markdown that reads as plain text too.

    Args:
        ledger: The ledger of a pair.
        projects: Joint projects instead of promises.

    Returns:
        Entries by standing, each with its life, then the summary.
    """
    names = join_words([capitalise(name_party(state)) for state in ledger.dyad])
    clock = f" as of {show_day(ledger.findings.as_of)}" if ledger.findings.as_of else ", no document dated"
    shown = ledger.projects if projects else ledger.entries
    noun = "joint project" if projects else "promise"
    lines = [f"# {names}: {count(len(shown), noun)}{clock}", ""]
    for standing, heading in HEADINGS.items():
        entries = [entry for entry in shown if entry.standing == standing]
        if entries:
            lines += [f"## {heading} ({len(entries)})", ""]
        for entry in entries:
            lines += _tell_project(ledger, entry) if projects else _tell_promise(ledger, entry)  # type: ignore[arg-type]
            lines.append("")
    if not shown:
        lines += [f"No {noun} was found in the documents on both states.", ""]
    if ledger.findings.ledger and not projects:
        lines += ["## Summary", "", *(f"- {line}" for line in _tell_summary(ledger)), ""]
    return "\n".join(lines)


def _tell_promise(ledger: PairLedger, entry: LedgerEntry) -> Iterator[str]:
    row = ledger.rows[next(one for one in entry.reports if ledger.rows[one].what == entry.what)]
    towards = f" to {name_parties(entry.recipient)}" if entry.recipient else ""
    yield f"- **{capitalise(name_parties(entry.actor))}{towards}**: {cut(squeeze(row.quote), _MOST_WORDS)}"
    about = [f"about: {join_words(list(entry.matters))}"] if entry.matters else []
    details = [*about, entry.firmness, *tell_terms(entry), f"deadline {show_period(entry.deadline)}" if entry.deadline else "no deadline"]
    if entry.target_value is not None:
        details.append(f"target {show_amount(entry.target_value, entry.target_unit)}")
    details += [count(entry.n_documents, "document"), *([_JUDGES[entry.judged_by]] if entry.judged_by else []), f"entry {entry.entry_id}"]
    yield f"  ({'; '.join(details)})"
    yield from (f"  - {line}" for line in _tell_life(ledger, entry.history, shown=row.record_id))
    if entry.track:
        yield f"  - target {entry.track.verdict}: {_tell_track(entry)}"
    for one in entry.bearings:
        event = ledger.rows.get(one.record_id)
        if event is not None:
            yield f"  - act ({one.bearing}), {one.event_date or 'no date'}: “{cut(squeeze(event.quote), _MOST_WORDS)}” [{one.record_id}]"
    if entry.renewed_from:
        yield f"  - renews entry {entry.renewed_from}"
    if entry.contradictions:
        yield "  - contradiction: " + "; ".join(f"{one} says kept, {other} says not" for one, other in entry.contradictions)


def tell_terms(entry: LedgerEntry) -> list[str]:
    """What a promise hangs on, stands in, belongs to and where it is to be done, as far as documents tell, ready to be joined.

    Args:
        entry: An entry of the ledger.

    Returns:
        At most four short phrases; empty where nothing is told.
    """
    conditions = " and ".join(f"“{cut(words, _MOST_WORDS)}”" for words in entry.conditions)
    told = [f"conditional on {conditions}"] if conditions else []
    told += [f"in a {entry.instrument}" if entry.instrument != "agreement" else "in an agreement"] if entry.instrument else []
    told += [f"issue: {entry.issue.replace('_', ' ')}"] if entry.issue else []
    return told + ([f"where: {entry.place_name}"] if entry.place_name else [])


def _tell_track(entry: LedgerEntry) -> str:
    track = entry.track
    if track is None:
        return ""
    told = [f"{_show(track.last_value, track.unit)} in {show_period(track.last_period)}"]
    if track.required_value is not None and track.verdict in ("on track", "behind"):
        told.append(f"{_show(track.required_value, track.unit)} needed by then on a straight path")
    if track.base_value is not None and track.base_period:
        told.append(f"{_show(track.base_value, track.unit)} in {show_period(track.base_period)} before the promise")
    return f"{', '.join(told)} ({track.series_name})"


def _show(value: float, unit: str) -> str:
    """An official value to three digits: the table of observations has it whole."""
    return show_amount(float(f"{value:.3g}"), unit)


def _tell_project(ledger: PairLedger, entry: ProjectEntry) -> Iterator[str]:
    others = f" (also: {join_words(list(entry.names[1:]))})" if len(entry.names) > 1 else ""
    yield f"- **{entry.names[0]}**{others}: {name_parties(entry.parties)}"
    details = [f"where: {entry.place_name}"] if entry.place_name else []
    if entry.cost_value is not None:
        details.append(f"cost {show_amount(entry.cost_value, entry.cost_unit)}")
    details += [f"start {show_period(entry.start)}"] if entry.start else []
    details += [f"due {show_period(entry.due)}"] if entry.due else []
    yield f"  ({'; '.join([*details, count(entry.n_documents, 'document'), f'project {entry.project_id}'])})"
    yield from (f"  - {line}" for line in _tell_life(ledger, entry.history))


def _tell_life(ledger: PairLedger, life: tuple[StatusChange, ...], *, shown: str = "") -> Iterator[str]:
    """One line a change; the words of the record that is shown already are not told twice."""
    for change in life:
        day = change.published or "no date"
        if change.decided_by == "clock":
            yield f"{day}  {change.status} (by the clock)"
            continue
        head = ledger.heads.get(change.doc_id)
        who = f"reviewer {change.reviewer}" if change.decided_by == "reviewer" else (head.publisher if head else None) or "publisher not known"
        words = cut(squeeze(_sentence(ledger, change)), _MOST_WORDS)
        is_shown = change.record_id == shown and change.decided_by != "reviewer" and words.rstrip(".") == cut(squeeze(change.quote), _MOST_WORDS).rstrip(".")
        yield f"{day}  {change.status}  {who}{': the words above' if is_shown else f': “{words}”'} [{change.record_id}]"


def _sentence(ledger: PairLedger, change: StatusChange) -> str:
    """The words of a change; a bare name ("the port project") with the sentence that it stands in."""
    row, text = ledger.rows.get(change.record_id), ledger.texts.get(change.doc_id, "")
    if row is None or len(change.quote) >= _BARE or text[row.start_char : row.end_char] != change.quote:
        return change.quote
    start = max((found.end() for found in _END.finditer(text, max(0, row.start_char - _MOST_WORDS), row.start_char)), default=row.start_char)
    after = _END.search(text, row.end_char, row.end_char + _MOST_WORDS)
    return text[start : after.start() + 1 if after else row.end_char].strip()


def tell_share(share: KeptShare) -> str:
    """How many were kept, with the interval, in words.

    Example:
        >>> from bilateral.findings import KeptShare
        >>> tell_share(KeptShare("all", 3, 1, 1, 0.5, 0.0945, 0.9055, (("not due", 1),)))
        '1 of 2 that could be judged was kept (50 %; 95 % interval 9 to 91 %; too few to generalise)'
    """
    judged = share.n_kept + share.n_missed
    if share.share_kept is None or share.low is None or share.high is None:
        return f"none of {share.n} could be judged" if share.n != 1 else "it could not be judged"
    if judged == 1:
        return f"the one that could be judged was {'kept' if share.n_kept else 'not kept'} (too few to generalise)"
    verb = "was" if share.n_kept == 1 else "were"
    few = "; too few to generalise" if judged < FEW else ""
    interval = f"95 % interval {share.low * 100:.0f} to {share.high * 100:.0f} %"
    return f"{share.n_kept} of {judged} that could be judged {verb} kept ({share.share_kept * 100:.0f} %; {interval}{few})"


def _tell_summary(ledger: PairLedger) -> Iterator[str]:
    first, *sides = ledger.findings.shares
    yield f"Kept: {tell_share(first)}."
    if first.not_judged:
        reasons = "; ".join(f"{number} ({REASONS[reason]})" for reason, number in first.not_judged)
        yield f"Could not be judged: {sum(number for _, number in first.not_judged)} of {first.n}: {reasons}."
    for side in sides:
        who = "Promised jointly" if side.side == "joint" else f"Promised by {name_party(side.side)} alone"
        yield f"{who}: {side.n}; {tell_share(side)}."
    base = ledger.findings.base_rate
    if base is not None and base.n > first.n:
        yield f"Base rate (every promise in these documents, also to others, {base.n} in all; no forecast): {tell_share(base)}."
    orphans = ledger.review.orphans
    if orphans:
        yield f"Review: {count(len(orphans), 'decision')} could not be placed any more; see `bilateral review list --orphans`."
