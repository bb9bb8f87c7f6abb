"""One small valid file of each kind that is read, made from one story.

python benchmarks/samples.py DIR
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from pathlib import Path

import docx

STORY = (
    "French President Francois Hollande met German Chancellor Angela Merkel in Berlin on Tuesday. Both sides agreed to build "
    "a railway by 2020, officials said. Trade between France and Germany reached 167 billion euros in 2014. The two leaders "
    "said that they would meet again in Paris before the summer and speak about energy, research and the border."
)
TITLE = "Leaders meet in Berlin"
PAGE = (
    f"<html><head><meta charset='utf-8'><title>{TITLE}</title><meta property='article:published_time' content='2015-03-04'></head>"
    f"<body><nav>Home</nav><article><h1>{TITLE}</h1><p>{STORY}</p><p>{STORY}</p></article><footer>© 2015 Example Herald</footer></body></html>"
)
MAIL = (
    f"From: Press Office <press@mfa.example>\r\nTo: list@example.org\r\nSubject: {TITLE}\r\nMessage-ID: <1@mfa.example>\r\n"
    "Date: Wed, 4 Mar 2015 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n"
    f"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"
    f"--cut\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=annex.txt\r\n\r\nAnnex. {STORY}\r\n--cut--\r\n"
)
REPLY = (
    "From: Ann Lee <ann@mfa.example>\r\nSubject: Re: Border\r\nDate: Wed, 4 Mar 2015 11:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    f"Dear Bo,\r\n\r\n{STORY}\r\n\r\n-- \r\nAnn Lee\r\n\r\nOn Tue, 3 Mar 2015 at 18:02, Bo Kim <bo@risk.example> wrote:\r\n> Did Germany close its border with France?\r\n> We heard so.\r\n\r\n"
    "-----Original Message-----\r\nFrom: Press <press@mfa.example>\r\nSent: Monday, March 2, 2015 4:12 PM\r\nTo: Bo Kim\r\nSubject: Border\r\n\r\nNothing is closed.\r\n"
)
SAVED = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example.org/2015/03/04/talks.html\r\nSubject: Talks\r\n"
    'Date: Thu, 5 Mar 2015 09:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="cut"\r\n\r\n'
    "--cut\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    f"Content-Location: https://news.example.org/2015/03/04/talks.html\r\n\r\n{PAGE.replace('=', '=3D').replace('©', '=C2=A9')}\r\n"
    "--cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--cut--\r\n"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example Herald</title>'
    f"<item><title>{TITLE}</title><link>https://news.example.org/a</link><pubDate>Wed, 04 Mar 2015 10:00:00 GMT</pubDate>"
    f"<content:encoded><![CDATA[<p>{STORY}</p><p>{STORY}</p>]]></content:encoded></item>"
    "<item><title>Short</title><link>https://news.example.org/b</link><description>They met.</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Herald</title>'
    f'<entry><id>urn:1</id><title>{TITLE}</title><link href="https://news.example.org/c"/><updated>2015-03-04T10:00:00Z</updated>'
    f'<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;{STORY}&lt;/p&gt;</content></entry></feed>'
)
RTF = r"{\rtf1\ansi{\info{\title Leaders meet in Berlin}{\author Ann Lee}{\creatim\yr2015\mo3\dy4}}{\b Leaders meet in Berlin}\par " + STORY + r"\par Caf\'e9 talks.\par}"
CSV = "headline,body,date,url,outlet\n" + f'{TITLE},"{STORY}",2015-03-04,https://news.example.org/d,Example Herald\nSecond,"{STORY} Again.",2015-03-05,,\n'


def jsonl() -> str:
    """Two rows with other names of columns."""
    first = {"title": TITLE, "text": STORY, "published": "2015-03-04", "url": "https://news.example.org/e"}
    return json.dumps(first) + "\n" + json.dumps({"title": "Second", "text": STORY + " More.", "authors": ["Ann Lee", "Bo Kim"]}) + "\n"


def warc() -> bytes:
    """A web archive of two pages, one of them packed, and a picture."""
    pages = (
        ("https://news.example.org/2015/f.html", "text/html; charset=utf-8", PAGE.encode()),
        ("https://news.example.org/logo.png", "image/png", b"\x89PNG"),
        ("https://news.example.org/g.html", "text/html", gzip.compress(PAGE.replace("Berlin", "Bonn").encode(), mtime=0)),
    )
    records = []
    for address, kind, body in pages:
        packed = "Content-Encoding: gzip\r\n" if body.startswith(b"\x1f\x8b") else ""
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{packed}\r\n".encode() + body
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2015-03-06T07:08:09Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0))
    return b"".join(records)


def word() -> bytes:
    """A Word document."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    document.add_paragraph(STORY)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opendocument() -> bytes:
    """An OpenDocument text."""
    names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:meta="urn:m" xmlns:dc="urn:d"'
    body = f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>{STORY}</text:p><text:p>Two<text:s/>words<text:note><text:p>No.</text:p></text:note>.</text:p>'
    meta = f"<office:document-meta {names}><office:meta><dc:title>{TITLE}</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator><meta:creation-date>2015-03-04T10:00:00</meta:creation-date></office:meta></office:document-meta>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>")
        archive.writestr("meta.xml", meta)
    return out.getvalue()


def pdf() -> bytes:
    """A PDF of one page."""
    words = STORY.split()
    lines = [" ".join(words[i : i + 10]) for i in range(0, len(words), 10)]
    drawn = b"".join(b"1 0 0 1 60 %d Tm (%s) Tj " % (760 - 14 * i, line.encode()) for i, line in enumerate([TITLE, *lines]))
    content = b"BT /F 11 Tf " + drawn + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return join_pdf(objects)


def join_pdf(objects: list[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, rows, size, len(out))


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """A TAR file of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def make_samples() -> dict[str, bytes]:
    """Bytes by file name."""
    text = f"{TITLE}\n\nBERLIN, March 4, 2015 - {STORY}\n".encode()
    plain = {"inside/a.txt": text, "inside/b.html": PAGE.encode(), "c.jsonl": jsonl().encode()}
    mbox = b"From a@b.example Wed Mar  4 10:00:00 2015\n" + MAIL.encode() + b"\nFrom c@d.example Wed Mar  4 11:00:00 2015\n" + MAIL.replace("<1@", "<2@").encode()
    return {
        "text.txt": text, "markdown.md": f"---\ntitle: {TITLE}\ndate: 2015-03-04\n---\n\n# {TITLE}\n\n{STORY}\n".encode(), "page.html": PAGE.encode(),
        "page.mhtml": SAVED.encode(), "mail.eml": MAIL.encode(), "reply.eml": REPLY.encode(), "box.mbox": mbox, "feed.rss": FEED.encode(), "feed.atom": ATOM.encode(),
        "rows.jsonl": jsonl().encode(), "rows.json": json.dumps([json.loads(row) for row in jsonl().splitlines()]).encode(), "rows.csv": CSV.encode(),
        "crawl.warc.gz": warc(), "crawl.warc": gzip.decompress(warc()), "word.docx": word(), "writer.odt": opendocument(), "rich.rtf": RTF.encode(),
        "paper.pdf": pdf(), "files.zip": zipped(plain), "files.tar": tarred(plain), "files.tar.gz": gzip.compress(tarred(plain)),
        "text.txt.bz2": bz2.compress(text), "text.txt.xz": lzma.compress(text), "nested.zip": zipped({"in.tar.gz": gzip.compress(tarred(plain)), "m.eml": MAIL.encode()}),
    }  # fmt: skip


def main() -> None:
    """Write the samples into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in make_samples().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
