"""Bodies of workspace items as pages and files may read them, whatever was once stored.

What goes in is typed at the API. What was stored before that, or by another hand, must break nothing for the
other members: what has its form is kept, and what has not is shown as the text that it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from graph.days import FIRST_DAY
from graph.model import EDGE_TYPES

Body = dict[str, Any]
_TEXTS: Final = {
    "NOTE": ("words", "origin"),
    "PARTY": ("code", "name", "origin", "as_of", "data_version"),
    "VIEW": ("data_version", "origin"),
    "PATH": ("as_of", "data_version", "origin"),
    "EVIDENCE": ("words", "origin"),
}
_HOP: Final = (
    "from", "from_name", "to", "to_name", "type", "valid_from", "valid_to", "fact_id", "source", "file",
)  # fmt: skip
_REF: Final = ("kind", "id", "subject", "about", "as_of", "data_version")
_SOURCE: Final = ("source", "file", "valid_from", "produced_on")
REF_KINDS: Final = {"FINDING": "认定", "RECORD": "记录"}
_MOST_ODD: Final = 2_000


def readable(kind: str, stored: Any) -> Body:
    """A body in the form of its kind; under ``odd`` the stored text, if it had another.

    Examples
    --------
    >>> readable("NOTE", {"words": "看法"})
    {'words': '看法'}
    >>> readable("PATH", {"hops": 5})
    {'paths': [], 'odd': '{"hops": 5}'}
    """
    given = stored if isinstance(stored, Mapping) else {}
    body: Body = {name: given[name] for name in _TEXTS[kind] if isinstance(given.get(name), str)}
    known: Mapping[str, Any] = given
    if kind == "PATH":
        body["paths"] = _chains(given)
        if "hops" in given and "paths" not in given:
            rest = {name: one for name, one in given.items() if name != "hops"}
            known = {**rest, "paths": [{"hops": given["hops"]}]}
    elif kind == "VIEW":
        body["view"] = _pairs(given.get("view"), lambda one: isinstance(one, str))
        body["positions"] = _pairs(given.get("positions"), _is_spot)
        if "parties" in given:
            body["parties"] = [one for one in _listed(given["parties"]) if isinstance(one, str)]
    elif kind == "EVIDENCE" and "ref" in given:
        body["ref"] = _ref(given["ref"])
    elif kind == "PARTY" and "sources" in given:
        body["sources"] = _sources(given["sources"])
    if body != dict(known) or not isinstance(stored, Mapping):
        body["odd"] = json.dumps(stored, ensure_ascii=False, sort_keys=True)[:_MOST_ODD]
    return body


def _pairs(value: Any, fits: Callable[[Any], bool]) -> Body:
    return {str(name): one for name, one in value.items() if fits(one)} if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_spot(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_number, value))


def _chains(given: Mapping[str, Any]) -> list[Body]:
    """Chains with hops; an item of before holds one chain's hops."""
    found = _listed(given["paths"]) if "paths" in given else [{"hops": given.get("hops")}]
    hops = [_listed(one.get("hops")) for one in found if isinstance(one, Mapping)]
    chains = [[_hop(hop) for hop in chain if isinstance(hop, Mapping)] for chain in hops]
    return [{"hops": chain} for chain in chains if chain]


def _hop(hop: Mapping[str, Any]) -> Body:
    fit: Body = {name: hop[name] for name in _HOP if isinstance(hop.get(name), str)}
    fit |= {name: hop[name] for name in ("pct", "max_pct", "line") if name in hop and _is_number(hop[name])}
    fit |= {name: None for name in ("pct", "max_pct", "line") if name in hop and hop[name] is None}
    if isinstance(hop.get("forward"), bool):
        fit["forward"] = hop["forward"]
    return fit


def _ref(value: Any) -> Body:
    """What a piece of evidence points at."""
    given = value if isinstance(value, Mapping) else {}
    return {
        **{name: given[name] for name in _REF if isinstance(given.get(name), str)},
        "sources": _sources(given.get("sources")),
    }


def _sources(value: Any) -> list[Body]:
    """Rows of the register that something comes from."""
    return [
        {
            **{name: one[name] for name in _SOURCE if isinstance(one.get(name), str)},
            **({"line": one["line"]} if "line" in one and _is_line(one["line"]) else {}),
        }
        for one in _listed(value)
        if isinstance(one, Mapping)
    ]


def _is_line(value: Any) -> bool:
    return value is None or _is_number(value)


