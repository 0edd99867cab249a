"""What is held on a person? Gathered record by record, every opening written down with its fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue
from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.hourly import require_opening
from app.applicants.models import Applicant
from app.applicants.queries import open_profile
from app.audit.models import AuditEntry
from app.audit.trail import record
from app.consents.models import Consent, ConsentMail
from app.consents.queries import open_content
from app.incidents.models import Incident
from app.matching.models import Match
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds, OfApplicant, OfSupporter, Recipient, require_recipient
from app.provisions.models import OccasionKind, ProvidedTo, ProvisionRecord
from app.provisions.queries import TABLE as PROVISIONS
from app.provisions.queries import open_names, provisions_in_match, provisions_of_applicant, provisions_of_supporter
from app.requests import queries
from app.requests.disclosure_schemas import (
    HeldApplicant,
    HeldConsent,
    HeldDocument,
    HeldMatch,
    IncidentMention,
    ProvisionLine,
    ReadingLine,
    RequestLine,
    ToldToPerson,
)
from app.requests.models import RequestSubject, Resource
from app.vault.documents import summarise_documents

PUBLIC_BODIES = {ProvidedTo.ISA: "出入国在留管理庁", ProvidedTo.PPC: "個人情報保護委員会"}


@dataclass(frozen=True, slots=True)
class Person:
    """By which records somebody is held, and the law by which they ask."""

    consent_ids: tuple[UUID, ...]
    applicant_ids: tuple[UUID, ...]
    law: str

    @property
    def record_ids(self) -> tuple[UUID, ...]:
        """Return every id."""
        return (*self.consent_ids, *self.applicant_ids)


def person_of(subjects: Sequence[RequestSubject], law: str) -> Person:
    """Return the person a request is about."""
    forms, people = (tuple(queries.ids_in(subjects, resource)) for resource in (Resource.CONSENTS, Resource.APPLICANTS))
    return Person(forms, people, law)


def held_consents(session: Session, actor: Actor, person: Person) -> list[HeldConsent]:
    """Open every consent form of a person, and record which fields were read."""
    found = (session.get_one(Consent, one) for one in person.consent_ids)
    return [_consent(session, actor, consent, person.law) for consent in found]


def held_applicants(session: Session, actor: Actor, person: Person) -> list[HeldApplicant]:
    """Open every profile of a person, and record which fields were read."""
    found = (session.get_one(Applicant, one) for one in person.applicant_ids)
    return [_applicant(session, actor, applicant, person.law) for applicant in found]


def held_matches(session: Session, person: Person) -> list[HeldMatch]:
    """Return a person's matches; of the other side, which fields the person was told, never what they say."""
    theirs = col(Match.consent_id).in_(person.consent_ids) | col(Match.applicant_id).in_(person.applicant_ids)
    matches = session.exec(select(Match).where(theirs).order_by(col(Match.id))).all()
    return [
        HeldMatch.model_validate(
            match.model_dump() | {"proposed_at": match.created_at, "told": _told(session, match.id, person)},
        )
        for match in matches
    ]


def provision_lines(session: Session, actor: Actor, person: Person) -> list[ProvisionLine]:
    """Return what was told of a person, to whom and when; names that were opened are recorded as read."""
    made = [
        *provisions_of_supporter(session, person.consent_ids),
        *provisions_of_applicant(session, person.applicant_ids),
    ]
    return [_provision(session, actor, one, person) for one in sorted(made, key=lambda one: (one.provided_at, one.id))]


def reading_lines(session: Session, person: Person, matches: Sequence[HeldMatch]) -> list[ReadingLine]:
    """Return who opened the person's records and their matches, from the record of reads."""
    ids = [*person.record_ids, *(match.id for match in matches)]
    looked = select(AuditEntry).where(col(AuditEntry.resource_id).in_(ids), col(AuditEntry.action).like("%.read"))
    return [
        ReadingLine(
            at=entry.at,
            client_id=entry.client_id,
            staff_id=entry.staff_id,
            role=entry.role,
            purpose=entry.purpose,
            action=entry.action,
            record_id=entry.resource_id,
            fields=fields,
        )
        for entry in session.exec(looked.order_by(col(AuditEntry.at), col(AuditEntry.id)))
        if entry.resource_id is not None and (fields := _own_fields(entry, person))
    ]


def request_lines(session: Session, person: Person) -> list[RequestLine]:
    """Return the person's own requests."""
    found = queries.requests_about(session, person.record_ids)
    return [RequestLine.model_validate(one, from_attributes=True) for one in found]


