"""Which role may call which route, for which purpose? Asserted whole, over HTTP, against the page that is reviewed."""

from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from app.access.roles import MAY_HOLD, Role
from app.access.scopes import PURPOSE_OF, Purpose, Scope
from app.rights import page_of_rights
from tests.support.hands import Hand, Hands
from tests.support.serving import the_app

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
UNKNOWN = "00000000-0000-7000-8000-000000000000"
Cell = tuple[str, str]


def cells() -> Iterator[tuple[Cell, Scope, frozenset[Role]]]:
    """Yield each route of the page with its scope and the roles that may call it."""
    for line in PAGE.read_text().partition("## Scopes")[0].splitlines():
        columns = [column.strip() for column in line.strip("|").split("|")]
        if columns[0] in {"GET", "POST"}:
            method, path, scope, _, _, roles = columns
            yield (method, path.strip("`")), Scope(scope), frozenset(map(Role, roles.split(", ")))


CELLS = list(cells())


def ask(hand: Hand, cell: Cell, token: str) -> httpx.Response:
    """Call a route with ids that name nothing and an empty body."""
    method, path = cell
    parts = [UNKNOWN if part.startswith("{") else part for part in path.split("/")]
    media = "message/rfc822" if path.endswith("/mail") else "application/json"
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "matrix", "Content-Type": media}
    answer: httpx.Response = hand.client.request(method, "/".join(parts), headers=headers)
    return answer


def is_refused(answer: httpx.Response) -> bool:
    """Tell whether a route was refused for want of its scope, as RFC 6750 says it."""
    return answer.status_code == 403 and "insufficient_scope" in answer.headers.get("www-authenticate", "")


def test_the_page_of_rights_is_what_the_code_says() -> None:
    drawn = page_of_rights(the_app().routes)

    assert PAGE.read_text() == drawn, "rights changed: run `python -m app access` and let docs/access.md be reviewed"


@pytest.mark.parametrize("role", list(Role))
def test_d34_a_role_reaches_exactly_the_routes_of_its_cells(role: Role, sqlite_hands: Hands) -> None:
    hand: Hand = getattr(sqlite_hands, role.value)

    answers = {cell: ask(hand, cell, hand.token(scope)) for cell, scope, _ in CELLS}

    assert {cell for cell, answer in answers.items() if is_refused(answer)} == {
        cell for cell, _, roles in CELLS if role not in roles
    }
    assert not [cell for cell, _, roles in CELLS if role in roles and answers[cell].status_code in {401, 403, 500}]


@pytest.mark.parametrize("role", list(Role))
def test_d34_a_token_for_another_purpose_reaches_nothing(role: Role, sqlite_hands: Hands) -> None:
    hand: Hand = getattr(sqlite_hands, role.value)
    held = {PURPOSE_OF[scope] for scope in MAY_HOLD[role]}

    let_in = [
        (cell, purpose.value)
        for purpose in sorted(held)
        for cell, scope, _ in CELLS
        if PURPOSE_OF[scope] is not purpose and not is_refused(ask(hand, cell, token_for(hand, purpose)))
    ]

    assert let_in == []


def token_for(hand: Hand, purpose: Purpose) -> str:
    """Return a token with all that the hand's role may hold for a purpose."""
    return hand.token_with(frozenset(scope for scope in MAY_HOLD[hand.role] if PURPOSE_OF[scope] is purpose))


def test_d34_every_scope_of_the_purpose_but_the_right_one_is_not_enough(sqlite_hands: Hands) -> None:
    let_in = []
    for cell, scope, roles in CELLS:
        hand: Hand = getattr(sqlite_hands, min(roles).value)
        others = {one for one in MAY_HOLD[hand.role] if PURPOSE_OF[one] is PURPOSE_OF[scope]} - {scope}
        if others and not is_refused(ask(hand, cell, hand.token_with(frozenset(others)))):
            let_in.append(cell)

    assert let_in == []
