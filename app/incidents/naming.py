"""Who is concerned, by name? Told to ISA, or to the Commission, only where needed, field by field, with its basis.

Nothing is copied: ISA reads what the form or the profile says as long as it is held, so a disposal takes it away here
too. What stays is the provision record, as the law orders (R2.4-4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.applicants.models import Applicant
from app.applicants.queries import get_applicant, open_profile
from app.audit.trail import record
from app.consents.models import Consent
from app.consents.queries import get_consent, open_form
from app.core.errors import Disposed, Invalid
from app.incidents.duties import is_a_trouble
from app.incidents.models import Incident, IncidentKind
from app.incidents.naming_schemas import IdentityField, IdentityView, PersonFields
from app.memorandum import clause_2_3_problem_report, clause_3_2_trouble
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds
from app.provisions.models import Names, OccasionKind, ProvidedTo, ProvisionRecord
from app.provisions.queries import provisions_in_incident
from app.provisions.recording import Occasion, Provision, provide

COMMISSION = Grounds(law="article 26(1)")


@dataclass(frozen=True, slots=True)
class _Person:
    """One whose data is held, as a supporter's form or an applicant's profile has it."""

    source: Source
    says: Mapping[IdentityField, str | None]


def tell(
    session: Session, actor: Actor, incident: Incident, recipient: ProvidedTo, named: PersonFields, grounds: Grounds
) -> ProvisionRecord:
    """Tell a recipient some fields of one person, for one incident, and write the provision down (article 29).

    Raises:
        NotFound: there is no such person.
        Disposed: nothing of them is held any more.
        Invalid: none of the fields is known of them.
        Refusal: clause 2(2) does not let it go there on these grounds.

    """
    person = _open(session, named.consent_id, named.applicant_id)
    items = tuple(sorted(field.value for field in named.fields if person.says[field] is not None))
    if not items:
        raise Invalid.at("/persons", "missing")
    return provide(
        session,
        actor,
        Provision(
            recipient=recipient,
            occasion=Occasion(OccasionKind.INCIDENT, incident.id),
            source=person.source,
            grounds=grounds,
            items=items,
            names=Names(person=str(person.says[IdentityField.NAME]), recipient=None, recipient_place=None),
            consent_id=named.consent_id,
            applicant_id=named.applicant_id,
        ),
    )


def grounds_towards_isa(incident: Incident, law: str | None) -> Grounds:
    """Return by which clause ISA is owed what it provided itself, and the law that anything else needs besides."""
    if incident.kind is IncidentKind.DATA_PROTECTION and clause_2_3_problem_report.is_owed(incident.source):
        return Grounds(clause=clause_2_3_problem_report.CLAUSE.number, law=law)
    clause = clause_3_2_trouble.CLAUSE.number if is_a_trouble(incident) else None
    return Grounds(clause=clause, law=law)


def named_to_isa(session: Session, incident_id: UUID) -> list[ProvisionRecord]:
    """Return what ISA was told of whom for an incident, in order."""
    return [one for one in provisions_in_incident(session, incident_id) if one.recipient is ProvidedTo.ISA]


def without_words(session: Session, incident_id: UUID) -> list[IdentityView]:
    """Return whom ISA was named, without what it was told of them."""
    return [_view(made, None) for made in named_to_isa(session, incident_id)]


def in_words(session: Session, actor: Actor, incident_id: UUID) -> list[IdentityView]:
    """Return what ISA was told of whom, as it is held now; each person's reading is recorded."""
    return [_opened(session, actor, made) for made in named_to_isa(session, incident_id)]


def _opened(session: Session, actor: Actor, made: ProvisionRecord) -> IdentityView:
    try:
        says = _open(session, made.consent_id, made.applicant_id).says
    except Disposed:
        return _view(made, None)
    where, person_id = ("consent", made.consent_id) if made.consent_id else ("applicant", made.applicant_id)
    record(session, actor, f"{where}.read", f"{where}s", person_id, fields=made.items)
    return _view(made, {field: says[field] for field in map(IdentityField, made.items)})


def _open(session: Session, consent_id: UUID | None, applicant_id: UUID | None) -> _Person:
    held: Consent | Applicant
    if consent_id is not None:
        held = get_consent(session, consent_id)
        return _Person(held.source, _fields(open_form(session, held).model_dump()))
    if applicant_id is None:
        raise Disposed
    held = get_applicant(session, applicant_id)
    return _Person(Source.DIRECT, _fields(open_profile(session, held).model_dump()))


def _fields(says: Mapping[str, object]) -> dict[IdentityField, str | None]:
    found = {field: says[field.value] for field in IdentityField}
    return {field: None if value is None else str(value) for field, value in found.items()}


def _view(made: ProvisionRecord, says: Mapping[IdentityField, str | None] | None) -> IdentityView:
    items: Sequence[IdentityField] = [IdentityField(item) for item in made.items]
    return IdentityView(
        provision_id=made.id,
        at=made.provided_at,
        consent_id=made.consent_id,
        applicant_id=made.applicant_id,
        fields=items,
        basis=made.basis,
        says=says,
    )
