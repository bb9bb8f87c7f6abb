"""One record, one server and one browser for all browser tests; each test has a window of its own."""

from __future__ import annotations

import shutil
import threading
import time
from urllib.parse import urlsplit

import pytest

import bilateral
from bilateral.settings import Settings

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
]  # fmt: skip

HOSTILE = """<html><head><title>Talks &lt;script&gt;document.title='owned'&lt;/script&gt;</title><meta property="article:published_time" content="2019-05-02"></head>
<body><article><h1>Talks &lt;script&gt;document.title='owned'&lt;/script&gt;</h1>
<p>Norway criticised Kenya on 1 May 2019 over fish &lt;img src=x onerror="document.title='owned'"&gt;. Kenya accused Norway of dumping fish in April 2019.</p>
<p>Norway and Kenya signed an agreement on ports in Nairobi on 30 April 2019, the foreign ministry of Kenya said. The two states hope to double trade by 2025.</p>
<p>"We will build a port at Lamu by 2024," Kenyan minister Ada Mwangi said. Norway will send 40 engineers to Kenya.</p>
</article></body></html>"""
PAPER = """<html><head><title>Ports pact</title><meta property="article:published_time" content="2019-05-01"></head><body><article><h1>Ports pact</h1>
<p>Kenya and Norway signed an agreement on ports on 30 April 2019 in Nairobi. Trade between Kenya and Norway reached $90 million in 2018, the ministry said.</p>
<p>Norway promised Kenya a loan of $20 million for the port. Kenyan minister Mwangi said Norway was a reliable partner of Kenya.</p></article></body></html>"""


@pytest.fixture(scope="session")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    for name, text in (("hostile.html", HOSTILE), ("paper.html", PAPER)):
        (folder / name).write_text(text)
    made = bilateral.open_record(folder / "record", settings=Settings(workers=0))
    made.add([folder / "hostile.html", folder / "paper.html"])
    return made.path


@pytest.fixture(scope="session")
def address(record):
    """Where the app is served, by a thread of this process, on a free port of this machine."""
    import socket  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415

    from bilateral.web.app import create_app  # noqa: PLC0415 - loads much

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(record, Settings()), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture(scope="session")
def browser():
    """Chromium of this machine; never one that is downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine: apt-get install chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Window:
    """A window that notes what pages complain of and whom they ask."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc) if not request.url.startswith(("data:", "blob:")) else None)

    def open(self, path):
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, (path, answer.status)
        return self.page

    def keys(self, *names):
        for name in names:
            self.page.keyboard.press(name)


@pytest.fixture
def window(browser, address):
    made = Window(browser, address)
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.asked <= {urlsplit(address).netloc}


@pytest.fixture
def reviewer(window):
    """A window in which a name was given; what was decided there is taken back at the end, so that each test begins anew."""
    window.open("/journal")
    window.page.fill("#reviewer", "Ann")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    yield window
    for row in window.page.request.get(f"{window.address}/api/v1/journal").json()["rows"]:
        if row["state"] not in ("undo", "undone"):
            window.open("/journal")
            with window.page.expect_navigation():
                window.page.locator(f"#d-{row['decision_id']} form.undo button").click()
