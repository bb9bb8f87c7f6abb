"""Write the PDF and Word documents of the example.

The texts of the two PDF files and the two Word files stand below, so that they can be
read and changed. Run from anywhere:

    pip install reportlab python-docx
    python examples/russia-korea/make_office_files.py

The files are the same byte for byte on every run of the same library versions.
In the texts ``~`` marks where a word may be divided at the end of a line, ``##`` a heading
and ``|`` a row of a table.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

DOCUMENTS = Path(__file__).resolve().parent / "documents"

# --- The texts of the PDF files -------------------------------------------------------------

BROWN_BEAR = {
    "file": "2010-03-10-example-security-notebook-brown-bear-debt.pdf",
    "title": "Tanks for dollars: the long life of a Soviet debt",
    "publisher": "Example Security Notebook",
    "date": "10 March 2010",
    "issue": "No. 3/2010",
    "size": 11.2,
    "text": """
Nineteen years ago South Korea lent money to a country that soon ceased to exist. It has been
getting it back ever since, part~ly in dollars, part~ly in alu~min~ium, and part~ly in main battle
tanks. Now a third round of the arms trade that is known in Seoul as Brown Bear is being
nego~ti~ated, and for the first time it is not about debt.

## A loan and a collapse

In January 1991 the govern~ment of Presi~dent Roh Tae-woo prom~ised the Soviet Union a pack~age of
$3 bil~lion: bank loans, credits for con~sumer goods, and credits for machin~ery. It was never
called the price of diplo~matic rela~tions, which had been estab~lished four months earlier, but few
in either capital doubted the con~nection. By the end of the year $1.47 bil~lion had been paid out,
a bil~lion of it in cash. Then the Soviet Union was dissolved, inter~est went unpaid, and Seoul
stopped the rest. Russia declared that it would honour the obli~gation.

It could not, at least not in cash. In 1995 the two sides agreed that part of what had fallen due
would be set~tled in kind. The first Brown Bear deliv~eries, made between 1996 and 1998, consisted
of 33 T-80U tanks, some 30 BMP-3 infantry fight~ing vehi~cles, Metis-M anti-tank mis~siles and Igla
air-defence mis~siles. The Stock~holm Inter~national Peace Research Insti~tute puts their value at
$209 million. Other instal~ments came as metals and as Kamov heli~copters.

"The army asked for spare parts and got a museum of its oppo~nent," says a retired colonel who took
part in the trials. The tanks were used, above all, to teach crews what a north~ern force equipped
by Moscow might look like. They turned out to be more modern than anything the North pos~sesses.

## The second round

By 2002 arrears had driven the debt to almost $2 bil~lion. A second con~tract was worth $534
million, half of which, $267 million, Seoul paid in cash; the other half was taken off the debt. It
brought more tanks and fight~ing vehi~cles, hover~craft of the Murena class, Ilyushin train~ers, and
further heli~copters. Deliv~eries were com~pleted by the end of 2006. In all, South Korea has
re~ceived 43 T-80U and 67 BMP-3.

The larger part of the prob~lem was solved at a table. In September 2003 the finance minis~tries
signed a resched~uling agree~ment. Of $2.24 bil~lion, inter~est included, Seoul wrote off $660
million. The remain~ing $1.58 bil~lion is to be re~paid over 23 years, at half a percent~age point
above the inter~bank rate. Critics in the Na~tional Assem~bly spoke of a gift to Presi~dent Vladimir
Putin ahead of the visit that Presi~dent Roh Moo-hyun was plan~ning to make to Moscow. The
govern~ment main~tained that a debtor who pays less is better than one who pays nothing. So far
Russia has kept to the sched~ule. About $1.3 bil~lion is still out~standing.

## The third

