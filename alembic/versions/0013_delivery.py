"""Give endpoints a second signature to choose, a former secret and a standby, streams a pulse, and alarms a memory.

Expand only: the version before runs on with the new columns.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"

_PULSE = ("spoke_at", "checked_at")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is missing."""
    for column in _PULSE:
        op.add_column("feed_heads", sa.Column(column, _INSTANT, nullable=True))
    op.add_column("webhook_endpoints", sa.Column("sends_v1a", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("webhook_endpoints", sa.Column("standby", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("webhook_endpoints", sa.Column("former_secret", sa.LargeBinary(), nullable=True))
    op.add_column("webhook_endpoints", sa.Column("former_until", _INSTANT, nullable=True))
    op.add_column("deliveries", sa.Column("closed_reason", sa.String(length=40), nullable=True))
    op.create_table(
        "escalations",
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_escalations")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("escalations")
    op.drop_column("deliveries", "closed_reason")
    for column in ("former_until", "former_secret", "standby", "sends_v1a"):
        op.drop_column("webhook_endpoints", column)
    for column in reversed(_PULSE):
        op.drop_column("feed_heads", column)
