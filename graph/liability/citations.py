"""Articles that a decision cites, read from its own words; what cannot be read for certain is left out.

A citation is a title in book-title marks and the articles that stand directly behind it (处罚依据, facts.md
1.1), or a list of ``law:article`` and nothing else. No law is ever guessed from free text: what follows other
words belongs to no title, a law without marks is none, and a number that is not written as numbers are
written says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_N: Final = r"[0-9０-９一二三四五六七八九十百千零〇两]{1,10}"
_ALIAS: Final = re.compile(
    r"《([^《》]{2,60})》\s*[（(]以下(?:统称|简称)[：:]?[《“\"]([^《》“”\"]{1,40})[》”\"][)）]"
)
_TITLE: Final = re.compile(r"《([^《》]{2,60})》(?:\s*[（(][^（）()《》]{1,30}[)）])?")
_SAME_LAW: Final = re.compile(r"(?:该|同|本)(?:法|条例|办法|规定)(?=\s*第)")
_NOT_APPLIED: Final = re.compile(r"(?:不|未|不予|不再)(?:适用|依据|依照|援引)$")
_EDITION: Final = re.compile(r"[（(][^（）()]*[)）]$")
_ARTICLE: Final = re.compile(rf"\s*的?\s*第\s*({_N})\s*条(?:之({_N}))?")
_PARAGRAPHS: Final = re.compile(rf"\s*第({_N}(?:[、,，]{_N})*)款")
_ITEMS: Final = re.compile(rf"\s*第?[（(]?({_N})[)）]?(?:[、,，]?[（(]{_N}[)）])*[项目]")
_JOIN: Final = re.compile(r"\s*(?:以及|[、,，;；和与及或])\s*(?=第|[（(])")
_UP_TO: Final = re.compile(r"\s*至\s*(?=第)")
_LIST: Final = re.compile(r"[^\s:：;；,，、《》]{2,60}[:：]\d{1,4}(?:[(（]\d{1,3}[)）])?")
_LIST_ENDS: Final = re.compile(r"\s*[;；,，、\s]\s*")
_STATE: Final = "中华人民共和国"
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_SIGNS: Final = "零一二三四五六七八九"
_WIDEST_RANGE: Final = 20


def read_number(text: str) -> int | None:
    """A number in Arabic or Chinese figures; None for what is neither, or not written as numbers are.

    >>> read_number("一百三十五"), read_number("十"), read_number("１２２"), read_number("二〇")
    (135, 10, 122, 20)
    >>> read_number("一百二"), read_number("百三"), read_number("第三")
    (None, None, None)
    """
    if text.isdecimal():
        return int(text)
    if not text or any(sign not in _DIGITS and sign not in _PLACES for sign in text):
        return None
    if not any(sign in _PLACES for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for place, sign in enumerate(text):
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (1 if place == 0 and sign == "十" else digit) * _PLACES[sign]
            digit = 0
    plain = text.replace("〇", "零").replace("两", "二")
    return total + digit if plain in _written(total + digit) else None


def _written(number: int) -> tuple[str, str]:
    """The number in Chinese figures, and where it begins with ten the longer form too."""
    found = ""
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            found += _SIGNS[digit] + sign
        elif found and not found.endswith("零"):
            found += "零"
    found = found.rstrip("零")
    return (found.removeprefix("一") if found.startswith("一十") else found), found


@lru_cache(maxsize=1 << 12)
def cited_articles(text: str) -> tuple[str, ...]:
    """Articles as ``law:article``, each also with its paragraphs where they are given.

    >>> cited_articles("依据《中华人民共和国食品安全法》第一百三十五条第一款、第一百二十二条的规定")
    ('食品安全法:135', '食品安全法:135(1)', '食品安全法:122')
    >>> cited_articles("食品安全法:135(1)")
    ('食品安全法:135', '食品安全法:135(1)')
    >>> cited_articles("依据食品安全法第一百三十五条")
    ()
    """
    listed = [one for one in _LIST_ENDS.split(text.strip()) if one]
    if listed and all(_LIST.fullmatch(one) for one in listed):
        return tuple(dict.fromkeys(name for one in listed for name in _listed(one)))
    full = {short.strip(): law for law, short in _ALIAS.findall(text)}
    plain = _ALIAS.sub(r"《\1》", text)
    titles = [(one, _law(str(full.get(one[1].strip(), one[1])))) for one in _TITLE.finditer(plain)]
    places = [(one.end(), law) for one, law in titles if not _NOT_APPLIED.search(plain, 0, one.start())]
    if len({law for _, law in titles}) == 1:
        places += [(one.end(), titles[0][1]) for one in _SAME_LAW.finditer(plain, titles[0][0].end())]
    found = [name for place, law in sorted(places) for name in _behind(plain, place, law)]
    return tuple(dict.fromkeys(found))


def _listed(text: str) -> Iterator[str]:
    law, _, article = text.replace("：", ":").replace("（", "(").replace("）", ")").rpartition(":")
    name = f"{_law(law)}:{article.partition('(')[0]}"
    yield name
    if "(" in article:
        yield f"{_law(law)}:{article}"


def _law(title: str) -> str:
    return _EDITION.sub("", title.strip()).removeprefix(_STATE)


def _behind(text: str, place: int, law: str) -> Iterator[str]:
    """Articles that stand directly behind a title, one joined to the other; other words end them."""
    before: int | None = None
    while (article := _ARTICLE.match(text, place)) is not None:
        number, place = read_number(article[1]), article.end()
        # 第…条之一 is another article, and no rule rests on one.
        name = f"{law}:{number}" if number is not None and not article[2] else ""
        if name and before is not None and number is not None and 0 < number - before <= _WIDEST_RANGE:
            yield from (f"{law}:{one}" for one in range(before + 1, number))
        if name:
            yield name
        paragraphs, place = _parts(text, place)
        yield from (f"{name}({one})" for one in paragraphs if name)
        before = None
        if joined := _UP_TO.match(text, place):
            before = number
        elif (joined := _JOIN.match(text, place)) is None:
            return
        place = joined.end()


def _parts(text: str, place: int) -> tuple[list[int], int]:
    """Paragraphs of one article, and where its paragraphs and items end."""
    paragraphs: list[int] = []
    while True:
        joined = _JOIN.match(text, place) if paragraphs or text[place - 1 : place] in "项目" else None
        start = joined.end() if joined else place
        if found := _PARAGRAPHS.match(text, start):
            read = [read_number(one) for one in re.split("[、,，]", found[1])]
            paragraphs += [one for one in read if one is not None]
        elif not (found := _ITEMS.match(text, start)):
            return paragraphs, place
        place = found.end()
