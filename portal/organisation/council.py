"""Reads a council from its files: one TOML file, or a folder of them read as one."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from portal.organisation.checks import faults_between
from portal.organisation.model import (
    OFFICE_KINDS,
    OMBUDSMAN_FUNCTIONS,
    Contact,
    Council,
    Directorate,
    Elsewhere,
    EmergencyNumber,
    EthnicCategory,
    Group,
    Office,
    OfficeKind,
    OmbudsmanFunction,
    Partner,
    Privacy,
    Service,
    Team,
    WorkingHours,
)
from portal.organisation.reading import CouncilFileError, TableReader

EXAMPLE_BOROUGH = Path(__file__).parent / "council" / "example-borough"


def load(path: Path | None = None) -> Council:
    """The council in `path` (a TOML file or a folder of them), or the fictional Example Borough.

    Checked as a whole, and read once for each path. Raises CouncilFileError naming every fault found.
    """
    return _load_once(path or EXAMPLE_BOROUGH)


@lru_cache(maxsize=8)
def _load_once(path: Path) -> Council:
    return read_council(_read_files(path))


def _read_files(path: Path) -> dict[str, object]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise CouncilFileError([f"there is no .toml file in {path.name}"])
    whole: dict[str, object] = {}
    for file in files:
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CouncilFileError([f"{file.name}: {error}"]) from error
        twice = sorted(whole.keys() & content.keys())
        if twice:
            raise CouncilFileError([f"{file.name}: “{key}” stands in another file too" for key in twice])
        whole |= content
    return whole


def read_council(content: Mapping[str, object]) -> Council:
    """The council described by the tables of its files. Raises CouncilFileError naming every fault found."""
    faults: list[str] = []
    top = TableReader(content, where="the council", faults=faults)
    council = Council(
        key=top.text("key"),
        name=top.text("name"),
        contact=_contact(top.table("contact"), faults),
        privacy=_privacy(top.table("privacy"), faults),
        working_hours=_working_hours(top.table("working_hours"), faults),
        closed_days=top.days("closed_days"),
        default_procedure=top.text("default_procedure"),
        central_team=top.text("central_team"),
        urgent_team=top.text("urgent_team"),
        unsure_service=top.text("unsure_service"),
        exit_to=top.text("exit_to"),
        emergency_numbers=tuple(_emergency_number(table, faults) for table in top.tables("emergency_numbers")),
        directorates=tuple(_directorate(table, faults) for table in top.tables("directorates")),
        teams=tuple(_team(table, faults) for table in top.tables("teams")),
        partners=tuple(_partner(table, faults) for table in top.tables("partners")),
        groups=tuple(_group(table, faults) for table in top.tables("groups")),
        services=tuple(_service(table, content, faults) for table in top.tables("services")),
        urgent_words=top.texts("urgent_words"),
        elsewhere=tuple(_elsewhere(table, faults) for table in top.tables("elsewhere")),
        offices=tuple(_office(table, faults) for table in top.tables("offices", needed=False)),
        ethnic_categories=tuple(
            _ethnic_category(table, faults) for table in top.tables("ethnic_categories", needed=False)
        ),
    )
    top.finish()
    faults += faults_between(council)
    if faults:
        raise CouncilFileError(list(dict.fromkeys(faults)))
    return council


def _contact(table: Mapping[str, object], faults: list[str]) -> Contact:
    read = TableReader(table, where="[contact]", faults=faults)
    contact = Contact(
        phone=read.text("phone"),
        relay_phone=read.text("relay_phone"),
        email=read.text("email"),
        post=read.texts("post"),
        opening_hours=read.shown_list("opening_hours"),
        website=read.text("website"),
    )
    read.finish()
    return contact


def _privacy(table: Mapping[str, object], faults: list[str]) -> Privacy:
    read = TableReader(table, where="[privacy]", faults=faults)
    privacy = Privacy(
        controller=read.text("controller"),
        officer_email=read.text("officer_email"),
        officer_post=read.texts("officer_post"),
        keep_years=read.whole_number("keep_years"),
        data_threshold=read.whole_number("data_threshold"),
    )
    read.finish()
    return privacy


def _working_hours(table: Mapping[str, object], faults: list[str]) -> WorkingHours:
    read = TableReader(table, where="[working_hours]", faults=faults)
    hours = WorkingHours(opens=read.clock_time("opens"), closes=read.clock_time("closes"))
    read.finish()
    return hours


def _emergency_number(table: Mapping[str, object], faults: list[str]) -> EmergencyNumber:
    read = _keyed(table, "emergency number", faults)
    number = EmergencyNumber(
        key=read.text("key"),
        name=read.shown("name"),
        phone=read.text("phone"),
        hours=read.shown("hours"),
    )
    read.finish()
    return number


def _directorate(table: Mapping[str, object], faults: list[str]) -> Directorate:
    read = _keyed(table, "directorate", faults)
    starts, ends = read.dates()
    directorate = Directorate(key=read.text("key"), name=read.shown("name"), starts=starts, ends=ends)
    read.finish()
    return directorate


def _team(table: Mapping[str, object], faults: list[str]) -> Team:
    read = _keyed(table, "team", faults)
    starts, ends = read.dates()
    team = Team(
        key=read.text("key"),
        name=read.shown("name"),
        directorate=read.text("directorate"),
        email=read.text("email"),
        phone=read.text("phone"),
        starts=starts,
        ends=ends,
    )
    read.finish()
    return team


def _partner(table: Mapping[str, object], faults: list[str]) -> Partner:
    read = _keyed(table, "partner", faults)
    starts, ends = read.dates()
    partner = Partner(
        key=read.text("key"),
        name=read.shown("name"),
        email=read.text("email"),
        phone=read.text("phone"),
        starts=starts,
        ends=ends,
    )
    read.finish()
    return partner


def _group(table: Mapping[str, object], faults: list[str]) -> Group:
    read = _keyed(table, "group", faults)
    group = Group(key=read.text("key"), name=read.shown("name"))
    read.finish()
    return group


def _service(table: Mapping[str, object], content: Mapping[str, object], faults: list[str]) -> Service:
    read = _keyed(table, "service", faults)
    starts, ends = read.dates()
    service = Service(
        key=read.text("key"),
        name=read.shown("name"),
        hint=read.shown("hint"),
        group=read.text("group"),
        team=read.text("team"),
        directorate=read.text("directorate"),
        procedure=read.text_or_none("procedure") or str(content.get("default_procedure", "")),
        ombudsman=_ombudsman(read, table, faults),
        neighbours=read.texts("neighbours", needed=False),
        sensitive=read.yes_or_no("sensitive"),
        quiet=read.yes_or_no("quiet"),
        restricted=read.yes_or_no("restricted"),
        care=read.yes_or_no("care"),
        synonyms=read.texts("synonyms", needed=False),
        partner=read.text_or_none("partner"),
        starts=starts,
        ends=ends,
    )
    read.finish()
    return service


def _ombudsman(read: TableReader, table: Mapping[str, object], faults: list[str]) -> OmbudsmanFunction:
    asked = read.text("ombudsman") if "ombudsman" in table else "council"
    for function in OMBUDSMAN_FUNCTIONS:
        if function == asked:
            return function
    faults.append(f"service “{table.get('key', '?')}”: “ombudsman” must be one of {', '.join(OMBUDSMAN_FUNCTIONS)}")
    return "council"


def _elsewhere(table: Mapping[str, object], faults: list[str]) -> Elsewhere:
    read = TableReader(table, where=f"elsewhere “{table.get('slug', '?')}”", faults=faults)
    elsewhere = Elsewhere(
        slug=read.text("slug"),
        name=read.shown("name"),
        summary=read.shown("summary"),
        what_to_do=read.shown_list("what_to_do"),
        place=read.shown("place"),
        phone=read.text_or_none("phone"),
        website=read.text_or_none("website"),
        still=read.shown_list("still"),
    )
    read.finish()
    return elsewhere


def _ethnic_category(table: Mapping[str, object], faults: list[str]) -> EthnicCategory:
    read = _keyed(table, "ethnic category", faults)
    category = EthnicCategory(key=read.text("key"), name=read.shown("name"), standard=read.text("standard"))
    read.finish()
    return category


def _office(table: Mapping[str, object], faults: list[str]) -> Office:
    read = _keyed(table, "office", faults)
    starts, ends = read.dates()
    office = Office(
        key=read.text("key"),
        called=read.text("called"),
        kind=_office_kind(read, table, faults),
        emails=read.texts("emails"),
        starts=starts,
        ends=ends,
    )
    read.finish()
    return office


def _office_kind(read: TableReader, table: Mapping[str, object], faults: list[str]) -> OfficeKind:
    asked = read.text("kind")
    for kind in OFFICE_KINDS:
        if kind == asked:
            return kind
    faults.append(f"office “{table.get('key', '?')}”: “kind” must be one of {', '.join(OFFICE_KINDS)}")
    return "councillor"


def _keyed(table: Mapping[str, object], what: str, faults: list[str]) -> TableReader:
    return TableReader(table, where=f"{what} “{table.get('key', '?')}”", faults=faults)
