"""Who takes what is delivered? A process of its own that answers each event after 5 ms with a receipt.

It writes its port, and then nothing: what arrived, and when, stands in the database of whoever delivers.
"""

import asyncio
import json
import sys

import uvloop

ANSWER_SECONDS = 0.005
_RECEIPT = json.dumps({"receiptId": "bench", "receivedAt": "2026-06-01T03:00:00Z"}).encode()
_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (
    len(_RECEIPT),
    _RECEIPT,
)


async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request after the other on one connection."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
            await asyncio.sleep(ANSWER_SECONDS)
            writer.write(_ANSWER)
    except asyncio.IncompleteReadError:
        writer.close()


async def main() -> None:
    """Receive until the process is ended."""
    server = await asyncio.start_server(receive, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
