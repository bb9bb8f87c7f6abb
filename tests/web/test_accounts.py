from __future__ import annotations

import json
import re
import shutil
import stat
import threading
import time

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from bilateral.cli import app as program
from bilateral.errors import BilateralError, RecordError, SettingsError
from bilateral.settings import Settings
from bilateral.web.accounts import (
    AccountsFile,
    add_account,
    change_password,
    change_role,
    find_accounts_file,
    make_token,
    remove_account,
    revoke_tokens,
)
from bilateral.web.app import create_app
from bilateral.web.limits import Limit
from bilateral.web.passwords import PasswordCheck, check_new_password
from bilateral.web.proxies import read_proxy
from bilateral.web.sessions import Sessions, sessions_file

CHEAP = {"password_memory_kib": 64, "password_rounds": 1}
CHECK = PasswordCheck(Settings(**CHEAP))
ADMIN, REVIEWER, READER = "eleven brown owls", "quiet tin lantern", "salt on the stairs"


@pytest.fixture(scope="module")
def web_record(web_record, tmp_path_factory):
    """A copy: what is decided here stays here."""
    return shutil.copytree(web_record, tmp_path_factory.mktemp("accounts") / "record")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "people.json"
    for name, role, password in (("Ann Åse", "admin", ADMIN), ("bob", "reviewer", REVIEWER), ("cleo", "reader", READER)):
        add_account(path, name, role=role, password=password, check=CHECK)
    return path, path.read_bytes()


@pytest.fixture
def file(kept):
    path, content = kept
    path.with_suffix(".new").touch(0o600)
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").replace(path)
    return path


@pytest.fixture(scope="module")
def one_app(web_record, kept):
    return create_app(web_record, Settings(accounts_file=str(kept[0]), **CHEAP))


@pytest.fixture
def app(one_app, file):  # noqa: ARG001 - puts the accounts back
    """The app as it was begun: its accounts as they were, nobody signed in, nobody limited."""
    guard = one_app.state.guard
    guard.sessions, guard.by_name, guard.by_address = Sessions(3600, 43_200), Limit(5, 60), Limit(20, 15)
    return one_app


def browser(app, **options):
    return TestClient(app, base_url=options.pop("base_url", "http://127.0.0.1"), follow_redirects=False, **options)


def token_in(page):
    return re.search(r'name="token" value="(\w+)"', page.text)[1]


def sign_in(client, name, password, **fields):
    return client.post("/sign-in", data={"token": token_in(client.get("/sign-in")), "name": name, "password": password} | fields)


def signed_in(app, name, password, **options):
    client = browser(app, **options)
    assert sign_in(client, name, password).status_code == 303
    return client


def an_event(client):
    return client.get("/api/v1/dyads/KEN-NOR/events").json()["rows"][0]


def accept(client, **headers):
    row = an_event(client)
    given = {"table": "events", "record_id": row["record_id"], "decision": "accept", "token": token_in(client.get("/journal"))}
    return client.post("/review/decide", data=given, headers=headers)


# who is let in


def test_nobody_sees_anything_without_signing_in(app):
    client = browser(app)
    asked = client.get("/dyads/KEN-NOR/events?type=ACCUSE")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fdyads%2FKEN-NOR%2Fevents%3Ftype%3DACCUSE")
    told = client.get("/api/v1/dyads")
    assert (told.status_code, told.headers["www-authenticate"], told.headers["content-type"]) == (401, "Bearer", "application/problem+json")
    assert client.get("/api/v1/openapi.json").status_code == 401
    assert client.post("/review/decide", data={}).status_code == 401
    assert client.get("/static/app.css").status_code == 200
    page = client.get("/sign-in")
    assert page.status_code == 200
    assert "KEN" not in page.text


def test_signing_in_leads_back_and_never_elsewhere(app):
    client = browser(app)
    assert sign_in(client, "ANN åse", ADMIN, next="/journal").headers["location"] == "/journal"
    page = client.get("/")
    assert "Ann Åse" in page.text
    assert client.get("/sign-in?next=/journal").headers["location"] == "/journal"
    assert sign_in(browser(app), "bob", REVIEWER, next="https://evil.example/").headers["location"] == "/"


