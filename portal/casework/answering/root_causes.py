"""The council's one list of root causes, chosen when a stage is answered; residents never see it."""

from __future__ import annotations

from portal.i18n import lazy

ROOT_CAUSES: dict[str, str] = {
    "quality_of_service": lazy("Quality of service"),
    "communications": lazy("Communications"),
    "service_failure": lazy("Service failure"),
    "objection_to_decision": lazy("Objection to an eligibility or assessment decision"),
    "service_delay": lazy("Service delay"),
    "staff_attitude": lazy("Staff attitude or behaviour"),
    "change_of_service": lazy("Withdrawal, change or reduction of service"),
    "contractor": lazy("Contractor"),
    "policy_objection": lazy("Policy objection"),
}