A memo~randum of 2007 provides for some~thing else: the transfer of tech~nology. Russia prom~ised to
share know-how for the fuel cells of sub~marines and said that it would consider long-range radar
and pro~tection against electro~magnetic pulses. Last month an offi~cial of the Defense Acqui~sition
Program Admin~is~tration in Seoul indi~cated that the deal might reach $700 million and that he
ex~pected it to be signed by the end of this year. South Korea would pay for it; the debt would be
served sepa~rately.

The two par~ties do not yet want the same things. Moscow would like to sell more of what it has sold
before. Seoul is inter~ested in blue~prints, and it is not clear whether Russia will part with any
that mat~ter. There is a third party as well. Washing~ton has never for~bidden its ally to buy in
Russia, but it sup~plies most of the Korean arse~nal and does not care to see for~eign mis~siles
wired to its radars.

An analyst at the Example Insti~tute for North~east Asia doubts that there will be a third Brown
Bear worth the name. "The first two happened because the money was lost anyway," he argues. "Nobody
in Seoul would have cho~sen these weap~ons with a free hand. Now the hand is free."

If he is right, the bear will go into retire~ment with an odd record. A Cold War enemy armed a
battal~ion of the South Korean army, and both sides came to re~gard it as ordi~nary book-keeping.
""",
}

AFTER_THE_TREATY = {
    "file": "2024-11-05-example-institute-after-the-treaty.pdf",
    "title": "After the treaty: what is left between Seoul and Moscow",
    "publisher": "Example Institute for Northeast Asia",
    "date": "5 November 2024",
    "issue": "Policy Note 11/2024",
    "size": 11.4,
    "text": """
On 18 October the Na~tional Intel~ligence Service in Seoul re~ported that North Korea had sent some
1,500 sol~diers of its spe~cial forces to the Russian Far East and that more would follow. Three
days later the Russian ambas~sador, Georgy Zinoviev, was called in to the for~eign minis~try for the
second time in four months. First Vice Minister Kim Hong-kyun de~manded that the troops be
with~drawn at once.

Moscow, which at first spoke of false reports, no longer denies it, nor has it con~firmed it.
Presi~dent Vladimir Putin, asked about satel~lite pic~tures in Kazan on 24 October, said that
pic~tures were a serious thing and that it was up to Russia and North Korea how they applied their
trea~ty. On the same day the State Duma rati~fied it. The upper house is ex~pected to do so
tomorrow.

## The last card

Presi~dent Yoon Suk-yeol used the visit of the Polish presi~dent, also on 24 October, to say that
South Korea would review its stance on arms for Ukraine more flexibly, depending on what the North
did. Until now it has given no lethal weap~ons. In April 2023 Mr Yoon made this depend on attacks
upon civilians; in June 2024 his adviser made it depend on what Russia gave to Pyong~yang; now it
depends on troops. The condi~tion has moved each time that it seemed about to be met. Russian
diplo~mats con~clude that the threat is empty. We do not share this view: the first step, if it
came, would be air-defence mis~siles and not shells.

## What is left

Less than the speech~es suggest has been for~mally ended. The visa waiver of 2014 is in force. The
em~bassies work. South Korea still buys Russian coal. Nobody has given notice of the trea~ty of
1992. Yet sub~stance drains away. Two-way trade, $27.3 bil~lion in 2021, was $21.1 bil~lion in 2022
and has gone on fall~ing. There have been no di~rect flights since March 2022. Since 9 September
South Korean firms may not ship 1,402 cate~gories of goods to Russia without a permit.

Even the oldest account between the two has stopped. Under the agree~ment of 2003 Russia re~paid the
Soviet loan twice a year. Accord~ing to data which a mem~ber of the Na~tional Assem~bly, Ahn
Do-geol, made public, the instal~ments due last year and this year did not arrive, because dollars
can no longer be trans~ferred. Some 280 bil~lion won is out~standing.

## Recommendations

1. Seoul should say what it will do rather than what it might do. 2. A chan~nel between the two
secu~rity coun~cils, agreed on in 2013, ought to be used again. 3. Com~panies that wish to return
one day, among them the car maker whose option on its former plant lapses in 2026, should be told
where the govern~ment stands.

