"""The way out in plain Chinese: headings and lines from the document, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from graph.liability.explanation.words import zh

Row = dict[str, Any]
_NO_END: Final = {
    "LIFE": "终身，没有届满之日",
    "WHILE_GROUND": "没有固定期限，随所依据的记录终止",
}


def sections_of(document: Row) -> list[Row]:
    """The document as headings with lines; what is empty is left out."""
    made = (
        ("结论", [_conclusion(document)]),
        ("为什么", [_why(one) for one in document["why"]]),
        ("最少要办的事", [_act(one, document) for one in document["acts"] if one["in_smallest"]]),
        ("只能等期满", list(_left(document))),
        ("也可以这样办", [_act(one, document) for one in document["acts"] if not one["in_smallest"]]),
        ("只有决定违法时才能", _unlawful(document)),
        ("没有帮助的做法", [_futile(one) for one in document["will_not_help"]]),
        ("尚未认定，无须办理", [_not_yet(one) for one in document.get("not_yet", [])]),
        ("对责任人的影响", [_other(one) for one in document.get("others", [])]),
    )
    return [{"heading": heading, "items": items} for heading, items in made if items]


def _end(day: str | None, because: str) -> str:
    return f"最迟于 {day} 结束" if day else _NO_END.get(because, "")


def _conclusion(document: Row) -> str:
    subject, day = document["subject"], document["as_of"]
    who = f"截至 {day}，{subject['name']}（{subject['code']}）"
    if not document["standing"]:
        return f"{who}没有已认定的责任，也没有在列的记录，无须办理"
    smallest = document["smallest"]
    told = [f"{who}有 {len(document['why'])} 项"]
    told.append("什么也不做：" + _end(document["latest"]["day"], document["latest"]["because"]))
    if smallest["acts"]:
        sure = (
            "（已证明不能更少）"
            if smallest["exact"]
            else f"（不少于 {smallest['at_least']} 件，未能证明最少）"
        )
        whole = "即可全部结束" if smallest["ends_all"] else "可以结束其中能够结束的"
        told.append(f"最少办 {smallest['size']} 件事{sure}，{whole}")
        early = smallest["earliest"]
        told.append(f"最早 {early} 可以办齐" if early else "何时可以办齐还不能算出，见各项说明")
    else:
        told.append("没有可以提前结束的办法，只能等期满")
    if smallest["left"] and smallest["acts"]:
        told.append(f"另有 {len(smallest['left'])} 项只能等期满")
    if not document["complete"]:
        told.append("有变动尚未推导，答案可能不完整")
    return "；".join(told)


def _name(one: Row) -> str:
    """One thing that stands, short."""
    # A rule of another list may speak of the same entry: a ban that follows it, a general rule.
    named = one["rule"].partition("_")[0] or one["list_type"]
    listed = zh("list_types", named) if named else zh("ground_kinds", one["ground_kind"])
    if one["of"] == "OWN":
        return f"{listed}（{one['ground_id']}）"
    if one["role"] == "SELF":
        return f"{listed}，本人（{one['ground_id']}）"
    role = zh("liable_roles", one["role"])
    return f"{listed}，{one['entity_name'] or one['entity']}的{role}（{one['ground_id']}）"


def _why(one: Row) -> str:
    told = [_name(one)]
    if one["of"] == "FINDING":
        told.append(f"{zh('modes', one['mode'])}，{zh('finding_states', one['state'])}")
    told.append(f"自 {one['since']} 起")
    told.append(_end(one["latest"], one["latest_because"]))
    if one["rule"]:
        told.append(f"规则 {one['rule']}")
    if one["basis"]:
        told.append("依据 " + "、".join(one["basis"]))
    if not one["ended_by"]:
        told.append("没有可以提前结束的办法")
    return "；".join(told)


def _act(one: Row, document: Row) -> str:
    ended = [_name(row) for row in document["why"] if row["id"] in one["ends"]]
    office = one["authority"] or one["authority_code"] or "作出决定的机关"
    number = f"，文号 {one['doc_no']}" if one["doc_no"] else ""
    told = [f"{one['name']}：由{one['who']}办理，地点 {one['where']}（{office}{number}）"]
    told.append(f"可以结束：{'；'.join(ended)}")
    when = f"最早 {one['earliest']}" if one["earliest"] else "最早日期不能算出"
    now = "，现在即可办理" if one["possible_now"] else ""
    told.append(f"{when}{now}（{one['earliest_because']}）")
    told.append("材料：" + "、".join(one["documents"]))
    if one["also"]:
        told.append("同样有效：" + "、".join(one["also"]))
    told.append(f"办理：{one['clock']}")
    told.append(f"依据 {one['basis']}")
    if one["application"]:
        last = one["application"]
        result = zh("repair_results", last["result"]) if last["result"] else "尚未决定"
        told.append(f"已有申请 {last['repair_id']}（{last['applied_on'] or '日期不详'}）：{result}")
    return "。".join(told)


def _left(document: Row) -> Iterator[str]:
    left = set(document["smallest"]["left"])
    for one in document["why"]:
        if one["id"] in left:
            yield f"{_name(one)}：{_end(one['latest'], one['latest_because'])}"


def _unlawful(document: Row) -> list[str]:
    rule = document["only_if_unlawful"]
    if not rule["grounds"]:
        return []
    return [f"{rule['name']}：{rule['text']}（{'、'.join(rule['grounds'])}）。依据 {rule['basis']}"]


def _futile(one: Row) -> str:
    rule = f"规则 {one['rule']}，" if one["rule"] else ""
    return f"{one['text']}。{rule}依据 {one['basis']}"


def _not_yet(one: Row) -> str:
    return (
        f"{_name(one)}：{zh('finding_states', one['state'])}，{one['reason_zh']}；"
        "不影响任何办理决定，有异议可以陈述申辩"
    )


def _other(one: Row) -> str:
    who = f"{one['person_name']}（{zh('liable_roles', one['role'])}，{one['ground_id']}）"
    if one["ended_by"]:
        return f"{who}：随该项一并结束"
    return f"{who}：{zh('modes', one['mode'])}不随单位结束，{_end(one['latest'], one['latest_because'])}"
