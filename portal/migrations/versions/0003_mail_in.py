"""Mail that comes in, and the address each letter is answered at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of mail that comes in."""
    op.add_column("letters", sa.Column("reply_hmac", sa.String(length=64), nullable=True))
    op.create_index("uq_letters_reply_hmac", "letters", ["reply_hmac"], unique=True)
    op.create_table(
        "inbound_mail",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("message_key", sa.String(length=64), nullable=False),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quoted", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("dmarc", sa.String(length=12), nullable=False),
        sa.Column("automatic", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("answers_id", sa.String(length=32), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["answers_id"], ["letters.id"], name=op.f("fk_inbound_mail_answers_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_inbound_mail_complaint_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_inbound_mail_decided_by")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_inbound_mail_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbound_mail_digest")),
    )
    for column in ("answers_id", "complaint_id", "decision", "draft_id", "letter_id", "message_key"):
        op.create_index(op.f(f"ix_inbound_mail_{column}"), "inbound_mail", [column], unique=False)

    op.create_table(
        "inbound_raw",
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["inbound_mail.id"], name=op.f("fk_inbound_raw_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_inbound_raw")),
    )


def downgrade() -> None:
    """Refuse: mail that came in would be lost."""
    raise RuntimeError("mail that came in is not thrown away: restore a backup")
