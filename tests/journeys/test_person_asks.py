"""Does a person learn what is held, have it put right and have it deleted, years after the term, end to end?"""

from typing import Any
from uuid import UUID

from app.consents.forms import EXAMPLE_FORM
from app.core.clock import FrozenClock
from app.requests import queries
from app.worker import tidy
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.hands import Hands
from tests.support.matching import WAY, propose
from tests.support.matching import step as go_on
from tests.support.requests import act, disclosed, receive

MAILED = {"kind": "disclosure", "channel": "email", "name": "Hanako Example", "contact": "hanako@example.jp"}
ADDRESS_ANSWERED = {"means": "registered_address_answered", "checked": "Answered from the registered address."}
DELETION = {"kind": "stop", "measure": "delete", "grounds": ["no_longer_needed"]}


def test_a_person_asks_after_the_term(hands: Hands, clock: FrozenClock) -> None:
    form = matched(hands)
    clock.advance(days=730)

    request = asked(hands, **MAILED)
    found = hands.privacy_officer.get(f"/v1/requests/{request['id']}/candidates").json()["items"]
    assert [(one["id"], one["found_by"]) for one in found] == [(form, ["email", "name"])]
    answered = decided(hands, request, form, "grant", {})

    told = disclosed(hands, answered).json()
    assert told["consents"][0]["form"]["phone"] == "090-0000-0000"
    assert [one["recipient_name"] for one in told["provisions"]] == ["Carlos Example"] * 2
    assert "support" in {one["purpose"] for one in told["readings"]}
    page = disclosed(hands, answered, accept="text/html").text
    assert "保有個人データ開示書" in page
    assert "令和10年5月31日" in page

    put_right = {"resource": "consents", "record_id": form, "field": "phone", "value": "045-000-0000"}
    corrected = decided(
        hands, asked(hands, **MAILED | {"kind": "correction"}), form, "grant", {"corrections": [put_right]}
    )
    assert disclosed(hands, corrected).json()["consents"][0]["form"]["phone"] == "045-000-0000"

    deleted = decided(hands, asked(hands, **MAILED | DELETION), form, "grant", {})
    assert deleted["granted_measure"] == "delete"
    assert hands.coordinator.get(f"/v1/consents/{form}").json()["state"] == "withdrawn"
    assert [one.consent_ids for one in hands.installation.database.run(queries.granted_deletions)] == [(UUID(form),)]
    dispose_of(hands, form)
    assert hands.installation.database.run(queries.granted_deletions) == []

    gone = decided(hands, asked(hands, **MAILED | {"kind": "provision_records"}), form, "grant", {})
    assert [one["items"][-1] for one in disclosed(hands, gone).json()["provisions"]] == ["prefecture", "name"]
    clock.advance(days=367)
    hands.installation.database.run(tidy, clock.now())
    assert disclosed(hands, gone).json()["provisions"] == []


def matched(hands: Hands) -> str:
    """Return a form that came, was checked and led to a match in which contact was released."""
    an_agreement(hands.installation)
    receipt = hands.isa_exchange.post("/v1/consents", EXAMPLE_FORM).json()
    given = {
        "matching": True,
        "provision_abroad": True,
        "text_version": "2024-04",
        "told_of_abroad": [
            {
                "country": "BRA",
                "system_told": True,
                "measures_unknown_because": "the applicant is a private person",
                "told_on": "2024-05-10",
                "text_version": "abroad-2024-04",
            },
        ],
    }
    path = f"/v1/consents/{receipt['id']}"
    hands.coordinator.post(f"{path}/verify", {"consents": given}, version=1)
    hands.coordinator.post(f"{path}/activate", version=2)
    person = an_applicant(hands.installation, name="Carlos Example")
    match: dict[str, Any] = propose(hands, consent=UUID(receipt["id"]), applicant=person).json()
    for action, body in WAY[:5]:
        match = go_on(hands, match, action, body).json()
    assert match["state"] == "contact_released"
    hands.coordinator.get(path)
    return str(receipt["id"])


def asked(hands: Hands, **said: Any) -> dict[str, Any]:
    """Return a request whose person was asked for their identity and has shown it."""
    pending = act(hands, receive(hands, **said).json(), "ask-identity").json()
    return dict(act(hands, pending, "confirm-identity", ADDRESS_ANSWERED).json())


def decided(hands: Hands, request: dict[str, Any], form: str, action: str, body: object) -> dict[str, Any]:
    """Return a request that was decided and whose answer went out."""
    linked = act(hands, request, "link-records", {"consent_ids": [form]}).json()
    done = act(hands, linked, action, body)
    assert done.status_code == 200, done.text
    return dict(act(hands, done.json(), "notify", {"notified_by": "electronic"}).json())


def dispose_of(hands: Hands, form: str) -> None:
    """Carry out the disposal of one form on the basis of the request, by two people."""
    disposal = hands.privacy_officer.post("/v1/disposals", {"basis": "request", "consent_ids": [form]}).json()
    path = f"/v1/disposals/{disposal['id']}"
    hands.secretary_general.post(f"{path}/approve", version=1)
    hands.privacy_officer.post(f"{path}/execute", version=2)
    verified = hands.secretary_general.post(f"{path}/verify", version=3).json()
    assert (verified["state"], verified["findings"]) == ("verified", [])
