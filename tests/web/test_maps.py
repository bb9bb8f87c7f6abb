"""The map and the timeline of a pair: where and when, uncertain as uncertain, every mark a way to its acts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

import bilateral
from bilateral.answers.event_dates import DateCount, choose_step
from bilateral.answers.event_places import judge_place
from bilateral.briefings.dates_chart import DateMark, chart_dates
from bilateral.briefings.drawing import draw_plain_svg
from bilateral.briefings.map_chart import MapPlace, chart_map, tell_disputed
from bilateral.settings import Settings
from bilateral.vocabulary.shapes import disputed_rings, hatch, load_disputed, load_shapes, state_point
from bilateral.vocabulary.states import is_state
from bilateral.web import timeline_page
from bilateral.web.app import create_app
from bilateral.web.drawn import draw

TEXT = """Nairobi, 6 May 2019

The prime minister of Norway met the president of Kenya in Oslo on 3 May 2019. The president of Kenya visited Norway in April 2019. Kenya accused Norway of dumping fish in 2018.
The foreign minister of Norway held talks with the foreign minister of Kenya in Nairobi on 2 May 2019. Norway criticised Kenya on 1 May 2019.
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    (folder / "talks.txt").write_text(TEXT)
    bilateral.open_record(folder / "record", settings=Settings(workers=0)).add([folder / "talks.txt"])
    return TestClient(create_app(folder / "record", Settings()), base_url="http://127.0.0.1")


def links(page):
    return re.findall(r'<a href="(/dyads/[^"]+|/documents/[^"]+)"[^>]*>\s*<path', page)


@pytest.mark.parametrize(("name", "at", "certainty"), [
    ("Nairobi", (36.82, -1.28), "place"), ("Hyderabad", (78.46, 17.38), "guess"), ("Jilin Province", (126.5, 43.8), "area"), ("Gulf of Aden", (48.0, 12.0), "area"),
    ("Kenya", (None, None), "state"), ("the old town hall", (None, None), "not found"), (None, (None, None), "not told"),
])  # fmt: skip
def test_a_place_is_as_sure_as_its_name(name, at, certainty):
    found, longitude, latitude = judge_place(name, *at)
    assert found == certainty
    assert (longitude is None) == (certainty in ("not found", "not told"))
    assert (longitude is None) == (latitude is None)


def test_the_map_draws_unsure_places_as_rings_and_leads_to_their_events(client):
    page = client.get("/dyads/KEN-NOR/map")
    assert page.status_code == 200
    assert "/dyads/KEN-NOR/events?place=Oslo" in page.text
    assert any("place=Oslo" in link for link in links(page.text))
    rows = client.get("/api/v1/dyads/KEN-NOR/map").json()["places"]
    assert {row["name"]: row["certainty"] for row in rows}["Oslo"] == "place"
    assert sum(row["n_events"] for row in rows) == client.get("/api/v1/dyads/KEN-NOR/events").json()["total"]
    svg = draw_plain_svg(chart_map([MapPlace("Hyderabad", 78.46, 17.38, "guess", 1, 1, "x"), MapPlace("Delhi", 77.2, 28.6, "place", 2, 2, "y")], ("IND", "PAK")))
    assert svg.count('stroke-dasharray="3,2"') == 1


def test_the_worldview_names_disputed_areas(client):
    assert "Southern Kuril Islands (held by Russia, claimed by Japan)" in client.get("/dyads/KEN-NOR/map").text
    assert "Northern Territories (Japan)" in client.get("/dyads/KEN-NOR/map?worldview=JPN").text
    assert client.get("/dyads/KEN-NOR/map?worldview=XYZ").status_code == 400
    crimea = next(area for area in load_disputed() if area.code == "crimea")
    assert [tell_disputed(crimea, one) for one in ("RUS", "UKR", "UN", "FRA")] == [
        "Republic of Crimea (Russia)", "Crimea (Ukraine)", "Crimea (Ukraine)", "Crimea (held by Russia, claimed by Ukraine)",
    ]  # fmt: skip


def test_shapes_cover_the_states_and_disputed_areas_are_no_part_of_them():
    names = [one["id"] for one in load_shapes()["objects"]["states"]["geometries"]]
    assert len(names) == len(set(names))
    assert sum(map(is_state, names)) > 190
    assert {area.code for area in load_disputed() if area.has_shape} == set(disputed_rings())
    assert all(is_state(code) for area in load_disputed() for code in (*area.held_by, *area.claimed_by, *(view.state for view in area.views.values() if view.state)))
    crimea, taiwan = (min(x for x, _ in disputed_rings()[code][0]) for code in ("crimea", "taiwan"))
    assert 32 < crimea < 35
    assert 119 < taiwan < 122
    longitude, latitude = state_point("KEN")
    assert (34 < longitude < 42, -5 < latitude < 5) == (True, True)


