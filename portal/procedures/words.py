"""The words for what the rule files name by key, so that each is found by the translators.

A rule file with a key that has no words here is refused when it is loaded. The name of a procedure stands in its file.
"""

from portal.i18n import lazy

RESPONDERS = {
    "service": lazy("the service you complained about"),
    "service_manager": lazy("a manager of the service"),
    "reviewer": lazy("a senior officer who has not dealt with your complaint before"),
    "corporate_complaints_team": lazy("the corporate complaints and casework team"),
    "independent_adjudicator": lazy("the Independent Adjudicator"),
    "independent_investigator": lazy("an investigator who is independent of the service"),
    "review_panel": lazy("a panel of three independent people, and then the executive director"),
}

MILESTONES = {
    "panel_held": lazy("the review panel meets"),
    "panel_findings": lazy("the review panel tells you what it found"),
}

OMBUDSMEN = {
    "lgsco": lazy("Local Government and Social Care Ombudsman"),
    "housing": lazy("Housing Ombudsman Service"),
}

# By the names of the `holidays` library; what it adds later is shown by the library's own name.
HOLIDAYS = {
    "New Year's Day": lazy("New Year’s Day"),
    "New Year's Day (observed)": lazy("New Year’s Day (substitute day)"),
    "Good Friday": lazy("Good Friday"),
    "Easter Monday": lazy("Easter Monday"),
    "May Day": lazy("Early May bank holiday"),
    "Spring Bank Holiday": lazy("Spring bank holiday"),
    "Late Summer Bank Holiday": lazy("Summer bank holiday"),
    "Christmas Day": lazy("Christmas Day"),
    "Christmas Day (observed)": lazy("Christmas Day (substitute day)"),
    "Boxing Day": lazy("Boxing Day"),
    "Boxing Day (observed)": lazy("Boxing Day (substitute day)"),
    "Golden Jubilee of Elizabeth II": lazy("Golden Jubilee bank holiday"),
    "Diamond Jubilee of Elizabeth II": lazy("Diamond Jubilee bank holiday"),
    "Wedding of William and Catherine": lazy("Royal wedding bank holiday"),
    "Platinum Jubilee of Elizabeth II": lazy("Platinum Jubilee bank holiday"),
    "State Funeral of Queen Elizabeth II": lazy("Bank holiday for the funeral of Queen Elizabeth II"),
    "Coronation of Charles III": lazy("Bank holiday for the coronation of King Charles III"),
    "Council closed": lazy("the council is closed"),
}


def holiday(name: str) -> str:
    """Return the name of a closed day in the current language, or as it is when it is not known."""
    return str(HOLIDAYS.get(name, name))
