"""A file says when it could not be scanned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("stored_files") as files:
        files.add_column(sa.Column("scan_tried_at", Instant(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("stored_files") as files:
        files.drop_column("scan_tried_at")
