"""Publishers and published dates in all kinds of files, from invented documents."""

import datetime as dt
import io
import zipfile

import docx
import pytest

from bilateral.documents.imprints import read_imprint, read_letterhead, read_running_head
from bilateral.documents.outlets import find_outlet, find_users_row
from bilateral.documents.read import read_document
from bilateral.errors import SettingsError
from bilateral.settings import Settings

PROSE = [
    "The two governments have agreed to open a ferry line across the strait before the end of the year, officials said.",
    "Fishing boats of both countries will be allowed to land their catch in either port, according to the harbour office.",
    "Trade across the strait has doubled since the customs treaty came into force, but the roads to the ports are poor.",
    "The next talks on the tariffs for timber and wool are to be held in the spring, the trade minister told reporters.",
]
TEXT = "\n\n".join(PROSE)
PAGE = "".join(f"<p>{line}</p>" for line in PROSE)
MENU = "<div id='left'><ul><li><a href='#'>Politics</a></li><li><a href='#'>Foreign affairs</a></li><li><a href='#'>Society</a></li></ul></div>"

LINKED_DATA = """<script type='application/ld+json'>{"@graph": [{"@type": "NewsArticle", "publisher": {"@id": "#p"}},
{"@type": "Organization", "@id": "#p", "name": "Strait Courier"}]}</script>"""


def read(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)[0]


@pytest.mark.parametrize(
    ("line", "name", "period"),
    [
        ("Harbour Gazette - 4 March 2011", "Harbour Gazette", "2011-03-04"),
        ("**Harbour Gazette** | Ports | 4 March 2011", "Harbour Gazette", "2011-03-04"),
        ("Issued by the Strait Institute for Sea Law, Occasional Papers, 4 March 2011", "Strait Institute for Sea Law", "2011-03-04"),
        ("Friday, 4 March 2011, Harbour Gazette, reading room", "Harbour Gazette", "2011-03-04"),
        ("Strait Institute for Sea Law, Policy Paper, March 2011", "Strait Institute for Sea Law", "2011-03"),
    ],
)
def test_imprints(line, name, period):
    found = read_imprint(line)
    assert (found.name, found.period) == (name, period)


@pytest.mark.parametrize(
    "line",
    [
        "Ann Smith, 4 March 2011",
        "The ministers met in Wellport, 4 March 2011",
        "Daily press briefing, 4 March 2011",
        "Joint statement, Wellport, 4 March 2011",
        "On 4 March 2011 the Harbour Gazette wrote that the ferry line would be opened.",
        "Harbour Gazette",
    ],
)
def test_no_imprints(line):
    assert read_imprint(line) is None


def test_letterheads_and_running_heads():
    assert read_letterhead("HARBOUR GAZETTE | all the news of the strait") == "HARBOUR GAZETTE"
    assert read_running_head("Harbour Gazette, Vol. 3 No. 7") == "Harbour Gazette"
    assert read_running_head("Asia-Pacific Ports Review No. 7") == "Asia-Pacific Ports Review"
    for line in ("FOREIGN AFFAIRS", "WORLD NEWS", "Ministers meet at last", "PRESS RELEASE", "North and South"):
        assert read_letterhead(line) is None


def test_dateline_below_a_note_of_a_web_page(tmp_path):
    note = "<p>From the bound volumes of the library.</p>"
    page = f"<title>Ferry</title><h1>Ferry line agreed on</h1>{note}<p>WELLPORT, May 6, 1994 (Strait Wire) &#8212; {PROSE[0]}</p>{PAGE}"
    document = read(tmp_path, "a.html", page)
    assert (document.published, document.published_how, document.publisher) == ("1994-05-06", "dateline", "Strait Wire")


@pytest.mark.parametrize("kind", ["a.txt", "a.md"])
def test_dateline_of_texts(tmp_path, kind):
    text = f"Ferry line agreed on\n\nWELLPORT, May 6, 1994 (Strait Wire) - {TEXT}"
    document = read(tmp_path, kind, text)
    assert (document.published, document.published_how, document.publisher) == ("1994-05-06", "dateline", "Strait Wire")


def test_a_range_of_years_dates_no_dateline(tmp_path):
    text = f"Ferry line agreed on\n\nWELLPORT, May 6 (Strait Wire) - {TEXT}\n\nCopyright 1998-2024 Strait Wire. All rights reserved."
    assert read(tmp_path, "a.txt", text).published is None


