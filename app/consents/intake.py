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
from app.consents.models import ConsentState, consents, provision_counts
from app.consents.queries import TABLE
from app.consents.receipts import receipt_of
from app.consents.schemas import ReceiptView, TranscribedForm
from app.core.ids import new_id
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.vault import blind_index
from app.vault.findable import make_findable
from app.vault.keystore import Domain
from app.vault.sealing import seal

FORM_INDEX = "consent-form"
UNKNOWN: dict[str, JsonValue] = {"matching": None, "provision_abroad": None}

_ADD = sa.insert(consents)
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
    channel: Channel
    outside_term: bool
    form: dict[str, JsonValue] | None = None
    isa_received_at: datetime | None = None
    consent_id: UUID = field(default_factory=new_id)


def take_in(session: Session, actor: Actor, arrival: Arrival) -> ReceiptView:
    """Take a form in, or find it again if the very same was taken in before."""
    # The count's row stays locked until the commit: two that bring the same form at once wait for each other here.
    number = _count(session, 1)
    held = blind_index.find(session, Domain.ISA, FORM_INDEX, arrival.digest)
    if held:
        _count(session, -1)
        record(session, actor, "consent.received_again", TABLE, held[0])
        return receipt_of(session, held[0], already_held=True)
    _add(session, actor, arrival, number)
    if arrival.outside_term:
        _tell_outside_term(session, actor, arrival.consent_id, number)
    return _receipt(actor, arrival, number)


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
    content: dict[str, JsonValue] = {"digest": arrival.digest, "form": arrival.form, "given": UNKNOWN}
    sealed = seal(session, Domain.ISA, TABLE, consent_id, content)
    session.connection().execute(
        _ADD,
        {
            "id": consent_id,
            "version": 1,
            "created_at": actor.at,
            "state": ConsentState.RECEIVED,
            "source": Source.ISA,
            "channel": arrival.channel,
            "receipt_number": number,
            "received_at": actor.at,
            "isa_received_at": arrival.isa_received_at,
            "outside_term": arrival.outside_term,
            "returned_reasons": [],
            "sealed": sealed,
            "resembles": make_findable(session, Domain.ISA, TABLE, consent_id, arrival.form),
        },
    )
    blind_index.index(session, Domain.ISA, consent_id, FORM_INDEX, arrival.digest, unique=True)
    record(session, actor, "consent.received", TABLE, consent_id, channel=arrival.channel.value, receipt_number=number)


def _tell_outside_term(session: Session, actor: Actor, consent_id: UUID, number: int) -> None:
    event, subject = EventType.CONSENT_OUTSIDE_TERM, f"consents/{consent_id}"
    announce(session, actor.at, event, subject, id=str(consent_id), receipt_number=number)


def _count(session: Session, more: int) -> int:
    provided: int = session.connection().execute(_COUNT, {"of": Source.ISA, "more": more}).scalar_one()
    return provided


def _receipt(actor: Actor, arrival: Arrival, number: int) -> ReceiptView:
    return ReceiptView(
        id=arrival.consent_id,
        version=1,
        receipt_number=number,
        digest=arrival.digest,
        received_at=actor.at,
        channel=arrival.channel,
        state=ConsentState.RECEIVED,
        outside_term=arrival.outside_term,
        already_held=False,
    )
