"""The pages of elected members' offices, and the desk's pages of their enquiries."""

from __future__ import annotations

from tests.states.state import State, Who

OFFICE, OFFICER = Who.MEMBER, Who.OFFICER


def office() -> list[State]:
    """Return the door, the list, a new enquiry, and enquiries in every state."""
    return [
        State("members", "/members"),
        State("members, wrong", "/members", send={"email": "ola at example"}),
        State("members: code", "/members/code"),
        State("members: code, wrong", "/members/code", send={"digits": "000000"}),
        State("members: list", "/members/enquiries", OFFICE),
        State("members: end the visit", "/members/end", OFFICE),
        State("members: new", "/members/enquiries/new", OFFICE),
        State("members: new, empty", "/members/enquiries/new", OFFICE, send={"words": ""}),
        State(
            "members: new, asked before",
            "/members/enquiries/new",
            OFFICE,
            send={"constituent": "Ama Mensah", "words": "Any news?"},
        ),
        State("members: enquiry, nothing added", "/members/enquiries/{new_enquiry}", OFFICE, send={"words": ""}),
        State("members: enquiry, asked again and put off", "/members/enquiries/{again_enquiry}", OFFICE),
        State("members: enquiry", "/members/enquiries/{new_enquiry}", OFFICE),
        State("members: enquiry, linked", "/members/enquiries/{linked_enquiry}", OFFICE),
        State("members: enquiry, answered and agreed", "/members/enquiries/{agreed_enquiry}", OFFICE),
    ]


def desk() -> list[State]:
    """Return the desk's list, and enquiries in every state with their errors."""
    new, answer = "/desk/enquiries/{new_enquiry}", "form:has([name=signed_by])"
    return [
        State("desk: enquiries", "/desk/enquiries", OFFICER),
        State("desk: new enquiry", "/desk/enquiries/new", OFFICER),
        State("desk: new enquiry, not listed", "/desk/enquiries/new", OFFICER, send={"office": "other"}),
        State(
            "desk: new enquiry, asked before",
            "/desk/enquiries/new",
            OFFICER,
            send={"office": "mp-example-central", "constituent": "Ama Mensah", "words": "Any news?"},
        ),
        State("desk: enquiry, more time", f"{new}/later", OFFICER),
        State("desk: enquiry, more time, wrong", f"{new}/later", OFFICER, send={"reason": ""}),
        State("desk: enquiry, asked again and put off", "/desk/enquiries/{again_enquiry}", OFFICER),
        State("desk: enquiry", new, OFFICER),
        State("desk: enquiry, wrong", new, OFFICER, send={"body": ""}, form=answer),
        State(
            "desk: enquiry, wrong reference", new, OFFICER, send={"reference": "12"}, form="form:has([name=reference])"
        ),
        State("desk: enquiry, linked", "/desk/enquiries/{linked_enquiry}", OFFICER),
        State("desk: enquiry, answered and agreed", "/desk/enquiries/{agreed_enquiry}", OFFICER),
    ]
