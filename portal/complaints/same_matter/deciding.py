"""Decides from the traits of all candidates which one is meant, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.complaints.same_matter.model import Model
from portal.complaints.same_matter.traits import Traits

# What a quoted reference and a text sent again are worth beside any likelihood.
QUOTED = 1.0
SENT_AGAIN = 0.95
EVEN = 0.5
_COMES_BACK = ("chased", "happened_again", "identifier_same")
_OTHERS = ("item_other", "number_other", "identifier_other", "postcode_other", "place_only_new", "place_only_old")


@dataclass(frozen=True, slots=True)
class Seen:
    """One candidate beside the new text: its traits, whether it is the text sent again, whether it is quoted."""

    traits: Traits
    again: bool = False
    quoted: bool = False


def likelihoods_of(seen: Sequence[Seen], model: Model) -> list[float]:
    """How likely each candidate is meant, from 0 to 1.

    A quoted reference decides; then words sent again, unless a place, a number or an item differs; then the weights.
    """
    likely = model.likelihoods([one.traits for one in seen])
    return [_known(one) or likelihood for one, likelihood in zip(seen, likely, strict=True)]


def chosen(seen: Sequence[Seen], likelihoods: Sequence[float], model: Model) -> int | None:
    """The place of the candidate that is worth asking about; None when there is none.

    It is when the candidate is likely enough, or when "none" is unlikely and several candidates share the rest.
    A text with no word of chasing or of happening again must also look like the candidate on its own, or give its
    plate or number: the weights that compare candidates have only seen people who came back.
    """
    best = max(range(len(seen)), key=likelihoods.__getitem__, default=None)
    if best is None or (likelihoods[best] < model.ask_from and sum(likelihoods) < 1 - model.ask_from):
        return None
    one = seen[best]
    came_back = _known(one) or any(one.traits[name] for name in _COMES_BACK)
    return best if came_back or model.alike(one.traits) >= model.ask_from else None


def same(one: Seen, model: Model) -> bool:
    """Whether two texts are more likely one matter than not, knowing nothing of other candidates."""
    return bool(_known(one)) or model.alike(one.traits) >= EVEN


def _known(one: Seen) -> float:
    if one.quoted:
        return QUOTED
    return SENT_AGAIN if one.again and not any(one.traits[name] for name in _OTHERS) else 0.0
