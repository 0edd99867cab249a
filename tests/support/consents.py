"""Which consents does a test need? Taken in as the service does, then led to a state directly."""

import hashlib
from collections.abc import Iterable
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from pydantic import JsonValue
from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.audit.trail import record
from app.consents.intake import Arrival, digest_of, form_fields, take_in
from app.consents.models import ConsentState
from app.consents.queries import get_consent, open_content
from app.consents.schemas import EXAMPLE_FORM, TranscribedForm
from app.core.rows import move
from app.memorandum.clause_1_2_channel import Channel
from app.vault.keystore import Domain
from app.vault.sealing import reseal
from tests.support.clients import an_actor

_REACHED = {
    ConsentState.VERIFIED: ("verified_at",),
    ConsentState.ACTIVE: ("verified_at", "activated_at"),
    ConsentState.RETURNED: ("returned_at",),
    ConsentState.WITHDRAWN: ("withdrawn_at",),
    ConsentState.DISPOSED: ("disposed_at",),
}


def a_form(**said: Any) -> dict[str, Any]:
    """Return a consent form as ISA sends it, of somebody new each time."""
    return {**EXAMPLE_FORM, "email": f"{uuid4().hex[:12]}@example.jp", **said}


def a_consent(
    installation: Installation,
    *,
    state: ConsentState = ConsentState.ACTIVE,
    matching: bool | None = True,
    provision_abroad: bool | None = True,
    **said: Any,
) -> UUID:
    """Return a consent provided as JSON and led to a state."""
    form = form_fields(TranscribedForm.model_validate(a_form(**said)))
    arrival = Arrival(digest_of(form), Channel.API, outside_term=False, form=form)
    given: JsonValue = {"matching": matching, "provision_abroad": provision_abroad}
    return installation.database.run(_add, an_actor(installation, Role.ISA_EXCHANGE), arrival, state, given)


def a_mailed_consent(installation: Installation) -> UUID:
    """Return a consent that came by mail and waits for its transcription."""
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    arrival = Arrival(digest, Channel.EMAIL, outside_term=False)
    return installation.database.run(_add, an_actor(installation, Role.MAIL_INTAKE), arrival, ConsentState.RECEIVED, {})


def a_mail(
    text: str = "Consent form of Hanako Example.",
    *,
    sender: str = "exchange@isa.example",
    files: Iterable[bytes] = (),
) -> bytes:
    """Return an e-mail as ISA sends it, with a scanned form in each file."""
    message = EmailMessage()
    message["From"] = f"Exchange Desk <{sender}>"
    message["To"] = "consents@association.example"
    message["Subject"] = "Consent form"
    message["Message-ID"] = f"<{uuid4().hex}@isa.example>"
    message.set_content(text)
    for number, file in enumerate(files):
        message.add_attachment(file, maintype="application", subtype="pdf", filename=f"form-{number}.pdf")
    return message.as_bytes()


def _add(session: Session, actor: Actor, arrival: Arrival, state: ConsentState, given: JsonValue) -> UUID:
    consent_id = take_in(session, actor, arrival).id
    if state is ConsentState.RECEIVED:
        return consent_id
    consent = get_consent(session, consent_id)
    content = open_content(session, consent_id, consent.sealed).model_dump(mode="json")
    sealed = reseal(session, Domain.ISA, "consents", consent_id, {**content, "given": given})
    kept = None if state is ConsentState.DISPOSED else sealed
    move(session, consent, 1, state=state, sealed=kept, **dict.fromkeys(_REACHED[state], actor.at))
    record(session, actor, "consent.made", "consents", consent_id)
    return consent_id
