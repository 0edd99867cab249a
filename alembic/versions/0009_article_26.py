"""Make the tables of what the Commission and persons were told, and give incidents the facts that article 26 asks for.

Expand only: new tables and columns with defaults, nothing that running code reads is changed.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0009"
down_revision: str | None = "0008"

APPEND_ONLY = ("commission_reports", "person_notices")


def upgrade() -> None:
    """Make them."""
    for name in ("wrongful_purpose", "strongly_encrypted"):
        op.add_column("incidents", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("incidents", sa.Column("reportable_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("incident_entries", sa.Column("facts", sa.JSON(), nullable=True))
    op.create_table(
        "commission_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "preliminary",
                "final",
                "supplement",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_commission_reports_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_reports")),
    )
    op.create_index(op.f("ix_commission_reports_incident_id"), "commission_reports", ["incident_id"])
    op.create_table(
        "person_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "letter",
                "email",
                "telephone",
                "publication",
                "contact_point",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_person_notices_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_notices")),
    )
    op.create_index(op.f("ix_person_notices_incident_id"), "person_notices", ["incident_id"])
    for table in APPEND_ONLY:
        make_append_only(op, table)


def downgrade() -> None:
    """Drop them."""
    for table in APPEND_ONLY:
        drop_append_only(op, table)
        op.drop_table(table)
    op.drop_column("incident_entries", "facts")
    for name in ("reportable_at", "strongly_encrypted", "wrongful_purpose"):
        op.drop_column("incidents", name)
