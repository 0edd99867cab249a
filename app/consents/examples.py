"""Which consents does the demonstration begin with? One in each state that a route needs, all of invented people."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consents.document_schemas import EXAMPLE_SCAN
from app.consents.forms import EXAMPLE_CONSENTS, EXAMPLE_FORM, TellConsents, TranscribedForm
from app.consents.intake import Arrival, digest_of, form_fields, take_in
from app.consents.models import Availability, Consent, ConsentMail, ConsentState, DocumentKind
from app.consents.provision import MAIL_TYPE
from app.consents.queries import TABLE, get_consent, open_content
from app.core.examples import MATCHED, example_id
from app.core.rows import move
from app.documents.types import PDF
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.vault.documents import Label, store_document
from app.vault.keystore import Domain
from app.vault.sealing import reseal

SEEDS: Mapping[str, tuple[ConsentState, str, str]] = {
    "received": (ConsentState.RECEIVED, "Ichiro Sample", "14"),
    "incomplete": (ConsentState.RECEIVED, "Jiro Sample", "13"),
    "verified": (ConsentState.VERIFIED, "Saburo Sample", "14"),
    "active": (ConsentState.ACTIVE, "Shiro Sample", "13"),
    "active_2": (ConsentState.ACTIVE, "Goro Sample", "14"),
    "active_3": (ConsentState.ACTIVE, "Rokuro Sample", "23"),
    "withdrawable": (ConsentState.ACTIVE, "Shichiro Sample", "27"),
    "misspelt": (ConsentState.ACTIVE, "Kuro Sample", "14"),
    "asked_again": (ConsentState.ACTIVE, "Juro Sample", "14"),
    "busy": (ConsentState.ACTIVE, "Toichi Sample", "13"),
    "paused": (ConsentState.ACTIVE, "Toji Sample", "13"),
    "doubted": (ConsentState.ACTIVE, "Tozo Sample", "23"),
    "suspended": (ConsentState.ACTIVE, "Toshi Sample", "23"),
    "direct": (ConsentState.ACTIVE, "Michi Direct", "14"),
    "silent": (ConsentState.ACTIVE, "Togo Sample", "27"),
    **{f"for_{part}": (ConsentState.ACTIVE, f"Kazu {part.title()}", "13") for part in MATCHED},
}
DIRECT = frozenset({"direct"})
"""Who of them came to the association itself."""
STANDING = {"paused": Availability.PAUSED, "suspended": Availability.SUSPENDED}
"""Who of them takes no new proposals."""
MAIL = b"""\
From: Exchange Desk <exchange@isa.example>
To: consents@association.example
Subject: Consent form
Date: Fri, 10 May 2024 10:00:00 +0900
Message-ID: <seed@isa.example>
Content-Type: text/plain; charset=utf-8

Consent form of Hachiro Sample, signed on 2024-05-09.
"""


def seed(session: Session, actor: Actor) -> None:
    """Add what is missing of the demonstration's consents."""
    for part, (state, name, prefecture) in SEEDS.items():
        consent_id = example_id("consents", part)
        if session.get(Consent, consent_id) is None:
            source = Source.DIRECT if part in DIRECT else Source.ISA
            _add(session, actor, consent_id, _form(name, prefecture), source)
            _lead_to(session, actor, consent_id, state, STANDING.get(part, Availability.AVAILABLE))
    if session.get(Consent, example_id("consents", "mailed")) is None:
        _add_mailed(session, actor, example_id("consents", "mailed"))
    if session.get(Consent, example_id("consents", "scanned")) is None:
        _add_scanned(session, actor, example_id("consents", "scanned"))


def _form(name: str, prefecture: str) -> TranscribedForm:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.jp"
    said = {"name": name.replace("_", " "), "email": email, "prefecture": prefecture, "municipality": None}
    return TranscribedForm.model_validate({**EXAMPLE_FORM, **said})


def _add(session: Session, actor: Actor, consent_id: UUID, form: TranscribedForm, source: Source) -> None:
    fields, channel = form_fields(form), Channel.API if source is Source.ISA else None
    arrival = Arrival(digest_of(fields), channel, outside_term=False, source=source, form=fields, consent_id=consent_id)
    take_in(session, actor, arrival)


def _lead_to(session: Session, actor: Actor, consent_id: UUID, state: ConsentState, availability: Availability) -> None:
    """Check a form as a member of the staff would who was told both consents, and activate it where that is asked."""
    if state is ConsentState.RECEIVED:
        return
    consent = get_consent(session, consent_id)
    content = open_content(session, consent_id, consent.sealed).model_dump(mode="json")
    told = {**content, "given": TellConsents.model_validate(EXAMPLE_CONSENTS).model_dump(mode="json")}
    activated_at = actor.at if state is ConsentState.ACTIVE else None
    move(
        session,
        consent,
        1,
        state=state,
        verified_at=actor.at,
        activated_at=activated_at,
        availability=availability if activated_at else None,
        availability_confirmed_at=activated_at,
        sealed=reseal(session, Domain(consent.source), TABLE, consent_id, told),
    )
    record(session, actor, "consent.seeded", TABLE, consent_id, state=state.value)


def _add_mailed(session: Session, actor: Actor, consent_id: UUID) -> None:
    digest = hashlib.sha256(MAIL).hexdigest()
    take_in(session, actor, Arrival(digest, Channel.EMAIL, outside_term=False, consent_id=consent_id))
    label = Label(DocumentKind.MAIL.value, "mail.eml", MAIL_TYPE, finding=None)
    store_document(session, Domain.ISA, consent_id, MAIL, label, at=actor.at)
    mail_id = example_id("consents", "mail")
    session.add(ConsentMail(id=mail_id, created_at=actor.at, consent_ids=[str(consent_id)]))
    record(session, actor, "mail.seeded", "consent_mails", mail_id)


def _add_scanned(session: Session, actor: Actor, consent_id: UUID) -> None:
    scan, fields = EXAMPLE_SCAN.replace("Kyuro", "Hideo").encode(), form_fields(_form("Hideo Sample", "14"))
    digest, label = (
        hashlib.sha256(scan).hexdigest(),
        Label(DocumentKind.FORM.value, "hideo-sample.pdf", PDF, finding=None),
    )
    take_in(session, actor, Arrival(digest, Channel.UPLOAD, outside_term=False, form=fields, consent_id=consent_id))
    scan_id = example_id("documents", "scan")
    store_document(session, Domain.ISA, consent_id, scan, label, at=actor.at, document_id=scan_id)