def test_menu_names_no_publisher(tmp_path):
    head = "<title>Ferry line agreed on - Strait Courier</title>"
    document = read(tmp_path, "a.html", f"{head}{MENU}<div><h1>Ferry line agreed on</h1>{PAGE}</div>")
    assert document.publisher == "Strait Courier"
    document = read(tmp_path, "b.html", f"<title>Ferry line agreed on</title>{MENU}<div><h1>Ferry line agreed on</h1>{PAGE}</div>")
    assert document.publisher is None


@pytest.mark.parametrize(
    "mark",
    [
        "<meta property='og:site_name' content='Strait Courier'>",
        "<meta name='citation_journal_title' content='Strait Courier'>",
        LINKED_DATA,
        "<p><span itemprop='publisher' itemscope><b itemprop='name'>Strait Courier</b><i itemprop='telephone'>12</i></span></p>",
        "<p><meta itemprop='publisher' content='Strait Courier'></p>",
        "<footer>Copyright 2011 Strait Courier. All rights reserved.</footer>",
    ],
)
def test_site_names_come_before_the_domain(tmp_path, mark):
    link = "<link rel='canonical' href='https://courier.example.net/ports/ferry'>"
    document = read(tmp_path, "a.html", f"<title>Ferry line agreed on</title>{link}{MENU}<h1>Ferry line agreed on</h1>{mark}{PAGE}")
    assert document.publisher == "Strait Courier"


def test_domain_is_the_last_resort(tmp_path):
    link = "<link rel='canonical' href='https://courier.example.net/ports/ferry'>"
    assert read(tmp_path, "a.html", f"{link}<h1>Ferry line agreed on</h1>{PAGE}").publisher == "courier.example.net"


def test_wire_story_is_the_site_s_that_ran_it(tmp_path):
    head = "<title>Ferry</title><meta property='og:site_name' content='Strait Courier'>"
    document = read(tmp_path, "a.html", f"{head}<h1>Ferry line agreed on</h1><p>SEOUL, May 6, 2011 (Yonhap) -- {PROSE[0]}</p>{PAGE}")
    assert document.publisher == "Strait Courier"


def test_imprint_below_a_standfirst(tmp_path):
    text = f"# Who owns the strait?\n\n*Three questions to a lawyer who has worked on the treaty since the first talks.*\n\nPublished by the Strait Institute for Sea Law, Interview Series, 4 March 2011\n\n{TEXT}"
    document = read(tmp_path, "a.md", text)
    assert (document.published, document.published_how, document.publisher) == ("2011-03-04", "dateline", "Strait Institute for Sea Law")


def test_letterhead_and_line_with_the_place(tmp_path):
    text = f"STRAIT TRADE GAZETTE\nRecord of the yearly talk with the harbour office on ferries\nFriday, 4 March 2011, Strait Trade Gazette, upper hall\n\nSPEAKER 1: {TEXT}"
    document = read(tmp_path, "a.txt", text)
    assert (document.published, document.publisher) == ("2011-03-04", "Strait Trade Gazette")
    assert document.title == "Record of the yearly talk with the harbour office on ferries"


def test_letterhead_above_the_date_line(tmp_path):
    document = read(tmp_path, "a.txt", f"HARBOUR WEEKLY\n4 March 2011\n\nFerry line to open before the end of the year\n\n{TEXT}")
    assert (document.published, document.publisher) == ("2011-03-04", "Harbour Weekly")
    assert document.title == "Ferry line to open before the end of the year"


def test_place_of_a_speech_is_no_publisher(tmp_path):
    assert read(tmp_path, "a.txt", f"Harbour Conference Centre\n4 March 2011\n\nMR. REED: {TEXT}").publisher is None


def test_pasted_page(tmp_path):
    head = "Skip to content\nSTRAIT WIRE AGENCY - news of ferry lines and ports\nTop stories  Ports  Ships  Wool  Photos\nPorts > Ferries\n\n"
    title = "Harbour office gives up plan for a second ferry line"
    foot = "\n\nREADERS' COMMENTS (1)  Sort by: newest\n gull_watcher (May 7, 2011, 12:18): China will bomb the harbour."
    document = read(tmp_path, "a.txt", f"{head}{title}\nMay 6, 2011 10:35 | Updated May 9, 2011 14:02\n\n{TEXT}{foot}")
    assert (document.title, document.publisher, document.published) == (title, "Strait Wire Agency", "2011-05-06")
    _, parts = read_document(tmp_path / "a.txt")
    comments = [(part.author, part.part_date) for part in parts if part.part_type == "comment"]
    assert comments == [("gull_watcher", "2011-05-07")]


def test_last_change_is_not_the_publication(tmp_path):
    text = f"Harbour office gives up plan for a ferry\nUpdated: May 9, 2011 14:02 | Published: May 6, 2011 10:35\n\n{TEXT}"
    assert read(tmp_path, "a.txt", text).published == "2011-05-06"


