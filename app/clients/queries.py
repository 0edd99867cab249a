"""Which clients are there, and which wait for somebody's word?"""

from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access.models import Client, ClientState, Credential
from app.core.errors import NotFound


def get_client(session: Session, record_id: UUID) -> Client:
    """Return a client.

    Raises:
        NotFound: there is none of this id.

    """
    client = session.get(Client, record_id)
    if client is None:
        raise NotFound
    return client


def waiting_clients(session: Session) -> list[Client]:
    """Return the clients that have something to be confirmed, oldest first."""
    waiting = select(Credential.owner_id).where(col(Credential.confirmed_at).is_(None))
    wanted = select(Client).where(
        Client.state == ClientState.ACTIVE,
        or_(col(Client.confirmed_at).is_(None), col(Client.id).in_(waiting)),
    )
    return list(session.exec(wanted.order_by(col(Client.id))))
