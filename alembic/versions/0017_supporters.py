"""Take in those who register directly, and keep how a supporter stands: available, paused or suspended; why expired.

Expand: new columns that may be empty, a second count, and `channel` may be missing where a form did not come from ISA.
On SQLite the table is rebuilt, with its checks, which reflection would lose.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"

_STATES = ("received", "verified", "active", "returned", "withdrawn", "expired", "disposed")
_REASONS = (
    "no_answer",
    "no_longer_eligible",
    "moved_away",
    "deceased",
    "organisation_dissolved",
    "replaced_by_a_new_form",
)
_CHANNEL_OF_ISA = "(source = 'isa') = (channel IS NOT NULL)"
_COUNTS = sa.table("provision_counts", sa.column("source"), sa.column("provided"))


def upgrade() -> None:
    """Let the channel be missing, and add what is kept of a supporter's standing."""
    with op.batch_alter_table("consents", copy_from=_consents_before()) as batch_op:
        batch_op.alter_column("channel", existing_type=sa.String(length=40), nullable=True)
        batch_op.create_check_constraint(op.f("ck_consents_channel_of_isa"), _CHANNEL_OF_ISA)
        batch_op.add_column(sa.Column("expired_reason", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("availability", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("availability_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f("ck_consents_expired_reason"), f"expired_reason IN {_REASONS}")
        batch_op.create_check_constraint(
            op.f("ck_consents_availability"), "availability IN ('available', 'paused', 'suspended')"
        )
    op.execute(
        "UPDATE consents SET availability = 'available', availability_confirmed_at = activated_at "
        "WHERE state = 'active'"
    )
    op.bulk_insert(_COUNTS, [{"source": "direct", "provided": 0}])


def downgrade() -> None:
    """Take it back; direct registrations, which the schema before did not know, must be gone first."""
    op.execute(sa.delete(_COUNTS).where(_COUNTS.c.source == "direct"))
    kept = _consents_before()
    for name in ("expired_reason", "availability"):
        kept.append_column(sa.Column(name, sa.String(length=40), nullable=True))
    kept.append_column(sa.Column("availability_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("consents", copy_from=kept) as batch_op:
        if op.get_bind().dialect.name != "sqlite":
            for name in ("availability", "expired_reason", "channel_of_isa"):
                batch_op.drop_constraint(op.f(f"ck_consents_{name}"), type_="check")
        for name in ("availability_confirmed_at", "availability", "expired_reason"):
            batch_op.drop_column(name)
        batch_op.alter_column("channel", existing_type=sa.String(length=40), nullable=False)


def _consents_before() -> sa.Table:
    """Return the table as it was, with the checks that a rebuild has to keep."""
    instants = ("verified_at", "activated_at", "returned_at", "withdrawn_at", "expired_at", "disposed_at")
    return sa.Table(
        "consents",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("receipt_number", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("isa_received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outside_term", sa.Boolean(), nullable=False),
        sa.Column("returned_reasons", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in instants),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("resembles", sa.JSON(), nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.UniqueConstraint("source", "receipt_number", name="uq_consents_source_receipt_number"),
        sa.CheckConstraint(f"state IN {_STATES}", name="ck_consents_state"),
        sa.CheckConstraint("source IN ('isa', 'direct')", name="ck_consents_source"),
        sa.CheckConstraint("channel IN ('email', 'api', 'upload')", name="ck_consents_channel"),
        sa.Index("ix_consents_state", "state"),
    )
