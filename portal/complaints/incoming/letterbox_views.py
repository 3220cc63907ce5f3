"""The letterbox: words with a reference and no code, and always the same thanks."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.incoming import letterbox
from portal.complaints.incoming.forms import LetterboxForm
from portal.web.access import public
from portal.web.unit_of_work import changes

blueprint = Blueprint("letterbox", __name__)


@blueprint.route("/add", methods=["GET", "POST"])
@public
def add() -> ResponseReturnValue:
    """Take words for the matter of a reference; show nothing of it, not even whether it is ours."""
    form = LetterboxForm()
    if form.validate_on_submit():
        with changes() as db:
            letterbox.post_words(
                db,
                typed_reference=form.reference.data or "",
                words=form.body.data or "",
                contact=form.contact.data or "",
                send_key=form.send_key.data or "",
                now=clock.now(),
            )
        return redirect(url_for("letterbox.thanks"), 303)
    return render_template("complaints/incoming/letterbox.html", form=form, back=url_for("tracking.sign_in"))


@blueprint.get("/add/thanks")
@public
def thanks() -> ResponseReturnValue:
    """Say the same to everybody."""
    return render_template("complaints/incoming/letterbox_thanks.html")
