"""Who answers in the audit for what no person did? The worker, by name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Worker:
    """The author of what the service does by itself."""

    at: datetime
    client_id: str = "worker"
    role: str = "worker"
    staff_id: UUID | None = None
    purpose: str = "reporting"
    scope: tuple[str, ...] = ()
    jti: str = ""
    request_id: str = ""