def test_signing_in_makes_a_new_session_that_scripts_cannot_read(app):
    client = browser(app)
    client.get("/sign-in")
    before = client.cookies["bilateral_session"]
    answer = sign_in(client, "bob", REVIEWER)
    assert client.cookies["bilateral_session"] != before
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    thief = browser(app, cookies={"bilateral_session": before})
    assert thief.get("/api/v1/me").status_code == 401
    assert thief.get("/").status_code == 303


def test_a_session_that_the_server_did_not_make_is_not_taken(app):
    client = browser(app, cookies={"bilateral_session": "chosen-by-somebody-else"})
    answer = sign_in(client, "bob", REVIEWER)
    assert answer.status_code == 303
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    assert browser(app, cookies={"bilateral_session": "chosen-by-somebody-else"}).get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(("name", "password"), [("bob", "wrong"), ("nobody", REVIEWER), ("bob", ""), ("", ""), ("bob\0", REVIEWER), ("x" * 3000, "y" * 3000)])
def test_wrong_names_and_passwords_are_told_alike(app, name, password):
    answer = sign_in(browser(app), name, password)
    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text
    assert "set-cookie" not in answer.headers


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password():
    check = PasswordCheck(Settings(password_memory_kib=4096, password_rounds=3))
    kept = check.hash(REVIEWER)

    def seconds(hashed):
        started = time.perf_counter()
        assert not check.fits("wrong", hashed)
        return time.perf_counter() - started

    both = [(seconds(kept), seconds(None)) for _ in range(7)]
    known, unknown = (sorted(times)[3] for times in zip(*both, strict=True))
    assert 1 / 3 < known / unknown < 3


def test_passwords_are_kept_as_salted_hashes_beside_the_record(file, web_record):
    text = file.read_text()
    hashes = [one["password_hash"] for one in json.loads(text)["accounts"]]
    assert len({*hashes}) == 3
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert not any(word in text for word in (ADMIN, REVIEWER, READER))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert find_accounts_file(web_record, Settings()) == web_record.parent / "record.accounts.json"
    with pytest.raises(SettingsError, match="lies in the record"):
        find_accounts_file(web_record, Settings(accounts_file=str(web_record / "people.json")))


# forms and other pages


def test_forms_carry_the_token_of_their_session(app):
    ann, bob = signed_in(app, "Ann Åse", ADMIN), signed_in(app, "bob", REVIEWER)
    row = an_event(bob)
    given = {"table": "events", "record_id": row["record_id"], "decision": "accept"}
    assert bob.post("/review/decide", data=given | {"token": token_in(ann.get("/journal"))}).status_code == 403
    assert bob.post("/review/decide", data=given | {"token": token_in(browser(app).get("/sign-in"))}).status_code == 403
    assert accept(bob, origin="http://evil.example").status_code == 403
    assert accept(bob, origin="http://[").status_code == 403
    assert accept(bob, **{"sec-fetch-site": "same-site"}).status_code == 403
    assert browser(app).post("/sign-in", data={"name": "bob", "password": REVIEWER}).status_code == 403
    assert bob.post("/sign-out", data={}).status_code == 403
    assert bob.get("/api/v1/me").status_code == 200


def test_json_is_written_with_the_token_of_the_session_alone(app):
    client = signed_in(app, "bob", REVIEWER)
    body = {"decision": "comment", "table": "events", "record_id": an_event(client)["record_id"], "reason": "look again"}
    assert client.post("/api/v1/decisions", json=body).status_code == 403
    own = {"X-CSRF-Token": client.get("/api/v1/me").json()["csrf_token"]}
    assert client.post("/api/v1/decisions", json=body, headers=own | {"origin": "http://evil.example"}).status_code == 403
    assert client.post("/api/v1/decisions", content=json.dumps(body), headers=own | {"content-type": "text/plain"}).status_code == 422
    assert client.post("/api/v1/decisions", json=body | {"reviewer": "Ann Åse"}, headers=own).status_code == 400
    made = client.post("/api/v1/decisions", json=body, headers=own)
    assert (made.status_code, made.json()["reviewer"]) == (201, "bob")


def test_what_is_too_large_or_of_unknown_length_is_refused(app):
    client = signed_in(app, "bob", REVIEWER)
    assert client.post("/review/decide", content=b"a=" + b"b" * 300_000).status_code == 413
    assert client.post("/review/decide", content=iter([b"a=b"])).status_code == 411
    assert client.post("/review/decide", content=b"", headers={"content-length": "9" * 5000}).status_code in (400, 413)


# roles


