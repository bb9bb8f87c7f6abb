from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

from bilateral.briefings.html import render_html
from bilateral.findings import Records

HOSTILE = "<script>alert(1)</script></script><!-- <img src=x onerror=alert(2)> &amp; \"' "


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links, self.scripts = [], [], [], []
        self.is_script = False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found.get("href"))
        self.is_script = tag == "script"
        if self.is_script:
            self.scripts.append((found, ""))

    def handle_data(self, data):
        if self.is_script:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)

    def handle_endtag(self, _tag):
        self.is_script = False


def parse(html):
    page = Page()
    page.feed(html)
    page.close()
    return page


def data_of(page):
    return next(json.loads(text) for attributes, text in page.scripts if attributes.get("type") == "application/json")


def test_every_link_inside_the_page_resolves(brief, desk):
    page = parse(render_html(brief, desk.texts))
    assert len(page.ids) == len(set(page.ids))
    inside = [link[1:] for link in page.links if link and link.startswith("#")]
    assert inside
    assert set(inside) <= set(page.ids)


def test_every_note_marks_its_words(brief, desk):
    data = data_of(parse(render_html(brief, desk.texts)))
    notes = [note for note in brief.notes if not note.is_list]
    assert notes
    for note in notes:
        place = data["notes"][str(note.number)]
        units = data["documents"][place["document"]]["passages"][place["passage"]].encode("utf-16-le")
        assert units[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == note.quote


def test_places_count_as_javascript_does(desk):
    made = desk.empty({"x": "\U0001f91d\U0001f91d Norway thanked Kenya warmly.\n"})
    made.head("x", "Fjord Post", "independent", "NOR", "2020", "T")
    made.event("x", "Norway thanked Kenya warmly", "SUPPORT", ["NOR"], ["KEN"], "2020")
    brief = desk.write(made.records(), made.texts)
    assert brief.left_out == ()
    test_every_note_marks_its_words(brief, desk_with(made.texts))


def desk_with(texts):
    return SimpleNamespace(texts=texts)


def test_hostile_markup_never_becomes_markup(desk):
    made = desk.empty(
        {"x": f"{HOSTILE} Norway thanked Kenya {HOSTILE} warmly.\n\u202eright to left \u05e9\u05dc\u05d5\u05dd"}
    )
    made.head("x", HOSTILE, "independent", "NOR", "2020-02-01", HOSTILE, address="javascript:alert(3)")
    made.event(
        "x", f"Norway thanked Kenya {HOSTILE} warmly", "SUPPORT", ["NOR"], ["KEN"], "2020-02", place_name=HOSTILE
    )
    made.statement("x", f"Kenya {HOSTILE} warmly", HOSTILE, "NOR", office=HOSTILE)
    brief = desk.write(made.records(), made.texts)
    html = render_html(brief, made.texts)
    clean = parse(render_html(desk.write(desk.records, desk.texts), desk.texts))
    page = parse(html)
    assert "<script>alert" not in html
    assert "<!--" not in html
    assert "<img" not in html
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in clean.tags} | {"svg", "figure"}
    assert len(page.scripts) == 2
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not any("javascript:" in (link or "") for link in page.links)
    assert "javascript:" not in json.dumps(data_of(page)["notes"])
    assert data_of(page)["documents"]["x"]["passages"] == [made.texts["x"]]


def test_policy_forbids_all_but_the_page_itself(brief, desk):
    page = parse(render_html(brief, desk.texts))
    policy = next(attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    html = render_html(brief, desk.texts)
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not any(attributes.get("src") or tag == "link" or "style" in attributes for tag, attributes in page.tags)


def test_same_bytes_every_time(brief, desk):
    again = desk.write(desk.records, desk.texts)
    assert render_html(brief, desk.texts) == render_html(again, dict(reversed(desk.texts.items())))


def test_uncited_documents_are_not_embedded(brief, desk):
    data = data_of(parse(render_html(brief, {**desk.texts, "unused": "never"})))
    assert set(data["documents"]) == {note.doc_id for note in brief.notes if note.doc_id}


def test_long_documents_are_cut_to_cited_passages(desk):
    filler = "Nothing of note was said on this line.\n" * 60_000
    made = desk.empty({"x": f"{filler}Norway thanked Kenya warmly.\n{filler}"})
    made.head("x", "Fjord Post", "independent", "NOR", "2020", "Long")
    made.event("x", "Norway thanked Kenya warmly", "SUPPORT", ["NOR"], ["KEN"], "2020")
    brief = desk.write(made.records(), made.texts)
    html = render_html(brief, made.texts)
    assert len(html) < 100_000
    assert not data_of(parse(html))["documents"]["x"]["isWhole"]
    test_every_note_marks_its_words(brief, desk_with(made.texts))


def test_two_hundred_documents_stay_below_three_megabytes(desk):
    texts = {
        f"d{n:03d}": f"Norway thanked Kenya warmly in case {n}.\n" + "Words that fill a page go on. " * 900
        for n in range(200)
    }
    made = desk.empty(texts)
    for n, doc_id in enumerate(texts):
        made.head(doc_id, f"Paper {n}", "independent", "NOR", "2020", f"Case {n}")
        made.event(doc_id, f"Norway thanked Kenya warmly in case {n}", "SUPPORT", ["NOR"], ["KEN"], None)
        made.factor(doc_id, "Words that fill a page go on", "driver", "economic")
    html = render_html(desk.write(made.records(), made.texts), made.texts)
    assert len(html.encode()) < 3_000_000


def test_empty_record_renders(desk):
    page = parse(render_html(desk.write(Records(), {}), {}))
    assert {link[1:] for link in page.links if link} <= set(page.ids)


def test_short_form_for_notebooks_escapes(desk):
    head = replace(desk.records.documents[0], title="<script>x</script>", publisher="<i>")
    records = replace(desk.records, documents=(head, *desk.records.documents[1:]))
    short = desk.write(records, desk.texts)._repr_html_()
    assert "<script" not in short
    assert "<i>" not in short
    assert re.search(r"<h3>Norway and Kenya</h3>", short)
