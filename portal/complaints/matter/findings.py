"""What an answer can find: the formal word for officers and reports, and what the person reads."""

from __future__ import annotations

from dataclasses import dataclass

from portal.i18n import lazy


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``formal`` is the reports' word, ``plain`` what stands on residents' pages and in letters."""

    key: str
    formal: str
    plain: str
    refuses: bool = False


_ALL = (
    Finding("upheld", lazy("Upheld"), lazy("We got this wrong")),
    Finding("partly_upheld", lazy("Partly upheld"), lazy("We got some of this wrong")),
    Finding("not_upheld", lazy("Not upheld"), lazy("We did not find that we got this wrong")),
    Finding("resolved_first_contact", lazy("Resolved at first contact"), lazy("We put this right straight away")),
    Finding("resolved_mediation", lazy("Resolved by mediation"), lazy("We settled this together with you")),
    Finding("signposted", lazy("Signposted"), lazy("Somebody else can help with this, and we tell you who")),
    Finding(
        "outside_jurisdiction",
        lazy("Outside jurisdiction"),
        lazy("We are not allowed to decide this; these people can"),
        refuses=True,
    ),
    Finding("rejected", lazy("Rejected"), lazy("We will not look into this, and why"), refuses=True),
)

FINDINGS: dict[str, Finding] = {one.key: one for one in _ALL}
"""Every finding a reply may have, by key, in the order officers choose from.

A withdrawal is the person's own act and no reply. With ``refuses`` the council does not decide the matter, so the
reply names the ombudsman too (LGSCO Code 2).
"""
