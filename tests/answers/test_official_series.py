"""Official series from files: what is stored, what is refused, and that a refusal leaves the record as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilateral.answers.official_series import add_series, list_series
from bilateral.datasets.series_mapping import read_series_mapping
from bilateral.errors import BilateralError, DocumentError, SchemaError, SettingsError, StateError

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "russia-korea"
HEADER = "period,reporter,partner,flow,value,unit\n"
GOOD = HEADER + "2009,Norway,ISL,export,310500000,USD\n2010,NOR,Iceland,X,344000000,USD\n2010-Q1,352,NOR,imports,80 000 000,USD\n2011,NOR,ISL,export,..,USD\n"


@pytest.fixture
def box(tmp_path):
    def take(text: str, *, mapping: str | None = None, name: str = "trade.csv", **more):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        if mapping is not None:
            (tmp_path / "map.toml").write_text(mapping, "utf-8")
        return add_series(tmp_path / "record", [tmp_path / name], mapping=tmp_path / "map.toml" if mapping is not None else None, **more)

    take.record = tmp_path / "record"
    return take


def _values(record):
    return [(row["reporter"], row["partner"], row["indicator"], row["period"], row["value"], row["vintage"]) for row in list_series(record).to_pylist()]


def test_usual_headers_need_no_mapping(box):
    [report] = box(GOOD)
    assert (report.n_read, report.n_new, report.first_period, report.last_period) == (3, 3, "2009", "2010")
    assert _values(box.record) == [
        ("ISL", "NOR", "imports", "2010-01/2010-03", 80e6, None),
        ("NOR", "ISL", "exports", "2009", 310.5e6, None),
        ("NOR", "ISL", "exports", "2010", 344e6, None),
    ]
    [row, *_] = list_series(box.record, ["NOR"]).to_pylist() or [None]
    assert row is None  # the partner is not asked for
    assert list_series(box.record, ["NOR", "ISL"]).num_rows == 3


def test_known_values_change_nothing_and_a_new_edition_stands_beside(box):
    box(GOOD)
    assert box(GOOD)[0].n_new == 0
    assert box(GOOD, vintage="2012-02")[0].n_new == 3
    assert {row["known_from"] and row["known_from"].isoformat() for row in list_series(box.record).to_pylist()} == {None, "2012-02-29"}


def test_the_example_is_read_by_its_mapping(tmp_path):
    [report] = add_series(tmp_path / "record", [EXAMPLE / "trade_by_year.csv"], mapping=EXAMPLE / "trade_by_year.toml")
    assert (report.n_read, report.first_period, report.last_period) == (63, "2000", "2020")
    rows = {(row["period"], row["flow"]): row for row in list_series(tmp_path / "record", ["Russia", "Seoul"]).to_pylist()}
    assert (rows["2010", "total"]["value"], rows["2010", "export"]["valuation"], rows["2010", "import"]["valuation"]) == (17658836000.0, "FOB", "CIF")
    assert "KOSIS" in rows["2010", "total"]["note"]
    assert rows["2010", "total"]["known_from"].isoformat() == "2011-02-14"
    assert rows["2010", "total"]["address"].endswith("trade_by_year.csv#row=11")


def test_decimal_commas_scales_and_codes(box):
    text = "Jahr;Von;Nach;Art;Mio EUR\n2010;NO;IS;A;1.344,5\n2011;NO;IS;A;k.A.\n"
    mapping = 'scale = 1e6\ndecimal = ","\nmissing = ["k.A."]\n[columns]\nperiod = "Jahr"\nreporter = "Von"\npartner = "Nach"\nflow = "Art"\nvalue = "Mio EUR"\n[constants]\nunit = "EUR"\n[flows]\nA = "export"\n'
    box(text, mapping=mapping)
    assert [row[:5] for row in _values(box.record)] == [("NOR", "ISL", "exports", "2010", 1344.5e6)]


def test_a_file_of_several_series(box):
    text = "year,out,mirror\n2010,5,6\n2011,7,8\n"
    mapping = '[columns]\nperiod = "year"\n[constants]\nunit = "USD"\nflow = "export"\n[[values]]\ncolumn = "out"\nseries_name = "North"\nreporter = "NOR"\npartner = "ISL"\nscale = 1e6\n'
    mapping += '[[values]]\ncolumn = "mirror"\nseries_name = "South"\nflow = "import"\nreporter = "ISL"\npartner = "NOR"\nscale = 1e6\n'
    assert box(text, mapping=mapping)[0].names == ("North", "South")
    assert [row[:5] for row in _values(box.record)] == [
        ("NOR", "ISL", "exports", "2010", 5e6), ("NOR", "ISL", "exports", "2011", 7e6), ("ISL", "NOR", "imports", "2010", 6e6), ("ISL", "NOR", "imports", "2011", 8e6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        (HEADER + "2010,NOR,ISL,export,5,million USD\n", SchemaError, "scale = 1e6"),
        (HEADER + "2010,NOR,ISL,export,5,bananas\n", SchemaError, "ISO 4217"),
        (HEADER + "2010,NOR,ISL,export,5,USD\n2010,NOR,ISL,export,6,USD\n", SchemaError, "two values of exports of NOR with ISL for 2010"),
        (HEADER + "2010,Atlantis,ISL,export,5,USD\n", StateError, "Atlantis"),
        (HEADER + "2010,NOR,NOR,export,5,USD\n", SchemaError, "another state"),
        (HEADER + "2010,NOR,,export,5,USD\n", SchemaError, "another state"),
        (HEADER + "2010,NOR,ISL,transit,5,USD\n", SchemaError, "transit"),
        (HEADER + "last year,NOR,ISL,export,5,USD\n", SchemaError, "last year"),
        (HEADER + "2010,NOR,ISL,export,much,USD\n", SchemaError, "'much' in value"),
        (HEADER + "2010,NOR,ISL,export,inf,USD\n", SchemaError, "expected a number"),
        (HEADER + '2010,NOR,ISL,export,"5,23",USD\n', SchemaError, "decimal"),
        (HEADER + "2010,NOR,ISL,export,-5,USD\n", SchemaError, "below nought"),
        (HEADER + "2010,NOR,ISL,export,..,USD\n", SchemaError, "without a single value"),
        (HEADER + "2010,NOR,ISL,export,5,USD\n2010,NOR,ISL,import,5,USD\n2010,NOR,ISL,total,10000,USD\n", SchemaError, "check the unit and the scale"),
        (HEADER + "2010,NOR,ISL,export,5,USD,7\n", DocumentError, "7 cells under 6 names"),
        ("period,reporter,value\n2010,NOR,5\n", SettingsError, "nothing tells unit, flow or indicator"),
        ("a,a\n1,2\n", DocumentError, "each once"),
        ("", DocumentError, "no columns"),
        (b"\xff\xfe\x00", DocumentError, "no UTF-8"),
    ],
)
def test_a_wrong_table_leaves_the_record_as_it_was(box, text, error, told):
    box(GOOD)
    before = _values(box.record)
    with pytest.raises(error, match=told.replace("(", r"\(")) as raised:
        box(text, name="wrong.csv")
    assert isinstance(raised.value, BilateralError)
    assert "expected" in str(raised.value) or "did you mean" in str(raised.value) or "give a name" in str(raised.value) or "name" in str(raised.value)
    assert _values(box.record) == before


def test_a_scale_that_cannot_be_that_of_the_stored_values_is_refused(box):
    box(GOOD)
    with pytest.raises(SchemaError, match="check unit and scale"):
        box(HEADER + "2009,ISL,NOR,import,310.5,USD\n2010,ISL,NOR,import,344,USD\n", name="mirror.csv")
    assert box(HEADER + "2009,ISL,NOR,import,290000000,USD\n2010,ISL,NOR,import,401000000,USD\n", name="mirror.csv")[0].n_new == 2


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ('colums = "x"', "unknown colums"), ("[columns]\nyear = 'y'", "unknown year"), ("scale = 'many'", "a number"), ("[[values]]\nflow = 'export'", "expected column"),
        ("not toml", "cannot be read"), ("[columns]\nperiod = 'Jahr'", "'Jahr', expected one of"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused(box, mapping, told):
    with pytest.raises(SettingsError, match=told):
        box(GOOD, mapping=mapping)
    assert not box.record.exists()


def test_missing_files_and_dates(box, tmp_path):
    with pytest.raises(DocumentError, match="cannot be read"):
        add_series(tmp_path / "record", [tmp_path / "none.csv"])
    with pytest.raises(SettingsError, match="vintage"):
        box(GOOD, vintage="spring")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_series_mapping(tmp_path / "none.toml")
    assert not (tmp_path / "record").exists()
