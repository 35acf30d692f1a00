"""The trade name is told from place, trade and form; words that many firms have tell nothing."""

from __future__ import annotations

import hashlib
from importlib import resources
from itertools import pairwise

import pytest

from graph.model.codelists import codelist
from graph.risk.patterns.names import LEAST, name_words, names_in, trade_name

#: Whatever place, trade or form the registered name has.
OF_HONGDA = (
    "南阳鸿达建筑工程有限公司",
    "南阳市鸿达商贸有限公司",
    "鸿达建筑（南阳）有限公司",
    "鸿达建筑(南阳)有限公司",
    "南阳市宛城区鸿达餐饮店",
    "南阳鸿达有限公司",
    "南阳宛城鸿达物流有限公司",
    "新南阳宛城区鸿达建筑工程有限责任公司",
    "河南省南阳市卧龙区鸿达（集团）股份有限公司",
    "河南鸿达投资控股集团有限公司",
    "邓州市鸿达种植农民专业合作社",
    "新野县鸿达农业开发有限公司",
    "新野鸿达食品厂",
    "南阳高新区鸿达网络科技有限公司",
    "南阳城乡一体化示范区鸿达药业有限公司",
    "郑州鸿达运输有限公司",
    "鸿达企业管理（有限合伙）",
    "鸿达建筑有限公司南阳分公司",
    "鸿达建筑有限公司第一分公司",
    "南阳 鸿达 装饰工程 有限公司",
    "南阳鸿达商务咨询服务有限公司",
)


@pytest.mark.parametrize("name", OF_HONGDA)
def test_the_trade_name_is_the_same_in_every_district_and_trade(name: str) -> None:
    assert trade_name(name) == "鸿达"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("新华印刷", "新华"),
        ("南阳新华印刷有限公司", "新华"),
        ("三一重型机械有限公司", "三一重型"),
        ("南阳三一机械有限公司", "三一"),
        ("南阳一建建筑工程有限公司", "一建"),
        ("宛城区王伟便利店", "王伟"),
        ("南阳同仁堂药店", "同仁堂药"),
        ("南阳永和兴商行", "永和兴"),
        ("唐河源商贸有限公司", "唐河源"),
        ("卧龙岗酒业有限公司", "卧龙岗"),
        ("南阳大自然环保科技有限公司", "大自然"),
        ("南阳绿环保科技有限公司", "绿环保"),
        ("南阳市政鸿达建设有限公司", "市政鸿达"),
        ("南阳鸿达兴商贸有限公司", "鸿达兴"),
        ("南阳新鸿达商贸有限公司", "新鸿达"),
    ],
)
def test_no_character_of_a_trade_name_is_taken_for_place_or_trade(name: str, told: str) -> None:
    assert trade_name(name) == told


@pytest.mark.parametrize(
    "name",
    [
        "南阳建筑工程有限公司",
        "南阳建筑装饰工程有限公司",
        "南阳市商贸管理服务有限公司",
        "新南阳商贸有限公司",
        "南阳卧龙置业有限公司",
        "南阳某厂",
        "南阳店",
        "南阳市宛城区第3中学",
        "南阳市卧龙区第十二小学",
        "宛城区国有资产事务中心",
        "南阳市宛城区第三综合服务部",
        "有限公司",
        "",
    ],
)
def test_names_of_place_trade_and_number_alone_tell_nothing(name: str) -> None:
    assert names_in(name) == ("", "")


def test_district_trade_name_and_trade_together_stand_out_where_the_trade_name_does_not() -> None:
    first, second = (
        names_in(one) for one in ("南阳宛城区鸿达商贸有限公司", "新南阳宛城区鸿达商贸有限责任公司")
    )
    assert first == second == ("鸿达", "宛城区鸿达商贸")
    assert names_in("南阳卧龙区鸿达商贸有限公司")[1] != first[1]


def test_every_trade_place_and_form_leaves_the_trade_name_whole() -> None:
    words = name_words()
    places = [one.zh for one in codelist("districts").values]
    for trade in words.trades.all:
        for place in places:
            assert trade_name(f"{place}琼霄{trade}有限公司") == "琼霄", (place, trade)
        assert trade_name(f"南阳{trade}有限公司") == ""
    for form in words.forms.all:
        assert trade_name(f"南阳琼霄{form}") == "琼霄", form


def test_the_words_are_an_edition() -> None:
    """Whoever changes a word gives the list another edition, and this test its digest."""
    text = resources.files("graph.risk.patterns").joinpath("names.yaml").read_text(encoding="utf-8")
    rows = [one for one in text.splitlines() if one and not one.startswith(("#", "edition", "note"))]
    digest = hashlib.blake2b("\n".join(rows).encode(), digest_size=6).hexdigest()
    assert (name_words().edition, digest) == ("2026-11-30", "1de9005012ee")
    assert len(name_words().trades.all) >= 80
    lengths = [*name_words().trades.closing.values()]
    assert all(first > second for one in lengths for first, second in pairwise(one)) and LEAST == 2