A senior Russian scholar told us that rela~tions were "not dead but unplugged". It is not cer~tain
that anyone is look~ing for the socket.
""",
}

# --- The texts of the Word files ------------------------------------------------------------

TRADE_REVIEW = {
    "file": "2019-02-14-example-trade-monitor-annual-review.docx",
    "title": "South Korea and Russia: trade in 2018",
    "publisher": "Example Trade Monitor",
    "created": dt.datetime(2019, 2, 14, 9, 0, tzinfo=dt.UTC),
    "text": """
# South Korea and Russia: trade in 2018

Example Trade Monitor, annual review, February 2019

Trade between South Korea and Russia rose by 31 percent last year to $24.8 billion. It was the
second year of strong growth in a row, after 41 percent in 2017, and only one billion dollars below
the record of 2014. The figures were released by the South Korean embassy in Moscow in late January.

## More oil, fewer surprises

Almost all of the increase came from one side. South Korea imported Russian goods worth $17.5
billion, at least 45 percent more than the year before; its exports went up by only 6 percent, to
$7.3 billion. The deficit thus widened to some $10 billion, the largest it has ever been. Crude oil,
naphtha and natural gas led the list. Among exports, cars did best, with a plus of nearly 50
percent. Cosmetics grew even faster, by 63 percent, and are now in fifth place.

| Year | Exports to Russia | Imports from Russia | Total |
| 2013 | 11.1 | 11.5 | 22.6 |
| 2014 | 10.1 | 15.7 | 25.8 |
| 2015 | 4.7 | 11.3 | 16.0 |
| 2016 | 4.8 | 8.6 | 13.4 |
| 2017 | 6.9 | 12.1 | 19.0 |
| 2018 | 7.3 | 17.5 | 24.8 |

Table: goods trade of South Korea with Russia in billions of US dollars. Korean statistics.

## Will the target be met?

The two governments want to see $30 billion by 2020. To get there, trade would have to grow by 21
percent in two years. After the past two years that does not seem much. We nevertheless expect that
the goal will be missed. Well over half of Russia's deliveries are priced by the barrel, and the
price of oil has come down by about a quarter since October. If it stays where it is, imports will
shrink this year even if every tanker is full.

Exports are held back by other things. Korean banks shy away from Russian customers for fear of
American sanctions, although Seoul itself has imposed none. A machinery exporter in Changwon
reported that it took him eleven weeks to receive a payment that was perfectly legal. "The money was
in three banks and each asked me who the grandfather of the buyer was," he said.

## What could change our view

Negotiations on a free trade agreement for services and investment are to begin in the first half of
the year, once both sides have completed the procedures they agreed on in Moscow last June. They
would not affect goods. A trade agreement with the Eurasian Economic Union would, but formal talks
have not been opened, and a Russian trade official said in private that he did not expect them
before 2020.

The Example Trade Monitor is a fictional service. The totals are public.
""",
}

SANCTIONS = {
    "file": "2022-06-15-example-institute-sanctions-2014-2022.docx",
    "title": "Two crises, two answers: South Korea and sanctions on Russia, 2014 and 2022",
    "publisher": "Example Institute for Northeast Asia",
    "created": dt.datetime(2022, 6, 15, 10, 30, tzinfo=dt.UTC),
    "text": """
# Two crises, two answers: South Korea and sanctions on Russia, 2014 and 2022

Example Institute for Northeast Asia, Research Brief, 15 June 2022

When Russia annexed Crimea, South Korea condemned and did not punish. When Russia invaded Ukraine
eight years later, it needed four days to do both. This brief asks what had changed.

## The record

| Step | 2014 | 2022 |
| Recognition refused | 19 March | - |
| Vote in the General Assembly | 27 March, in favour (100 to 11) | 2 March, in favour (141 to 5) |
| Export controls | none | 28 February |
| Banks | none | 1 March: seven; 7 March: one more, the central bank and two funds |
| Energy embargo | none | none |
| Answer from Moscow | none | 7 March: list of unfriendly states |

