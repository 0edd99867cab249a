"""Make the tables of staff.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("reference", name=op.f("uq_staff_reference")),
    )
    op.create_table(
        "briefings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("material_version", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_briefings_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefings")),
    )
    op.create_index(op.f("ix_briefings_staff_id"), "briefings", ["staff_id"])
    op.create_table(
        "country_knowledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("attested_by", sa.Uuid(), nullable=False),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attested_by <> staff_id", name=op.f("ck_country_knowledge_not_by_oneself")),
        sa.ForeignKeyConstraint(["attested_by"], ["staff.id"], name=op.f("fk_country_knowledge_attested_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_country_knowledge_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_knowledge")),
    )
    op.create_index(op.f("ix_country_knowledge_staff_id"), "country_knowledge", ["staff_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("country_knowledge")
    op.drop_table("briefings")
    op.drop_table("staff")
