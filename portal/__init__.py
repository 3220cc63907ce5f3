"""The Complaints Portal: create_app() wires the house together and does nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application.

    The subjects are imported here, so that ``import portal.procedures`` loads neither Flask nor SQLAlchemy.
    Raises UnsafeSettings when the environment is not safe to run with.
    """
    from flask import Flask

    from portal import clock, config
    from portal.db import Database

    if settings is None:
        # Started by a server or a command: all it writes is its own user's alone.
        os.umask(config.OWN_FILES)
    chosen = settings or config.from_environment()
    clock.use_offset_file(chosen.clock_file)
    app = Flask("portal", template_folder=str(config.ROOT / "templates"), static_folder=None)
    app.config["SECRET_KEY"] = chosen.secret_key
    app.extensions["portal.settings"] = chosen

    from portal import cli, jobs
    from portal.accounts import views as accounts
    from portal.casework import views as casework
    from portal.complaints.acting import consent_views
    from portal.complaints.codes import letter_secrets
    from portal.complaints.equality import views as equality_views
    from portal.complaints.follow_up import asking_views, evidence_views, reaching_views
    from portal.complaints.follow_up import views as following_views
    from portal.complaints.incoming import letterbox_views
    from portal.complaints.journey import (
        actions,
        confirming_views,
        ending_views,
        files_views,
        matters_views,
        proving_views,
        returning_views,
        sending_views,
    )
    from portal.complaints.journey import views as journey_views
    from portal.complaints.listing import caseload_views, own_views
    from portal.complaints.tracking import beside_views, code_views
    from portal.complaints.tracking import views as tracking_views
    from portal.enquiries import desk_views, office_views
    from portal.files import sweeps as file_sweeps
    from portal.information import leaving_views
    from portal.information import views as information
    from portal.letters import views as letters
    from portal.organisation import council
    from portal.web import (
        access,
        asking,
        assets,
        compression,
        drawing,
        error_pages,
        forgetting,
        known_browser,
        leaving,
        locale,
        logs,
        security,
        sessions,
        unit_of_work,
    )

    unit_of_work.wire(app, Database(chosen.database_url, synchronous=chosen.sqlite_synchronous, waits=chosen.waits))
    logs.wire(app)
    drawing.wire(app)
    assets.serve_static(app)
    app.jinja_env.globals["council"] = council.load(chosen.council_file)
    error_pages.wire(app)
    sessions.wire(app)
    leaving.wire(app)
    known_browser.wire(app)
    locale.wire(app, chosen)
    security.wire(app, chosen)
    asking.wire(app, chosen)
    compression.wire(app)
    access.wire(app)
    accounts.wire(app, chosen)
    jobs.use(chosen)
    letters.wire(app, chosen, at_sending=letter_secrets.at_sending)
    app.register_blueprint(information.blueprint)
    app.register_blueprint(leaving_views.blueprint)
    for pages in (
        journey_views,
        files_views,
        proving_views,
        matters_views,
        sending_views,
        confirming_views,
        returning_views,
        ending_views,
    ):
        app.register_blueprint(pages.blueprint)
    casework.wire(app)
    file_sweeps.register()
    forgetting.register()
    tracking_views.wire(app, goes_on=actions.GOES_ON, says=actions.SAYS)
    for pages in (
        tracking_views,
        beside_views,
        code_views,
        own_views,
        caseload_views,
        consent_views,
        following_views,
        evidence_views,
        asking_views,
        reaching_views,
        letterbox_views,
        equality_views,
    ):
        app.register_blueprint(pages.blueprint)
    office_views.wire(app)
    desk_views.wire(app)
    cli.wire(app)
    return app
