"""Which questions have no `known_at`, and why: told in the OpenAPI document, and held by a test."""

from __future__ import annotations

from typing import Any, Final

_REASONS: Final = {
    "只说明服务此刻的状态": ("/healthz", "/readyz", "/me", "/sessions/oidc"),
    "账户、密钥和人员只按现行权限列出；以往的变动见 GET /audit/changes": (
        "/accounts", "/keys", "/colleagues", "/clue-departments",
    ),
    "审计记录只增不改，每条自带时间，按 day 查阅": ("/audit/{trail}",),
    "按答复自己的数据版本重放": ("/answers/{answer_id}/replay",),
    "口径随程序发布，不是库中的事实；各答复注明所用版本": (
        "/hints/parameters", "/warnings/settings", "/questions/vocabulary", "/patterns", "/patterns/{name}",
    ),
    "一次运行固定在它的日期（as_of）和提交号（known_seq）上，不因以后的变动改变；"
    "要按当时所知，在 POST /patterns/{name}/runs 给出 known_at": (
        "/patterns/runs/{run_id}", "/patterns/runs/{run_id}/matches",
    ),
    "保存的查询是自己的工作记录，不是关于图的提问：旧版本留存，收回共享的不再给出；"
    "要按当时所知，在 POST /questions/run 给出 known_at": ("/questions", "/questions/{query_id}"),
    "线索是工作记录，不是关于图的提问：每一步都留在它自己的经过（notes）里": (
        "/clues", "/clues/{clue_id}", "/clues/handed-over", "/clues/handed-over/{clue_id}",
    ),
    "工作区是工作底稿，不是关于图的提问：各项内容留存全部版本，所存路径、视图和证据自带日期和数据版本": (
        "/workspaces", "/workspaces/{workspace_id}", "/workspaces/{workspace_id}/dossier.{form}",
        "/workspaces/{workspace_id}/items/{item_id}",
    ),
    "本人的订阅和通知，各自注明日期": ("/warning-subscriptions", "/warning-alerts"),
}  # fmt: skip
#: By address, why it is not asked as known at some time.
NOW_ONLY: Final = {path: reason for reason, paths in _REASONS.items() for path in paths}


def tell(document: dict[str, Any], prefix: str) -> None:
    """Write the reasons into the descriptions of an OpenAPI document."""
    for path, reason in NOW_ONLY.items():
        read = document["paths"][f"{prefix}{path}"]["get"]
        told = f"不设 known_at：{reason}。"
        read["description"] = "\n\n".join(filter(None, (read.get("description"), told)))
