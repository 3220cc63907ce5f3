"""What was said about an enquiry: its words and its answer become the first exchanges under its reference."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_CARRIED = (
    """INSERT INTO enquiry_exchanges (id, enquiry_id, seq, kind, at, signed_by, body, due)
    SELECT send_key, id, 1, 'asked', received_at, '', words, due FROM enquiries""",
    """INSERT INTO enquiry_exchanges (id, enquiry_id, seq, kind, at, officer_id, signed_by, body)
    SELECT enquiry_id, enquiry_id, 2, 'answered', at, officer_id, signed_by, body FROM enquiry_replies""",
)


def upgrade() -> None:
    """Make the table, carry over what was said, and take away where it stood."""
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
    for statement in _CARRIED:
        op.execute(statement)
    op.drop_table("enquiry_replies")
    with op.batch_alter_table("enquiries") as enquiries:
        enquiries.drop_constraint("uq_enquiries_send_key", type_="unique")
        enquiries.drop_column("send_key")
        enquiries.drop_column("words")


def downgrade() -> None:
    """Refuse: what offices added would be lost."""
    raise RuntimeError("this is not taken away: restore a backup")
