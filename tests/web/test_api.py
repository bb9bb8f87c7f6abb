from __future__ import annotations

import json
import warnings
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of

import bilateral
from bilateral.settings import Settings
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.accounts import add_account, make_token
from bilateral.web.app import POLICY, create_app
from bilateral.web.guard import POLICY as SAME_POLICY
from bilateral.web.passwords import PasswordCheck
from bilateral.web.visitors import ROLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from schemathesis import GenerationMode, openapi
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHEAP = {"password_memory_kib": 64, "password_rounds": 1}
SAFE = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin", "cache-control": "no-store"}

WITHOUT_TWIN = {
    "/sign-in": "asks for a password",
    "/dyads/{dyad}/{table}": "one address for each table",
}

ALERT = "<script>alert(1)</script>"
MARKUP = f"{ALERT}<img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a></title></textarea><svg/onload=alert(4)>\u202egnp.exe\u2066 <style>body{{display:none}}</style> {{{{ 7*7 }}}} ${{7*7}} <!-- "
LONG = "Xx" * 6_000
DOCUMENTS = (
    {"text": f"OSLO, 3 May 2019. Norway accused Kenya of dumping fish, the minister said. {MARKUP} Kenya and Norway signed an agreement on ports in Nairobi on 30 April 2019. "
             f"\u201cWe will double trade with Norway to $2 billion by 2025,\u201d Kenya's president Uhuru {MARKUP} Kenyatta said on 2 May 2019.",
     "title": f"Talks {MARKUP}", "publisher": f"The \u202eWeekly {ALERT}", "published": "2019-05-03", "address": "javascript:alert(document.cookie)", "byline": f"By {MARKUP}"},
    {"text": f"NAIROBI, 4 June 2019. Kenya criticised Norway over {LONG}. Kenya threatened Norway with sanctions.", "title": LONG, "publisher": LONG,
     "published": "2019-06-04", "address": 'https://news.example.org/"onmouseover="alert(5)'},
    {"text": "<html><body onload=alert(6)><p>Norway praised Kenya on 5 June 2019.<table><td>\x00\x1b[31m<plaintext>", "title": "]]>--><xmp>", "publisher": '"><script src=//evil.example/x.js>',
     "published": "not a date <b>", "address": "data:text/html,<script>alert(7)</script>"},
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A record of documents that would take over a page, with accounts of every role."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "wires.jsonl").write_text("\n".join(json.dumps(row) for row in DOCUMENTS))
    assert bilateral.open_record(folder / "record", settings=Settings(workers=0)).add([folder / "wires.jsonl"]).n_added == len(DOCUMENTS)
    return folder / "record"


@pytest.fixture(scope="module")
def tokens(hostile):
    people, check = hostile.with_name("people.json"), PasswordCheck(Settings(**CHEAP))
    for role in ROLES:
        add_account(people, f"the {role}", role=role, password="eleven brown owls", check=check)  # noqa: S106 - of a test
    return {role: make_token(people, f"the {role}", days=1) for role in ROLES}


@pytest.fixture(scope="module")
def app(hostile, tokens):
    assert tokens
    return create_app(hostile, Settings(accounts_file=str(hostile.with_name("people.json")), heavy_answers_per_minute=0, **CHEAP))


@pytest.fixture(scope="module")
def clients(app, tokens):
    return {role: TestClient(app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {token}"}, raise_server_exceptions=False) for role, token in tokens.items()}


@pytest.fixture(scope="module")
def open_client(hostile):
    """The same record at one's own machine, without accounts, under a name that is an attack."""
    client = TestClient(create_app(hostile, Settings()), base_url="http://127.0.0.1", raise_server_exceptions=False)
    client.cookies.set("bilateral_reviewer", "%3Cscript%3Ealert%281%29%3C%2Fscript%3E")
    return client


@pytest.fixture(scope="module")
def doc_ids(open_client):
    return [row["doc_id"] for row in open_client.get("/api/v1/documents").json()["rows"]]


def routes(router):
    for one in router.routes:
        if hasattr(one, "original_router"):
            yield from routes(one.original_router)
        elif getattr(one, "methods", None):
            yield one


def pages_of(app):
    return sorted({one.path for one in routes(app) if "GET" in one.methods and not one.path.startswith("/api/")})


# every page and every answer


def test_every_page_has_its_answer_as_json(app):
    described = app.openapi()["paths"]
    lacking = [path for path in pages_of(app) if path not in WITHOUT_TWIN and "/api/v1" + (path if path != "/" else "/record") not in described]
    assert not lacking
    assert not [table for table in DYAD_TABLES if f"/api/v1/dyads/{{dyad}}/{table}" not in described]


def test_every_answer_is_described_by_type(app):
    for path, ways in app.openapi()["paths"].items():
        for way, one in ways.items():
            assert {"400", "401", "403", "404", "422", "429"} <= set(one["responses"]), path
            content = one["responses"]["201" if way == "post" else "200"].get("content", {})
            if not path.endswith(("/file", "/compare", "/original", ".png")):
                assert content["application/json"]["schema"], path


class Page(HTMLParser):
    """What of a page could run or reach out."""

    def __init__(self, text):
        super().__init__()
        self.wrong, self.scripts, self.policy = [], 0, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given["content"]
        if tag in ("iframe", "object", "embed", "base", "xmp", "plaintext") or (tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh"):
            self.wrong.append((tag, attrs))
        if tag in ("script", "style") and not (given.get("src") or "").startswith("/static/"):
            self.scripts += 1
        for name, value in attrs:
            is_outer = (value or "").strip().lower().partition(":")[0] in ("http", "https", "javascript", "vbscript", "data", "file") or (value or "").startswith("//")
            is_link = tag == "a" and name == "href" and (value or "").startswith(("http://", "https://")) and "noopener" in (given.get("rel") or "")
            is_icon = (tag in ("link", "img", "image") and (value or "").startswith("data:,")) or (value or "").startswith("data:image/svg+xml")
            if name.startswith("on") or (name in ("href", "src", "action", "formaction", "srcset", "xlink:href", "poster", "background") and is_outer and not is_link and not is_icon):
                self.wrong.append((tag, name, value[:80] if value else value))


def addresses(app, doc_ids):
    """Every page, with the hostile documents and hostile filters."""
    query = "words=%3Cscript%3Ealert(1)%3C/script%3E"
    for path in pages_of(app):
        for doc_id in doc_ids if "{doc_id}" in path else ("",):
            for table in DYAD_TABLES if "{table}" in path else ("",):
                yield path.replace("{dyad}", "KEN-NOR").replace("{doc_id}", doc_id).replace("{table}", table).replace("{page}", "1")
    yield from (f"/search?{query}", f"/documents?{query}", f"/dyads/KEN-NOR/events?{query}", "/search?words=fish", "/search?words=Norway", f"/nothing/{ALERT}", f"/documents/{ALERT}",
                f"/sign-in?next=javascript:alert(1)//{ALERT}", f"/compare?a={doc_ids[0]}&b={doc_ids[1]}", f"/dyads/KEN-NOR/positions?issue={ALERT}", "/accounts", "/account",
                "/dyads/KEN-NOR/review?order=sample", f"/journal?reviewer={ALERT}")  # fmt: skip


def test_hostile_documents_are_shown_harmlessly_on_every_page(app, clients, open_client, doc_ids):
    html = open_client.get(f"/documents/{doc_ids[0]}").text
    assert "&lt;script&gt;" in "".join(open_client.get(f"/documents/{one}").text for one in doc_ids)
    assert "bdi" in html
    for client in (open_client, clients["admin"]):
        for address in addresses(app, doc_ids) if client is open_client else ("/account", "/accounts", "/journal", f"/documents/{doc_ids[0]}"):
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert answer.headers["x-content-type-options"] == "nosniff", address
            if not answer.headers["content-type"].startswith("text/html"):
                assert "attachment" in answer.headers.get("content-disposition", "attachment" if answer.is_error else ""), address
                continue
            page = Page(answer.text)
            assert not page.wrong, address
            assert ALERT not in answer.text, address
            if answer.headers["content-security-policy"] == POLICY:
                assert not page.scripts, address
            else:  # the brief and the comparison bring their own policy, with digests of their script and style
                assert page.policy.startswith("default-src 'none'"), address
                assert "unsafe-inline" not in page.policy, address
                assert "unsafe-eval" not in page.policy, address
            assert "{{" not in answer.text.replace("{{ 7*7 }}", ""), address
            assert "49 ${" not in answer.text, address


def test_the_app_s_own_files_ask_nothing_of_the_web(open_client):
    for name in ("app.css", "app.js"):
        text = open_client.get(f"/static/{name}").text.replace("http://www.w3.org/", "")
        assert "//" not in "\n".join(line for line in text.splitlines() if not line.strip().startswith("//")).replace("*/", ""), name
        assert "@import" not in text
        assert "eval(" not in text


@pytest.mark.parametrize("address", ["/", "/nothing", "/api/v1/nothing", "/api/v1/dyads?x=1", "/static/app.css", "/static/../app.py", "/sign-in", "/api/v1/openapi.json", "/api/v1/documents"])
@pytest.mark.parametrize("way", ["get", "post", "put", "delete", "options", "trace"])
def test_every_answer_has_the_safe_headers(clients, address, way):
    for client in (clients["reader"], clients["admin"]):
        answer = client.request(way, address)
        assert answer.status_code < 500
        assert SAFE.items() <= dict(answer.headers).items()
        assert answer.headers["content-security-policy"] == SAME_POLICY
        assert answer.headers.get("access-control-allow-origin") is None
        if answer.is_error and address.startswith("/api/"):
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [("dyads/KEN-NOR/timeline?end=9999-12-31", 400, "between the years"), ("dyads/KEN-NOR/map?start=0001", 400, "between the years"),
     ("dyads/KEN-NOR/events?tpye=ACCUSE", 400, "got the filter 'tpye'"), ("dyads/KEN-NOR/events?type=ACCUSE&type=AID", 400, "twice"),
     ("dyads/KEN-NOR/events?page=0", 422, "page: got '0', expected greater than or equal to 1"), ("dyads/KEN-NOR/events?start=soon", 400, "expected"),
     ("dyads/ZZZ-KEN/events", 400, "ZZZ"), ("dyads/KEN/events", 422, "dyad: got 'KEN', expected"), ("search", 422, "words: got nothing, expected a value"),
     ("dyads/KEN-NOR/wars", 404, "events"), ("documents/none", 404, "/api/v1/documents"), ("nothing", 404, "openapi.json"), ("journal?page=1e3", 422, "'1e3'")],
)  # fmt: skip
def test_bad_filters_are_told_with_what_was_expected(clients, address, status, told):
    answer = clients["reader"].get(f"/api/v1/{address}")
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert told in problem["detail"]
    assert bool(problem["errors"]) == (status == 422)


def test_a_fault_and_a_broken_record_are_told_as_problems(clients, monkeypatch):
    def fail(*_):
        return {}["secret inside"]

    monkeypatch.setattr("bilateral.web.api.find_dyads", fail)
    answer = clients["reader"].get("/api/v1/dyads")
    assert (answer.status_code, answer.json()["title"]) == (500, "The app failed")
    assert "secret inside" not in answer.text
    assert SAFE.items() <= dict(answer.headers).items()


def test_decisions_by_program_are_kept_under_the_account(clients):
    row = clients["reviewer"].get("/api/v1/dyads/KEN-NOR/events").json()["rows"][0]
    body = {"decision": "edit", "table": "events", "record_id": row["record_id"], "values": {"event_date": "2019-04-30"}, "reason": "as the text says"}
    made = clients["reviewer"].post("/api/v1/decisions", json=body)
    assert (made.status_code, made.json()["reviewer"], made.json()["decision_type"]) == (201, "the reviewer", "edit")
    undone = clients["admin"].post("/api/v1/decisions", json={"decision": "undo", "decision_id": made.json()["decision_id"]})
    assert undone.status_code == 201
    states = {one["decision_id"]: one["state"] for one in clients["reader"].get("/api/v1/journal").json()["rows"]}
    assert states[made.json()["decision_id"]] == "undone"
    for wrong in ({"decision": "reject"}, {"decision": "edit", "values": {"event_type": "WAR"}}, {"decision": "add", "doc_id": "none"}, {"decision": "read", "doc_id": ""}):
        told = clients["reviewer"].post("/api/v1/decisions", json=body | {"reason": "", "values": {}} | wrong)
        assert told.status_code in (400, 404), wrong
        assert "got" in told.json()["detail"]


# schemathesis

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SENT = ("method", "url", "params", "json", "content", "data", "headers")


def send(client, case):
    given = {name: value for name, value in case.as_transport_kwargs().items() if name in SENT and value is not None}
    if isinstance(given.get("data"), bytes | str):
        given["content"] = given.pop("data")
    given["headers"] = {name: value for name, value in given.get("headers", {}).items() if name.lower() == "content-type"}
    return client.request(**given)


def aim(case, known):
    """Put what is there in the place of what is made up, so that an answer is reached behind the first check."""
    for name in {*case.path_parameters} & {*known}:
        case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        case.body |= {"table": "events", "record_id": known["record_id"]}
        case.body.pop("reviewer", None)


def fuzz(operation, client, known, examples):
    """Send what fits and what does not fit the description of an operation; the same each time."""
    asked = []
    made = {mode: operation.as_strategy(generation_mode=mode) for mode in GenerationMode}
    takes = bool(operation.body or operation.query or operation.path_parameters)

    @settings(max_examples=examples if takes else 1, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(one_of(made[GenerationMode.POSITIVE], *([made[GenerationMode.NEGATIVE]] if takes else ())))
    def run(case):
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            aim(case, known)
        answer = send(client, case)
        asked.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)
        assert SAFE.items() <= dict(answer.headers).items()

    run()
    return asked


@pytest.fixture(scope="module")
def described(app):
    return [one.ok() for one in openapi.from_dict(app.openapi()).get_all_operations()]


@pytest.fixture(scope="module")
def known(clients, doc_ids):
    row = clients["reader"].get("/api/v1/dyads/KEN-NOR/events").json()["rows"][0]
    return {"dyad": "KEN-NOR", "doc_id": doc_ids[0], "table": "events", "section": "parties", "record_id": row["record_id"]}


def test_schemathesis_finds_no_server_error(described, clients, known):
    asked = [status for operation in described for status in fuzz(operation, clients["reviewer"], known, 4)]
    assert len(asked) > 100
    assert {200, 400, 404, 422} <= set(asked)


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_schemathesis_finds_no_server_error_where_roles_differ(described, clients, known, role):
    chosen = [one for one in described if one.method.upper() == "POST" or "account" in one.path or one.path.endswith("/me")]
    asked = {one.path: set(fuzz(one, clients[role], known, 12)) for one in chosen}
    assert asked["/api/v1/accounts"] == {403 if role == "reader" else 200}
    assert ({403} == asked["/api/v1/decisions"]) is (role == "reader")
