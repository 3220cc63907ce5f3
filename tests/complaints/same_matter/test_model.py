import json
import tomllib
from pathlib import Path

from portal.complaints.same_matter import lexicon, model
from portal.complaints.same_matter.learning import BY_HAND
from portal.complaints.same_matter.traits import TRAITS


def test_the_model_file_holds_only_numbers_under_names_of_our_own() -> None:
    content = json.loads(model.FILE.read_text(encoding="utf-8"))
    assert set(content) == {"among", "alone", "by_hand", "ask_from"}
    for head in ("among", "alone"):
        assert set(content[head]) == {"bias", "weights"}
        assert isinstance(content[head]["bias"], float)
        _only_traits(content[head]["weights"])
    _only_traits(content["by_hand"])
    assert isinstance(content["ask_from"], float)


def _only_traits(weights: dict[str, object]) -> None:
    assert set(weights) <= set(TRAITS)
    assert all(type(weight) in (int, float) for weight in weights.values())


def test_what_is_set_by_hand_stands_in_the_file_as_in_the_code() -> None:
    assert dict(model.committed().by_hand) == dict(BY_HAND)


def test_nothing_fitted_lies_beside_the_model() -> None:
    folder = Path(model.__file__).parent
    assert {path.name for path in folder.iterdir() if path.suffix not in {".py", ".pyc"} and path.is_file()} == {
        "model.json",
        "lexicon.toml",
    }


def test_the_lexicon_holds_words_and_no_numbers() -> None:
    path = Path(lexicon.__file__).with_name("lexicon.toml")

    def numbers(value: object) -> bool:
        if isinstance(value, dict):
            return any(numbers(inner) for inner in value.values())
        return isinstance(value, int | float)

    assert not numbers(tomllib.loads(path.read_text(encoding="utf-8")))


def test_signs_are_those_of_common_sense() -> None:
    for head in (model.committed().among, model.committed().alone):
        for name, weight in head.weights.items():
            against = (
                name.endswith(("_other", "_only_new", "_only_old", "_apart", "_between", "_in_a_row"))
                or name == "apart"
            )
            assert weight <= 0 if against else weight >= 0


def test_a_saved_model_reads_back(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    model.save(model.committed(), file)
    assert model.load(file) == model.committed()
