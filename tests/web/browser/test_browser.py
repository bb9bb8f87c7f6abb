"""The web app in a real browser: every page loads quietly and asks nobody else, and the whole review is done by keyboard."""

from __future__ import annotations

import json
import re

import pytest

PAIR = "/dyads/KEN-NOR"


def paths(record_address, page):
    """Every page of the app: those the navigation leads to, and one of each that hangs on a record."""
    page.goto(record_address + PAIR)
    found = {link.get_attribute("href") for link in page.locator("header nav a, nav.tabs a").all()}
    documents = page.request.get(f"{record_address}/api/v1/documents").json()["rows"]
    first, second = (row["doc_id"] for row in documents[:2])
    more = {
        "/", "/agreement", "/orphans", "/exchange", "/search?words=fish", f"/documents/{first}", f"/compare?a={first}&b={second}", f"{PAIR}/review?order=sample",
        f"{PAIR}/groups?table=commitments", f"{PAIR}/ledger",
    }  # fmt: skip
    return sorted(path for path in found | more if path)


@pytest.fixture
def all_paths(browser, address):
    page = browser.new_page()
    yield paths(address, page)
    page.close()


def find(window, table, words):
    rows = window.page.request.get(f"{window.address}/api/v1{PAIR}/{table}").json()["rows"]
    return next(row for row in rows if words in row["quote"])


def journal(window):
    return window.page.request.get(f"{window.address}/api/v1/journal").json()["rows"]


def settled(page, words):
    """Wait until the page has told what became of a decision."""
    page.locator(".told", has_text=re.compile(words)).wait_for()


def axe_faults(page, **options):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]


