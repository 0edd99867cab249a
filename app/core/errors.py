"""What can go wrong with a request, apart from what the memorandum refuses? Words and statuses are given in `http`."""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar


class Failure(Exception):
    """A request cannot be fulfilled; `slug` names its kind of problem, `context` holds safe words only."""

    slug: ClassVar[str]

    def __init__(self, **context: str) -> None:
        super().__init__(self.slug)
        self.context = context


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault in a body: a JSON pointer (RFC 6901) and a code, never the value."""

    pointer: str
    code: str


class Invalid(Failure):
    """The body is well-formed and still wrong."""

    slug = "invalid-body"

    def __init__(self, *errors: FieldError) -> None:
        super().__init__()
        self.errors = errors

    @classmethod
    def at(cls, pointer: str, code: str) -> "Invalid":
        """Name a single fault."""
        return cls(FieldError(pointer, code))


class NotFound(Failure):
    """There is no such thing, or it is not for the caller to know that there is."""

    slug = "not-found"


class Disposed(Failure):
    """The thing was disposed of; only its id remains."""

    slug = "disposed"


class WrongState(Failure):
    """The state of the thing forbids the action."""

    slug = "wrong-state"

    def __init__(self, action: str, state: str) -> None:
        super().__init__(action=action, state=state)


class Conflict(Failure):
    """The request collides with what is already there."""

    slug = "conflict"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class StaleVersion(Failure):
    """The caller's `If-Match` names a version that is no longer current."""

    slug = "stale-version"


class VersionRequired(Failure):
    """A move needs `If-Match` (RFC 6585)."""

    slug = "version-required"


class IdempotencyKeyRequired(Failure):
    """Every POST needs an `Idempotency-Key`."""

    slug = "idempotency-key-required"


class IdempotencyKeyReused(Failure):
    """The same key came with another request."""

    slug = "idempotency-key-reused"


class Malformed(Failure):
    """What came is not HTTP or JSON as we take it."""

    slug = "malformed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class TooLarge(Failure):
    """The body exceeds its limit."""

    slug = "too-large"


class UnsupportedMedia(Failure):
    """The body is not of a media type taken here."""

    slug = "unsupported-media-type"


class Quarantined(Failure):
    """A file is not opened as a matter of course, for something was found in it."""

    slug = "quarantined"

    def __init__(self, finding: str) -> None:
        super().__init__(finding=finding)


class PersonsConsentMissing(Failure):
    """The privacy law (APPI) asks for a consent of the person that is not recorded."""

    slug = "persons-consent-missing"

    def __init__(self, side: str, article: str) -> None:
        super().__init__(side=side, article=article)


class UnknownSender(Failure):
    """A mail came from an address from which ISA's consent forms are not taken."""

    slug = "unknown-sender"


class Unauthenticated(Failure):
    """No usable access token came (RFC 6750)."""

    slug = "unauthenticated"

    def __init__(self, reason: str = "invalid_token") -> None:
        super().__init__(reason=reason)


class InsufficientScope(Failure):
    """The token does not carry the scope asked for (RFC 6750)."""

    slug = "insufficient-scope"

    def __init__(self, scope: str) -> None:
        super().__init__(scope=scope)


class NotYours(Failure):
    """The caller's role or party may not do this to this thing."""

    slug = "not-yours"


class TooManyRequests(Failure):
    """The caller has used up its budget (RFC 6585)."""

    slug = "too-many-requests"

    def __init__(self, wait_seconds: float) -> None:
        super().__init__()
        self.retry_after = ceil(wait_seconds)


class TooManyOpenings(TooManyRequests):
    """The caller has opened more records of persons within an hour than one person does; this may be a harvest."""

    slug = "too-many-openings"


class Unavailable(Failure):
    """The service cannot do this now; nothing is known to have happened."""

    slug = "unavailable"
