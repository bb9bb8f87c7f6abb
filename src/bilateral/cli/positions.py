"""The commands `positions`, `expectations` and `third-parties`: what two sides hold and want, and who stands beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilateral.cli.options import FormatOption, OutOption, RecordOption, StateA, StateB
from bilateral.cli.output import add_commands, open_existing, write_table
from bilateral.errors import SettingsError

if TYPE_CHECKING:

    from bilateral.answers.positions import PairStances

__all__ = ["add_position_commands"]

_AsOf = Annotated[str | None, typer.Option("--as-of", help="Nothing published later, or without a date, is used: 2017, 2017-06 or 2017-06-01.")]
_Settings = Annotated[Path | None, typer.Option("--settings", help="A bilateral.toml with your [[issues]]; default: the one in this folder.")]
_Issue = Annotated[str | None, typer.Option("--issue", help="Only this issue, by code or name; a wrong one lists them all.")]


def _positions(  # noqa: PLR0913 - options
    state_a: StateA,
    state_b: StateB,
    *,
    record: RecordOption,
    issue: _Issue = None,
    shifts: Annotated[bool, typer.Option("--shifts", help="Where a side's stance on an issue changed, with both quotes.")] = False,
    sides: Annotated[bool, typer.Option("--sides", help="Agreement and disagreement of the two, by issue and date.")] = False,
    contradictions: Annotated[bool, typer.Option("--contradictions", help="One speaker for and against the same thing.")] = False,
    as_of: _AsOf = None,
    settings: _Settings = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """What each side holds on which issue: for, against, conditional, evasive or unclear, with the words that say so."""
    from bilateral.answers import positions as answers  # noqa: PLC0415 - loads analysis

    if shifts + sides + contradictions > 1:
        message = "got several of --shifts, --sides and --contradictions, expected one at a time"
        raise SettingsError(message)
    found = _read(record, (state_a, state_b), as_of, settings)
    if shifts:
        write_table(answers.shifts_table(found, issue=issue), "shifts", form, out)
    elif sides:
        write_table(answers.sides_table(found, issue=issue), "sides", form, out)
    elif contradictions:
        write_table(answers.contradictions_table(found, issue=issue), "contradictions", form, out)
    else:
        write_table(answers.positions_table(found, issue=issue), "positions", form, out)


def _expectations(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, as_of: _AsOf = None, settings: _Settings = None, form: FormatOption = None, out: OutOption = None
) -> None:
    """What each side wants of the other, set beside what came of it."""
    from bilateral.answers.positions import expectations_table  # noqa: PLC0415 - loads analysis

    write_table(expectations_table(_read(record, (state_a, state_b), as_of, settings)), "expectations", form, out)


def _third_parties(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, as_of: _AsOf = None, settings: _Settings = None, form: FormatOption = None, out: OutOption = None
) -> None:
    """States and bodies beside the two: as constraint, rival, mediator, market, ally, host or target, with counts and words."""
    from bilateral.answers.positions import third_parties_table  # noqa: PLC0415 - loads analysis

    write_table(third_parties_table(_read(record, (state_a, state_b), as_of, settings)), "third parties", form, out)


def _read(record: Path, pair: tuple[str, str], as_of: str | None, settings: Path | None) -> PairStances:
    from bilateral.answers.positions import read_stances  # noqa: PLC0415 - loads analysis

    opened = open_existing(record, settings)
    return read_stances(opened.path, *pair, as_of=as_of, settings=opened.settings)




_PAIR = "RUS KOR --record record/"
_COMMANDS = (
    ("positions", _positions, f"bilateral positions {_PAIR} --issue sanctions --sides"),
    ("expectations", _expectations, f"bilateral expectations {_PAIR}"),
    ("third-parties", _third_parties, f"bilateral third-parties {_PAIR} --as-of 2018"),
)


def add_position_commands(app: typer.Typer) -> None:
    """Add the commands on positions to the program.

    Args:
        app: The program.
    """
    add_commands(app, _COMMANDS)
