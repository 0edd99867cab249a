"""Dispose of applicants too, and name why a disposal waits and until when; let limits be decided for ending a match.

Expand only: services of the version before can run beside this one. They must not execute a disposal proposed by this.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0019"
down_revision: str | None = "0018"

LIMITS = "dated_limits"
ACTS = ("provide", "report", "dispose", "report-disposal", "share", "exchange-views")
SOURCES, REASONS = ("isa", "direct"), ("open_incident", "open_request")


def upgrade() -> None:
    """Add what a disposal of single records knows."""
    with op.batch_alter_table("disposals") as batch_op:
        batch_op.add_column(sa.Column("source", _enum(SOURCES, "source"), nullable=False, server_default="isa"))
        batch_op.add_column(sa.Column("applicant_ids", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("delay_reason", _enum(REASONS, "delay_reason"), nullable=True))
        batch_op.add_column(sa.Column("delayed_until", sa.Date(), nullable=True))
    _let_limits_be_for(("end-match", *ACTS))


def downgrade() -> None:
    """Forget it; limits decided for ending a match go with it, for the version before cannot read them."""
    drop_append_only(op, LIMITS)
    op.execute(sa.delete(sa.table(LIMITS, sa.column("act"))).where(sa.column("act") == "end-match"))
    make_append_only(op, LIMITS)
    _let_limits_be_for(ACTS)
    with op.batch_alter_table("disposals") as batch_op:
        for check in ("delay_reason", "source"):
            batch_op.drop_constraint(op.f(f"ck_disposals_{check}"), type_="check")
        for column in ("delayed_until", "delay_reason", "applicant_ids", "source"):
            batch_op.drop_column(column)


def _let_limits_be_for(acts: tuple[str, ...]) -> None:
    drop_append_only(op, LIMITS)
    named = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table(LIMITS) as batch_op:
        batch_op.drop_constraint(op.f("ck_dated_limits_act"), type_="check")
        batch_op.create_check_constraint(op.f("ck_dated_limits_act"), f"act IN ({named})")
    make_append_only(op, LIMITS)


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