## What had changed

First, the pressure. In 2014 Washington asked for help but did not insist. In 2022 it had a rule,
the foreign direct product rule, that would have made Korean exporters of chips and telephones apply
for American licences. States with sanctions of their own were exempt. Seoul was not on the first
list of exempted states, and the trade minister, Yeo Han-koo, flew to Washington to have that
corrected. An agreement was announced on 4 March.

Secondly, the hopes. President Park Geun-hye believed that the way to Pyongyang led through
Vladivostok. The coal trains to Rajin were about to run. By 2022 the project had been dead for six
years, the inter-Korean talks for three, and no one in the administration of President Moon Jae-in
claimed that Russia could bring them back.

Thirdly, the public. Demonstrations in front of the Russian embassy were small in 2014. In March
2022 they were held almost daily.

## What had not changed

South Korea still buys energy. Trade in the first four months of this year came to $9.3 billion, 24
percent more than a year earlier, since prices rose faster than volumes fell. Exports are a
different matter. In April they were 71 percent lower than in April 2021, while imports were up by 8
percent.

It also still refuses to send weapons. President Volodymyr Zelenskyy asked for them when he
addressed lawmakers in Seoul by video on 11 April. The defence ministry answered that it could
supply only non-lethal goods such as helmets and medical kits. President Yoon Suk-yeol, who took
office on 10 May, has confirmed this line.

Moscow, for its part, has been more moderate than its list suggests. It has not closed its airspace
to South Korean airlines or suspended the visa waiver. A Russian diplomat explained to us that South
Korea was regarded as "the least unfriendly of the unfriendly". If lethal weapons were delivered, he
warned, that would no longer be so.

## Outlook

