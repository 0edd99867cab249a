"""What can be done from the command line? Serve, migrate, deliver, take in mail, manage clients, write OpenAPI."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app import client_commands, commands, webhook_commands
from app.access.roles import Role


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except commands.CommandError as error:
        sys.stderr.write(f"{error}\n")
        return error.code
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="The service that keeps the memorandum.")
    parts = parser.add_subparsers(required=True, metavar="command")
    _add_serve(parts.add_parser("serve", help="answer HTTP, and deliver webhooks unless told otherwise"))
    parts.add_parser("migrate", help="bring the database to the newest schema").set_defaults(run=commands.migrate)
    parts.add_parser("worker", help="deliver webhooks only").set_defaults(run=commands.work)
    _add_intake(parts.add_parser("intake", help="take in what arrived by other ways"))
    _add_clients(parts.add_parser("clients", help="register, confirm, rotate and revoke OAuth clients"))
    _add_keys(parts.add_parser("keys", help="change the keys that sign access tokens and webhooks"))
    _add_openapi(parts.add_parser("openapi", help="write openapi/openapi.json, or compare it with the service"))
    page = parts.add_parser("fallback-page", help="print what ISA has not acknowledged, as HTML")
    page.set_defaults(run=webhook_commands.print_fallback_page)
    parts.add_parser("access", help="write docs/access.md: roles, routes, fields").set_defaults(run=commands.access)
    parts.add_parser("tour", help="play the memorandum over HTTP, step by step").set_defaults(run=commands.tour)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", action="store_true", help="demonstration data and credentials, loopback only")
    parser.add_argument("--at", type=_instant, help="with --demo: the instant at which the clock starts (RFC 3339)")
    parser.set_defaults(run=commands.serve)


def _add_intake(parser: argparse.ArgumentParser) -> None:
    mail = parser.add_subparsers(required=True).add_parser("mail", help="raw e-mails, as a mail server pipes them")
    mail.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or - for standard input")
    mail.set_defaults(run=commands.intake_mail)


def _add_clients(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(required=True)
    create = parts.add_parser("create", help="register a client; its secret is shown once")
    create.add_argument("client_id")
    create.add_argument("--role", type=Role, choices=list(Role), required=True)
    create.add_argument("--system", default="", help="what the client is, for the record")
    create.add_argument("--jwks", type=Path, help="file with the client's public keys, instead of a secret")
    create.add_argument("--staff", help="id of the staff member behind it")
    create.add_argument("--vouches", action="store_true", help="it speaks for the staff, one at a time (RFC 7523)")
    create.set_defaults(run=client_commands.create)
    parts.add_parser("list", help="show every client").set_defaults(run=client_commands.show_all)
    rotate = _add_client(parts, "rotate-key", "give a client another key", client_commands.rotate_key)
    rotate.add_argument("--jwks", type=Path, required=True, help="file with the new public key")
    _add_client(parts, "rotate-secret", "give a client another secret, shown once", client_commands.rotate_secret)
    _add_client(parts, "confirm", "let a client sign in", client_commands.confirm)
    _add_client(parts, "revoke", "let a client in no more, from the next request on", client_commands.revoke)


def _add_client(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    what: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = parts.add_parser(name, help=what)
    parser.add_argument("client_id")
    parser.set_defaults(run=run)
    return parser


def _add_keys(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(required=True)
    rotate = parts.add_parser("rotate", help="sign with a new key; tokens of the one before it are still taken")
    rotate.set_defaults(run=commands.rotate_keys)
    webhooks = parts.add_parser("rotate-webhooks", help="publish the next key that signs webhooks")
    webhooks.add_argument("--emergency", action="store_true", help="revoke every key there is and sign with a new one")
    webhooks.set_defaults(run=webhook_commands.rotate_keys)
    secret = parts.add_parser("rotate-secret", help="give a webhook endpoint another secret; ISA is shown it over HTTP")
    secret.add_argument("endpoint_id", type=UUID)
    secret.add_argument("--emergency", action="store_true", help="the old secret signs no more")
    secret.set_defaults(run=webhook_commands.rotate_secret)


def _add_openapi(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="fail if the file differs from the service")
    parser.set_defaults(run=commands.openapi)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError("an offset is needed, such as +09:00")
    return instant
