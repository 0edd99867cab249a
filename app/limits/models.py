"""What is kept of a limit that was decided? A word, perhaps for one act only, its hours, and from when it counts."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.core.rows import Record, enum_type
from app.memorandum.clause import Act, Urgency


class DatedLimit(Record, table=True):
    """Hours that the two office-holders decided for a word of urgency (R6-3). The database refuses to change it.

    `act` narrows it to one act; `consultation_id` is the decision, in which the reasons stand.
    """

    __tablename__ = "dated_limits"

    word: Urgency = Field(sa_type=enum_type(Urgency, "word"))
    act: Act | None = Field(default=None, sa_type=enum_type(Act, "act"))
    hours: int
    from_at: datetime
    consultation_id: UUID = Field(index=True)
