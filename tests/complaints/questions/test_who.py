"""Who complains and for whom: what is kept of the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers

RELATIVE = Answers(
    about="other",
    acting_as="relative",
    words="Nobody came",
    name="Ama Mensah",
    contact="email",
    email="ama@example.com",
    phone="07700 900123",
    affected_name="Efua Mensah",
    their_contact="email",
    their_email="efua@example.com",
)


@pytest.mark.parametrize(
    ("first", "role", "part", "about", "acting_as"),
    [
        ("me", "", "", "me", "self"),
        ("child", "", "", "me", "child"),
        ("anonymous", "", "", "me", "anonymous"),
        ("together", "", "", "both", "together"),
        ("other", "relative", "both", "both", "relative"),
        ("other", "parent", "me", "me", "parent"),
        ("other", "carer", "other", "other", "carer"),
        ("other", "advocate", "both", "other", "advocate"),
        ("", "", "", "", ""),
    ],
)
def test_the_first_answers_say_who_is_affected(first: str, role: str, part: str, about: str, acting_as: str) -> None:
    chosen = who.chosen(first, role=role, part=part)
    assert chosen == {"about": about, "acting_as": acting_as}
    assert who.first_answer(replace(Answers(), **chosen)) == first


@pytest.mark.parametrize("same", ["ama@example.com", " AMA@Example.com "])
def test_the_writers_own_address_is_not_the_other_persons(same: str) -> None:
    assert who.given_by_themselves(RELATIVE)
    assert not who.given_by_themselves(replace(RELATIVE, their_email=same))
    kept = who.settled(replace(RELATIVE, their_email=same, their_shared="no"))
    assert (kept.their_contact, kept.their_email, kept.their_shared) == ("", "", "")


def test_a_number_typed_and_not_chosen_is_the_writers_too() -> None:
    assert not who.given_by_themselves(replace(RELATIVE, their_contact="phone", their_phone="+44 7700 900123"))


def test_who_chose_to_give_no_name_has_given_none() -> None:
    kept = who.settled(replace(RELATIVE, about="me", acting_as="anonymous", adjustments="Call Ama"))
    assert (kept.name, kept.contact, kept.email, kept.phone, kept.adjustments) == ("", "none", "", "", "")
    assert (kept.affected_name, kept.their_email) == ("", "")
    assert kept.words == "Nobody came"


def test_nobody_writes_to_somebody_who_has_died() -> None:
    kept = who.settled(replace(RELATIVE, affected_died=True))
    assert kept.affected_name == "Efua Mensah"
    assert (kept.their_contact, kept.their_email) == ("", "")


def test_whose_address_is_asked_of_a_child_only() -> None:
    assert who.whose_address(RELATIVE) == ""
    child = replace(RELATIVE, about="me", acting_as="child")
    assert who.whose_address(child) == "unasked"
    assert who.whose_address(replace(child, whose="parent")) == "parent"


def test_who_writes_for_a_group_is_not_one_of_the_others() -> None:
    group = replace(RELATIVE, about="both", acting_as="together", others="Ben Okafor\nAMA Mensah \n")
    assert who.others(group) == ["Ben Okafor"]


def test_names_stand_one_on_each_line() -> None:
    assert who.names(" Ben \n\nAnne-Marie O’Neil\nBen\n") == ["Ben", "Anne-Marie O’Neil"]


def test_somebody_is_under_18_until_their_birthday() -> None:
    born = date(2008, 11, 20)
    assert who.under_18(born, on=date(2026, 11, 19))
    assert not who.under_18(born, on=date(2026, 11, 20))
    assert not who.under_18(None, on=date(2026, 11, 20))
