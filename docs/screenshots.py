"""Make the pictures of docs/web-app.md: code the shipped example, let two made-up reviewers decide, open each page in Chromium.

Run `python docs/screenshots.py [--record DIR] [NAME ...]`; with names, only those pictures are made anew.
Needs playwright (development dependency) and the machine's Chromium.
"""

from __future__ import annotations

import argparse
import io
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bilateral
from bilateral.answers.review import Author, accept, comment, edit, merge, open_record, reject
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "russia-korea"
PAIR = "/dyads/KOR-RUS"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
COLOURS = 48
"""Colours of a picture: enough for text, marks and charts; all pictures together stay under 2 MB."""

PAGES = {
    "home": "/", "pair": PAIR, "timeline": f"{PAIR}/timeline", "map": f"{PAIR}/map", "events": f"{PAIR}/events", "figures": f"{PAIR}/figures",
    "positions": f"{PAIR}/positions", "expectations": f"{PAIR}/expectations", "ledger": f"{PAIR}/ledger", "drivers": f"{PAIR}/drivers",
    "checks": f"{PAIR}/checks", "third-parties": f"{PAIR}/third-parties", "network": f"{PAIR}/network", "series": f"{PAIR}/series",
    "outlook": f"{PAIR}/outlook", "brief": f"{PAIR}/brief", "documents": "/documents", "search": "/search?words=pipeline", "data-sets": "/data-sets",
    "accuracy": "/accuracy", "codebook": "/codebook", "journal": "/journal", "agreement": "/agreement", "exchange": "/exchange",
    "join": f"{PAIR}/groups?table=commitments", "persons": f"{PAIR}/persons",
}  # fmt: skip
"""Pages that are shown as they open; those of a document, the queue and forms are steered below."""


def code_example(folder: Path) -> Path:
    """The shipped example with its official series."""
    from bilateral.cli import app  # noqa: PLC0415

    record = folder / "record"
    bilateral.open_record(record, settings=Settings()).add([EXAMPLE / "documents"])
    app(["add-series", str(EXAMPLE / "trade_by_year.csv"), "--mapping", str(EXAMPLE / "trade_by_year.toml"), "--record", str(record)], standalone_mode=False)
    return record


def decide(record: Path) -> None:
    """A few decisions of two made-up reviewers, so that the pages of review have something to show."""
    with open_record(record) as opened:
        ids = [row[0] for row in opened.connection.execute("SELECT record_id FROM events WHERE list_contains(actor, 'KOR') AND list_contains(recipient, 'RUS') ORDER BY md5(record_id) LIMIT 8").fetchall()]
        promises = [row[0] for row in opened.connection.execute("SELECT record_id FROM commitments ORDER BY md5(record_id) LIMIT 2").fetchall()]
        for number, one in enumerate(ids):
            if number == 1:
                reject(opened, "events", one, author=Author("Ann", "an earlier visit is retold", "sample"))
            elif number == 2:  # noqa: PLR2004 - the third
                edit(opened, "events", one, changes={"realis": "planned"}, author=Author("Ann", "was still to come", "sample"))
            else:
                accept(opened, "events", one, author=Author("Ann", picked="sample"))
    with open_record(record) as opened:
        for number, one in enumerate(ids[:6]):
            (reject if number in (1, 4) else accept)(opened, "events", one, author=Author("Ben", "no act of its own" if number == 4 else "", "second"), as_coded=True)  # noqa: PLR2004 - the fifth
        comment(opened, "commitments", promises[0], author=Author("Ben", "ask the ministry for the protocol"))
        merge(opened, "commitments", promises, author=Author("Ann", "one promise, told twice"))


def serve(record: Path) -> str:
    """Where the app is served, until this program ends."""
    import uvicorn  # noqa: PLC0415

    from bilateral.web.app import create_app  # noqa: PLC0415

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(record, Settings()), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def steered(page: Any, address: str) -> Iterator[str]:
    """Pages that are brought to a state by keys; the name of each as it stands."""
    page.goto(f"{address}{PAIR}/review")
    page.keyboard.press("n")
    page.locator(".alongside #text mark.active").first.wait_for()
    yield "queue"
    page.keyboard.press("?")
    yield "keys"
    page.keyboard.press("Escape")
    page.goto(f"{address}{PAIR}/review?table=events")
    page.keyboard.press("n")
    page.locator("li.active a[href^='/documents/']").first.click()
    page.locator("li.active").first.wait_for()
    yield "document"
    page.keyboard.press("e")
    page.locator("form.record").wait_for()
    yield "edit"


def shrink(picture: bytes) -> bytes:
    """A picture with few colours."""
    from PIL import Image  # noqa: PLC0415

    stream = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def take(address: str, wanted: list[str]) -> None:
    """Make the pictures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    out = HERE / "screenshots"
    out.mkdir(exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)

        def window(**options: Any) -> Any:
            context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})
            context.add_cookies([{"name": "bilateral_reviewer", "value": "Ann", "url": address}])
            page = context.new_page()
            page.set_default_timeout(60_000)
            return page

        def keep(page: Any, name: str) -> None:
            if not wanted or name in wanted:
                (out / f"{name}.png").write_bytes(shrink(page.screenshot()))
                print(name)

        page = window()
        for name, path in PAGES.items():
            if not wanted or name in wanted:
                page.goto(address + path)
                keep(page, name)
        if not wanted or {"queue", "keys", "document", "edit"} & set(wanted):
            for name in steered(page, address):
                keep(page, name)
        for name, path, options in (
            ("pair-narrow", PAIR, {"viewport": {"width": 400, "height": 800}}), ("queue-narrow", f"{PAIR}/review", {"viewport": {"width": 400, "height": 800}}),
            ("ledger-dark", f"{PAIR}/ledger", {"color_scheme": "dark"}),
        ):  # fmt: skip
            other = window(**options)
            other.goto(address + path)
            keep(other, name)
        browser.close()


def main() -> None:
    """Make all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--record", type=Path, help="a record of the example that is coded already; it is copied")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = shutil.copytree(asked.record, Path(folder) / "record") if asked.record else code_example(Path(folder))
        decide(record)
        take(serve(record), asked.names)


if __name__ == "__main__":
    main()
