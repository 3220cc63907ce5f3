"""Everything that a page can show, made once for each test process by the services themselves."""

from __future__ import annotations

import pytest

from portal import clock
from portal.complaints.grants import grants
from portal.complaints.matter import rulebook
from portal.letters.outgoing.mail import folder
from portal.web import session_rows
from tests.delivered import deliver_all
from tests.live import LivePortal
from tests.states.prepared_acting import make_acting, prove_acting
from tests.states.prepared_desk import fill_mail, fill_tray, make_callers, make_calls, make_officers, put_mail
from tests.states.prepared_drafts import make_drafts
from tests.states.prepared_enquiries import make_enquiries
from tests.states.prepared_equality import make_equality
from tests.states.prepared_evidence import make_evidence
from tests.states.prepared_joined import make_joined
from tests.states.prepared_own import make_own, prove
from tests.states.prepared_people import make_people
from tests.states.prepared_restricted import make_restricted
from tests.states.state import Who
from tests.states.stories import STORIES, Teller
from tests.states.world import World


@pytest.fixture(scope="session")
def world(live_portal: LivePortal) -> World:
    """The live portal with drafts, complaints in every state, officers, calls and letters."""
    made, now = World(live_portal), clock.now()
    officers = make_officers(made, now)
    teller = Teller(made.database, rulebook.read(), live_portal.settings, officers.grace)
    told = {name: teller.tell(story, name=name, now=now) for name, story in STORIES.items()}
    for name, matter in told.items():
        made.keep(name, matter)
    grant_ids = [*(matter.grant_id for matter in told.values()), *make_drafts(made, now)]
    make_calls(made, officers.grace, now)
    make_callers(made, officers, [told["phoned"], told["phoned_too"]], now)
    grant_ids += [matter.grant_id for matter in make_joined(made, officers.grace, officers.tom, now)]
    grant_ids += make_equality(made, now)
    make_evidence(made, told["acknowledged"], officers.grace, now)
    make_own(made, told, now)
    make_people(made, told["safe"], told["child"], officers, now)
    make_restricted(made, told["restricted"], officers, now)
    make_enquiries(made, told["answered"], officers.grace, now)
    acting, proven = make_acting(made, officers.grace, now)
    grant_ids += acting
    fill_tray(made, now)
    fill_mail(made, told["received"], now)
    put_mail(made, told["chased_late"], officers.grace, now)
    with made.database.changes() as db:
        session_id = session_rows.begin(db, kind="resident", now=now)
        for grant_id in grant_ids:
            grants.unlock(db, grant_ids=[grant_id], session_hash=session_rows.hash_of(session_id), how="code", now=now)
    prove(made, session_rows.hash_of(session_id), told, now)
    prove_acting(made, session_rows.hash_of(session_id), proven, now)
    made.sign(Who.WRITER, session_id)
    deliver_all(made.database, live_portal.settings, now)
    made.names["letter"] = next(folder(live_portal.settings).glob("*.eml")).stem
    return made