We expect the sanctions to remain in force for as long as those of the United States do. Seoul will
join further controls late and with exceptions. A ban on Russian oil is unlikely. Whether Russia
will take its revenge on the peninsula, for instance by blocking new resolutions on North Korea, is
no longer a hypothetical question: on 26 May it vetoed one, together with China.
""",
}

# --- Pages ----------------------------------------------------------------------------------

SOFT = "\u00ad"
WIDTH, HEIGHT = A4
MARGIN, GAP, TOP, BOTTOM = 64, 22, 92, 66
COLUMN = (WIDTH - 2 * MARGIN - GAP) / 2
LEADING = 1.35


def paragraphs_of(text: str) -> list[str]:
    """Split a text at its blank lines."""
    return [block.strip() for block in text.strip().split("\n\n")]


def divisions(word: str) -> list[tuple[str, str]]:
    """List the ways to divide a word, longest head first: (head with hyphen, rest)."""
    parts = word.split(SOFT)
    return [("".join(parts[:i]) + "-", SOFT.join(parts[i:])) for i in range(len(parts) - 1, 0, -1)]


def lines_of(text: str, width: float, font: str, size: float) -> Iterator[str]:
    """Fill lines of the given width, dividing words at soft hyphens."""
    words, line = text.replace("~", SOFT).split(), ""
    while words:
        word = words.pop(0)
        trial = f"{line} {word.replace(SOFT, '')}".strip()
        if stringWidth(trial, font, size) <= width:
            line = trial
            continue
        for head, rest in divisions(word):
            trial = f"{line} {head}".strip()
            if stringWidth(trial, font, size) <= width:
                line, word = trial, rest
                break
        yield line
        line = ""
        words.insert(0, word)
    if line:
        yield line


class Paper:
    """A PDF file of two columns with running heads; remembers where the next line goes."""

    def __init__(self, document: dict) -> None:
        self.document = document
        self.pdf = Canvas(str(DOCUMENTS / document["file"]), pagesize=A4, invariant=1)
        self.pdf.setTitle(document["title"])
        self.pdf.setAuthor(document["publisher"])
        self.pdf.setSubject(f"{document['publisher']}, {document['date']}")
        self.page = 0
        self.open_page()

    def open_page(self) -> None:
        """Begin a page with its running heads and number."""
        if self.page:
            self.pdf.showPage()
        self.page, self.column, self.y, self.top = self.page + 1, 0, HEIGHT - TOP, HEIGHT - TOP
        self.pdf.setFont("Times-Italic", 9)
        self.pdf.drawString(MARGIN, HEIGHT - 46, self.document["publisher"])
        self.pdf.drawRightString(WIDTH - MARGIN, HEIGHT - 46, self.document["issue"])
        self.pdf.line(MARGIN, HEIGHT - 52, WIDTH - MARGIN, HEIGHT - 52)
        self.pdf.drawCentredString(WIDTH / 2, 40, str(self.page))

    def make_room(self, height: float) -> None:
        """Go on in the next column or on the next page if the height is not left."""
        if self.y - height >= BOTTOM:
            return
        if self.column:
            self.open_page()
        else:
            self.column, self.y = 1, self.top

    def set_title(self) -> None:
        """Set the title and the line below it over both columns."""
        for line in lines_of(self.document["title"], WIDTH - 2 * MARGIN, "Times-Bold", 18):
            self.pdf.setFont("Times-Bold", 18)
            self.pdf.drawString(MARGIN, self.y, line)
            self.y -= 23
        self.pdf.setFont("Times-Roman", 10)
        self.pdf.drawString(MARGIN, self.y, f"{self.document['publisher']} - {self.document['date']}")
        self.y -= 28
        self.top = self.y

    def set_paragraph(self, paragraph: str) -> None:
        """Set a paragraph or a heading."""
        heading, size = paragraph.startswith("## "), self.document["size"]
        font = "Times-Bold" if heading else "Times-Roman"
        if heading:
            self.make_room(4 * size)
        for line in lines_of(paragraph.removeprefix("## "), COLUMN, font, size):
            self.make_room(size * LEADING)
            self.pdf.setFont(font, size)
            self.pdf.drawString(MARGIN + self.column * (COLUMN + GAP), self.y, line)
            self.y -= size * LEADING
        self.y -= size * (0.3 if heading else 0.6)


def write_pdf(document: dict) -> None:
    """Write one PDF file."""
    paper = Paper(document)
    paper.set_title()
    for paragraph in paragraphs_of(document["text"]):
        paper.set_paragraph(paragraph)
    paper.pdf.save()


def add_block(word: Document, block: str) -> None:
    """Add a heading, a table or a paragraph to a Word document."""
    if block.startswith("#"):
        marks, _, heading = block.partition(" ")
        word.add_heading(heading, level=len(marks))
    elif block.startswith("|"):
        rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in block.splitlines()]
        table = word.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    else:
        word.add_paragraph(" ".join(block.split()))


def write_docx(document: dict) -> None:
    """Write one Word file, with fixed times inside."""
    word = Document()
    word.styles["Normal"].font.name = "Times New Roman"
    word.styles["Normal"].font.size = Pt(11)
    core, publisher = word.core_properties, document["publisher"]
    core.title, core.author, core.last_modified_by = document["title"], publisher, publisher
    core.created = core.modified = document["created"]
    core.subject, core.keywords, core.comments = "Russia and South Korea", "Russia; South Korea", "Fictional publisher"
    word.sections[0].header.paragraphs[0].text = publisher
    word.sections[0].footer.paragraphs[0].text = f"{publisher} is fictional. The facts are public."
    for block in paragraphs_of(document["text"]):
        add_block(word, block)
    raw = io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(DOCUMENTS / document["file"], "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, document["created"].timetuple()[:6])
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    for paper_text in (BROWN_BEAR, AFTER_THE_TREATY):
        write_pdf(paper_text)
    for word_text in (TRADE_REVIEW, SANCTIONS):
        write_docx(word_text)