def test_a_reader_sees_no_buttons_and_decides_nothing(app):
    client = signed_in(app, "cleo", READER)
    row = an_event(client)
    for address in (f"/documents/{row['doc_id']}", "/dyads/KEN-NOR/review", "/journal", f"/documents/{row['doc_id']}?edit={row['record_id']}"):
        page = client.get(address).text
        assert 'action="/review/' not in page, address
        assert 'class="record"' not in page, address
        assert 'name="reason"' not in page, address
    token = token_in(client.get("/account"))
    for address in ("/review/decide", "/review/name", f"/documents/{row['doc_id']}/add", "/accounts/add", "/dyads/KEN-NOR/groups"):
        assert client.post(address, data={"token": token, "decision": "accept", "table": "events", "record_id": row["record_id"]}).status_code == 403, address
    body = {"decision": "accept", "table": "events", "record_id": row["record_id"]}
    assert client.post("/api/v1/decisions", json=body, headers={"X-CSRF-Token": client.get("/api/v1/me").json()["csrf_token"]}).status_code == 403


def test_decisions_stand_under_the_name_of_the_account(app):
    client = signed_in(app, "bob", REVIEWER)
    client.cookies.set("bilateral_reviewer", "Ann%20%C3%85se")
    assert accept(client).status_code == 303
    last = client.get("/api/v1/journal").json()["rows"][0]
    assert (last["reviewer"], last["decision_type"]) == ("bob", "accept")
    client.post("/review/decide", data={"token": token_in(client.get("/journal")), "decision": "undo", "decision_id": last["decision_id"]})


def test_accounts_are_managed_by_admins_alone(app, file):
    for name, password in (("bob", REVIEWER), ("cleo", READER)):
        client = signed_in(app, name, password)
        assert client.get("/accounts").status_code == 403
        assert client.get("/api/v1/accounts").status_code == 403
        assert client.post("/accounts/add", data={"token": token_in(client.get("/account")), "name": "eve", "role": "admin", "password": ADMIN}).status_code == 403
    client = signed_in(app, "Ann Åse", ADMIN)
    token = token_in(client.get("/accounts"))
    assert client.post("/accounts/add", data={"token": token, "name": "dan", "role": "reviewer", "password": "four small boats"}).status_code == 200
    listed = client.get("/api/v1/accounts")
    assert [row["name"] for row in listed.json()] == ["Ann Åse", "bob", "cleo", "dan"]
    assert "argon2" not in listed.text + client.get("/accounts").text
    assert client.post("/accounts/remove", data={"token": token, "name": "dan"}).status_code == 200
    assert client.post("/accounts/remove", data={"token": token, "name": "ANN ÅSE"}).status_code == 400
    assert client.post("/accounts/role", data={"token": token, "name": "Ann Åse", "role": "reader"}).status_code == 400
    assert AccountsFile(file).find("dan") is None


def test_another_role_or_password_ends_all_sessions_of_the_account(app):
    ann, bob, cleo = signed_in(app, "Ann Åse", ADMIN), signed_in(app, "bob", REVIEWER), signed_in(app, "cleo", READER)
    second = signed_in(app, "bob", REVIEWER)
    token = token_in(ann.get("/accounts"))
    ann.post("/accounts/role", data={"token": token, "name": "bob", "role": "reader"})
    assert [one.get("/api/v1/me").status_code for one in (bob, second, cleo, ann)] == [401, 401, 200, 200]
    ann.post("/accounts/password", data={"token": token, "name": "cleo", "password": "a new long password"})
    assert cleo.get("/api/v1/me").status_code == 401
    assert sign_in(browser(app), "cleo", READER).status_code == 401
    assert sign_in(browser(app), "cleo", "a new long password").status_code == 303


def test_what_the_command_line_changes_counts_at_once(app, file):
    client = signed_in(app, "bob", REVIEWER)
    change_role(file, "bob", "admin")
    assert client.get("/api/v1/me").status_code == 401
    client = signed_in(app, "bob", REVIEWER)
    remove_account(file, "BOB")
    assert client.get("/api/v1/me").status_code == 401
    for name in ("cleo", "Ann Åse"):
        remove_account(file, name)
    assert browser(app).get("/api/v1/me").status_code == 401  # what was closed does not open


