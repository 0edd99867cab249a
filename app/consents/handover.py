"""Where is a mail taken apart? In a thread of its own, for a large one takes a second, and nobody else should wait."""

from fastapi import Response
from fastapi.concurrency import run_in_threadpool

from app.access.caller import Caller
from app.consents.enclosures import take_apart
from app.consents.provision import receive_letter, show_mail
from app.documents.inspection import limits_of


async def hand_over(caller: Caller, raw: bytes) -> Response:
    """Answer 201 with what a mail came to, or 200 where every form in it was there already."""
    letter = await run_in_threadpool(take_apart, raw, limits_of(caller.installation.settings))
    return await caller.create(receive_letter, show_mail, letter)
