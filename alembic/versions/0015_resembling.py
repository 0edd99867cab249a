"""Note which records seem to be of the same person, and find the readings of one record by their time.

Expand only: services of the version before can run beside this one, and note nothing. Records made before are not
found by their terms until they are transcribed or corrected.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"

TABLES = ("consents", "applicants")


def upgrade() -> None:
    """Add the lists, and let the time stand beside the record in the index of the trail."""
    for table in TABLES:
        op.add_column(table, sa.Column("resembles", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_index(op.f("ix_audit_entries_resource_id"), "audit_entries")
    op.create_index(op.f("ix_audit_entries_resource_id_at"), "audit_entries", ["resource_id", "at"])


def downgrade() -> None:
    """Forget the lists."""
    op.drop_index(op.f("ix_audit_entries_resource_id_at"), "audit_entries")
    op.create_index(op.f("ix_audit_entries_resource_id"), "audit_entries", ["resource_id"])
    for table in TABLES:
        op.drop_column(table, "resembles")