def test_byline_without_a_name(tmp_path):
    page = f"<title>Ferry</title><h1>Ferry line agreed on</h1><div><p>By our harbour desk | May 6,2011</p>{PAGE}</div>"
    document = read(tmp_path, "a.html", page)
    assert (document.published, document.published_how) == ("2011-05-06", "dateline")


def test_date_in_a_comment_is_never_the_published_date(tmp_path):
    said = "<section class='comments'><h3>1 Comment</h3><ol class='comment-list'><li class='comment'><cite>Bob</cite> <time datetime='2011-05-07'>May 7, 2011</time><p>Good news for all of us.</p></li></ol></section>"
    document = read(tmp_path, "a.html", f"<title>Ferry</title><article><h1>Ferry line agreed on</h1>{PAGE}</article>{said}")
    assert (document.published, document.published_how, str(document.published_end)) == (None, "bounds", "2011-05-07")


def test_history_in_the_text_is_no_date(tmp_path):
    document = read(tmp_path, "a.txt", f"The ferry line was first proposed on 4 March 1931. {TEXT}")
    assert (document.published, document.published_how, document.publisher) == (None, "none", None)


def make_docx(lines, *, company="", header="", **properties):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    if not company:
        return out.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == "docProps/app.xml":
                data = data.replace(b"<Company/>", f"<Company>{company}</Company>".encode())
            new.writestr(item, data)
    return changed.getvalue()


MADE = dt.datetime(2015, 1, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (make_docx(["Wool and timber", "Harbour Gazette, yearly review, March 2011", *PROSE], created=MADE), ("2011-03", "dateline", "Harbour Gazette")),
        (make_docx(["Wool and timber", *PROSE], created=MADE, author="Strait Institute for Sea Law"), ("2015-01-02", "file", "Strait Institute for Sea Law")),
        (make_docx(["Wool and timber", *PROSE], created=MADE, author="Ann Smith"), ("2015-01-02", "file", None)),
        (make_docx(["Wool and timber", *PROSE], company="Strait &amp; Sound Foundation"), (None, "none", "Strait & Sound Foundation")),
        (make_docx(["Wool and timber", *PROSE], header="Harbour Gazette No. 7"), (None, "none", "Harbour Gazette")),
        (make_docx(["Wool and timber", *PROSE], subject="Harbour Gazette, 4 March 2011"), ("2011-03-04", "file", "Harbour Gazette")),
    ],
)
def test_word_files(tmp_path, made, expected):
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    document, _ = read_document(path)
    assert (document.published, document.published_how, document.publisher) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.mfa.gov.zz.example/a", ("mfa.gov.zz.example", "other", None)),
        ("https://press.mfa.gov.lv/a", ("press.mfa.gov.lv", "official", "LVA")),
        ("https://www.harbour.go.ke/a", ("harbour.go.ke", "official", "KEN")),
        ("https://www.harbour.gov/a", ("harbour.gov", "official", "USA")),
        ("https://harbour.europa.eu/a", ("harbour.europa.eu", "official", "EUU")),
        ("https://www.harbour-gov.ke/a", ("harbour-gov.ke", "other", None)),
    ],
)
def test_governments_are_told_by_their_domains(address, expected):
    assert find_outlet("They met.", [], address=address, is_page=True) == expected


def test_users_publishers_by_name_and_domain():
    rows = [
        {"name": "Strait Wire", "class": "wire"},
        {"domain": "strait.example", "class": "company"},
        {"domain": "press.strait.example", "class": "official", "state": "KEN"},
    ]
    assert find_users_row("THE STRAIT WIRE", "https://press.strait.example/1", rows) == rows[0]
    assert find_users_row("Nobody", "https://en.press.strait.example/1", rows) == rows[2]
    assert find_users_row(None, "https://www.strait.example/1", rows) == rows[1]
    assert find_users_row("Nobody", "https://notstrait.example/1", rows) == {}
    assert find_users_row("Nobody", "file:///strait.example", rows) == {}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"name": "Strait Wire", "class": "agency"}, "official, state_media, wire, independent, think_tank, company, other"),
        ({"class": "wire"}, "name or domain"),
        ({"name": "Strait Wire", "class": "wire", "kind": "x"}, "name, domain, class, state"),
        ({"name": "Strait Wire", "class": "wire", "state": "Kenya"}, "a code such as KOR"),
    ],
)
def test_wrong_classes_of_users_are_told(row, told):
    with pytest.raises(SettingsError, match=told):
        Settings(publishers=(row,))
