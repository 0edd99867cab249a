"""Is what a mail encloses what it seems? What is no plain PDF, JPEG or PNG is kept, and opened by nobody unawares."""

from dataclasses import replace

from app.consents.mail import Enclosure, Letter, read_mail
from app.documents.findings import Limits
from app.documents.inspection import File, inspect


def take_apart(raw: bytes, limits: Limits) -> Letter:
    """Take an e-mail apart and look through its files: not for the event loop, and before any transaction.

    Raises:
        Malformed: it is no mail, or does not name exactly one sender.
        TooLarge: it has more forms or parts than a mail may.
        Unavailable: too many are waiting for the same.

    """
    letter = read_mail(raw)
    sent = (*letter.enclosures, *letter.others)
    seen = inspect([File(one.name, one.media_type, one.content) for one in sent], limits)
    known = tuple(Enclosure(one.name, one.media_type, one.content, one.finding) for one in seen)
    forms = len(letter.enclosures)
    return replace(letter, enclosures=known[:forms], others=known[forms:])
