"""What a council is: plain frozen values with no HTTP and no database."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal, Protocol

OmbudsmanFunction = Literal["council", "housing_landlord", "mixed"]
OfficeKind = Literal["councillor", "mp", "mayor"]
# Words that people read on pages, translated when they are shown.
Shown = Annotated[str, "shown"]
# What may be left out of a file is empty then.
LEFT_OUT = "may be left out"
SomeTexts = Annotated[tuple[str, ...], LEFT_OUT]


class Dated(Protocol):
    """Something with a key that exists from one day to another, both included."""

    @property
    def key(self) -> str:
        """What the files and the database call it."""

    @property
    def starts(self) -> date:
        """The first day."""

    @property
    def ends(self) -> date | None:
        """The last day; None while there is none."""


@dataclass(frozen=True, slots=True)
class Directorate:
    """A large part of the council, as the annual report counts it."""

    key: str
    name: Shown
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Team:
    """People who answer complaints, and how to reach them."""

    key: str
    name: Shown
    directorate: str
    email: str
    phone: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Partner:
    """Another organisation that does some of the council's work."""

    key: str
    name: Shown
    email: str
    phone: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading in the list of services, in the words of residents."""

    key: str
    name: Shown


@dataclass(frozen=True, slots=True)
class EthnicCategory:
    """An ethnic category of the council's own, counted under one national one (its key in the equality questions)."""

    key: str
    name: Shown
    standard: str


@dataclass(frozen=True, slots=True)
class Service:
    """What a complaint can be about, from one day to another.

    The same key may stand in the file several times, with other dates and another team. `sensitive` asks the
    person whether there is somebody they do not want told. `quiet` keeps a matter out of lists: only its day is said.
    `restricted` shows a matter only to officers who need to see it; `care` marks social care, where each reading by
    an officer is logged. `synonyms` are the residents' own words.
    """

    key: str
    name: Shown
    hint: Shown
    group: str
    team: str
    directorate: str
    procedure: str
    ombudsman: OmbudsmanFunction
    neighbours: SomeTexts
    sensitive: bool
    quiet: bool
    restricted: bool
    care: bool
    synonyms: SomeTexts
    partner: str | None
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """Whom to ring when something is wrong today."""

    key: str
    name: Shown
    phone: str
    hours: Shown


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the people who look after complaints."""

    phone: str
    relay_phone: str
    email: str
    post: tuple[str, ...]
    opening_hours: tuple[Shown, ...]
    website: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the privacy notice says about this council."""

    controller: str
    officer_email: str
    officer_post: tuple[str, ...]
    keep_years: int
    data_threshold: int


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody is at work on a working day, London time."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Office:
    """An elected member's office, and the official addresses that prove it."""

    key: str
    called: str
    kind: OfficeKind
    emails: tuple[str, ...]
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that has a better place than a complaint to the council, and what the council can still look at."""

    slug: str
    name: Shown
    summary: Shown
    what_to_do: tuple[Shown, ...]
    place: Shown
    phone: str | None
    website: str | None
    still: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Council:
    """Everything that is known about one council, checked when it was read.

    `exit_to` is the address of a site that says nothing about where somebody was: "Exit this page" leads there.
    `services`, `teams`, `directorates` and `partners` hold every version of each; `portal.organisation.routing`
    picks the one in force on a day.
    """

    key: str
    name: str
    contact: Contact
    privacy: Privacy
    working_hours: WorkingHours
    closed_days: tuple[date, ...]
    default_procedure: str
    central_team: str
    urgent_team: str
    unsure_service: str
    exit_to: str
    emergency_numbers: tuple[EmergencyNumber, ...]
    directorates: tuple[Directorate, ...]
    teams: tuple[Team, ...]
    partners: tuple[Partner, ...]
    groups: tuple[Group, ...]
    services: tuple[Service, ...]
    urgent_words: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    offices: Annotated[tuple[Office, ...], LEFT_OUT]
    ethnic_categories: Annotated[tuple[EthnicCategory, ...], LEFT_OUT]

    @property
    def restricted_services(self) -> frozenset[str]:
        """The keys of the services whose matters are restricted, at any time."""
        return frozenset(service.key for service in self.services if service.restricted)

    @property
    def care_services(self) -> frozenset[str]:
        """The keys of the services of social care, at any time."""
        return frozenset(service.key for service in self.services if service.care)

    @property
    def data_threshold(self) -> int:
        """The smallest number that is ever published; smaller ones are held back."""
        return self.privacy.data_threshold
