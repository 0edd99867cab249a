"""Give clients several credentials, each with its confirmation and its end.

Expand and contract at once: the secret and the keys move from the row of the client to rows of their own. Services of
the version before cannot run beside this one.
"""

import sqlalchemy as sa
from alembic import op

from app.core.ids import new_id

revision: str = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """Make the table and move what there is."""
    op.create_table(
        "client_credentials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=True),
        sa.Column("jwk", sa.JSON(), nullable=True),
        sa.Column("overlap_seconds", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["clients.id"], name=op.f("fk_client_credentials_owner_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_credentials")),
    )
    op.create_index(op.f("ix_client_credentials_owner_id"), "client_credentials", ["owner_id"])
    op.add_column(
        "clients",
        sa.Column("registered_by", sa.String(length=80), nullable=False, server_default="local-clients"),
    )
    op.add_column("clients", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    _move_credentials(op.get_bind())
    op.drop_column("clients", "secret_hash")
    op.drop_column("clients", "jwks")


def downgrade() -> None:
    """Put the newest secret and the keys back into the row of the client."""
    op.add_column("clients", sa.Column("secret_hash", sa.String(length=200), nullable=True))
    op.add_column("clients", sa.Column("jwks", sa.JSON(), nullable=True))
    _put_back(op.get_bind())
    op.drop_column("clients", "confirmed_at")
    op.drop_column("clients", "registered_by")
    op.drop_table("client_credentials")


_CLIENTS = sa.table(
    "clients",
    sa.column("id", sa.Uuid()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("secret_hash", sa.String()),
    sa.column("jwks", sa.JSON(none_as_null=True)),
    sa.column("confirmed_at", sa.DateTime(timezone=True)),
)
_CREDENTIALS = sa.table(
    "client_credentials",
    sa.column("id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("owner_id", sa.Uuid()),
    sa.column("secret_hash", sa.String()),
    sa.column("jwk", sa.JSON(none_as_null=True)),
    sa.column("overlap_seconds", sa.Integer()),
    sa.column("confirmed_at", sa.DateTime(timezone=True)),
)


def _move_credentials(bind: sa.Connection) -> None:
    """Give each client its credentials as rows, confirmed as it was itself until now."""
    bind.execute(sa.update(_CLIENTS).values(confirmed_at=_CLIENTS.c.created_at))
    for client in bind.execute(sa.select(_CLIENTS)).all():
        held = [{"jwk": jwk} for jwk in client.jwks or []]
        if client.secret_hash is not None:
            held.append({"secret_hash": client.secret_hash})
        for one in held:
            at = client.created_at
            row = {"id": new_id(), "version": 1, "created_at": at, "owner_id": client.id, "overlap_seconds": 0, **one}
            bind.execute(sa.insert(_CREDENTIALS).values(confirmed_at=at, **row))


def _put_back(bind: sa.Connection) -> None:
    rows = bind.execute(sa.select(_CREDENTIALS).order_by(_CREDENTIALS.c.id)).all()
    for owner in {row.owner_id for row in rows}:
        mine = [row for row in rows if row.owner_id == owner]
        secrets = [row.secret_hash for row in mine if row.secret_hash is not None]
        keys = [row.jwk for row in mine if row.jwk is not None]
        kept = {"secret_hash": secrets[-1] if secrets else None, "jwks": keys or None}
        bind.execute(sa.update(_CLIENTS).where(_CLIENTS.c.id == owner).values(**kept))
