"""What a notebook shows: specification, drawing, table and words, without Jupyter."""

from __future__ import annotations

import json

import pytest

import bilateral
from bilateral.answers.views import VIEWS, View
from bilateral.briefings.brief import Brief, Note, Row, Table
from bilateral.errors import SettingsError
from bilateral.settings import Settings

TEXT = """Nairobi, 6 May 2019

The prime minister of Norway met the president of Kenya in Oslo on 3 May 2019. Kenya accused Norway of dumping fish in 2018. Norway and Kenya signed an agreement on ports on 30 April 2019.
Kenya and Norway will double trade by 2025, the two governments agreed. Kenya supports the peace talks with Sudan. Norway supports the peace talks with Sudan.
China signed an agreement with Kenya in 2018. China criticised Norway in 2017. The United States signed an agreement with Norway in 2017. The United States and Kenya agreed on trade in 2018.
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("views")
    (folder / "talks.txt").write_text(TEXT)
    made = bilateral.open_record(folder / "record", settings=Settings(workers=0, worldview="UN"))
    made.add([folder / "talks.txt"])
    return made


@pytest.mark.parametrize("kind", ["balance", "timeline", "map"])
def test_a_view_shows_itself_in_a_notebook(record, kind):
    view = record.show(kind, "Kenya", "NOR")
    shown = view._repr_mimebundle_()
    assert shown["application/vnd.vegalite.v6+json"]["$schema"].endswith("vega-lite/v6.json")
    assert json.dumps(view.spec)
    assert "<svg" in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert view.title in shown["text/plain"]
    assert view.table.rows


def test_a_specification_stands_alone(record):
    """What a page can have and other readers of Vega-Lite refuse or cannot follow: no background, links to rows of the page."""
    for kind in ("balance", "timeline", "map"):
        spec = record.show(kind, "KEN", "NOR").spec
        assert spec["background"] == "transparent"
        assert '"href"' not in json.dumps(spec)


def test_the_map_of_a_notebook_shows_the_two_states_and_not_the_world(record):
    assert record.show("map", "KEN", "NOR", start="2019", end="2019").spec["projection"]["type"] == "azimuthalEqualArea"


def test_the_map_of_a_notebook_takes_the_worldview_of_the_settings(record):
    assert "Northern Territories" not in json.dumps(record.show("map", "JPN", "RUS").spec)
    assert {row.cells[0] for row in record.show("map", "KEN", "NOR").table.rows} >= {"Oslo"}
    assert not {row.cells[0] for row in record.show("map", "KEN", "NOR", end="2010").table.rows} & {"Oslo"}


def test_the_brief_is_a_view_too(record):
    brief = record.show("brief", "KEN", "NOR")
    assert isinstance(brief, Brief)
    assert brief is record.show("brief", "KEN", "NOR")
    assert "<" in brief._repr_html_()
    assert repr(brief).startswith("Brief(KEN-NOR, ")
    assert len(repr(brief)) < 100


def test_what_cannot_be_shown_is_told(record):
    with pytest.raises(SettingsError, match="expected one of: balance"):
        record.show("mood", "KEN", "NOR")
    with pytest.raises(SettingsError, match="too little to draw"):
        record.show("figures", "KEN", "NOR")
    with pytest.raises(SettingsError):
        record.show("map", "KEN", "NOR", start="soon")
    with pytest.raises(SettingsError, match="worldview='Mars'"):
        bilateral.open_record(record.path, settings=Settings(worldview="Mars")).show("map", "KEN", "NOR")
    assert set(VIEWS) >= {"balance", "timeline", "positions", "ledger", "network", "map", "brief"}


def test_words_of_documents_are_text_in_a_notebook():
    note = Note(1, "r", "events", "d", 0, 5, "<img src=x onerror=alert(1)>", "<b>P</b>", None, None, "")
    view = View("T", "D", {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}, Table("C", ("<i>",), (Row(("<u>x</u>",), (note,), 1),)))
    told = view.to_html()
    assert "<img" not in told
    assert "&lt;u&gt;x" in told
    assert "<b>P" not in told
