"""Safe contact and ways not to use belong to the person; letters are held; what was done waits to reach them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    with op.batch_alter_table("persons") as persons:
        persons.add_column(sa.Column("not_by", sa.String(32), nullable=False, server_default=""))
        persons.add_column(sa.Column("needs_checked_at", Instant(timezone=True), nullable=True))
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("held_at", Instant(timezone=True), nullable=True))
    with op.batch_alter_table("promised_dates") as promised:
        promised.add_column(sa.Column("done_at", Instant(timezone=True), nullable=True))
    op.create_table(
        "safe_contacts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("instructions", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", Instant(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(32), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_safe_contacts_person_id"),
        sa.ForeignKeyConstraint(["begun_by"], ["officers.id"], name="fk_safe_contacts_begun_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["officers.id"], name="fk_safe_contacts_ended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_safe_contacts"),
    )
    op.create_index(
        "uq_safe_contact_standing",
        "safe_contacts",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Refuse: letters that are held would leave."""
    raise RuntimeError("this is not taken away: restore a backup")
