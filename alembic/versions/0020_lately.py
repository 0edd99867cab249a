"""Find what was done lately without looking at all that was ever done.

Expand only: services of the version before can run beside this one.
"""

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Let the time stand beside the action in the index of the trail."""
    op.drop_index(op.f("ix_audit_entries_action"), "audit_entries")
    op.create_index(op.f("ix_audit_entries_action_at"), "audit_entries", ["action", "at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(op.f("ix_audit_entries_action_at"), "audit_entries")
    op.create_index(op.f("ix_audit_entries_action"), "audit_entries", ["action"])
