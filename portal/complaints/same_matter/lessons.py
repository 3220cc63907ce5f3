"""Makes lessons of trials: what is seen of every report, groups, and lists turned round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portal.complaints.same_matter.folds import groups_of
from portal.complaints.same_matter.learning import Lesson
from portal.complaints.same_matter.reading import Reading
from portal.complaints.same_matter.trials import Report, Trial, read_lists, read_pairs, seen_of

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lists, the lists turned round, and the pairs of a folder."""

    lists: tuple[Lesson, ...]
    turned: tuple[Lesson, ...]
    pairs: tuple[Lesson, ...]


def lessons_of(folder: Path) -> Lessons:
    """Read a folder and look at every text in it once."""
    lists, pairs = read_lists(folder), read_pairs(folder)
    groups = groups_of([*lists, *pairs])
    readings: dict[str, Reading] = {}

    def taught(trial: Trial, group: int) -> Lesson:
        return Lesson(trial, seen_of(trial, readings), group)

    earlier = {pair.new.text: pair.old[0] for pair in reversed(pairs) if pair.answer is not None}
    return Lessons(
        lists=tuple(map(taught, lists, groups)),
        turned=tuple(
            taught(turned, group)
            for trial, group in zip(lists, groups, strict=False)
            if (turned := _turned(trial, earlier.get(trial.new.text)))
        ),
        pairs=tuple(map(taught, pairs, groups[len(lists) :])),
    )


def _turned(trial: Trial, earlier: Report | None) -> Trial | None:
    """The list with its answer taken out, or with the earlier report put in that a pair has for its new text."""
    if trial.answer is not None:
        rest = [report for place, report in enumerate(trial.old) if place != trial.answer]
        return replace(trial, old=tuple(rest), answer=None)
    if earlier is None:
        return None
    rest = list(trial.old[:-1] if len(trial.old) > _FEWEST else trial.old)
    return replace(trial, old=(*rest, earlier), answer=len(rest))


def outside(lessons: Sequence[Lesson], fold_of: dict[int, int], fold: int) -> list[Lesson]:
    """The lessons whose group is not in this fold."""
    return [lesson for lesson in lessons if fold_of[lesson.group] != fold]
