"""Letters that leave together, when one mailbox is owed too many in a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("goes_with", sa.String(32), nullable=True))
        letters.create_index("ix_letters_goes_with", ["goes_with"])


def downgrade() -> None:
    """Refuse: which letter left for which would be lost."""
    raise RuntimeError("this column is not taken away: restore a backup")
