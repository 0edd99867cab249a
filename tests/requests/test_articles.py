"""Do the rules of articles 33 to 39 say what the law says? Truth tables, without any storage."""

from datetime import date

import pytest

from app.requests import articles
from app.requests.lifecycle import LIFE, UNDECIDED
from app.requests.models import (
    Authority,
    Channel,
    IdentityMeans,
    IdentityPaper,
    Measure,
    RefusalGround,
    Requester,
    RequestKind,
    RequestState,
    StopGround,
)

ANYWHERE = {RefusalGround.NO_DATA_HELD, RefusalGround.IDENTITY_NOT_SHOWN, RefusalGround.TAKEN_BACK}
OF_33 = {RefusalGround.HARM_TO_SOMEBODY, RefusalGround.HINDRANCE_TO_OPERATION, RefusalGround.BREACH_OF_LAW}
OF_34 = {RefusalGround.NOT_UNTRUE, RefusalGround.NOT_NEEDED_FOR_THE_PURPOSE, RefusalGround.OTHER_LAW_APPLIES}
OF_35 = {RefusalGround.GROUND_NOT_FOUND, RefusalGround.SUBSTITUTE_TAKEN}


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (RequestKind.DISCLOSURE, OF_33),
        (RequestKind.PROVISION_RECORDS, OF_33),
        (RequestKind.CORRECTION, OF_34 | {RefusalGround.KEPT_BY_LAW}),
        (RequestKind.STOP, OF_35 | {RefusalGround.KEPT_BY_LAW}),
    ],
)
def test_each_article_has_grounds_of_its_own(kind: RequestKind, own: set[RefusalGround]) -> None:
    assert articles.REFUSED_ON[kind] == own | ANYWHERE


def test_every_kind_names_its_article_and_every_ground_serves_some_kind() -> None:
    assert set(articles.ARTICLE_OF) == set(RequestKind)
    assert set().union(*articles.REFUSED_ON.values()) == set(RefusalGround)


@pytest.mark.parametrize(
    ("measure", "grounds"),
    [
        (
            Measure.STOP_USE,
            set(StopGround) - {StopGround.PROVIDED_WITHOUT_CONSENT},
        ),
        (
            Measure.DELETE,
            set(StopGround) - {StopGround.PROVIDED_WITHOUT_CONSENT},
        ),
        (
            Measure.STOP_PROVISION,
            {
                StopGround.PROVIDED_WITHOUT_CONSENT,
                StopGround.NO_LONGER_NEEDED,
                StopGround.LEAK_TO_BE_REPORTED,
                StopGround.INTERESTS_AT_RISK,
            },
        ),
    ],
)
def test_article_35_gives_a_measure_on_these_grounds(measure: Measure, grounds: set[StopGround]) -> None:
    assert articles.open_grounds(measure, set(StopGround)) == grounds


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        (date(2026, 6, 1), date(2026, 6, 15)),
        (date(2026, 12, 25), date(2027, 1, 8)),
        (date(2028, 2, 20), date(2028, 3, 5)),
    ],
)
def test_two_weeks_are_counted_from_the_day_after_arrival(arrived: date, due: date) -> None:
    assert articles.due_on(arrived, 14) == due


@pytest.mark.parametrize(
    ("today", "notified", "late"),
    [
        (date(2026, 6, 15), None, False),
        (date(2026, 6, 16), None, True),
        (date(2026, 7, 1), date(2026, 6, 15), False),
        (date(2026, 7, 1), date(2026, 6, 16), True),
    ],
)
def test_lateness_is_that_of_the_answer_and_stays(today: date, notified: date | None, *, late: bool) -> None:
    assert articles.is_late(date(2026, 6, 15), today, notified) is late


@pytest.mark.parametrize("channel", list(Channel))
def test_whoever_comes_in_person_may_always_show_a_paper(channel: Channel) -> None:
    assert articles.fits_channel(IdentityMeans.DOCUMENT_SHOWN, channel)


@pytest.mark.parametrize(
    ("means", "channel", "fits"),
    [
        (IdentityMeans.REGISTERED_ADDRESS_ANSWERED, Channel.EMAIL, True),
        (IdentityMeans.REGISTERED_ADDRESS_ANSWERED, Channel.TELEPHONE, False),
        (IdentityMeans.FACTS_AND_CALL_BACK, Channel.TELEPHONE, True),
        (IdentityMeans.FACTS_AND_CALL_BACK, Channel.IN_PERSON, False),
        (IdentityMeans.COPY_AND_REGISTERED_MAIL, Channel.POST, True),
        (IdentityMeans.COPY_AND_REGISTERED_MAIL, Channel.EMAIL, True),
        (IdentityMeans.COPY_AND_REGISTERED_MAIL, Channel.IN_PERSON, False),
    ],
)
def test_identity_is_shown_by_means_of_the_channel(means: IdentityMeans, channel: Channel, *, fits: bool) -> None:
    assert articles.fits_channel(means, channel) is fits


@pytest.mark.parametrize("means", list(IdentityMeans))
def test_a_paper_is_named_exactly_where_one_was_looked_at(means: IdentityMeans) -> None:
    looked = means in {IdentityMeans.DOCUMENT_SHOWN, IdentityMeans.COPY_AND_REGISTERED_MAIL}

    assert articles.fits_means(IdentityPaper.PASSPORT, means) is looked
    assert articles.fits_means(None, means) is not looked


@pytest.mark.parametrize(
    ("requester", "admitted"),
    [
        (Requester.THE_PERSON, {None}),
        (Requester.LEGAL_GUARDIAN, {Authority.FAMILY_REGISTER, Authority.GUARDIANSHIP_CERTIFICATE}),
        (Requester.MANDATED_AGENT, {Authority.LETTER_OF_MANDATE}),
    ],
)
def test_an_agent_shows_to_be_one(requester: Requester, admitted: set[Authority | None]) -> None:
    fitting = {one for one in (None, *Authority) if articles.fits_requester(one, requester)}

    assert fitting == admitted


def test_a_request_is_refused_before_its_review_too_but_granted_only_after_it() -> None:
    assert LIFE.moves["refuse"][0] == set(UNDECIDED)
    assert LIFE.moves["grant"][0] == LIFE.moves["grant-partly"][0] == {RequestState.IN_REVIEW}
