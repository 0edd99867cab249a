"""What do callers send and see of a suspicion that the service noted by itself?"""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from app.http.fields import Body, VersionedView
from app.incidents.models import DismissedAs, DraftState


class DismissDraft(Body):
    """What the suspicion turned out to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"dismissed_as": "ordinary_work"}]})

    dismissed_as: DismissedAs


class DraftView(VersionedView):
    """A suspected harvest: a client, or the staff member behind it, wanted to open more records than an hour allows.

    `late` is by the limit of a report under 2(3): a problem that is only suspected is owed like any other (R2.3-1).
    """

    state: DraftState
    client_id: str
    staff_id: UUID | None
    created_at: datetime
    late: bool
    incident_id: UUID | None
    dismissed_as: DismissedAs | None
    decided_at: datetime | None
