"""The equality questions: every question, as it is asked about oneself and about somebody else, and its errors."""

from __future__ import annotations

from portal.equalities.question_set import in_force
from tests.states.prepared_equality import TODAY
from tests.states.state import State, Who

ME = Who.WRITER
_FUTURE = {"age-day": "1", "age-month": "1", "age-year": "2999"}


def pages() -> list[State]:
    """Return the residents' pages of equality questions."""
    keys = [one.key for one in in_force(TODAY).questions]
    return [
        State("fairness: begin", "/complaint/{received}/fairness", ME),
        State("fairness: begin, answered", "/complaint/{fair}/fairness", ME),
        State("fairness: begin, for them", "/complaint/{fair_for_them}/fairness", ME),
        State("fairness: not said if there", "/complaint/{fair_for_them}/fairness", ME, send={}, form="form#questions"),
        State("fairness: they answered", "/complaint/{fair_their_own}/fairness", ME),
        State("fairness: nobody asked", "/complaint/{fair_nobody}/fairness", ME),
        *(State(f"fairness: {key}", f"/complaint/{{fair}}/fairness/{{fair_asks_{key}}}", ME) for key in keys),
        State("fairness: their age", "/complaint/{fair_for_them}/fairness/{fair_for_them_asks_age}", ME),
        State("fairness: born later", "/complaint/{fair}/fairness/{fair_asks_age}", ME, send=_FUTURE),
        State("fairness: thank you", "/complaint/{fair}/fairness/thank-you", ME),
    ]


def calls() -> list[State]:
    """Return the desk's page at the end of a call."""
    address, their = "/desk/calls/{registered_call}/equality", "/desk/calls/{registered_for_them}/equality"
    return [
        State("desk: call, equality questions", address, Who.OFFICER),
        State("desk: call, equality questions, born later", address, Who.OFFICER, send=_FUTURE),
        State("desk: call, is the person there", their, Who.OFFICER),
        State("desk: call, not said if there", their, Who.OFFICER, send={}),
        State("desk: call, equality questions about them", f"{their}?there=no", Who.OFFICER),
    ]
