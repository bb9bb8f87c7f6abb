"""The network of third parties and positions in time: what is drawn, what is left to the table, where marks lead."""

from __future__ import annotations

from datetime import date, timedelta

from bilateral.briefings.drawing import draw_plain_svg
from bilateral.briefings.network_chart import MOST_AROUND, StarParty, StarTie, chart_network
from bilateral.briefings.positions_chart import MOST_ISSUES, Stance, chart_positions

NAMES = ("Kenya", "Norway")


def lines_of(spec):
    return spec["layer"][0]["data"]["values"]


def test_ties_are_as_wide_as_their_acts_and_tell_their_sign():
    parties = [StarParty("China", (StarTie(40, 0.9, "#a"), StarTie(2, -0.5, "#b")), "#c"), StarParty("Japan", (StarTie(0, None), StarTie(3, 0.05)))]
    spec = chart_network(NAMES, StarTie(9, None), parties)
    own, much, little, even = lines_of(spec)
    assert own["told"] == "Kenya and Norway: 9 acts"
    assert much["width"] > own["width"] > little["width"]
    assert [line["sign"] for line in (own, much, little, even)] == ["neither", "mostly cooperation", "mostly conflict", "neither"]
    assert len(lines_of(spec)) == 4  # Japan and Kenya did nothing: no line
    assert 'aria-label="China: 40 acts with Kenya, 2 acts with Norway"' in draw_plain_svg(spec)


def test_no_more_third_parties_than_can_be_told_apart_stand_inside_the_drawing():
    spec = chart_network(NAMES, StarTie(1, 1.0), [StarParty(f"Party {number}", (StarTie(1, 0.0), StarTie(1, 0.0))) for number in range(40)])
    nodes = [node for layer in spec["layer"][1:3] for node in layer["data"]["values"]]
    assert len({node["name"] for node in nodes}) == MOST_AROUND
    assert all(0 < node["x"] < spec["width"] and 0 < node["y"] < spec["height"] for node in nodes)
    assert len({(node["x"], node["y"]) for node in nodes}) == MOST_AROUND


def test_positions_of_the_issues_most_told_of_are_drawn():
    day = date(2019, 1, 1)
    many = [Stance(f"issue {number:02}", "Kenya", "for", day + timedelta(days=number), f"#p-{number}") for number in range(MOST_ISSUES + 5)]
    more = [Stance("issue 16", "Norway", "against", day, "#q"), Stance("fish", "China", "for", day), Stance("fish", "Kenya", "unclear", day)]
    spec = chart_positions([*many, *more], NAMES)
    drawn = {value["issue"] for value in spec["data"]["values"]}
    assert len(drawn) == MOST_ISSUES
    assert "Issue 16" in drawn  # told of by both
    assert "Fish" not in drawn  # no side's, or no clear stance
    encoding = spec["spec"]["encoding"]
    assert encoding["color"]["scale"]["domain"] == encoding["shape"]["scale"]["domain"] == ["for", "against"]
    assert "Norway on issue 16: against, 1 January 2019" in draw_plain_svg(spec)


def test_nothing_told_is_drawn_as_nothing():
    assert chart_positions([], NAMES)["data"]["values"] == []
    assert len(lines_of(chart_network(NAMES, StarTie(0, None), []))) == 1
