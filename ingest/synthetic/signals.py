"""Complaints and commitments of the city, and planted bursts that early warning has to find.

Everything here is drawn from a random source of its own, so that it changes nothing else in the city. The
bursts stand in the first block, on firms that have nothing else to them; the answers name them. Those that
need firms of their own are in `cases_warning`.
"""

from __future__ import annotations

from random import Random
from typing import Final

from ingest.synthetic.block import Block
from ingest.synthetic.cases_revoked import penalty_row
from ingest.synthetic.days import ordinal, shift
from ingest.synthetic.model import Org
from ingest.synthetic.vocabulary import MARKET, PLACES

_CATEGORIES: Final = ("商品质量", "售后服务", "合同纠纷", "虚假宣传", "价格问题")
_RESULTS: Final = ("调解成功", "调解不成", "查证属实", "查无实据")
_TYPES: Final = ("审批替代型", "证明事项型", "信用修复型", "主动型", "容缺受理型")
_LEAST_FIRMS: Final = 40
_RECENT: Final = 20


def plant_signals(b: Block) -> None:
    """Background of one block and, in the first one, the bursts."""
    usual, b.rng = b.rng, Random(f"{b.seed}:{b.index}:signals")  # noqa: S311 - reproducible, nothing secret
    try:
        firms = [org for org in b.orgs if org.capital and org.status == "存续" and not org.ended]
        for org in b.orgs:
            if org.uscc not in b.watched:
                _background(b, org)
        if b.index == 0 and not b.clean:
            known = {ground.uscc for ground in b.grounds}
            quiet = [org for org in firms if org.uscc not in known | b.watched]
            if len(quiet) >= _LEAST_FIRMS:
                _bursts(b, quiet[-_LEAST_FIRMS:])
    finally:
        b.rng = usual


def _background(b: Block, org: Org) -> None:
    """Here and there a complaint or a commitment, long ago or lately, and never many on one firm."""
    age = max(1, b.now - ordinal(org.established))
    draw = b.rng.random()
    if draw < 0.03:
        complaint(b, org, b.day(1, min(age, 1500)))
    elif draw < 0.07:
        commitment(b, org, b.day(60, max(60, min(age, 1500))), "全部履行")


def complaint(b: Block, org: Org, received: str) -> None:
    """One complaint; the older ones are closed."""
    number = b.number()
    closed = shift(received, 5 + b.below(40))
    is_closed = closed <= b.today
    b.put(
        "complaints",
        {
            "complaint_id": f"C-{b.index:05d}-{number:04d}",
            "uscc": org.uscc,
            "kind": ("投诉", "举报")[b.below(2)],
            "channel": "12315",
            "category": _CATEGORIES[b.below(len(_CATEGORIES))],
            "received_on": received,
            "accepted_on": received,
            "decided_on": closed if is_closed else "",
            "result": _RESULTS[b.below(len(_RESULTS))] if is_closed else "",
            "authority": MARKET.name,
            "authority_code": MARKET.code,
        },
    )


def commitment(b: Block, org: Org, made: str, fulfilment: str, assessed: str = "") -> None:
    """One commitment; `assessed` is when its keeping or breach was found."""
    assessed = assessed or shift(made, 30)
    b.put(
        "commitments",
        {
            "code": b.national_code(PLACES[org.place].code, made),
            "subject_name": org.name,
            "subject_category": "法人及非法人组织" if org.capital else "个体工商户",
            "subject_code": org.uscc,
            "type": _TYPES[b.below(len(_TYPES))],
            "reason": "申请办理许可事项",
            "made_on": made,
            "until": shift(made, 365),
            "fulfilment": fulfilment,
            "unperformed": "" if fulfilment == "全部履行" else "承诺的材料未补交",
            "assessed_on": assessed,
            "assessor": MARKET.name,
            "acceptor": MARKET.name,
            "acceptor_code": MARKET.code,
            "publicity": "可向社会公开",
        },
    )


def _bursts(b: Block, firms: list[Org]) -> None:
    """One firm for each signal that a burst can raise, each beyond its alert threshold."""
    complained, broken, penalised, guarantor = firms[:4]
    for _ in range(7):
        complaint(b, complained, b.day(1, _RECENT))
    b.signals.append(("COMPLAINTS", complained.uscc, 7))
    for _ in range(3):
        found = b.day(1, _RECENT)
        commitment(b, broken, shift(found, -90), "全部未履行", found)
    b.signals.append(("BROKEN_COMMITMENTS", broken.uscc, 3))
    for _ in range(4):
        b.put("penalties_org", penalty_row(b, penalised, b.day(1, _RECENT), {}))
    b.signals.append(("PENALTIES", penalised.uscc, 4))
    live = [
        one
        for one in b.grounds
        if one.kind == "LISTING" and one.uscc and not one.removal and one.uscc != guarantor.uscc
        and not one.overturned
    ]  # fmt: skip
    listed = sorted({one.uscc for one in live})[:3]
    for code in listed:
        b.put(
            "relations",
            {
                "kind": "GUARANTEES",
                "from_uscc": guarantor.uscc,
                "to_uscc": code,
                "valid_from": b.day(1, _RECENT),
                "amount_cny": str((b.below(90) + 10) * 10_000),
            },
        )
    if listed:
        number = sum(one.uscc in listed for one in live)
        b.signals.append(("GUARANTEE_EXPOSURE", guarantor.uscc, number))
