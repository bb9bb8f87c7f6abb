"""Statistical services through their own clients against a server of this process: values, refusals, a service that is down."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from bilateral.answers.official_series import fetch_comtrade, fetch_sdmx, list_series
from bilateral.errors import DocumentError, SettingsError, StateError

client = pytest.importorskip("comtradeapicall.PreviewGet")
sdmx = pytest.importorskip("sdmx")

GENERIC = """<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:generic="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
 xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<message:Header><message:ID>t</message:ID><message:Test>true</message:Test><message:Prepared>2021-01-01T00:00:00</message:Prepared><message:Sender id="S"/>
<message:Structure structureID="D" dimensionAtObservation="TIME_PERIOD"><common:Structure><Ref agencyID="S" id="D" version="1.0"/></common:Structure></message:Structure></message:Header>
<message:DataSet structureRef="D"><generic:Series><generic:SeriesKey><generic:Value id="REF_AREA" value="IS"/><generic:Value id="COUNTERPART" value="NO"/><generic:Value id="FLOW" value="XG"/></generic:SeriesKey>
<generic:Attributes><generic:Value id="UNIT_MULT" value="6"/></generic:Attributes>
<generic:Obs><generic:ObsDimension value="2009"/><generic:ObsValue value="310.5"/></generic:Obs><generic:Obs><generic:ObsDimension value="2010"/><generic:ObsValue value="344"/></generic:Obs>
</generic:Series></message:DataSet></message:GenericData>"""
MAPPING = """
[columns]
period = "TIME_PERIOD"
reporter = "REF_AREA"
partner = "COUNTERPART"
flow = "FLOW"
[constants]
unit = "USD"
[flows]
XG = "export"
"""


class Service:
    """A server that answers as it is told, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, None, []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                service.asked.append((parts.path, parse_qs(parts.query)))
                body = service.body if service.body is not None else service.trade(service.asked[-1][1])
                self.send_response(service.status)
                self.send_header("Content-Type", "application/vnd.sdmx.genericdata+xml;version=2.1" if body.startswith("<?xml") else "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def trade(self, query: dict) -> str:
        """Made-up trade: what each side reports differs by a tenth."""
        rows = []
        for year in query["period"][0].split(","):
            for flow in "XM":
                value = float(year) * 1e5 * (1.1 if flow == "M" else 1.0)
                valued = {"fobvalue": value, "cifvalue": None} if flow == "X" else {"cifvalue": value, "fobvalue": None}
                rows.append({"refYear": int(year), "reporterCode": int(query["reportercode"][0]), "partnerCode": int(query["partnerCode"][0]), "flowCode": flow, "primaryValue": value, **valued})
        return json.dumps({"data": rows})


@pytest.fixture(scope="module")
def running():
    service = Service()
    sdmx.add_source({"id": "STUB", "name": "Stub", "url": service.address, "data_content_type": "XML"}, override=True)
    yield service
    service.server.shutdown()
    service.server.server_close()


@pytest.fixture
def service(running, monkeypatch):
    """The clients reach this server alone: the address of UN Comtrade is fixed in its client."""
    class Pool(urllib3.PoolManager):
        def request(self, method, url, **options):
            return super().request(method, url.replace("https://comtradeapi.un.org", running.address), retries=False, **options)

    monkeypatch.setattr(client.urllib3, "PoolManager", Pool)
    running.status, running.body = 200, None
    running.asked.clear()
    return running


def test_comtrade_keeps_both_reporters_apart(service, tmp_path):
    report = fetch_comtrade(tmp_path / "record", "Norway", "ISL", years=(2000, 2013))
    assert (report.n_read, report.n_new, report.first_period, report.last_period) == (56, 56, "2000", "2013")
    rows = list_series(tmp_path / "record", ["NOR", "ISL"]).to_pylist()
    assert {(row["reporter"], row["partner"], row["flow"], row["valuation"]) for row in rows} == {
        ("NOR", "ISL", "export", "FOB"), ("NOR", "ISL", "import", "CIF"), ("ISL", "NOR", "export", "FOB"), ("ISL", "NOR", "import", "CIF"),
    }  # fmt: skip
    assert {query["reportercode"][0] for _, query in service.asked} == {"579", "352"}
    assert fetch_comtrade(tmp_path / "record", "NOR", "ISL", years=(2000, 2013)).n_new == 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((401, '{"statusCode": 401, "message": "Access denied due to invalid subscription key."}'), "forbidden"),
        ((200, "<html>maintenance</html>"), "broken_answer"),
        ((200, '{"rows": []}'), "broken_answer"),
        ((200, '{"data": []}'), "no_data"),
        ((200, '{"data": [{"refYear": 2010, "reporterCode": 1, "partnerCode": 2, "flowCode": "X", "primaryValue": 5}]}'), "broken_answer"),
    ],
)
def test_comtrade_that_refuses_leaves_no_record(service, tmp_path, capsys, answer, reason):
    service.status, service.body = answer
    with pytest.raises(DocumentError) as raised:
        fetch_comtrade(tmp_path / "record", "NOR", "ISL", years=(2009, 2010))
    assert raised.value.reason_code == reason
    assert not (tmp_path / "record").exists()
    assert not capsys.readouterr().out


