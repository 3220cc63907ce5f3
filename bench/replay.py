"""`make replay FILE=….csv`: real complaints through the real pages of a running portal, from complaint to ombudsman.

Each complaint is sent by a resident with a browser of their own, followed up from reference and private code in
another, read at the desk, and some are answered and taken further. Nothing goes round the pages.
"""

from __future__ import annotations

import math
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import complaints_file, resident
from bench.browser import Browser
from bench.complaints_file import Complaint, NotAComplaintsFile
from bench.last_line import last_line
from bench.mail_folder import Letter, MailFolder
from bench.officer import NotDone, Officer
from bench.page import NotOnPage, Page, as_shown
from bench.portal_process import Portal, given_or_own
from bench.process import ROOT
from bench.resident import Reach, Resident, Sent, Stuck
from bench.transcript import Transcript

_MOST_STAGES = 4
_LETTERS_SECONDS = 90
_WAYS: tuple[tuple[Reach, bool], ...] = (
    ("email", False),
    ("email", True),
    ("email", False),
    ("post", False),
    ("email", False),
    ("phone", False),
    ("email", True),
    ("email", False),
    ("none", False),
    ("email", False),
)
_NAMES = ("Amara Johnson", "Piotr Nowak", "Siân Evans", "Mehmet Yılmaz", "Li Wei", "Grace O’Neill", "فاطمة علي")


class Failed(Exception):
    """One complaint did not get where it should; the message names page and row, never words."""


@dataclass
class Matter:
    """One complaint on its way: who sent it, what was given for it, and which letters must be in the mail folder."""

    row: Complaint
    person: Resident
    browser: Browser
    sent: Sent
    letters: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """The words as the box they were typed into holds them."""
        return as_shown(self.row.words)

    def expect(self, *kinds: str) -> None:
        """Note letters that must come: people who gave no e-mail or postal address get none."""
        if self.person.reach in {"email", "post"}:
            self.letters.update(kinds)


@dataclass
class Figures:
    """What the last line says, and what went wrong."""

    sent: int = 0
    tracked: int = 0
    answered: int = 0
    escalated: int = 0
    ombudsman: int = 0
    letters: int = 0
    references: set[str] = field(default_factory=set)
    lost: dict[int, str] = field(default_factory=dict)

    def lose(self, row: Complaint, why: str) -> None:
        """Count a row as lost, once, and say why."""
        if row.number not in self.lost:
            self.lost[row.number] = why
            print(f"row {row.number}: {why}", flush=True)

    def result(self) -> dict[str, object]:
        """Return the last line."""
        return {
            "sent": self.sent,
            "references": len(self.references),
            "tracked": self.tracked,
            "answered": self.answered,
            "escalated": self.escalated,
            "ombudsman": self.ombudsman,
            "letters": self.letters,
            "lost": len(self.lost),
        }


def targets(number: int) -> tuple[int, int, int]:
    """Return how many of so many complaints to answer, to take further, and to take to the ombudsman.

    Of the 55 in the sample: 33, 11 and 3.
    """
    return math.ceil(number * 0.6), math.ceil(number * 0.2), math.ceil(number * 0.05)


def main(arguments: Sequence[str]) -> int:
    """Replay a file; the last line is JSON. Returns 1 when anything was lost or less was done than promised."""
    if len(arguments) != 1 or not arguments[0]:
        print("Say which complaints to send: make replay FILE=complaints.csv", file=sys.stderr)
        return 2
    try:
        rows = complaints_file.read(Path(arguments[0]))
    except NotAComplaintsFile as error:
        print(error, file=sys.stderr)
        return 2
    folder = Path(os.environ.get("TRANSCRIPT") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        Transcript(folder / "replay.jsonl") as transcript,
        given_or_own(keep_log=folder / "replay.log") as portal,
    ):
        figures = _replay(rows, portal, transcript)
    last_line(figures.result())
    return 0 if _kept(figures, len(rows)) else 1


def _kept(figures: Figures, number: int) -> bool:
    answered, further, ombudsman = targets(number)
    return (
        not figures.lost
        and figures.sent == len(figures.references) == figures.tracked == number
        and figures.answered >= answered
        and figures.escalated >= further
        and figures.ombudsman >= ombudsman
    )


def _replay(rows: Sequence[Complaint], portal: Portal, transcript: Transcript) -> Figures:
    figures, mail, run = Figures(), MailFolder(portal.mail), secrets.token_hex(3)
    matters = [_complain(row, run, portal, mail, transcript, figures) for row in rows]
    sent = [matter for matter in matters if matter is not None]
    print(f"{figures.sent} of {len(rows)} complaints sent, {figures.tracked} found again", flush=True)
    officer = Officer(Browser(portal.url, transcript), portal.officers()[0])
    answered, further, ombudsman = targets(len(rows))
    for matter in sent:
        transcript.reference = matter.sent.reference
        stages = _MOST_STAGES if figures.ombudsman < ombudsman else 2 if figures.escalated < further else 1
        try:
            _deal_with(matter, officer, stages if figures.answered < answered else 0, figures)
        except (Failed, NotDone, NotOnPage, Stuck) as error:
            figures.lose(matter.row, str(error))
    transcript.reference = ""
    print(f"{figures.answered} answered, {figures.escalated} taken further", flush=True)
    _count_letters(sent, mail, figures)
    return figures