def incident_lines(session: Session, person: Person) -> list[IncidentMention]:
    """Return the incidents in which a form of the person is named."""
    forms = {str(one) for one in person.consent_ids}
    found = session.exec(select(Incident).order_by(col(Incident.id))) if forms else ()
    return [IncidentMention.model_validate(one, from_attributes=True) for one in found if forms & set(one.receipt_ids)]


def _own_fields(entry: AuditEntry, person: Person) -> list[str]:
    """Return which of the person's own fields were read; a match shows the other side's too."""
    fields: list[str] = entry.facts.get("fields", ["document"])
    if entry.resource != "matches":
        return fields
    own = {
        *(OfSupporter if person.consent_ids else ()),
        *(OfApplicant if person.applicant_ids else ()),
    }
    return [name for name in fields if name in own]


def _consent(session: Session, actor: Actor, consent: Consent, law: str) -> HeldConsent:
    require_recipient(Recipient.THE_PERSON, consent.source, Grounds(law=law))
    fields: dict[str, JsonValue] = {}
    documents: list[HeldDocument] = []
    if consent.sealed is not None:
        require_opening(session, actor, consent.id)
        content = open_content(session, consent.id, consent.sealed).model_dump(mode="json")
        fields = _said((content["form"] or {}) | content["given"])
        documents = [*_documents(session, consent.id), *_mails(session, consent.id)]
        record(session, actor, "consent.read", "consents", consent.id, fields=_read(fields, documents))
    return HeldConsent.model_validate(consent.model_dump() | {"form": fields, "documents": documents})


def _applicant(session: Session, actor: Actor, applicant: Applicant, law: str) -> HeldApplicant:
    require_recipient(Recipient.THE_PERSON, Source.DIRECT, Grounds(law=law))
    fields: dict[str, JsonValue] = {}
    documents: list[HeldDocument] = []
    if applicant.sealed is not None:
        require_opening(session, actor, applicant.id)
        fields = _said(open_profile(session, applicant).model_dump(mode="json"))
        documents = _documents(session, applicant.id)
        record(session, actor, "applicant.read", "applicants", applicant.id, fields=_read(fields, documents))
    return HeldApplicant.model_validate(applicant.model_dump() | {"profile": fields, "documents": documents})


def _said(fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _read(fields: dict[str, JsonValue], documents: Sequence[HeldDocument]) -> list[str]:
    return sorted([*fields, *(["documents"] if documents else [])])


def _documents(session: Session, record_id: UUID) -> list[HeldDocument]:
    return [
        HeldDocument(
            kind=one.kind,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            held_since=one.created_at,
        )
        for one in summarise_documents(session, record_id)
    ]


def _mails(session: Session, consent_id: UUID) -> list[HeldDocument]:
    """Return the e-mails in which a form came; what else was in them is not the person's."""
    mails = session.exec(select(ConsentMail).order_by(col(ConsentMail.id)))
    return [found for mail in mails if str(consent_id) in mail.consent_ids for found in _documents(session, mail.id)]


def _told(session: Session, match_id: UUID, person: Person) -> list[ToldToPerson]:
    return [
        ToldToPerson(at=one.provided_at, step=one.step, items=one.items)
        for one in provisions_in_match(session, match_id)
        if _is_recipient(one, person)
    ]


def _is_recipient(made: ProvisionRecord, person: Person) -> bool:
    if made.recipient is ProvidedTo.SUPPORTER:
        return made.consent_id in person.consent_ids
    return made.recipient is ProvidedTo.APPLICANT and made.applicant_id in person.applicant_ids


def _provision(session: Session, actor: Actor, made: ProvisionRecord, person: Person) -> ProvisionLine:
    occasion = next(kind for kind in OccasionKind if getattr(made, f"{kind.value}_id") is not None)
    return ProvisionLine.model_validate(
        made.model_dump() | {"recipient_name": _recipient_name(session, actor, made, person), "occasion": occasion},
    )


def _recipient_name(session: Session, actor: Actor, made: ProvisionRecord, person: Person) -> str | None:
    """Return who was told; the other side of a match has a name only once the person was told it (33(2)(i))."""
    if made.recipient in PUBLIC_BODIES:
        return PUBLIC_BODIES[made.recipient]
    known = made.match_id is not None and any("name" in told.items for told in _told(session, made.match_id, person))
    names = open_names(session, made) if known else None
    if names is None:
        return None
    record(session, actor, "provision.read", PROVISIONS, made.id, fields=["recipient_name"])
    return names.recipient
