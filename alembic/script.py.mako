"""${message}.

Before this goes in:
* Old and new code run side by side during a release. Expand first (a new nullable column, a new table) and
  contract in a later revision, when no running code asks for the old shape.
* On PostgreSQL each ALTER TABLE waits for, and then blocks, every reader and writer of its table: keep it short,
  add constraints as NOT VALID, and build an index on a large table CONCURRENTLY in an autocommit block.
* On SQLite a batch operation rebuilds its table and silently drops its triggers: create append-only triggers again.
* A changed CHECK (a new state of a life) is not found by autogenerate: write it by hand.
* It must run up, down and up again on both databases (tests/migrations).
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}


def upgrade() -> None:
    """Bring the schema to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take the schema back to the revision before."""
    ${downgrades if downgrades else "pass"}
