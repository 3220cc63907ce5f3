"""Chases, proofs of a session, possible duplicates, and what a draft says about earlier matters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the draft's columns."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("different_from", sa.Text(), nullable=False, server_default=""))
        drafts.add_column(sa.Column("again_of", sa.String(32), nullable=True))
        drafts.create_foreign_key("fk_drafts_again_of", "complaints", ["again_of"], ["id"])
    op.create_table(
        "chases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_chases_complaint_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_chases_person_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_chases_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chases"),
    )
    op.create_index("ix_chases_complaint_id", "chases", ["complaint_id"])
    op.create_index(
        "uq_chase_open",
        "chases",
        ["complaint_id", "kind"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "session_proofs",
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_hash"], ["web_sessions.id_hash"], name="fk_session_proofs_session_hash"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_points.id"], name="fk_session_proofs_contact_id"),
        sa.PrimaryKeyConstraint("session_hash", "contact_id", name="pk_session_proofs"),
    )
    op.create_table(
        "possible_duplicates",
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=True),
        sa.Column("decision", sa.String(12), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_possible_duplicates_complaint_id"),
        sa.ForeignKeyConstraint(["other_id"], ["complaints.id"], name="fk_possible_duplicates_other_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name="fk_possible_duplicates_decided_by"),
        sa.PrimaryKeyConstraint("complaint_id", "other_id", name="pk_possible_duplicates"),
    )
    op.create_index("ix_possible_duplicates_other_id", "possible_duplicates", ["other_id"])
    op.create_table(
        "duplicate_looks",
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_duplicate_looks_complaint_id"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_duplicate_looks"),
    )


def downgrade() -> None:
    """Refuse: what people asked would be lost."""
    raise RuntimeError("these tables are not taken away: restore a backup")
