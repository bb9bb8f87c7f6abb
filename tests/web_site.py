"""A site on this machine that answers as it is told, and a network on which it stands at a public address.

The guard against private addresses is at work in every test: names are looked up here, and only the connection
to a public address is led to the server.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bilateral.documents.exchange import Network

PUBLIC = "93.184.216.34"
Route = bytes | Callable[[socket.socket], None]


@dataclass
class Site:
    """Routes by path, and what was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """Answers of the look-up for a name, one after the other, the last for ever."""
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=lambda: {"now": 0, "most": 0})
    at: tuple[str, int] = ("127.0.0.1", 0)

    def page(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        lines = {"Content-Length": str(len(content)), "Content-Type": "text/html; charset=utf-8"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.routes[path] = f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode() + content

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, b"", status, Location=to)

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked if path != "/robots.txt"]

    def look_up(self, host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        if host in self.names:
            answers = self.names[host].pop(0) if len(self.names[host]) > 1 else self.names[host][0]
        elif host.endswith(("example.org", "example.com")):
            answers = [PUBLIC]
        elif host == "localhost" or host[0].isdigit() or ":" in host:
            return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # numbers in any spelling: no name server is asked
        else:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port)) for answer in answers]

    def connect(self, to: tuple[str, int], seconds: float) -> socket.socket:
        self.connected.append(to[0])
        return socket.create_connection(self.at, seconds)

    @property
    def network(self) -> Network:
        return Network(self.look_up, self.connect)

    def answer(self, connection: socket.socket) -> None:
        self.busy["now"] += 1
        self.busy["most"] = max(self.busy.values())
        with contextlib.suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (piece := connection.recv(4096)):
                    return
                request += piece
            first, *rest = request.decode("latin-1").split("\r\n")
            path = first.split(" ")[1]
            self.asked.append((path, dict(line.lower().split(": ", 1) for line in rest if ": " in line), time.monotonic()))
            route = self.routes.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if callable(route):
                route(connection)
            else:
                connection.sendall(route)
        self.busy["now"] -= 1


@contextlib.contextmanager
def serving(site: Site):
    """Serve the site on a free port of this machine until the block ends."""
    server = socket.create_server(("127.0.0.1", 0))
    site.at = server.getsockname()

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = server.accept()[0]
                threading.Thread(target=site.answer, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
