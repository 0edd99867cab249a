"""How does the database itself keep a table append-only? By triggers, which SQLite drops when a table is rebuilt."""

from sqlalchemy import Connection

_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
    """,
    """
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()
    """,
    """
    CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
    """,
)
_SQLITE = (
    """
    CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
    """
    CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
)


def make_append_only(connection: Connection, *tables: str) -> None:
    """Let the database refuse to change or delete the rows of these tables; for use in revisions."""
    statements = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    for table in tables:
        for statement in statements:
            connection.exec_driver_sql(statement.format(table=table))
