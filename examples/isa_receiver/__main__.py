"""`python -m examples.isa_receiver receive` takes webhooks in; `… follow` reads the feeds to their heads."""

import argparse
import base64
import json
import logging
import time
from pathlib import Path

import httpx

from examples.isa_receiver.follower import Follower
from examples.isa_receiver.inbox import Inbox
from examples.isa_receiver.receiver import make_server
from examples.isa_receiver.service import Service

FEEDS = ("incidents", "disposals", "consents")


def receive(options: argparse.Namespace) -> None:
    """Receive until interrupted."""
    secret = base64.b64decode(options.secret.removeprefix("whsec_")) if options.secret else None
    server = make_server(options.port, Inbox(options.store), _keys(options), secret)
    print(f"waiting on http://127.0.0.1:{options.port}/", flush=True)
    server.serve_forever()


def follow(options: argparse.Namespace) -> None:
    """Read every feed to its head, keep the service's word for it, and hold it against every word before."""
    client = json.loads(options.credentials.read_text())[options.role]
    inbox = Inbox(options.store)
    with httpx.Client(base_url=options.base, timeout=60) as http:
        service = Service(http, client["client_id"], client["private_key_jwk"])
        for feed in FEEDS:
            follower = Follower(service, inbox, feed, _keys(options), lambda: time.time_ns() / 1e9)
            place = follower.catch_up()
            follower.keep_checkpoint()
            print(f"{feed}: complete up to {place.position}, {place.hash.hex()}, {follower.prove()} checkpoints hold")


def main() -> None:
    """Do what the command says."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description="A small receiver of the service's events.")
    parser.add_argument("--jwks", type=Path, required=True, help="file with the service's public keys, pinned")
    parser.add_argument("--store", default="inbox.db")
    commands = parser.add_subparsers(required=True)
    receiving = commands.add_parser("receive")
    receiving.add_argument("--port", type=int, default=9000)
    receiving.add_argument("--secret", help="whsec_…, to take v1 signatures too")
    receiving.set_defaults(run=receive)
    following = commands.add_parser("follow")
    following.add_argument("--base", default="http://127.0.0.1:8000", help="the service's issuer")
    following.add_argument("--credentials", type=Path, default=Path("var/demo/clients.json"))
    following.add_argument("--role", default="isa_exchange")
    following.set_defaults(run=follow)
    options = parser.parse_args()
    options.run(options)


def _keys(options: argparse.Namespace) -> list[dict[str, str]]:
    keys: list[dict[str, str]] = json.loads(options.jwks.read_text())["keys"]
    return keys


if __name__ == "__main__":
    main()
