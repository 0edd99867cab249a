"""How does one connection talk HTTP? By uvicorn's protocol, behind a strict check of each byte and a clock."""

import contextlib
import os
import socket
from asyncio import BaseTransport, TimerHandle, Transport
from collections.abc import Callable
from typing import ClassVar, cast

import structlog
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.core.ids import new_id
from app.core.settings import Settings
from app.http.middleware import complete
from app.http.problems import problem
from app.http.protocol_body import Body, Unframed
from app.http.protocol_head import END, METHODS, Refused, check_beginning, read_head

log = structlog.get_logger("security")
LINGER_SECONDS = 1
"""For which an answer may be read by a caller who is still sending (RFC 9112 section 9.6)."""

_UNREAD = Refused("request-timeout", "answer")


def protocol_of(settings: Settings) -> type[HttpToolsProtocol]:
    """Return the protocol with the limits of an installation."""

    class Limited(GuardedProtocol):
        limits = settings

    return Limited


class GuardedProtocol(HttpToolsProtocol):
    """Hands on to the parser only heads that passed `read_head`, and as much as belongs to their bodies."""

    limits: ClassVar[Settings]

    @override
    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for a head."""
        super().connection_made(cast("Transport", transport))
        self._head = b""
        self._body: Body | None = None
        self._keep_alive = True
        self._over = False
        self._unanswered = 0
        self._pending: Refused | None = None
        self._held: socket.socket | None = None
        self._unread: TimerHandle | None = None
        self._deadline: TimerHandle | None = None
        self._set_deadline(self.limits.header_seconds, self._head_is_late)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks."""
        super().connection_lost(exc)
        self._unset_deadline()
        self._unset_unread()
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._held.shutdown(socket.SHUT_WR)

    @override
    def data_received(self, data: bytes) -> None:
        """Take what came, until something is wrong with it."""
        at = 0
        try:
            while at < len(data) and not self._over:
                at = self._take_head(data, at) if self._body is None else self._take_body(self._body, data, at)
        except Refused as refused:
            self._refuse(refused)
        except Unframed:
            self._refuse(Refused("malformed", "chunk"))

    def _take_head(self, data: bytes, at: int) -> int:
        before = len(self._head)
        raw = self._head + data[at:] if before or at else data
        end = raw.find(END, max(0, before - len(END) + 1))
        if end < 0:
            self._unset_keepalive_if_required()
            self._head = raw
            check_beginning(raw, len(raw) - before, self.limits)
            if self._deadline is None:
                self._set_deadline(self.limits.header_seconds, self._head_is_late)
            return len(data)
        end += len(END)
        head = read_head(raw[:end], self.limits)
        self._unset_deadline()
        self._head = b""
        super().data_received(head.raw)
        if not self._over:
            self._unanswered += 1
            if head.body is not None:
                self._await_body(head.body)
        return at + end - before

    def _await_body(self, body: Body) -> None:
        """Let an answer that is given before the body's end be the last of the connection."""
        self._body, self._keep_alive = body, self.cycle.keep_alive
        self.cycle.keep_alive = False
        self._set_deadline(self.limits.body_seconds, self._body_is_late)

    def _take_body(self, body: Body, data: bytes, at: int) -> int:
        end = body.take(data, at)
        super().data_received(data[at:end])
        if body.ended and not self._over:
            self._unset_deadline()
            self._body = None
            if not self.cycle.response_started:
                self.cycle.keep_alive = self._keep_alive
        return end

    @override
    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if no upgrade had been asked for, and no further request: the parser takes none."""
        self.cycle.keep_alive = False
        self._over = True

    @override
    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser does not take though we would."""
        self._refuse(Refused("malformed", "request"))

    @override
    def on_response_complete(self) -> None:
        """See to it that the answer is read, and answer what had to wait for its turn."""
        self._unanswered -= 1
        super().on_response_complete()
        if self.transport.is_closing():
            if self._body is not None:
                self._linger()
            self._await_reader()
        elif self._pending is not None and not self._unanswered:
            self._answer(self._pending)

    @override
    def pause_writing(self) -> None:
        """Start the clock of a caller who does not read."""
        super().pause_writing()
        self._await_reader()

    @override
    def resume_writing(self) -> None:
        """Stop that clock."""
        super().resume_writing()
        self._unset_unread()

    @override
    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, even one whose last answer nobody reads."""
        if self.transport.get_write_buffer_size():
            self._drop(_UNREAD)
        else:
            super().timeout_keep_alive_handler()

    def _head_is_late(self) -> None:
        if self._head:
            self._refuse(Refused("request-timeout", "header"))
        else:
            self.transport.close()

    def _body_is_late(self) -> None:
        self._refuse(Refused("request-timeout", "body"))

    def _refuse(self, refused: Refused) -> None:
        """Answer once all requests before have been, and take no further byte."""
        self._over = True
        self._unset_deadline()
        if not self._unanswered:
            self._answer(refused)
        elif self._body is None:
            self._pending = refused
        elif self.cycle.response_started or self.pipeline:
            self._drop(refused)
        else:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._answer(refused)

    def _answer(self, refused: Refused) -> None:
        if self.transport.is_closing():
            return
        request_id = str(new_id())
        log.info("refused", slug=refused.slug, reason=refused.reason, request_id=request_id)
        answer = problem(
            refused.slug,
            accept_language=None,
            instance=f"urn:uuid:{request_id}",
            context={"reason": refused.reason},
            headers={"Connection": "close", **({"Allow": METHODS} if refused.slug == "method-not-allowed" else {})},
        )
        headers = [*self.server_state.default_headers, *answer.raw_headers]
        complete(headers, request_id)
        lines = [b"%s: %s\r\n" % field for field in headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)]))
        if refused.slug != "request-timeout":
            self._linger()
        self.transport.close()
        self._await_reader()

    def _linger(self) -> None:
        """Keep the socket for a moment, unread: closed with bytes still coming it is reset, and may lose the answer."""
        with contextlib.suppress(OSError):
            self._held = socket.socket(fileno=os.dup(self.transport.get_extra_info("socket").fileno()))
            self.loop.call_later(LINGER_SECONDS, self._held.close)

    def _drop(self, refused: Refused) -> None:
        log.info("refused", slug=refused.slug, reason=refused.reason, request_id=str(new_id()))
        self.transport.abort()

    def _await_reader(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(self.limits.answer_seconds, self._drop, _UNREAD)

    def _unset_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _set_deadline(self, seconds: float, late: Callable[[], None]) -> None:
        self._deadline = self.loop.call_later(seconds, late)

    def _unset_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