def ref_line(ref: Mapping[str, Any]) -> str:
    """What a piece of evidence points at, in words, with every source.

    Examples
    --------
    >>> ref_line({"kind": "RECORD", "id": "f1", "about": "甲公司，行政处罚", "as_of": "2026-06-30",
    ...     "data_version": "7", "sources": [{"source": "SAMR", "file": "penalties.csv", "line": 3}]})
    '记录 f1：甲公司，行政处罚，2026-06-30 的情况，数据版本 7，来源 SAMR penalties.csv 第 3 行'
    """
    told = [f"{REF_KINDS.get(str(ref.get('kind')), '所指')} {ref.get('id', '')}：{ref.get('about', '')}"]
    if ref.get("as_of"):
        told.append(f"{ref['as_of']} 的情况，数据版本 {ref.get('data_version') or '不详'}")
    sources = list(dict.fromkeys(source_words(one) for one in ref.get("sources", ())))
    told.append(f"来源 {'、'.join(sources) or '不详'}")
    return "，".join(told)


def state_line(body: Mapping[str, Any]) -> str:
    """Where the register has a party's state from, in words; empty where that was not kept.

    Examples
    --------
    >>> state_line({"as_of": "2026-06-30", "data_version": "7", "sources": [{"source": "SAMR",
    ...     "file": "entities.csv", "line": 3, "valid_from": "2020-01-01", "produced_on": "2026-06-01"}]})
    '2026-06-30 的登记情况，数据版本 7，自 2020-01-01 起，来源 SAMR entities.csv 第 3 行（2026-06-01 报送）'
    """
    if not body.get("as_of"):
        return ""
    told = [f"{body['as_of']} 的登记情况，数据版本 {body.get('data_version') or '不详'}"]
    for one in body.get("sources", ()):
        since = f"自 {one['valid_from']} 起，" if one.get("valid_from", FIRST_DAY) > FIRST_DAY else ""
        sent = f"（{one['produced_on']} 报送）" if one.get("produced_on") else ""
        told.append(f"{since}来源 {source_words(one)}{sent}")
    return "，".join(told if len(told) > 1 else [*told, "来源 不详"])


def relation_line(one: Mapping[str, Any]) -> str:
    """A relation in words: who, what in the law's words, to whom, since when, and from which source.

    Examples
    --------
    >>> relation_line({"from": "甲", "type": "HOLDS", "to": "乙", "pct": 40.0, "valid_from": "2020-01-01"})
    '甲 —股权 40%→ 乙，自 2020-01-01'
    >>> relation_line({"from": "甲", "type": "BRANCH_OF", "to": "乙", "forward": False, "source": "SAMR"})
    '甲 ←分支— 乙，来源 SAMR'
    """
    type_ = str(one.get("type", ""))
    named = EDGE_TYPES[type_].zh if type_ in EDGE_TYPES else "关系"
    share = share_words(one)
    label = f"{named} {share}" if share else named
    arrow = f"—{label}→" if one.get("forward", True) else f"←{label}—"
    told = [f"{_party(one, 'from')} {arrow} {_party(one, 'to')}"]
    if one.get("valid_from"):
        told.append(f"自 {one['valid_from']}")
    if one.get("source"):
        told.append(f"来源 {source_words(one)}")
    return "，".join(told)


def share_words(one: Mapping[str, Any]) -> str:
    """A share as people read it; empty where a relation has none.

    Examples
    --------
    >>> shares = [(60.0, None), (10.0, 40.0), (None, 30.0), (25.0, 100.0)]
    >>> [share_words({"type": "HOLDS", "pct": low, "max_pct": most}) for low, most in shares]
    ['60%', '10%–40%', '不高于 30%', '不低于 25%']
    """
    low, high = one.get("pct"), one.get("max_pct")
    unknown = "比例不明" if one.get("type") == "HOLDS" and "pct" in one else ""
    if high is None or high == low:
        return unknown if low is None else f"{low:.6g}%"
    if not low or low <= 0:
        return unknown if high >= 100 else f"不高于 {high:.6g}%"
    return f"不低于 {low:.6g}%" if high >= 100 else f"{low:.6g}%–{high:.6g}%"


def source_words(one: Mapping[str, Any]) -> str:
    """Where a fact comes from, down to file and line where they are known."""
    place = f" {one['file']} 第 {one['line']} 行" if one.get("file") and one.get("line") else ""
    return f"{one.get('source') or '不详'}{place}"


def party_words(one: Mapping[str, Any], end: str = "code", named: str = "name") -> str:
    """A party by name and code, or by code alone."""
    code, name = str(one.get(end, "")), str(one.get(named) or "")
    return f"{name}（{code}）" if name and name != code else code


def _party(one: Mapping[str, Any], end: str) -> str:
    return party_words(one, end, f"{end}_name")
