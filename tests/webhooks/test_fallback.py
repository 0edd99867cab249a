"""Can an officer print what ISA has not acknowledged, and does the page say nothing about a person?"""

import re
from html.parser import HTMLParser

from sqlmodel import Session
from typing_extensions import override

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.webhooks.fallback import KINDS, LONGEST, print_page
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.webhooks import ABOUT, ANOTHER, INCIDENT, acknowledge, an_event

OPERATORS = "/v1/webhooks/fallback-pages/operator"
OFFICERS = "/v1/webhooks/fallback-pages/privacy-officer"


class Cells(HTMLParser):
    """Reads a page as its table cells, and notes what was opened and never closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["td"]:
            self.cells[-1] += data


def test_the_page_lists_what_isa_has_not_acknowledged(hands: Hands, installation: Installation) -> None:
    known, unknown = an_event(installation), an_event(installation, ANOTHER)
    acknowledge(installation, known)

    page = hands.operator.get(OPERATORS)

    cells = Cells(page.text)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert unknown in cells.cells
    assert known not in page.text
    assert cells.open == []


def test_a_row_says_which_report_waits_since_when_and_how_often_it_was_sent(
    sqlite_installation: Installation, clock: FrozenClock
) -> None:
    event_id = an_event(sqlite_installation)
    clock.advance(hours=25, minutes=5)

    cells = Cells(a_page(sqlite_installation)).cells

    kind = KINDS[EventType.INCIDENT_RECORDED]
    assert cells[:7] == [
        "incidents-1", kind, INCIDENT, event_id, "2026年06月01日 12時00分", "25時間5分", "0",
    ]  # fmt: skip


def test_the_page_says_how_to_read_the_substance_and_has_room_for_signatures(
    sqlite_installation: Installation,
) -> None:
    page = a_page(sqlite_installation)

    for path in ("/v1/reports", "/v1/feeds/incidents", "/v1/feeds/acknowledgements"):
        assert f"{sqlite_installation.settings.issuer}{path}" in page
    assert "受領者" in page
    assert "@page" in page


def test_a_long_list_says_how_much_it_leaves_out(sqlite_installation: Installation) -> None:
    sqlite_installation.database.run(many, sqlite_installation)

    page = a_page(sqlite_installation)

    assert "全201件" in page
    assert "古い順に200件を記載" in page


def test_what_stands_on_the_page_is_escaped(sqlite_installation: Installation) -> None:
    an_event(sqlite_installation, "incidents/<script>alert(1)</script>")

    page = a_page(sqlite_installation)

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_privacy_officer_prints_the_same_page_and_others_do_not(
    sqlite_hands: Hands, sqlite_installation: Installation
) -> None:
    event_id = an_event(sqlite_installation)

    assert event_id in sqlite_hands.privacy_officer.get(OFFICERS).text
    assert sqlite_hands.secretary_general.get(OFFICERS).status_code == 403
    assert sqlite_hands.isa_officer.get(OPERATORS).status_code == 403


def test_the_page_holds_nothing_but_ids_kinds_times_and_counts(
    sqlite_hands: Hands, sqlite_installation: Installation
) -> None:
    told = {"kind": "data_protection", "summary": "A list of Hanako Example was lost.", "source": "isa"}
    sqlite_hands.coordinator.post("/v1/incidents", told)

    page = sqlite_hands.operator.get(OPERATORS).text

    assert "Hanako" not in page
    assert re.search(r"[\w.]+@[\w.]+\.\w+", page) is None


def test_every_kind_of_event_has_a_name_in_japanese() -> None:
    assert set(EventType) <= set(KINDS)


def many(session: Session, installation: Installation) -> None:
    """Announce one more event than there is room for."""
    for number in range(LONGEST + 1):
        announce(session, installation.clock.now(), EventType.INCIDENT_RECORDED, f"incidents/{number}", **ABOUT)


def a_page(installation: Installation) -> str:
    return installation.database.run(print_page, an_actor(installation))
