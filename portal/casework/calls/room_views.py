"""What this room has: the pages of logging a call, and the words of its event."""

from __future__ import annotations

from portal.casework.calls import after_views, end_views, equality_views, matters_views, page_views
from portal.casework.desk.declared_views import BOTH, SENT, Page, Room
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_ONE = "/calls/<draft_id>"
_CALLS = Page("/calls", "calls.calls", page_views.calls)

CALLS = Room(
    pages=(
        _CALLS,
        Page("/calls/new", "calls.new", page_views.new, SENT),
        Page(_ONE, "calls.call", page_views.call),
        Page(_ONE, "calls.save", page_views.save, SENT),
        Page(f"{_ONE}/autosave", "calls.autosave", page_views.autosave, SENT),
        Page(f"{_ONE}/hung-up", "calls.hung_up", end_views.hung_up, BOTH),
        Page(f"{_ONE}/read-back", "calls.read_back", end_views.read_back),
        Page(f"{_ONE}/register", "calls.register", end_views.register, SENT),
        Page(f"{_ONE}/registered", "calls.registered", after_views.registered),
        Page(f"{_ONE}/phone-word", "calls.phone_word", after_views.phone_word, SENT),
        Page(f"{_ONE}/access-letter", "calls.access_letter", after_views.access_letter, SENT),
        Page(f"{_ONE}/equality", "calls.equality", equality_views.equality, BOTH),
        Page(f"{_ONE}/beside", "calls.beside", matters_views.beside),
        Page(f"{_ONE}/add-to/<complaint_id>", "calls.add_to", matters_views.add_to, SENT),
    ),
    menu=((_CALLS, lazy("Calls")),),
    history={Kind.REPEAT_TURNED: lazy("A new complaint was begun and put on this one")},
)
