"""Let provision records be of any provision, name the two apart from the data, and go when their three years are over.

Expand only: records made before stay as they are, without names. Services of the version before can run beside this
one, except that they show no record of a provision outside a match. What is deleted by law may be deleted, so the
trigger against DELETE goes; the one against UPDATE stays.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0012"
down_revision: str | None = "0011"

TABLE = "provision_records"
ONE_OCCASION = " + ".join(f"CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END" for kind in ("match", "incident", "request"))
FOUND_BY = ("incident_id", "request_id", "consent_id", "applicant_id", "keep_until")
TO_A_SIDE, TO_ANYBODY = ("supporter", "applicant"), ("supporter", "applicant", "isa", "ppc")


def upgrade() -> None:
    """Widen the table."""
    drop_append_only(op, TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.add_column(sa.Column("incident_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("request_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        batch_op.drop_constraint(op.f("ck_provision_records_recipient"), type_="check")
        batch_op.create_check_constraint(op.f("ck_provision_records_recipient"), _recipient_in(TO_ANYBODY))
        batch_op.create_check_constraint(op.f("ck_provision_records_one_occasion"), f"{ONE_OCCASION} = 1")
        batch_op.create_check_constraint(
            op.f("ck_provision_records_of_somebody"), "consent_id IS NOT NULL OR applicant_id IS NOT NULL"
        )
        batch_op.alter_column("basis", existing_type=sa.String(80), type_=sa.String(200), existing_nullable=False)
        for column in ("match_id", "consent_id", "applicant_id"):
            batch_op.alter_column(column, existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("step", existing_type=sa.String(40), nullable=True)
        for column in FOUND_BY:
            batch_op.create_index(op.f(f"ix_{TABLE}_{column}"), [column], unique=False)
    make_append_only(op, TABLE, deletable=True)


def downgrade() -> None:
    """Narrow it again; records of provisions outside a match have no place there, so there must be none."""
    drop_append_only(op, TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        for column in reversed(FOUND_BY):
            batch_op.drop_index(op.f(f"ix_{TABLE}_{column}"))
        batch_op.alter_column("step", existing_type=sa.String(40), nullable=False)
        for column in ("match_id", "consent_id", "applicant_id"):
            batch_op.alter_column(column, existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("basis", existing_type=sa.String(200), type_=sa.String(80), existing_nullable=False)
        batch_op.drop_constraint(op.f("ck_provision_records_of_somebody"), type_="check")
        batch_op.drop_constraint(op.f("ck_provision_records_one_occasion"), type_="check")
        batch_op.drop_constraint(op.f("ck_provision_records_recipient"), type_="check")
        batch_op.create_check_constraint(op.f("ck_provision_records_recipient"), _recipient_in(TO_A_SIDE))
        batch_op.drop_column("sealed")
        batch_op.drop_column("request_id")
        batch_op.drop_column("incident_id")
    make_append_only(op, TABLE)


def _recipient_in(recipients: tuple[str, ...]) -> str:
    return f"recipient IN ({', '.join(map(repr, recipients))})"
