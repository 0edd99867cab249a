"""How does a revision run? On a connection handed in by `app.core.migrations`, or on one made from the settings."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from app.core.migrations import connect, safeguarded
from app.core.settings import Settings
from app.tables import metadata


def migrate(connection: Connection) -> None:
    """Run the revisions in one transaction, which is given up whole if any of them fails."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        process_revision_directives=number,
        render_as_batch=True,
        render_item=render,
        transactional_ddl=True,
    )
    with context.begin_transaction(), safeguarded(connection):
        context.run_migrations()


def number(_: MigrationContext, __: object, scripts: list[MigrationScript]) -> None:
    """Count revisions 0001, 0002, … instead of drawing lots."""
    known = len(list(ScriptDirectory.from_config(context.config).walk_revisions()))
    scripts[0].rev_id = f"{known + 1:04}"


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write column types in words that both databases understand and that need none of our imports."""
    if kind != "type":
        return False
    variants = getattr(item, "_variant_mapping", {})
    if variants:
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return f"sa.{item!r}" + "".join(
            f".with_variant({name}.{type(one).__name__}(), {name!r})" for name, one in variants.items()
        )
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with connect(Settings().database_url) as made:
        migrate(made)
