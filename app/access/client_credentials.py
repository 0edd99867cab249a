"""With which secrets and keys may a client sign in, and until when? A new one takes over with an overlap."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.keys import NotAPublicKey, public_key
from app.access.models import Client, Credential
from app.core.errors import Invalid

MOST_KEYS = 4
"""Keys a client may hold at once, so that a rotation has room and a check stays quick."""


def credentials_of(session: Session, client: Client) -> list[Credential]:
    """Return everything a client was ever given to sign in with, oldest first."""
    found = select(Credential).where(Credential.owner_id == client.id).order_by(col(Credential.id))
    return list(session.exec(found))


def serving(session: Session, client: Client, at: datetime) -> list[Credential]:
    """Return the keys and secrets with which a client may sign in at an instant."""
    return [one for one in credentials_of(session, client) if one.serves_at(at)]


def keys_in(held: Sequence[Credential]) -> list[dict[str, str]]:
    """Return the public keys among some credentials."""
    return [one.jwk for one in held if one.jwk is not None]


def give_secret(session: Session, actor: Actor, client: Client, secret_hash: str, overlap: timedelta) -> Credential:
    """Give a client a further secret, which has yet to be confirmed."""
    return _give(session, _new(actor, client, overlap, secret_hash=secret_hash))


def give_key(session: Session, actor: Actor, client: Client, jwk: Mapping[str, str], overlap: timedelta) -> Credential:
    """Give a client a further key, which has yet to be confirmed.

    Raises:
        Invalid: it holds as many as it may, or one of this id.

    """
    held = keys_in(serving(session, client, actor.at))
    if len(held) >= MOST_KEYS:
        raise Invalid.at("/jwk", "too_many_keys")
    if jwk["kid"] in {one["kid"] for one in held}:
        raise Invalid.at("/jwk", "kid_twice")
    return _give(session, _new(actor, client, overlap, jwk=dict(jwk)))


def confirm_credentials(session: Session, client: Client, at: datetime) -> int:
    """Let what waits serve from now on, and what it takes over from end after its overlap; return how many waited."""
    held = credentials_of(session, client)
    waiting = [one for one in held if one.confirmed_at is None]
    for new in waiting:
        new.confirmed_at = at
        until = at + timedelta(seconds=new.overlap_seconds)
        for old in held:
            if old not in waiting and old.is_key is new.is_key and (old.expires_at is None or old.expires_at > until):
                old.expires_at = until
    session.add_all(held)
    session.flush()
    return len(waiting)


def read_keys(claimed: Sequence[Mapping[str, object]], pointer: str) -> list[dict[str, str]]:
    """Return public keys given by somebody else, complete and each under an id of its own.

    Raises:
        Invalid: one is no public P-256 key for ES256, there are too many, or two have the same id.

    """
    if len(claimed) > MOST_KEYS:
        raise Invalid.at(pointer, "too_long")
    try:
        keys = [public_key(key) for key in claimed]
    except NotAPublicKey:
        raise Invalid.at(pointer, "not_a_public_key") from None
    if len({key["kid"] for key in keys}) != len(keys):
        raise Invalid.at(pointer, "kid_twice")
    return keys


def _new(
    actor: Actor,
    client: Client,
    overlap: timedelta,
    *,
    secret_hash: str | None = None,
    jwk: dict[str, str] | None = None,
) -> Credential:
    seconds = int(overlap.total_seconds())
    return Credential(
        created_at=actor.at,
        owner_id=client.id,
        secret_hash=secret_hash,
        jwk=jwk,
        overlap_seconds=seconds,
    )


def _give(session: Session, credential: Credential) -> Credential:
    session.add(credential)
    session.flush()
    return credential
