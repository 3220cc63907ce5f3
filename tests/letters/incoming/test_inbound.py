"""Mail that comes in is read whole, by bounded work, whatever it is; what cannot be read is said and not guessed."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.letters.incoming import quoting
from portal.letters.incoming.inbound import Inbound, attachments, parse
from tests.letters.incoming.mails import AUTHORITY, FAILED, PASSED, bounce, mail, raw

OWN = "complaints@council.example"


def read(content: bytes, **given: object) -> Inbound:
    return parse(content, authority=AUTHORITY, own=OWN, most=1_000_000)


def test_a_reply_is_read() -> None:
    found = read(raw(files={"bin.jpg": b"\xff\xd8 picture"}, headers={"Cc": "x@home.example"}))
    assert (found.sender, found.sender_name) == ("ama@example.com", "Ama Mensah")
    assert found.words == "It is still not empty.\nشكرا"
    assert found.others == ("complaints@council.example", "x@home.example")
    assert found.sent_at == datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
    assert found.message_id == "<one@example.com>"
    assert (found.dmarc, found.automatic, found.trouble) == ("pass", "", "")
    assert [(one.name, one.type, one.content) for one in found.attachments] == [
        ("bin.jpg", "image/jpeg", b"\xff\xd8 picture")
    ]
    assert attachments(raw(files={"a": b"1", "b": b"2"}))[1].content == b"2"


@pytest.mark.parametrize(
    "tail",
    [
        "On Tue, 17 Nov 2026 at 10:00, Example Borough <complaints@council.example> wrote:\n> Dear Ama,\n> we had it",
        "On Tue, 17 Nov 2026 at 10:00, Example Borough\n<complaints@council.example> wrote:\n\n> Dear Ama,\n> we had",
        "-----Original Message-----\nFrom: Example Borough\nSent: Tuesday\n\nDear Ama, we had it emptied.",
        "From: Example Borough\nSent: 17 November\nTo: Ama\nSubject: A message\n\nDear Ama, we had it emptied.",
        "> Dear Ama,\n>\n> we had it emptied.",
        "Am 17.11.2026 um 10:00 schrieb Example Borough:\n> Dear Ama",
    ],
)
def test_the_quoted_tail_is_folded_away_and_kept(tail: str) -> None:
    found = read(raw(f"No.\n\nIt is not.\n\n{tail}\n"))
    assert found.words == "No.\n\nIt is not."
    assert found.quoted == tail


@pytest.mark.parametrize(
    "words",
    [
        "> Was it emptied?\nNo.\n> On Monday?\nNo.",
        "On Monday I rang you.\nFrom: the shop I could see it.\nThat is all.",
        "> only quoted",
        "On Monday he wrote:\nI will not come.",
    ],
)
def test_no_word_is_folded_away_that_may_be_new(words: str) -> None:
    found = read(raw(words))
    assert (found.words, found.quoted) == (words, "")


@pytest.mark.parametrize("line", ["\n", " \n", ">\n", "From: a\n", "On 1 May x wrote\n"])
def test_folding_takes_longer_with_the_lines_and_not_with_their_square(line: str) -> None:
    """Sixteen times the square would be 256 times as long."""

    def seconds(most: int) -> float:
        text = (line * most)[:most]
        begun = time.process_time()
        quoting.fold(text)
        return time.process_time() - begun

    assert seconds(480_000) < 80 * max(seconds(30_000), 0.005)


def test_html_alone_becomes_words() -> None:
    html = (
        "<html><head><title>no</title><style>p{}</style></head><body><p>It is <b>still</b> there &amp; smells.</p>"
        "<script>alert(1)</script><ul><li>one<li>two</ul><!-- hidden -->Bye<br>Ama"
        '<div class="q">On Tue Example Borough wrote:<br><blockquote>Dear Ama<br>we had it</blockquote></div></body>'
    )
    found = read(raw("", html=html))
    assert found.words == "It is still there & smells.\n\n- one\n- two\nBye\nAma"
    assert found.quoted == "On Tue Example Borough wrote:\n\n> Dear Ama\n> we had it"


def test_plain_text_is_taken_before_its_html() -> None:
    found = read(raw("Plain.", html="<p>Not this.</p>"))
    assert (found.words, found.attachments) == ("Plain.", ())


@pytest.mark.parametrize(
    ("charset", "content", "words"),
    [
        ("iso-8859-1", "caf\xe9".encode("latin-1"), "café"),
        ("no-such-charset", "café".encode(), "café"),
        ("punycode", "café".encode(), "café"),
        ("us-ascii", "caf\xe9 – \x80".encode("cp1252", "replace"), "café – ?"),
        ("utf-8", b"caf\xe9", "café"),
        ('"', "café".encode(), "café"),
    ],
)
def test_a_wrong_charset_loses_no_word(charset: str, content: bytes, words: str) -> None:
    head = f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    assert read(head + content).words == words


def test_without_a_date_there_is_none() -> None:
    plain = mail()
    del plain["Date"]
    assert read(plain.as_bytes()).sent_at is None
    assert read(raw().replace(b"Tue, 17 Nov 2026 09:00:00 +0000", b"yesterday or so")).sent_at is None
    assert read(raw().replace(b"17 Nov 2026 09:00:00 +0000", b"31 Dec 9999 23:59:59 -2300")).sent_at is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"authentication": PASSED}, "pass"),
        ({"authentication": FAILED}, "fail"),
        ({"authentication": None}, "missing"),
        ({"authentication": "evil.example; dmarc=pass"}, "missing"),
        ({"authentication": f'{AUTHORITY}; spf=fail smtp.mailfrom="a; dmarc=pass"@evil.example; dmarc=fail'}, "fail"),
        ({"authentication": f"{AUTHORITY}; dkim=none (dmarc=pass; dmarc=pass); dmarc=fail"}, "fail"),
        ({"authentication": f"{AUTHORITY} 1; dmarc=none"}, "none"),
        ({"authentication": f"{AUTHORITY}; dmarc=pass; dmarc=fail"}, "fail"),
        ({"authentication": f"{AUTHORITY}; dmarc=pass; dmarc=none"}, "none"),
        ({"authentication": f"{AUTHORITY}; dmarc=none; dmarc=temperror"}, "temperror"),
        ({"authentication": f"{AUTHORITY}; dmarc=surely"}, "permerror"),
        ({"authentication": f"{AUTHORITY}; dmarc="}, "permerror"),
        ({"authentication": f'(ours) "{AUTHORITY}" (v) 1 ; dmarc/1 (it) = (was) pass'}, "pass"),
        ({"authentication": f'"{AUTHORITY}; dmarc=pass'}, "missing"),
        ({"authentication": f'{AUTHORITY}; spf=pass smtp.mailfrom=a\\"; dmarc=pass'}, "missing"),
        ({"authentication": f'{AUTHORITY}; spf=pass smtp.mailfrom="a\\"; dmarc=pass"'}, "missing"),
        ({"authentication": f"{AUTHORITY}; spf=pass (\\); dmarc=pass)"}, "missing"),
        ({"authentication": f"{AUTHORITY}; spf=pass (((; dmarc=pass"}, "missing"),
        ({"authentication": f"{AUTHORITY}; xdmarc=pass"}, "missing"),
    ],
)
def test_only_our_own_servers_finding_counts(given: dict[str, Any], found: str) -> None:
    assert read(raw(**given)).dmarc == found


def test_a_finding_the_sender_wrote_under_our_name_stands_below_ours() -> None:
    forged = raw(authentication=None, headers={"X-Letter-Kind": "reply"})
    ours, theirs = (f"Authentication-Results: {one}\r\n".encode() for one in (FAILED, PASSED))
    assert read(ours + theirs + forged).dmarc == "fail"
    silent = f"Authentication-Results: {AUTHORITY}; spf=pass\r\n".encode()
    assert read(silent + theirs + forged).dmarc == "missing"
    other = b"Authentication-Results: relay.example; dmarc=fail\r\n"
    assert read(other + theirs + forged).dmarc == "pass"
    assert parse(ours + forged, authority=None).dmarc == "unchecked"


@pytest.mark.parametrize("sender", ["", "a@x.example, b@x.example", "nobody", "((((((" * 2000])
def test_a_sender_is_one_address_or_none(sender: str) -> None:
    assert read(f"From: {sender}\r\nSubject: hi\r\n\r\nwords".encode()).sender == ""
    twice = b"From: a@x.example\r\nFrom: b@x.example\r\n\r\nwords"
    assert read(twice).sender == ""


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto-Submitted": "auto-replied"}, "reply"),
        ({"Auto-Submitted": "auto-replied; owner-email=x", "Return-Path": "<>"}, "reply"),
        ({"X-Autoreply": "yes"}, "reply"),
        ({"Precedence": "auto_reply"}, "reply"),
        ({"Auto-Submitted": "auto-generated"}, "perhaps"),
        ({"Precedence": "bulk"}, "perhaps"),
        ({"X-Auto-Response-Suppress": "All"}, "perhaps"),
        ({"Return-Path": "<>"}, "perhaps"),
        ({"Auto-Submitted": "no"}, ""),
    ],
)
def test_automatic_mail_is_known(headers: dict[str, str], kind: str) -> None:
    assert read(raw(headers=headers)).automatic == kind


def test_our_own_mail_that_comes_back_is_a_loop() -> None:
    assert read(raw(sender=f"Example Borough <{OWN}>")).automatic == "loop"


def test_a_bounce_says_which_letter_came_back() -> None:
    found = read(bounce("<letter@council.example>"))
    assert (found.automatic, found.answers) == ("bounce", ("<letter@council.example>",))


def test_a_mail_over_the_limit_is_read_by_its_headers() -> None:
    found = parse(raw("x" * 5_000), authority=AUTHORITY, most=4_000)
    assert (found.trouble, found.sender, found.words) == ("too_large", "ama@example.com", "")
    head = parse(raw()[:300], authority=AUTHORITY, most=4_000, size=40_000_000)
    assert (head.trouble, head.size) == ("too_large", 40_000_000)


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(50_000)),
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * 500_000,
        b"\r\n" + b"a\n" * 2_500_000,
    ],
    ids=["nested", "parts", "lines"],
)
def test_five_megabytes_of_structure_are_not_parsed(body: bytes) -> None:
    found = parse(b"From: a@b.example\r\nSubject: hi\r\n" + body, authority=AUTHORITY, most=31_000_000)
    assert (found.trouble, found.sender, found.subject) == ("too_deep", "a@b.example", "hi")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        bytes(range(256)) * 50,
        b"From: " + b"(" * 200_000 + b"\r\n\r\nwords",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: " + b"a=;" * 100_000 + b"\r\n\r\nwords",
        b"Content-Type: multipart/mixed; boundary=x\r\nContent-Transfer-Encoding: base64\r\n\r\n--x\r\n\r\nAA",
        b"Content-Type: message/rfc822\r\n\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 30,
        b"Content-Type: text/html\r\n\r\n" + b"<!-- <a <script " * 20_000,
        b"Subject: =?utf-8?q?" + b"=" * 3000 + b"?=\r\nMessage-ID: <\r\nDate: (\r\nTo: ,,,<>@\r\n\r\nwords",
    ],
)
def test_nothing_a_stranger_sends_stops_the_reader(content: bytes) -> None:
    found = read(content)
    assert found.size == len(content)
    assert len(found.digest) == 64


def test_names_are_labels_and_controls_are_dropped() -> None:
    found = read(raw("a\u202eb\0c", subject="x\u202ey", files={"../..\u202e/etc/passwd": b"x"}))
    assert found.words == "abc"
    assert found.subject == "xy"
    assert found.attachments[0].name == "../../etc/passwd"
