"""What is shown of an audit entry?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from app.http.fields import View


class AuditEntryView(View):
    """One act or refusal; people appear by identifier alone (R2.1-2)."""

    id: UUID
    at: datetime
    client_id: str
    role: str
    staff_id: UUID | None
    purpose: str
    request_id: str
    action: str
    resource: str
    resource_id: UUID | None
    facts: Mapping[str, JsonValue]
