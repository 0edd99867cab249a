"""Make the tables of consultations, of the limits they decide, and of the offices' holders.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0016"
down_revision: str | None = "0015"

APPEND_ONLY = ("appointments", "consultation_entries", "dated_limits")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "isa-director",
                "association-secretary-general",
                name="office",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_holder"), "appointments", ["holder"])

    op.create_table(
        "consultations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "channel",
                "purpose",
                "reporting",
                "disposal",
                "briefing",
                "sharing",
                "term",
                "deciders",
                "days-for-a-word-of-urgency",
                "exchange-interval",
                "other",
                name="subject",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "opened",
                "in_consultation",
                "decided",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "opened_by",
            sa.Enum("isa", "association", name="opened_by", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("outside_memorandum", sa.Boolean(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_table(
        "dated_limits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "word",
            sa.Enum(
                "immediately",
                "promptly",
                "without-delay",
                "each-time",
                "beforehand",
                "regularly",
                name="word",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.Enum(
                "provide",
                "report",
                "dispose",
                "report-disposal",
                "share",
                "exchange-views",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_limits")),
    )
    op.create_index(op.f("ix_dated_limits_consultation_id"), "dated_limits", ["consultation_id"])

    op.create_table(
        "consultation_entries",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
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
        sa.Column(
            "office",
            sa.Enum(
                "isa-director",
                "association-secretary-general",
                name="office",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "opened",
                "in_consultation",
                "decided",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effect", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_entries_consultation_id_consultations"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "number", name=op.f("pk_consultation_entries")),
        sa.UniqueConstraint("id", name=op.f("uq_consultation_entries_id")),
    )
    op.create_table(
        "incident_links",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_links_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "resource", "resource_id", name=op.f("pk_incident_links")),
    )
    op.create_index(op.f("ix_incident_links_resource_id"), "incident_links", ["resource_id"])
    for table in APPEND_ONLY:
        make_append_only(op, table)


def downgrade() -> None:
    """Drop them."""
    for table in APPEND_ONLY:
        drop_append_only(op, table)
    op.drop_table("incident_links")
    op.drop_table("consultation_entries")
    op.drop_table("dated_limits")
    op.drop_table("consultations")
    op.drop_table("appointments")
