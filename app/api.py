"""Which routers are there, and in which order are they asked? Hot paths first."""

from fastapi import APIRouter

from app.agreements.router import router as agreements
from app.health import router as health
from app.staff.router import router as staff

ROUTERS: tuple[APIRouter, ...] = (
    agreements,
    staff,
    health,
)
