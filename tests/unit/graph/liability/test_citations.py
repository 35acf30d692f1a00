"""Citations as departments write them: what is read, and what is left out because it would be a guess."""

from __future__ import annotations

import pytest

from graph.liability.citations import cited_articles, read_number


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("《食品安全法》第一百三十五条第一款", ("食品安全法:135", "食品安全法:135(1)")),
        ("《中华人民共和国食品安全法》第135条第1款", ("食品安全法:135", "食品安全法:135(1)")),
        ("《食品安全法》第１３５条", ("食品安全法:135",)),
        (
            "依据《中华人民共和国药品管理法》（2019年修订）第一百一十八条第一款之规定",
            ("药品管理法:118", "药品管理法:118(1)"),
        ),
        ("《药品管理法（2019修订）》第一百二十二条", ("药品管理法:122",)),
        (
            "违反了《中华人民共和国食品安全法》第三十四条第一款第（四）项的规定，依据《中华人民共和国食品安全法》"
            "第一百二十四条第一款第（一）项、第一百三十五条第一款的规定，作出处罚",
            (
                "食品安全法:34",
                "食品安全法:34(1)",
                "食品安全法:124",
                "食品安全法:124(1)",
                "食品安全法:135",
                "食品安全法:135(1)",
            ),
        ),
        (
            "《食品安全法》第一百二十三条和《食品安全法实施条例》第六十七条第一款第（一）项",
            ("食品安全法:123", "食品安全法实施条例:67", "食品安全法实施条例:67(1)"),
        ),
        ("《安全生产法》第九十四条第一、三款", ("安全生产法:94", "安全生产法:94(1)", "安全生产法:94(3)")),
        ("《安全生产法》第九十四条第一款、第三款", ("安全生产法:94", "安全生产法:94(1)", "安全生产法:94(3)")),
        (
            "《安全生产法》第一百一十三条第（一）项、第（二）项，第一百一十四条",
            ("安全生产法:113", "安全生产法:114"),
        ),
        (
            "《药品管理法》第一百一十六条至第一百一十八条",
            ("药品管理法:116", "药品管理法:117", "药品管理法:118"),
        ),
        ("《生态环境法典》第一千零九十一条第二款", ("生态环境法典:1091", "生态环境法典:1091(2)")),
        (
            "《中华人民共和国食品安全法》（以下简称《食安法》）第三十四条，依据《食安法》第一百二十四条",
            ("食品安全法:34", "食品安全法:124"),
        ),
        (
            "违反《环境影响评价法》第二十条，依照该法第三十二条第三款",
            ("环境影响评价法:20", "环境影响评价法:32", "环境影响评价法:32(3)"),
        ),
        ("食品安全法:135(1)", ("食品安全法:135", "食品安全法:135(1)")),
        ("食品安全法:135；药品管理法：118", ("食品安全法:135", "药品管理法:118")),
    ],
)
def test_a_citation_is_read(text: str, articles: tuple[str, ...]) -> None:
    assert cited_articles(text) == articles


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("", ()),
        ("有关法律法规", ()),
        ("依据食品安全法第一百三十五条", ()),
        ("依据食品安全法第一百三十五条和《行政处罚法》", ()),
        # Another law without marks: its article is not the first one's.
        ("《食品安全法》第一百二十三条、药品管理法第一百一十八条", ("食品安全法:123",)),
        ("《食品安全法》第一百二十三条，参照本局裁量基准第十八条", ("食品安全法:123",)),
        # Of two laws nobody knows which one 该法 is.
        (
            "《食品安全法》第三十四条、《行政处罚法》第三十二条，该法第一百三十五条",
            ("食品安全法:34", "行政处罚法:32"),
        ),
        ("本案不适用《食品安全法》第一百三十五条，适用《行政处罚法》第三十三条", ("行政处罚法:33",)),
        ("《刑法》第一百三十四条之一", ()),
        ("《食品安全法》第一百二条", ()),
        ("《食品安全法》第百条", ()),
        ("《食品安全法》第条", ()),
        ("食品安全法:第一百三十五条", ()),
        ("罚款:5000元", ()),
    ],
)
def test_what_would_be_a_guess_is_left_out(text: str, articles: tuple[str, ...]) -> None:
    assert cited_articles(text) == articles


@pytest.mark.parametrize("number", [*range(1, 130), 135, 200, 210, 999, 1000, 1001, 1010, 1091, 1100, 1260])
def test_every_number_is_read_as_it_is_written(number: int) -> None:
    signs = "零一二三四五六七八九"
    text = "".join(
        signs[number // place % 10] + name
        for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
        if number // place % 10
    )
    digits = [number // place % 10 for place in (1000, 100, 10, 1)]
    shown = ""
    for place, digit in enumerate(digits):
        if digit:
            gap = bool(shown) and not digits[place - 1]
            shown += ("零" if gap else "") + signs[digit] + ("千", "百", "十", "")[place]
    assert read_number(shown) == number
    assert read_number(str(number)) == number
    if text != shown:
        assert read_number(text) is None
    if shown.startswith("一十"):
        assert read_number(shown[1:]) == number