def _complain(
    row: Complaint, run: str, portal: Portal, mail: MailFolder, transcript: Transcript, figures: Figures
) -> Matter | None:
    """Send one complaint and find it again, in another browser, from what stands on the confirmation."""
    transcript.reference = ""
    person = _person(row, run)
    try:
        sent = resident.complain(Browser(portal.url, transcript), person, mail)
        figures.sent += 1
        figures.references.add(sent.reference)
        transcript.reference = sent.reference
        matter = Matter(row, person, Browser(portal.url, transcript), sent)
        matter.expect("receipt")
        page = resident.open_with_code(matter.browser, sent)
        _expect_words(page, matter.words)
        figures.tracked += 1
    except (Failed, NotOnPage, Stuck) as error:
        figures.lose(row, str(error))
        return None
    return matter


def _person(row: Complaint, run: str) -> Resident:
    reach, proves = _WAYS[row.number % len(_WAYS)]
    address = {
        "email": f"resident.{row.number}.{run}@resident.example",
        "phone": f"020 7946 {row.number % 1000:04d}",
        "post": f"{row.number} Example Street, Flat {run}\nExample Borough\nEX1 4AB",
        "none": "",
    }[reach]
    return Resident(
        name=_NAMES[row.number % len(_NAMES)],
        words=row.words,
        wanted=f"Please put this right, and tell me how. ({row.number})",
        reach=reach,
        address=address,
        proves=proves,
        urgent=row.number % 20 == 7,
        service=row.number % 3 if row.number % 5 else 99,
    )


def _deal_with(matter: Matter, officer: Officer, stages: int, figures: Figures) -> None:
    """Read the complaint at the desk and answer up to so many stages, going further as long as its page offers it.

    With more than two it goes on to the ombudsman's page. A procedure of one stage is answered once.
    """
    page = officer.open(matter.sent.reference)
    _expect_words(page, matter.words)
    for stage in range(1, stages + 1):
        theirs = _answer(matter, officer, page, stage)
        figures.answered += stage == 1
        further = resident.offers(theirs, "further")
        if stages > 2 and not further:
            _expect_ombudsman(matter, theirs)
            figures.ombudsman += stage > 1
        if not further or stage == stages:
            return
        page = _go_further(matter, theirs, officer)
        figures.escalated += stage == 1


def _answer(matter: Matter, officer: Officer, page: Page, stage: int) -> Page:
    """Acknowledge and answer a stage, and return the complaint's own page with the answer on it."""
    page = officer.acknowledge(
        page, understood=f"You told us what went wrong. (stage {stage})", outcome="You want us to put it right."
    )
    reasons = f"We read our records and spoke to the team.\nThis is what we found at stage {stage} – all of it."
    officer.reply(page, finding=matter.row.number + stage, reasons=reasons, remedy="We have said sorry.")
    matter.expect("acknowledgement", "reply")
    theirs = resident.open_with_code(matter.browser, matter.sent)
    _expect_words(theirs, reasons)
    _expect_words(theirs, matter.words)
    return theirs


def _go_further(matter: Matter, theirs: Page, officer: Officer) -> Page:
    asked = resident.go_further(matter.browser, theirs, "You did not answer my second point.")
    _expect_words(asked, matter.words)
    page = officer.accept_further(officer.open(matter.sent.reference))
    matter.expect("further_received", "further_accepted")
    return page


def _expect_ombudsman(matter: Matter, theirs: Page) -> None:
    page = resident.open_ombudsman(matter.browser, theirs)
    if page.status != 200 or "Ombudsman" not in page.text:
        raise Failed(f"no ombudsman on {page.described()}")


def _expect_words(page: Page, words: str) -> None:
    if page.status != 200 or words not in page.words:
        raise Failed(f"the words did not come back on {page.described()}")


def _count_letters(matters: Sequence[Matter], mail: MailFolder, figures: Figures) -> None:
    """Wait until every letter that was promised is in the mail folder, count them, and lose whom one is missing."""
    until = time.monotonic() + _LETTERS_SECONDS
    while True:
        by_person = _by_address(mail.letters())
        missing = {
            matter.row.number: matter.letters - by_person.get(_as_written(matter.person.address), Counter())
            for matter in matters
        }
        if not any(missing.values()) or time.monotonic() > until:
            break
        time.sleep(0.5)
    for matter in matters:
        figures.letters += by_person.get(_as_written(matter.person.address), Counter()).total()
        if missing[matter.row.number]:
            figures.lose(matter.row, f"not in the mail folder: {', '.join(missing[matter.row.number])}")


def _by_address(letters: Sequence[Letter]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for letter in letters:
        found.setdefault(_as_written(letter.address), Counter())[letter.kind] += 1
    return found


def _as_written(address: str) -> str:
    """Return an address as one line: a postal one has several in a form and one in a header."""
    return " ".join(address.replace(",", " ").split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
