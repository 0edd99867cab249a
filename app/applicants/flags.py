"""What should whoever handles an applicant look at? Codes with their reasons; a flag refuses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.applicants.models import ApplicantProfile
from app.applicants.scheme import LONGEST_STAY_YEARS, SUPPORTER_YEARS, Moment, rule_on
from app.applicants.standing import Standing, standing_of
from app.applicants.stays import is_beyond


class FlagCode(StrEnum):
    """Something about an applicant that asks for a look."""

    AGE_AT_APPLICATION_OUTSIDE = "age_at_application_outside"
    AGE_AT_ENTRY_OUTSIDE = "age_at_entry_outside"
    LEVEL_BELOW_AGE = "level_below_age"
    LEVEL_BELOW_ENTRY = "level_below_entry"
    LEVEL_BELOW_STAY = "level_below_stay"
    LEVEL_BELOW_SETTLEMENT = "level_below_settlement"
    STAY_AT_LIMIT = "stay_at_limit"
    SUPPORTER_NOT_COMPULSORY = "supporter_not_compulsory"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a flag is raised, in English and Japanese, and whether an official page states the rule behind it."""

    english: str
    japanese: str
    official: bool


REASONS: Mapping[FlagCode, Reason] = {
    FlagCode.AGE_AT_APPLICATION_OUTSIDE: Reason(
        "The age at application is outside the scheme's. The notice (告示), as quoted, counts it then; pages derived "
        "from ISA's handbook count it at entry.",
        "申請時の年齢が制度の範囲外です。告示（引用による）は申請時、手引き由来の資料は入国時の年齢としています。",
        official=True,
    ),
    FlagCode.AGE_AT_ENTRY_OUTSIDE: Reason(
        "The age at the planned entry is, or may within its month come to be, outside the scheme's. Pages derived from "
        "ISA's handbook count it then; the notice (告示), as quoted, counts it at application.",
        "入国予定時の年齢が制度の範囲外です（月内に外れる場合を含む）。手引き由来の資料は入国時、"
        "告示（引用による）は申請時の年齢としています。",
        official=True,
    ),
    FlagCode.LEVEL_BELOW_AGE: Reason(
        "From the age of 31, at application or at entry, N3 is asked for at entry; no such certificate is known. That "
        "a higher level is asked for is official, that it is N3 is known from secondary sources only.",
        "31歳以上（申請時または入国時）には入国時に N3 が求められますが、証明が確認できません。"
        "より高い水準が必要なことは公式情報、N3 であることは二次情報のみによります。",
        official=True,
    ),
    FlagCode.LEVEL_BELOW_ENTRY: Reason(
        "The level of Japanese asked for at entry is not certified by the day of the application, nor a year at a "
        "school in Japan told of. Known from secondary sources only.",
        "入国時に求められる日本語能力（または日本の学校での1年以上の教育）が申請日までに確認できません。二次情報のみによります。",
        official=False,
    ),
    FlagCode.LEVEL_BELOW_STAY: Reason(
        "The stay in total has come to where a higher level of Japanese is asked for than is certified. Known from "
        "secondary sources only.",
        "通算の在留期間に応じて求められる日本語能力が確認できません。二次情報のみによります。",
        official=False,
    ),
    FlagCode.LEVEL_BELOW_SETTLEMENT: Reason(
        "For a change to 定住者 after five years, N2 or 400 points of the BJT are asked for; neither is certified. "
        "Known from secondary sources only.",
        "5年経過後の定住者への変更には N2 または BJT 400点が求められますが、確認できません。二次情報のみによります。",
        official=False,
    ),
    FlagCode.STAY_AT_LIMIT: Reason(
        "The stay in total has come to five years, the longest under the scheme. That stays are added up is known from "
        "secondary sources only.",
        "通算の在留期間が上限の5年に達しています。通算の方法は二次情報のみによります。",
        official=False,
    ),
    FlagCode.SUPPORTER_NOT_COMPULSORY: Reason(
        "After three years of stay in total a supporter is no longer compulsory, if the activities were proper. Known "
        "from secondary sources only.",
        "通算3年を超えると、活動が適正であればサポーターは必須ではありません。二次情報のみによります。",
        official=False,
    ),
}


def flags_of(profile: ApplicantProfile, today: date) -> list[FlagCode]:
    """Return the flags of an applicant on a day in Japan, in the order of their codes above."""
    standing = standing_of(profile, today)
    raised = _of_entry(profile, standing) | _of_stay(profile, standing)
    return [code for code in FlagCode if code in raised]


def _of_entry(profile: ApplicantProfile, standing: Standing) -> set[FlagCode]:
    """Return what concerns the way into Japan; once ISA has granted the certificate (COE), its decision stands."""
    if profile.coe_granted_on is not None or profile.stays:
        return set()
    raised = set() if standing.age_at_application.inside else {FlagCode.AGE_AT_APPLICATION_OUTSIDE}
    if standing.age_at_entry is not None and not standing.age_at_entry.inside:
        raised.add(FlagCode.AGE_AT_ENTRY_OUTSIDE)
    if not all(asked.met for asked in standing.levels_asked if asked.moment is Moment.ENTRY):
        raised.add(FlagCode.LEVEL_BELOW_AGE if standing.is_elder else FlagCode.LEVEL_BELOW_ENTRY)
    return raised


def _of_stay(profile: ApplicantProfile, standing: Standing) -> set[FlagCode]:
    raised = {
        FlagCode.LEVEL_BELOW_SETTLEMENT if asked.moment is Moment.SETTLEMENT else FlagCode.LEVEL_BELOW_STAY
        for asked in standing.levels_asked
        if not asked.met and asked.reached_on is not None and asked.reached_on <= standing.on
        if asked.moment is not Moment.ENTRY
    }
    if is_beyond(profile.stays, LONGEST_STAY_YEARS, standing.on):
        raised.add(FlagCode.STAY_AT_LIMIT)
    supporter_years = rule_on(SUPPORTER_YEARS, standing.on)
    if supporter_years is not None and is_beyond(profile.stays, supporter_years, standing.on):
        raised.add(FlagCode.SUPPORTER_NOT_COMPULSORY)
    return raised
