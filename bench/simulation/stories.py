"""The kinds of stories: each tells of one or more true matters, and all that is done about them."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.simulation import stories_of_others as others
from bench.simulation.scenario import Does, Means, Scenario
from bench.simulation.storyteller import Storyteller
from bench.simulation.telling import things

_MONTH = 30


def single(tell: Storyteller) -> None:
    """One complaint."""
    tell.begun(tell.matter("single", tell.person(), tell.thing(), day=tell.day()), proves=tell.proves())


def double_click(tell: Storyteller) -> None:
    """The button is pressed twice at once."""
    told = tell.matter("double_click", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves(), clicks=2)


def resubmitted(tell: Storyteller, kind: str, after: int) -> None:
    """The same is sent again."""
    told = tell.matter(kind, tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    tell.complains_again(told, after, proves=tell.proves(), quotes=tell.chance.choice(["", "", "", "right"]))


def resubmitted_next_day(tell: Storyteller) -> None:
    """The same is sent again on the next day."""
    resubmitted(tell, "resubmitted_next_day", 1)


def resubmitted_after_a_month(tell: Storyteller) -> None:
    """The same is sent again after a month."""
    resubmitted(tell, "resubmitted_after_a_month", _MONTH)


def chased_by_web(tell: Storyteller) -> None:
    """Asked about with reference and private code, or with the reference alone."""
    told = tell.matter("chased_by_web", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    tell.chases(told, 7, tell.chance.choice(["track", "track", "letterbox"]), quotes="")


def chased_by_phone(tell: Storyteller) -> None:
    """Asked about by phone."""
    told = tell.matter("chased_by_phone", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    tell.chases(told, tell.chance.choice([1, 7]), "call", quotes=tell.quotes())


def chased_by_mail(tell: Storyteller) -> None:
    """Asked about by mail."""
    told = tell.matter("chased_by_mail", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    replies = tell.chance.random() < 0.4
    tell.chases(told, tell.chance.choice([1, 7]), "mail", quotes="" if replies else tell.quotes(), replies=replies)


def mistyped(tell: Storyteller) -> None:
    """A reference with a wrong digit, in a new complaint or in words sent with the reference alone."""
    told = tell.matter("mistyped", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    if tell.chance.random() < 0.5:
        tell.complains_again(told, 7, proves=tell.proves(), quotes="mistyped")
    else:
        tell.chases(told, 7, "letterbox", quotes="mistyped")


def two_matters(tell: Storyteller) -> None:
    """One person, two things or two places, one service."""
    person, thing = tell.person(), tell.thing()
    besides = [one for one in things() if one.service == thing.service and one != thing]
    first = tell.matter("two_matters", person, thing, day=tell.day())
    second_day = first.day + tell.chance.choice([0, 1, 7])
    if besides and tell.chance.random() < 0.5:
        second = tell.matter("two_matters", person, tell.chance.choice(besides), day=second_day)
    else:
        street = tell.people.street(beside=person.home.partition(" ")[2])
        place = f"{tell.chance.randint(1, 190)} {street}" if thing.at == "home" else street
        second = tell.matter("two_matters", person, thing, day=second_day, place=place)
    proves = tell.proves()
    tell.begun(first, proves=proves)
    tell.begun(second, proves=proves or tell.chance.random() < 0.3, other=True)


def neighbours(tell: Storyteller) -> None:
    """Two people of one street, one happening."""
    street, thing, day = tell.people.street(), tell.thing("street"), tell.day()
    happening = ""
    for _one in range(2):
        told = tell.matter("neighbours", tell.person(street=street), thing, day=day, happening=happening)
        happening = told.matter.happening
        tell.begun(told, proves=tell.proves())


def not_fixed(tell: Storyteller) -> None:
    """Answered and closed, but nothing was done; or the answer is wrong."""
    told = tell.matter("not_fixed", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    tell.answered(told)
    means: Means = tell.chance.choice(["not_done", "not_done", "disagree"])
    does: Does = tell.chance.choice(["complain", "complain", "complain", "track", "mail", "call"])
    quotes = tell.chance.choice(["", "right"]) if does in {"mail", "call"} else ""
    words = tell.teller.unhappy(means, told.thing, told.place, quote=bool(quotes))
    more = {"wanted": tell.teller.wish(told.thing, told.place)} if does == "complain" else {}
    tell.act(told, told.day + 12, does, means, words, proves=tell.proves(), quotes=quotes, **more)


def happened_again(tell: Storyteller) -> None:
    """Answered and put right, and later it happens anew."""
    told = tell.matter("happened_again", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    tell.answered(told)
    day = told.day + _MONTH
    anew = tell.matter("happened_again", told.person, told.thing, day=day, place=told.place, after=told)
    words, wanted, happened = tell.teller.happened_again(told.thing, told.place, day)
    tell.act(anew, day, "complain", "again", words, wanted=wanted, happened=happened, proves=tell.proves())


def couple(tell: Storyteller) -> None:
    """Two people on one e-mail address, with one happening or with two; one of them comes back."""
    says = tell.chance.choice(["yes", "no"])
    one = tell.person(alone=False, says_shared=says)
    other = tell.person(like=one, alone=False, says_shared=says)
    thing = tell.thing()
    first = tell.matter("couple", one, thing, day=tell.day())
    same = tell.chance.random() < 0.5
    second = tell.matter(
        "couple",
        other,
        thing if same else tell.thing(),
        day=first.day + 1,
        happening=first.matter.happening if same else "",
    )
    tell.begun(first, proves=tell.proves())
    tell.begun(second, proves=tell.proves())
    tell.complains_again(tell.chance.choice([first, second]), 7, proves=tell.proves())


def lost_code(tell: Storyteller) -> None:
    """The private code is lost: by a one-time code, from one's list, or with the reference alone."""
    told = tell.matter("lost_code", tell.person(), tell.thing(), day=tell.day())
    does: Does = tell.chance.choice(["code", "list", "letterbox"])
    tell.begun(told, proves=does != "letterbox")
    tell.chases(told, 7, does)


