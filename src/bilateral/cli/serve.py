"""The command that opens a record in the browser."""

from __future__ import annotations

import ipaddress
import socket
import threading
import webbrowser
from pathlib import Path  # noqa: TC003 - read by typer
from typing import Annotated

import typer

from bilateral.cli.options import RecordOption
from bilateral.errors import SettingsError

__all__ = ["add_serve_commands"]

_OPEN_AFTER_SECONDS = 1.0


def _serve(  # noqa: PLR0913 - options
    *,
    record: RecordOption,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port; 0 takes a free one.")] = 8642,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; one that others can reach needs accounts or a proxy that signs people in (see `bilateral accounts`).")
    ] = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option("--certificate", help="Certificate in PEM form: serve by https.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Its private key in PEM form.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    settings: Annotated[Path | None, typer.Option("--settings", help="Settings; bilateral.toml by default.")] = None,
) -> None:
    """Open a record in the browser: read, check, search and review it. Without accounts only this machine can reach it."""
    import uvicorn  # noqa: PLC0415 - heavy

    from bilateral.settings import read_settings  # noqa: PLC0415
    from bilateral.web.app import create_app  # noqa: PLC0415

    _check_files(certificate, key)
    listening = _listen(host, port)
    shown = listening.getsockname()
    is_public = not ipaddress.ip_address(shown[0].partition("%")[0]).is_loopback
    try:
        app = create_app(record, read_settings(settings), is_public=is_public)
    except BaseException:
        listening.close()
        raise
    scheme = "https" if certificate else "http"
    name = f"[{shown[0]}]" if ":" in shown[0] else shown[0]
    typer.echo(f"{record} is at {scheme}://{name}:{shown[1]}/ (Ctrl+C ends)" + (", for those who sign in" if app.state.guard.demands_sign_in else ""))
    if is_public and not certificate:
        typer.echo("careful: without --certificate and --key passwords go over the network in the clear, unless a proxy before this address speaks https", err=True)
    if browser and not is_public:
        threading.Timer(_OPEN_AFTER_SECONDS, webbrowser.open, [f"{scheme}://{name}:{shown[1]}/"]).start()
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, ssl_certfile=certificate, ssl_keyfile=key,
        proxy_headers=False,  # the app itself judges whose headers it believes
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _check_files(certificate: Path | None, key: Path | None) -> None:
    """Raise unless certificate and key fit each other."""
    if certificate is None and key is None:
        return
    if certificate is None:
        message = "got --key without --certificate, expected both"
        raise SettingsError(message)
    import ssl  # noqa: PLC0415

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ValueError) as error:
        message = f"got --certificate {certificate} and --key {key or 'in the same file'}, which cannot be used ({error}); expected a certificate and its private key in PEM form"
        raise SettingsError(message) from error


def _listen(host: str, port: int) -> socket.socket:
    """A socket at an address of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        message = f"got the host {host!r}, which is no address ({error.strerror}); expected one of this machine such as 127.0.0.1 or 0.0.0.0"
        raise SettingsError(message) from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
    except OSError as error:
        listening.close()
        message = f"got port {port} at {host}, which is not free ({error.strerror}); name another one with --port, or 0"
        raise SettingsError(message) from error
    return listening


def add_serve_commands(app: typer.Typer) -> None:
    """Add the command to the program.

    Args:
        app: The program.
    """
    app.command("serve", epilog="Example: `bilateral serve --record record/`")(_serve)
