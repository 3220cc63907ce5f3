"""The officers' pages."""

from __future__ import annotations

from tests.states.state import State, Who

OFFICER = Who.OFFICER
PLACE = "form:has([name=reference])"


def signing_in() -> list[State]:
    """Return signing in, one's own account, and demo mode's pages."""
    wrong = {"email": "grace@council.example", "password": "not the password", "code": "000000"}
    return [
        State("desk: sign in", "/desk/sign-in"),
        State("desk: sign in, empty", "/desk/sign-in", send={}),
        State("desk: sign in, wrong", "/desk/sign-in", send=wrong),
        State("desk: demo sign-in", "/desk/demo/{demo_sign_in}"),
        State("desk: account", "/desk/account", OFFICER),
        State("desk: password", "/desk/account/password", OFFICER),
        State("desk: password, empty", "/desk/account/password", OFFICER, send={}),
        State("desk: first password", "/desk/account/password", Who.NEW_OFFICER),
        State("desk: nothing there", "/desk/nothing-here", OFFICER, status=404),
        State("demo: mail", "/demo/mail"),
        State("demo: one letter", "/demo/mail/{letter}"),
    ]


def queue() -> list[State]:
    """Return the lists an officer begins at."""
    return [
        State("desk: queue", "/desk", OFFICER),
        State("desk: queue, answered", "/desk?state=answered", OFFICER),
        State("desk: open, wrong", "/desk", OFFICER, send={"reference": "12"}, form=PLACE),
        State("desk: urgent", "/desk/urgent", OFFICER),
        State("desk: emergency", "/desk/emergency", OFFICER),
        State("desk: emergency, wrong", "/desk/emergency", OFFICER, send={"reference": "12", "reason": ""}),
        State("desk: tray", "/desk/tray", OFFICER),
        State("desk: place", "/desk/tray/{in_tray}", OFFICER),
        State("desk: mail", "/desk/tray/mail/{mail}", OFFICER),
        State("desk: mail, wrong", "/desk/tray/mail/{mail}", OFFICER, send={"reference": "1"}, form=PLACE),
        State("desk: automatic mail", "/desk/tray/automatic-replies", OFFICER),
        State("desk: place, wrong", "/desk/tray/{in_tray}", OFFICER, send={"reference": "1"}, form=PLACE),
    ]


def complaint() -> list[State]:
    """Return a complaint's page in every state, and the acts with their errors."""
    stands = (
        "received", "acknowledged", "overdue", "answered", "request_open", "stage_2", "finished", "withdrawn",
        "letterbox", "children", "chased", "chased_late", "promised",
    )  # fmt: skip
    acts = {
        "acknowledge": ("received", {"understood": ""}),
        "decide": ("request_open", {}),
        "reply": ("acknowledged", {"reasons": ""}),
        "message": ("acknowledged", {"body": ""}),
        "extend": ("acknowledged", {"new_date-day": "31", "new_date-month": "2", "new_date-year": "2027"}),
        "contact": ("acknowledged", {"time": "half past"}),
        "note": ("acknowledged", {"body": ""}),
        "evidence": ("acknowledged", {}),
        "assign": ("acknowledged", None),
    }
    states = [State(f"desk: complaint {one}", f"/desk/complaint/{{{one}_id}}", OFFICER) for one in stands]
    release = "/desk/complaint/{acknowledged_id}/evidence/{held_file}/release"
    states += [
        State("desk: let a file out", release, OFFICER),
        State("desk: let a file out, wrong", release, OFFICER, send={"reason": ""}),
        State("desk: who may see it", "/desk/complaint/{children_id}/restricted", OFFICER),
        State(
            "desk: restrict, wrong",
            "/desk/complaint/{received_id}/restricted",
            OFFICER,
            send={"reason": ""},
            form="form:has([name=reason])",
        ),
        State("desk: complaint, safe contact", "/desk/complaint/{safe_id}", OFFICER),
        State("desk: complaint of a child", "/desk/complaint/{child_id}", OFFICER),
        State("desk: write, safe contact", "/desk/complaint/{safe_id}/message", OFFICER),
        State("desk: reach safely", "/desk/complaint/{safe_id}/reach", OFFICER),
        State("desk: reach one of them", "/desk/complaint/{safe_id}/reach/{safe_person}", OFFICER),
        State("desk: reach others", "/desk/complaint/{fair_for_them_id}/reach/{fair_for_them_person}", OFFICER),
        State("desk: reach, has died", "/desk/complaint/{fair_nobody_id}/reach/{fair_nobody_person}", OFFICER),
        State("desk: reach", "/desk/complaint/{received_id}/reach", OFFICER),
        State(
            "desk: reach safely, wrong",
            "/desk/complaint/{received_id}/reach",
            OFFICER,
            send={"instructions": ""},
            form="form:has([name=instructions])",
        ),
        State("desk: who read what", "/desk/readings", OFFICER),
        State("desk: complaint restricted", "/desk/complaint/{restricted_id}", OFFICER),
        State("desk: restricted, and staff named", "/desk/complaint/{restricted_id}/restricted", OFFICER),
    ]
    for act, (matter, wrong) in acts.items():
        path = f"/desk/complaint/{{{matter}_id}}/{act}"
        states.append(State(f"desk: {act}", path, OFFICER))
        if wrong is not None:
            states.append(State(f"desk: {act}, wrong", path, OFFICER, send=wrong))
    return states


