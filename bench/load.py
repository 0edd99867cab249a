"""Who asks? A process of its own that keeps so many connections busy, and says how many answers a second it got.

It reads one job a line (JSON) and writes one rate a line, so that the server's process does nothing but serve.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import uvloop


async def rate(job: dict[str, Any]) -> float:
    """Return the answers a second to a job's requests."""
    numbers = iter(range(job["first"], job["first"] + job["requests"]))
    start = time.perf_counter()
    await asyncio.gather(*(ask(job, numbers) for _ in range(job["at_once"])))
    return float(job["requests"] / (time.perf_counter() - start))


async def ask(job: dict[str, Any], numbers: Iterator[int]) -> None:
    """Ask one request after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", job["port"])
    for number in numbers:
        body = (job.get("body") or "").replace("{number}", str(number)).encode()
        writer.write(head(job, len(body)) + body)
        status, length = await answer(reader)
        if status not in (200, 201):
            raise RuntimeError(f"{job['target']} answered {status}")
        await reader.readexactly(length)
    writer.close()


def head(job: dict[str, Any], length: int) -> bytes:
    """Return a request's head."""
    lines = [f"{job['method']} {job['target']} HTTP/1.1", "host: 127.0.0.1", f"authorization: Bearer {job['token']}"]
    if length:
        lines += ["content-type: application/json", f"content-length: {length}", f"idempotency-key: {uuid4()}"]
    return "\r\n".join([*lines, "", ""]).encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read an answer's head and return its status and the length of its body."""
    block = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    return int(block[9:12]), int(block.partition("content-length: ")[2].partition("\r\n")[0])


def main() -> None:
    """Do one job after the other."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for line in sys.stdin:
            sys.stdout.write(f"{runner.run(rate(json.loads(line)))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
