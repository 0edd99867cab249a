"""Make the tables of incidents.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0006"
down_revision: str | None = "0005"

APPEND_ONLY = ("contributions", "incident_entries")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "contributions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("isa", "association", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "measure", "question", "no_need", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_report_id"), ["report_id"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("data_protection", "trouble", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("also_trouble", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "shared",
                "handling",
                "joint_handling",
                "resolved",
                "contained",
                "investigated",
                "measures_taken",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("isa", "direct", name="source", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("information_kinds", sa.JSON(), nullable=False),
        sa.Column("receipt_ids", sa.JSON(), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("recorded_in_error", sa.Boolean(), nullable=False),
        sa.Column("recorded_event_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "incident_entries",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "party",
            sa.Enum("isa", "association", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "shared",
                "handling",
                "joint_handling",
                "resolved",
                "contained",
                "investigated",
                "measures_taken",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_entries_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "number", name=op.f("pk_incident_entries")),
        sa.UniqueConstraint("id", name=op.f("uq_incident_entries_id")),
    )
    for table in APPEND_ONLY:
        make_append_only(op, table)


def downgrade() -> None:
    """Drop them."""
    for table in APPEND_ONLY:
        drop_append_only(op, table)
    op.drop_table("incident_entries")
    op.drop_table("incidents")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributions_report_id"))

    op.drop_table("contributions")
