"""What does the privacy law let the person ask of a consent form? That it be corrected, and no longer used (34, 35).

Called by whoever answers the person, above this resource; neither needs a term, for the law binds at any date.
"""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consents.corrections import put_right
from app.consents.lifecycle import LIFE
from app.consents.models import Consent, ConsentState, GivenConsents
from app.consents.queries import TABLE, open_content
from app.consents.schemas import CorrectConsent
from app.core.rows import move
from app.http.faults import invalid_for


def correct(session: Session, actor: Actor, consent: Consent, changes: Mapping[str, JsonValue]) -> None:
    """Change what is held of a form, a returned or withdrawn one too; of the consents told, the others stay.

    Raises:
        Invalid: a field takes no such value, there is none of this name, or nothing would change.
        WrongState: the form has not been transcribed.

    """
    given = {name: value for name, value in changes.items() if name in GivenConsents.model_fields}
    asked: dict[str, object] = {"form": {name: value for name, value in changes.items() if name not in given}}
    if given:
        before = open_content(session, consent.id, consent.sealed).given.model_dump(mode="json")
        asked["consents"] = before | given
    try:
        body = CorrectConsent.model_validate(asked)
    except ValidationError as error:
        raise invalid_for(error) from None
    put_right(session, actor, consent, consent.version, body)


def stop_use(session: Session, actor: Actor, consent_id: UUID, request_id: UUID) -> None:
    """Take a consent out of the matching; one that is out of it already stays as it is."""
    consent = session.get_one(Consent, consent_id)
    if consent.state not in LIFE.moves["withdraw"][0]:
        return
    move(session, consent, consent.version, state=ConsentState.WITHDRAWN, withdrawn_at=actor.at)
    record(session, actor, "consent.withdrawn", TABLE, consent_id, request=str(request_id))
