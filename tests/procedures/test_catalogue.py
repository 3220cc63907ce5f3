"""Rule files are read whole, and refused with the file and the key when they cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from portal.errors import NotFound, Refusal
from portal.procedures import catalogue, ombudsmen
from portal.procedures.model import Function
from portal.procedures.rule_file import RuleFileError

CODE = (catalogue.RULES / "two-stage-code.toml").read_text(encoding="utf-8")
LEWISHAM = (catalogue.RULES / "lewisham-corporate.toml").read_text(encoding="utf-8")
OMBUDSMEN = (catalogue.RULES / "ombudsmen.toml").read_text(encoding="utf-8")


def test_the_procedures_there_are() -> None:
    assert catalogue.load().keys() == (
        "lewisham-adult-social-care",
        "lewisham-children-act",
        "lewisham-corporate",
        "members-enquiries",
        "two-stage-code",
    )
    assert catalogue.load() is catalogue.load()


@pytest.mark.parametrize(
    ("on", "replies"),
    [
        (date(2020, 11, 8), [10, 20, 30]),
        (date(2020, 11, 9), [20, 25, 35]),
        (date(2022, 1, 31), [20, 25, 35]),
        (date(2022, 2, 1), [10, 20, 30]),
        (date(2026, 11, 20), [10, 20, 30]),
    ],
)
def test_lewisham_corporate_targets_by_day(on: date, replies: list[int]) -> None:
    version = catalogue.load().version_in_force("lewisham-corporate", on=on)
    assert [rule.reply.amount for rule in version.stages] == replies
    assert version.last_stage == 3


def test_what_is_not_there() -> None:
    procedures = catalogue.load()
    with pytest.raises(NotFound):
        procedures.version_in_force("no-such-procedure", on=date(2026, 11, 20))
    with pytest.raises(NotFound):
        procedures.version_in_force("two-stage-code", on=date(2024, 3, 31))
    with pytest.raises(NotFound):
        procedures.version("lewisham-corporate", date(2020, 11, 10))
    with pytest.raises(NotFound):
        procedures.version("no-such-procedure", date(2020, 11, 9))
    with pytest.raises(NotFound):
        procedures.version("two-stage-code", date(2024, 4, 1)).stage(3)


@pytest.mark.parametrize(
    ("key", "function", "on", "usable"),
    [
        ("two-stage-code", "housing_landlord", date(2024, 4, 1), True),
        ("two-stage-code", "mixed", date(2026, 11, 20), True),
        ("lewisham-corporate", "council", date(2026, 11, 20), True),
        ("lewisham-corporate", "housing_landlord", date(2024, 3, 31), True),
        ("lewisham-corporate", "housing_landlord", date(2024, 4, 1), False),
        ("lewisham-corporate", "mixed", date(2024, 4, 1), False),
        ("lewisham-children-act", "housing_landlord", date(2026, 11, 20), False),
        ("lewisham-adult-social-care", "council", date(2026, 11, 20), True),
    ],
)
def test_a_landlord_has_no_third_stage(key: str, function: Function, on: date, *, usable: bool) -> None:
    """Housing Ombudsman Code 5.3."""
    if usable:
        assert catalogue.load().version_for(key, function=function, on=on).key == key
        return
    with pytest.raises(Refusal) as refusal:
        catalogue.load().version_for(key, function=function, on=on)
    assert refusal.value.code == "procedure_not_for_function"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "corporate"', 'kind = "corporate"\ncolour = "red"', "own.toml: unknown key colour"),
        ('kind = "corporate"', 'kind = "canteen"', "own.toml: kind must be one of adult, children, corporate"),
        ('name = "Complaints procedure"\n', "", "own.toml: name is missing"),
        ('name = "Complaints procedure"', "name = 7", "own.toml: name must be a text"),
        ("from = 2024-04-01", 'from = "soon"', "own.toml: version 1: from must be a day"),
        ("from = 2024-04-01", "from = 2024-04-01T00:00:00Z", "own.toml: version 1: from must be a day"),
        ('reply = "10 working days"', 'reply = "10 days"', "own.toml: version 1: stage 1: reply must be a term"),
        ('reply = "10 working days"', 'reply = "0 working days"', "stage 1: reply must be a term"),
        ('reply = "10 working days"', "reply = 10", "stage 1: reply must be a term"),
        ('responder = "reviewer"', 'responder = "nobody"', "version 1: stage 2: responder must be one of"),
        ("number = 2", "number = 3", "version 1: stage 2: number must be 2"),
        ("number = 2", "number = true", "version 1: stage 2: number must be a whole number"),
        ('acknowledge = "5 working days"\n', "", "stage 1: acknowledge must be there when the reply is counted"),
        ('{ by = "10 working days" }', '{ by = "10 working days", to = "20 working days" }', "extension: by must be"),
        ('{ by = "10 working days" }', "{ needs_consent = true }", "extension: by must be"),
        ('{ by = "10 working days" }', '{ by = "10 working days", if = "x" }', "extension: unknown key if"),
        ('{ by = "10 working days" }', '{ by = "10 working days", needs_consent = "yes" }', "must be true or false"),
        ('{ by = "10 working days" }', '"10 working days"', "stage 1: extension must be a table"),
        ('function = "mixed"', 'function = "magic"', "used_for 3: function must be one of"),
        ("[[version]]", "[version]", "own.toml: version must be a list of tables"),
        ('kind = "corporate"', "kind =", "own.toml: "),
    ],
)
def test_a_bad_file_is_refused_with_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CODE
    (tmp_path / "own.toml").write_text(CODE.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleFileError) as error:
        catalogue.load(tmp_path)
    assert said in str(error.value)


def test_a_file_of_ones_own_works_and_an_empty_folder_does_not(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="no rule file"):
        catalogue.load(tmp_path)
    (tmp_path / "own.toml").write_text(CODE, encoding="utf-8")
    assert catalogue.load(tmp_path).version_in_force("own", on=date(2026, 11, 20)).last_stage == 2


def test_versions_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(LEWISHAM.replace("from = 2022-02-01", "from = 2020-11-09"), encoding="utf-8")
    with pytest.raises(RuleFileError, match="version 3: from must be later than the version before"):
        catalogue.load(tmp_path)


def test_a_file_with_a_third_stage_for_a_landlord_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(LEWISHAM.replace("until = 2024-03-31", ""), encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"own\.toml: used_for .* \(Housing Ombudsman Code 5\.3\)"):
        catalogue.load(tmp_path)


def test_a_third_stage_that_ended_in_time_is_history(tmp_path: Path) -> None:
    two = CODE[CODE.index("[[version]]") :]
    history = LEWISHAM.replace("until = 2024-03-31", "") + "\n" + two
    (tmp_path / "own.toml").write_text(history, encoding="utf-8")
    version = catalogue.load(tmp_path).version_for("own", function="housing_landlord", on=date(2024, 4, 1))
    assert version.last_stage == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until = 2020-06-28", "until = 2020-03-01", "notice 1: until must be on or after"),
        ('says = "no_new_complaints"', 'says = "gone fishing"', "notice 1: says must be one of"),
        ('looks_at = ["council", "mixed"]', 'looks_at = ["mixed"]', "nobody looks at council"),
        ('looks_at = ["council", "mixed"]', 'looks_at = ["magic"]', "ombudsman 2: looks_at must be some of"),
        ('looks_at = ["council", "mixed"]', 'looks_at = "council"', "ombudsman 2: looks_at must be a list of texts"),
        ('phone = "0300 061 0614"\n', "", "ombudsman 2: phone is missing"),
        ('phone = "0300 061 0614"\n', 'phone = "0300 061 0614"\nfax = "1"\n', "ombudsman 2: unknown key fax"),
    ],
)
def test_a_bad_file_of_ombudsmen_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in OMBUDSMEN
    (tmp_path / "ombudsmen.toml").write_text(OMBUDSMEN.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleFileError) as error:
        ombudsmen.load(tmp_path)
    assert said in str(error.value)


def test_each_address_says_when_it_was_checked() -> None:
    assert all(ombudsman.checked_on <= date(2026, 11, 20) for ombudsman in ombudsmen.load())
    assert {function for one in ombudsmen.load() for function in one.looks_at} == {
        "council",
        "housing_landlord",
        "mixed",
    }
