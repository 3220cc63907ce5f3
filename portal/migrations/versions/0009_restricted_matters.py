"""Matters restricted, staff named in them, opened in an emergency, and the log of who read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _table(
        "restrictions",
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("at"),
        sa.Column("by", sa.String(32), nullable=False),
        _instant("lifted_at", nullable=True),
        sa.Column("lifted_by", sa.String(32), nullable=True),
        officers=("by", "lifted_by"),
    )
    _unique_while("uq_restriction_standing", "restrictions", ["complaint_id"], "lifted_at IS NULL")
    _table(
        "named_staff",
        sa.Column("officer_id", sa.String(32), nullable=False),
        _instant("at"),
        sa.Column("by", sa.String(32), nullable=False),
        _instant("ended_at", nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        officers=("officer_id", "by", "ended_by"),
    )
    op.create_index("ix_named_staff_complaint_id", "named_staff", ["complaint_id"])
    _unique_while("uq_named_staff_standing", "named_staff", ["officer_id", "complaint_id"], "ended_at IS NULL")
    _table(
        "emergency_openings",
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("at"),
        _instant("until"),
        officers=("officer_id",),
    )
    op.create_index("ix_emergency_openings_complaint_id", "emergency_openings", ["complaint_id"])
    _table(
        "reading_log",
        sa.Column("officer_id", sa.String(32), nullable=False),
        _instant("at"),
        sa.Column("what", sa.String(64), nullable=False),
        officers=("officer_id",),
    )
    op.create_index("ix_reading_log_complaint_id", "reading_log", ["complaint_id"])
    op.create_index("ix_reading_log_officer_id", "reading_log", ["officer_id"])


def downgrade() -> None:
    """Refuse: who must not see a matter would be lost."""
    raise RuntimeError("these tables are not taken away: restore a backup")


def _table(name: str, *columns: sa.Column[object], officers: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.String(32), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=f"fk_{name}_complaint_id"),
        *(sa.ForeignKeyConstraint([one], ["officers.id"], name=f"fk_{name}_{one}") for one in officers),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _unique_while(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, Instant(timezone=True), nullable=nullable)
