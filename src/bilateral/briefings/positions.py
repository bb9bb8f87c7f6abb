"""Where the two sides stand: issue by issue, where they agree and differ, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Draft,
    DraftBlock,
    DraftRow,
    DraftSection,
    DraftTable,
    Evidence,
    Fact,
    Given,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_party
from bilateral.briefings.positions_draft import draft_positions_chart, issue_name
from bilateral.briefings.wording import NOT_GIVEN, capitalise, cut, join_words, show_day, squeeze
from bilateral.vocabulary.issues import load_issues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import Position, Shift, SidesRow

__all__ = ["draft_positions"]

_MOST_ISSUES = 5
_MOST_SHIFTS = 4
_MOST_ROWS = 24
_ROW_QUOTE = 110
_COLUMNS = ("Issue", "“For” means", "{}", "{}", "Reading")
_STANDINGS = {"differ": "Where they differ", "partly": "Where one side attaches conditions or evades", "agree": "Where they agree"}
_READINGS = {"agree": "agree", "differ": "differ", "partly": "conditional or evasive", "apart": "years apart, or on different things", "one side": "one side only"}
_STANCES = {"for": "is for it", "against": "is against it", "conditional": "attaches a condition", "evasive": "leaves it open"}


def _means(code: str) -> str:
    return next((issue.means for issue in load_issues() if issue.code == code), NOT_GIVEN)


def draft_positions(material: Material) -> DraftSection:
    """Draft what both sides hold: the latest stance of each on each issue, shifts, and one speaker's contradictions."""
    latest = material.findings.stands
    if not latest:
        none = nothing_found("No sentence in the documents searched shows where either side stands on an issue.")
        return DraftSection("positions", "Where the two sides stand", [DraftBlock(None, [none])])
    blocks = [DraftBlock(None, [_tell_counts(latest), *_tell_cut(material)])]
    for standing, heading in _STANDINGS.items():
        rows = _ranked(row for row in latest if row.standing == standing)
        if rows:
            blocks.append(DraftBlock(heading, list(_tell_rows(material, rows))))
    for heading, shifts in (("What changed", material.findings.shifts), ("One speaker, two stances", material.findings.contradictions)):
        chosen = _choose_shifts(shifts)
        if chosen:
            blocks.append(DraftBlock(heading, [_tell_shift(material, one) for one in chosen[: material.room(_MOST_SHIFTS)]]))
    blocks.append(DraftBlock("Issue by issue", [], _draft_table(material, latest), draft_positions_chart(material)))
    return DraftSection("positions", "Where the two sides stand", blocks)


def _ranked(rows: Iterator[SidesRow]) -> list[SidesRow]:
    """Rows to tell, those in the sides' own words and on each other first, then the newest."""

    def weight(row: SidesRow) -> tuple[object, ...]:
        held = [one for one in (row.first, row.second) if one]
        own_words = sum(one.how == "statement" for one in held)
        return -own_words, -sum(one.towards_party is not None for one in held), -(row.day.toordinal() if row.day else 0), row.issue

    return sorted(rows, key=weight)


def _tell_counts(latest: Sequence[SidesRow]) -> Draft:
    positions = [one for row in latest for one in (row.first, row.second) if one]
    issues = counted((row.issue for row in latest), "issue")
    facts: list[Fact] = [issues]
    told = []
    for standing, words in (("agree", "agree on"), ("differ", "differ on"), ("partly", "are not both clear on"), ("apart", "spoke years apart or of different things on"), ("one side", "are known from one side alone on")):
        named = [row.issue for row in latest if row.standing == standing]
        if named:
            number = counted(named, "issue")
            facts.append(number)
            told.append(f"{words} {number.number:,}" + (f" ({join_words(sorted(map(issue_name, named)))})" if standing in ("differ", "agree") else ""))
    text = (
        f"The words of acts, promises and statements show a stance on {issues.shown}: the two sides {join_words(told)}. "
        "A stance is the last that a dated document shows; it is read from the words and tells nothing of motives."
    )
    return Draft(text, "counted", [_evidence(one) for one in positions][:5], facts, len(positions))


def _tell_cut(material: Material) -> Iterator[Draft]:
    """That a large record was read in part, for this section, the next and third parties."""
    n_read = material.findings.n_read_for_stances
    if n_read is not None:
        newest, all_of_them = Given(f"{n_read:,}"), counted(material.findings.documents_about, "document")
        text = (
            f"Positions, wishes and third parties were looked for in the newest {newest.shown} of the {all_of_them.shown} on both states; "
            "the commands that list them read every document."
        )
        yield Draft(text, "counted", material.openings(material.findings.documents_about), [newest, all_of_them], all_of_them.number)


def _evidence(one: Position) -> Evidence:
    return Evidence(one.record_id, one.table, one.doc_id, one.start_char, one.end_char, one.quote)


