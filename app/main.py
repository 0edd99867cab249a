"""How is the service put together? This module assembles and decides nothing."""

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app.access.installation import Installation
from app.api import ROUTERS
from app.failures import answer_failures, unexpected
from app.http.middleware import AnswerHeaders
from app.http.openapi import describe

DESCRIPTION = (
    "Keeps the memorandum of 2024-04-01 between Japan's Immigration Services Agency and the Association of "
    "Nikkei & Japanese Abroad: consents, matching, incidents and disposals. One purpose per token; every refusal "
    "by a clause names it and says whether it rests on the text or on a reading."
)


def create_app(installation: Installation) -> FastAPI:
    """Return the application that serves one installation."""
    app = FastAPIOffline(title="yonsei-matching", version="1.0.0", description=DESCRIPTION)
    app.state.installation = installation
    for router in ROUTERS:
        app.include_router(router)
    answer_failures(app)
    app.add_middleware(
        AnswerHeaders,
        unexpected=unexpected,
        behind_tls=installation.settings.issuer.startswith("https:"),
    )
    app.openapi = lambda: describe(app)
    return app
