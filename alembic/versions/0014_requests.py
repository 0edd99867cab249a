"""Hold the requests of the person, articles 33 to 35 of the privacy law.

Expand only: services of the version before can run beside this one.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"

KINDS = ("disclosure", "provision_records", "correction", "stop")
STATES = ("received", "identity_pending", "in_review", "granted", "partly_granted", "refused", "notified")
CHANNELS = ("in_person", "email", "telephone", "post")
REQUESTERS = ("the_person", "legal_guardian", "mandated_agent")
ANSWERS = ("electronic", "paper", "other")
MEASURES = ("stop_use", "delete", "stop_provision")
MEANS = ("document_shown", "registered_address_answered", "facts_and_call_back", "copy_and_registered_mail")
PAPERS = (
    "driving_licence",
    "passport",
    "residence_card",
    "individual_number_card_front",
    "register_extract",
    "other_official",
)
AUTHORITIES = ("family_register", "guardianship_certificate", "letter_of_mandate")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", _enum(KINDS, "kind"), nullable=False),
        sa.Column("state", _enum(STATES, "state"), nullable=False),
        sa.Column("channel", _enum(CHANNELS, "channel"), nullable=False),
        sa.Column("requester", _enum(REQUESTERS, "requester"), nullable=False),
        sa.Column("answer_by", _enum(ANSWERS, "answer_by"), nullable=False),
        sa.Column("measure", _enum(MEASURES, "measure"), nullable=True),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("identity_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identity_shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identity_means", _enum(MEANS, "identity_means"), nullable=True),
        sa.Column("identity_paper", _enum(PAPERS, "identity_paper"), nullable=True),
        sa.Column("authority", _enum(AUTHORITIES, "authority"), nullable=True),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", _enum(STATES, "decision"), nullable=True),
        sa.Column("granted_measure", _enum(MEASURES, "granted_measure"), nullable=True),
        sa.Column("refusal_grounds", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_by", _enum(ANSWERS, "notified_by"), nullable=True),
        sa.Column("words_erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_reasons", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_state"), "requests", ["state"])
    op.create_index(op.f("ix_requests_due_on"), "requests", ["due_on"])
    op.create_table(
        "request_subjects",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("resource", _enum(("consents", "applicants"), "resource"), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_subjects_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "record_id", name=op.f("pk_request_subjects")),
    )
    op.create_index(op.f("ix_request_subjects_record_id"), "request_subjects", ["record_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("request_subjects")
    op.drop_table("requests")


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
