"""Elected members' enquiries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "enquiries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("sent_from", sa.String(320), nullable=False),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("constituent", sa.Text(), nullable=False),
        sa.Column("quoted", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("procedure_from", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("late_told", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
        sa.UniqueConstraint("number", name="uq_enquiries_number"),
    )
    op.create_index("ix_enquiries_office", "enquiries", ["office"])
    op.create_table(
        "enquiry_exchanges",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("enquiry_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("logged_at", Instant(timezone=True), nullable=True),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_enquiry_exchanges_enquiry_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_enquiry_exchanges_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry_exchanges"),
        sa.UniqueConstraint("enquiry_id", "seq", name="uq_enquiry_exchanges_enquiry_id_seq"),
    )
    op.create_table(
        "enquiry_links",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("enquiry_id", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("consented_at", Instant(timezone=True), nullable=True),
        sa.Column("consented_by", sa.String(32), nullable=True),
        sa.Column("consent_how", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_enquiry_links_enquiry_id"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_enquiry_links_complaint_id"),
        sa.ForeignKeyConstraint(["by"], ["officers.id"], name="fk_enquiry_links_by"),
        sa.ForeignKeyConstraint(["consented_by"], ["officers.id"], name="fk_enquiry_links_consented_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["officers.id"], name="fk_enquiry_links_ended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry_links"),
    )
    op.create_index("ix_enquiry_links_complaint_id", "enquiry_links", ["complaint_id"])
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_enquiry_link", "enquiry_links", ["enquiry_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "office_proofs",
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_hash"], ["web_sessions.id_hash"], name="fk_office_proofs_session_hash"),
        sa.PrimaryKeyConstraint("session_hash", name="pk_office_proofs"),
    )


def downgrade() -> None:
    """Refuse: what members asked would be lost."""
    raise RuntimeError("these tables are not taken away: restore a backup")
