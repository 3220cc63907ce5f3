"""One person's matters, invented."""

from datetime import UTC, datetime, timedelta

from portal.complaints.matter import reference
from portal.complaints.same_matter import Candidate, Finding, Words, find

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BIN_REFERENCE = reference.with_check_digits("4829153076")
TAX_REFERENCE = reference.with_check_digits("7305518842")


def matter(
    key: str, text: str, service: str, days: float, *, answered: float | None = None, ref: str = ""
) -> Candidate:
    return Candidate(
        id=key,
        text=text,
        service=service,
        received=NOW - timedelta(days=days),
        answered=None if answered is None else NOW - timedelta(days=answered),
        references=(ref,) if ref else (),
    )


BIN = matter(
    "bin", "Our bins at 14 Larkspur Road were missed on Tuesday. Please collect them.", "refuse", 12, ref=BIN_REFERENCE
)
LAMP = matter("lamp", "The street light outside 3 Tamarind Close has gone out.", "lighting", 40)
TAX = matter(
    "tax",
    "My council tax bill is wrong. I moved out on 1 May and you still charge me for the whole year.",
    "council-tax",
    70,
    ref=TAX_REFERENCE,
)
DAMP = matter("damp", "There is black mould in the bedroom of my flat at 8 Osprey House.", "repairs", 95)
ALL = (BIN, LAMP, TAX, DAMP)


def near(one: str, other: str) -> bool:
    return {one, other} == {"refuse", "recycling"}


def found(text: str, service: str | None = None, among: tuple[Candidate, ...] = ALL, typed: str = "") -> Finding:
    return find(Words(text, service, NOW, (typed,) if typed else ()), among, near=near)
