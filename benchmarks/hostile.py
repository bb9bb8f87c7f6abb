"""Hostile input: each case must end in a rejection, in seconds and in bounded memory.

    python benchmarks/hostile.py [CASE ...] [--folder DIR]

Each case is opened and read as `bilateral add` does, in a fresh process whose peak
memory (with that of its reading process) and time are measured. Exit status 1 if a
case takes more than 10 s or 500 MB, or ends in anything but a rejection.
"""

from __future__ import annotations

import argparse
import base64
import bz2
import gzip
import io
import json
import lzma
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import docx

from bilateral.documents.guard import end_reader, read_guarded, start_reader
from bilateral.documents.items import Limits
from bilateral.documents.opening import open_items
from bilateral.errors import DocumentError
from bilateral.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS, MEGABYTES = 10.0, 500.0
STORY = b"The two ministers met in Seoul on Friday, where they agreed to raise trade between the two countries. "


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def zeros(packer: Callable[[], object], n_mb: int) -> bytes:
    """So many megabytes of zeros, packed piece by piece."""
    work = packer()
    return b"".join(work.compress(bytes(1_000_000)) for _ in range(n_mb)) + work.flush()


def tarred(members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """A TAR file of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_link(name: str, kind: bytes, target: str) -> tuple[tarfile.TarInfo, bytes]:
    """A member of a TAR file that is a link or a device."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def nested(layers: int) -> bytes:
    """A text in archives within each other."""
    data = gzip.compress(STORY)
    for i in range(layers):
        data = zipped({f"{i}.zip" if i else "a.gz": data})
    return data


def doubled_zip() -> bytes:
    """Ten archives of ten files of 40 MB of spaces each, 4 GB in all."""
    inner = zipped({f"{i}.txt": b" " * 40_000_000 for i in range(10)})
    return zipped({f"{i}.zip": inner for i in range(10)})


def looping_pdf() -> bytes:
    """A form that draws itself twice, from within itself, below a page tree that is its own child."""
    content = b"/F Do /F Do " * 50
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
        % (len(content), content),
    ]
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1, rows, len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def inflating_pdf() -> bytes:
    """A page whose content unpacks from 2 MB to 2 GB."""
    packed = zlib.compress(zeros(lambda: zlib.compressobj(9), 1500), 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream])


def branching_pdf(levels: int = 24) -> bytes:
    """Forms that each draw the next ten times: 10**24 texts."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length 6 >>\nstream\n/F Do \nendstream",
    ]
    for level in range(levels):
        content = b"/F Do " * 10 if level < levels - 1 else b"BT /G 9 Tf (Seoul met Moscow) Tj ET"
        resources = b"<< /XObject << /F %d 0 R >> >>" % (6 + level) if level < levels - 1 else b"<< >>"
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources %s /Length %d >>\nstream\n%s\nendstream"
            % (resources, len(content), content)
        )
    return pdf_of(objects)


LAUGHS = b'<!DOCTYPE a [<!ENTITY l0 "ha">' + b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 12)) + b"]>"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(document: bytes) -> bytes:
    """A Word document with this XML as its text."""
    out = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("Seoul")
    made.save(out)
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(members | {"word/document.xml": document})


def opendocument(content: bytes) -> bytes:
    """An OpenDocument text with this XML as its content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail_of_parts(n_parts: int, depth: int = 0) -> bytes:
    """A message of many attachments, or of parts within each other."""
    head = b"From: a@b.org\nSubject: Talks\nMIME-Version: 1.0\n"
    if depth:
        body = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))
        return head + body + b"Content-Type: text/plain\n\n" + STORY
    part = b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSeoul\n"
    return head + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * n_parts + b"--b--\n"


