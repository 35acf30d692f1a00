"""From what the generator knows to the rows of the tables."""

from __future__ import annotations

from typing import Final

from ingest.synthetic.background import between
from ingest.synthetic.block import Block
from ingest.synthetic.codes import body_of, org9
from ingest.synthetic.model import FOREIGN, UNITS, Org, Person, Post, Stake
from ingest.synthetic.tables import COLUMNS
from ingest.synthetic.vocabulary import MARKET, PLACES, TRADES

_ROLE_ZH: Final = {
    "LEGAL_REP": "法定代表人",
    "PRINCIPAL": "负责人",
    "DIRECTOR": "董事",
    "SUPERVISOR": "监事",
    "MANAGER": "经理",
    "FINANCE_HEAD": "财务负责人",
    "EXECUTIVE_PARTNER": "执行事务合伙人",
    "DECLARED_CONTROLLER": "实际控制人",
}
_TABLE_OF: Final = {"COURT_ORDER": "judgments", "TAX_GRADE": "tax_grades", "ARREARS": "arrears"}
_NAME: Final = COLUMNS["entities"].index("name")
_EFFECTIVE: Final = COLUMNS["entities"].index("effective_on")
_SIZES: Final = ((3, "微"), (12, "微"), (45, "小"), (180, "中"), (900, "大"))


def percent_text(units: int) -> str:
    """Whole units as a percentage, without a floating detour.

    Examples
    --------
    >>> percent_text(510000), percent_text(333333)
    ('51', '33.3333')
    """
    whole, part = divmod(units, UNITS)
    return f"{whole}.{part:04d}".rstrip("0") if part else str(whole)


def entity_row(b: Block, org: Org) -> list[str]:
    """The row of `entities`."""
    place = PLACES[org.place]
    draw = b.rng.random()
    people, size = _SIZES[int(draw * draw * draw * 5)]
    company = bool(org.capital)
    ended = org.ended
    revoked = org.status in ("吊销", "责令关闭", "撤销")
    return [
        org.uscc,
        org.name,
        org.subject_type,
        org.form,
        org.status,
        org.status_on,
        org.status_reason,
        MARKET.name if revoked else "",
        MARKET.code if revoked else "",
        org.status_doc,
        org.violation[0],
        org.violation[1],
        org.established,
        ended,
        place.code,
        place.extension,
        TRADES[org.trade].code,
        org.address,
        org.phone or (f"0377-00{int(draw * 1_000_000):06d}" if draw < 0.8 else ""),
        str(org.capital) if company else "",
        str(people + int(draw * 10)) if company else "",
        (org.size or size) if company else "",
        org.state_class,
        "0",
        org.supervisor,
        "",
    ]


def position_row(b: Block, org: Org, post: Post) -> list[str]:
    """The row of `positions`."""
    person = post.person
    role = _ROLE_ZH[post.role] if b.rng.random() < 0.12 else post.role
    return [
        org.uscc,
        role,
        person.name,
        "01" if person.id_no else "",
        person.id_no,
        post.start,
        post.end,
        "",
        post.control_state,
        "自行申报" if post.control_state else "",
        post.company.uscc if post.company else "",
    ]


def holding_row(org: Org, stake: Stake) -> list[str]:
    """The row of `holdings`."""
    holder = stake.holder
    percent = percent_text(stake.units)
    if isinstance(holder, Person):
        kind = stake.kind or "PERSON"
        code = code_type = ""
        if kind == "OTHER":
            code_type = "NONE"
        id_no = holder.id_no
    else:
        kind = stake.kind or "ORG"
        code, id_no = holder.uscc, ""
        code_type = "FOREIGN" if holder.form == FOREIGN else ""
    return [
        org.uscc,
        kind,
        code,
        code_type,
        holder.name,
        "01" if id_no else "",
        id_no,
        percent if stake.equity is None else stake.equity,
        "",
        "",
        "" if stake.equity is None else percent,
        "" if stake.equity is None else "A类",
        "1" if stake.treasury else "0",
        stake.start,
        stake.end,
        "",
    ]


def ground_rows(b: Block) -> None:
    """The rows of the decisions of this block, with what befell them; revocations are states of entities."""
    for ground in b.grounds:
        if ground.kind == "LISTING":
            b.put("listings", ground.row)
        elif ground.kind in _TABLE_OF:
            b.put(_TABLE_OF[ground.kind], ground.row)
        elif ground.kind == "PENALTY":
            b.put("penalties_org" if ground.uscc else "penalties_person", ground.row)


def org_rows(b: Block) -> None:
    """The rows of all organisations of this block with their offices and stakes."""
    entities, positions, holdings = b.rows["entities"], b.rows["positions"], b.rows["holdings"]
    for org in b.orgs:
        row = entity_row(b, org)
        if org.capital and org.status == "存续" and b.chance(0.012):
            _renamed(b, org, row)
        entities.append(row)
        for post in org.posts:
            positions.append(position_row(b, org, post))
        for stake in org.stakes:
            if stake.safe_range:
                b.safe_ranges.add(len(holdings))
            holdings.append(holding_row(org, stake))


def _renamed(b: Block, org: Org, row: list[str]) -> None:
    """Two dated states of one company, the earlier under its former name; both begin on known days."""
    on = between(b, org.established)
    former = f"{org.name[:4]}旧{org.name[4:]}"
    earlier = list(row)
    earlier[_NAME], earlier[_EFFECTIVE] = former, org.established
    row[_EFFECTIVE] = on
    b.rows["entities"].append(earlier)
    b.put(
        "entity_changes",
        {"uscc": org.uscc, "field": "名称", "changed_on": on, "old_value": former, "new_value": org.name},
    )


def legacy_code(b: Block) -> str:
    """A 9-character organisation code of the time before the unified code."""
    return org9(body_of("NX", 700_000 + b.index * 500 + b.number()))
