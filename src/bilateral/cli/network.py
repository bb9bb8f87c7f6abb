"""The command `bilateral network`: third parties, who moves when, communities, graph files."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bilateral.cli.options import FromOption, OutOption, RecordOption, StateA, StateB, ToOption
from bilateral.cli.output import write_text

__all__ = ["add_network_commands"]


class _Form(StrEnum):
    """Forms in which a network can be written."""

    md = "md"
    csv = "csv"
    json = "json"
    graphml = "graphml"
    gexf = "gexf"


class _By(StrEnum):
    """Lengths of the periods that communities are told by."""

    month = "month"
    quarter = "quarter"
    year = "year"


def _network(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption,
    data: Annotated[str | None, typer.Option("--data", "-d", help="Data set; `coded`: the record's own incidents (the default where it holds any).")] = None,
    start: FromOption = None, end: ToOption = None,
    by: Annotated[_By, typer.Option("--by", help="Length of the periods that communities are told by.")] = _By.year,
    form: Annotated[_Form | None, typer.Option("--format", "-f", help="Default: a page on a screen, csv (ties) in a pipe.")] = None,
    out: OutOption = None,
) -> None:  # fmt: skip
    """Who stands around two states: signed ties to both, who moves when, communities over time; .graphml and .gexf with --out."""
    from bilateral.answers.network import build_network, check_file, network_page, render_network, write_network  # noqa: PLC0415 - loads analysis

    if out is not None:
        check_file(out)  # before the work
    network = build_network(record, state_a, state_b, data=data, by=by.value, span=(start, end))
    if out is not None:
        write_network(network, out)
        typer.echo(f"wrote {network.graph.number_of_nodes()} states and bodies and {network.graph.number_of_edges()} ties to {out}", err=True)
    elif form is None and sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - heavy
        from rich.markdown import Markdown  # noqa: PLC0415

        Console().print(Markdown(network_page(network)))
    else:
        write_text(render_network(network, (form or _Form.csv).value), None)


def add_network_commands(app: typer.Typer) -> None:
    """Add the command to the program.

    Args:
        app: The program.
    """
    app.command("network", epilog="Example: `bilateral network RUS KOR --record record/ --data icews18 --out network.graphml`")(_network)
