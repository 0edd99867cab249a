"""How does a process run? One uvicorn server and, unless told otherwise, the worker beside it in the same loop."""

import asyncio
import contextlib
import signal
import socket

import uvicorn
import uvloop
from starlette.types import ASGIApp
from typing_extensions import override

from app.access.installation import Installation
from app.core.settings import Settings
from app.http.protocol import protocol_of
from app.main import create_app
from app.worker import Worker

GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """A server that lets go of whoever waits for a feed before it waits for the last answers."""

    def __init__(self, config: uvicorn.Config, installation: Installation) -> None:
        super().__init__(config)
        self._waiters = installation.feed_waiters

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer those who wait with what there is, then stop."""
        self._waiters.release()
        await super().shutdown(sockets)


def serve(installation: Installation, host: str, port: int) -> None:
    """Answer HTTP until a signal says stop."""
    config = config_of(create_app(installation), installation.settings, host, port)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(Server(config, installation), installation))


def config_of(app: ASGIApp, settings: Settings, host: str, port: int) -> uvicorn.Config:
    """Return how HTTP is served: strictly, in time, and believing no proxy that is not named."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol_of(settings),
        ws="none",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=sorted(settings.trusted_proxies),
        timeout_keep_alive=settings.idle_seconds,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def work(installation: Installation) -> None:
    """Deliver webhooks, and nothing else, until a signal says stop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(installation))


async def _serve(server: uvicorn.Server, installation: Installation) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(Worker(installation).run(stop)) if installation.settings.run_worker else None
    await server.serve()
    stop.set()
    if worker is not None:
        await worker


async def _work(installation: Installation) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(sign, stop.set)
    await Worker(installation).run(stop)
