"""Which refusals by a clause can a caller meet? The rules are in `memorandum`; here are only their words."""

from collections.abc import Mapping

from app.http.problem_kinds import Kind, refusal

REFUSALS: Mapping[str, Kind] = {
    "channel-not-agreed": refusal("Channel not agreed", "合意されていない提供方法です", by_text=False),
    "audit-not-granted": refusal("Audit not granted", "監査は認められていません", by_text=False),
}
