"""How does an applicant stand towards the scheme on a day in Japan? Computed from the facts each time, never kept."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.applicants.certificates import Exam, Level, level_of, reaches
from app.applicants.models import ApplicantProfile, Certificate
from app.applicants.scheme import (
    AGES,
    LEVELS,
    LONGEST_STAY_YEARS,
    SETTLEMENT_BJT_POINTS,
    SUPPORTER_YEARS,
    LevelRule,
    Moment,
    rule_on,
)
from app.applicants.stays import days_stayed, reached_on


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years on a day; `inside` by the rules of that day, `assumed` where the day itself is not known."""

    on: date
    years: int
    assumed: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class AskedLevel:
    """A level asked for at a moment, the day of that moment if it can be told, and whether it is met."""

    moment: Moment
    level: Level
    reached_on: date | None
    met: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the scheme makes of an applicant's facts on one day."""

    on: date
    age_at_application: Age
    age_at_entry: Age | None
    is_elder: bool
    level: Level | None
    levels_asked: tuple[AskedLevel, ...]
    days_stayed: int
    supporter_compulsory_until: date | None
    longest_stay_until: date | None


def standing_of(profile: ApplicantProfile, today: date) -> Standing:
    """Return how an applicant stands on a day in Japan."""
    application, entry = _age_at_application(profile, today), _age_at_entry(profile)
    elder = any(_is_elder(age) for age in (application, entry) if age is not None)
    supporter_years = rule_on(SUPPORTER_YEARS, today)
    return Standing(
        on=today,
        age_at_application=application,
        age_at_entry=entry,
        is_elder=elder,
        level=_level_held(profile.certificates, today),
        levels_asked=_levels_asked(profile, application.on, today, elder=elder),
        days_stayed=days_stayed(profile.stays, today),
        supporter_compulsory_until=None if supporter_years is None else reached_on(profile.stays, supporter_years),
        longest_stay_until=reached_on(profile.stays, LONGEST_STAY_YEARS),
    )


def age_on(born: date, day: date) -> int:
    """Return completed years on a day; who was born on a 29 February has a birthday on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _age_at_application(profile: ApplicantProfile, today: date) -> Age:
    """Return the age on the day of application, which is today where none is told of."""
    day = profile.coe_applied_on or today
    years = age_on(profile.date_of_birth, day)
    return Age(day, years, assumed=profile.coe_applied_on is None, inside=rule_on(AGES, day).takes(years))


def _age_at_entry(profile: ApplicantProfile) -> Age | None:
    """Return the age at the first entry, or at the end of the month planned for it; inside only if all month long."""
    if profile.stays:
        days = [profile.stays[0].entered_on]
    elif profile.month_of_arrival is not None:
        year, month = map(int, profile.month_of_arrival.split("-"))
        days = [date(year, month, 1), date(year, month, monthrange(year, month)[1])]
    else:
        return None
    inside = all(rule_on(AGES, day).takes(age_on(profile.date_of_birth, day)) for day in days)
    return Age(days[-1], age_on(profile.date_of_birth, days[-1]), assumed=not profile.stays, inside=inside)


def _is_elder(age: Age) -> bool:
    since = rule_on(AGES, age.on).higher_level_from
    return since is not None and age.years >= since


def _levels_asked(
    profile: ApplicantProfile,
    applied_on: date,
    today: date,
    *,
    elder: bool,
) -> tuple[AskedLevel, ...]:
    """Return what is asked at entry by the rules of the application, and for a longer stay by those of today."""
    at_entry = [rule for rule in rule_on(LEVELS, applied_on) if rule.moment is Moment.ENTRY]
    later = [rule for rule in rule_on(LEVELS, today) if rule.moment is not Moment.ENTRY]
    return tuple(_asked(profile, rule, applied_on, today, elder=elder) for rule in at_entry + later)


def _asked(profile: ApplicantProfile, rule: LevelRule, applied_on: date, today: date, *, elder: bool) -> AskedLevel:
    level = rule.of_elder if elder else rule.level
    if rule.moment is Moment.ENTRY:
        schooled = profile.year_of_schooling_on is not None and profile.year_of_schooling_on <= applied_on
        met = reaches(_level_held(profile.certificates, applied_on), level) or (schooled and not elder)
        return AskedLevel(rule.moment, level, applied_on, met)
    met = reaches(_level_held(profile.certificates, today), level)
    if rule.moment is Moment.SETTLEMENT:
        met = met or _business_points(profile.certificates, today) >= SETTLEMENT_BJT_POINTS
    return AskedLevel(rule.moment, level, reached_on(profile.stays, rule.years), met)


def _level_held(certificates: Sequence[Certificate], on: date) -> Level | None:
    levels = [level_of(one.exam, one.result) for one in certificates if one.certified_on <= on]
    return max((level for level in levels if level is not None), key=lambda level: level.rank, default=None)


def _business_points(certificates: Sequence[Certificate], on: date) -> int:
    return max((int(one.result) for one in certificates if one.exam is Exam.BJT and one.certified_on <= on), default=0)
