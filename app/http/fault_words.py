"""What does each code of a fault or of a conflict mean, in English and Japanese? No word here ever holds an input."""

from collections.abc import Mapping

Words = tuple[str, str]

FAULTS: Mapping[str, Words] = {
    "a_trouble_already": ("A trouble is one already.", "すでにトラブルとして扱われています。"),
    "active_content": (
        "The file acts, calls elsewhere or encloses another file.",
        "スクリプト、外部への接続、添付ファイルなど、動作する内容を含むファイルです。",
    ),
    "alpha_2_country": (
        "Two letters came; send the three of ISO 3166-1 alpha-3, such as BRA.",
        "2文字コードではなく、ISO 3166-1 の3文字コード（例：BRA）を使ってください。",
    ),
    "another_stages_turn": ("It is the turn of another stage.", "別の段階の報告が先です。"),
    "before_start": ("The end lies before the start.", "終了日が開始日より前です。"),
    "belongs_to_an_individual": ("Only an individual has this.", "個人の場合にのみ記入できます。"),
    "belongs_to_an_organisation": ("Only an organisation has this.", "団体の場合にのみ記入できます。"),
    "before_the_scheme": ("It lies before the scheme began.", "制度の開始（2018年7月1日）より前です。"),
    "beyond_the_scheme": (
        "It is more than the scheme allows an individual: three persons since 2023-12-28.",
        "制度上、個人サポーターの受入れは3人まで（2023年12月28日以降）です。",
    ),
    "blank": ("There is nothing to read in it.", "空白だけの文字列です。"),
    "bool_type": ("true or false is expected.", "true か false を指定してください。"),
    "bound_to_one_already": (
        "A client that vouches is bound to no staff member.",
        "代理認証を行うクライアントに特定の職員は結び付けられません。",
    ),
    "corporate_number": (
        "It is no corporate number: thirteen digits, the first a check digit.",
        "法人番号（検査用数字を含む13桁）ではありません。",
    ),
    "credential_missing": ("A secret or a key is needed.", "シークレットか鍵が必要です。"),
    "date_from_datetime_parsing": ("There is no such day.", "存在しない日付です。"),
    "date_type": (
        "A day is expected: YYYY-MM-DD, or in an era as 令和6年4月1日 or R06.04.01.",
        "日付（YYYY-MM-DD、令和6年4月1日、R06.04.01 のいずれか）を指定してください。",
    ),
    "datetime_from_date_parsing": ("There is no such instant.", "存在しない日時です。"),
    "datetime_parsing": ("There is no such instant.", "存在しない日時です。"),
    "datetime_range": ("A year from 2 to 9998 is expected.", "年は2から9998までです。"),
    "datetime_type": (
        "An instant with its offset is expected (RFC 3339), such as 2026-04-01T09:30:00+09:00.",
        "時差を含む日時（RFC 3339、例：2026-04-01T09:30:00+09:00）を指定してください。",
    ),
    "day_outside_its_era": (
        "There was never such a day in that era.",
        "その元号に存在しない日付です（例：平成31年5月1日）。",
    ),
    "empty": ("The file is empty.", "空のファイルです。"),
    "encrypted": ("The file is encrypted.", "暗号化されたファイルです。"),
    "enum": ("It is none of the values taken here.", "選択肢にない値です。"),
    "extra_forbidden": ("An unknown member is not taken.", "定義されていない項目は受け付けません。"),
    "greater_than_equal": ("The number is too small.", "数が小さすぎます。"),
    "has_left": ("This staff member has left.", "この職員は退職しています。"),
    "in_the_future": ("It lies in the future.", "未来の日付・日時です。"),
    "int_from_float": ("A whole number is expected.", "整数を指定してください。"),
    "int_type": ("A whole number is expected.", "整数を指定してください。"),
    "joint_handling_is_for_operational_trouble": (
        "Only operational trouble is handled together.",
        "共同で対応するのは運用上のトラブルのみです。",
    ),
    "kid_twice": ("Two keys have one kid.", "kid が重複しています。"),
    "less_than_equal": ("The number is too large.", "数が大きすぎます。"),
    "list_type": ("A list is expected.", "配列を指定してください。"),
    "lowered": ("A number of persons that was told is not lowered.", "報告済みの人数を減らすことはできません。"),
    "missing": ("It is needed here.", "必須の項目です。"),
    "model_attributes_type": ("An object is expected.", "オブジェクトを指定してください。"),
    "more_than_one_source": (
        "What came from ISA and what came directly are disposed of apart.",
        "出入国在留管理庁から提供を受けた情報と直接取得した情報は、別々に廃棄します。",
    ),
    "my_number": (
        "It holds what reads as a My Number, which may not be collected here.",
        "個人番号（マイナンバー）とみられる数字が含まれています。収集できません。",
    ),
    "name_one_of_these": (
        "Name exactly one: a client, a staff member, a credential, a token, or tokens never issued.",
        "クライアント、職員、認証情報、トークン、未発行トークンのいずれか一つを指定してください。",
    ),
    "no_body_expected": ("No body is taken here.", "本文は不要です。"),
    "nothing_to_answer": ("ISA wrote nothing of this id here.", "該当する出入国在留管理庁の記載はありません。"),
    "not_a_name": (
        "A name has letters of any script and what stands between them, no digits and signs.",
        "氏名は文字（任意の言語）と区切り記号のみで、数字や記号は使えません。",
    ),
    "not_a_public_key": ("It is no public key taken here.", "使用できる公開鍵ではありません。"),
    "nothing_changed": ("Nothing would change.", "変更点がありません。"),
    "not_expected": ("It is not expected here.", "この場合は指定できません。"),
    "not_by_this_channel": (
        "Identity is not shown so where a request came this way.",
        "この方法で届いた請求では、この本人確認方法は使えません。",
    ),
    "not_for_this_kind": (
        "The law gives no such ground for this kind of request.",
        "この種類の請求には法律上認められない理由です。",
    ),
    "not_in_the_prefecture": (
        "The municipality does not lie in the prefecture.",
        "市区町村コードが都道府県コードと一致しません。",
    ),
    "not_inspected": ("Nobody has looked into the file yet.", "ファイルの検査が済んでいません。"),
    "not_kana": ("A reading in kana is expected.", "読みは仮名で記入してください。"),
    "not_roman": ("Latin letters are expected, as in a passport.", "旅券のとおりローマ字で記入してください。"),
    "not_later": ("It is not later than the day planned.", "予定日より後の日を指定してください。"),
    "not_linked": ("The record is not linked to the request.", "請求に結び付けられていない記録です。"),
    "not_the_subject": ("It is not what the consultation is about.", "この協議の対象ではありません。"),
    "not_the_way_asked_for": (
        "The answer goes out in the way asked for, or on paper.",
        "回答は請求された方法か書面で行います。",
    ),
    "not_with_this_basis": ("It does not go with this basis.", "この根拠では指定できません。"),
    "not_with_this_decision": ("It does not go with this decision.", "この決定では指定できません。"),
    "oneself": ("Nobody attests this for themselves.", "本人が自らについて認めることはできません。"),
    "nothing_blocks": ("Nothing of this kind is open.", "該当する未終結の事案又は請求はありません。"),
    "other_type": (
        "The file is no PDF, JPEG or PNG, or not the one it is said to be.",
        "PDF・JPEG・PNG ではないか、申告された形式と異なるファイルです。",
    ),
    "out_of_bounds": (
        "It lies outside the span it can have: in the future, or before what it follows.",
        "あり得る期間の外です（未来、または先行する出来事より前）。",
    ),
    "out_of_order": ("The days do not follow each other.", "日付の前後関係が正しくありません。"),
    "postal_code": (
        "A postal code has seven digits, such as 231-0001.",
        "郵便番号は7桁です（例：231-0001）。",
    ),
    "reason_missing": ("A declined offer has a reason.", "辞退には理由が必要です。"),
    "reason_unexpected": ("Only a declined offer has a reason.", "理由は辞退の場合にのみ指定できます。"),
    "repeated": ("Each stands once.", "同じ値が重複しています。"),
    "residence_card_number": (
        "It holds what reads as the number of a residence card, which is not collected here.",
        "在留カード番号とみられる文字列が含まれています。収集しません。",
    ),
    "role_has_no_staff": ("Nobody stands behind a client of this role.", "この役割のクライアントに職員は付きません。"),
    "role_needs_private_key": ("This role signs in with a key only.", "この役割は鍵による認証のみです。"),
    "role_needs_staff": ("A client of this role has a staff member.", "この役割のクライアントには職員が必要です。"),
    "several_images": (
        "The file holds several images; send them as one PDF.",
        "複数の画像を含むファイルです。一つの PDF にまとめてください。",
    ),
    "several_types": (
        "The file is also something else, or something follows its end.",
        "別の形式を兼ねるか、末尾の後に余分なデータがあるファイルです。",
    ),
    "string_pattern_mismatch": ("It has not the form expected here.", "形式が正しくありません。"),
    "string_too_long": ("It is too long.", "長すぎます。"),
    "string_too_short": ("It is too short.", "短すぎます。"),
    "string_type": ("A text is expected.", "文字列を指定してください。"),
    "telephone_number": (
        "A telephone number is expected, in Japan from 0 or with a country code from +.",
        "電話番号（国内は0から、国外は + と国番号から）を指定してください。",
    ),
    "too_costly": (
        "Looking through the file takes more than any form needs.",
        "検査に過大な時間またはメモリーを要するファイルです。",
    ),
    "too_large": ("The file is too large.", "ファイルが大きすぎます。"),
    "too_long": ("It is too long.", "長すぎます。"),
    "too_many_keys": ("There are too many keys.", "鍵が多すぎます。"),
    "too_many_pages": ("The file has too many pages.", "ページ数が多すぎます。"),
    "too_many_pixels": ("The image has too many pixels.", "画像の画素数が多すぎます。"),
    "too_short": ("It is too short.", "短すぎます。"),
    "unknown_country": (
        "It is no country's code of ISO 3166-1 alpha-3, such as BRA.",
        "ISO 3166-1 の3文字の国コード（例：BRA）ではありません。",
    ),
    "unknown_event": ("There is no such event to send again.", "再送できる該当の事象はありません。"),
    "unknown_language": (
        "It is no language's code of ISO 639-1, two letters such as pt.",
        "ISO 639-1 の2文字の言語コード（例：pt）ではありません。",
    ),
    "unknown_municipality": (
        "It is no municipality's code of JIS X 0402: six digits, the last a check digit.",
        "全国地方公共団体コード（検査数字を含む6桁）ではありません。",
    ),
    "unknown_prefecture": (
        "It is no prefecture's code of JIS X 0401: 01 to 47.",
        "都道府県コード（JIS X 0401、01～47）ではありません。",
    ),
    "unknown_result": (
        "This test has no such result: JLPT N1 to N5, NAT-TEST 1 to 5, points of J.TEST and BJT.",
        "この試験にない結果です（JLPT は N1～N5、NAT-TEST は1～5級、J.TEST・BJT は点数）。",
    ),
    "unknown_staff_member": ("There is no such staff member.", "該当する職員はいません。"),
    "unreadable": (
        "The file is damaged or cut short, or cannot be read to its end.",
        "破損しているか途中で切れているなど、最後まで読み取れないファイルです。",
    ),
    "unseen_character": (
        "Control characters, line breaks in a line and direction marks are not taken.",
        "制御文字・1行項目の改行・文字方向の制御記号は使えません。",
    ),
    "url_form": ("It is no URL taken here.", "使用できる URL ではありません。"),
    "url_host": ("This host is not sent to.", "このホストには送信できません。"),
    "url_parts": ("User information and fragments are not taken.", "ユーザー情報やフラグメントは使えません。"),
    "url_port": ("This port is not sent to.", "このポートには送信できません。"),
    "url_scheme": ("https is expected.", "https を使ってください。"),
    "uuid_type": ("A UUID in its canonical form is expected.", "標準形式の UUID を指定してください。"),
    "value_error": ("The parts do not go together.", "項目の組合せが正しくありません。"),
    "vouching_needs_a_key": ("Who vouches signs in with a key.", "代理認証には鍵が必要です。"),
    "yourself": ("Nobody does this for themselves.", "自分自身については行えません。"),
}
OTHERWISE: Words = ("This is not taken here.", "この値は受け付けられません。")

