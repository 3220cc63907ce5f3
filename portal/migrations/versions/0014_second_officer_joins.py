"""A second officer agrees before two people's matters may become one; what one officer's word joined stands apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ON_WORD = """
SELECT merges.id FROM merges
JOIN parties AS kept ON kept.complaint_id = merges.kept_id AND kept.role = 'writer'
JOIN parties AS merged ON merged.complaint_id = merges.merged_id AND merged.role = 'writer'
JOIN same_persons AS said ON said.withdrawn_at IS NULL AND (
    (said.one_id = kept.person_id AND said.other_id = merged.person_id)
    OR (said.one_id = merged.person_id AND said.other_id = kept.person_id)
)
WHERE merges.undone_at IS NULL
"""


def upgrade() -> None:
    """Make the table of requests, and let what was joined on an officer's word alone stand apart for its persons."""
    op.create_table(
        "join_requests",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("one_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("meaning", sa.String(12), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("decision", sa.String(12), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("checked", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["complaints.id"], name="fk_join_requests_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["complaints.id"], name="fk_join_requests_other_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["officers.id"], name="fk_join_requests_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name="fk_join_requests_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_join_requests"),
    )
    op.create_index("ix_join_requests_other_id", "join_requests", ["other_id"])
    op.create_index(
        "uq_join_request_waiting",
        "join_requests",
        ["one_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    with op.batch_alter_table("merges") as merges:
        merges.add_column(sa.Column("known_by", sa.String(8), nullable=False, server_default="proof"))
    op.execute(f"UPDATE merges SET known_by = 'word' WHERE id IN ({_ON_WORD})")  # noqa: S608
    # What came along with the other side in browsers that are open closes; a code of its own opens it again.
    op.execute(
        "UPDATE unlockings SET ended_at = opened_at WHERE how = 'joined' AND ended_at IS NULL AND grant_id IN ("
        "SELECT grants.id FROM grants JOIN merges ON merges.known_by = 'word' AND grants.complaint_id IN "
        "(merges.kept_id, merges.surviving_id, merges.merged_id))"
    )


def downgrade() -> None:
    """Refuse: what stands apart would be shown to other people."""
    raise RuntimeError("what stands apart is not put together by a downgrade: restore a backup")
