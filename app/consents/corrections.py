"""How is what a form says put right? By staff, member by member; the audit names the members and no value (APPI 22)."""

from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consents import queries
from app.consents.forms import CorrectForm, TranscribedForm
from app.consents.intake import form_fields, require_sound
from app.consents.models import Consent, ConsentForm, ConsentState
from app.consents.queries import TABLE
from app.consents.schemas import ConsentSummary, CorrectConsent
from app.consents.service import END_OF, require_told_by_now
from app.consents.views import summary
from app.core.errors import Invalid, WrongState
from app.core.rows import move
from app.http.faults import invalid_for
from app.memorandum.clause_2_2_purpose import require_purpose
from app.staff.queries import require_briefed_staff
from app.vault.findable import make_findable
from app.vault.keystore import Domain
from app.vault.sealing import reseal


def correct_consent(
    session: Session,
    actor: Actor,
    consent_id: UUID,
    version: int,
    body: CorrectConsent,
) -> ConsentSummary:
    """Put right what a form says, at any date: the law asks for it as long as data is held (article 22).

    Raises:
        Invalid: nothing would change, or the form could not be as it is to be.
        WrongState: the form was returned, or has not been transcribed.

    """
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    require_purpose(END_OF.get(actor.purpose), consent.source)
    if consent.state is ConsentState.RETURNED:
        raise WrongState("correct", consent.state.value)
    put_right(session, actor, consent, version, body)
    return summary(session, actor, consent)


def put_right(session: Session, actor: Actor, consent: Consent, version: int, body: CorrectConsent) -> None:
    """Change what is held of a form, whoever asks for it: staff, or the person by right (article 34).

    The digest of the receipt stays that of the form as it came.

    Raises:
        Invalid: nothing would change, or the form could not be as it is to be.
        WrongState: the form has not been transcribed.

    """
    before = queries.open_content(session, consent.id, consent.sealed).model_dump(mode="json")
    form = _corrected(actor, queries.open_form(session, consent), body.form)
    given = before["given"] if body.consents is None else body.consents.model_dump(mode="json")
    changed = _changed(before["form"], form) + _changed(before["given"], given)
    if body.consents is not None:
        require_told_by_now(actor, body.consents)
    if not changed:
        raise Invalid.at("", "nothing_changed")

    content = {**before, "form": form, "given": given}
    domain = Domain(consent.source)
    sealed = reseal(session, domain, TABLE, consent.id, content)
    resembles = make_findable(session, domain, TABLE, consent.id, form)
    move(session, consent, version, sealed=sealed, resembles=resembles)
    record(session, actor, "consent.corrected", TABLE, consent.id, fields=changed)


def _corrected(actor: Actor, said: ConsentForm, body: CorrectForm) -> dict[str, JsonValue]:
    merged = {**said.model_dump(mode="json"), **body.model_dump(mode="json", exclude_unset=True)}
    try:
        form = TranscribedForm.model_validate({name: value for name, value in merged.items() if value is not None})
    except ValidationError as error:
        raise invalid_for(error, "/form") from None
    require_sound(actor, form, "/form")
    return form_fields(form)


def _changed(before: dict[str, JsonValue], after: dict[str, JsonValue]) -> list[str]:
    return sorted(name for name, value in after.items() if value != before.get(name))
