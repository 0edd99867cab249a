"""Make the tables of matching.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0005"
down_revision: str | None = "0004"

OPEN = (
    "proposed",
    "offered_to_supporter",
    "supporter_accepted",
    "offered_to_applicant",
    "applicant_accepted",
    "contact_released",
    "in_contact",
    "established",
    "supporting",
)
IS_OPEN = f"state IN ({', '.join(repr(state) for state in OPEN)})"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "matches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "offered_to_supporter",
                "supporter_accepted",
                "offered_to_applicant",
                "applicant_accepted",
                "contact_released",
                "in_contact",
                "established",
                "supporting",
                "ended",
                "declined",
                "no_reply",
                "cancelled",
                "broken_off",
                "disposed",
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
            nullable=False,
        ),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("applicant_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "refusal_reason",
            sa.Enum(
                "no_capacity",
                "area_mismatch",
                "language_mismatch",
                "timing",
                "personal_circumstances",
                "prefers_other",
                "no_reply",
                "ineligible",
                "safety_concern",
                "other",
                name="refusal_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "refused_by",
            sa.Enum(
                "supporter",
                "applicant",
                "association",
                name="refused_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "end_reason",
            sa.Enum(
                "three_years_reached",
                "stay_ended_returned_home",
                "changed_status",
                "supporter_unable",
                "applicant_request",
                "mutual",
                "supporter_ineligible",
                "consent_withdrawn",
                "trouble",
                "no_contact",
                "visa_refused",
                "death",
                "matching_discontinued",
                "other",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("offered_to_supporter_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supporter_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_to_applicant_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applicant_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("established_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicants.id"], name=op.f("fk_matches_applicant_id_applicants")),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_matches_consent_id_consents")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_matches_proposed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
    )
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matches_applicant_id"), ["applicant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matches_consent_id"), ["consent_id"], unique=False)
        batch_op.create_index(
            "uq_matches_open_applicant_id",
            ["applicant_id"],
            unique=True,
            sqlite_where=sa.text(IS_OPEN),
            postgresql_where=sa.text(IS_OPEN),
        )

    op.create_table(
        "provision_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum("supporter", "applicant", name="recipient", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "offered_to_supporter",
                "offered_to_applicant",
                "contact_released",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.Column("abroad", sa.Boolean(), nullable=False),
        sa.Column("provided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision_records")),
    )
    with op.batch_alter_table("provision_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provision_records_match_id"), ["match_id"], unique=False)
    make_append_only(op, "provision_records")


def downgrade() -> None:
    """Drop them."""
    drop_append_only(op, "provision_records")
    op.drop_table("provision_records")
    op.drop_table("matches")
