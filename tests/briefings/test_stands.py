"""The sections on what both sides hold and want, and on third parties: sentences verified like all others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bilateral.analysis.expectations import find_expectations
from bilateral.analysis.position_changes import compare_last, compare_sides, find_contradictions, find_shifts
from bilateral.analysis.positions import find_positions
from bilateral.analysis.summary import build_findings
from bilateral.analysis.third_parties import find_third_parties
from bilateral.analysis.wordings import PartyMention
from bilateral.briefings.compose import compose_brief
from bilateral.findings import Records
from bilateral.vocabulary.issues import use_issues

NAMES = {"Norway": "NOR", "Norwegian": "NOR", "Kenya": "KEN", "Kenyan": "KEN", "Tanzania": "TZA"}
TEXTS = {
    "a": (
        "Norway and Kenya met on 12 March 2019. Norway opposes the fish tariffs of Kenya. Kenya has long rejected the sanctions. "
        "Norway hopes that Kenya will help it soon. Norway and Kenya agreed to build a railway.\n"
    ),
    "b": "Norway and Kenya met again on 2 May 2020. Norway condemned the sanctions. Norway now supports the fish tariffs. Kenya asked Norway for patience under pressure from Tanzania.\n",
}


def mentions_of(text):
    spans = [(at, name) for name in NAMES for at in range(len(text)) if text.startswith(name, at) and not text[at + len(name)].isalpha()]
    return sorted(PartyMention(at, at + len(name), (NAMES[name],), "name") for at, name in spans)


@pytest.fixture
def written(desk):
    """The brief of the made-up texts, with all sections filled."""

    def write(texts=TEXTS, spoil=None):
        made = desk.empty(texts)
        made.head("a", "Fjord Post", "independent", "NOR", "2019-03-13", "Minister in Nairobi")
        made.head("b", "Rift Daily", "state_media", "KEN", "2020-05-03", "Second visit")
        made.event("a", "Norway and Kenya met on 12 March 2019", "CONSULT", ["NOR", "KEN"], [], "2019-03-12", mode="meet")
        made.event("a", "Norway and Kenya agreed to build a railway", "AGREE", ["NOR", "KEN"], [], "2019-03")
        made.event("b", "Norway and Kenya met again on 2 May 2020", "CONSULT", ["NOR", "KEN"], [], "2020-05-02", mode="meet")
        made.event("b", "Kenya asked Norway for patience under pressure from Tanzania", "CONSULT", ["KEN"], ["NOR"], "2020-05")
        records = made.records()
        findings = build_findings(records, ("NOR", "KEN"))
        mentions = {doc_id: mentions_of(text) for doc_id, text in texts.items()}
        more = {"mentions": mentions, "issues": use_issues()}
        positions = find_positions(records, ("NOR", "KEN"), texts, **more)
        findings = replace(
            findings,
            positions=tuple(positions), shifts=tuple(find_shifts(positions)), contradictions=tuple(find_contradictions(positions)),
            sides=tuple(compare_sides(positions, ("NOR", "KEN"))), stands=tuple(compare_last(positions, ("NOR", "KEN"))),
            expectations=tuple(find_expectations(records, findings, texts, **more)),
            third_parties=tuple(find_third_parties(records, ("NOR", "KEN"), texts, mentions=mentions, about=["a", "b"])),
        )  # fmt: skip
        return compose_brief(records, spoil(findings) if spoil else findings, texts, version="0.0.1")

    return write


def words(brief, key):
    found = next(section for section in brief.sections if section.key == key)
    return " ".join(sentence.text for sentence in found.sentences), found


def test_sides_are_told_issue_by_issue_with_both_quotes(written):
    brief = written()
    text, section = words(brief, "positions")
    assert brief.left_out == ()
    assert "the two sides agree on 2 (sanctions and transport links)" in text
    assert "On sanctions (“for” is for imposing, keeping or tightening sanctions), Norway is against it: “Norway condemned the sanctions.” (Rift Daily, 3 May 2020)" in text
    assert "Kenya is against it: “Kenya has long rejected the sanctions.” (Fjord Post, 13 March 2019)" in text
    assert "On transport links (“for” is for building or using the link), the same words show both sides for it: “Norway and Kenya agreed to build a railway" in text
    assert all(sentence.notes for sentence in section.sentences)
    table = section.tables[0]
    assert table.columns[2:4] == ("Norway", "Kenya")
    assert next(row.cells[:2] for row in table.rows if row.cells[0] == "Trade") == ("Trade", "more or freer trade")


def test_a_position_whose_words_are_not_in_the_document_is_left_out(written):
    def spoil(findings):
        return replace(findings, stands=tuple(replace(row, first=replace(row.first, quote="Norway never said this.")) if row.first else row for row in findings.stands))

    brief = written(spoil=spoil)
    assert "never said this" not in words(brief, "positions")[0]
    assert any(one.section == "positions" and "not at its place" in one.reason for one in brief.left_out)


def test_wishes_are_told_by_side_with_what_came_of_them(written):
    text, _ = words(written(), "expectations")
    assert "Norway has 1, none of them told as met" in text
    assert "Norway hoped for or wanted of Kenya: “Norway hopes that Kenya will help it soon.” (Fjord Post, 13 March 2019); no later act that bears on it was found." in text
    assert "Kenya's side: 1 request." in text


def test_third_parties_carry_role_count_and_words(written):
    text, section = words(written(), "third-parties")
    assert "Tanzania is named in 1 record of 1 document: as constraint (1)." in text
    assert "Tanzania as constraint: “Kenya asked Norway for patience under pressure from Tanzania” (Rift Daily, 3 May 2020)." in text
    assert section.tables[0].rows[0].cells[4] == "Kenya 1"


def test_sections_say_so_where_nothing_was_found(desk):
    made = desk.empty({"a": "Nothing of note.\n"})
    made.head("a", "Fjord Post", "independent", "NOR", "2019-03-13", "Quiet")
    brief = compose_brief(made.records(), build_findings(Records(), ("NOR", "KEN"), as_of=date(2020, 1, 1)), made.texts, version="0.0.1")
    for key, told in (("positions", "No sentence in the documents"), ("expectations", "No request, hope or promise"), ("third-parties", "No state or body beside the two")):
        assert told in words(brief, key)[0]


def test_a_large_record_read_in_part_says_so(written):
    text, _ = words(written(spoil=lambda findings: replace(findings, n_read_for_stances=1)), "positions")
    assert "were looked for in the newest 1 of the 2 documents on both states" in text
