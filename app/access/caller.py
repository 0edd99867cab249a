"""How does a route hand work to the door for one caller? Admission, idempotency and version are asked on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from app.access.actor import Actor
from app.access.admission import admit
from app.access.installation import Installation
from app.access.scopes import Scope
from app.access.tokens import Claims
from app.http.fields import VersionedView, View
from app.http.idempotency import Intent, fingerprint, recall, remember
from app.http.preconditions import etag, required_key, required_version

P = ParamSpec("P")
V = TypeVar("V", bound=VersionedView)
Show = Callable[[Session, Actor, UUID], VersionedView]
OK, CREATED = 200, 201


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a checked token that carries the route's scope."""

    installation: Installation
    claims: Claims
    scope: Scope
    request: Request
    request_id: str
    at: datetime

    def admitted(self, session: Session) -> Actor:
        """Return who acts, as things stand in this transaction."""
        return admit(session, self.claims, self.scope, self.at, self.request_id)

    async def look(
        self,
        show: Callable[Concatenate[Session, Actor, P], View],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Answer 200 with a view; what the reading records is committed before the answer leaves."""

        def work(session: Session) -> View:
            return show(session, self.admitted(session), *args, **kwargs)

        return answer(await self.installation.database.read(work))

    async def create(
        self,
        act: Callable[Concatenate[Session, Actor, P], V],
        show: Show,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Answer 201 with what was made, or 200 where the very same thing was there already."""
        intent = await self._intent()

        def work(session: Session) -> tuple[VersionedView, int]:
            actor = self.admitted(session)
            before = recall(session, intent, actor.at)
            if before is not None:
                return show(session, actor, before.resource_id), before.status
            made = act(session, actor, *args, **kwargs)
            status = OK if getattr(made, "already_held", False) else CREATED
            remember(session, intent, actor.at, status, made.id)
            return made, status

        view, status = await self.installation.database.transact(work)
        return answer(view, status, self.request.url.path)

    async def move(
        self,
        act: Callable[Concatenate[Session, Actor, UUID, int, P], V],
        show: Show,
        record_id: UUID,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Answer 200 with the thing in its new state; needs `If-Match`."""
        intent = await self._intent()
        if_match = self.request.headers.get("if-match")

        def work(session: Session) -> VersionedView:
            actor = self.admitted(session)
            before = recall(session, intent, actor.at)
            if before is not None:
                return show(session, actor, before.resource_id)
            moved = act(session, actor, record_id, required_version(if_match), *args, **kwargs)
            remember(session, intent, actor.at, OK, moved.id)
            return moved

        return answer(await self.installation.database.transact(work))

    async def _intent(self) -> Intent:
        key = required_key(self.request)
        digest = fingerprint(
            self.installation.idempotency_secret,
            self.request.method,
            self.request.url.path,
            await self.request.body(),
        )
        return Intent(self.claims.client_id, str(self.claims.staff or ""), key, digest)


def answer(view: View, status: int = OK, posted_to: str = "") -> Response:
    """Render a view; `ETag` where it has a version, `Location` where it was made."""
    headers = {}
    if isinstance(view, VersionedView):
        headers["etag"] = etag(view.version)
        if status == CREATED:
            headers["location"] = f"{view.collection or posted_to}/{view.id}"
    return Response(view.model_dump_json(), status, headers, "application/json")
