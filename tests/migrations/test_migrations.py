"""Does one chain of revisions build, on both databases, exactly what the models say?"""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from app.core.migrations import BrokenReferenceError, connect, downgrade, is_current, safeguarded, upgrade
from app.tables import metadata

TRIGGERS = {
    "sqlite": """
        SELECT change FROM sqlite_master, (SELECT 'UPDATE' AS change UNION SELECT 'DELETE')
        WHERE type = 'trigger' AND tbl_name = :table AND upper(sql) LIKE '%BEFORE ' || change || '%'
    """,
    "postgresql": "SELECT event_manipulation FROM information_schema.triggers WHERE event_object_table = :table",
}
APPEND_ONLY = ["audit_entries", "delivery_attempts", "outbox_events"]


def test_revisions_run_up_down_and_up_again(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    first = tables(empty_database_url)

    downgrade(empty_database_url, "base")
    left_over = tables(empty_database_url)
    upgrade(empty_database_url)

    assert left_over <= {"alembic_version"}
    assert tables(empty_database_url) == first


def test_the_migrated_schema_is_what_the_models_say(database_url: str) -> None:
    with connect(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})

        differences = compare_metadata(context, metadata)

    assert differences == []


def test_the_database_takes_each_word_of_a_column_and_no_other(database_url: str) -> None:
    with connect(database_url) as connection:
        inspector = sa.inspect(connection)
        checks = {
            (table, check["name"]): set(re.findall(r"'([^']*)'", check["sqltext"]))
            for table in metadata.tables
            for check in inspector.get_check_constraints(table)
        }

    differing = {
        str(column): set(column.type.enums) ^ checks[table.name, f"ck_{table.name}_{column.type.name}"]
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }

    assert {column: words for column, words in differing.items() if words} == {}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_are_guarded_by_triggers(database_url: str, table: str) -> None:
    with connect(database_url) as connection:
        guarded = connection.execute(sa.text(TRIGGERS[connection.dialect.name]), {"table": table}).scalars().all()

    assert {"UPDATE", "DELETE"} <= set(guarded)


@pytest.mark.parametrize("change", ["DELETE FROM audit_entries", "UPDATE audit_entries SET action = action"])
def test_the_database_itself_refuses_to_rewrite_the_audit(database_url: str, change: str) -> None:
    with connect(database_url) as connection:
        connection.execute(an_entry())

        with pytest.raises(sa.exc.DBAPIError):
            connection.exec_driver_sql(change)


def test_a_database_without_a_schema_is_not_current(empty_database_url: str) -> None:
    assert not is_current(empty_database_url)


def test_a_migrated_database_is_current(database_url: str) -> None:
    assert is_current(database_url)


def test_asking_whether_a_schema_is_current_makes_no_file(empty_sqlite_url: str) -> None:
    is_current(empty_sqlite_url)

    assert not Path(str(sa.make_url(empty_sqlite_url).database)).exists()


def test_a_revision_that_breaks_references_is_refused(empty_sqlite_url: str) -> None:
    with connect(empty_sqlite_url) as connection, pytest.raises(BrokenReferenceError, match="child"):
        leave_an_orphan(connection)


def tables(url: str) -> set[str]:
    """Return the names of all tables."""
    with connect(url) as connection:
        return set(sa.inspect(connection).get_table_names())


def an_entry() -> sa.Insert:
    """Return an INSERT of one audit entry."""
    words = ["client_id", "role", "purpose", "scope", "jti", "request_id", "action", "resource"]
    filled = {**dict.fromkeys(words, "x"), "id": UUID(int=1), "at": datetime(2025, 1, 1, tzinfo=UTC), "facts": {}}
    return metadata.tables["audit_entries"].insert().values(filled)


def leave_an_orphan(connection: sa.Connection) -> None:
    """Do what a faulty revision might do."""
    with safeguarded(connection):
        connection.exec_driver_sql("CREATE TABLE child (parent REFERENCES parent (id))")
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")
        connection.exec_driver_sql("CREATE TABLE parent (id PRIMARY KEY)")
