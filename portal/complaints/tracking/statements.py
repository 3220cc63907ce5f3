"""Two statements of a complaint’s page, built once per process: the matter as it was opened, and the dates promised."""

from __future__ import annotations

from sqlalchemy import (
    bindparam,
    select,
)

from portal.complaints.matter.models import PromisedDate

PROMISES = (
    select(
        PromisedDate.stage,
        PromisedDate.kind,
        PromisedDate.due,
        PromisedDate.because,
        PromisedDate.worked_out,
        PromisedDate.promised_at,
        PromisedDate.kept_at,
        PromisedDate.replaced_at,
    )
    .where(PromisedDate.complaint_id == bindparam("complaint_id"))
    .order_by(PromisedDate.stage, PromisedDate.due, PromisedDate.promised_at)
)
