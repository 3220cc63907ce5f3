"""What somebody who acts for another person was shown and sent while they may not see the matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bench.page import squeezed
from bench.simulation.scenario import Scenario
from bench.simulation.seen import Named, Seen

_SAYS_NOTHING = {"We have it"}
"""What a page may say of how a matter stands to whoever may not see it."""


class Acting:
    """What was seen of the matters in which somebody acts for another person. ``owner``: matters by reference."""

    def __init__(self, scenario: Scenario, seen: Seen, owner: Mapping[str, str]) -> None:
        self._scenario, self._seen, self._owner = scenario, seen, owner

    def shown_before_consent(self) -> list[str]:
        """Return the pages and letters with the council's words, staff or status for whoever may not see them."""
        found = [
            f"{one.where} of {one.matter} ({one.stands or 'held'})"
            for one in self._seen.shown
            if one.stands == "withdrawn" or set(one.signs) - _SAYS_NOTHING or self._tells(one.matter, one.text)
        ]
        for matter, letter in self._letters():
            settled = {one.became: one.letters for one in self._seen.settled if one.matter == matter}
            if letter.number < settled.get("confirmed", letter.number + 1) and self._tells(matter, letter.text):
                found.append(f"{letter.kind} of {matter}")
        return found

    def letters_after_withdrawal(self) -> list[str]:
        """Return the letters about a matter that left after the right to act ended, but the one that says so."""
        ended = {one.matter: one.letters for one in self._seen.settled if one.became == "withdrawn"}
        return [
            f"{letter.kind} of {matter}"
            for matter, letter in self._letters()
            if letter.number >= ended.get(matter, letter.number + 1) and letter.kind != "authority_ended"
        ]

    def _letters(self) -> Iterator[tuple[str, Named]]:
        """Give the letters to people who act for somebody, each with the matter it names."""
        for letter in self._seen.named:
            for matter in {self._owner.get(reference, "") for reference in letter.references} - {""}:
                if self._scenario.matters[matter].whom and letter.address == self._scenario.person_of(matter).email:
                    yield matter, letter

    def _tells(self, matter: str, text: str) -> bool:
        acts = [one for one in self._scenario.of_matter(matter) if one.does in {"answer", "acknowledge"}]
        councils = [words for act in acts for words in (act.words, act.remedy)]
        return any(squeezed(words) in squeezed(text) for words in (*councils, *self._seen.staff))
