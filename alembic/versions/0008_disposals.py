"""Make the tables of disposals.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "disposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "2(4)",
                "withdrawal",
                "retention",
                "request",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "executing",
                "verified",
                "reported",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("matching_end_id", sa.Uuid(), nullable=True),
        sa.Column("consent_ids", sa.JSON(), nullable=False),
        sa.Column("match_count", sa.Integer(), nullable=False),
        sa.Column("provisions_kept", sa.Integer(), nullable=False),
        sa.Column("provisions_kept_until", sa.Date(), nullable=True),
        sa.Column("destroyed_epochs", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("attested", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("executed_by", sa.String(length=80), nullable=True),
        sa.Column("verified_by", sa.String(length=80), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report_event_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matching_end_id"], ["matching_ends.id"], name=op.f("fk_disposals_matching_end_id_matching_ends")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("disposals")
