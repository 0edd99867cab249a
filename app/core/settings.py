"""What can whoever runs the service set? Numbers the memorandum does not give are called ours."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings, read from the environment with the prefix `YONSEI_`."""

    model_config = SettingsConfigDict(env_prefix="YONSEI_", frozen=True, extra="forbid")

    database_url: str = Field("sqlite:///var/yonsei.db", description="SQLAlchemy URL: SQLite or postgresql+psycopg")
    state_dir: Path = Field(Path("var"), description="folder of the key files, outside the database and its backups")
    issuer: str = Field("", description="https URL at which callers reach the service; required outside --demo")
    demo: bool = Field(default=False, description="set by --demo: demonstration data, loopback only")
    connections: int = Field(8, ge=2, le=64, description="PostgreSQL connections of one process")
    run_worker: bool = Field(default=True, description="deliver webhooks from inside `serve`")
    webhook_ports: frozenset[int] = Field(frozenset({443}), description="ports a webhook endpoint may use")
    verification_hours: int = Field(6, ge=1, description="ours: hours of silence after which a feed says it is alive")
    warn_minutes: int = Field(15, ge=1, description="ours: minutes unacknowledged until the log warns")
    page_minutes: int = Field(60, ge=1, description="ours: minutes unacknowledged until a standby is sent to as well")
    critical_hours: int = Field(24, ge=1, description="ours: hours unacknowledged until the page is to be printed")
    webhook_key_notice_days: int = Field(7, ge=7, description="ours: days a webhook key is published before it signs")
    webhook_overlap_days: int = Field(7, ge=0, description="ours: days an old webhook key or secret goes on signing")
    mail_senders: frozenset[str] = Field(frozenset(), description="addresses from which ISA's consent forms are taken")
    credential_overlap_hours: int = Field(24, ge=0, description="ours: hours a replaced credential still serves")
    effect_check_days: int = Field(90, ge=1, description="ours (R3.2-8): days after measures at which they are checked")
    explanation_version: int = Field(1, ge=1, description="ours (R3.1-2): material version staff must have been told")
    idempotency_hours: int = Field(24, ge=1, description="ours: hours for which an Idempotency-Key is remembered")
    immediately_hours: int = Field(24, ge=1, description="ours (R2.3-2): hours we take 直ちに to be in 2(3)")
    availability_days: int = Field(180, ge=1, description="ours: days for which a supporter's availability holds")
    joint_silence_days: int = Field(
        30, ge=1, description="ours (R3.2-4): days of ISA's silence that end joint handling"
    )
    longest_delay_days: int = Field(
        30, ge=0, description="ours (R2.4-5): days after its proposal for which a block may delay a disposal"
    )
    retention_days: int = Field(
        365, ge=0, description="ours (R2.4-3): days for which a record is kept once nothing more is done for the person"
    )
    returned_form_days: int = Field(
        30, ge=0, description="ours (R2.4-3): days for which a returned form is kept, in case ISA asks about it"
    )
    exchange_interval_days: int = Field(
        183, ge=1, description="ours (R4-1): days we take 定期的 to be in 4 where no consultation decided an interval"
    )
    smallest_cell: int = Field(
        3, ge=1, description="ours (R4-3): smallest count shown in a breakdown; totals are shown"
    )
    promptly_days: int = Field(3, ge=1, description="ours: days we take 速やかに to be in 2(4) and 3(2)")
    without_delay_days: int = Field(7, ge=1, description="ours: days we take 遅滞なく to be in 2(4)")
    request_answer_days: int = Field(
        14, ge=1, description="ours (article 39 gives two weeks): days we take to answer a person's request"
    )
    request_words_days: int = Field(
        1095, ge=1, description="ours: days after the answer for which the words of a person's request are kept"
    )
    calls_per_minute: int = Field(600, ge=1, description="ours: calls of one client, or of one staff member behind it")
    searches_per_hour: int = Field(60, ge=1, description="ours: searches for persons by one person within an hour")
    openings_per_hour: int = Field(30, ge=1, description="ours: records of persons one person may open within an hour")
    tokens_per_minute: int = Field(60, ge=1, description="ours: access tokens for one client")
    guesses_per_minute: int = Field(10, ge=1, description="ours: failed sign-ins as one client from one address")
    strangers_per_minute: int = Field(120, ge=1, description="ours: requests without a good token from one address")
    feed_waiters: int = Field(100, ge=1, description="ours: readers of feeds that one process lets wait at a time")
    document_bytes: int = Field(10_485_760, ge=1024, le=26_214_400, description="ours: largest document, in bytes")
    document_pages: int = Field(100, ge=1, le=1000, description="ours: most pages of a PDF")
    document_pixels: int = Field(36_000_000, ge=1_000_000, description="ours: most pixels of an image: A4 at 600 dpi")
    trusted_proxies: frozenset[str] = Field(frozenset(), description="addresses whose X-Forwarded-For is believed")
    header_seconds: float = Field(10, gt=0, description="ours: seconds for the head of a request")
    body_seconds: float = Field(30, gt=0, description="ours: seconds for its body, counted from the head's end")
    answer_seconds: float = Field(30, gt=0, description="ours: seconds in which a caller must read what waits for it")
    idle_seconds: int = Field(20, ge=1, description="ours: seconds for which an idle connection is kept")
    request_line_bytes: int = Field(8192, ge=1024, description="ours: longest request line")
    header_bytes: int = Field(32768, ge=1024, description="ours: largest head of a request, its request line included")
    header_fields: int = Field(100, ge=10, description="ours: most header fields of a request")
