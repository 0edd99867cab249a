"""Does every form that ISA sends as JSON come in once, with a dense number, and only where the terms list that way?"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.consents.forms import ProvideConsent
from app.consents.provision import provide_consent
from app.consents.schemas import ReceiptView
from app.core.clock import FrozenClock
from app.memorandum.clause_1_2_channel import Channel
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.consents import a_form
from tests.support.hands import Hands

AT_ONCE = 12


def test_a_form_gets_a_receipt_with_its_number_and_digest(hands: Hands) -> None:
    an_agreement(hands.installation)
    form = a_form()

    receipt = hands.isa_exchange.post("/v1/consents", {**form, "isa_received_at": "2026-06-01T09:00:00+09:00"})

    assert receipt.status_code == 201
    assert receipt.json() | {"id": "", "received_at": ""} == {
        "id": "",
        "version": 1,
        "receipt_number": 1,
        "digest": sha256_of_canonical(form),
        "received_at": "",
        "channel": "api",
        "state": "received",
        "outside_term": False,
        "already_held": False,
    }


def test_the_location_of_a_provided_form_is_its_receipt_which_isa_may_read(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    provided = sqlite_hands.isa_exchange.post("/v1/consents", a_form())

    read = sqlite_hands.isa_exchange.get(provided.headers["location"])

    assert (read.status_code, read.json()) == (200, provided.json())


def test_the_same_form_again_gets_the_same_receipt(hands: Hands) -> None:
    an_agreement(hands.installation)
    form = a_form()
    first = hands.isa_exchange.post("/v1/consents", form)

    again = hands.isa_exchange.post("/v1/consents", {**form, "phone": form["phone"], "remarks": None})
    another = hands.isa_exchange.post("/v1/consents", a_form())

    assert (again.status_code, again.json()) == (200, first.json() | {"already_held": True})
    assert another.json()["receipt_number"] == 2


def test_a_request_repeated_with_its_key_is_answered_alike(hands: Hands) -> None:
    an_agreement(hands.installation)
    form = a_form()

    answers = [hands.isa_exchange.post("/v1/consents", form, key="the-same") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_forms_that_come_at_once_are_numbered_without_a_gap(installation: Installation) -> None:
    an_agreement(installation)

    receipts = at_once(installation, [a_form() for _ in range(AT_ONCE)])

    assert sorted(receipt.receipt_number for receipt in receipts) == list(range(1, AT_ONCE + 1))


def test_the_same_form_sent_many_times_at_once_is_taken_in_once(installation: Installation) -> None:
    an_agreement(installation)

    receipts = at_once(installation, [a_form()] * AT_ONCE)

    assert {receipt.receipt_number for receipt in receipts} == {1}
    assert sorted(receipt.already_held for receipt in receipts) == [False] + [True] * (AT_ONCE - 1)


def test_terms_that_list_email_alone_refuse_json(hands: Hands) -> None:
    an_agreement(hands.installation, channels=[Channel.EMAIL])

    refused = hands.isa_exchange.post("/v1/consents", a_form())

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/channel-not-agreed")
    assert [refused.json()[member] for member in ("clause", "basis", "reading")] == ["1(2)", "reading", "R1.2-1"]


def test_outside_a_term_json_is_refused(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    clock.advance(days=365)

    refused = sqlite_hands.isa_exchange.post("/v1/consents", a_form())

    assert refused.json()["type"] == "/problems/channel-not-agreed"


def test_the_mail_server_does_not_provide_json(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)

    refused = sqlite_hands.mail_intake.post("/v1/consents", a_form())

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-yours")


def test_staff_do_not_provide_forms(sqlite_hands: Hands) -> None:
    refused = sqlite_hands.coordinator.post("/v1/consents", a_form())

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"signed_on": "2026-06-02"}, "/signed_on"),
        ({"signed_on": "2026-02-30"}, "/signed_on"),
        ({"isa_received_at": "2026-06-01T03:00:11Z"}, "/isa_received_at"),
        ({"isa_received_at": "2026-06-01T03:00:00"}, "/isa_received_at"),
        ({"holder_kind": "company"}, "/holder_kind"),
        ({"name": " "}, "/name"),
        ({"name": "Taro\u202eNeedle"}, "/name"),
        ({"email": "nobody"}, "/email"),
        ({"prefecture": "48"}, "/prefecture"),
        ({"prefecture": 14}, "/prefecture"),
        ({"languages": []}, "/languages"),
        ({"languages": ["ja", "ja"]}, "/languages"),
        ({"capacity": 0}, "/capacity"),
        ({"capacity": "2"}, "/capacity"),
        ({"contact_person": "Taro Needle"}, "/contact_person"),
    ],
)
def test_a_form_that_cannot_be_is_refused_without_an_echo(
    sqlite_hands: Hands,
    said: dict[str, Any],
    pointer: str,
) -> None:
    an_agreement(sqlite_hands.installation)

    refused = sqlite_hands.isa_exchange.post("/v1/consents", a_form(**said))

    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])
    assert "Needle" not in refused.text


@pytest.mark.parametrize("member", ["state", "id", "receipt_number", "source", "channel", "outside_term", "sealed"])
def test_what_the_service_decides_cannot_be_sent(sqlite_hands: Hands, member: str) -> None:
    an_agreement(sqlite_hands.installation)

    refused = sqlite_hands.isa_exchange.post("/v1/consents", a_form(**{member: "active"}))

    assert refused.status_code == 422


def test_a_refused_form_uses_no_number(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    sqlite_hands.isa_exchange.post("/v1/consents", a_form(signed_on="2026-06-02"))

    receipt = sqlite_hands.isa_exchange.post("/v1/consents", a_form())

    assert receipt.json()["receipt_number"] == 1


def at_once(installation: Installation, forms: list[dict[str, Any]]) -> list[ReceiptView]:
    """Provide several forms from as many threads."""
    actor = an_actor(installation, Role.ISA_EXCHANGE)

    def provide(form: dict[str, Any]) -> ReceiptView:
        return installation.database.run(provide_consent, actor, ProvideConsent.model_validate(form))

    with ThreadPoolExecutor(len(forms)) as threads:
        return list(threads.map(provide, forms))


def sha256_of_canonical(form: dict[str, Any]) -> str:
    """Return the digest that ISA can compute of what it sent."""
    canonical = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
