"""Make the tables of the exchanges of views, of what was said about them, and of what they agreed to do.

Expand only: new tables, nothing that running code reads is changed; no lock is held on existing rows.
"""

import sqlalchemy as sa
from alembic import op

from app.core.append_only import drop_append_only, make_append_only

revision: str = "0022"
down_revision: str | None = "0021"

ENTRIES = "exchange_entries"
STATES = ("planned", "held", "postponed", "cancelled")
PARTIES = ("isa", "association")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "exchanges",
        *_record(),
        sa.Column("state", _enum("state", STATES), nullable=False),
        sa.Column("occasion", _enum("occasion", ("meeting", "call", "writing")), nullable=False),
        sa.Column("opened_by", _enum("opened_by", PARTIES), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("outside_memorandum", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanges")),
    )
    op.create_table(
        "exchange_actions",
        *_record(),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("owed_by", _enum("owed_by", (*PARTIES, "both")), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of_exchange("exchange_actions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_actions")),
    )
    op.create_index(op.f("ix_exchange_actions_exchange_id"), "exchange_actions", ["exchange_id"])
    op.create_table(
        ENTRIES,
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party", _enum("party", PARTIES), nullable=False),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("state", _enum("state", STATES), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _of_exchange(ENTRIES),
        sa.PrimaryKeyConstraint("exchange_id", "number", name=op.f("pk_exchange_entries")),
        sa.UniqueConstraint("id", name=op.f("uq_exchange_entries_id")),
    )
    make_append_only(op, ENTRIES)


def downgrade() -> None:
    """Drop them."""
    drop_append_only(op, ENTRIES)
    op.drop_table(ENTRIES)
    op.drop_table("exchange_actions")
    op.drop_table("exchanges")


def _record() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _of_exchange(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_exchange_id_exchanges")
    return sa.ForeignKeyConstraint(["exchange_id"], ["exchanges.id"], name=name)
