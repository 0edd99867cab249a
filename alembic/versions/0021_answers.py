"""Let the association answer what ISA wrote to a report, and ISA propose to deal with a trouble together.

Expand only: a nullable column, and a CHECK that takes two kinds more. SQLite rebuilds the table, so its triggers are
made again.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0021"
down_revision: str | None = "0020"

TABLE = "contributions"
BEFORE = ("measure", "question", "no_need")
NOW = (*BEFORE, "joint_handling", "answer")
CHECK = "ck_contributions_kind"
ANSWERED = "fk_contributions_answers_contributions"


def upgrade() -> None:
    """Widen the table."""
    drop_append_only(op, TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.add_column(sa.Column("answers", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f(ANSWERED), TABLE, ["answers"], ["id"])
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), _kind_in(NOW))
    make_append_only(op, TABLE)


def downgrade() -> None:
    """Narrow it again; the new kinds have no place there, so there must be none."""
    drop_append_only(op, TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), _kind_in(BEFORE))
        batch_op.drop_constraint(op.f(ANSWERED), type_="foreignkey")
        batch_op.drop_column("answers")
    make_append_only(op, TABLE)


def _kind_in(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(map(repr, kinds))})"
