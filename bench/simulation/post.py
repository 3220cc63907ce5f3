"""Mail that people write to the council: put into the folder where a demo portal looks for it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from bench.resident import Stuck
from bench.simulation.play import Play
from bench.simulation.scenario import Act
from bench.simulation.spelling import written


def put_into_mailbox(play: Play, act: Act) -> None:
    """Write a mail: an answer to the newest letter about the matter, or a new one to the council's address.

    Raises Stuck when the person never got a letter.
    """
    person = play.scenario.persons[act.person]
    reference = play.reference_of(act)
    letters = play.letters_to(person.email, naming=reference) or play.letters_to(person.email)
    if not letters:
        raise Stuck("no letter to take the council's address from")
    newest = letters[-1]
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=person.name, addr_spec=person.email)
    made["Date"] = datetime.fromtimestamp(play.clock.now(), UTC)
    made["Message-ID"] = f"<{act.id}.{play.scenario.seed}.{int(play.clock.now())}@resident.example>"
    words = play.words_of(act)
    if act.replies and newest.reply_to:
        made["To"] = Address(addr_spec=parseaddr(newest.reply_to)[1])
        made["Subject"] = f"Re: {newest.subject}"
        made["In-Reply-To"] = newest.message_id
        quoted = "\n".join(f"> {line}" for line in newest.text.splitlines())
        words = f"{words}\n\nOn that day the council wrote:\n{quoted}"
    else:
        made["To"] = Address(addr_spec=parseaddr(newest.sender)[1])
        made["Subject"] = f"Complaint {written(reference, act)}" if act.quotes else "My complaint"
    made.set_content(words)
    folder = play.portal.var / "mail-in"
    folder.mkdir(parents=True, exist_ok=True)
    being_written = folder / f".{act.id}.new"
    being_written.write_bytes(made.as_bytes())
    being_written.replace(folder / f"{act.id}.eml")
