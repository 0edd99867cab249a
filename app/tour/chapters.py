"""What happens while the agreement is in force, in the order of the clauses?"""

import json
from pathlib import Path
from typing import Any

import httpx

from app.consents.forms import EXAMPLE_CONSENTS
from app.core.examples import example_id
from app.tour.parties import Parties, chapter, require, tell
from app.tour.receiver import Inbox
from app.tour.service import command

UNBRIEFED = "tour_coordinator"
FORM = {
    "holder_kind": "individual",
    "name": "Taro Tour",
    "email": "taro@example.jp",
    "prefecture": "14",
    "languages": ["ja", "pt"],
    "capacity": 1,
    "signed_on": "2024-05-10",
    "form_version": "2024-04",
}
MAIL = b"""\
From: Exchange Desk <exchange@isa.example>
To: consents@association.example
Subject: Consent form
Date: Mon, 13 May 2024 09:30:00 +0900
Message-ID: <tour@isa.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Consent form of Mitsuko Tour, signed on 2024-05-10.
"""
PERSON = {
    "name": "Lucia Tour",
    "email": "lucia@example.org",
    "date_of_birth": "2001-02-03",
    "country_of_origin": "BRA",
    "resides_in": "BRA",
    "languages": ["pt", "ja"],
    "wished_area": ["14"],
    "month_of_arrival": "2027-04",
    "certificates": [{"exam": "jlpt", "result": "N4", "certified_on": "2024-01-22"}],
    "needs": [{"text": "vegetarian meals", "shared_by_consent_on": "2024-05-10"}],
    "consent_to_matching": {"given": True, "on": "2024-05-10", "text_version": "2024-04"},
}
GIVEN = {"consents": EXAMPLE_CONSENTS}


def forms_arrive(parties: Parties, folder: Path, base: str) -> str:
    """Take in one form by API and one as an e-mail, and return the first one's id."""
    chapter("Consent forms arrive")
    receipt = parties.post("isa_exchange", "consents:provide", "/v1/consents", FORM, expect=201).json()
    tell("1(1)", f"ISA provides a form by API and gets receipt no. {receipt['receipt_number']}")
    piped = command(folder, base, "intake", "mail", "-", stdin=MAIL)
    require(piped.returncode == 0, piped.stderr.decode())
    tell("1(2)", f"another comes as an e-mail, piped in: {len(json.loads(piped.stdout)['receipts'])} form, sealed")
    period = "/v1/receipts/reconciliation?from=2024-04-01"
    books = parties.get("isa_exchange", "receipts:read", period).json()
    require(books["reconciles"], str(books))
    tell("1(1)", f"both sides' books agree: {books['provided']} provided, {books['held']} held")
    direct = FORM | {"name": "Kenji Tour", "email": "kenji@example.jp"}
    entered = parties.post("coordinator", "consents:manage", "/v1/consents/direct", direct, expect=201).json()
    require(entered["source"] == "direct", str(entered))
    parties.get("isa_exchange", "receipts:read", f"/v1/receipts/{entered['id']}", expect=404)
    tell("2(2)", "somebody registers with the association itself: sealed alike, outside what ISA provided")
    return str(receipt["id"])


def staff_are_briefed(parties: Parties, consent_id: str) -> None:
    """Refuse a staff member to whom nothing was explained, then explain."""
    chapter("Only briefed staff")
    staff = str(example_id("staff", "unbriefed"))
    desk = {"client_id": "tour-coordinator", "role": "coordinator", "system": "The matching desk", "staff_id": staff}
    made = parties.post("operator", "clients:manage", "/v1/clients", desk, expect=201)
    parties.add(UNBRIEFED, "tour-coordinator", made.json()["client_secret"])
    parties.move("staff_administrator", "clients:confirm", made, "confirm", under="/v1/clients")
    tell("3(1)", "the operator registers a client for a staff member, the staff administrator confirms it")
    refused = parties.get(UNBRIEFED, "consents:read", f"/v1/consents/{consent_id}", expect=403).json()
    require((refused["clause"], refused["basis"]) == ("3(1)", "text"), str(refused))
    tell("3(1)", "an unbriefed staff member is refused, by the text")
    told = {"topics": ["scheme", "supporters"], "material_version": 1}
    parties.post("staff_administrator", "briefings:write", f"/v1/staff/{staff}/briefings", told, expect=201)
    known = {"country": "BRA", "attested_by": str(example_id("staff", "briefed"))}
    parties.post("staff_administrator", "staff:write", f"/v1/staff/{staff}/country-knowledge", known, expect=201)
    parties.get(UNBRIEFED, "consents:read", f"/v1/consents/{consent_id}")
    tell("3(1)", "the scheme and the supporters are explained, knowledge of Brazil attested: now the form opens")


