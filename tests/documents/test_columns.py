"""PDF pages: order of columns, words divided at line ends, large first letters, headlines and the line below."""

import pytest

from bilateral.documents.columns import BREAK, SetLine, join_drop_caps, mend_break, order_columns
from bilateral.documents.read import read_document

LEFT = [
    "The two governments have agreed to open a",
    "ferry line across the strait before the end of",
    "the year, an official said. Boats of both coun-",
    "tries will be allowed to land their catch in",
    "either port. Trade has doubled since the long-",
    "range plan of the customs office came into",
    "force, but it is a long way to the range of",
]
RIGHT = [
    "ports in the south. The next talks on tariffs",
    "for timber and wool are to be held in spring,",
    "the trade minister told reporters. Nobody ex-",
    "pects them to fail. The two sides will share the",
    "cost of the harbour and of the new lighthouse,",
    "which a company of the north is to build there.",
]


class Paper:
    """A PDF file written by hand: lines of text at places, pages, an author."""

    def __init__(self):
        self.pages, self.font, self.info = [[]], "", "/CreationDate (D:20000101000000)"

    def set_font(self, name, size):
        self.font = f"/{name} {size} Tf"

    def draw(self, x, y, text):
        self.pages[-1].append(f"BT {self.font} 1 0 0 1 {x} {y} Tm ({text}) Tj ET")

    def set_author(self, name):
        self.info += f" /Author ({name})"

    def to_bytes(self):
        """The file: catalog, tree of pages, three types, properties, then a page and its content each."""
        fonts = " ".join(f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for name in ("Times-Roman", "Times-Bold", "Times-Italic"))
        kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(self.pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} /MediaBox [0 0 595 842] /Resources << /Font << {fonts} >> >> >>",
            f"<< {self.info} >>",
        ]
        for i, page in enumerate(self.pages):
            content = "\n".join(page)
            objects += [f"<< /Type /Page /Parent 2 0 R /Contents {5 + 2 * i} 0 R >>", f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"]
        out, places = "%PDF-1.4\n", []
        for i, item in enumerate(objects, start=1):
            places.append(len(out))
            out += f"{i} 0 obj\n{item}\nendobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def read(tmp_path, draw):
    paper = Paper()
    draw(paper)
    path = tmp_path / "a.pdf"
    path.write_bytes(paper.to_bytes())
    return read_document(path)


def draw_columns(paper, *, by_rows):
    paper.set_font("Times-Bold", 18)
    paper.draw(50, 760, "A ferry line across the strait")
    paper.set_font("Times-Roman", 10)
    paper.draw(50, 740, "Harbour Gazette - 4 March 2011")
    paper.set_font("Times-Roman", 11)
    places = [(50, 700 - 14 * i, line) for i, line in enumerate(LEFT)] + [(300, 700 - 14 * i, line) for i, line in enumerate(RIGHT)]
    for x, y, line in sorted(places, key=lambda place: -place[1]) if by_rows else places:
        paper.draw(x, y, line)


@pytest.mark.parametrize("by_rows", [True, False])
def test_two_columns_are_read_one_after_the_other(tmp_path, by_rows):
    document, parts = read(tmp_path, lambda paper: draw_columns(paper, by_rows=by_rows))
    body = " ".join(document.text[part.start_char : part.end_char] for part in parts if part.part_type == "body")
    assert body.startswith("The two governments have agreed to open a ferry line across")
    assert "a long way to the range of ports in the south" in body
    assert "countries will" in body
    assert "expects them" in body
    assert "long-range plan" in body
    assert (document.title, document.published, document.published_how) == ("A ferry line across the strait", "2011-03-04", "dateline")
    assert document.publisher == "Harbour Gazette"


THIRDS = [
    "The finance ministers have\nagreed on a loan of nine\nhundred million for the\nports, a spokesman said in\nthe capital late on Sunday",
    "after talks that had gone on\nfor three days. The money is\nto be paid back in twenty\nyears at two per cent, and\nnone of it may be spent on",
    "ships. Unions of both sides\nwelcomed the news. The next\nmeeting will be held in May,\nwhen the bridge between the\ntwo towns is to be opened.",
]


@pytest.mark.parametrize("by_rows", [True, False])
def test_three_columns_are_read_one_after_the_other(tmp_path, by_rows):
    def draw(paper):
        paper.set_font("Times-Roman", 10)
        places = [(50 + 135 * n, 700 - 13 * i, line) for n, text in enumerate(THIRDS) for i, line in enumerate((text + "\n" + text.replace("the", "a")).split("\n"))]
        for x, y, line in sorted(places, key=lambda place: -place[1]) if by_rows else places:
            paper.draw(x, y, line)

    document, _ = read(tmp_path, draw)
    text = " ".join(document.text.split())
    assert text.startswith("The finance ministers have agreed on a loan of nine hundred million for the ports")
    assert "may be spent on ships" in text or "may be spent on after" in text
    assert text.index("a spokesman") < text.index("two per cent") < text.index("Unions of both sides")


def test_pages_of_a_text_are_known(tmp_path):
    def draw(paper):
        for page, lines in enumerate(([*LEFT, "and nobody expects the"], [], RIGHT)):
            if page:
                paper.pages.append([])
            paper.set_font("Times-Roman", 11)
            for i, line in enumerate(lines):
                paper.draw(50, 700 - 14 * i, line)

    document, _ = read(tmp_path, draw)
    first, empty, last = document.page_starts
    assert (first, empty) == (0, last)
    assert document.text[last:].startswith("ports in the south.")
    assert "nobody expects the ports" in document.text


def test_day_the_file_was_made_is_not_believed_from_a_tool(tmp_path):
    def draw(paper):
        paper.set_font("Times-Roman", 11)
        for i, line in enumerate(LEFT + RIGHT):
            paper.draw(50, 760 - 14 * i, line)

    document, _ = read(tmp_path, draw)
    assert (document.published, document.published_how) == (None, "none")


def test_author_of_a_file_is_a_publisher_only_if_a_body_or_outlet(tmp_path):
    def draw(paper, author):
        paper.set_author(author)
        paper.set_font("Times-Roman", 11)
        for i, line in enumerate(LEFT + RIGHT):
            paper.draw(50, 760 - 14 * i, line)

    assert read(tmp_path, lambda paper: draw(paper, "Strait Institute for Sea Law"))[0].publisher == "Strait Institute for Sea Law"
    assert read(tmp_path, lambda paper: draw(paper, "Ann Smith"))[0].publisher is None


def test_running_head_names_the_publisher(tmp_path):
    def draw(paper):
        for page in (1, 2):
            paper.set_font("Times-Italic", 9)
            paper.draw(50, 800, "Harbour Gazette No. 7/2011")
            paper.draw(290, 30, str(page))
            paper.set_font("Times-Roman", 11)
            for i, line in enumerate(LEFT if page == 1 else RIGHT):
                paper.draw(50, 760 - 14 * i, line)
            paper.pages.append([])

    document, parts = read(tmp_path, draw)
    assert document.publisher == "Harbour Gazette"
    assert not any("No. 7" in document.text[part.start_char : part.end_char] for part in parts if part.part_type == "body")


def test_large_first_letter(tmp_path):
    def draw(paper):
        paper.set_font("Times-Bold", 40)
        paper.draw(50, 747, "F")
        paper.set_font("Times-Roman", 11)
        lines = ["or years the two governments have spoken of", "a ferry line across the strait, and now it is", *LEFT[3:], *RIGHT]
        for i, line in enumerate(lines):
            paper.draw(75 if i < 2 else 50, 760 - 14 * i, line)

    document, parts = read(tmp_path, draw)
    body = next(document.text[part.start_char : part.end_char] for part in parts if part.part_type == "body")
    assert body.startswith("For years the two governments")


@pytest.mark.parametrize(
    ("cap", "rest", "words", "joined"),
    [
        ("I", "n January", set(), "In January"),
        ("I", "ran to the", {"ran"}, "I ran to the"),
        ("I", "ran has", {"iran", "ran"}, "Iran has"),
        ("I", "was there", set(), "I was there"),
        ("A", "fter all", set(), "After all"),
        ("A", "new road", {"new"}, "A new road"),
        ("T", "HE PORT", set(), "THE PORT"),
    ],
)
def test_first_letters(cap, rest, words, joined):
    assert [line.text for line in join_drop_caps([SetLine(cap), SetLine(rest)], words)] == [joined]


def test_a_letter_above_a_sentence_is_left():
    assert len(join_drop_caps([SetLine("B"), SetLine("The port")], set())) == 2


@pytest.mark.parametrize(
    ("before", "after", "words", "whole"),
    [
        (f"was negoti{BREAK}", "ated", set(), "was negotiated"),
        (f"the long{BREAK}", "range plan", {"long", "range"}, "the long-range plan"),
        (f"done with{BREAK}", "out it", {"with", "out"}, "done without it"),
        (f"the Asia{BREAK}", "Pacific", set(), "the Asia-Pacific"),
        (f"Kim Dae{BREAK}", "jung said", {"dae-jung"}, "Kim Dae-jung said"),
        (f"anti-mis{BREAK}", "sile", set(), "anti-missile"),
    ],
)
def test_divided_words(before, after, words, whole):
    assert mend_break(before, after, words) == whole


def test_tables_stay_in_rows():
    rows = [SetLine("1,402", x, x + 30.0, 700.0 - 14 * i, 11.0) for i in range(9) for x in (50.0, 300.0)]
    assert order_columns(rows) == []
