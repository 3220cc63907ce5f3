"""The stories of people who complain for somebody else, as a child, together, or without a name."""

from __future__ import annotations

from bench.simulation.scenario import Does
from bench.simulation.storyteller import Storyteller, Told
from bench.simulation.telling import things

_MONTH = 30


def relative(tell: Storyteller) -> None:
    """The resident and a relative write about the same; the resident is asked, agrees, and the relative comes back."""
    told = tell.matter("relative", tell.person(), tell.thing(), day=tell.day())
    tell.begun(told, proves=tell.proves())
    happening, place, whom = told.matter.happening, told.place, told.person
    other = tell.matter(
        "relative", tell.person(), told.thing, day=told.day + 1, place=place, happening=happening, whom=whom
    )
    proves = tell.proves()
    tell.begun_for(other, whom, "relative", proves=proves)
    _asked(tell, other, 1)
    if tell.chance.random() < 0.3:
        tell.answered(other, 4)
    tell.about_acting(other, 6, "agree")
    if proves and tell.chance.random() < 0.5:
        tell.complains_again(other, 11, proves=True, about="other", acting_as="relative", whom=whom.name)
    else:
        tell.chases(other, 11, "track")


def stopped(tell: Storyteller) -> None:
    """The person says no, or takes their yes back: whoever acted for them may not any more, and comes back."""
    whom = tell.person()
    told = tell.matter("stopped", tell.person(), tell.thing(), day=tell.day(), whom=whom)
    tell.begun_for(told, whom, "relative", proves=tell.proves())
    _asked(tell, told, 1)
    if tell.chance.random() < 0.4:
        tell.about_acting(told, 5, "refuse")
        tell.about_acting(told, 7, "decide", words=tell.teller.refusal())
        tell.chases(told, 12, "track")
        return
    tell.about_acting(told, 5, "agree")
    tell.about_acting(told, 7, "withdraw")
    if tell.chance.random() < 0.5:
        tell.answered(told, 12)
    does: Does = tell.chance.choice(["track", "mail"])
    tell.chases(told, _MONTH, does, quotes="right" if does == "mail" else "")


def parent(tell: Storyteller) -> None:
    """A parent comes back before their right to act is confirmed by an officer, and afterwards."""
    whom = tell.person()
    told = tell.matter("parent", tell.person(), tell.thing(), day=tell.day(), whom=whom)
    proves = tell.proves()
    tell.begun_for(told, whom, "parent", proves=proves)
    tell.chases(told, 5, "track")
    tell.about_acting(told, 7, "confirm")
    if proves and tell.chance.random() < 0.5:
        tell.chases(told, 12, "clients", whom=whom.name)
    else:
        tell.chases(told, 12, "track")


def advocate(tell: Storyteller) -> None:
    """An advocate has two clients, and later another matter of the one for whom they may act."""
    vera, first, second = tell.person(), tell.person(), tell.person()
    thing, other, third = tell.chance.sample([one for one in things() if one.at == "home"], 3)
    day = tell.day()
    allowed = tell.matter("advocate", vera, thing, day=day, whom=first)
    waits = tell.matter("advocate", vera, other, day=day, whom=second)
    tell.begun_for(allowed, first, "advocate", proves=True)
    tell.begun_for(waits, second, "advocate", proves=True)
    tell.about_acting(allowed, 5, "confirm")
    tell.chases(allowed, 7, "clients", whom=first.name)
    tell.chases(waits, 7, "clients", whom=second.name)
    anew = tell.matter("advocate", vera, third, day=day + 11, whom=first)
    tell.begun_for(anew, first, "advocate", does="client_new", proves=True)


def child(tell: Storyteller) -> None:
    """A child complains, at an address of its own or a parent's, and comes back with the private code."""
    whose = tell.chance.choice(["mine", "parent"])
    told = tell.matter("child", tell.person(whose=whose), tell.thing(), day=tell.day())
    tell.begun(told, about="child", proves=whose == "mine" and tell.proves())
    tell.chases(told, 7, "track")


def together(tell: Storyteller) -> None:
    """Several people complain together; the one who writes comes back."""
    told = tell.matter("together", tell.person(), tell.thing("street"), day=tell.day())
    names = "\n".join(tell.person().name for _other in range(2))
    tell.begun(told, about="together", whom=names, proves=tell.proves())
    tell.chases(told, 7, tell.chance.choice(["track", "letterbox"]))


def anonymous(tell: Storyteller) -> None:
    """Somebody gives no name and no address, and has nothing but the private code."""
    told = tell.matter("anonymous", tell.person(reach="none"), tell.thing(), day=tell.day())
    tell.begun(told, about="anonymous")
    tell.chases(told, 7, "track")


def _asked(tell: Storyteller, told: Told, after: int) -> None:
    """Let the desk ask the person affected, at an address in the council's records."""
    tell.about_acting(told, after, "ask", way=tell.chance.choice(["email", "post"]))
