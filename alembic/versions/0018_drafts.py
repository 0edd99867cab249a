"""Hold what the service suspects by itself until the privacy officer has said what it is.

Expand only: services of the version before can run beside this one, and note nothing.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "incident_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("dismissed_as", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'reported', 'dismissed')", name=op.f("ck_incident_drafts_state")),
        sa.CheckConstraint(
            "dismissed_as IN ('ordinary_work', 'fault_of_a_system')", name=op.f("ck_incident_drafts_dismissed_as")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_drafts_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_drafts")),
    )
    op.create_index(
        "uq_incident_drafts_open_person",
        "incident_drafts",
        ["person"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("incident_drafts")
