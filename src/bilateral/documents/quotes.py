"""Which stretches of a mail repeat an earlier one, head a forwarded one, or are its signature."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from bilateral.records import Part

__all__ = ["Stretch", "blank_out", "find_quotes", "set_apart"]

FEWEST_OWN_WORDS = 8
"""Words of its own below which a mail is sent for the sake of what it quotes, as "FYI, see below" is; a short answer has more. Not tuned."""

HEADER_LINES = 8
"""Lines that the head of an earlier mail has at most; with many recipients they are longer, not more."""

_MARKED = re.compile(r"[ \t]{0,3}>")  # "> Dear Amina,"
_WROTE = re.compile(
    r"(?:On|Le|Am|El|Il|Em|Op|Den|Dnia|W dniu)\b[^\n]{6,200}?(?:\n[^\n]{0,120}?)?\b"
    r"(?:wrote|a écrit|schrieb(?: [^\n:]{1,80})?|escribió|ha scritto|escreveu|schreef(?: [^\n:]{1,80})?|skrev(?: [^\n:]{1,80})?|napisał(?:\(a\))?)\s?:[ \t]*$"
    r"|\d{1,2}[ ./][^\n]{4,120}(?:пишет|написала?|написал\(а\))\s?:[ \t]*$",
    re.MULTILINE,
)  # "On Tue, 5 Mar 2024 at 18:02, Risk Desk <desk@risk.example> wrote:"
_DIVIDER = re.compile(
    r"[-_ ]{2,}[ ]?(?:Original(?:e| Message|nachricht)?|Original Appointment|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message (?:d['’]origine|transféré|original)|"
    r"Mensaje (?:original|reenviado)|Messaggio (?:originale|inoltrato)|Forwarded message|Forwarded by[^\n]{1,80}|Mensagem (?:original|encaminhada)|"
    r"Исходное сообщение|Пересланное сообщение)[^\n]{0,20}?[-_ ]{2,}[ \t]*$"
    r"|Begin forwarded message:[ \t]*$|_{20,}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)  # "-----Original Message-----"
_FIRST_FIELD = re.compile(r"\*?(?:From|Von|De|Da|Van|От|Od|Från|Fra)\s?:\*?[ \t]\S", re.IGNORECASE)
_FIELD = re.compile(
    r"\*?(?:From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Attachments|Importance|Von|Gesendet|Datum|An|Betreff|De|Envoyé|À|Objet|Enviado(?: el)?|Para|Asunto|Fecha|Da|Inviato|Data|A|Oggetto|Assunto|"
    r"Van|Verzonden|Aan|Onderwerp|От|Отправлено|Дата|Кому|Тема)\s?:\*?(?:[ \t]|$)",
    re.IGNORECASE,
)
_SENT_ON = re.compile(r"forwarded|weitergeleitet|transféré|reenviado|inoltrato|encaminhada|пересланное", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|пересл)\s?:", re.IGNORECASE)  # "FW: Border closed?"
_SIGNATURE = re.compile(r"^--[ ]?$", re.MULTILINE)


class Stretch(NamedTuple):
    """Some characters of a mail with the role that they have."""

    start: int
    end: int
    role: str
    reason: str


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line."""
    return [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]


def _marked_runs(text: str) -> list[Stretch]:
    """Lines with the mark of a quote, each run with the line above that says who wrote it."""
    runs: list[list[int]] = []
    last = -2
    lines = _lines(text)
    for i, (start, end) in enumerate(lines):
        if not _MARKED.match(text, start, end):
            continue
        if last == i - 1:
            runs[-1][1] = end
        else:
            runs.append([start, end])
        last = i
    heads = {found.end(): found.start() for found in _WROTE.finditer(text)}
    return [Stretch(_head_start(text, start, heads), end, "note", "quoted mail") for start, end in runs]


def _head_start(text: str, start: int, heads: dict[int, int]) -> int:
    """Where a quote begins with the line that says who wrote it."""
    return heads.get(len(text[:start].rstrip()), start)


def _head_of(text: str, start: int) -> int:
    """The end of the head of an earlier mail that begins at a line, or that line's start if none does."""
    end, fields = start, 0
    for line_start, line_end in _lines(text[start : start + 4_000])[:HEADER_LINES]:
        line = text[start + line_start : start + line_end]
        if _FIELD.match(line.strip()):
            fields, end = fields + 1, start + line_end
        elif not (fields and line.startswith((" ", "\t"))):
            break
    return end if fields > 2 else start  # noqa: PLR2004 - from, date and one more