def test_accounts_that_cannot_be_read_let_nobody_in(app, file, web_record):
    client = signed_in(app, "bob", REVIEWER)
    file.write_text("{")
    assert client.get("/").status_code == 503
    assert client.get("/api/v1/dyads").json()["status"] == 503
    with pytest.raises(RecordError, match="cannot be read as accounts"):
        create_app(web_record, Settings(accounts_file=str(file), **CHEAP))


# sessions


def test_sessions_end_when_idle_and_in_any_case(file):
    now = [0.0]
    sessions = Sessions(60, 100, clock=lambda: now[0])
    account = AccountsFile(file).find("bob")
    busy, idle = sessions.begin(account), sessions.begin(account)
    now[0] = 50
    assert sessions.find(busy)
    now[0] = 99
    assert sessions.find(busy)
    assert sessions.find(idle) is None
    now[0] = 101
    assert sessions.find(busy) is None
    first, *_ = [sessions.begin(account) for _ in range(25)]
    assert sessions.find(first) is None
    assert sessions.count(account) == 20


def test_a_restart_signs_nobody_out(file, web_record):
    settings = Settings(accounts_file=str(file), **CHEAP)
    client = signed_in(create_app(web_record, settings), "bob", REVIEWER)
    kept, noted = client.cookies["bilateral_session"], sessions_file(file)
    assert kept not in noted.read_text()
    assert noted.stat().st_mode & 0o077 == 0
    again = create_app(web_record, settings)
    assert browser(again, cookies={"bilateral_session": kept}).get("/api/v1/me").json()["name"] == "bob"
    change_role(file, "bob", "reader")  # as after each change: signed out
    assert browser(create_app(web_record, settings), cookies={"bilateral_session": kept}).get("/api/v1/me").status_code == 401


def test_noted_sessions_end_too(file):
    now, account = [1_000.0], AccountsFile(file).find("bob")
    clock = lambda: now[0]  # noqa: E731
    sessions = Sessions(60, 100, clock=clock, file=sessions_file(file))
    idle, busy, out = (sessions.begin(account) for _ in range(3))
    sessions.end(out)
    now[0] += 50
    assert sessions.find(busy)
    now[0] += 30
    assert sessions.find(busy)
    again = Sessions(60, 100, clock=clock, file=sessions_file(file))
    assert [again.find(one) is not None for one in (idle, busy, out)] == [False, True, False]
    now[0] += 30
    assert Sessions(60, 100, clock=clock, file=sessions_file(file)).find(busy) is None
    now[0] = 0.0  # a clock that was put back makes nobody's session longer
    assert Sessions(60, 100, clock=clock, file=sessions_file(file)).find(busy) is None
    sessions_file(file).write_text("{")
    assert Sessions(60, 100, clock=clock, file=sessions_file(file)).find(busy) is None


def test_signing_out_ends_the_session_on_the_server(app):
    client = signed_in(app, "bob", REVIEWER)
    kept = client.cookies["bilateral_session"]
    assert client.post("/sign-out", data={"token": token_in(client.get("/account"))}).headers["location"] == "/sign-in"
    assert browser(app, cookies={"bilateral_session": kept}).get("/api/v1/me").status_code == 401


def test_one_changes_ones_own_password_and_stays_signed_in(app):
    here, there = signed_in(app, "cleo", READER), signed_in(app, "cleo", READER)
    new = {"new": "three grey herons", "again": "three grey herons"}
    assert here.post("/account/password", data={"token": token_in(here.get("/account")), "password": "wrong"} | new).status_code == 401
    assert here.post("/account/password", data={"token": token_in(here.get("/account")), "password": READER, **new, "again": "x"}).status_code == 400
    assert here.post("/account/password", data={"token": token_in(here.get("/account")), "password": READER, "new": "short", "again": "short"}).status_code == 400
    assert here.post("/account/password", data={"token": token_in(here.get("/account")), "password": READER} | new).status_code == 200
    assert [here.get("/api/v1/me").status_code, there.get("/api/v1/me").status_code] == [200, 401]


def test_over_https_the_cookie_is_for_https_alone(app):
    client = signed_in(app, "bob", REVIEWER, base_url="https://127.0.0.1")
    assert "__Host-bilateral_session" in client.cookies
    answer = sign_in(browser(app, base_url="https://127.0.0.1"), "bob", REVIEWER)
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"]


# limits


