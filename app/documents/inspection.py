"""Is a file a document as we take it? Asked in a process of its own, so that no file can hurt the service."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from app.core.errors import Unavailable
from app.core.settings import Settings
from app.documents.cell import head_of
from app.documents.findings import Finding, Limits
from app.documents.types import is_said_to_be, type_of

AT_ONCE = 2
LONGEST_WAIT_SECONDS, LONGEST_SECONDS = 20, 20
_PLACES = BoundedSemaphore(AT_ONCE)
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class File:
    """A file as somebody sent it: its name and type are what they say."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that was looked through: `media_type` is the true one where nothing was found."""

    name: str
    media_type: str
    content: bytes
    finding: Finding | None


def limits_of(settings: Settings) -> Limits:
    """Return how large a document may be here."""
    return Limits(settings.document_bytes, settings.document_pages, settings.document_pixels)


def inspect(files: Sequence[File], limits: Limits) -> list[Inspected]:
    """Look through files, which takes about 0.2 s and never more than 20: not for the event loop.

    Raises:
        Unavailable: too many are waiting for the same.

    """
    at_sight = [_at_sight(file, limits) for file in files]
    doubtful = [file.content for file, finding in zip(files, at_sight, strict=True) if finding is None]
    judged = iter(_judged(doubtful, limits) if doubtful else ())
    return [_inspected(file, finding or next(judged)) for file, finding in zip(files, at_sight, strict=True)]


def _at_sight(file: File, limits: Limits) -> Finding | None:
    """Return what can be told from the outside."""
    if not file.content:
        return Finding.EMPTY
    media_type = type_of(file.content)
    if media_type is None or not is_said_to_be(media_type, file.media_type, file.name):
        return Finding.OTHER_TYPE
    return Finding.TOO_LARGE if len(file.content) > limits.bytes else None


def _judged(contents: Sequence[bytes], limits: Limits) -> list[Finding | None]:
    if not _PLACES.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise Unavailable
    try:
        lines = _told(b"".join(part for content in contents for part in (head_of(content, limits), content)))
    finally:
        _PLACES.release()
    said = [None if line == "clean" else Finding(line) for line in lines]
    return said + [Finding.TOO_COSTLY] * (len(contents) - len(said))


def _told(sent: bytes) -> list[str]:
    """Return the line for each file; of what did not come to an end in time there is none."""
    command = [sys.executable, "-m", "app.documents.cell"]
    # Nothing of our environment goes along: it holds secrets.
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        told = subprocess.run(
            command,
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=LONGEST_SECONDS,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    return told.decode().splitlines()


def _inspected(file: File, finding: Finding | None) -> Inspected:
    media_type = type_of(file.content) if finding is None else None
    return Inspected(file.name, media_type or file.media_type, file.content, finding)
