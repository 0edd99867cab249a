"""How does somebody register who comes to the association itself? By its staff, outside clauses 1 and 2(1) to 2(4).

The same protection is given by our choice and by the privacy law (R2.1-3): sealed under keys of its own, with a number
of its own count, no receipt to ISA and nothing on ISA's feeds.
"""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.consents.forms import RegisterDirectly
from app.consents.intake import Arrival, digest_of, form_fields, require_sound, take_in
from app.consents.queries import get_consent
from app.consents.schemas import RegistrationView
from app.consents.views import summary
from app.memorandum.clause import Source
from app.staff.queries import require_briefed_staff


def register_directly(session: Session, actor: Actor, body: RegisterDirectly) -> RegistrationView:
    """Enter somebody who wishes to become a supporter, or find the very same registration again."""
    require_briefed_staff(session, actor)
    require_sound(actor, body)

    form = form_fields(body)
    arrival = Arrival(digest_of(form), channel=None, outside_term=False, source=Source.DIRECT, form=form)
    taken = take_in(session, actor, arrival)
    return _view(session, actor, taken.id, already_held=taken.already_held)


def show_registration(session: Session, actor: Actor, consent_id: UUID) -> RegistrationView:
    """Return a direct registration without opening it."""
    require_briefed_staff(session, actor)
    return _view(session, actor, consent_id, already_held=False)


def _view(session: Session, actor: Actor, consent_id: UUID, *, already_held: bool) -> RegistrationView:
    shown = summary(session, actor, get_consent(session, consent_id))
    return RegistrationView(**shown.model_dump(), already_held=already_held)
