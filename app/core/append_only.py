"""How does the database itself refuse to change or delete what was once written? By triggers, on both databases."""

from typing import Any


def make_append_only(op: Any, table: str, *, deletable: bool = False) -> None:
    """Make UPDATE and DELETE on a table fail; called by migrations, again after a batch has rebuilt the table.

    What has a last day by law is `deletable`, and still never changed.
    """
    acts = ("update",) if deletable else ("update", "delete")
    if op.get_bind().dialect.name == "sqlite":
        for act in acts:
            op.execute(
                f"CREATE TRIGGER {table}_append_only_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(acts).upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    )


def drop_append_only(op: Any, table: str) -> None:
    """Take the triggers away, for a downgrade or before a table is changed."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_{act}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only_truncate ON {table}")
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(f"DROP FUNCTION {table}_append_only()")
