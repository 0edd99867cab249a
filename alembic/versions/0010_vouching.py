"""Let systems vouch for the staff, and staff leave.

Expand only: new columns with defaults, nothing that running code reads is changed.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Add them."""
    op.add_column("clients", sa.Column("vouches", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("staff", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("staff", "left_at")
    op.drop_column("clients", "vouches")
