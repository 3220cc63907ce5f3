"""What lets somebody act for another person, and organisations with their advocates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Who wrote for somebody else before has no row, and keeps what they could see.

    Whom a matter is about could only look; now they may write too.
    """
    op.execute("UPDATE grants SET may = 'see add contact further' WHERE may = 'see'")
    op.create_table(
        "authorities",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("affected_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("scope", sa.String(12), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("claimed_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=True),
        sa.Column("contact_id", sa.String(32), nullable=True),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(16), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(32), nullable=True),
        sa.Column("checked_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("consulted", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("sees_others", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_authorities_complaint_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_authorities_person_id"),
        sa.ForeignKeyConstraint(["affected_id"], ["persons.id"], name="fk_authorities_affected_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_points.id"], name="fk_authorities_contact_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name="fk_authorities_file_id"),
        sa.ForeignKeyConstraint(["checked_by"], ["officers.id"], name="fk_authorities_checked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name="fk_authorities_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_authorities"),
    )
    for column in ("complaint_id", "person_id", "affected_id", "state"):
        op.create_index(f"ix_authorities_{column}", "authorities", [column])
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["officers.id"], name="fk_organisations_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("normal", sa.String(320), nullable=False),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(32), nullable=False),
        sa.Column("left_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_memberships_organisation_id"),
        sa.ForeignKeyConstraint(["added_by"], ["officers.id"], name="fk_memberships_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.UniqueConstraint("organisation_id", "normal", name="uq_membership_address"),
    )
    op.create_index("ix_memberships_organisation_id", "memberships", ["organisation_id"])
    op.create_index("ix_memberships_normal", "memberships", ["normal"])


def downgrade() -> None:
    """Refuse: who may act for whom would be lost."""
    raise RuntimeError("these tables are not taken away: restore a backup")