def test_wrong_passwords_are_limited_by_name_and_by_address(app):
    for _ in range(5):
        assert sign_in(browser(app), "bob", "wrong").status_code == 401
    told = sign_in(browser(app), "BOB", REVIEWER)
    assert (told.status_code, 0 < int(told.headers["retry-after"]) <= 60) == (429, True)
    assert sign_in(browser(app), "cleo", READER).status_code == 303  # others still may, and being right costs no try
    answers = [sign_in(browser(app), f"nobody{number}", "wrong").status_code for number in range(16)]
    assert answers == [401] * 15 + [429]
    assert sign_in(browser(app), "cleo", READER).status_code == 429


def test_a_limit_fills_again_and_forgets_the_oldest():
    now = [0.0]
    limit = Limit(2, 10, clock=lambda: now[0])
    assert [limit.take("a") for _ in range(3)] == [0, 0, 10]
    now[0] = 4
    assert limit.take("a") == pytest.approx(6)
    now[0] = 10
    assert [limit.take("a"), limit.take("a")] == [0, 10]
    limit.give_back("a")
    assert limit.take("a") == 0
    for number in range(10_001):
        limit.take(str(number))
    assert limit.take("a") == 0


def test_heavy_answers_are_limited_for_each_person(web_record, file):
    app = create_app(web_record, Settings(accounts_file=str(file), heavy_answers_per_minute=2, **CHEAP))
    bob, cleo = signed_in(app, "bob", REVIEWER), signed_in(app, "cleo", READER)
    assert [bob.get("/api/v1/search?words=fish").status_code for _ in range(3)] == [200, 200, 429]
    assert int(bob.get("/search?words=fish").headers["retry-after"]) > 0
    assert cleo.get("/api/v1/search?words=fish").status_code == 200
    assert bob.get("/api/v1/dyads").status_code == 200


# tokens of programs


def test_a_program_comes_with_a_token_of_an_account(app, file):
    token = make_token(file, "bob", days=1)
    assert token.rpartition("_")[2] not in file.read_text()
    client = browser(app, headers={"authorization": f"Bearer {token}"})
    me = client.get("/api/v1/me").json()
    assert (me["name"], me["role"], me["way"], me["csrf_token"]) == ("bob", "reviewer", "token", "")
    body = {"decision": "comment", "table": "events", "record_id": an_event(client)["record_id"], "reason": "by a program"}
    assert client.post("/api/v1/decisions", json=body).status_code == 201
    assert client.get("/api/v1/accounts").status_code == 403
    change_role(file, "bob", "reader")
    assert client.post("/api/v1/decisions", json=body).status_code == 403
    assert revoke_tokens(file, "bob") == 1
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_can_do_less_than_its_account_and_ends(app, file):
    for days, status in ((1, 200), (0, 401)):
        client = browser(app, headers={"authorization": f"Bearer {make_token(file, 'Ann Åse', days=days, role='reader')}"})
        assert client.get("/api/v1/me").status_code == status
    assert browser(app, headers={"authorization": f"Bearer {make_token(file, 'cleo', days=1, role='admin')}"}).get("/api/v1/me").json()["role"] == "reader"


@pytest.mark.parametrize("given", ["Bearer ", "Bearer x", "bearer bilateral_00000000_" + "a" * 43, "Bearer \xff"])
def test_a_wrong_token_lets_nobody_in_even_beside_a_session(app, given):
    client = signed_in(app, "bob", REVIEWER)
    assert client.get("/api/v1/me", headers={"authorization": given.encode("latin-1")}).status_code == 401


def test_a_password_is_asked_before_a_token_is_made_on_the_page(app):
    client = signed_in(app, "bob", REVIEWER)
    given = {"token": token_in(client.get("/account")), "days": "3", "role": "reader"}
    assert client.post("/account/token", data=given | {"password": "wrong"}).status_code == 401
    assert client.post("/account/token", data=given | {"password": REVIEWER, "days": "-1"}).status_code == 400
    page = client.post("/account/token", data=given | {"password": REVIEWER}).text
    made = re.search(r"bilateral_([0-9a-f]{8})_[\w-]{43}", page)
    assert browser(app, headers={"authorization": f"Bearer {made[0]}"}).get("/api/v1/me").json()["role"] == "reader"
    assert made[0] not in client.get("/account").text
    client.post("/account/revoke", data={"token": given["token"], "token_id": made[1]})
    assert browser(app, headers={"authorization": f"Bearer {made[0]}"}).get("/api/v1/me").status_code == 401


