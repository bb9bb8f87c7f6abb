"""The command `bilateral next`: which event comes next, by an imported data set."""

from __future__ import annotations

from typing import Annotated

import typer

from bilateral.cli.options import FormatOption, OutOption, RecordOption, StateA
from bilateral.cli.output import write_table

__all__ = ["add_next_commands"]


def _next(  # noqa: PLR0913 - options
    state_a: StateA, state_b: Annotated[str | None, typer.Argument(help="The state that is acted on; any by default.")] = None,
    *, record: RecordOption,
    data: Annotated[str | None, typer.Option("--data", "-d", help="Imported data set; needed where there are several.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Use only what is dated up to this day: 2018-06-30.")] = None,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="Rows at most.")] = 20,
    reasons: Annotated[int, typer.Option("--reasons", min=0, help="Past events told for each at most.")] = 3,
    form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """The likeliest acts of a state on the day after the data end, with the past events that speak for each."""
    from bilateral.answers.next_events import find_next_events  # noqa: PLC0415 - loads the store

    typer.echo("fitting on the data set: about a minute for half a million events", err=True)
    rows = find_next_events(record, state_a, state_b, data=data, as_of=as_of, most=most, n_reasons=reasons)
    write_table(rows, "acts", form, out)


def add_next_commands(app: typer.Typer) -> None:
    """Add the command to the program.

    Args:
        app: The program.
    """
    app.command("next", epilog="Example: `bilateral next RUS KOR --record record/ --data icews18`")(_next)