def test_comtrade_that_is_down(monkeypatch, tmp_path):
    class Pool(urllib3.PoolManager):
        def request(self, method, _url, **options):
            return super().request(method, "http://127.0.0.1:9/", retries=False, **options)

    monkeypatch.setattr(client.urllib3, "PoolManager", Pool)
    with pytest.raises(DocumentError, match="no answer from UN Comtrade") as raised:
        fetch_comtrade(tmp_path / "record", "NOR", "ISL", years=(2009, 2010))
    assert raised.value.reason_code == "unreachable"


def test_sdmx_series_are_scaled_by_their_attribute(service, tmp_path):
    service.body = GENERIC
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    report = fetch_sdmx(tmp_path / "record", "STUB", "TRADE/A.IS.NO.XG", mapping=tmp_path / "map.toml", years=(2009, 2010))
    assert (report.n_new, report.names) == (2, ("STUB TRADE",))
    rows = list_series(tmp_path / "record").to_pylist()
    assert [(row["reporter"], row["partner"], row["indicator"], row["period"], row["value"]) for row in rows] == [("ISL", "NOR", "exports", "2009", 310.5e6), ("ISL", "NOR", "exports", "2010", 344e6)]


@pytest.mark.parametrize(("status", "body", "reason"), [(403, "no", "forbidden"), (503, "busy", "server_failed"), (404, "none", "http_error"), (200, "<?xml version='1.0'?><a>", "broken_answer")])
def test_sdmx_that_refuses_leaves_no_record(service, tmp_path, status, body, reason):
    service.status, service.body = status, body
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    with pytest.raises(DocumentError) as raised:
        fetch_sdmx(tmp_path / "record", "STUB", "TRADE/A", mapping=tmp_path / "map.toml", years=(2009, 2010))
    assert raised.value.reason_code == reason
    assert not (tmp_path / "record").exists()


def test_what_cannot_be_asked(tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    with pytest.raises(SettingsError, match="the data flow and the key"):
        fetch_sdmx(tmp_path / "record", "STUB", "TRADE", mapping=tmp_path / "map.toml", years=(2009, 2010))
    with pytest.raises(SettingsError, match="expected one of"):
        fetch_sdmx(tmp_path / "record", "NOSUCH", "TRADE/A", mapping=tmp_path / "map.toml", years=(2009, 2010))
    with pytest.raises(StateError, match="two different"):
        fetch_comtrade(tmp_path / "record", "NOR", "Norway", years=(2009, 2010))
    with pytest.raises(StateError, match="Atlantis"):
        fetch_comtrade(tmp_path / "record", "NOR", "Atlantis", years=(2009, 2010))
