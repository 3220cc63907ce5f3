"""Says which matter of the same person a new text is about, if any."""

from collections.abc import Sequence

from portal.clock import london_date
from portal.complaints.same_matter import quoted
from portal.complaints.same_matter.deciding import Seen, chosen, likelihoods_of
from portal.complaints.same_matter.model import Model, committed
from portal.complaints.same_matter.reading import Reading, read, written_in
from portal.complaints.same_matter.said_dates import said_dates
from portal.complaints.same_matter.tokens import MOST_CHARACTERS
from portal.complaints.same_matter.tone import tone_of
from portal.complaints.same_matter.traits import New, Old, same_words, traits_of
from portal.complaints.same_matter.values import Candidate, Finding, Near, Ranked, Words
from portal.complaints.same_matter.why import reasons_of

# Of many candidates less is read of each, so that the page answers at once; this much takes some 15 milliseconds.
ALTOGETHER = 20_000


def find(new: Words, candidates: Sequence[Candidate], *, near: Near, model: Model | None = None) -> Finding:
    """Which candidate a new text is about, or none, with reasons.

    `near` says whether two services are neighbours; the council's files know. The candidates are matters of the same
    person: this only compares words and discloses whatever it is given, so the caller decides whose list it is. The
    score is the likelihood from 0 to 1, and from `model.ask_from` on it is worth asking. A quoted reference decides.
    Pure: neither clock nor database.
    """
    if not candidates:
        return Finding(None, 0.0, (), ())
    model = model or committed()
    numbers = (*new.references, *quoted.numbers_in(new.text))
    every_reference = [reference for candidate in candidates for reference in candidate.references]
    text = read(new.text)
    ours = New(
        reading=text,
        tone=tone_of(text.plain),
        service=new.service,
        received=new.received,
        days=said_dates(text.plain, london_date(new.received)),
        written=written_in(text),
        elsewhere=quoted.quotes_another(numbers, every_reference),
    )
    most = min(MOST_CHARACTERS, ALTOGETHER // len(candidates))
    readings = [read(candidate.text, most) for candidate in candidates]
    seen = [
        _seen(ours, candidate, reading, numbers, near=near)
        for candidate, reading in zip(candidates, readings, strict=True)
    ]
    likelihoods = likelihoods_of(seen, model)
    ranked = sorted(
        (
            Ranked(candidate.id, likelihood, reasons_of(ours, reading, one, answered=candidate.answered is not None))
            for candidate, reading, one, likelihood in zip(candidates, readings, seen, likelihoods, strict=True)
        ),
        key=lambda one: -one.score,
    )
    best = chosen(seen, likelihoods, model)
    if best is None:
        return Finding(None, ranked[0].score, (), tuple(ranked))
    found = next(one for one in ranked if one.id == candidates[best].id)
    return Finding(found.id, found.score, found.reasons, tuple(ranked))


def _seen(new: New, candidate: Candidate, reading: Reading, numbers: Sequence[str], *, near: Near) -> Seen:
    neighbours = bool(new.service and candidate.service) and near(new.service or "", candidate.service or "")
    again = same_words(new.reading, reading)
    traits = traits_of(new, Old(reading, candidate.service, candidate.received), near=neighbours, again=again)
    return Seen(traits, again=again, quoted=quoted.quotes(numbers, candidate.references) is not None)
