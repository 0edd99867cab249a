"""What does each command do? One function a command; each returns the exit code."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app import demonstration, serving
from app.access.installation import Installation
from app.access.local import local_actor
from app.access.roles import Role
from app.access.signing_keys import FILE_NAME, SigningKeyFile
from app.consents.enclosures import take_apart
from app.consents.mail import LARGEST
from app.consents.provision import receive_letter
from app.core.clock import ShiftedClock
from app.core.errors import Failure, FieldError, Invalid, Malformed, TooLarge, UnknownSender
from app.core.logs import log_json
from app.core.migrations import upgrade
from app.core.settings import Settings
from app.documents.inspection import limits_of
from app.main import SchemaOutdatedError, create_app, install
from app.rights import page_of_rights
from app.tour.story import tell

OPENAPI = Path("openapi/openapi.json")
ACCESS = Path("docs/access.md")
NEVER_TAKEN, TAKEN_LATER = 65, 75
"""EX_DATAERR and EX_TEMPFAIL of sysexits.h."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class CommandError(Exception):
    """The command cannot be done; the message says what to do, and `code` is what the command ends with."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def serve(options: argparse.Namespace) -> int:
    """Answer HTTP until told to stop."""
    log_json()
    if options.demo:
        _serve_demonstration(options)
        return 0
    if options.at is not None:
        raise CommandError("--at is for --demo only: in earnest the clock is not ours to set")
    with installed(settings_in_earnest()) as installation:
        serving.serve(installation, options.host, options.port)
    return 0


def work(_options: argparse.Namespace) -> int:
    """Deliver webhooks until told to stop."""
    log_json()
    with installed(settings_in_earnest()) as installation:
        serving.work(installation)
    return 0


def migrate(_options: argparse.Namespace) -> int:
    """Bring the database of the settings to the newest schema."""
    upgrade(Settings().database_url)
    return 0


def tour(_options: argparse.Namespace) -> int:
    """Play the memorandum over HTTP; 0 only if every step did what the story says."""
    return tell()


def intake_mail(options: argparse.Namespace) -> int:
    """Take in raw e-mails and print the receipts of each; the first that cannot be taken ends it.

    It ends with a code that mail servers know (sysexits): 65 for a mail that will never be taken, and 75 for whatever
    else goes wrong, so that no form is sent back because the service is not well.
    """
    try:
        with installed(settings_in_earnest()) as installation:
            for file in options.files:
                _take_in(installation, file)
    except (Malformed, TooLarge, UnknownSender) as refused:
        raise CommandError(f"not taken: {refused.slug}", NEVER_TAKEN) from None
    except (CommandError, Failure, OSError, SQLAlchemyError) as error:
        # Of all but our own words only the kind is told: others may quote what was in the mail.
        words = str(error) if isinstance(error, CommandError) else type(error).__name__
        raise CommandError(f"not taken now: {words}", TAKEN_LATER) from None
    return 0


def rotate_keys(_options: argparse.Namespace) -> int:
    """Sign access tokens with a new key; services that are running notice it by themselves."""
    keys = SigningKeyFile.open_or_create(Settings().state_dir / "keys" / FILE_NAME).rotate()
    sys.stdout.write(f"{keys.current['kid']}\n")
    return 0


def openapi(options: argparse.Namespace) -> int:
    """Write the OpenAPI document, or fail if the committed one differs."""
    document = json.dumps(create_app(Installation.__new__(Installation)).openapi(), indent=1, ensure_ascii=False) + "\n"
    if not options.check:
        OPENAPI.parent.mkdir(exist_ok=True)
        OPENAPI.write_text(document)
    elif OPENAPI.read_text() != document:
        raise CommandError("openapi/openapi.json differs from the service: run `python -m app openapi`")
    return 0


def access(_options: argparse.Namespace) -> int:
    """Write the page of roles, routes, purposes and fields."""
    ACCESS.write_text(page_of_rights(create_app(Installation.__new__(Installation)).routes))
    return 0


@contextmanager
def installed(settings: Settings) -> Iterator[Installation]:
    """Open an installation and close it again."""
    try:
        installation = install(settings)
    except SchemaOutdatedError as error:
        raise CommandError(str(error)) from None
    try:
        yield installation
    finally:
        installation.database.close()


def settings_in_earnest() -> Settings:
    """Return the settings, once they name the address at which callers reach the service.

    Raises:
        CommandError: they do not.

    """
    settings = Settings()
    if not settings.issuer.startswith("https://") and not settings.demo:
        raise CommandError("set YONSEI_ISSUER to the https URL at which callers reach the service, or use --demo")
    return settings


def _serve_demonstration(options: argparse.Namespace) -> None:
    if options.host not in LOOPBACK:
        raise CommandError("the demonstration listens on loopback only")
    settings = Settings(issuer=f"http://{options.host}:{options.port}", demo=True)
    upgrade(settings.database_url)
    clock = ShiftedClock(options.at) if options.at else None
    installation = install(settings, clock)
    demonstration.prepare(installation)
    sys.stderr.write(demonstration.greeting(settings) + "\n")
    serving.serve(installation, options.host, options.port)
    installation.database.close()


def _take_in(installation: Installation, file: Path) -> None:
    with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as source:
        raw = source.read(LARGEST + 1)
    letter = take_apart(raw, limits_of(installation.settings))
    actor = local_actor(Role.MAIL_INTAKE, installation.clock.now(), "mail")
    receipt = installation.database.run(receive_letter, actor, letter)
    sys.stdout.write(receipt.model_dump_json() + "\n")


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn a refusal into words for the terminal.

    Raises:
        CommandError: the work was refused.

    """
    try:
        yield
    except Invalid as invalid:
        raise CommandError(f"{what}: {', '.join(map(_words, invalid.errors))}") from None
    except ValidationError as error:
        places = ", ".join(f"{'/'.join(map(str, one['loc']))} {one['type']}" for one in error.errors())
        raise CommandError(f"{what}: {places}") from None
    except Failure as failure:
        raise CommandError(" ".join([f"{what}:", failure.slug, *failure.context.values()])) from None


def _words(error: FieldError) -> str:
    return f"{error.pointer} {error.code}"
