import csv
import json
import random
from pathlib import Path

import pytest

from portal.complaints.same_matter import model
from portal.complaints.same_matter.folds import deal, groups_of
from portal.complaints.same_matter.lessons import lessons_of
from portal.complaints.same_matter.score import main
from portal.complaints.same_matter.trials import Report, Trial

STREETS = (
    "Larkspur",
    "Tamarind",
    "Foxglove",
    "Osprey",
    "Heron",
    "Bramble",
    "Juniper",
    "Willow",
    "Cobbler",
    "Saffron",
    "Thistle",
    "Marigold",
    "Hazel",
    "Rowan",
    "Linnet",
)
THINGS = (
    ("mattress", "Dumped", "has been left leaning on the wall since the weekend and children climb on it"),
    ("street lamp", "Lights", "flickers all night and now stays dark, so we cannot see the kerb"),
    ("pothole", "Roads", "gets deeper after each rain, my bicycle wheel was bent by it"),
    ("hedge", "Trees", "has grown over half the footway and pushes prams into traffic"),
    ("drain", "Drains", "overflows into our cellar whenever there is a storm"),
)


SYLLABLES = ("ba", "lo", "tri", "mek", "sun", "dor", "vi", "pan", "quo", "zel", "har", "nim")


def _filler(number: int) -> str:
    """Words of no language, others for every number: invented lists would be too alike to part without them."""
    draw = random.Random(number)  # noqa: S311 - nothing secret
    return " ".join("".join(draw.choices(SYLLABLES, k=3)) for _ in range(20))


def _list(number: int, street: str) -> tuple[dict[str, object], dict[str, str]]:
    """A person comes back about a thing in a street; in one list of three the first report is not there."""
    thing, category, what = THINGS[number % len(THINGS)]
    other, elsewhere, trouble = THINGS[(number + 1) % len(THINGS)]
    first = f"{street} Road: the {thing} outside number {number + 2} {what}. {_filler(number)}"
    back = f"Nobody came. That {thing} at {number + 2} {street} Road is still there. {_filler(number + 500)}"
    third = f"A {other} again, {number + 60} {STREETS[number % 7]} Lane {_filler(number + 1300)}"
    far = STREETS[(number + 4) % len(STREETS)]
    apart = f"Please look at {far} Avenue, where the {other} {trouble}. {_filler(number + 900)}"
    there = number % 3 > 0
    reports = [
        {"text": apart, "category": elsewhere, "days_before": 30.0},
        {"text": third, "category": elsewhere, "days_before": 50.0},
    ]
    if there:
        reports.append({"text": first, "category": category, "days_before": 6.0})
    new = {"id": str(number), "new": back, "new_category": category}
    same = number % 2
    pair = {
        "text_a": first,
        "text_b": back if same else apart,
        "same": str(same),
        "pair_type": "back" if same else "apart",
    }
    pair |= {"category_a": category, "category_b": category if same else elsewhere, "days_apart": "6.0"}
    return {**new, "open": reports, "answer": 2 if there else None, "how": "invented"}, pair


def _folder(folder: Path, *, pairs: bool = True) -> Path:
    streets = [f"{street}{ending}" for ending in ("", "field") for street in STREETS]
    lists, table = zip(*(_list(number, street) for number, street in enumerate(streets)), strict=True)
    (folder / "lists.jsonl").write_text("\n".join(map(json.dumps, lists)), encoding="utf-8")
    if pairs:
        with (folder / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(table[0]))
            writer.writeheader()
            writer.writerows(table)
    return folder


def _last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, float]]:
    line: dict[str, dict[str, float]] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return line


@pytest.mark.slow
def test_cross_validation_ends_with_one_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_folder(tmp_path)), "--times", "1"]) == 0
    figures = _last_line(capsys)
    assert set(figures) == {"lists", "pairs"}
    assert set(figures["lists"]) == {"present", "none", "overall"}
    assert set(figures["pairs"]) == {"overall", "by_kind"}
    assert figures["lists"]["overall"] > 0.9


def test_scoring_uses_the_committed_model_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = model.FILE.read_bytes()
    assert main([str(_folder(tmp_path, pairs=False)), "--mode", "score"]) == 0
    assert _last_line(capsys)["lists"]["present"] > 0.9
    assert model.FILE.read_bytes() == before


def test_the_words_are_never_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(_folder(tmp_path)), "--mode", "score"])
    said = capsys.readouterr()
    assert not any(street in said.out + said.err for street in STREETS)


def test_a_folder_without_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--mode", "score"]) == 2
    assert capsys.readouterr().err


def test_near_identical_texts_never_stand_on_both_sides() -> None:
    text = "There is a broken bench by the pond in the park and nobody mends it"
    trials = [
        Trial(Report(f"{text}{ending}", "x"), (Report(other, "x"),), None, "x")
        for ending, other in ((".", "One"), ("!", "Two"))
    ]
    apart = Trial(Report("My council tax bill is wrong", "x"), (Report("Three", "x"),), None, "x")
    groups = groups_of([*trials, apart])
    assert groups[0] == groups[1] != groups[2]
    assert len(set(deal([0, 0, 1, 1, 2], folds=3, seed=1)[:2])) == 1


def test_every_list_is_also_learned_from_turned_round(tmp_path: Path) -> None:
    lessons = lessons_of(_folder(tmp_path))
    there = sum(lesson.trial.answer is not None for lesson in lessons.lists)
    assert sum(lesson.trial.answer is None for lesson in lessons.turned) == there