CONFLICTS: Mapping[str, Words] = {
    "already_signed_by_this_party": ("this party has signed already", "この当事者は署名済みです"),
    "applicant_in_open_match": ("the applicant is in an open match", "この四世には進行中のマッチングがあります"),
    "applicant_not_active": ("the applicant is not looking for a supporter", "この四世はサポーターを探していません"),
    "client_id_taken": ("the client id is taken", "クライアント ID は使用済みです"),
    "consent_not_active": ("the consent form is not active", "この承諾書は有効ではありません"),
    "no_consent_to_matching": ("the person has not consented to matching", "本人がマッチングに同意していません"),
    "final_report_to_the_commission_owed": (
        "the Commission has still to be sent the final report",
        "個人情報保護委員会への確報が済んでいません",
    ),
    "already_done": ("it has been done already", "すでに実施済みです"),
    "no_decision_proposed": ("no decision has been proposed", "決定案が提出されていません"),
    "no_ground_for_this_measure": (
        "article 35 gives no such measure on the grounds named",
        "請求の理由では第35条によりこの措置を求めることはできません",
    ),
    "no_records_linked": ("no record of the person is linked", "御本人の記録が結び付けられていません"),
    "nobody_looked_yet": ("nobody has looked for the person's records yet", "御本人の記録がまだ検索されていません"),
    "records_linked": ("records of the person were found", "御本人の記録が見つかっています"),
    "no_measures_taken": ("no measures have been taken", "再発防止策がまだありません"),
    "reference_taken": ("the reference is taken", "この職員番号は使用済みです"),
    "nothing_from_isa": (
        "nothing in this came from ISA, so no report is owed to it",
        "出入国在留管理庁から提供を受けた情報を含まないため、報告の対象ではありません",
    ),
    "same_person": ("both sides are one person", "双方が同一人物です"),
    "rotation_under_way": (
        "the next key is published and does not sign yet",
        "次の鍵は公開済みで、まだ署名に使われていません",
    ),
    "supporter_at_capacity": (
        "the supporter supports as many persons as may be",
        "サポーターの受入れ人数が上限に達しています",
    ),
    "supporter_paused": ("the supporter takes no new proposals for now", "サポーターは新規の受入れを休止しています"),
    "supporter_suspended": (
        "it is in doubt whether the supporter is eligible",
        "サポーターの要件に疑義があり、受入れを停止しています",
    ),
    "supporter_to_be_asked_again": (
        "the supporter has to be asked again first",
        "サポーターの意向を改めて確認する必要があります",
    ),
}


def words_for(code: str) -> Words:
    """Return what the code of a fault says; one that only a library gives may have no words of its own."""
    return FAULTS.get(code, OTHERWISE)