def sparse(path: Path, head: bytes, n_bytes: int = 1_000_000_000) -> None:
    """A file of one line of so many bytes that takes no place on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(n_bytes)


CASES: dict[str, Callable[[], bytes]] = {
    "bomb.txt.gz": lambda: zeros(lambda: zlib.compressobj(9, wbits=31), 3000),
    "bomb.txt.bz2": lambda: zeros(lambda: bz2.BZ2Compressor(9), 600),
    "bomb.txt.xz": lambda: zeros(lzma.LZMACompressor, 1500),
    "twice.gz.gz": lambda: gzip.compress(zeros(lambda: zlib.compressobj(9, wbits=31), 3000)),
    "bomb.zip": lambda: zipped({f"{i}.txt": bytes(100_000_000) for i in range(5)}),
    "ten_by_ten.zip": doubled_zip,
    "nested_20.zip": lambda: nested(20),
    "many_members.zip": lambda: zipped({f"{i}": b"" for i in range(10_000)}),
    "bomb.docx": lambda: word(b"<a>" + bytes(400_000_000)),
    "up.tar": lambda: tarred([(tarfile.TarInfo("../../etc/passwd"), STORY), tar_link("a.txt", tarfile.SYMTYPE, "/etc/passwd"), tar_link("b.txt", tarfile.LNKTYPE, "../c")]),
    "fifo.tar": lambda: tarred([tar_link("pipe", tarfile.FIFOTYPE, ""), tar_link("disk", tarfile.BLKTYPE, "")]),
    "bomb.tar.gz": lambda: gzip.compress(tarred([(tarfile.TarInfo(f"{i}.txt"), bytes(60_000_000)) for i in range(4)])),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + STORY * 5,
    "deep_tables.html": lambda: b"<table><tr><td>" * 100_000,
    "wide.html": lambda: b"<p>" * 3_000_000,
    "attributes.html": lambda: b"<p " + b"a=1 " * 2_000_000 + b">",
    "deep.docx": lambda: word(b'<w:document xmlns:w="%s"><w:body>' % WORD.encode() + b"<w:p>" * 100_000 + b"</w:p>" * 100_000 + b"</w:body></w:document>"),
    "deep.odt": lambda: opendocument(b"<office><body><text>" + b"<p>" * 100_000 + b"</p>" * 100_000 + b"</text></body></office>"),
    "laughs.odt": lambda: opendocument(LAUGHS + b"<office><body><text><p>&l11;</p></text></body></office>"),
    "laughs.docx": lambda: word(LAUGHS + b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>' % WORD.encode()),
    "laughs.rss": lambda: b"<?xml version='1.0'?>" + LAUGHS + b"<rss><channel><item><title>&l11;</title></item></channel></rss>",
    "external.rss": lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    "tags.rss": lambda: b"<rss><channel>" + b"<a/>" * 12_000_000 + b"</channel></rss>",
    "entries.rss": lambda: b"<rss><channel>" + b"<item>" * 250 + STORY * 90_000 + b"</item>" * 250 + b"</channel></rss>",
    "values.json": lambda: b"[" + b"[]," * 16_000_000 + b"[]]",
    "lines.eml": lambda: b"From: a@b.org\nMIME-Version: 1.0\n" + b"X: y\n" * 9_000_000,
    "deep.rss": lambda: b"<rss>" + b"<a>" * 100_000,
    "looping.pdf": looping_pdf,
    "branching.pdf": branching_pdf,
    "inflating.pdf": inflating_pdf,
    "deep.rtf": lambda: b"{\\rtf1" + b"{" * 1_000_000 + b"Seoul" + b"}" * 1_000_000 + b"}",
    "links.rtf": lambda: b"{\\rtf1" + b"{\\field{\\*\\fldinst{HYPERLINK " * 20_000,
    "parts.eml": lambda: mail_of_parts(100_000),
    "nested_parts.eml": lambda: mail_of_parts(0, depth=3_000),
    "header.eml": lambda: b"From: a@b.org\nSubject: " + b"=?utf-8?q?a?= " * 400_000 + b"\n\n",
    "giant_row.jsonl": lambda: b'{"text": "' + b"a" * 40_000_000 + b'"}\n',
    "deep_row.jsonl": lambda: b'{"text":' + b"[" * 5_000_000 + b"\n",
    "digits.jsonl": lambda: b'{"text": ' + b"9" * 5_000_000 + b"}\n",
    "open_quote.csv": lambda: b'title,text\na,"' + STORY * 300_000,
    "noise.txt": lambda: bytes(range(256)) * 20_000,
    "half_utf8.txt": lambda: ("Россия и Корея. " * 200_000).encode("cp1251"),
    "header.warc": lambda: b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * 40_000_000 + b"\r\n\r\n",
    "not_a_zip.zip": lambda: b"PK\x03\x04" + bytes(10_000),
    "body.mht": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(bytes(30_000)) * 200,
}
SPARSE = {"line.txt": b"Seoul", "line.jsonl": b'{"text": "', "line.csv": b"title,text\na,", "line.mbox": b"From a@b.org Mon Mar 19 10:00:00 2018\nFrom: ", "line.html": b"<html>", "line.warc": b"WARC/1.0\r\nX: ", "line.eml": b"From: a@b.org\nMIME-Version: 1.0\n"}


def run_case(path: Path) -> dict[str, object]:
    """Open and read one file under the guard; what came of it, and at which cost."""
    settings = Settings()
    start_reader(settings.read_memory_bytes)
    reasons: dict[str, int] = {}
    began = time.perf_counter()
    for item in open_items(path, Limits(max_item_bytes=settings.max_file_bytes)):
        try:
            if item.error is not None:
                raise item.error
            read_guarded(item, {}, seconds=settings.read_seconds, memory_bytes=settings.read_memory_bytes)
            reason = "READ"
        except DocumentError as error:
            reason = error.reason_code
        reasons[reason] = reasons.get(reason, 0) + 1
    seconds = time.perf_counter() - began
    end_reader()
    # the kernel carries getrusage's own peak over from the process that made the case
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"reasons": reasons, "seconds": seconds, "own": int(peak.split()[1]) / 1024, "reader": child / 1024}


def measure(name: str, folder: Path) -> bool:
    """Make one case, run it in a fresh process, and print its line; whether it held."""
    path = folder / name
    if name in SPARSE:
        sparse(path, SPARSE[name])
    else:
        path.write_bytes(CASES[name]())
    size = path.stat().st_size
    done = subprocess.run([sys.executable, __file__, "--one", str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - this file
    path.unlink()
    if done.returncode:
        print(f"{name:20} FAILED: {done.stderr.strip().splitlines()[-1:]}", flush=True)
        return False
    found = json.loads(done.stdout.splitlines()[-1])
    is_held = found["seconds"] <= SECONDS and max(found["own"], found["reader"]) <= MEGABYTES and set(found["reasons"]) != {"READ"}
    told = ", ".join(f"{reason} {n}" for reason, n in found["reasons"].items())
    print(
        f"{name:20}{size:14,} bytes {found['seconds']:6.2f} s  opening {found['own']:4.0f} MB  reading {found['reader']:4.0f} MB  "
        f"{'' if is_held else 'NOT HELD  '}{told}", flush=True,
    )  # fmt: skip
    return is_held


def main() -> int:
    """Measure all cases, or those named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", type=Path)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(run_case(given.one)))
        return 0
    with tempfile.TemporaryDirectory() as made:
        names = given.cases or [*CASES, *SPARSE]
        held = [measure(name, given.folder or Path(made)) for name in names]
    print(f"{sum(held)} of {len(held)} cases held to {SECONDS:.0f} s, {MEGABYTES:.0f} MB and a rejection")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
