"""Answers to the equality questions, apart from everything else, and the tables last made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "equality_sets",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("person_hmac", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_equality_sets"),
        sa.UniqueConstraint("person_hmac", name="uq_equality_sets_person_hmac"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_equality_sets_year", "equality_sets", ["year"])
    op.create_table(
        "equality_releases",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_equality_releases"),
    )


def downgrade() -> None:
    """Refuse: what people answered would be lost."""
    raise RuntimeError("these tables are not taken away: restore a backup")
