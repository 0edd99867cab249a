"""Does 1(2) take e-mail always, another way only where both parties agreed on it?"""

from datetime import UTC, datetime, timedelta

import pytest

from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.memorandum.clause_1_2_channel import Channel, elapsed, provision_due, require_channel
from tests.memorandum.refusals import refusal_of

RECEIVED = datetime(2024, 5, 1, 1, 0, tzinfo=UTC)
PROVIDED = RECEIVED + timedelta(hours=2)


@pytest.mark.parametrize("listed", [frozenset(), {Channel.API}, {Channel.EMAIL}, set(Channel)])
def test_email_always_passes(listed: frozenset[Channel]) -> None:
    require_channel(Channel.EMAIL, listed)


@pytest.mark.parametrize("channel", [Channel.API, Channel.UPLOAD])
def test_another_channel_passes_where_the_terms_list_it(channel: Channel) -> None:
    require_channel(channel, {Channel.EMAIL, channel})


@pytest.mark.parametrize(
    ("channel", "listed"),
    [
        (Channel.API, frozenset()),
        (Channel.API, {Channel.EMAIL, Channel.UPLOAD}),
        (Channel.UPLOAD, {Channel.EMAIL}),
        (Channel.UPLOAD, {Channel.EMAIL, Channel.API}),
    ],
)
def test_another_channel_is_refused_where_the_terms_do_not_list_it(
    channel: Channel,
    listed: frozenset[Channel],
) -> None:
    assert refusal_of(require_channel, channel, listed) == ("channel-not-agreed", "1(2)", Basis.READING, "R1.2-1")


def test_isa_owes_each_form_it_received_and_has_not_provided() -> None:
    due = provision_due(RECEIVED, None)

    assert due == Duty("1(2)", Act.PROVIDE, frozenset({Party.ISA}), RECEIVED, Urgency.EACH_TIME)


def test_a_provided_form_is_no_longer_owed() -> None:
    assert provision_due(RECEIVED, PROVIDED) is None


@pytest.mark.parametrize(("received", "shown"), [(RECEIVED, timedelta(hours=2)), (None, None)])
def test_the_time_a_form_took_is_shown_where_isa_stated_it(
    received: datetime | None,
    shown: timedelta | None,
) -> None:
    assert elapsed(received, PROVIDED) == shown
