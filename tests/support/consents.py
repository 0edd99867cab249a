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
from app.consents.forms import EXAMPLE_FORM, TellConsents, TranscribedForm
from app.consents.intake import Arrival, digest_of, form_fields, take_in
from app.consents.models import Availability, ConsentState
from app.consents.queries import get_consent, open_content
from app.core.rows import move
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.vault.keystore import Domain
from app.vault.sealing import reseal
from tests.support.clients import an_actor

_REACHED = {
    ConsentState.VERIFIED: ("verified_at",),
    ConsentState.ACTIVE: ("verified_at", "activated_at", "availability_confirmed_at"),
    ConsentState.RETURNED: ("returned_at",),
    ConsentState.WITHDRAWN: ("withdrawn_at",),
    ConsentState.EXPIRED: ("expired_at",),
    ConsentState.DISPOSED: ("disposed_at",),
}


def a_form(**said: Any) -> dict[str, Any]:
    """Return a consent form as ISA sends it, of somebody new each time."""
    somewhere = {name: value for name, value in EXAMPLE_FORM.items() if name != "municipality"}
    return {**somewhere, "email": f"{uuid4().hex[:12]}@example.jp", **said}


def a_consent(
    installation: Installation,
    *,
    state: ConsentState = ConsentState.ACTIVE,
    matching: bool | None = True,
    provision_abroad: bool | None = True,
    source: Source = Source.ISA,
    told_of: str = "BRA",
    **said: Any,
) -> UUID:
    """Return a consent provided as JSON, or registered directly, and led to a state."""
    form = form_fields(TranscribedForm.model_validate(a_form(**said)))
    channel = Channel.API if source is Source.ISA else None
    arrival = Arrival(digest_of(form), channel, outside_term=False, source=source, form=form)
    told = [told_abroad(told_of)] if provision_abroad else []
    given = TellConsents.model_validate(
        {"matching": matching, "provision_abroad": provision_abroad, "told_of_abroad": told}
    )
    sealed = given.model_dump(mode="json")
    return installation.database.run(_add, an_actor(installation, Role.ISA_EXCHANGE), arrival, state, sealed)


def told_abroad(country: str | None = "BRA", **said: Any) -> dict[str, Any]:
    """Return what somebody was told of a country before consenting to provision there."""
    named = {"country": country, "system_told": True} if country else {"country_unknown_because": "not known yet"}
    return {**named, "measures_told": True, "told_on": "2024-05-10", "text_version": "abroad-1", **said}


def a_mailed_consent(installation: Installation) -> UUID:
    """Return a consent that came by mail and waits for its transcription."""
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    arrival = Arrival(digest, Channel.EMAIL, outside_term=False)
    actor = an_actor(installation, Role.MAIL_INTAKE)
    return installation.database.run(_add, actor, arrival, ConsentState.RECEIVED, None)


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
    sealed = reseal(session, Domain(consent.source), "consents", consent_id, {**content, "given": given})
    kept = None if state is ConsentState.DISPOSED else sealed
    standing = {"availability": Availability.AVAILABLE} if state is ConsentState.ACTIVE else {}
    move(session, consent, 1, state=state, sealed=kept, **standing, **dict.fromkeys(_REACHED[state], actor.at))
    record(session, actor, "consent.made", "consents", consent_id)
    return consent_id
