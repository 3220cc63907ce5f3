"""The pages of people who act for others, of those they act for, and of the officers who check it."""

from __future__ import annotations

from tests.states.state import State, Who

ME, OFFICER = Who.WRITER, Who.OFFICER
DAY = {"review_on-day": "31", "review_on-month": "2", "review_on-year": "2027"}


def resident() -> list[State]:
    """Return what representatives see, the question to the person affected, and the caseload."""
    message = "form:has(textarea)"
    held = [
        State(f"acting: {one}", f"/complaint/{{acting_{one}}}", ME)
        for one in ("held", "turned_down", "decided", "speaking", "acting")
    ]
    return [
        *held,
        State("acting: held, empty message", "/complaint/{acting_held}", ME, send={"body": ""}, form=message),
        State("acting: held, files", "/complaint/{acting_held}/evidence", ME),
        State("consent: link", "/consent/{claim_asked}"),
        State("consent: link that leads nowhere", "/consent/nothing"),
        State("consent: code", "/consent/{claim_asked}/code"),
        State("consent: wrong code", "/consent/{claim_asked}/code", send={"digits": "123456"}),
        State("consent: question", "/consent/{claim_asked}", ME),
        State("consent: nothing chosen", "/consent/{claim_asked}", ME, send={}),
        State("consent: given", "/consent/{claim_given}", ME),
        State("acting: her complaint", "/complaint/{hers}", ME),
        State("acting: who speaks for her", "/complaint/{hers}/speaking", ME),
        State("acting: one who asks", "/complaint/{hers}/speaking/{claim_asked}", ME),
        State("acting: one who asks, empty", "/complaint/{hers}/speaking/{claim_asked}", ME, send={}),
        State("acting: one who may", "/complaint/{hers_given}/speaking/{claim_given}", ME),
        *(
            State(
                f"acting: another right, {name}",
                f"/complaint/{{hers_{name}}}/speaking/{{claim_{name}}}",
                ME,
            )
            for name in ("power", "parental", "doubted")
        ),
        State("acting: who says that they may", "/complaint/{hers_parental}/speaking", ME),
        State("clients", "/track/clients", ME),
    ]


def desk() -> list[State]:
    """Return the officers' pages."""
    one, parent = "/desk/complaint/{acting_held_id}/authority", "/desk/complaint/{parent_id}/authority"
    claim, members = f"{one}/{{claim_held}}", "/desk/organisations/{organisation}"
    return [
        State("desk: complaint for another person", "/desk/complaint/{acting_held_id}", OFFICER),
        *(
            State(f"desk: who may act, {name}", f"/desk/complaint/{{acting_{name}_id}}/authority", OFFICER)
            for name in ("held", "asked", "acting", "turned_down", "decided")
        ),
        State("desk: write to one of several", "/desk/complaint/{acting_given_id}/message", OFFICER),
        State(
            "desk: write to nobody of several", "/desk/complaint/{acting_given_id}/message", OFFICER, send={"body": ""}
        ),
        State("desk: who may act, nobody", "/desk/complaint/{received_id}/authority", OFFICER),
        State("desk: who may act, two parents", parent, OFFICER),
        State("desk: ask the person", f"{claim}/ask", OFFICER),
        State("desk: ask the person, empty", f"{claim}/ask", OFFICER, send={"address": ""}),
        State("desk: confirm", f"{claim}/confirm", OFFICER),
        State("desk: confirm, wrong", f"{claim}/confirm", OFFICER, send=DAY),
        State("desk: confirm, two parents", f"{parent}/{{claim_parent}}/confirm", OFFICER),
        State("desk: refuse", f"{claim}/end", OFFICER),
        State("desk: refuse, empty", f"{claim}/end", OFFICER, send={"reason": ""}),
        State("desk: take back", "/desk/complaint/{acting_acting_id}/authority/{claim_acting}/end", OFFICER),
        State("desk: somebody who should not act", "/desk/complaint/{acting_doubted_id}", OFFICER),
        State("desk: who may act, doubted", "/desk/complaint/{acting_doubted_id}/authority", OFFICER),
        State("desk: look again", "/desk/complaint/{acting_doubted_id}/authority/{claim_doubted}/look", OFFICER),
        State(
            "desk: look again, wrong",
            "/desk/complaint/{acting_doubted_id}/authority/{claim_doubted}/look",
            OFFICER,
            send=DAY,
        ),
        State("desk: decide without consent", f"{claim}/decide", OFFICER),
        State("desk: decide without consent, empty", f"{claim}/decide", OFFICER, send={"words": ""}),
        State("desk: add a representative", f"{one}/add", OFFICER),
        State("desk: add a representative, empty", f"{one}/add", OFFICER, send={"name": ""}),
        State("desk: organisations", "/desk/organisations", OFFICER),
        State("desk: organisations, empty", "/desk/organisations", OFFICER, send={"name": ""}),
        State("desk: add an advocate", f"{members}/add", OFFICER),
        State("desk: add an advocate, wrong", f"{members}/add", OFFICER, send={"name": "", "address": "no"}),
        State("desk: an advocate leaves", f"{members}/{{membership}}/leave", OFFICER),
    ]
