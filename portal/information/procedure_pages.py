"""What "how we deal with complaints" says, put together from the council and the procedures in force."""

from dataclasses import dataclass
from datetime import date

from portal.errors import NotFound
from portal.organisation.model import Council, Service
from portal.organisation.routing import services_in_force
from portal.procedures import catalogue, ombudsmen
from portal.procedures.describe import ProcedureDescription, describe
from portal.procedures.ombudsmen import Ombudsman


@dataclass(frozen=True, slots=True)
class ProcedureInUse:
    """A procedure in words, the services that follow it, and the ombudsmen it can lead to.

    `everything_else` marks the council's own default, which needs no list of services.
    """

    description: ProcedureDescription
    services: tuple[Service, ...]
    ombudsmen: tuple[Ombudsman, ...]
    everything_else: bool


def procedures_in_use(council: Council, on: date) -> tuple[ProcedureInUse, ...]:
    """The procedures that new complaints follow on a day, the council's default first, in the current language."""
    by_key: dict[str, list[Service]] = {council.default_procedure: []}
    for service in services_in_force(council, on):
        by_key.setdefault(service.procedure, []).append(service)
    pages = []
    for key, services in by_key.items():
        try:
            version = catalogue.load().version_in_force(key, on=on)
        except NotFound:
            continue
        functions = {service.ombudsman for service in services} or {"council"}
        named = (place for place in ombudsmen.load() if functions & set(place.looks_at))
        pages.append(
            ProcedureInUse(
                description=describe(version),
                services=tuple(services),
                ombudsmen=tuple(named),
                everything_else=key == council.default_procedure,
            )
        )
    return tuple(pages)
