"""Giving a matter away moves it between queues and nothing else."""

from __future__ import annotations

import pytest

from portal.casework.case.assign import assign
from portal.casework.desk.models import Assignment
from portal.errors import Refusal
from tests.casework.cases import Casework

pytestmark = pytest.mark.database


def test_matter_moves_to_the_team_and_keeps_its_dates(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    pat = casework.officer("Pat Parker", role="officer", team="parking")
    before = [one.due for one in casework.promised(made)]
    casework.do(assign, made, grace, team="parking", to_officer_id=pat.officer_id)
    assert casework.complaint(made).team == "parking"
    assert [one.due for one in casework.promised(made)] == before
    assert casework.kinds(made)[-1] == "assigned"


def test_same_again_changes_nothing(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(assign, made, grace, team="parking", to_officer_id=None)
    casework.do(assign, made, grace, team="parking", to_officer_id=None)
    assert casework.count(Assignment, made) == 1


def test_only_a_real_team_and_its_own_officer(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    for team, officer_id, code in (("nowhere", None, "unknown_team"), ("parking", grace.officer_id, "not_in_team")):
        with pytest.raises(Refusal) as refusal:
            casework.do(assign, made, grace, team=team, to_officer_id=officer_id)
        assert refusal.value.code == code
    assert casework.complaint(made).team == "waste"