def test_hatching_stays_inside():
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    strokes = hatch((ring,), 3.0)
    assert len(strokes) == 7
    assert all(0 <= value <= 10 for stroke in strokes for point in stroke for value in point)


def test_a_pair_on_two_sides_of_the_date_line_is_drawn_together():
    spec = chart_map([MapPlace("Apia", -171.77, -13.83, "place", 1, 1, "a"), MapPlace("Suva", 178.44, -18.14, "place", 1, 1, "b")], ("FJI", "WSM"))
    longitude = -spec["projection"]["rotate"][0]
    assert abs(abs(longitude) - 177) < 3
    assert draw_plain_svg(spec).count('aria-roledescription="point"') == 2


def test_the_timeline_zooms_by_its_address(client):
    page = client.get("/dyads/KEN-NOR/timeline")
    assert page.status_code == 200
    assert 'data-zoom="+"' in page.text
    assert any(link.startswith("/documents/") for link in links(page.text))
    everything = client.get("/api/v1/dyads/KEN-NOR/timeline").json()
    nearer = client.get("/api/v1/dyads/KEN-NOR/timeline?start=2019-05-01&end=2019-05-08").json()
    assert 0 < nearer["total"] < everything["total"]
    assert {row["event_date"] for row in nearer["acts"]} >= {"2019-05-01", "2019-05-03"}
    assert client.get("/api/v1/dyads/KEN-NOR/timeline?start=2001&end=2002").json()["total"] == 0
    assert "No dated event lies" in client.get("/dyads/KEN-NOR/timeline?start=2001&end=2002").text
    for wrong in ("start=soon", "start=2020&end=2019", "kind=fishing", "start=9999&end=9999", "start=0001&end=0001"):
        assert client.get(f"/dyads/KEN-NOR/timeline?{wrong}").status_code == 400


def test_many_acts_are_counted_and_uncertain_ones_stay_uncertain(client, monkeypatch):
    timeline_page.read_timeline.cache_clear()
    timeline_page.draw_timeline.cache_clear()
    monkeypatch.setitem(timeline_page.read_acts.__kwdefaults__, "most", 1)
    found = client.get("/api/v1/dyads/KEN-NOR/timeline").json()
    assert (found["acts"], found["step"]) == ([], "week")
    assert sum(one["n"] for one in found["counts"]) == found["total"]
    assert {one["is_counted"] for one in found["counts"]} == {True, False}  # "in 2018" is no day
    text = client.get("/dyads/KEN-NOR/timeline").text
    assert "too many to draw one by one" in text
    assert "/dyads/KEN-NOR/events?" in text
    timeline_page.read_timeline.cache_clear()
    timeline_page.draw_timeline.cache_clear()


def test_uncertain_dates_are_drawn_as_bars_by_what_is_known():
    marks = [
        DateMark(1, date(2019, 5, 1), date(2019, 5, 2), 1, is_counted=False, told="day"), DateMark(2, date(2019, 4, 1), date(2019, 5, 1), 1, is_counted=False, told="month"),
        DateMark(3, date(2019, 1, 1), date(2020, 1, 1), 1, is_counted=False, told="year"), DateMark(4, date(2018, 1, 1), date(2019, 1, 1), 9, is_counted=True, told="count"),
    ]  # fmt: skip
    spec = chart_dates(marks, (date(2018, 6, 1), date(2020, 1, 1)))
    assert [value["how"] for value in spec["data"]["values"]] == ["day", "month", "year", "count"]
    assert spec["data"]["values"][3]["start"] == "2018-06-01"
    opacity = {layer["transform"][0]["filter"].split("'")[1]: layer["mark"].get("opacity", 1) for layer in spec["layer"]}
    assert opacity["year"] < opacity["month"] < opacity["day"]
    assert draw_plain_svg(spec).startswith("<svg")


@pytest.mark.parametrize(("days", "step"), [(30, "day"), (365, "week"), (10 * 365, "month"), (100 * 365, "year"), (900 * 365, "decade")])
def test_bins_fit_the_stretch(days, step):
    assert choose_step(days) == step


def test_counts_tell_their_bin():
    assert DateCount(1, date(2019, 1, 1), date(2019, 2, 1), 3, is_counted=True).after == date(2019, 2, 1)


def test_a_link_out_of_the_server_is_dropped():
    svg = draw("k", {"data": {"values": [{"a": 1, "l": "//evil.example/x"}, {"a": 2, "l": "https://evil.example"}, {"a": 3, "l": "/dyads/KEN-NOR"}]},
                               "mark": "bar", "encoding": {"x": {"field": "a"}, "href": {"field": "l"}}}, title="T", description="D")  # fmt: skip
    assert re.findall(r'href="([^"]*)"', svg) == ["/dyads/KEN-NOR"]
