"""Does the whole memorandum hold, end to end? Each step is told with its clause, and the first that fails ends it."""

import sys
import tempfile
from datetime import UTC, timedelta
from pathlib import Path

import httpx

from app.core.clock import SystemClock, tokyo_day
from app.tour.chapters import forms_arrive, something_goes_wrong, staff_are_briefed, two_people_meet
from app.tour.ending import a_person_asks, everything_is_disposed_of, the_term_is_over
from app.tour.parties import Parties, StoryBrokenError
from app.tour.receiver import receiving
from app.tour.service import free_port, running

AFTER_THE_TERM = timedelta(days=730)


def tell() -> int:
    """Play the story; 0 only if every step did what it says."""
    with tempfile.TemporaryDirectory(prefix="yonsei-tour-") as folder:
        try:
            _play(Path(folder))
        except (StoryBrokenError, TimeoutError, httpx.HTTPError) as broken:
            sys.stdout.write(f"\nThe story breaks here: {broken}\n")
            return 1
    sys.stdout.write("\nThe memorandum was kept, end to end.\n")
    return 0


def _play(folder: Path) -> None:
    port, credentials = free_port(), folder / "var" / "demo" / "clients.json"
    with running(folder, port) as base, receiving(f"{base}/.well-known/jwks.json") as (url, inbox):
        parties = Parties(base, credentials)
        consent_id = forms_arrive(parties, folder, base)
        staff_are_briefed(parties, consent_id)
        two_people_meet(parties, consent_id)
        something_goes_wrong(parties, url, inbox, consent_id)
    later = SystemClock().now().astimezone(UTC) + AFTER_THE_TERM
    with running(folder, port, later) as base:
        afterwards = parties.at(base)
        the_term_is_over(afterwards)
        a_person_asks(afterwards, consent_id)
        everything_is_disposed_of(afterwards, consent_id, tokyo_day(later).isoformat())
        afterwards.close()
