"""Mail that says it is from somebody: words reach a matter only from a proven sender who was checked."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from bench.attacks.tally import Tally
from bench.attacks.target import Target, is_open
from bench.mail_folder import six_digits
from bench.resident import Resident, open_with_code

AUTHORITY = "mx.council.example"
_OWNER = "mona@resident.example"
_PASS = f"{AUTHORITY}; dmarc=pass header.from=resident.example"
# Name: what the checking server says (one header each, the topmost first), who it is from, what else stands in it.
_FORGED: tuple[tuple[str, tuple[str, ...], str, dict[str, str]], ...] = (
    ("the check failed", (f"{AUTHORITY}; dmarc=fail",), _OWNER, {}),
    ("nobody checked", (), _OWNER, {}),
    ("another server checked", ("mx.evil.example; dmarc=pass",), _OWNER, {}),
    ("a server of a like name", (f"{AUTHORITY}.evil.example; dmarc=pass",), _OWNER, {}),
    ("a check below ours", (f"{AUTHORITY}; spf=pass", _PASS), _OWNER, {}),
    ("a check below a failed one", (f"{AUTHORITY}; dmarc=fail", _PASS), _OWNER, {}),
    ("passed and failed", (f"{AUTHORITY}; dmarc=pass; dmarc=fail",), _OWNER, {}),
    ("passed in a comment", (f"{AUTHORITY}; dmarc=fail (dmarc=pass)",), _OWNER, {}),
    ("passed in quotes", (f'{AUTHORITY}; dmarc=fail reason="; dmarc=pass"',), _OWNER, {}),
    ("a stranger", (_PASS,), "mallory@resident.example", {}),
    ("a stranger with the owner's name", (_PASS,), f'"{_OWNER}" <mallory@resident.example>', {}),
    ("two senders", (_PASS,), f"{_OWNER}, mallory@resident.example", {}),
    ("written by a machine", (_PASS,), _OWNER, {"Auto-Submitted": "auto-replied"}),
    ("others read along", (_PASS,), _OWNER, {"Cc": "reporter@news.example"}),
)


def replies(target: Target, tally: Tally) -> None:
    """A forged reply adds nothing to a matter, and a real one does."""
    resident = Resident("Mona Mail", "The lift stands still.", "Mend it.", "email", address=_OWNER, proves=True)
    sent = target.complaint(resident)
    letter = target.own.letters.wait_for(lambda one: one.address == _OWNER and six_digits(one) is None, seconds=20)
    tally.held("a letter says where to answer", letter)
    if letter is None:
        return
    mails = [
        _mail(_marker(number), letter.reply_to, checks=checks, sender=sender, more=more, number=number)
        for number, (_name, checks, sender, more) in enumerate(_FORGED)
    ]
    guessed = letter.reply_to[:8] + ("x" if letter.reply_to[8] != "x" else "y") + letter.reply_to[9:]
    mails.append(_mail("guessedmark", guessed, checks=(_PASS,), sender=_OWNER, more={}, number=98))
    mails.append(_mail("honestmark", letter.reply_to, checks=(_PASS,), sender=_OWNER, more={}, number=99))
    target.mailbox.messages.update(enumerate(mails, start=1))
    target.own.flask("read-mail")
    page = open_with_code(target.browser(), sent)
    tally.held("the complaint opens", is_open(page))
    for number, (name, *_rest) in enumerate(_FORGED):
        tally.held(f"{name}: no words on the matter", _marker(number) not in page.html)
    tally.held("a guessed address: no words on the matter", "guessedmark" not in page.html)
    tally.held("an honest reply is on the matter", "honestmark" in page.html)


def _mail(words: str, to: str, *, checks: tuple[str, ...], sender: str, more: dict[str, str], number: int) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, "Re: You have a message"
    made["Date"], made["Message-ID"] = "Sat, 28 Nov 2026 09:00:00 +0000", f"<forged{number}@resident.example>"
    for name, value in more.items():
        made[name] = value
    made.set_content(f"{words}\n")
    above = "".join(f"Authentication-Results: {check}\r\n" for check in checks)
    return above.encode("ascii") + made.as_bytes()


def _marker(number: int) -> str:
    return f"forgedmark{number:02d}x"
