"""Where somebody else must not see what a person does here: by the service, and by what the person said."""

from __future__ import annotations

from datetime import date

from portal.complaints.questions.answers import Answers
from portal.organisation import routing
from portal.organisation.model import Council


def is_sensitive(answers: Answers, council: Council, today: date) -> bool:
    """Whether a draft is about something sensitive: its service, a child, or somebody who must not be told."""
    return answers.acting_as == "child" or bool(answers.not_to_tell.strip()) or of_service(
        answers.service or "", council, today
    )  # fmt: skip


def of_service(key: str, council: Council, today: date) -> bool:
    """Whether of complaints about this service only the day is said in lists, or few officers see them."""
    service = routing.find_service(council, key, today)
    return service is not None and (service.quiet or service.restricted)