def _shown(material: Material, one: Position) -> Evidence:
    """The words to show: those of the record, widened where they are too short to be understood."""
    row = material.rows[one.record_id][1] if one.record_id in material.rows else None
    is_record = row is not None and (row.start_char, row.end_char) == (one.start_char, one.end_char)
    return material.shown_evidence(one.record_id) if is_record else _evidence(one)


def _tell_rows(material: Material, rows: Sequence[SidesRow]) -> Iterator[Draft]:
    shown = material.room(_MOST_ISSUES)
    for row in rows[:shown]:
        yield _tell_row(material, row)
    rest = [one for row in rows[shown:] for one in (row.first, row.second) if one]
    if rest:
        more = counted((one.issue for one in rest), "issue")
        yield Draft(f"The table has {more.shown} more of this kind.", "counted", [_evidence(one) for one in rest][:5], [more], len(rest))


def _tell_row(material: Material, row: SidesRow) -> Draft:
    """Both sides on one issue, each with its words; words that both sides used together stand once."""
    facts: list[Fact] = []
    evidence: list[Evidence] = []
    told = []
    held = [one for one in (row.first, row.second) if one]
    if len(held) == 2 and len({(one.stance, _shown(material, one).quote) for one in held}) == 1:  # noqa: PLR2004 - both sides
        words = _quote(material, held[0], facts, evidence)
        told.append(f"the same words show both sides {_plural(held[0].stance)} {words}")
    else:
        told.extend(f"{_subject(one, facts)} {_STANCES[one.stance]}: {_quote(material, one, facts, evidence)}" for one in held)
    text = f"On {issue_name(row.issue)} ({_meaning(row)}), {'; '.join(told)}."
    return Draft(text, "reported", evidence, facts, len(held))


def _meaning(row: SidesRow) -> str:
    return f"“for” is for {_means(row.issue).removeprefix('for ')}"


def _plural(stance: str) -> str:
    return {"for": "for it:", "against": "against it:", "conditional": "attaching a condition:", "evasive": "leaving it open:"}[stance]


def _subject(one: Position, facts: list[Fact]) -> str:
    name = Given(name_party(one.party))
    facts.append(name)
    return name.shown


def _quote(material: Material, one: Position, facts: list[Fact], evidence: list[Evidence]) -> str:
    """Words with their origin, added to what the sentence shows."""
    shown = _shown(material, one)
    quote, origin = Quoted(cut(shown.quote, MOST_QUOTE).strip("“”\"' "), shown), material.origin(one.doc_id)
    facts.extend((quote, origin))
    evidence.append(shown)
    return f"“{quote.shown}” ({origin.shown})"


def _choose_shifts(shifts: Sequence[Shift]) -> list[Shift]:
    """Shifts worth telling: in which one end is a clear stance, the newest first, one an issue and party, in words that are its own."""
    clear = [one for one in shifts if "statement" in (one.earlier.how, one.later.how)]
    newest = sorted(clear, key=lambda one: (one.later.day is not None, str(one.later.day), one.issue), reverse=True)
    by_issue = {(one.party, one.issue): one for one in reversed(newest)}
    return list({(one.earlier.quote, one.later.quote): one for one in by_issue.values()}.values())[::-1]


def _tell_shift(material: Material, one: Shift) -> Draft:
    facts: list[Fact] = []
    evidence: list[Evidence] = []
    name = Given(name_party(one.party))
    facts.append(name)
    earlier, later = (_quote(material, position, facts, evidence) for position in (one.earlier, one.later))
    text = (
        f"On {issue_name(one.issue)} {name.shown}'s words went from “{one.earlier.stance}” to “{one.later.stance}”: "
        f"earlier {earlier}; later {later}."
    ).replace("s's words", "s' words")
    facts.extend(Given(position.stance) for position in (one.earlier, one.later))
    return Draft(text, "reported", evidence, facts, 2)


def _draft_table(material: Material, latest: Sequence[SidesRow]) -> DraftTable:
    rows = sorted(latest, key=lambda row: (list(_READINGS).index(row.standing), row.issue))
    columns = (*_COLUMNS[:2], *(capitalise(name) for name in material.names), _COLUMNS[4])
    most = material.room(_MOST_ROWS)
    drafted = [_draft_row(row) for row in rows[:most]]
    return DraftTable("The last stance of each side on each issue", columns, drafted, len(rows[most:]))


def _draft_row(row: SidesRow) -> DraftRow:
    facts: list[Fact] = []
    held = [one for one in (row.first, row.second) if one]
    cells = (
        capitalise(issue_name(row.issue)),
        _means(row.issue),
        _cell(row.first, facts),
        _cell(row.second, facts),
        _READINGS[row.standing],
    )
    return DraftRow(cells, [_evidence(one) for one in held], facts, len(held))


def _cell(one: Position | None, facts: list[Fact]) -> str:
    if one is None:
        return NOT_GIVEN
    day = Given(show_day(one.day) if one.day else "no date")
    quote = Quoted(cut(squeeze(one.quote), _ROW_QUOTE).strip("“”\"' "), _evidence(one))
    facts.extend((day, quote))
    return f"{one.stance}, {day.shown}: “{quote.shown}”"
