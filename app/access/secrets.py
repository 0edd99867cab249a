"""How is a client's secret made, kept and checked? As an Argon2id hash, by a few threads off the event loop."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import TypeVar

from passlib.hash import argon2  # type: ignore[import-untyped]

from app.core.errors import Unavailable

T = TypeVar("T")
LONGEST = 256
_ARGON2 = argon2.using(type="ID", memory_cost=19 * 1024, time_cost=2, parallelism=1)
_DECOY = "$argon2id$v=19$m=19456,t=2,p=1$7j2HEEKolZJSKoVwLoXQeg$GDFZCOdddYa2hhYvz2DDHyEAjDA6BZE32w606k8Fhg0"
"""A hash no secret is meant to fit, checked where there is no client, so that the answer takes as long."""
_THREADS = ThreadPoolExecutor(2, "argon2")
_ROOM = BoundedSemaphore(128)
"""Secrets being checked or waiting for it at once; beyond that the caller is asked to come again."""


def new_secret() -> str:
    """Return a fresh secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_now(secret: str) -> str:
    """Hash a secret in this thread, which takes about 30 ms: for the command line and the first start."""
    hashed: str = _ARGON2.hash(secret)
    return hashed


async def hash_secret(secret: str) -> str:
    """Hash a secret off the event loop.

    Raises:
        Unavailable: too many are waiting.

    """
    return await _elsewhere(partial(hash_now, secret))


async def is_secret(secret: str, hashed: str | None) -> bool:
    """Tell whether a secret fits its hash, with the same work where there is no hash at all.

    Raises:
        Unavailable: too many are waiting.

    """
    fits = await _elsewhere(partial(_fits, secret, hashed or _DECOY))
    return fits and hashed is not None


def _fits(secret: str, hashed: str) -> bool:
    if len(secret) > LONGEST:
        secret = ""
    try:
        return bool(_ARGON2.verify(secret, hashed))
    except ValueError:
        return False


async def _elsewhere(work: Callable[[], T]) -> T:
    if not _ROOM.acquire(blocking=False):
        raise Unavailable
    try:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, work)
    finally:
        _ROOM.release()
