"""What recognition is given and what it says: plain frozen values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

# Whether two services lie so near that people mistake one for the other; the council's own files say.
Near = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Words:
    """A new text: the words, the service chosen (a council's key; None while none is), when it came.

    `references` are those typed into a field of their own, as twelve digits; those in the text are found there.
    """

    text: str
    service: str | None
    received: datetime
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open or lately answered matter of the same person, with every reference ever given for it."""

    id: str
    text: str
    service: str | None
    received: datetime
    answered: datetime | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a matter is or is not meant: a kind that `portal.complaints.same_matter.reasons` can say, and its words."""

    kind: str
    words: str = ""


# The kinds of reasons that speak against a matter.
AGAINST = frozenset(
    {"identifier_other", "place_other", "number_other", "item_other", "reference_elsewhere", "happened_again", "apart"}
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate with how likely it is meant (0 to 1) and why, the strongest reason first."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The matter a new text is about, or none, how likely that is, why, and every candidate, the likeliest first."""

    best: str | None
    score: float
    reasons: tuple[Reason, ...]
    ranked: tuple[Ranked, ...]
