"""What may the association's staff do with a consent form? Open, check, activate, return and withdraw it."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import OPENED_BEFORE, asked_of, require_another_opening
from app.access.scopes import Purpose as TokenPurpose
from app.agreements.queries import signed_terms
from app.audit.trail import record
from app.consents import queries
from app.consents.forms import TellConsents
from app.consents.intake import form_fields, require_sound
from app.consents.lifecycle import LIFE
from app.consents.lists import Wanted
from app.consents.models import Availability, Consent, ConsentState, SealedContent, consents
from app.consents.queries import TABLE
from app.consents.schemas import ConsentSummary, ConsentView, ReturnConsent, VerifyConsent
from app.consents.views import shown, summary
from app.core.clock import tokyo_day
from app.core.database import settings_of
from app.core.errors import Conflict, Disposed, Invalid, NotFound
from app.core.rows import move
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.http.paging import Page, page_of
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.memorandum.clause_2_2_purpose import Purpose, require_purpose
from app.memorandum.clause_5_term import require_matching_term
from app.staff.queries import require_briefed_staff
from app.vault.findable import make_findable
from app.vault.keystore import Domain
from app.vault.sealing import reseal

END_OF: Mapping[TokenPurpose, Purpose] = {TokenPurpose.SUPPORT: Purpose.SUPPORT_GIVEN}
"""Which end of 2(2) the use of a supporter's form serves, by what the caller's token is for."""

_ONE = sa.select(consents, OPENED_BEFORE.label("opened_before")).where(consents.c.id == sa.bindparam("record"))


def list_consents(
    session: Session,
    actor: Actor,
    limit: int,
    cursor: str | None,
    wanted: Wanted,
) -> Page[ConsentSummary]:
    """Return consents, none of them opened, in the order in which they came."""
    require_briefed_staff(session, actor)

    def view(rows: Session, consent: Consent) -> ConsentSummary:
        return summary(rows, actor, consent)

    where = wanted.conditions(actor.at, settings_of(session).availability_days)
    return page_of(session, Consent, view, limit, cursor, *where)


def show_consent(session: Session, actor: Actor, consent_id: UUID) -> ConsentView:
    """Open one consent, and record which fields were read."""
    require_briefed_staff(session, actor)
    row = session.connection().execute(_ONE, asked_of(actor, consent_id)).mappings().one_or_none()
    if row is None:
        raise NotFound
    if row["state"] is ConsentState.DISPOSED:
        raise Disposed
    require_purpose(END_OF.get(actor.purpose), row["source"])
    if not row["opened_before"]:
        require_another_opening(session, actor)

    content = queries.open_content(session, consent_id, row["sealed"])
    record(session, actor, "consent.read", TABLE, consent_id, fields=fields_said(content))
    said = {"form": content.form, "given": content.given}
    return ConsentView.model_validate(shown(session, dict(row), actor.at) | said)


def show_summary(session: Session, actor: Actor, consent_id: UUID) -> ConsentSummary:
    """Return one consent without opening it."""
    require_briefed_staff(session, actor)
    return summary(session, actor, queries.get_consent(session, consent_id))


def verify_consent(
    session: Session,
    actor: Actor,
    consent_id: UUID,
    version: int,
    body: VerifyConsent,
) -> ConsentSummary:
    """Confirm that a form is complete; one that came by mail is transcribed with it."""
    consent = _in_use(session, actor, consent_id)
    state = LIFE.after("verify", consent.state)
    content = _checked(session, actor, consent, body)

    domain = Domain(consent.source)
    sealed = reseal(session, domain, TABLE, consent_id, content)
    resembles = make_findable(session, domain, TABLE, consent_id, content["form"])
    move(session, consent, version, state=state, verified_at=actor.at, sealed=sealed, resembles=resembles)
    record(session, actor, "consent.verified", TABLE, consent_id, transcribed=body.transcription is not None)
    return summary(session, actor, consent)


def activate_consent(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Make the prospective supporter available for matching."""
    consent = _in_use(session, actor, consent_id)
    state = LIFE.after("activate", consent.state)
    if queries.open_content(session, consent_id, consent.sealed).given.matching is False:
        raise Conflict("no_consent_to_matching")

    told = {"availability": Availability.AVAILABLE, "availability_confirmed_at": actor.at}
    move(session, consent, version, state=state, activated_at=actor.at, **told)
    record(session, actor, "consent.activated", TABLE, consent_id)
    return summary(session, actor, consent)


def return_consent(
    session: Session,
    actor: Actor,
    consent_id: UUID,
    version: int,
    body: ReturnConsent,
) -> ConsentSummary:
    """Give an incomplete form back to ISA, which learns the reasons from the feed."""
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    state, reasons = LIFE.after("return", consent.state), [reason.value for reason in body.reasons]

    move(session, consent, version, state=state, returned_at=actor.at, returned_reasons=reasons)
    record(session, actor, "consent.returned", TABLE, consent_id, reasons=reasons)
    if consent.source is Source.ISA:
        _tell_returned(session, actor, consent)
    return summary(session, actor, consent)


def withdraw_consent(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Record that the person took the consent back; no term needs to be in force for that."""
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    state = LIFE.after("withdraw", consent.state)

    move(session, consent, version, state=state, withdrawn_at=actor.at)
    record(session, actor, "consent.withdrawn", TABLE, consent_id)
    return summary(session, actor, consent)


def require_told_by_now(actor: Actor, told: TellConsents) -> None:
    """Let pass what the person was told today, by the calendar of Japan, or before.

    Raises:
        Invalid: it is dated in the future.

    """
    for place, one in enumerate(told.told_of_abroad):
        if one.told_on > tokyo_day(actor.at):
            raise Invalid.at(f"/consents/told_of_abroad/{place}/told_on", "in_the_future")


def fields_said(content: SealedContent) -> list[str]:
    """Return the names of the fields in which a form, or what was told with it, says something."""
    members = [*(content.form or ()), *content.given]
    return sorted(name for name, value in members if value not in (None, []))


def _tell_returned(session: Session, actor: Actor, consent: Consent) -> None:
    announce(
        session,
        actor.at,
        EventType.CONSENT_RETURNED,
        f"consents/{consent.id}",
        id=str(consent.id),
        receipt_number=consent.receipt_number,
        reasons=list(consent.returned_reasons),
    )


def _in_use(session: Session, actor: Actor, consent_id: UUID) -> Consent:
    """Return a consent for use in matching: by briefed staff, for an end of 2(2), and within a term (R5-4)."""
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    require_purpose(END_OF.get(actor.purpose), consent.source)
    require_matching_term(consent.source, actor.at, signed_terms(session))
    return consent


def _checked(session: Session, actor: Actor, consent: Consent, body: VerifyConsent) -> dict[str, JsonValue]:
    """Return what is to be sealed of a checked form.

    Raises:
        Invalid: a transcription is missing, or came for a form that needs none.

    """
    content = queries.open_content(session, consent.id, consent.sealed).model_dump(mode="json")
    if (body.transcription is not None) is not (consent.channel is Channel.EMAIL):
        raise Invalid.at("/transcription", "missing" if body.transcription is None else "not_expected")
    if body.transcription is not None:
        require_sound(actor, body.transcription, "/transcription")
        content["form"] = form_fields(body.transcription)
    require_told_by_now(actor, body.consents)
    return {**content, "given": body.consents.model_dump(mode="json")}
