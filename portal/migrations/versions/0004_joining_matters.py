"""Joining, splitting and linking matters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of merges, splits and groups."""
    op.create_table(
        "same_persons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("one_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("withdrawn_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["officers.id"], name=op.f("fk_same_persons_by")),
        sa.ForeignKeyConstraint(["one_id"], ["persons.id"], name=op.f("fk_same_persons_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["persons.id"], name=op.f("fk_same_persons_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_persons")),
    )
    with op.batch_alter_table("same_persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_same_persons_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_same_persons_other_id"), ["other_id"], unique=False)

    op.create_table(
        "groups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["complaints.id"], name=op.f("fk_groups_lead_id")),
        sa.ForeignKeyConstraint(["made_by"], ["officers.id"], name=op.f("fk_groups_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_groups_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "merges",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kept_id", sa.String(length=32), nullable=False),
        sa.Column("merged_id", sa.String(length=32), nullable=False),
        sa.Column("surviving_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("promises", sa.JSON(), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["officers.id"], name=op.f("fk_merges_by")),
        sa.ForeignKeyConstraint(["kept_id"], ["complaints.id"], name=op.f("fk_merges_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["complaints.id"], name=op.f("fk_merges_merged_id")),
        sa.ForeignKeyConstraint(["surviving_id"], ["complaints.id"], name=op.f("fk_merges_surviving_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["officers.id"], name=op.f("fk_merges_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merges_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_surviving_id"), ["surviving_id"], unique=False)
        batch_op.create_index(
            "uq_merge_standing",
            ["merged_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "group_members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("left_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["officers.id"], name=op.f("fk_group_members_added_by")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_group_members_complaint_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_members_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
    )
    with op.batch_alter_table("group_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_members_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_group_member",
            ["complaint_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "splits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["officers.id"], name=op.f("fk_splits_by")),
        sa.ForeignKeyConstraint(["first_id"], ["complaints.id"], name=op.f("fk_splits_first_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_splits_message_id")),
        sa.ForeignKeyConstraint(["second_id"], ["complaints.id"], name=op.f("fk_splits_second_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["officers.id"], name=op.f("fk_splits_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_splits")),
        sa.UniqueConstraint("message_id", name=op.f("uq_splits_message_id")),
        sa.UniqueConstraint("second_id", name="uq_split_second"),
    )
    with op.batch_alter_table("splits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_splits_first_id"), ["first_id"], unique=False)


def downgrade() -> None:
    """Refuse: joined matters would fall apart."""
    raise RuntimeError("joined matters are not taken apart by a downgrade: restore a backup")
