"""Newsletters as mail, and pages that a browser saved as one file."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from source_samples import PAGE, Read, a_zip

Reading = Callable[..., Read]


def newsletter(html: bytes | None = PAGE, text: str = "The bridge is open.\n") -> bytes:
    mail = EmailMessage()
    mail["From"] = "The Norden Courier <news@courier.example>"
    mail["To"] = "readers@courier.example"
    mail["Subject"] = "Brücke wieder offen – the morning in Norden Harbor"
    mail["Date"] = "Mon, 07 Apr 2031 06:05:00 +0200"
    mail["Message-ID"] = "<2031-04-07.morning@courier.example>"
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html.decode(), subtype="html")
    mail.add_attachment(b"<html><body>not this</body></html>", maintype="text", subtype="html", filename="ad.html")
    return mail.as_bytes()


def saved_page() -> bytes:
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://courier.example/bridge\r\n"
        b"Subject: Harbor bridge reopens\r\nDate: Mon, 7 Apr 2031 04:05:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----cut----"\r\n\r\n\r\n'
        b"------cut----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://courier.example/bridge\r\n\r\n"
        + PAGE.replace(b"=", b"=3D").replace(b"\n", b"\r\n")
        + b"\r\n------cut----\r\nContent-Type: text/css\r\nContent-Location: cid:css@x\r\n\r\np {color: red}\r\n"
        b"------cut------\r\n"
    )


@pytest.mark.parametrize("name", ["morning.eml", "morning.txt", "morning"])
def test_a_newsletter_is_its_page(read: Reading, name: str) -> None:
    (document,) = read(name, newsletter()).documents
    assert (document.input_kind, document.media, document.charset) == ("email", "html", "utf-8")
    assert isinstance(document.body, bytes) and document.body.strip() == PAGE.strip()
    assert document.title == "Brücke wieder offen – the morning in Norden Harbor"
    assert (document.publisher, document.published) == ("The Norden Courier", "2031-04-07T04:05:00+00:00")
    assert document.source_id == "2031-04-07.morning@courier.example"
    assert document.locator is not None


def test_a_newsletter_without_a_page_is_its_text(read: Reading) -> None:
    (document,) = read("morning.eml", newsletter(None)).documents
    assert (document.media, document.body) == ("text", b"The bridge is open.\n")


@pytest.mark.parametrize("name", ["bridge.mhtml", "bridge.mht", "bridge.html"])
def test_a_saved_page_is_the_page(read: Reading, name: str) -> None:
    (document,) = read(name, saved_page()).documents
    assert (document.input_kind, document.media, document.url) == ("mhtml", "html", "https://courier.example/bridge")
    assert isinstance(document.body, bytes) and b"<p>The swing bridge" in document.body
    assert document.body.rstrip().endswith(b"</html>")
    assert document.fetched_at == datetime(2031, 4, 7, 4, 5, tzinfo=UTC)
    assert (document.title, document.published) == (None, None)


def test_mail_in_archives(read: Reading) -> None:
    assert read("night.zip", a_zip({"a.eml": newsletter()})).uris == ["night.zip!/a.eml"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: image/png\n\nx", "no_text"),
        (b"From: a@b.example\nMIME-Version: 1.0\n\n", "empty"),
        (b"", "empty"),
    ],
)
def test_a_message_without_text_is_told(read: Reading, content: bytes, rule: str) -> None:
    assert read("a.eml", content).rules == [rule]


def test_parts_in_parts_without_end_are_told_or_read(read: Reading) -> None:
    content = b"From: a@b.example\nMIME-Version: 1.0\n"
    for depth in range(3_000):
        content += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    found = read("a.eml", content + b"Content-Type: text/plain\n\nDeep.")
    assert found.rules in (["broken_mail"], ["no_text"]) or found.bodies == [b"Deep."]


def test_a_text_that_only_looks_like_mail_is_text(read: Reading) -> None:
    content = b"From: our correspondent\nSubject: the bridge\n\nThe bridge is open."
    assert read("a.txt", content).documents[0].input_kind == "text"
