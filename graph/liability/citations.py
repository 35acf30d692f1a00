"""Articles that a decision cites, read from its own words; what cannot be read for certain is left out.

A citation is a title in book-title marks and the articles that follow it. No law is ever guessed from free
text: a decision that names it without marks, or names none, cites nothing here (处罚依据, facts.md 1.1).
"""

from __future__ import annotations

import re
from typing import Final

_TITLE: Final = re.compile(r"《([^《》]{2,60})》")
_NUMBER: Final = r"[0-9０-９一二三四五六七八九十百千零〇两]{1,10}"
_ARTICLE: Final = re.compile(
    rf"第({_NUMBER})条(?:之({_NUMBER}))?(?:第({_NUMBER})款)?(?:第[（(]?({_NUMBER})[)）]?项)?"
)
_EDITION: Final = re.compile(r"[（(][^（）()]*[)）]$")
_STATE: Final = "中华人民共和国"
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> int | None:
    """A number in Arabic or Chinese figures; None for what is neither.

    >>> read_number("一百三十五"), read_number("十"), read_number("１２２"), read_number("二〇")
    (135, 10, 122, 20)
    """
    if text.isdecimal():
        return int(text)
    if any(sign not in _DIGITS and sign not in _PLACES for sign in text):
        return None
    if not any(sign in _PLACES for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for place, sign in enumerate(text):
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            leading = digit == 0 and (place == 0 or text[place - 1] not in _DIGITS)
            total += (1 if leading else digit) * _PLACES[sign]
            digit = 0
    return total + digit


def cited_articles(text: str) -> tuple[str, ...]:
    """Articles as ``law:article``, each also with its paragraph where one is given.

    >>> cited_articles("依据《中华人民共和国食品安全法》第一百三十五条第一款、第一百二十二条的规定")
    ('食品安全法:135', '食品安全法:135(1)', '食品安全法:122')
    """
    found: list[str] = []
    titles = list(_TITLE.finditer(text))
    for place, title in enumerate(titles):
        law = _EDITION.sub("", title[1].strip()).removeprefix(_STATE)
        end = titles[place + 1].start() if place + 1 < len(titles) else len(text)
        for article in _ARTICLE.finditer(text, title.end(), end):
            number, inserted = read_number(article[1]), article[2]
            if number is None or inserted:
                continue  # 第…条之一 is another article, and no rule rests on one
            found.append(f"{law}:{number}")
            paragraph = read_number(article[3]) if article[3] else None
            if paragraph is not None:
                found.append(f"{law}:{number}({paragraph})")
    return tuple(dict.fromkeys(found))
