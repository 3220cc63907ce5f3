"""What every complaint goes through after it was sent: answered, taken further, answered again, the ombudsman."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.officer import AtDesk, Officer
from tests.journeys.resident import WORDS, Paper, Resident

FIRST_ANSWER = "The crew missed your street twice."
SECOND_ANSWER = "We looked again. Our first answer was too short."


def answer_first(officer: Officer, paper: Paper) -> None:
    """Sign in, read the words, acknowledge and answer."""
    officer.sign_in()
    officer.open(paper.reference)
    expect(officer.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
    officer.acknowledge()
    officer.answer(FIRST_ANSWER)


def read_answer(later: Resident, paper: Paper) -> None:
    """Come back with nothing but the paper, and read the answer."""
    later.follow_up(paper)
    expect(later.page.get_by_text(FIRST_ANSWER)).to_be_visible()
    expect(later.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)


def take_further(later: Resident) -> None:
    """Ask for the next stage, on the open complaint."""
    later.follow("Take it further")
    later.fill(reason="It happened again on Monday.")
    later.go_on()
    expect(later.page.get_by_text("You have asked us to take it further.")).to_be_visible()


def answer_again(officer: AtDesk, paper: Paper) -> None:
    """Sign in another day, open the next stage, acknowledge and answer."""
    officer.sign_in()
    officer.open(paper.reference)
    officer.accept_request()
    officer.acknowledge()
    officer.answer(SECOND_ANSWER)


def reach_ombudsman(last: Resident, reference: str) -> None:
    """Read the last answer on the open complaint, and go to the ombudsman with a summary."""
    expect(last.page.get_by_text(SECOND_ANSWER)).to_be_visible()
    last.follow("Ask an ombudsman")
    expect(last.page.locator("main")).to_contain_text("Local Government and Social Care Ombudsman")
    expect(last.page.locator("main")).to_contain_text(reference)
    expect(last.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
