from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bilateral.briefings.render import render_json, render_markdown
from bilateral.findings import DocumentHead, OfficialValue, Records


def all_text(brief):
    return "\n".join(
        [sentence.text for sentence in brief.sentences]
        + [" | ".join(row.cells) for section in brief.sections for table in section.tables for row in table.rows]
    )


def lines(brief):
    rows = [row for section in brief.sections for table in section.tables for row in table.rows]
    return [*brief.sentences, *rows]


def section(brief, key):
    return next(one for one in brief.sections if one.key == key)


def assert_every_line_resolves(brief, texts):
    listed = {document.doc_id for document in brief.documents}
    for line in lines(brief):
        assert line.notes, line
        for note in line.notes:
            assert note in brief.notes
            if note.is_list:
                assert note.table == "documents"
            else:
                assert note.doc_id in listed
                assert texts[note.doc_id][note.start_char : note.end_char] == note.quote


def test_every_line_has_a_note_that_resolves(brief, desk):
    assert_every_line_resolves(brief, desk.texts)
    assert brief.left_out == ()


def test_sections_stand_in_their_order(brief):
    assert [one.title for one in brief.sections] == [
        "Bottom line", "What happened", "Where the two sides stand", "What each side wants of the other", "What each side said", "Figures", "Promises and their state", "Projects",
        "Drivers and hurdles", "Third parties", "What to expect next", "What is not known", "How this was made",
    ]  # fmt: skip
    assert all(one.sentences for one in brief.sections)


def test_bottom_line_is_counted(brief):
    assert {sentence.kind for sentence in brief.sections[0].sentences} == {"counted"}
    text = all_text(brief)
    assert "The record holds 3 documents from 3 publishers, published between 13 March 2019 and 1 June 2019." in text
    assert (
        "They report 3 incidents between Norway and Kenya that happened: 2 of cooperation (2 in words, 0 in deeds) "
        "and 1 of conflict (1 in words, 0 in deeds)." in text
    )


def test_planned_is_told_apart_and_not_counted(brief):
    blocks = section(brief, "incidents").blocks
    assert [block.heading for block in blocks] == [None, "Planned, not counted as happened"]
    assert "It was planned that Norway and Kenya would meet in 2022" in blocks[1].sentences[0].text
    assert not any("plan talks" in sentence.text for sentence in blocks[0].sentences)


def test_statements_stand_side_by_side_with_their_words(brief):
    first, second = section(brief, "statements").blocks[:2]
    assert (first.heading, second.heading) == ("Norway", "Kenya")
    assert first.sentences[0].text == (
        "Kari Lunde, Foreign Minister, said: “Norway stands with Kenya on clean energy.” (Fjord Post, 13 March 2019)."
    )
    assert second.sentences[0].text == (
        "Amos Kiptoo noted: “fish imports from Norway hurt Kenyan ports” (reported speech; Rift Daily, 1 June 2019)."
    )


def test_differing_figures_stand_side_by_side(brief):
    assert (
        "Claims differ on trade of Norway and Kenya in 2018: USD 120 million, claimed by Oslo Chamber "
        "(Fjord Post, 13 March 2019) and USD 150 million (Rift Daily, 1 June 2019)." in all_text(brief)
    )


def test_official_series_is_shown_beside(desk):
    official = [OfficialValue("Trade", "2018", 133e6, "USD", "Customs of Norway, May 2019")]
    brief = desk.write(desk.records, desk.texts, official=official)
    assert "For comparison, Customs of Norway, May 2019 gives USD 133 million." in all_text(brief)


def test_promise_falls_due_by_the_clock_alone(desk):
    promised = section(desk.write(desk.records, desk.texts), "promises")
    assert "Open" in [block.heading for block in promised.blocks]
    later = section(desk.write(desk.records, desk.texts, as_of=desk.clock), "promises")
    assert "Past the deadline, no report of delivery" in [block.heading for block in later.blocks]
    assert "Deadlines are measured on 1 June 2022" in later.sentences[0].text


def test_gaps_are_told(brief):
    text = " ".join(sentence.text for sentence in section(brief, "limits").sentences)
    assert "1 document has no published date" in text
    assert "Of 3 documents, 1 is by Norwegian publishers, 1 by Kenyan publishers and 1 by publishers" in text
    assert "1 finding could not be used, by reason: no party (1)." in text


def test_same_brief_in_any_order(desk):
    before = render_json(desk.write(desk.records, desk.texts))
    for seed in range(5):
        shuffle = random.Random(seed)
        rows = {
            name: tuple(shuffle.sample(getattr(desk.records, name), len(getattr(desk.records, name))))
            for name in Records.__slots__
        }
        assert render_json(desk.write(Records(**rows), desk.texts)) == before


