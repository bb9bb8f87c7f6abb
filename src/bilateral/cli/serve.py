"""The command that opens a record in the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from typing import Annotated

import typer

from bilateral.cli.options import RecordOption
from bilateral.errors import SettingsError

__all__ = ["add_serve_commands"]

_HOST = "127.0.0.1"
"""Only this machine is served: there are no accounts."""

_OPEN_AFTER_SECONDS = 1.0


def _serve(
    *,
    record: RecordOption,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port on this machine; 0 takes a free one.")] = 8642,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """Open a record in the browser: read, check, search and review it; only this machine can reach it."""
    import uvicorn  # noqa: PLC0415 - heavy

    from bilateral.settings import read_settings  # noqa: PLC0415
    from bilateral.web.app import create_app  # noqa: PLC0415

    app = create_app(record, read_settings())
    listening = _listen(port)
    address = f"http://{_HOST}:{listening.getsockname()[1]}/"
    typer.echo(f"{record} is at {address} (Ctrl+C ends)")
    if browser:
        threading.Timer(_OPEN_AFTER_SECONDS, webbrowser.open, [address]).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    """A socket on this machine alone."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        message = f"got port {port}, which is not free ({error.strerror}); name another one with --port, or 0"
        raise SettingsError(message) from error
    return listening


def add_serve_commands(app: typer.Typer) -> None:
    """Add the command to the program.

    Args:
        app: The program.
    """
    app.command("serve", epilog="Example: `bilateral serve --record record/`")(_serve)