def test_another_password_takes_tokens_back(app, file):
    token = make_token(file, "bob", days=1)
    change_password(file, "bob", "a new long password", check=CHECK)
    assert browser(app, headers={"authorization": f"Bearer {token}"}).get("/api/v1/me").status_code == 401


# proxies

PROXY = {
    "proxy_addresses": ("10.1.0.0/16",), "proxy_user_header": "X-Forwarded-User", "proxy_groups_header": "X-Forwarded-Groups",
    "proxy_roles": {"ann@example.org": "admin", "group:analysts": "reviewer", "group:guests": "reader"},
}  # fmt: skip


@pytest.fixture
def behind_proxy(web_record, tmp_path):
    return create_app(web_record, Settings(accounts_file=str(tmp_path / "none.json"), server_names=("record.example.org",), **PROXY, **CHEAP), is_public=True)


def ask(app, address="10.1.2.3", **headers):
    client = browser(app, base_url="http://record.example.org", client=(address, 5))
    return client.get("/api/v1/me", headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_proxy_tells_who_asks_and_groups_give_the_role(behind_proxy):
    assert ask(behind_proxy, x_forwarded_user="ann@example.org").json()["role"] == "admin"
    me = ask(behind_proxy, x_forwarded_user="bo@example.org", x_forwarded_groups="guests, analysts").json()
    assert (me["name"], me["role"], me["way"]) == ("bo@example.org", "reviewer", "proxy")
    assert ask(behind_proxy, x_forwarded_user="Åse".encode()).status_code == 403  # no role
    assert "Åse" in ask(behind_proxy, x_forwarded_user="Åse".encode()).json()["detail"]


@pytest.mark.parametrize("address", ["10.2.0.1", "127.0.0.1", "testclient", "::1"])
def test_the_header_counts_from_the_proxy_alone(behind_proxy, address):
    assert ask(behind_proxy, address, x_forwarded_user="ann@example.org").status_code == 401
    assert ask(behind_proxy, address, x_forwarded_user="ann@example.org", x_forwarded_for="10.1.2.3").status_code == 401


def test_a_header_that_is_doubled_or_lacking_lets_nobody_in(behind_proxy):
    assert ask(behind_proxy).status_code == 401
    assert ask(behind_proxy, x_forwarded_user="").status_code == 401
    client = browser(behind_proxy, base_url="http://record.example.org", client=("10.1.2.3", 5))
    doubled = [("X-Forwarded-User", "eve"), ("X-Forwarded-User", "ann@example.org")]
    assert client.get("/api/v1/me", headers=doubled).status_code == 400
    assert "proxy" in client.get("/").text


def test_the_header_counts_for_nothing_where_it_is_not_set(app):
    assert browser(app, client=("127.0.0.1", 5)).get("/api/v1/me", headers={"X-Forwarded-User": "bob"}).status_code == 401


def test_behind_a_proxy_limits_count_the_browser_and_https_is_told(web_record, file):
    app = create_app(web_record, Settings(accounts_file=str(file), proxy_addresses=("10.1.0.0/16",), **CHEAP))
    eve = {"x-forwarded-for": "1.2.3.4, 198.51.100.7", "x-forwarded-proto": "https"}
    client = browser(app, base_url="http://127.0.0.1", client=("10.1.2.3", 5), headers=eve)
    assert "__Host-" in client.get("/sign-in").headers["set-cookie"]
    for number in range(20):
        app.state.guard.by_address.take("198.51.100.7")
        app.state.guard.by_name.take(str(number))
    page = client.get("/sign-in")
    cookie = re.match(r"__Host-bilateral_session=([^;]+)", page.headers["set-cookie"])[1]
    given = {"token": token_in(page), "name": "cleo", "password": READER}
    answer = client.post("/sign-in", data=given, headers={"cookie": f"__Host-bilateral_session={cookie}"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"proxy_addresses": ()}, "without proxy_addresses"), ({"proxy_addresses": ("nowhere",)}, "expected an address"), ({"proxy_roles": {}}, "without"),
     ({"proxy_roles": {"*": "chief"}}, "chief"), ({"proxy_user_header": "X User"}, "name of a header")],
)  # fmt: skip
def test_wrong_settings_of_a_proxy_are_told(changes, told):
    with pytest.raises(SettingsError, match=told):
        read_proxy(Settings(**{**PROXY, **changes}))


# where the app may be reached