def test_empty_record_tells_that_it_is_empty(desk):
    brief = desk.write(Records(), {})
    assert "The record holds no document yet" in brief.sections[0].sentences[0].text
    assert_every_line_resolves(brief, {})
    assert all(one.sentences for one in brief.sections)


def test_one_document_without_date(desk):
    made = desk.empty({"x": "Norway thanked Kenya warmly.\n"})
    made.head("x", None, "other", None, None, None)
    made.event("x", "Norway thanked Kenya warmly", "SUPPORT", ["NOR"], ["KEN"], None)
    brief = desk.write(made.records(), made.texts)
    text = all_text(brief)
    assert "The record holds 1 document from 1 publisher, without any date." in text
    assert "It reports 1 incident between Norway and Kenya that happened" in text
    assert "Norway spoke in support of Kenya, at a date that is not given (publisher not known, no date)" in text
    assert_every_line_resolves(brief, made.texts)


def test_long_lists_are_cut_with_a_count(desk):
    text = "".join(f"Day {n}: Norway blamed Kenya over matter {n} again.\n" for n in range(1, 29))
    made = desk.empty({"x": text})
    made.head("x", "Fjord Post", "independent", "NOR", "2020-03-01", "Many days")
    for n in range(1, 29):
        quote = f"Norway blamed Kenya over matter {n} again"
        made.event("x", quote, "ACCUSE", ["NOR"], ["KEN"], f"2020-02-{n:02d}")
    brief = desk.write(made.records(), made.texts)
    assert "And 14 more of this kind" in all_text(brief)
    assert "28 incidents" in all_text(brief)


def test_ten_thousand_reports_of_one_day(desk):
    made = desk.empty({"x": "Norway blamed Kenya.\n"})
    made.head("x", "Fjord Post", "independent", "NOR", "2020-03-01", "One day")
    made.event("x", "Norway blamed Kenya", "ACCUSE", ["NOR"], ["KEN"], "2020-02-01")
    one = made.rows["events"][0]
    made.rows["events"] = [replace(one, record_id=f"{n:016d}") for n in range(10_000)]
    brief = desk.write(made.records(), made.texts)
    assert "It reports 1 incident" in all_text(brief)
    assert "and 9,995 more" in render_markdown(brief)


def test_document_in_another_language_is_told(desk):
    kept = DocumentHead("z", title="Avis", publisher="Fjord Post", language="no", is_coded=False, body_sha256="z")
    records = replace(desk.records, documents=(*desk.records.documents, kept))
    brief = desk.write(records, {**desk.texts, "z": "Norge og Kenya.\n"})
    assert "1 document is kept but not coded for its language: no (1)." in all_text(brief)


def test_markdown_escapes_markup(desk):
    head = replace(desk.records.documents[0], title="<b>*x*</b> | [y](javascript:z)")
    records = replace(desk.records, documents=(head, *desk.records.documents[1:]))
    text = render_markdown(desk.write(records, desk.texts))
    assert "<b>" not in text
    assert r"\<b\>\*x\*\</b\> \| \[y\](javascript:z)" in text


@pytest.mark.parametrize("word", ["None", "nan", "Traceback", "  "])
def test_no_debris_in_sentences(brief, word):
    assert word not in all_text(brief).replace("None of them", "")


def test_place_and_office_that_no_word_supports_are_not_shown(desk):
    event = replace(desk.records.events[0], place_name="Atlantis")
    statement = replace(desk.records.statements[0], speaker_office="Queen")
    records = replace(
        desk.records,
        events=(event, *desk.records.events[1:]),
        statements=(statement, *desk.records.statements[1:]),
    )
    text = all_text(desk.write(records, desk.texts))
    assert "On 12 March 2019, Norway paid a visit to Kenya (Fjord Post, 13 March 2019)" in text
    assert "Kari Lunde said: “Norway stands with Kenya on clean energy.”" in text


def test_copies_are_one_voice(desk):
    texts = {"x": "Norway thanked Kenya warmly.\n", "y": "Norway thanked Kenya warmly.\n"}
    made = desk.empty(texts)
    for n, doc_id in enumerate(texts):
        made.head(doc_id, f"Paper {n}", "wire", None, f"2020-03-0{n + 1}", "Thanks", body_sha256="same")
        made.event(doc_id, "Norway thanked Kenya warmly", "SUPPORT", ["NOR"], ["KEN"], "2020-02")
    text = all_text(desk.write(made.records(), made.texts))
    assert "The record holds 2 documents from 1 publisher" in text
    assert "1 repeats the text of another and is not counted as a further voice" in text
    assert "(2 documents from 1 publisher)" in text
