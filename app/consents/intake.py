"""How is a form taken in? Once, sealed, and with the next number of an unbroken count, whatever way it came."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consents.capacity import is_beyond_the_scheme
from app.consents.forms import TranscribedForm
from app.consents.models import NOTHING_GIVEN, ConsentState, consents, provision_counts
from app.consents.queries import TABLE
from app.core.clock import tokyo_day
from app.core.errors import Invalid
from app.core.ids import new_id
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.vault import blind_index
from app.vault.findable import make_new_findable
from app.vault.keystore import Domain
from app.vault.sealing import seal

FORM_INDEX = "consent-form"

_ADD = sa.insert(consents)
_NUMBER = sa.select(consents.c.receipt_number).where(consents.c.id == sa.bindparam("held"))
_COUNT = (
    sa.update(provision_counts)
    .where(provision_counts.c.source == sa.bindparam("of"))
    .values(provided=provision_counts.c.provided + sa.bindparam("more"))
    .returning(provision_counts.c.provided)
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A form that has just come, not yet known to be new."""

    digest: str
    channel: Channel | None
    outside_term: bool
    source: Source = Source.ISA
    form: dict[str, JsonValue] | None = None
    isa_received_at: datetime | None = None
    consent_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a form stands now; `number` is that of its source's count."""

    id: UUID
    number: int
    already_held: bool


def take_in(session: Session, actor: Actor, arrival: Arrival) -> Taken:
    """Take a form in, or find it again if the very same was taken in before."""
    # The count's row stays locked until the commit: two that bring the same form at once wait for each other here.
    number = _count(session, arrival.source, 1)
    held = blind_index.find(session, Domain(arrival.source), FORM_INDEX, arrival.digest)
    if held:
        _count(session, arrival.source, -1)
        record(session, actor, "consent.received_again", TABLE, held[0])
        return Taken(held[0], session.connection().execute(_NUMBER, {"held": held[0]}).scalar_one(), already_held=True)
    _add(session, actor, arrival, number)
    if arrival.outside_term:
        _tell_outside_term(session, actor, arrival.consent_id, number)
    return Taken(arrival.consent_id, number, already_held=False)


def require_sound(actor: Actor, form: TranscribedForm, pointer: str = "") -> None:
    """Let pass a form signed by today, by the calendar of Japan, that offers no more than the scheme allows.

    Raises:
        Invalid: it is dated in the future, or an individual offers to support too many.

    """
    today = tokyo_day(actor.at)
    if form.signed_on > today:
        raise Invalid.at(f"{pointer}/signed_on", "in_the_future")
    if is_beyond_the_scheme(form.holder_kind, form.capacity, today):
        raise Invalid.at(f"{pointer}/capacity", "beyond_the_scheme")


def form_fields(form: TranscribedForm) -> dict[str, JsonValue]:
    """Return a form's members as they are sealed, leaving out what is about its way here."""
    return form.model_dump(mode="json", exclude={"isa_received_at"})


def digest_of(fields: dict[str, JsonValue]) -> str:
    """Return the SHA-256 of a form's canonical JSON (RFC 8785), members that are null left out."""
    said = {name: value for name, value in fields.items() if value is not None}
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _add(session: Session, actor: Actor, arrival: Arrival, number: int) -> None:
    consent_id = arrival.consent_id
    content: dict[str, JsonValue] = {"digest": arrival.digest, "form": arrival.form, "given": NOTHING_GIVEN}
    domain = Domain(arrival.source)
    sealed = seal(session, domain, TABLE, consent_id, content)
    session.connection().execute(
        _ADD,
        {
            "id": consent_id,
            "version": 1,
            "created_at": actor.at,
            "state": ConsentState.RECEIVED,
            "source": arrival.source,
            "channel": arrival.channel,
            "receipt_number": number,
            "received_at": actor.at,
            "isa_received_at": arrival.isa_received_at,
            "outside_term": arrival.outside_term,
            "returned_reasons": [],
            "sealed": sealed,
            "resembles": make_new_findable(session, domain, TABLE, consent_id, arrival.form),
        },
    )
    blind_index.index(session, domain, consent_id, FORM_INDEX, arrival.digest, unique=True)
    way = arrival.channel.value if arrival.channel else "direct"
    record(session, actor, "consent.received", TABLE, consent_id, channel=way, receipt_number=number)


def _tell_outside_term(session: Session, actor: Actor, consent_id: UUID, number: int) -> None:
    event, subject = EventType.CONSENT_OUTSIDE_TERM, f"consents/{consent_id}"
    announce(session, actor.at, event, subject, id=str(consent_id), receipt_number=number)


def _count(session: Session, source: Source, more: int) -> int:
    provided: int = session.connection().execute(_COUNT, {"of": source, "more": more}).scalar_one()
    return provided
