"""`make attack`: what strangers try from outside, over HTTP, against a portal as a council runs it.

Behind nginx where that is installed. The last line counts the probes, and those that showed a weakness.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from bench.attacks import budget, forged_mail, forged_posts, lockout, others, shared_computer, two_people
from bench.attacks.tally import Tally
from bench.attacks.target import Target
from bench.last_line import last_line
from bench.officer import NotDone
from bench.page import NotOnPage
from bench.real_portal import real_portal
from bench.resident import Stuck
from tests.letters.incoming.imap_server import Mailbox, serving

ATTACKS: Mapping[str, Callable[[Target, Tally], None]] = {
    "lockout": lockout.everybody,
    "headers": lockout.headers,
    "owner": lockout.owner,
    "letters": budget.letters,
    "mailbox": budget.mailbox,
    "shared_computer": shared_computer.left_behind,
    "second_person": shared_computer.second_person,
    "two_people": two_people.joined,
    "residents": others.residents,
    "desk": others.desk,
    "forged_posts": forged_posts.everywhere,
    "forged_mail": forged_mail.replies,
}


def main(arguments: Sequence[str]) -> int:
    """Run the attacks and print, as the last line, how many probes there were. Returns 1 when something gave way."""
    parser = argparse.ArgumentParser(prog="attack", description="Try from outside what must not work.")
    parser.add_argument("--only", nargs="+", choices=sorted(ATTACKS), help="what to try, by its name")
    wanted = parser.parse_args(arguments).only or list(ATTACKS)
    tally = Tally()
    with ExitStack() as everything:
        mailbox = everything.enter_context(serving(Mailbox()))
        mail = {"PORTAL_IMAP_URL": mailbox.url, "PORTAL_MAIL_AUTHORITY": forged_mail.AUTHORITY}
        own = everything.enter_context(real_portal(environment=mail))
        print("nginx in front" if own.nginx else "nginx is not installed here: the portal by itself", flush=True)
        target = Target(own, mailbox)
        for name in wanted:
            began = time.monotonic()
            tally.begin(name)
            try:
                ATTACKS[name](target, tally)
            except (NotDone, NotOnPage, Stuck) as error:
                tally.held(f"it came to an end at {error}", held=False)
            print(f"{tally.line()}, {time.monotonic() - began:.0f} s", flush=True)
    last_line({"probes": tally.probes, "broken": tally.broken})
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
