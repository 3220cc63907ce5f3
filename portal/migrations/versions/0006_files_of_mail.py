"""When the files of a mail were taken in as evidence of its matter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column: empty for mails that came before, so that their files are taken in too."""
    with op.batch_alter_table("inbound_mail") as mails:
        mails.add_column(sa.Column("files_at", Instant(timezone=True), nullable=True))


def downgrade() -> None:
    """Refuse: what came with mails would be taken in again."""
    raise RuntimeError("this column is not taken away: restore a backup")
