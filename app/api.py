"""Which routers are there, and in which order are they asked? Hot paths first."""

from fastapi import APIRouter

from app.access import metadata, oauth
from app.health import router as health

ROUTERS: tuple[APIRouter, ...] = (
    oauth.router,
    metadata.router,
    health,
)
