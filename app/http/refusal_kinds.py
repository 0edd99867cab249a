"""Which refusals by a clause can a caller meet? The rules are in `memorandum`; here are only their words."""

from collections.abc import Mapping

from app.http.problem_kinds import Kind

FORBIDDEN = 403

REFUSALS: Mapping[str, Kind] = {
    "channel-not-agreed": Kind(
        FORBIDDEN,
        ("Channel not agreed", "合意されていない提供方法です"),
        (
            "Only channels that the terms in force list are open besides e-mail.",
            "電子メール以外は、有効な取決めに定める方法に限ります。",
        ),
    ),
    "audit-not-granted": Kind(
        FORBIDDEN,
        ("Audit not granted", "監査は認められていません"),
        ("The terms in force grant ISA no audit.", "有効な取決めは出入国在留管理庁の監査を定めていません。"),
    ),
    "purpose-not-allowed": Kind(
        FORBIDDEN,
        ("Purpose not allowed", "認められない利用目的です"),
        (
            "Information provided by ISA serves only to help support be received or given under the scheme.",
            "提供を受けた情報は、本制度の趣旨に沿った支援を受け、又は行うことの支援にのみ利用できます。",
        ),
    ),
    "recipient-not-allowed": Kind(
        FORBIDDEN,
        ("Recipient not allowed", "認められない提供先です"),
        (
            "Information provided by ISA is not provided to others.",
            "提供を受けた情報を他者へ提供することはできません。",
        ),
    ),
    "not-the-counterpart": Kind(
        FORBIDDEN,
        ("Not the counterpart", "マッチングの相手方ではありません"),
        ("Only the counterpart of this match may learn this.", "当該マッチングの相手方にのみ開示できます。"),
    ),
    "basis-not-named": Kind(
        FORBIDDEN,
        ("Legal basis not named", "法的根拠が示されていません"),
        ("Name the legal basis of this provision.", "この提供の法的根拠を示してください。"),
    ),
    "conditions-not-met": Kind(
        FORBIDDEN,
        ("Conditions not met", "要件を満たしていません"),
        (
            "A decision needs a situation not provided for and a need to coordinate.",
            "定めのない事態であり、かつ調整の必要があることを要します。",
        ),
    ),
    "wrong-deciders": Kind(
        FORBIDDEN,
        ("Wrong deciders", "決定権者ではありません"),
        (
            "The holders of exactly the two offices named decide together.",
            "定められた二つの職にある者が協議の上決定します。",
        ),
    ),
    "already-provided-for": Kind(
        FORBIDDEN,
        ("Already provided for", "既に定めがあります"),
        (
            "A decision cannot change what the memorandum provides.",
            "確認書に定めのある事項を決定で変更することはできません。",
        ),
    ),
    "no-effect-outside-the-term": Kind(
        FORBIDDEN,
        ("No effect outside the term", "有効期間外の決定に効力はありません"),
        (
            "Outside a term a decision reaches no further than its occasion.",
            "有効期間外の決定は、その場限りのものです。",
        ),
    ),
    "not-briefed": Kind(
        FORBIDDEN,
        ("Not briefed", "事前の説明を受けていません"),
        (
            "The scheme and the significance of supporters are explained before matching work begins.",
            "業務への従事に先立ち、制度の趣旨及びサポーターの意義の説明が必要です。",
        ),
    ),
    "briefing-lapsed": Kind(
        FORBIDDEN,
        ("Briefing lapsed", "説明が最新ではありません"),
        ("The explanation given is of an earlier version of the material.", "受けた説明は旧版の資料によるものです。"),
    ),
    "no-staff-member": Kind(
        FORBIDDEN,
        ("No staff member behind this", "担当者が特定できません"),
        ("Matching work needs a staff member behind it.", "マッチング業務には担当者が必要です。"),
    ),
    "country-not-known": Kind(
        FORBIDDEN,
        ("Country of origin not known", "出身国に関する理解が確認されていません"),
        (
            "Knowledge of the country of origin has not been attested for this staff member.",
            "担当者の出身国に関する理解が確認されていません。",
        ),
    ),
    "close-before-shared": Kind(
        FORBIDDEN,
        ("Not shared yet", "共有前には終結できません"),
        ("A trouble is closed only after it has been shared with ISA.", "出入国在留管理庁との共有前に終結できません。"),
    ),
    "close-before-measures": Kind(
        FORBIDDEN,
        ("Measures missing", "再発防止策がありません"),
        (
            "Joint handling closes with the measures of both, or ISA's word that it sees no need.",
            "双方の再発防止策、又は不要である旨の記録が必要です。",
        ),
    ),
    "outside-the-term": Kind(
        FORBIDDEN,
        ("Outside the term", "有効期間外です"),
        (
            "No agreement is in force, so no matching act uses information provided by ISA.",
            "有効な取決めがないため、提供を受けた情報をマッチングに利用できません。",
        ),
    ),
    "matching-not-stopped": Kind(
        FORBIDDEN,
        ("Matching has not stopped", "マッチングは終了していません"),
        (
            "Disposal under 2(4) begins when the association no longer does the matching.",
            "２（４）の廃棄は、マッチングを行わなくなった場合に行います。",
        ),
    ),
    "inventory-incomplete": Kind(
        FORBIDDEN,
        ("Inventory incomplete", "廃棄対象に漏れがあります"),
        (
            "The disposal covers everything relating to the consent forms provided by ISA.",
            "提供を受けた承諾書に係る情報の全てが対象です。",
        ),
    ),
    "report-before-disposal": Kind(
        FORBIDDEN,
        ("Disposal not done", "廃棄が完了していません"),
        (
            "The disposal is reported once it has been done and verified.",
            "廃棄の報告は、廃棄及びその確認の後に行います。",
        ),
    ),
    "disposal-blocked": Kind(
        FORBIDDEN,
        ("Disposal blocked", "廃棄が保留されています"),
        (
            "An open incident or request concerns the same data: name the reason and the day on which to go on.",
            "同じ情報に係る未終結の事案又は請求があります。理由と再開日を示してください。",
        ),
    ),
    "same-person": Kind(
        FORBIDDEN,
        ("The same person", "同一人物です"),
        ("A second person is needed for this step.", "この手続には別の者が必要です。"),
    ),
}
