"""Measures recognition on lists and pairs that somebody judged, and fits the model that comes with the portal.

`python -m portal.complaints.same_matter.score FOLDER` fits and measures by cross-validation, several times with other
folds. `--mode score` measures the committed model and fits nothing; `--mode fit` fits on everything and writes it.
The last line is the figures as JSON. Nothing of the texts is printed or written.
"""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.complaints.same_matter.deciding import chosen, likelihoods_of, same
from portal.complaints.same_matter.folds import deal
from portal.complaints.same_matter.learning import Lesson, learn
from portal.complaints.same_matter.lessons import Lessons, lessons_of, outside
from portal.complaints.same_matter.model import FILE, Model, committed, save
from portal.complaints.same_matter.speed import CANDIDATES, milliseconds

FOLDS = 10
TIMES = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """The shares right: of lists with the match there, without it, and of all; of pairs, and of each kind."""

    present: float
    none: float
    lists: float
    pairs: float
    by_kind: dict[str, float]

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps(
            {
                "lists": {"present": self.present, "none": self.none, "overall": self.lists},
                "pairs": {"overall": self.pairs, "by_kind": self.by_kind},
            }
        )


def crossed(lessons: Lessons, *, seed: int) -> Figures:
    """Fit on nine parts in ten and measure on the tenth, ten times; everything is fitted inside the nine parts."""
    groups = sorted({lesson.group for lesson in (*lessons.lists, *lessons.pairs)})
    fold_of = dict(zip(groups, deal(groups, folds=FOLDS, seed=seed), strict=True))
    models = [
        learn(
            outside(lessons.lists, fold_of, fold),
            outside(lessons.turned, fold_of, fold),
            outside(lessons.pairs, fold_of, fold),
            seed=seed,
        )
        for fold in range(FOLDS)
    ]
    return measured(
        [(lesson, models[fold_of[lesson.group]]) for lesson in lessons.lists],
        [(lesson, models[fold_of[lesson.group]]) for lesson in lessons.pairs],
    )


def enough(lessons: Lessons, *, fit: bool) -> bool:
    """Whether there is anything to measure, and, to fit, enough unlike lists and pairs for every fold."""
    if not fit:
        return bool(lessons.lists or lessons.pairs)
    return min(len({one.group for one in part}) for part in (lessons.lists, lessons.pairs)) >= 2 * FOLDS


def measured(lists: Iterable[tuple[Lesson, Model]], pairs: Iterable[tuple[Lesson, Model]]) -> Figures:
    """The shares right, each lesson judged by the model beside it."""
    there: list[bool] = []
    none: list[bool] = []
    for lesson, model in lists:
        right = chosen(lesson.seen, likelihoods_of(lesson.seen, model), model) == lesson.trial.answer
        (none if lesson.trial.answer is None else there).append(right)
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for lesson, model in pairs:
        kinds[lesson.trial.kind].append(same(lesson.seen[0], model) == (lesson.trial.answer is not None))
    return Figures(
        present=_share(there),
        none=_share(none),
        lists=_share([*there, *none]),
        pairs=_share([right for rights in kinds.values() for right in rights]),
        by_kind={kind: _share(rights) for kind, rights in sorted(kinds.items())},
    )


def mean_of(several: Sequence[Figures]) -> Figures:
    """The mean of figures measured with several deals of the folds."""
    return Figures(
        present=_mean([one.present for one in several]),
        none=_mean([one.none for one in several]),
        lists=_mean([one.lists for one in several]),
        pairs=_mean([one.pairs for one in several]),
        by_kind={kind: _mean([one.by_kind[kind] for one in several]) for kind in several[0].by_kind},
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 2 when the folder holds neither lists nor pairs, or not both to fit on."""
    asked = _asked(arguments)
    try:
        lessons = lessons_of(asked.folder)
    except (OSError, KeyError, ValueError) as error:
        sys.stderr.write(f"{asked.folder} holds no lists.jsonl and pairs.csv of the right form: {error}\n")
        return 2
    if not enough(lessons, fit=asked.mode != "score"):
        sys.stderr.write(f"{asked.folder} holds too little; to fit, lists and pairs of many kinds are needed.\n")
        return 2
    if asked.mode == "fit":
        save(learn(lessons.lists, lessons.turned, lessons.pairs, seed=0), FILE)
    if asked.mode == "cross":
        several = [crossed(lessons, seed=seed) for seed in range(asked.seed, asked.seed + asked.times)]
        for number, one in enumerate(several, start=asked.seed):
            _say(f"folds dealt with seed {number}", one)
        spread = statistics.pstdev([one.lists for one in several]), statistics.pstdev([one.pairs for one in several])
        sys.stdout.write(f"spread between deals: lists {spread[0]:.3f}, pairs {spread[1]:.3f}\n")
        figures = mean_of(several)
    else:
        model = committed()
        figures = measured([(one, model) for one in lessons.lists], [(one, model) for one in lessons.pairs])
    _say("all", figures)
    for kind, share in figures.by_kind.items():
        sys.stdout.write(f"  {kind}: {share:.3f}\n")
    taken = milliseconds([lesson.trial for lesson in (*lessons.lists, *lessons.pairs)])
    sys.stdout.write(f"one recognition among {CANDIDATES}: {taken:.1f} ms of processor time\n")
    sys.stdout.write(figures.as_json() + "\n")
    return 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="same_matter.score", description="Measure recognition of the same matter.")
    parser.add_argument("folder", type=Path, help="holds lists.jsonl and pairs.csv")
    parser.add_argument("--mode", choices=("cross", "score", "fit"), default="cross")
    parser.add_argument("--times", type=int, default=TIMES, help="how often the folds are dealt")
    parser.add_argument("--seed", type=int, default=0, help="the first deal's seed")
    return parser.parse_args(arguments)


def _say(what: str, figures: Figures) -> None:
    sys.stdout.write(
        f"{what}: match there {figures.present:.3f}, none {figures.none:.3f}, lists {figures.lists:.3f}, "
        f"pairs {figures.pairs:.3f}\n"
    )


def _share(rights: Sequence[bool]) -> float:
    return round(sum(rights) / len(rights), 4) if rights else 0.0


def _mean(shares: Sequence[float]) -> float:
    return round(statistics.fmean(shares), 4)


if __name__ == "__main__":
    sys.exit(main())
