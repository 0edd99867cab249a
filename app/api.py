"""Which routers are there, and in which order are they asked? Hot paths first."""

from fastapi import APIRouter

from app.access import metadata, oauth
from app.agreements.router import router as agreements
from app.applicants.router import router as applicants
from app.clients.router import router as clients
from app.consents.document_router import router as consent_documents
from app.consents.router import form_router as consent_forms
from app.consents.router import mail_router as consent_mails
from app.consents.router import receipts_router as receipts
from app.consents.router import router as consents
from app.consultations.router import router as consultations
from app.disposals.router import router as disposals
from app.exchanges.router import router as exchanges
from app.feeds.router import public_router as event_schemas
from app.feeds.router import router as feeds
from app.health import router as health
from app.incidents.draft_router import router as incident_drafts
from app.incidents.router import router as incidents
from app.matching.router import router as matches
from app.metrics import router as metrics
from app.oversight.router import router as oversight
from app.reports.router import router as reports
from app.requests.router import router as requests
from app.staff.router import router as staff
from app.webhooks.router import router as webhooks

ROUTERS: tuple[APIRouter, ...] = (
    feeds,
    consent_mails,
    consent_forms,
    consents,
    consent_documents,
    receipts,
    matches,
    applicants,
    agreements,
    staff,
    clients,
    disposals,
    incidents,
    exchanges,
    consultations,
    incident_drafts,
    reports,
    requests,
    webhooks,
    oversight,
    oauth.router,
    metadata.router,
    event_schemas,
    health,
    metrics,
)

TAGS = (
    "consents",
    "receipts",
    "staff",
    "clients",
    "applicants",
    "matches",
    "incidents",
    "reports",
    "requests",
    "feeds",
    "webhooks",
    "disposals",
    "agreements",
    "exchanges",
    "consultations",
    "audit",
    "oauth",
    "health",
)
"""The order in which the documentation tells the story."""
