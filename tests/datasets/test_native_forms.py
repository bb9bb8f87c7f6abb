"""Each native form in the columns of coded events."""

from __future__ import annotations

import gzip
import importlib.util
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bilateral.datasets.entities import link_country, link_entity
from bilateral.errors import DocumentError, SettingsError
from bilateral.importing import import_files

_SPEC = importlib.util.spec_from_file_location("made_up_data", Path(__file__).parent / "made_up.py")
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)


def test_icews_row(box):
    report = box.take("icews", "events.tab", made.icews_file(made.icews(5), made.icews(6, actor="NA", name="United Nations", code="173", text="Arrest, detain, or charge with legal action", intensity="-5")))
    assert (report.n_read, report.n_kept, report.n_rejected) == (2, 2, 0)
    columns = "actor, recipient, event_type, mode, cameo_code, quad_code, intensity, event_date, event_date_start, place_name, place_state, native_id, native_row, realis, actor_name"
    assert box.rows("icews", columns) == [
        ("NOR", "KEN", "CONSULT", "visit", "042", 1, 1.9, "2018-06-22", date(2018, 6, 22), "Nairobi", "KEN", "5", 1, "happened", "Head of Government (Norway)"),
        ("UNO", "KEN", "COERCE", None, "173", 4, -5.0, "2018-06-22", date(2018, 6, 22), "Nairobi", "KEN", "6", 2, "happened", "United Nations"),
    ]


def test_polecat_is_western_and_its_stray_tab_is_mended(box):
    rows = [made.polecat(1, place="São Tomé"), made.polecat(2).replace("the minister", "the\tminister"), made.polecat(3, kind="DANCE")]
    report = box.take("polecat", "ngecEvents.DV.2020.txt", ("\n".join([made.POLECAT_HEADER, *rows]) + "\n").encode("latin-1"))
    assert (report.n_read, report.n_kept, report.n_rejected, report.n_mended) == (3, 2, 1, 1)
    found = box.rows("polecat", "native_id, actor, recipient, event_type, mode, quad_code, intensity, place_name, originals")
    assert found[0] == ("e1", "NOR", "KEN", "CONSULT", "visit", 1, 4.0, "São Tomé", None)
    assert found[1][:8] == ("e2", "NOR", "KEN", "CONSULT", "visit", 1, 4.0, "Nairobi")
    assert "the\\tminister" in found[1][8]
    assert box.rejections()[0][0] == "unknown_event_code"


@pytest.mark.parametrize("version", [1, 2])
def test_gdelt_tells_fips_from_cameo(box, version):
    """KS is South Korea among places, AS Australia; KOR and AUS among actors."""
    box.take("gdelt", "20200106.export.CSV", made.gdelt(1, actor="AUS", recipient="KOR", place="KS", version=version) + "\n" + made.gdelt(2, actor="EUR", place="AS", version=version) + "\n")
    assert box.rows("gdelt", "actor, recipient, place_state") == [("AUS", "KOR", "KOR"), (None, "KEN", "AUS")]


def test_gdelt_century_is_mended_and_the_original_kept(box):
    rows = [made.gdelt(1, day="19200105", added="20200106000000"), made.gdelt(2, day="19201231", added="20210101000000"), made.gdelt(3, day="19200105", added="19200106000000")]
    report = box.take("gdelt", "a.export.CSV", "\n".join(rows) + "\n")
    assert report.n_mended == 2
    assert box.rows("gdelt", "event_date, originals") == [
        ("2020-01-05", '{"SQLDATE": "19200105"}'), ("2020-12-31", '{"SQLDATE": "19201231"}'), ("1920-01-05", None),
    ]  # fmt: skip


def test_ucdp_states_come_from_gleditsch_and_ward(box):
    rows = [
        '7,1,Government of Kenya,Example Front,501,,"Garissa, town",501.0,2015-04-02,2015-04-04,12.0,"Paper, ""1""\nline two"',
        "8,1,Government of German Democratic Republic,Example Front,265,,Berlin,265,1980-01-01,1980-01-01,0,x",
        "9,1,Government of Kenya,Example Front,501,,Garissa,501,2015-04-09,2015-04-02,1,x",
    ]
    report = box.take("ucdp", "ged.csv", "\n".join([made.UCDP_HEADER, *rows]) + "\n")
    assert (report.n_read, report.n_kept) == (3, 2)
    assert box.rows("ucdp", "actor, recipient, recipient_sector, event_type, event_date, deaths, place_name, place_state") == [
        ("KEN", None, "REB", "ASSAULT", "2015-04-02/2015-04-04", 12, "Garissa, town", "KEN"),
        ("DEU", None, "REB", "ASSAULT", "1980-01-01", 0, "Berlin", "DEU"),
    ]
    assert [row[0] for row in box.rejections()] == ["impossible_date"]