def test_every_page_is_quiet_asks_nobody_else_and_can_be_read_by_all(window, all_paths):
    """One visit a page: console, policy, title; axe in light and dark; a narrow window."""
    assert len(all_paths) > 25
    page = window.page
    window.context.add_cookies([{"name": "bilateral_reviewer", "value": "Ann", "url": window.address}])
    wrong = {}
    for path in all_paths:
        answer = page.goto(window.address + path)
        found = [*window.complaints, *axe_faults(page)]
        if answer.status != 200 or page.locator("h1").count() != 1 or page.title() == "owned":
            found.append((answer.status, page.title(), page.locator("h1").count()))
        page.emulate_media(color_scheme="dark")
        found += [("dark", *one) for one in axe_faults(page, runOnly=["color-contrast"])]
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        found += [("dark", paper)] if sum(map(int, re.findall(r"\d+", paper)[:3])) > 150 else []
        page.set_viewport_size({"width": 400, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [("narrow", wide)] if wide > 400 else []
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        window.complaints.clear()
        if found:
            wrong[path] = found
    assert not wrong, json.dumps(wrong, indent=1)


def test_brief_and_comparison_lead_back_to_the_record(window):
    page = window.open(f"{PAIR}/brief")
    page.locator(".way-back a").first.click()
    assert page.url == window.address + PAIR
    first, second = (row["doc_id"] for row in page.request.get(f"{window.address}/api/v1/documents").json()["rows"][:2])
    window.open(f"/compare?a={first}&b={second}")
    assert [link.get_attribute("href") for link in page.locator(".way-back a").all()] == ["/compare", f"/documents/{first}", f"/documents/{second}", f"/compare?a={second}&b={first}"]
    page.emulate_media(media="print")
    assert not page.locator(".way-back").is_visible()


def test_markup_of_a_document_never_runs(window):
    doc_id = find(window, "events", "criticised")["doc_id"]
    page = window.open(f"/documents/{doc_id}")
    assert "<script>" in page.locator("h1").inner_text()
    assert page.locator("#text img, #text script, h1 script").count() == 0
    assert page.evaluate("document.title") != "owned"


def test_records_and_marks_are_stepped_through_by_key(window):
    doc_id = find(window, "events", "criticised")["doc_id"]
    page = window.open(f"/documents/{doc_id}")
    window.keys("n")
    first = page.locator("li.active").get_attribute("data-id")
    assert first in page.locator("mark.active").first.get_attribute("data-ids")
    assert page.url.endswith(f"#r-{first}")
    window.keys("n", "n", "p")
    assert page.locator("li.active").count() == 1
    assert page.locator("li.active").get_attribute("data-id") != first
    page.locator("[data-kind=events]").uncheck()
    assert page.locator("li.events:visible").count() == 0
    window.keys("Escape", "?")
    assert page.locator("dialog#keys").is_visible()
    window.keys("Escape", "/")
    assert page.evaluate("document.activeElement.id") == "words-everywhere"


def test_the_queue_is_worked_off_by_keyboard_beside_the_document(reviewer):
    page = reviewer.open(f"{PAIR}/review?table=events")
    left = int(re.search(r"\d+", page.locator(".queue .lead b").inner_text())[0])
    reviewer.keys("n")
    page.locator(".alongside #text mark.active").first.wait_for()
    first = page.locator("li.active").get_attribute("data-id")
    reviewer.keys("a")
    settled(page, f"Accept: done. {left - 1} left")
    second = page.locator("li.active").get_attribute("data-id")
    assert second != first
    page.locator(".alongside mark.active").first.wait_for()
    reviewer.keys("r")
    page.keyboard.type("a rumour")
    reviewer.keys("Enter")
    settled(page, f"Reject: done. {left - 2} left")
    third = page.locator("li.active").get_attribute("data-id")
    reviewer.keys("c")
    page.keyboard.type("ask Oslo")
    reviewer.keys("Enter")
    settled(page, "Comment: done")
    assert page.locator(f"#card-{third} .remark").inner_text() == "Ann: ask Oslo"
    reviewer.keys("s")
    settled(page, "Skip: done")
    assert page.locator(".records li").last.get_attribute("data-id") == third
    told = [(row["decision_type"], row["reviewer"], row["reason"], row["target_id"]) for row in journal(reviewer)]
    assert told == [("skip", "Ann", "", third), ("comment", "Ann", "ask Oslo", third), ("reject", "Ann", "a rumour", second), ("accept", "Ann", "", first)]
    reviewer.keys("u")
    settled(page, "Undo: done")
    assert [row["state"] for row in journal(reviewer)][:2] == ["undo", "undone"]


def test_a_record_is_edited_with_its_span_by_keyboard(reviewer):
    row = find(reviewer, "events", "dumping")
    page = reviewer.open(f"/documents/{row['doc_id']}#r-{row['record_id']}")
    reviewer.keys("e")
    page.locator("form.record").wait_for()
    choices = page.locator("form.record select[name=set-event_type] option").all_inner_texts()
    assert {"AGREE", "ACCUSE"} <= set(choices)
    words = page.locator("form.record .quoted bdi").inner_text()
    actor = page.locator("form.record [name=set-actor]")
    assert actor.evaluate("field => field === document.activeElement")
    kept = actor.input_value()
    reviewer.keys("[", "]")  # nobody has typed in the field yet: the keys move the span
    assert (actor.input_value(), page.locator("form.record .quoted bdi").inner_text()) == (kept, words)
    page.locator("form.record [data-span=end-back]").focus()
    reviewer.keys("[")
    shorter = page.locator("form.record .quoted bdi").inner_text()
    assert len(shorter) < len(words)
    reviewer.keys("]", "]", "{")
    longer = page.locator("form.record .quoted bdi").inner_text()
    page.locator("form.record [name=set-event_date]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2019-04-12")
    page.keyboard.press("Enter")
    settled(page, "Keep the change: done")
    edited = find(reviewer, "events", "dumping")
    assert (edited["event_date"], edited["quote"]) [:1] == ("2019-04-12",)
    assert " ".join(edited["quote"].split()) == " ".join(longer.strip("“”").split())
    assert edited["reviewed"] == "edited"
    assert page.locator(f"#card-{row['record_id']} .verdict").inner_text() == "edited by Ann"
    page.evaluate("document.activeElement.blur()")
    reviewer.keys("u")
    settled(page, "Undo: done")
    assert find(reviewer, "events", "dumping")["quote"] == row["quote"]


def test_an_edit_in_the_queue_stays_in_the_queue(reviewer):
    page = reviewer.open(f"{PAIR}/review?table=commitments")
    reviewer.keys("n", "e")
    page.locator("li.active form.record").wait_for()
    page.locator("form.record select[name=set-firmness]").select_option("binding")
    page.locator("form.record input[name=reason]").focus()
    page.keyboard.press("Enter")
    settled(page, "Keep the change: done")
    assert page.url.endswith("/review?table=commitments")
    assert journal(reviewer)[0]["decision_type"] == "edit"


def test_what_was_missed_is_added_by_keyboard_alone(reviewer):
    doc_id = find(reviewer, "events", "dumping")["doc_id"]
    page = reviewer.open(f"/documents/{doc_id}")
    reviewer.keys("m", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowDown", "ArrowUp", "Shift+ArrowRight")
    chosen = page.evaluate("getSelection().toString()")
    assert chosen
    reviewer.keys("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()").startswith(chosen)
    chosen = page.evaluate("getSelection().toString()")
    reviewer.keys("Enter")
    assert page.evaluate("document.activeElement.id") == "missed-table"
    page.keyboard.type("Drivers")
    page.keyboard.press("Enter")
    page.locator("form.record").wait_for()
    assert page.evaluate("document.activeElement.name") == "set-polarity"
    page.keyboard.type("hurdle")
    page.keyboard.press("Tab")
    page.keyboard.type("KEN-NOR")
    page.keyboard.press("Tab")
    page.keyboard.type("economic")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "Add: done")
    added = find(reviewer, "factors", chosen)
    assert (added["quote"], added["reviewed"], added["reviewed_by"]) == (chosen, "added", "Ann")
    assert page.locator("li.active").get_attribute("data-id") == added["record_id"]


def test_reports_are_joined_and_parted_by_keyboard(reviewer):
    page = reviewer.open(f"{PAIR}/groups?table=events")
    groups = page.locator("section.group").count()
    reviewer.keys("n", "x", "n", "n", "x")
    assert page.locator(".chosen").inner_text() == "2 chosen"
    chosen = [box.get_attribute("name").removeprefix("id-") for box in page.locator("[data-key=x]:checked").all()]
    reviewer.keys("g")
    settled(page, "Join the chosen: done")
    assert journal(reviewer)[0]["decision_type"] == "merge"
    together = page.locator(f"section.group:has(#card-{chosen[0]})")
    assert together.locator(f"#card-{chosen[1]}").count() == 1
    page.locator(f"#card-{chosen[0]} input").check()
    page.evaluate("document.activeElement.blur()")
    reviewer.keys("v")
    settled(page, "Part the chosen: done")
    assert page.locator(f"section.group:has(#card-{chosen[0]}) #card-{chosen[1]}").count() == 0
    reviewer.keys("u")
    settled(page, "Undo: done")
    reviewer.keys("u")
    settled(page, "Undo: done")
    page.locator("section.group").nth(groups - 1).wait_for()
    assert page.locator("section.group").count() == groups


def test_a_document_is_marked_as_read_when_all_is_judged(reviewer):
    doc_id = find(reviewer, "events", "dumping")["doc_id"]
    page = reviewer.open(f"/documents/{doc_id}")
    page.get_by_role("button", name="I read it to the end").click()
    settled(page, "nobody judged")
    reviewer.complaints[:] = [one for one in reviewer.complaints if "400" not in one]
    cards = page.locator(".records li:not(.offices)").count()
    for number in range(cards):
        page.locator(".records li:not(.offices):not(.accepted) > a").first.click()
        reviewer.keys("a")
        page.locator("li.accepted").nth(number).wait_for()
    page.get_by_role("button", name="I read it to the end").click()
    page.get_by_text("Read to the end by Ann").wait_for()
    assert "100%" in reviewer.open("/accuracy").locator("#reviewed ~ div").first.inner_text()
