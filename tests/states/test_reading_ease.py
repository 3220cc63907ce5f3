"""Pages that a child of nine can read, and letters that most people can."""

from __future__ import annotations

import pytest
from bs4 import Tag
from sqlalchemy import select

from portal.letters.outgoing.models import Letter
from tests.page import squeezed
from tests.states import reading
from tests.states.state import State
from tests.states.states import STATES
from tests.states.visit import fetch
from tests.states.world import World

HARDEST_PAGE = 5
HARDEST_LETTER = 8
_BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, td, label, legend, button, summary, .govuk-hint"
# Other people's words: what residents and officers wrote, names, addresses, laws and numbers.
_NOT_OURS = ".portal-words, bdi, address, time, textarea, input, select, [lang], .govuk-visually-hidden"


def own_words(page_main: Tag) -> list[str]:
    """Return the page's own words, block by block."""
    for foreign in page_main.select(_NOT_OURS):
        foreign.decompose()
    blocks = []
    # The innermost first, each taken out when it is read, so that no word is read twice.
    for block in reversed(page_main.select(_BLOCKS)):
        blocks.append(squeezed(block.get_text(" ")))
        block.decompose()
    return [words for words in reversed(blocks) if words]


@pytest.mark.parametrize("state", [pytest.param(one, id=one.name) for one in STATES if one.resident])
def test_a_residents_page_reads_easily(world: World, state: State) -> None:
    blocks = own_words(fetch(world, state).one("main"))
    assert reading.too_long(blocks) == []
    assert reading.grade(blocks) <= HARDEST_PAGE, "\n".join(blocks)


def test_letters_read_easily(world: World) -> None:
    with world.portal.app.extensions["portal.database"].session() as db:
        letters = db.execute(select(Letter.kind, Letter.body).where(Letter.person_id.is_not(None))).all()
    assert {"receipt", "acknowledgement", "reply"} <= {letter.kind for letter in letters}
    wrong = []
    for kind, body in {letter.kind: letter.body for letter in letters}.items():
        blocks = [squeezed(block) for block in body.split("\n\n")]
        wrong += [f"{kind}: {sentence}" for sentence in reading.too_long(blocks)]
        if (grade := reading.grade(blocks)) > HARDEST_LETTER:
            wrong.append(f"{kind} is of grade {grade:.1f}:\n{body}")
    assert wrong == []
