"""How is a provision made? Asked of clause 2(2), and written down in the transaction in which it is made (article 29).

Article 29 binds neither towards state bodies nor where article 27(1) lets data go without consent, as in most reports
to ISA and to the Commission. Those are written down all the same: that is ours, so that one register answers whoever
asks about themselves (R2.1-1).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.core.ids import new_id
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds, Recipient, Step, require_recipient
from app.provisions.models import Names, OccasionKind, ProvidedTo, ProvisionRecord
from app.provisions.queries import TABLE
from app.vault.keystore import Domain
from app.vault.sealing import seal

KEPT_YEARS = 3
"""The law's own number: rule 21 of its enforcement rules."""
_RECIPIENTS = {
    ProvidedTo.SUPPORTER: Recipient.COUNTERPART,
    ProvidedTo.APPLICANT: Recipient.COUNTERPART,
    ProvidedTo.ISA: Recipient.ISA,
    ProvidedTo.PPC: Recipient.PPC,
}
_RESOURCES = {OccasionKind.MATCH: "matches", OccasionKind.INCIDENT: "incidents", OccasionKind.REQUEST: "requests"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """In the course of which match, incident or request something is told; a match also has its step."""

    kind: OccasionKind
    id: UUID
    step: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What is to be told of a person, to whom, and on what grounds; `source` is that of what is told.

    `items` are names of fields. In a match both ids are given, the person's and the recipient's; otherwise one.
    """

    recipient: ProvidedTo
    occasion: Occasion
    source: Source
    grounds: Grounds
    items: tuple[str, ...]
    names: Names
    consent_id: UUID | None = None
    applicant_id: UUID | None = None
    abroad: bool = False

    @property
    def basis(self) -> str:
        """Return the law it rests on, or else the clause that owes it.

        Raises:
            ValueError: neither is named, which is a fault of ours.

        """
        if self.grounds.law:
            return self.grounds.law
        if self.grounds.clause:
            return f"clause {self.grounds.clause}"
        raise ValueError("a provision names its basis")


def require_allowed(provision: Provision) -> None:
    """Let a provision pass to whom clause 2(2) lets it go.

    Raises:
        Refusal: `recipient-not-allowed`, `purpose-not-allowed`, `not-the-counterpart` or `basis-not-named`.

    """
    require_recipient(_RECIPIENTS[provision.recipient], provision.source, provision.grounds)


def provide(session: Session, actor: Actor, provision: Provision) -> ProvisionRecord:
    """Write a provision down, in the transaction of the act by which it is made, and record it in the audit.

    Whoever names persons to ISA or to the Commission calls this once for each person, such as

        provide(session, actor, Provision(
            recipient=ProvidedTo.ISA,
            occasion=Occasion(OccasionKind.INCIDENT, incident.id),
            source=consent.source,
            grounds=Grounds(clause="2(3)"),
            items=("name", "email"),
            names=Names(person=form.name, recipient=None, recipient_place=None),
            consent_id=consent.id,
        ))

    To ISA, what ISA provided rests on the clause; anybody else's data needs a law besides, and the Commission always:
    `Grounds(clause="3(2)", law="article 27(1)(iv)")`, `Grounds(law="article 26(1)")`.

    Raises:
        Refusal: clause 2(2) does not let it go there.

    """
    require_allowed(provision)
    made = _record_of(session, actor, provision)
    session.add(made)
    occasion = provision.occasion
    facts = {"recipient": made.recipient.value, "fields": made.items, "provision": str(made.id)}
    step = {"step": occasion.step.value} if occasion.step else {}
    record(session, actor, f"{occasion.kind.value}.disclosed", _RESOURCES[occasion.kind], occasion.id, **facts, **step)
    return made


def kept_until(provided_at: datetime) -> date:
    """Return the last Japan day on which a provision record is kept: three years on (Civil Code, article 143)."""
    day = tokyo_day(provided_at)
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + KEPT_YEARS, day=28 if leap_day else day.day)


def _record_of(session: Session, actor: Actor, provision: Provision) -> ProvisionRecord:
    provision_id = new_id()
    return ProvisionRecord(
        id=provision_id,
        **{f"{provision.occasion.kind.value}_id": provision.occasion.id},
        recipient=provision.recipient,
        consent_id=provision.consent_id,
        applicant_id=provision.applicant_id,
        items=list(provision.items),
        step=provision.occasion.step,
        basis=provision.basis,
        abroad=provision.abroad,
        provided_at=actor.at,
        keep_until=kept_until(actor.at),
        sealed=seal(session, Domain.DIRECT, TABLE, provision_id, provision.names.model_dump(mode="json")),
    )