def quadruples(folder):
    folder.mkdir()
    (folder / "entity2id.txt").write_text("Norway\t0\nCitizen_(Kenya)\t1\nWilliam Samoei Ruto\t2\nCitizen\t3\n")
    (folder / "relation2id.txt").write_text("Make_a_visit\t0\nPraise_or_endorse\t1\n")
    (folder / "stat.txt").write_text("7128\t230\n")
    (folder / "train.txt").write_text("0\t0\t1\t0\t-1\n1\t1\t0\t24\t-1\n2\t0\t0\t48\t-1\n9\t0\t0\t48\t-1\n")
    with gzip.open(folder / "test.txt.gz", "wt") as stream:
        stream.write("3\t1\t0\t8736\t-1\n")
    return folder


def test_quadruples_with_their_ids(box):
    report = import_files(box.record, "tkg", [quadruples(box.folder / "ICEWS14")])
    assert (report.data_name, report.n_files, report.n_read, report.n_kept) == ("icews14", 2, 5, 4)
    assert sorted(box.rows("icews14", "event_date, actor, recipient, cameo_code")) == [
        ("2014-01-01", "NOR", "KEN", "042"), ("2014-01-02", "KEN", "NOR", "051"), ("2014-01-03", "KEN", "NOR", "042"), ("2014-12-31", None, "NOR", "051"),
    ]  # fmt: skip
    assert box.rejections()[0][0] == "unknown_actor_code"


def test_unknown_benchmark_asks_for_its_first_day(box):
    folder = quadruples(box.folder / "other")
    (folder / "stat.txt").write_text("4\t2\n")
    with pytest.raises(DocumentError, match="first day"):
        import_files(box.record, "tkg", [folder])
    mapping = box.write("start.toml", 'start = "2001-05-01"\n')
    import_files(box.record, "tkg", [folder], mapping=mapping)
    assert min(box.rows("other", "event_date")) == ("2001-05-01",)


def test_a_users_states_of_entities_win(box):
    mapping = box.write("map.csv", "entity,iso3\nCitizen,SWE\n")
    import_files(box.record, "tkg", [quadruples(box.folder / "ICEWS14")], mapping=mapping)
    assert ("SWE",) in box.rows("icews14", "actor")


def test_csv_by_usual_headers_and_by_mapping(box):
    box.take("csv", "own.csv", "date,actor,recipient,event_type\n2018-06,NOR,KEN,AID\n2018,Norway,,ACCUSE\n")
    assert box.rows("own", "event_date, event_date_end, actor, recipient, quad_code, intensity") == [
        ("2018-06", date(2018, 6, 30), "NOR", "KEN", 2, 10.0), ("2018", date(2018, 12, 31), "NOR", None, 3, -2.0),
    ]  # fmt: skip
    mapping = box.write("m.toml", 'date = "when"\nactor = "a"\nrecipient = "b"\nstates = "cow"\ndate_format = "%d/%m/%Y"\nquad_code = "q"\n')
    box.take("csv", "cow.csv", "when;a;b;q\n23/06/1985;265;385.0;4\n", mapping=mapping)
    assert box.rows("cow", "event_date, actor, recipient, quad_code, event_type") == [("1985-06-23", "DEU", "NOR", 4, None)]


def test_counts_by_quad_class(box):
    mapping = box.write("m.toml", "[counts]\nverbCoop = 1\nmatlConf = 4\n")
    report = box.take("csv", "years.csv", "year,i_iso3c,j_iso3c,verbCoop,matlConf\n2002,NOR,KEN,470.0,2\n2003,NOR,KEN,0,0\n2004,NOR,KEN,many,0\n", mapping=mapping)
    assert (report.n_read, report.n_kept, report.n_rejected) == (3, 2, 1)
    assert sorted(box.rows("years", "event_date, quad_code, n_events")) == [("2002", 1, 470), ("2002", 4, 2)]


@pytest.mark.parametrize("text", ['day = "x"\n', 'states = "iso9"\n', "date = 3\n", "[counts]\nx = 7\n", "not toml"])
def test_wrong_mapping_is_told(box, text):
    with pytest.raises(SettingsError, match=r"expected"):
        box.take("csv", "own.csv", "date,actor,recipient,event_type\n", mapping=box.write("m.toml", text))


def test_zip_and_gz_are_read_directly(box):
    path = box.folder / "icews.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("events.2018.tab", made.icews_file(made.icews(1)))
        archive.writestr("README.txt", "nothing to import")
    report = import_files(box.record, "icews", [path, box.write("b.tab.gz", gzip.compress(made.icews_file(made.icews(2)).encode()))])
    assert (report.n_files, report.n_kept) == (2, 2)


def test_countries_as_data_sets_write_them():
    assert [link_country(name) for name in ("Korea, Republic Of", "Viet Nam", "Cote d'Ivoire", "Occupied Palestinian Territory", "the former Yugoslav Republic of Macedonia", "NA", "Atlantis")] == [
        "KOR", "VNM", "CIV", "PSE", "MKD", None, None,
    ]  # fmt: skip


def test_wide_linking_adds_officials_and_firms():
    assert link_entity("Equinor") is None
    assert link_entity("Equinor", wide=True) == "NOR"
