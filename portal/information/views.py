"""Pages that anybody may read; none of them asks for anything or writes anything."""

from datetime import date

from flask import Blueprint, abort, render_template

from portal import clock
from portal.information.procedure_pages import procedures_in_use
from portal.organisation import council as councils
from portal.organisation.model import Council
from portal.procedures import ombudsmen
from portal.web.access import public
from portal.web.unit_of_work import settings

blueprint = Blueprint("information", __name__)

# The law asks for the day of the statement: change it whenever the website is tested again.
STATEMENT_WRITTEN_ON = date(2026, 11, 20)


def _council() -> Council:
    return councils.load(settings().council_file)


@blueprint.get("/")
@public
def home() -> str:
    """The start page: what this is for, and the ways to begin."""
    return render_template("information/home.html", council=_council())


@blueprint.get("/how-we-deal-with-complaints")
@public
def how_we_deal() -> str:
    """Stages, times and ombudsmen, from the procedures in force today."""
    council, today = _council(), clock.today()
    return render_template(
        "information/how_we_deal.html",
        council=council,
        procedures=procedures_in_use(council, today),
        ombudsmen=ombudsmen.load(),
        today=today,
    )


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement, with the way to tell us what does not work."""
    return render_template("information/accessibility.html", council=_council(), written_on=STATEMENT_WRITTEN_ON)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What we do with what people tell us."""
    return render_template("information/privacy.html", council=_council(), limits=settings().limits)


@blueprint.get("/contact")
@public
def contact() -> str:
    """Phone, post, opening hours and emergency numbers, and how to complain by each."""
    return render_template("information/contact.html", council=_council())


@blueprint.get("/elsewhere")
@public
def elsewhere() -> str:
    """What may have a better place than a complaint to the council."""
    return render_template("information/elsewhere.html", council=_council())


@blueprint.get("/elsewhere/<slug>")
@public
def elsewhere_page(slug: str) -> str:
    """One better place, what we can still look at, and the way to complain all the same."""
    council = _council()
    place = next((place for place in council.elsewhere if place.slug == slug), None)
    if place is None:
        abort(404)
    return render_template("information/elsewhere_page.html", council=council, place=place)
