"""An officer to sign in with, and a browser that does so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.accounts import second_factor
from portal.accounts.models import Officer
from portal.accounts.officers import Activation, NewOfficer, make_officer
from portal.config import Settings
from portal.db import Database
from tests.inspecting_client import InspectingClient
from tests.page import Page


@dataclass
class Desk:
    """A council's officers, and how they sign in. Each browser is another client."""

    app: Flask
    database: Database
    settings: Settings

    def officer(self, name: str = "Grace Adeyemi", *, role: str = "central", team: str = "complaints") -> Activation:
        email = f"{name.lower().replace(' ', '.')}@council.example"
        with self.database.changes() as db:
            return make_officer(
                db,
                self.settings,
                NewOfficer(name=name, email=email, team=team, role=role),
                issuer="Example Borough",
                lasting=True,
                now=clock.now(),
            )

    def fresh_code(self, officer: Activation) -> str:
        """Forget which code was used last, as if half a minute had passed, and return the one of now."""
        with self.database.changes() as db:
            db.execute(update(Officer).where(Officer.id == officer.officer_id).values(totp_step=0))
        return second_factor.code_at(officer.totp_secret, clock.now())

    def signed_in(self, officer: Activation, *, at: str = "/desk/sign-in") -> InspectingClient:
        browser = InspectingClient(self.app)
        self.sign_in(browser, officer, at=at)
        return browser

    def sign_in(
        self, browser: InspectingClient, officer: Activation, *, at: str = "/desk/sign-in", password: str | None = None
    ) -> Page:
        browser.get(at)
        return browser.post_form(
            email=officer.email, password=password or officer.password, code=self.fresh_code(officer)
        )


@pytest.fixture
def desk(app: Flask, database: Database, settings: Settings) -> Desk:
    return Desk(app, database, settings)


Make = Callable[..., Activation]


@pytest.fixture
def make(database: Database, settings: Settings) -> Make:
    """Makes an officer without any application."""

    def made(email: str = "grace@council.example", *, role: str = "central", lasting: bool = True) -> Activation:
        new = NewOfficer(name="Grace Adeyemi", email=email, team="complaints", role=role)
        with database.changes() as db:
            return make_officer(db, settings, new, issuer="Example Borough", lasting=lasting, now=clock.now())

    return made
