"""Which problems can a caller meet, with which status and which words? Programs compare the slug."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, and title and detail in English and Japanese."""

    status: int
    title: tuple[str, str]
    detail: tuple[str, str]


BASES: Mapping[str, tuple[str, str]] = {
    "text": ("The memorandum says so.", "確認書の定めによります。"),
    "reading": (
        "This rests on our reading of the memorandum, not on its words.",
        "確認書の文言ではなく、当サービスの解釈によるものです。",
    ),
}
"""What a refusal may claim, by its basis."""

FAILURES: Mapping[str, Kind] = {
    "malformed": Kind(
        400,
        ("Malformed request", "リクエストの形式が不正です"),
        ("The request is not HTTP or JSON as this service takes it: {reason}.", "受け付けられない形式です：{reason}。"),
    ),
    "idempotency-key-required": Kind(
        400,
        ("Idempotency-Key required", "Idempotency-Key が必要です"),
        (
            "Send an Idempotency-Key header of 1 to 255 visible ASCII characters, new for each intent.",
            "操作ごとに新しい Idempotency-Key ヘッダー（表示可能な ASCII 1～255 文字）を付けてください。",
        ),
    ),
    "unauthenticated": Kind(
        401,
        ("Access token required", "アクセストークンが必要です"),
        (
            "No usable access token came in the Authorization header.",
            "Authorization ヘッダーに有効なアクセストークンがありません。",
        ),
    ),
    "insufficient-scope": Kind(
        403,
        ("Scope missing", "スコープが不足しています"),
        (
            "The token does not carry the scope {scope}, or its holder's role may no longer hold it.",
            "トークンにスコープ {scope} がないか、役割がこれを保持できません。",
        ),
    ),
    "not-yours": Kind(
        403,
        ("Not for this caller", "この呼出元には許されていません"),
        ("The caller's role or party may not do this here.", "呼出元の役割または当事者には許されていません。"),
    ),
    "not-found": Kind(
        404,
        ("Not found", "見つかりません"),
        ("There is no such resource for this caller.", "該当する資源はありません。"),
    ),
    "method-not-allowed": Kind(
        405,
        ("Method not allowed", "許可されていないメソッドです"),
        ("This resource does not answer this method; see Allow.", "Allow ヘッダーを参照してください。"),
    ),
    "request-timeout": Kind(
        408,
        ("Request too slow", "リクエストが時間内に届きませんでした"),
        ("The request did not come within its time: {reason}.", "制限時間内に届きませんでした：{reason}。"),
    ),
    "wrong-state": Kind(
        409,
        ("The state forbids this", "現在の状態では実行できません"),
        ("{action} is not possible in the state {state}.", "状態 {state} では {action} を実行できません。"),
    ),
    "conflict": Kind(
        409,
        ("Conflict", "競合しています"),
        ("The request collides with what is already there: {reason}.", "既存の内容と競合しています：{reason}。"),
    ),
    "quarantined": Kind(
        409,
        ("Quarantined", "隔離されています"),
        (
            "Kept as it came, for it is: {finding}. Whoever must open it sends acknowledge={finding}, on record.",
            "検査により隔離中です（{finding}）。開く必要があれば acknowledge={finding} を付けてください。",
        ),
    ),
    "persons-consent-missing": Kind(
        409,
        ("Consent of the person missing", "本人の同意がありません"),
        (
            "The {side} has not given the consent that article {article} of the privacy law asks for.",
            "個人情報保護法第{article}条に基づく同意（{side}）が記録されていません。",
        ),
    ),
    "disposed": Kind(
        410,
        ("Disposed", "廃棄済みです"),
        ("The data of this resource has been disposed of.", "この情報は廃棄されました。"),
    ),
    "stale-version": Kind(
        412,
        ("Stale version", "版が古くなっています"),
        ("The resource has changed since the version in If-Match.", "If-Match の版の後に変更されています。"),
    ),
    "too-large": Kind(
        413,
        ("Body too large", "本文が大きすぎます"),
        ("The body exceeds the limit for this resource.", "本文がこの資源の上限を超えています。"),
    ),
    "target-too-long": Kind(
        414,
        ("Request line too long", "リクエスト行が長すぎます"),
        ("The request line exceeds its limit.", "リクエスト行が上限を超えています。"),
    ),
    "unsupported-media-type": Kind(
        415,
        ("Unsupported media type", "対応していないメディアタイプです"),
        (
            "Send the media type this resource takes, in UTF-8 and without Content-Encoding.",
            "この資源の受け付けるメディアタイプを UTF-8、Content-Encoding なしで送ってください。",
        ),
    ),
    "invalid-body": Kind(
        422,
        ("Invalid content", "内容に誤りがあります"),
        ("See errors for each fault.", "errors に個々の誤りを示します。"),
    ),
    "unknown-sender": Kind(
        422,
        ("Sender not known", "登録されていない差出人です"),
        (
            "Consent forms are taken only from the addresses set for ISA; nothing was kept of this mail.",
            "承諾書は、出入国在留管理庁のものとして設定された差出人からのみ受け付けます。このメールは保存していません。",
        ),
    ),
    "idempotency-key-reused": Kind(
        422,
        ("Idempotency-Key reused", "Idempotency-Key が再利用されています"),
        ("The same key came earlier with another request.", "同じキーが別のリクエストで使われています。"),
    ),
    "version-required": Kind(
        428,
        ("If-Match required", "If-Match が必要です"),
        ('Send the ETag you last saw as If-Match, such as "3".', "最後に得た ETag を If-Match で送ってください。"),
    ),
    "header-too-large": Kind(
        431,
        ("Header too large", "ヘッダーが大きすぎます"),
        ("The header exceeds its limit: {reason}.", "ヘッダーが上限を超えています：{reason}。"),
    ),
    "internal-error": Kind(
        500,
        ("Internal error", "内部エラー"),
        ("The fault is ours; nothing was changed.", "当サービスの不具合です。変更は行われていません。"),
    ),
    "too-many-requests": Kind(
        429,
        ("Too many requests", "要求が多すぎます"),
        (
            "Wait as many seconds as Retry-After says. Reports of incidents and the feeds have a budget of their own.",
            "Retry-After の秒数だけ待ってください。事案の報告とフィードには別枠があります。",
        ),
    ),
    "too-many-openings": Kind(
        429,
        ("Too many records opened", "開いた記録が多すぎます"),
        (
            "So many records in an hour are too many; the privacy officer was told. Wait the seconds of Retry-After.",
            "一時間に開ける記録の数を超え、個人情報保護責任者に通知しました。Retry-After の秒数だけ待ってください。",
        ),
    ),
    "unavailable": Kind(
        503,
        ("Temporarily unavailable", "一時的に利用できません"),
        (
            "Repeat with the same Idempotency-Key; it tells whether the first attempt took hold.",
            "同じ Idempotency-Key で再送してください。最初の試行の成否が分かります。",
        ),
    ),
}
