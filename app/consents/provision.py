"""How does ISA provide a form? As JSON or a scan where the terms in force list that, and by e-mail always (1(2))."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.roles import Role
from app.agreements.queries import channels_at, signed_terms
from app.audit.trail import record
from app.consents.forms import ProvideConsent
from app.consents.intake import Arrival, digest_of, form_fields, require_sound, take_in
from app.consents.keeping import keep, require_plain
from app.consents.mail import Enclosure, Letter
from app.consents.models import ConsentMail, DocumentKind
from app.consents.receipts import first_receipt, receipt_of
from app.consents.schemas import MailReceiptView, ReceiptView
from app.core.database import settings_of
from app.core.errors import Invalid, NotFound, NotYours, UnknownSender
from app.core.settings import Settings
from app.documents.inspection import Inspected
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel, require_channel
from app.memorandum.clause_5_term import term_at

MAIL_TYPE = "message/rfc822"
_CLOCKS_APART = timedelta(seconds=10)


def provide_consent(session: Session, actor: Actor, body: ProvideConsent, scan: Inspected | None = None) -> ReceiptView:
    """Take in a form that ISA's system sends as JSON, alone or with a scan of the paper, which is then the form.

    Raises:
        Invalid: it cannot be so, or something is wrong with the scan.

    """
    channel = Channel.API if scan is None else Channel.UPLOAD
    _require_role(actor, Role.ISA_EXCHANGE)
    require_channel(channel, channels_at(session, actor.at))
    if body.isa_received_at is not None and body.isa_received_at > actor.at + _CLOCKS_APART:
        raise Invalid.at("/isa_received_at", "in_the_future")
    require_sound(actor, body)

    if scan is not None:
        require_plain(scan, "/file")

    form = form_fields(body)
    arrival = Arrival(
        digest=digest_of(form) if scan is None else hashlib.sha256(scan.content).hexdigest(),
        channel=channel,
        outside_term=False,
        form=form,
        isa_received_at=body.isa_received_at,
    )
    receipt = _receive(session, actor, arrival)
    if scan is not None and not receipt.already_held:
        keep(session, actor, receipt.id, Source.ISA, DocumentKind.FORM, scan)
    return receipt


def receive_letter(session: Session, actor: Actor, letter: Letter) -> MailReceiptView:
    """Take in an e-mail that the association's mail system handed over, taken apart, form by form (R1.2-2).

    Raises:
        UnknownSender: ISA's forms are not taken from this address.

    """
    _require_role(actor, Role.MAIL_INTAKE)
    _require_known_sender(settings_of(session), letter.sender)
    require_channel(Channel.EMAIL, channels_at(session, actor.at))

    outside_term, forms = term_at(actor.at, signed_terms(session)) is None, max(1, len(letter.enclosures))
    receipts = [_take_in(session, actor, letter, place, outside_term=outside_term) for place in range(forms)]
    _keep_others(session, actor, letter, receipts)
    mail = ConsentMail(created_at=actor.at, consent_ids=[str(receipt.id) for receipt in receipts])
    session.add(mail)
    record(session, actor, "mail.received", "consent_mails", mail.id, forms=len(receipts))
    return _mail_receipt(mail, receipts)


def show_mail(session: Session, _actor: Actor, mail_id: UUID) -> MailReceiptView:
    """Return what an e-mail came to."""
    mail = session.get(ConsentMail, mail_id)
    if mail is None:
        raise NotFound
    return _mail_receipt(mail, [receipt_of(session, UUID(held)) for held in mail.consent_ids])


def _receive(session: Session, actor: Actor, arrival: Arrival) -> ReceiptView:
    taken = take_in(session, actor, arrival)
    if taken.already_held:
        return receipt_of(session, taken.id, already_held=True)
    return first_receipt(actor, arrival, taken.number)


def _take_in(session: Session, actor: Actor, letter: Letter, place: int, *, outside_term: bool) -> ReceiptView:
    form = letter.enclosures[place].content if letter.enclosures else letter.raw
    receipt = _receive(session, actor, Arrival(hashlib.sha256(form).hexdigest(), Channel.EMAIL, outside_term))
    if not receipt.already_held:
        for kind, file in _originals(letter, place):
            _keep(session, actor, receipt, kind, file)
    return receipt


def _originals(letter: Letter, place: int) -> Iterable[tuple[DocumentKind, Enclosure]]:
    """Yield what is kept of a form: its file, what the letter says, and the mail whole if it holds no other form.

    A mail with several forms is not kept whole under any one of them: a disposal of one would leave it in the others.
    """
    if len(letter.enclosures) <= 1:
        finding = next((enclosure.finding for enclosure in letter.enclosures), None)
        yield DocumentKind.MAIL, Enclosure("mail.eml", MAIL_TYPE, letter.raw, finding)
    yield from ((DocumentKind.FORM, enclosure) for enclosure in letter.enclosures[place : place + 1])
    yield DocumentKind.LETTER, Enclosure("letter.txt", "text/plain", letter.text, finding=None)


def _keep_others(session: Session, actor: Actor, letter: Letter, receipts: list[ReceiptView]) -> None:
    """Keep with the first form that is new what came with several and is none of them, such as pictures in the text."""
    new = [receipt for receipt in receipts if not receipt.already_held]
    for other in letter.others if len(receipts) > 1 and new else ():
        _keep(session, actor, new[0], DocumentKind.ATTACHMENT, other)


def _keep(session: Session, actor: Actor, receipt: ReceiptView, kind: DocumentKind, file: Enclosure) -> None:
    kept = Inspected(file.name, file.media_type, file.content, file.finding)
    keep(session, actor, receipt.id, Source.ISA, kind, kept)


def _require_known_sender(settings: Settings, sender: str) -> None:
    """Let pass a sender from whom ISA's forms are taken; in the demonstration anybody while none is set.

    Raises:
        UnknownSender: it is somebody else.

    """
    known = {address.casefold() for address in settings.mail_senders}
    if sender not in known and (known or not settings.demo):
        raise UnknownSender


def _mail_receipt(mail: ConsentMail, receipts: list[ReceiptView]) -> MailReceiptView:
    return MailReceiptView(
        id=mail.id,
        version=mail.version,
        received_at=mail.created_at,
        already_held=all(receipt.already_held for receipt in receipts),
        receipts=receipts,
    )


def _require_role(actor: Actor, role: Role) -> None:
    if actor.role is not role:
        raise NotYours
