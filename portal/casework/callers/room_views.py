"""What this room has: its pages, its act on a matter's page, and the words of its events.

Each page says for itself what it did, in ``page_views.DONE``.
"""

from __future__ import annotations

from portal.casework.callers import act_views, contact_views, page_views
from portal.casework.desk.declared_views import BOTH, MATTER, SENT, MatterAct, Page, Room
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_ONE, _CHANGE, _CHANGES = f"{MATTER}/caller", "/caller-change/<change_id>", "/contact-changes"
_FIND = Page("/callers", "callers.find", page_views.find, BOTH)
_CALLER = Page(_ONE, "callers.caller", page_views.caller)
_WAITING = Page(_CHANGES, "callers.changes", contact_views.waiting)

CALLERS = Room(
    pages=(
        _FIND,
        Page("/callers/words", "callers.hold_words", page_views.hold_words, SENT),
        _CALLER,
        Page(f"{_ONE}/words", "callers.words", act_views.words, SENT),
        Page(f"{_ONE}/update", "callers.update", act_views.update, SENT),
        Page(f"{_ONE}/further", "callers.further", act_views.further, SENT),
        Page(f"{_ONE}/called-back", "callers.called_back", act_views.called_back, SENT),
        Page(f"{_ONE}/number-answers", "callers.number_answers", act_views.number_answers, SENT),
        Page(f"{_ONE}/code", "callers.send_code", act_views.send_code, SENT),
        Page(f"{_ONE}/code/read-out", "callers.read_out", act_views.read_out, SENT),
        Page(f"{_ONE}/phone-word", "callers.said_word", act_views.said_word, SENT),
        Page(f"{_ONE}/new-phone-word", "callers.new_word", act_views.new_word, SENT),
        Page(f"{_ONE}/access-letter", "callers.access_letter", act_views.access_letter, SENT),
        Page(f"{_ONE}/contact", "callers.ask_change", contact_views.ask, BOTH),
        Page(_CHANGE, "callers.change", contact_views.change),
        Page(f"{_CHANGE}/code", "callers.change_code", contact_views.send_code, SENT),
        Page(f"{_CHANGE}/code/read-out", "callers.change_read_out", contact_views.read_out, SENT),
        _WAITING,
        Page(f"{_CHANGES}/<change_id>", "callers.second", contact_views.second),
        Page(f"{_CHANGES}/<change_id>/<any(approved, refused):decision>", "callers.decide", contact_views.decide, SENT),
    ),
    menu=((_FIND, lazy("Callers")), (_WAITING, lazy("Contact changes"))),
    acts=(MatterAct(70, _CALLER, lazy("Somebody calls about it")),),
    history={
        Kind.CONTACT_CHANGE_ASKED: lazy("Somebody asked to change the way to reach them"),
        Kind.CONTACT_CHANGE_REFUSED: lazy("The change of contact was refused"),
        Kind.CONTACT_CHANGED: lazy("The way to reach them changed"),
        Kind.CONTACT_PROVEN: lazy("They proved a way to reach them"),
        Kind.ACCESS_LETTER_ASKED: lazy("An access letter was asked for"),
        Kind.PHONE_WORD_SET: lazy("They chose a phone word"),
        Kind.CALLER_CHECKED: lazy("A caller was checked"),
    },
)
