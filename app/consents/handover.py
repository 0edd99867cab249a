"""Where are mails and files looked through? In threads beside the event loop and before any transaction begins."""

from uuid import UUID

from fastapi import Response
from fastapi.concurrency import run_in_threadpool

from app.access.caller import Caller
from app.consents.documents import add_document, show_document
from app.consents.enclosures import take_apart
from app.consents.forms import ProvideConsent
from app.consents.provision import provide_consent, receive_letter, show_mail
from app.consents.receipts import show_receipt
from app.documents.inspection import File, Inspected, inspect, limits_of
from app.http.multipart import Part


async def hand_over(caller: Caller, raw: bytes) -> Response:
    """Answer 201 with what a mail came to, or 200 where every form in it was there already."""
    letter = await run_in_threadpool(take_apart, raw, limits_of(caller.installation.settings))
    return await caller.create(receive_letter, show_mail, letter)


async def hand_in(caller: Caller, form: ProvideConsent, part: Part | None) -> Response:
    """Answer 201 with the receipt of a form that came alone or with its scan, or 200 where it was there already."""
    scan = None if part is None else await _seen(caller, File(part.file_name, part.media_type, part.content))
    return await caller.create(provide_consent, show_receipt, form, scan)


async def add_file(caller: Caller, consent_id: UUID, content: bytes) -> Response:
    """Answer 201 with a file that is kept with a consent from now on."""
    media_type = caller.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    file = await _seen(caller, File("", media_type, content))
    return await caller.create(add_document, show_document, consent_id, file)


async def _seen(caller: Caller, file: File) -> Inspected:
    (seen,) = await run_in_threadpool(inspect, [file], limits_of(caller.installation.settings))
    return seen
