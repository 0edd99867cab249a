"""Which contributions does the demonstration begin with? One to a report of each kind that is there already."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.roles import Role
from app.core.examples import example_id
from app.incidents.models import Contribution, ContributionKind
from app.memorandum.clause import Party
from app.reports.schemas import Contribute
from app.reports.service import contribute_as

SEEDS: Mapping[str, tuple[UUID, str]] = {
    "written": (example_id("incidents", "data_shared"), "Were both sides asked?"),
    "on_disposal": (example_id("disposals", "reported"), "Were the mailboxes emptied, too?"),
}


def seed(session: Session, actor: Actor) -> None:
    """Make the example contributions that are missing; the example incidents and disposals come first."""
    officer = replace(actor, role=Role.ISA_OFFICER, party=Party.ISA, client_id="demo-isa-officer", staff_id=None)
    for part, (report_id, question) in SEEDS.items():
        contribution_id = example_id("contributions", part)
        if session.get(Contribution, contribution_id) is None:
            body = Contribute(kind=ContributionKind.QUESTION, text=question)
            contribute_as(session, officer, contribution_id, report_id, body)
