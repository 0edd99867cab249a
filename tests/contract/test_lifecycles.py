"""Does the page of lives show the tables as they are, and has every state a way in?"""

from pathlib import Path
from typing import Any

import pytest

from app.agreements.lifecycle import LIFE as AGREEMENTS
from app.applicants.lifecycle import LIFE as APPLICANTS
from app.consents.lifecycle import AVAILABILITY
from app.consents.lifecycle import LIFE as CONSENTS
from app.consultations.lifecycle import LIFE as CONSULTATIONS
from app.core.lifecycle import Lifecycle
from app.disposals.lifecycle import LIFE as DISPOSALS
from app.exchanges.lifecycle import LIFE as EXCHANGES
from app.incidents.lifecycle import DATA_PROTECTION, DRAFT, TROUBLE
from app.matching.lifecycle import LIFE as MATCHES
from app.requests.lifecycle import LIFE as REQUESTS

PAGE = Path(__file__).parents[2] / "docs" / "lifecycles.md"
LIVES: dict[str, Lifecycle[Any]] = {
    "agreements": AGREEMENTS,
    "consents": CONSENTS,
    AVAILABILITY.name: AVAILABILITY,
    "applicants": APPLICANTS,
    "matches": MATCHES,
    "incidents of kind trouble": TROUBLE,
    "incidents of kind data_protection": DATA_PROTECTION,
    "drafts of incidents": DRAFT,
    "disposals": DISPOSALS,
    "requests of the person": REQUESTS,
    "consultations": CONSULTATIONS,
    "exchanges": EXCHANGES,
}


def drawn() -> str:
    """Return the page as the tables have it."""
    parts = ["# Lives", "Drawn from the tables in `app/*/lifecycle.py`; a test compares them."]
    parts += [f"## {name}\n\n{life.draw()}" for name, life in LIVES.items()]
    return "\n\n".join(parts) + "\n"


def test_the_page_of_lives_is_the_tables() -> None:
    assert PAGE.read_text() == drawn()


@pytest.mark.parametrize("name", list(LIVES))
def test_every_state_is_reached_by_a_move_or_is_the_first(name: str) -> None:
    life = LIVES[name]

    reached = set(life.initial).union(*(targets for _, targets in life.moves.values()))
    assert reached == life.states()