def two_people_meet(parties: Parties, consent_id: str) -> None:
    """Verify, register, propose, offer, accept and release, step by step."""
    chapter("A match, step by step")
    consent = parties.get(UNBRIEFED, "consents:read", f"/v1/consents/{consent_id}")
    manage = (UNBRIEFED, "consents:manage")
    consent = parties.move(*manage, consent, "verify", under="/v1/consents", body=GIVEN)
    parties.move(*manage, consent, "activate", under="/v1/consents")
    person = parties.post(UNBRIEFED, "applicants:write", "/v1/applicants", PERSON, expect=201)
    person = parties.move(UNBRIEFED, "applicants:write", person, "activate", under="/v1/applicants")
    tell("2(1)", "the form is verified, an applicant registered; both sealed under keys of their own")
    pair = {"consent_id": consent_id, "applicant_id": person.json()["id"]}
    match = parties.post(UNBRIEFED, "matches:write", "/v1/matches", pair, expect=201)
    tell("2(2)", "a match is proposed: neither side knows anything yet")
    for action in ("offer-to-supporter", "record-supporter-answer", "offer-to-applicant", "record-applicant-answer"):
        match = _step(parties, match, action)
    match = _step(parties, match, "release-contact")
    require("email" in match.json()["disclosed_to_applicant"], match.text)
    provisions = parties.get(UNBRIEFED, "matches:read", f"/v1/matches/{match.json()['id']}/provisions").json()["items"]
    tell("2(2)", f"each provision was written down with its step: {len(provisions)} records (privacy law, article 29)")


def _step(parties: Parties, match: httpx.Response, action: str) -> httpx.Response:
    body = {"answer": "accepted"} if action.endswith("answer") else None
    match = parties.move(UNBRIEFED, "matches:write", match, action, under="/v1/matches", body=body)
    seen = match.json()
    supporter, applicant = seen["disclosed_to_supporter"] or {}, seen["disclosed_to_applicant"] or {}
    knows = f"supporter knows {len(supporter)} fields, applicant {len(applicant)}"
    tell("2(2)", f"{action}: {seen['state']}; {knows}")
    return match


def something_goes_wrong(parties: Parties, url: str, inbox: Inbox, consent_id: str) -> None:
    """Report both kinds of incident and follow one to ISA and back."""
    chapter("Trouble, and a problem with data")
    streams = {"url": url, "streams": ["incidents", "disposals"], "sends_v1": True}
    endpoint = parties.post("operator", "webhooks:manage", "/v1/webhooks", streams, expect=201)
    parties.move("isa_officer", "webhooks:confirm", endpoint, "confirm", under="/v1/webhooks")
    tell("2(3)", "the operator proposes ISA's webhook endpoint, ISA's officer confirms it")
    trouble = {"kind": "trouble", "summary": "The two could not agree on a day to meet."}
    parties.post("coordinator", "incidents:report", "/v1/incidents", trouble, expect=201)
    tell("3(2)", "a trouble is recorded and shared at once; there is no filter by gravity")
    leak = {
        "kind": "data_protection",
        "summary": "A form was shown to the wrong person.",
        "source": "isa",
        "persons": 1,
        "receipt_ids": [consent_id],
    }
    incident = parties.post("coordinator", "incidents:report", "/v1/incidents", leak, expect=201).json()["id"]
    require(inbox.waits_for(f"incidents/{incident}"), "no webhook came")
    require(inbox.refused == 0, "a webhook came with a bad signature")
    tell("2(3)", "a data-protection incident: the webhook arrives, and its signature holds")
    _isa_answers(parties, incident)


def _isa_answers(parties: Parties, incident: str) -> None:
    feed = parties.get("isa_officer", "feeds:read", "/v1/feeds/incidents?limit=100").json()
    mine = [event["id"] for event in feed if event["subject"] == f"incidents/{incident}"]
    require(mine, "the feed does not show it")
    tell("2(3)", f"the feed shows it too, at position {feed[-1]['position']}: ids only")
    report = _report(parties, incident)
    require(report["persons"] == 1, str(report))
    measure = {"kind": "measure", "text": "Screens face the wall."}
    path = f"/v1/reports/{incident}/contributions"
    written = parties.post("isa_officer", "reports:contribute", path, measure, expect=201).json()["id"]
    parties.post("isa_officer", "feeds:acknowledge", "/v1/feeds/acknowledgements", {"ack": mine})
    tell("2(3)", "ISA reads the substance, contributes a measure and acknowledges")
    reply = {"answers": written, "text": "They face the wall since this morning."}
    parties.post("privacy_officer", "incidents:manage", f"/v1/incidents/{incident}/contributions", reply, expect=201)
    require("answer" in {one["kind"] for one in _report(parties, incident)["contributions"]}, "the answer is missing")
    tell("2(3)", "the association answers, and both parties read it")


def _report(parties: Parties, incident: str) -> dict[str, Any]:
    report: dict[str, Any] = parties.get("isa_officer", "reports:read", f"/v1/reports/{incident}").json()
    return report