def _opening(text: str) -> tuple[int, int, bool] | None:
    """Where an earlier mail without marks begins, where its head ends, and whether the head says that it is sent on."""
    found = next((found for found in _WROTE.finditer(text) if not _MARKED.match(text[found.end() :].lstrip("\r\n"))), None)
    places = [(found.start(), found.end(), False)] if found else []
    for start, end in _lines(text):
        line = text[start:end].strip()
        divider = _DIVIDER.match(line)
        below = end + len(text[end:]) - len(text[end:].lstrip()) if divider else start
        if (divider or _FIRST_FIELD.match(line)) and (head_end := _head_of(text, below)) > below:
            places.append((start, head_end, bool(_SENT_ON.search(line))))
            break
        if divider and "_" not in line:
            places.append((start, end, bool(_SENT_ON.search(line))))
            break
    return min(places, default=None)


def find_quotes(text: str, subject: str = "") -> list[Stretch]:
    r"""Find what a mail repeats of earlier ones.

    A forwarded mail is what the sender sends: only its head is set apart. So is what
    a mail of a few words of its own answers. Does not find a quote without a mark,
    a head or a line that says who wrote it.

    Args:
        text: The mail's text.
        subject: Its subject.

    Returns:
        Stretches in text order without overlap: quoted mails and signatures are
        notes, heads of forwarded mails furniture.

    Example:
        >>> mail = "The ministers met in Seoul for two hours on Monday.\n\nOn 5 May 2024, Ann <a@b.org> wrote:\n> Did they?\n"
        >>> [mail[item.start : item.end] for item in find_quotes(mail)]
        ['On 5 May 2024, Ann <a@b.org> wrote:\n> Did they?']
    """
    found = _marked_runs(text)
    opening = _opening(blank_out(text, found))
    whole = len(text.rstrip())
    if opening is not None:
        start, head_end, is_sent_on = opening
        own = len(blank_out(text[:start], found).split())
        if is_sent_on or _FORWARD.match(subject) or own < FEWEST_OWN_WORDS:
            found.append(Stretch(start, head_end, "furniture", "head of a forwarded mail"))
        else:
            found = [item for item in found if item.end <= start]
            found.append(Stretch(start, whole, "note", "quoted mail"))
    elif len(blank_out(text, found).split()) < FEWEST_OWN_WORDS:
        found = []
    mark = next((item.start() for item in _SIGNATURE.finditer(blank_out(text, found))), None)
    if mark is not None:
        last = min((item.start for item in found if item.start > mark), default=whole)
        found.append(Stretch(mark, len(text[:last].rstrip()), "note", "signature of a mail"))
    return sorted(item for item in found if item.end > item.start)


def blank_out(text: str, stretches: list[Stretch]) -> str:
    """The text with stretches made blank; every other character stays in its place.

    Example:
        >>> blank_out("Yes. > No?", [Stretch(5, 10, "note", "quoted mail")])
        'Yes.      '
    """
    for item in stretches:
        blank = re.sub(r"[^\r\n]", " ", text[item.start : item.end])
        text = text[: item.start] + blank + text[item.end :]
    return text


def set_apart(text: str, parts: list[Part], stretches: list[Stretch], *, doc_id: str) -> list[Part]:
    r"""Give stretches of a text their own parts, cutting those that reach into them.

    Args:
        text: The text.
        parts: Its parts.
        stretches: Stretches in text order without overlap.
        doc_id: The document.

    Returns:
        Parts in text order without overlap, numbered anew.

    Example:
        >>> from bilateral.records import Part
        >>> body = Part("d", 0, "body", 0, 24, None, None, "prose")
        >>> parts = set_apart("They met.\n> When?\nMonday.", [body], [Stretch(10, 17, "note", "quoted mail")], doc_id="d")
        >>> [(part.part_type, part.start_char, part.end_char) for part in parts]
        [('body', 0, 9), ('note', 10, 17), ('body', 18, 24)]
    """
    cut = list(parts)
    for item in stretches:
        pieces: list[Part] = []
        for part in cut:
            if part.end_char <= item.start or part.start_char >= item.end:
                pieces.append(part)
                continue
            before, after = text[part.start_char : item.start].rstrip(), text[item.end : part.end_char].lstrip()
            pieces += [replace(part, end_char=part.start_char + len(before))] if before else []
            pieces += [replace(part, start_char=part.end_char - len(after))] if after else []
        cut = pieces
    cut += [Part(doc_id, 0, item.role, item.start, item.end, None, None, item.reason) for item in stretches]
    return [replace(part, part_index=i) for i, part in enumerate(sorted(cut, key=lambda part: part.start_char))]
