"""Make the tables of agreements.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "signed_by_one",
                "signed",
                name="agreement_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("provision_channels", sa.JSON(), nullable=False),
        sa.Column("grants_isa_audit", sa.Boolean(), nullable=False),
        sa.Column("isa_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("association_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_table(
        "matching_ends",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_ends")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("matching_ends")
    op.drop_table("agreements")
