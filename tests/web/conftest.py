from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

import bilateral
from bilateral.settings import Settings
from bilateral.web.app import create_app

HOSTILE = """<html><head><title>Talks &lt;script&gt;alert(1)&lt;/script&gt;</title><meta property="article:published_time" content="2019-05-02"></head>
<body><article><h1>Talks &lt;script&gt;alert(1)&lt;/script&gt;</h1>
<p>Norway criticised Kenya on 1 May 2019 over fish &lt;img src=x onerror=alert(2)&gt;. Kenya accused Norway of dumping fish in April 2019.</p>
<p>Norway and Kenya signed an agreement on ports in Nairobi on 30 April 2019, the foreign ministry of Kenya said. The two states hope to double trade by 2025.</p>
</article></body></html>"""


@pytest.fixture(scope="session")
def web_record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    (folder / "hostile.html").write_text(HOSTILE)
    record = bilateral.open_record(folder / "record", settings=Settings(workers=0))
    record.add([folder / "hostile.html"])
    return folder / "record"


@pytest.fixture(scope="session")
def client(web_record):
    return TestClient(create_app(web_record, Settings()), base_url="http://127.0.0.1")
