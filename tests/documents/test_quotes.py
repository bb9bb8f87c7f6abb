"""What a mail repeats of earlier ones is a note; what it was sent for is its body."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bilateral.documents.mail import read_mail

OWN = "Albanian Foreign Minister Igli Hasani met his Greek counterpart in Tirana on Friday and they agreed to reopen talks on the border at sea."
OLD = "did Albania recall its ambassador from Athens on Monday, as we heard from two sides here?"
HEAD = "From: Bo Kim <bo@risk.example>\nSent: Monday, March 2, 2015 4:12 PM\nTo: Ann Lee\nSubject: Ambassador\n"


def parts(text: str, subject: str = "Re: Ambassador", *, html: str = "") -> dict[str, str]:
    """The text of each role of a mail."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann Lee <ann@mfa.gov.al>", subject
    message.set_content(html or text, subtype="html" if html else "plain")
    content = read_mail(message.as_bytes(), "a.eml", "d1")
    found: dict[str, str] = {}
    for part in content.parts:
        found[part.part_type] = found.get(part.part_type, "") + content.text[part.start_char : part.end_char] + "\n"
    assert all(one.end_char <= two.start_char for one, two in zip(content.parts, content.parts[1:], strict=False))
    return found


@pytest.mark.parametrize(
    "quoted",
    [
        f"On Mon, 2 Mar 2015 at 18:02, Bo Kim <bo@risk.example> wrote:\n> Dear Ann,\n> {OLD}\n",
        f"> {OLD}\n\nThey did not say when.\n",
        f"-----Original Message-----\n{HEAD}\nDear Ann,\n{OLD}\n",
        f"{HEAD}\nDear Ann,\n{OLD}\n",
        f"________________________________\n{HEAD}\n{OLD}\n",
        f"On Mon, 2 Mar 2015, Bo Kim wrote:\n\n{OLD}\n",
        f"Am 2. März 2015 um 18:02 schrieb Bo Kim <bo@risk.example>:\n> {OLD}\n",
        f"Le lun. 2 mars 2015 à 18:02, Bo Kim\n<bo@risk.example> a écrit :\n> {OLD}\n",
        f"-- \nAnn Lee\nDesk for Albania\n\nOn Mon, 2 Mar 2015, Bo Kim wrote:\n> {OLD}\n",
    ],
)
def test_what_was_quoted_is_a_note(quoted: str) -> None:
    found = parts(f"Dear Bo,\n\n{OWN}\n\n{quoted}")
    assert OLD in found["note"]
    assert OWN in found["body"]
    assert "recall" not in found["body"] + found.get("title", "")


def test_quotes_between_answers() -> None:
    found = parts(f"> {OLD}\n\n{OWN}\n\n> And who was there?\n\nThe two ministers and their deputies, nobody else, as the ministry told us in Tirana.\n")
    assert found["note"].count(">") == 2
    assert "deputies" in found["body"]


@pytest.mark.parametrize(("text", "subject"), [(f"For tonight's note to the client, please, it is from the ministry.\n\n-----Original Message-----\n{HEAD}\n{OWN}\n", "FW: Ambassador"),
                                               (f"FYI\n\n{HEAD}\n{OWN}\n", "Ambassador"), (f"FYI, see below.\n\n> {OWN}\n", "Re: Ambassador"),
                                               (f"Of interest to all of you who follow the talks on the sea.\n\n---------- Forwarded message ---------\n{HEAD}\n{OWN}\n", "Talks")])  # fmt: skip
def test_what_was_forwarded_is_the_body(text: str, subject: str) -> None:
    found = parts(text, subject)
    assert "reopen talks" in found["body"]
    assert "Bo Kim" not in found["body"]


def test_a_page_with_a_quote_below() -> None:
    found = parts("", html=f"<p>Dear Bo,</p><p>{OWN}</p><div>On Mon, 2 Mar 2015, Bo Kim wrote:</div><blockquote><p>{OLD}</p></blockquote>")
    assert OLD in found["note"]
    assert OWN in found["body"]


def test_a_mail_without_quotes() -> None:
    assert set(parts(f"{OWN}\n\nFrom: here on nothing is quoted, and the two sides wrote:\nnothing more about it on that day.\n")) == {"body"}
