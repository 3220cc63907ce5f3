"""Which team, directorate and procedure a complaint belongs to on a day. Everything lands with somebody."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from portal.errors import NotFound
from portal.organisation.model import Council, Dated, Directorate, Group, OmbudsmanFunction, Partner, Service, Team

Version = TypeVar("Version", bound=Dated)


def find_service(council: Council, key: str | None, on: date) -> Service | None:
    """The service with this key as it is on a day, or None when there is none that day."""
    return _in_force(council.services, key, on)


def service_in_force(council: Council, key: str, on: date) -> Service:
    """The service with this key as it is on a day. Raises NotFound for an unknown or a vanished service."""
    service = find_service(council, key, on)
    if service is None:
        raise NotFound("service")
    return service


def services_in_force(council: Council, on: date) -> tuple[Service, ...]:
    """Every service of that day, in the order of the file."""
    return tuple(service for service in council.services if _covers(service, on))


def services_by_group(council: Council, on: date) -> tuple[tuple[Group, tuple[Service, ...]], ...]:
    """The services of that day under their headings, for browsing; headings without any are left out."""
    members: dict[str, list[Service]] = {}
    for service in services_in_force(council, on):
        members.setdefault(service.group, []).append(service)
    return tuple((group, tuple(members[group.key])) for group in council.groups if group.key in members)


def find_team(council: Council, key: str | None, on: date) -> Team | None:
    """The team with this key as it is on a day, or None."""
    return _in_force(council.teams, key, on)


def get_team(council: Council, key: str, on: date) -> Team:
    """The team with this key as it is on a day. Raises NotFound."""
    team = find_team(council, key, on)
    if team is None:
        raise NotFound("team")
    return team


def team_for(council: Council, service_key: str | None, on: date) -> Team:
    """The team that answers about a service on a day.

    None, an unknown and a vanished service all go to the central complaints team: no complaint is without a team.
    """
    service = find_service(council, service_key, on)
    team = find_team(council, service.team, on) if service else None
    return team or central_team(council, on)


def central_team(council: Council, on: date) -> Team:
    """The team that takes everything nobody else does."""
    return find_team(council, council.central_team, on) or _latest(council.teams, council.central_team)


def urgent_team(council: Council, on: date) -> Team:
    """The team in whose queue urgent matters stand first."""
    return find_team(council, council.urgent_team, on) or _latest(council.teams, council.urgent_team)


def find_directorate(council: Council, key: str | None, on: date) -> Directorate | None:
    """The directorate with this key as it is on a day, or None."""
    return _in_force(council.directorates, key, on)


def directorate_for(council: Council, service_key: str | None, on: date) -> Directorate:
    """The directorate that owns a service on a day; that of the central team when there is no such service."""
    service = find_service(council, service_key, on)
    key = service.directorate if service else central_team(council, on).directorate
    return find_directorate(council, key, on) or _latest(council.directorates, key)


def find_partner(council: Council, key: str | None, on: date) -> Partner | None:
    """The partner organisation with this key as it is on a day, or None."""
    return _in_force(council.partners, key, on)


def procedure_for(council: Council, service_key: str | None, on: date) -> str:
    """The key of the procedure that a complaint about a service follows; the council's default if unknown."""
    service = find_service(council, service_key, on)
    return service.procedure if service else council.default_procedure


def ombudsman_for(council: Council, service_key: str | None, on: date) -> OmbudsmanFunction:
    """Which ombudsman's work a service belongs to."""
    service = find_service(council, service_key, on)
    return service.ombudsman if service else "council"


def neighbours_of(council: Council, service_key: str, on: date) -> frozenset[str]:
    """Keys of the services that residents mix up with this one, in either direction; never the service itself."""
    near = {service.key for service in council.services if _covers(service, on) and service_key in service.neighbours}
    service = find_service(council, service_key, on)
    return frozenset(near | set(service.neighbours if service else ()))


def _covers(entry: Dated, on: date) -> bool:
    return entry.starts <= on and (entry.ends is None or on <= entry.ends)


def _in_force(entries: Iterable[Version], key: str | None, on: date) -> Version | None:
    return next((entry for entry in entries if entry.key == key and _covers(entry, on)), None)


def _latest(entries: Iterable[Version], key: str) -> Version:
    """The newest version with this key, for a day before the file begins; the checks make sure there is one."""
    return max((entry for entry in entries if entry.key == key), key=lambda entry: entry.starts)
