"""What happens once the term is over, and when the association no longer matches?"""

from app.core.examples import example_id
from app.tour.chapters import UNBRIEFED
from app.tour.parties import Parties, chapter, require, tell


def the_term_is_over(parties: Parties) -> None:
    """Refuse matching with ISA's data by a reading, and take an incident by the text."""
    chapter("The term is over")
    pair = {
        "consent_id": str(example_id("consents", "active")),
        "applicant_id": str(example_id("applicants", "active")),
    }
    refused = parties.post(UNBRIEFED, "matches:write", "/v1/matches", pair, expect=403).json()
    require((refused["clause"], refused["basis"], refused["reading"]) == ("5", "reading", "R5-4"), str(refused))
    tell("5", "a matching act with ISA's data is refused; a reading (R5-4), and the answer says so")
    late = {"kind": "data_protection", "summary": "An old print was found.", "source": "isa"}
    parties.post("coordinator", "incidents:report", "/v1/incidents", late, expect=201)
    tell("2(3)", "an incident is still taken: this clause has no end, by the text")


def a_person_asks(parties: Parties, consent_id: str) -> None:
    """Answer the person who asks what is held on them: the privacy law binds at any date."""
    chapter("A person asks what is held")
    asks = {"kind": "disclosure", "channel": "email", "name": "Taro Tour", "contact": "taro@example.jp"}
    request = parties.post("privacy_officer", "requests:write", "/v1/requests", asks, expect=201)
    tell("2(1)", f"Taro Tour asks what is held on him (article 33): to be answered by {request.json()['due_on']}")
    steps: tuple[tuple[str, dict[str, object]], ...] = (
        ("confirm-identity", {"means": "registered_address_answered"}),
        ("link-records", {"consent_ids": [consent_id]}),
        ("grant", {}),
    )
    for action, body in steps:
        request = parties.move("privacy_officer", "requests:write", request, action, under="/v1/requests", body=body)
    path = f"/v1/requests/{request.json()['id']}/disclosure"
    told = parties.get("privacy_officer", "requests:read", path).json()
    require(told["consents"][0]["form"]["name"] == "Taro Tour", str(told))
    require("Lucia Tour" in {one["recipient_name"] for one in told["provisions"]}, str(told["provisions"]))
    tell(
        "2(2)",
        f"he sees his form, {len(told['provisions'])} provisions of it, and the {len(told['readings'])} readings",
    )
    done = {"notified_by": "electronic"}
    parties.move("privacy_officer", "requests:write", request, "notify", under="/v1/requests", body=done)
    tell("2(1)", "he is told, on paper in Japanese if he likes; no term needs to be in force for that")


def everything_is_disposed_of(parties: Parties, consent_id: str, today: str) -> None:
    """Dispose of what ISA provided, by two people, and report it."""
    chapter("The association no longer matches")
    body = {
        "basis": "2(4)",
        "stopped_matching_on": today,
        "attested": [{"holding": "mailboxes and paper", "method": "deleted and shredded", "done_on": today}],
    }
    disposal = parties.post("privacy_officer", "disposals:propose", "/v1/disposals", body, expect=201)
    forms = len(disposal.json()["consent_ids"])
    tell("2(4)", f"the privacy officer declares it and proposes the disposal of all {forms} forms")
    named = {"reason": "open_incident", "days": 0}
    where = {"under": "/v1/disposals"}
    disposal = parties.move("privacy_officer", "disposals:propose", disposal, "delay", body=named, **where)
    require(disposal.json()["blocked_by"] != [], disposal.text)
    tell("2(4)", "an incident about a form is still open: it is named, and the disposal goes on today (R2.4-5)")
    steps = (
        ("secretary_general", "disposals:approve", "approve"),
        ("privacy_officer", "disposals:execute", "execute"),
        ("secretary_general", "disposals:verify", "verify"),
        ("secretary_general", "disposals:verify", "report"),
    )
    for role, scope, action in steps:
        disposal = parties.move(role, scope, disposal, action, **where)
        seen = disposal.json()
        tell("2(4)", f"{role}: {action} → {seen['state']}")
        require(seen["findings"] == [], str(seen["findings"]))
    require(disposal.json()["state"] == "reported", disposal.text)
    parties.get(UNBRIEFED, "consents:read", f"/v1/consents/{consent_id}", expect=410)
    report = parties.get("isa_officer", "reports:read", f"/v1/reports/{disposal.json()['id']}").json()
    require(consent_id in report["consent_ids"], str(report))
    tell("2(4)", f"the data is gone (410), keys of epochs {report['destroyed_epochs']} destroyed; the report stays")
    effect = parties.get("secretary_general", "agreements:read", "/v1/agreements/effect").json()["clauses"]
    require(not next(one["in_force"] for one in effect if one["clause"] == "2(4)"), str(effect))
    tell("5", "with its report 2(4) has ended; 2(3) goes on")