def test_without_accounts_nothing_but_this_machine_is_served(web_record, tmp_path):
    settings = Settings(accounts_file=str(tmp_path / "none.json"))
    with pytest.raises(SettingsError, match="bilateral accounts add"):
        create_app(web_record, settings, is_public=True)
    client = browser(create_app(web_record, settings))
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"x-forwarded-for": "198.51.100.7"}).status_code == 403
    assert client.get("/", headers={"host": "192.168.1.5"}).status_code == 400
    assert client.get("/accounts").status_code == 404


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8642", 200), ("[::1]:8642", 200), ("192.168.1.5", 200), ("record.example.org", 200), ("RECORD.example.org.", 200),
                                              ("evil.example", 400), ("record.example.org.evil.example", 400), ("[", 400), ("", 400)])  # fmt: skip
def test_names_that_are_not_the_apps_are_refused(web_record, file, host, status):
    app = create_app(web_record, Settings(accounts_file=str(file), server_names=("record.example.org",), **CHEAP), is_public=True)
    answer = browser(app).get("/sign-in", headers={"host": host})
    assert answer.status_code == status
    assert answer.headers["x-frame-options"] == "DENY"


# the file and the commands


@pytest.mark.parametrize("password", ["short", "a" * 40, "ab" * 20, "x" * 2000, "benedictine!" * 2])
def test_passwords_that_are_soon_guessed_are_refused(password):
    with pytest.raises(SettingsError, match="got a password"):
        check_new_password("benedictine!", password)


def test_one_password_is_one_whatever_its_spelling():
    assert CHECK.fits("Ångström and more", CHECK.hash("A\u030angstro\u0308m and more"))


@pytest.mark.parametrize("name", ["", " ", "a/b", "<b>", "-a", "a\x1bb", "a\u202eb", "x" * 81])
def test_names_that_cannot_stand_in_a_journal_are_refused(tmp_path, name):
    with pytest.raises(SettingsError, match="got the name"):
        add_account(tmp_path / "people.json", f"{name}\0" if name == " " else name, role="reader", password=READER, check=CHECK)


def test_several_who_change_accounts_at_once_lose_nothing(tmp_path):
    path = tmp_path / "people.json"
    threads = [threading.Thread(target=add_account, args=(path, f"name{number}"), kwargs={"role": "reader", "password": READER, "check": CHECK}) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(AccountsFile(path).read()) == 8


def test_accounts_by_command(web_record, tmp_path):
    settings = tmp_path / "bilateral.toml"
    settings.write_text(f'accounts_file = "{tmp_path / "people.json"}"\npassword_memory_kib = 64\npassword_rounds = 1\n')
    both = ["--record", str(web_record), "--settings", str(settings)]

    def run(*words, given=""):
        return CliRunner().invoke(program, ["accounts", *words, *both], input=given)

    assert run("add", "ann", "--role", "admin", given=f"{ADMIN}\n").exit_code == 0
    assert "as admin" in run("add", "bob", "--role", "admin", given=f"{ADMIN}\n").stdout
    assert run("role", "bob", "reader").stdout == "bob is reader now\n"
    assert run("password", "bob", given=f"{READER}\n").exit_code == 0
    token = run("token", "bob", "--days", "2").stdout.strip()
    assert token.startswith("bilateral_")
    assert f"bob,reader,{time.strftime('%Y', time.gmtime())}" in run("list").stdout
    assert token.split("_")[1] in run("list").stdout
    assert run("revoke", "bob", token.split("_")[1]).stdout == "tokens taken back: 1\n"
    assert "accounts left: 1" in run("remove", "bob").stdout
    for words, given in ((("add", "ann"), ADMIN), (("add", "dan"), ""), (("add", "dan", "--role", "chief"), ADMIN), (("role", "dan", "admin"), ""), (("revoke", "ann", "0"), "")):
        assert isinstance(run(*words, given=given).exception, BilateralError), words


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--host", "0.0.0.0"), "nobody who may sign in"), (("--host", "no such host"), "no address"), (("--key", "k.pem"), "without --certificate"),  # noqa: S104 - refused
     (("--certificate", "c.pem"), "cannot be used")],
)  # fmt: skip
def test_serve_refuses_what_is_not_safe(web_record, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bilateral.toml").write_text(f'accounts_file = "{tmp_path / "none.json"}"\n')
    found = CliRunner().invoke(program, ["serve", "--record", str(web_record), "--port", "0", "--no-browser", *words])
    assert isinstance(found.exception, SettingsError)
    assert told in str(found.exception)
