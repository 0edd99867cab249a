"""What is answered to a person's request, and what does a yes change at once? Articles 33 to 36."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.applicants import rights as applicants
from app.applicants.queries import get_applicant
from app.audit.trail import record
from app.consents import rights as consents
from app.consents.queries import get_consent
from app.core.errors import Conflict, FieldError, Invalid
from app.core.rows import move
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds, Recipient, require_recipient
from app.requests import articles, queries, views
from app.requests.lifecycle import LIFE
from app.requests.models import (
    Measure,
    PersonRequest,
    RefusalGround,
    RequestKind,
    RequestState,
    RequestSubject,
    Resource,
    StopGround,
)
from app.requests.queries import REASONS, TABLE
from app.requests.schemas import Correction, Grant, GrantPartly, Refuse, RequestView
from app.vault.keystore import Domain
from app.vault.sealing import reseal

_DISCLOSING = {RequestKind.DISCLOSURE, RequestKind.PROVISION_RECORDS}


def grant_request(session: Session, actor: Actor, request_id: UUID, version: int, body: Grant) -> RequestView:
    """Grant all that was asked: data is corrected, use is stopped at once, deletion becomes a duty of disposal.

    Raises:
        Conflict: no record of the person was found, or what is to stop has no ground in article 35.
        Invalid: a correction is missing, not expected, or not of a kind the field takes.

    """
    request = queries.get_request(session, request_id)
    state = LIFE.after("grant", request.state)
    return _grant(session, actor, request, version, state, body, request.measure)


def grant_partly(session: Session, actor: Actor, request_id: UUID, version: int, body: GrantPartly) -> RequestView:
    """Grant a part of what was asked, and say in writing why not the rest."""
    request = queries.get_request(session, request_id)
    state = LIFE.after("grant-partly", request.state)
    if RefusalGround.NO_DATA_HELD in body.grounds:
        raise Invalid.at("/grounds", "not_with_this_decision")
    _require_grounds(session, request, body.grounds)
    if body.withheld and request.kind not in _DISCLOSING:
        raise Invalid.at("/withheld", "not_expected")
    if body.measure is not None and request.kind is not RequestKind.STOP:
        raise Invalid.at("/measure", "not_expected")

    why = {
        "refusal_grounds": sorted(body.grounds),
        "withheld": sorted(body.withheld),
        REASONS: _sealed_reasons(session, request, body.reasons),
    }
    return _grant(session, actor, request, version, state, body, body.measure or request.measure, **why)


def refuse_request(session: Session, actor: Actor, request_id: UUID, version: int, body: Refuse) -> RequestView:
    """Refuse what was asked, on grounds the law gives, and say why in writing; that nothing is held is said here too.

    Raises:
        Invalid: the law gives no such ground for this kind of request.
        Conflict: nothing is said to be held though records were found, or before anybody looked.

    """
    request = queries.get_request(session, request_id)
    state = LIFE.after("refuse", request.state)
    _require_grounds(session, request, body.grounds)

    why = {"refusal_grounds": sorted(body.grounds), REASONS: _sealed_reasons(session, request, body.reasons)}
    return _decide(session, actor, request, version, state, **why)


def _grant(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    version: int,
    state: RequestState,
    body: Grant,
    measure: Measure | None,
    **why: Any,
) -> RequestView:
    subjects = queries.subjects_of(session, request.id)
    if not subjects:
        raise Conflict("no_records_linked")
    if bool(body.corrections) is not (request.kind is RequestKind.CORRECTION):
        raise Invalid.at("/corrections", "not_expected" if body.corrections else "missing")
    if measure is not None and not articles.open_grounds(measure, {StopGround(one) for one in request.grounds}):
        raise Conflict("no_ground_for_this_measure")

    if measure is not None:
        _stop_use(session, actor, request, subjects)
    corrected = _correct(session, actor, request, subjects, body.corrections)
    return _decide(session, actor, request, version, state, granted_measure=measure, corrected=corrected, **why)


def _decide(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    version: int,
    state: RequestState,
    **decided: Any,
) -> RequestView:
    move(session, request, version, state=state, decision=state, decided_at=actor.at, **decided)
    facts = {"decision": state.value, "grounds": request.refusal_grounds, "corrected": request.corrected}
    record(session, actor, "request.decided", TABLE, request.id, **facts)
    return views.full(session, actor, request)


def _stop_use(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    subjects: Sequence[RequestSubject],
) -> None:
    """Take the person out of the matching in the same transaction; what else must end follows as duties."""
    for consent_id in queries.ids_in(subjects, Resource.CONSENTS):
        consents.stop_use(session, actor, consent_id, request.id)
    for applicant_id in queries.ids_in(subjects, Resource.APPLICANTS):
        applicants.stop_use(session, actor, applicant_id, request.id)


def _correct(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    subjects: Sequence[RequestSubject],
    corrections: Sequence[Correction],
) -> list[str]:
    """Change each record through the door of its owner, and return the names of what was changed."""
    linked = {(one.resource, one.record_id) for one in subjects}
    wanted: dict[tuple[Resource, UUID], dict[str, Any]] = {}
    for number, one in enumerate(corrections):
        if (one.resource, one.record_id) not in linked:
            raise Invalid.at(f"/corrections/{number}/record_id", "not_linked")
        if one.field in wanted.setdefault((one.resource, one.record_id), {}):
            raise Invalid.at(f"/corrections/{number}/field", "repeated")
        wanted[one.resource, one.record_id][one.field] = one.value
    for (resource, record_id), changes in wanted.items():
        try:
            _correct_one(session, actor, request, resource, record_id, changes)
        except Invalid as invalid:
            raise _at_their_place(invalid, corrections, record_id) from invalid
    return sorted({one.field for one in corrections})


def _correct_one(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    resource: Resource,
    record_id: UUID,
    changes: Mapping[str, Any],
) -> None:
    law = Grounds(law=articles.ARTICLE_OF[request.kind])
    if resource is Resource.CONSENTS:
        consent = get_consent(session, record_id)
        require_recipient(Recipient.THE_PERSON, consent.source, law)
        consents.correct(session, actor, consent, changes)
    else:
        require_recipient(Recipient.THE_PERSON, Source.DIRECT, law)
        applicants.correct(session, actor, get_applicant(session, record_id), changes)


def _at_their_place(invalid: Invalid, corrections: Sequence[Correction], record_id: UUID) -> Invalid:
    """Return the faults a record's owner found, at the corrections that have them."""
    places = {one.field: number for number, one in enumerate(corrections) if one.record_id == record_id}
    return Invalid(
        *(
            FieldError("/corrections" if field is None else f"/corrections/{places[field]}/value", fault.code)
            for fault in invalid.errors
            for field in [next((step for step in fault.pointer.split("/") if step in places), None)]
        ),
    )


def _require_grounds(session: Session, request: PersonRequest, grounds: AbstractSet[RefusalGround]) -> None:
    if not grounds <= articles.REFUSED_ON[request.kind]:
        raise Invalid.at("/grounds", "not_for_this_kind")
    if RefusalGround.NO_DATA_HELD not in grounds:
        return
    if request.searched_at is None:
        raise Conflict("nobody_looked_yet")
    if queries.subjects_of(session, request.id):
        raise Conflict("records_linked")


def _sealed_reasons(session: Session, request: PersonRequest, reasons: str) -> bytes:
    return reseal(session, Domain.DIRECT, TABLE, request.id, {"reasons": reasons}, column=REASONS)
