"""Who complains and for whom: the role, the organisation, age and death of the person affected, whose address it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; matters from before are taken as written by the person themselves."""
    with op.batch_alter_table("complaints") as complaints:
        complaints.add_column(sa.Column("acting_as", sa.String(16), nullable=False, server_default="self"))
        complaints.add_column(sa.Column("wants_advocate", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("persons") as persons:
        persons.add_column(sa.Column("organisation", sa.Text(), nullable=False, server_default=""))
        persons.add_column(sa.Column("born_on", sa.Date(), nullable=True))
        persons.add_column(sa.Column("under_18", sa.Boolean(), nullable=False, server_default=sa.false()))
        persons.add_column(sa.Column("died", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("contact_points") as contacts:
        contacts.add_column(sa.Column("given_by", sa.String(32), nullable=True))
        contacts.add_column(sa.Column("whose", sa.String(8), nullable=False, server_default=""))
        contacts.create_foreign_key("fk_contact_points_given_by", "persons", ["given_by"], ["id"])


def downgrade() -> None:
    """Refuse: who wrote for whom would be lost."""
    raise RuntimeError("these columns are not taken away: restore a backup")
