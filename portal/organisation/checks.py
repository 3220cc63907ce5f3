"""What must hold between the parts of a council before anybody can complain to it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from portal.organisation.model import Council, Dated, Service
from portal.procedures import catalogue


def faults_between(council: Council) -> list[str]:
    """Every fault between the council's parts, one sentence each; an empty list when there is none."""
    return [
        *_overlaps("directorate", council.directorates),
        *_overlaps("team", council.teams),
        *_overlaps("partner", council.partners),
        *_overlaps("service", council.services),
        *_overlaps("office", council.offices),
        *_repeated("group", (group.key for group in council.groups)),
        *_repeated("emergency number", (number.key for number in council.emergency_numbers)),
        *_repeated("elsewhere", (place.slug for place in council.elsewhere)),
        *_repeated("ethnic category", (category.key for category in council.ethnic_categories)),
        *_teams_without_directorate(council),
        *_service_faults(council),
        *_house_faults(council),
    ]


def _overlaps(what: str, entries: Iterable[Dated]) -> Iterator[str]:
    by_key: dict[str, list[Dated]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(entry)
    for key, versions in by_key.items():
        versions.sort(key=lambda version: version.starts)
        for earlier, later in pairwise(versions):
            if earlier.ends is None or earlier.ends >= later.starts:
                yield f"{what} “{key}”: its dates overlap on {later.starts.isoformat()}"


def _repeated(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{what} “{key}”: stands {count} times in the file"


def _teams_without_directorate(council: Council) -> Iterator[str]:
    for team in council.teams:
        gap = _first_day_without(team, [entry for entry in council.directorates if entry.key == team.directorate])
        if gap:
            yield f"team “{team.key}”: there is no directorate “{team.directorate}” on {gap.isoformat()}"


def _service_faults(council: Council) -> Iterator[str]:
    service_keys = {service.key for service in council.services}
    group_keys = {group.key for group in council.groups}
    for service in council.services:
        where = f"service “{service.key}”"
        yield from _nobody_behind(council, service)
        yield from _wrong_procedure(service)
        if service.group not in group_keys:
            yield f"{where}: there is no group “{service.group}”"
        for neighbour in service.neighbours:
            if neighbour not in service_keys:
                yield f"{where}: its neighbour “{neighbour}” is not a service"
            elif neighbour == service.key:
                yield f"{where}: it cannot be its own neighbour"
        if service.partner:
            gap = _first_day_without(service, [entry for entry in council.partners if entry.key == service.partner])
            if gap:
                yield f"{where}: there is no partner “{service.partner}” on {gap.isoformat()}"


def _nobody_behind(council: Council, service: Service) -> Iterator[str]:
    where = f"service “{service.key}”"
    gap = _first_day_without(service, [team for team in council.teams if team.key == service.team])
    if gap:
        yield (
            f"{where}: a category with nobody behind it cannot be published; "
            f"there is no team “{service.team}” on {gap.isoformat()}"
        )
    parts = [entry for entry in council.directorates if entry.key == service.directorate]
    gap = _first_day_without(service, parts)
    if gap:
        yield f"{where}: there is no directorate “{service.directorate}” on {gap.isoformat()}"


def _wrong_procedure(service: Service) -> Iterator[str]:
    versions = catalogue.load().procedures.get(service.procedure)
    if not versions:
        yield f"service “{service.key}”: there is no procedure “{service.procedure}”"
    elif service.ends is None and not versions[-1].serves(service.ombudsman, on=date.max):
        yield f"service “{service.key}”: “{service.procedure}” cannot be used for {service.ombudsman}"


def _first_day_without(dated: Dated, cover: Sequence[Dated]) -> date | None:
    """The first day of `dated` on which none of `cover` is in force; None when every day is covered."""
    day = dated.starts
    for entry in sorted(cover, key=lambda version: version.starts):
        if entry.starts > day:
            break
        if entry.ends is None:
            return None
        day = max(day, entry.ends + timedelta(days=1))
    return None if dated.ends is not None and day > dated.ends else day


def _house_faults(council: Council) -> Iterator[str]:
    for what, key in (("central_team", council.central_team), ("urgent_team", council.urgent_team)):
        if not any(team.key == key and team.ends is None for team in council.teams):
            yield f"the council: “{what}” must be a team without a last day, and “{key}” is not"
    if not any(service.key == council.unsure_service and service.ends is None for service in council.services):
        yield f"the council: “unsure_service” must be a service without a last day, not “{council.unsure_service}”"
    hours = council.working_hours
    if hours.opens >= hours.closes:
        yield "[working_hours]: “opens” must be before “closes”"
    if council.default_procedure not in catalogue.load().procedures:
        yield f"the council: there is no procedure “{council.default_procedure}”"