def caller(tell: Storyteller) -> None:
    """Somebody without e-mail complains by phone, and calls again."""
    told = tell.matter("caller", tell.person(reach="phone"), tell.thing(), day=tell.day())
    tell.begun(told, does="call")
    tell.chases(told, tell.chance.choice([1, 7]), "call", quotes=tell.quotes())


KINDS: dict[Callable[[Storyteller], None], int] = {
    single: 8,
    double_click: 5,
    resubmitted_next_day: 12,
    resubmitted_after_a_month: 10,
    chased_by_web: 8,
    chased_by_phone: 7,
    chased_by_mail: 8,
    mistyped: 5,
    two_matters: 6,
    neighbours: 3,
    not_fixed: 7,
    happened_again: 5,
    couple: 4,
    lost_code: 5,
    caller: 5,
    others.relative: 4,
    others.stopped: 3,
    others.parent: 2,
    others.advocate: 1,
    others.child: 2,
    others.together: 1,
    others.anonymous: 2,
}
"""Each kind with its share of the stories, in hundredths or nearly so."""

MATTERS: dict[Callable[[Storyteller], None], int] = {
    others.relative: 2,
    others.advocate: 3,
    two_matters: 2,
    neighbours: 2,
    happened_again: 2,
    couple: 2,
}
"""How many true matters a story of a kind tells of, where it is not one."""


def tell_all(*, matters: int, seed: int) -> Scenario:
    """Return the scenario of so many true matters and a seed: always the same one."""
    chance = random.Random(seed)  # noqa: S311 -- a story, no secret
    scenario = Scenario(seed)
    tell = Storyteller(scenario, chance)
    kinds, shares = list(KINDS), list(KINDS.values())
    firsts = list(kinds)
    chance.shuffle(firsts)
    while (left := matters - len(scenario.matters)) > 0:
        kind = firsts.pop() if firsts else chance.choices(kinds, shares)[0]
        if MATTERS.get(kind, 1) <= left:
            kind(tell)
    scenario.acts.sort(key=lambda act: act.day)
    return scenario
