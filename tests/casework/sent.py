"""A complaint for somebody else, sent through the pages: its writer's browser, their paper, and the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint
from tests.casework.cases import Casework
from tests.complaints.walking import all_the_way, code_shown, reference_shown
from tests.inspecting_client import InspectingClient


@dataclass
class Sent:
    """What was sent; ``complaint`` and ``claim`` are as they were then."""

    client: InspectingClient
    number: str
    code: str
    complaint: Complaint
    claim: Authority

    @property
    def desk(self) -> str:
        return f"/desk/complaint/{self.complaint.id}"

    def page(self, act: str) -> str:
        """The desk's page of an act on the claim."""
        return f"{self.desk}/authority/{self.claim.id}/{act}"

    def open(self, app: Flask) -> InspectingClient:
        """Open it with the paper, in another browser."""
        client = InspectingClient(app)
        client.get("/track")
        client.post_form(reference=self.number, code=self.code)
        return client


def send(app: Flask, casework: Casework, answers: Mapping[str, str]) -> Sent:
    """Answer every page and send it."""
    client = InspectingClient(app)
    all_the_way(client, answers)
    number, code = reference_shown(client), code_shown(client)
    with casework.database.session() as db:
        complaint = db.scalars(select(Complaint).order_by(Complaint.received_at.desc()).limit(1)).one()
        claim = db.scalars(select(Authority).where(Authority.complaint_id == complaint.id)).one()
    assert complaint.words == answers["words"]
    return Sent(client, number, code, complaint, claim)
