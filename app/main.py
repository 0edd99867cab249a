"""How is the service put together? This module assembles and decides nothing."""

from functools import partial

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app.access.budgets import Budgets
from app.access.installation import Installation
from app.access.signing_keys import FILE_NAME, SigningKeyFile
from app.access.tokens import Tokens
from app.api import ROUTERS, TAGS
from app.core.clock import AnchoredClock, Clock, SystemClock
from app.core.database import Database
from app.core.migrations import is_current
from app.core.settings import Settings
from app.core.waiting import Waiters
from app.events.outbox import place
from app.failures import answer_failures, unexpected
from app.feeds.queries import heads
from app.http.middleware import AnswerHeaders
from app.http.openapi import describe
from app.vault.keys import prepare_epochs
from app.vault.keystore import KeyStore
from app.webhooks.keys import ensure_key, public_jwks


class SchemaOutdatedError(Exception):
    """The database does not have the schema this code expects."""


DESCRIPTION = (
    "Keeps the memorandum of 2024-04-01 between Japan's Immigration Services Agency and the Association of "
    "Nikkei & Japanese Abroad: consents, matching, incidents and disposals. One purpose per token; every refusal "
    "by a clause names it and says whether it rests on the text or on a reading."
)


def install(settings: Settings, clock: Clock | None = None) -> Installation:
    """Open the database and the keys of an installation, making on the first start what is missing of the latter.

    Raises:
        SchemaOutdatedError: the database has not been migrated.

    """
    if not is_current(settings.database_url):
        raise SchemaOutdatedError("run `python -m app migrate` first")
    keys = settings.state_dir / "keys"
    key_store = KeyStore.open_or_create(keys / "store.json")
    signing = SigningKeyFile.open_or_create(keys / FILE_NAME)
    database = Database(settings.database_url, settings.connections)
    time = clock or (SystemClock() if database.is_sqlite else AnchoredClock(database.time))
    database.info.update(settings=settings, key_store=key_store, cursor_secret=key_store.secret("cursors"))
    database.before_commit.append(place)
    database.run(prepare_epochs, key_store, time.now())
    database.run(ensure_key, key_store, time.now())
    return Installation(
        settings=settings,
        clock=time,
        database=database,
        key_store=key_store,
        tokens=Tokens(settings.issuer, signing.current),
        budgets=Budgets(settings),
        feed_waiters=Waiters(database, heads, settings.feed_waiters),
        further_keys=public_jwks,
        idempotency_secret=key_store.secret("idempotency"),
    )


def create_app(installation: Installation) -> FastAPI:
    """Return the application that serves one installation."""
    tags = [{"name": name} for name in TAGS]
    app = FastAPIOffline(title="yonsei-matching", version="1.0.0", description=DESCRIPTION, openapi_tags=tags)
    app.state.installation = installation
    # Flat and first: an included router, or a page of the docs, would be asked before them for every request.
    app.router.routes[:0] = [route for router in ROUTERS for route in router.routes]
    answer_failures(app)
    app.add_middleware(
        AnswerHeaders,
        unexpected=unexpected,
    )
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app
