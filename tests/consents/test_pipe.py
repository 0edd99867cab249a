"""Does the pipe tell a mail server what to do with a mail: keep it, send it back, or bring it again?"""

import io
import sys
from pathlib import Path

import pytest

from app import cli
from app.access.installation import Installation
from app.consents.mail import LARGEST
from tests.support.consents import a_mail

TAKEN, NEVER, LATER = 0, 65, 75


pytestmark = pytest.mark.usefixtures("settings")


@pytest.fixture
def settings(sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the installation."""
    monkeypatch.setenv("YONSEI_DATABASE_URL", sqlite_installation.settings.database_url)
    monkeypatch.setenv("YONSEI_STATE_DIR", str(sqlite_installation.settings.state_dir))
    monkeypatch.setenv("YONSEI_ISSUER", "https://matching.example")
    monkeypatch.setenv("YONSEI_MAIL_SENDERS", '["exchange@isa.example"]')


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        (a_mail("Consent form of Taro Needle."), TAKEN, ""),
        (a_mail("Needle", sender="needle@elsewhere.example"), NEVER, "unknown-sender"),
        (b"no mail of Taro Needle at all", NEVER, "malformed"),
        (b"From: exchange@isa.example\n\n" + b"x" * LARGEST, NEVER, "too-large"),
        (b"", NEVER, "malformed"),
    ],
    ids=["taken", "sender", "malformed", "large", "empty"],
)
def test_a_piped_mail_is_taken_or_never_taken(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raw: bytes,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    assert cli.main(["intake", "mail", "-"]) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "eedle" not in told.err + told.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YONSEI_ISSUER", "http://matching.example"),
        ("YONSEI_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"),
    ],
)
def test_a_service_that_is_not_well_has_the_mail_brought_again(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    value: str,
) -> None:
    (tmp_path / "one.eml").write_bytes(a_mail())
    monkeypatch.setenv(name, value)

    assert cli.main(["intake", "mail", str(tmp_path / "one.eml")]) == LATER


def test_a_file_that_is_not_there_is_told_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["intake", "mail", "/nowhere/taro-needle.eml"]) == LATER
    assert "needle" not in capsys.readouterr().err
