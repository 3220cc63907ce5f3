"""The page states: every page of the portal as somebody may meet it, its errors too. A new page gets its line here."""

from __future__ import annotations

from tests.states import acting_states, desk_states, equality_states, following_states, member_states, resident_states
from tests.states.state import State

STATES: list[State] = [
    *resident_states.information(),
    *resident_states.questions(),
    *resident_states.coming_back(),
    *following_states.ways_in(),
    *following_states.complaint(),
    *equality_states.pages(),
    *member_states.office(),
    *member_states.desk(),
    *desk_states.signing_in(),
    *desk_states.queue(),
    *desk_states.complaint(),
    *desk_states.joining(),
    *desk_states.calls(),
    *equality_states.calls(),
    *desk_states.callers(),
    *acting_states.resident(),
    *acting_states.desk(),
]

# Addresses that can be opened and show no page of their own: they lead on, or hold a part of one.
WITHOUT_A_PAGE = {
    "calls.beside",
    "casework.download",
    "members.download",
    "locale.choose",
    "leaving.left",
    "journey.go_on",
}