def joining() -> list[State]:
    """Return joining, splitting and linking: before, what is refused, and taking it back."""
    alike, apart, splitting = "/desk/complaint/{alike_id}", "/desk/complaint/{somebody_else_id}", "{to_split_id}/split"
    not_theirs = {"excerpt": "They never wrote this."}
    return [
        State("desk: complaint, joined", "/desk/complaint/{kept_id}", OFFICER),
        State("desk: complaint, split", "/desk/complaint/{was_split_id}", OFFICER),
        State("desk: complaint, split off", "/desk/complaint/{second_id}", OFFICER),
        State("desk: complaint, leads a group", "/desk/complaint/{leads_id}", OFFICER),
        State("desk: complaint, linked", "/desk/complaint/{linked_id}", OFFICER),
        State("desk: join", f"{alike}/join", OFFICER),
        State("desk: join, wrong", f"{alike}/join", OFFICER, send={"reference": "12"}),
        State("desk: join with", f"{alike}/join/{{alike_too_id}}", OFFICER),
        State("desk: join with another person", f"{apart}/join/{{alike_id}}", OFFICER),
        State("desk: join with another person, no reason", f"{apart}/join/{{alike_id}}", OFFICER, send={"reason": ""}),
        State("desk: join into an answered one", f"{alike}/join/{{answered_id}}", OFFICER),
        State("desk: join into an answered one, empty", f"{alike}/join/{{answered_id}}", OFFICER, send={"reason": ""}),
        State("desk: join, asked by another", "/desk/complaint/{asked_first_id}/join/{asked_later_id}", OFFICER),
        State("desk: join, asked", "/desk/complaint/{own_first_id}/join/{own_later_id}", OFFICER),
        State("desk: complaint, a join is asked", "/desk/complaint/{own_first_id}?said=join_asked", OFFICER),
        State("desk: complaint, joined on word", "/desk/complaint/{word_first_id}", OFFICER),
        State("desk: joins", "/desk/joins", OFFICER),
        State("desk: joins, refused", "/desk/joins?answer=refused", OFFICER),
        State("desk: decide a join", "/desk/joins/{asked_join}", OFFICER),
        State("desk: decide a join, empty", "/desk/joins/{asked_join}", OFFICER, send={}),
        State("desk: decide a join, not checked", "/desk/joins/{asked_join}", OFFICER, send={"decision": "agreed"}),
        State("desk: decide one’s own join", "/desk/joins/{own_join}", OFFICER),
        State("desk: join, refused", f"{alike}/join/{{withdrawn_id}}", OFFICER),
        State("desk: part them", "/desk/complaint/{kept_id}/joined/{merge}/undo", OFFICER),
        State("desk: split", f"/desk/complaint/{splitting}", OFFICER),
        State("desk: split, wrong", f"/desk/complaint/{splitting}", OFFICER, send=not_theirs),
        State("desk: set a message apart", f"/desk/complaint/{splitting}/{{new_point}}", OFFICER),
        State("desk: put them together", "/desk/complaint/{was_split_id}/parts/{split}/undo", OFFICER),
        State("desk: link", f"{alike}/link", OFFICER),
        State("desk: link, wrong", f"{alike}/link", OFFICER, send={"reference": "12"}),
    ]


def calls() -> list[State]:
    """Return logging a call, from its beginning to what the caller takes away."""
    day = {"happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2026"}
    unfit = {"words": "Nobody came.", "about": "me", "affected_name": "Efua Mensah"}
    return [
        State("desk: calls", "/desk/calls", OFFICER),
        State("desk: new call", "/desk/calls/{new_call}", OFFICER),
        State("desk: call, written down", "/desk/calls/{full_call}", OFFICER),
        State("desk: call, wrong", "/desk/calls/{new_call}", OFFICER, send=day, button="Read back"),
        State("desk: call, does not fit", "/desk/calls/{new_call}", OFFICER, send=unfit, button="Read back"),
        State("desk: call, broken off", "/desk/calls/{broken_call}/hung-up", OFFICER),
        State("desk: call, read back", "/desk/calls/{full_call}/read-back", OFFICER),
        State("desk: call, registered", "/desk/calls/{registered_call}/registered", OFFICER),
        State("desk: call, registered, of a child", "/desk/calls/{childs_call}/registered", OFFICER),
    ]


def callers() -> list[State]:
    """Return somebody calling about a complaint, checked and not, and changing their contact."""
    return [
        State("desk: find a caller", "/desk/callers", OFFICER),
        State("desk: find a caller, wrong", "/desk/callers", OFFICER, send={"reference": "12"}),
        State("desk: find a caller, not there", "/desk/callers", OFFICER, send={"reference": "1234 5678 9092"}),
        State("desk: caller, not checked", "/desk/complaint/{answered_id}/caller", OFFICER),
        State("desk: caller, posted", "/desk/complaint/{posted_id}/caller", OFFICER),
        State("desk: caller, checked", "/desk/complaint/{phoned_id}/caller", OFFICER),
        State("desk: ask for a change", "/desk/complaint/{phoned_id}/caller/contact", OFFICER),
        State("desk: ask for a change, empty", "/desk/complaint/{phoned_id}/caller/contact", OFFICER, send={}),
        State("desk: own change", "/desk/caller-change/{own_change}", OFFICER),
        State("desk: changes", "/desk/contact-changes", OFFICER),
        State("desk: second officer", "/desk/contact-changes/{others_change}", OFFICER),
    ]
