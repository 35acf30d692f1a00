"""The trade name (字号) in a registered name: what is left without place, trade and form of organisation.

A name is place + trade name + trade + form (企业名称登记管理规定 第六条), and whoever goes on under the
name of a listed firm may change all but the trade name. It is read off by word lists, not understood: which
words count stands in ``names.yaml``, which has an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from graph.model.codelists import codelist

#: A trade name has two characters at least (企业名称登记管理规定 第八条).
LEAST: Final = 2
_BRACKETED: Final = re.compile(r"（[^（）]*）")
_WIDE: Final = str.maketrans("()", "（）")
_NUMERALS: Final = frozenset("0123456789一二三四五六七八九十百")
_SUFFIXES: Final = ("省", "市", "区", "县")


@dataclass(frozen=True)
class Words:
    """Words that are found at one end of a text, the longest first.

    Parameters
    ----------
    opening, closing
        By a word's first, or last, character the lengths of such words: most texts need one look-up.
    """

    all: frozenset[str]
    opening: dict[str, tuple[int, ...]]
    closing: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """From any words."""
        kept = frozenset(words)
        ends: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
        for word in kept:
            for found, letter in zip(ends, (word[0], word[-1]), strict=True):
                found.setdefault(letter, set()).add(len(word))
        lengths = [{key: tuple(sorted(some, reverse=True)) for key, some in one.items()} for one in ends]
        return cls(kept, *lengths)

    def before(self, text: str) -> str:
        """The longest word with which `text` begins, or nothing."""
        for size in self.opening.get(text[:1], ()):
            if text[:size] in self.all:
                return text[:size]
        return ""

    def behind(self, text: str, least: int = 0) -> str:
        """The longest word with which `text` ends and that leaves `least` characters, or nothing."""
        for size in self.closing.get(text[-1:], ()):
            if len(text) - size >= least and text[-size:] in self.all:
                return text[-size:]
        return ""


@dataclass(frozen=True)
class NameWords:
    """One edition of the words around a trade name."""

    edition: str
    cities: tuple[str, ...]
    places: Words
    outer: Words
    forms: Words
    branches: Words
    trades: Words
    generic: Words


@cache
def name_words() -> NameWords:
    """The words, with the places of the city from its code list."""
    source = resources.files("graph.risk.patterns").joinpath("names.yaml")
    content: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))

    def flat(name: str) -> list[str]:
        return [word for row in content[name] for word in row]

    cities = [one.zh for one in codelist("districts").values if not one.attributes["parent"]]
    places = {one.zh for one in codelist("districts").values} | set(content["zones"])
    outer = set(flat("outer_places"))
    trades = flat("trades")
    return NameWords(
        edition=str(content["edition"]),
        cities=tuple(text for one in cities for text in (one, _bare(one))),
        places=Words.of(places | {_bare(one) for one in places}),
        outer=Words.of(outer | {one + suffix for one in outer for suffix in _SUFFIXES[:2]}),
        forms=Words.of(flat("forms")),
        branches=Words.of(content["branches"]),
        trades=Words.of(trades),
        generic=Words.of([*trades, *content["too_common"]]),
    )


def _bare(place: str) -> str:
    """A place without 市, 区 or 县, where two characters are left."""
    short = place[:-1] if place.endswith(_SUFFIXES) else place
    return short if len(short) >= LEAST and not short.endswith(("新", "开发", "示范")) else place


def trade_name(name: str) -> str:
    """The trade name in a registered name; empty where none can be told.

    Places go from the front, what is in brackets altogether; form and trades go from the end as long as two
    characters are left. A rest that is itself a place, a trade or a number is no trade name: it would join
    firms that have nothing in common.

    Examples
    --------
    >>> trade_name("南阳市宛城区鸿达建筑工程有限公司"), trade_name("鸿达商贸（南阳）有限责任公司")
    ('鸿达', '鸿达')
    >>> trade_name("南阳建筑工程有限公司")
    ''
    """
    return names_in(name)[0]


def names_in(name: str) -> tuple[str, str]:
    """The trade name, and district, trade name and trade together; both empty where no trade name is told.

    A trade name that many firms have links nobody; all three together may still stand out.

    Examples
    --------
    >>> names_in("新南阳宛城区鸿达商贸有限责任公司")
    ('鸿达', '宛城区鸿达商贸')
    """
    words = name_words()
    text = _without_form(words, _plain(name))
    rest, place = _without_place(words, text)
    found = _without_trade(words, rest)
    if place and (len(found) < LEAST or words.trades.behind(found)):
        # 唐河源商贸: too little is left behind the place, so it is a part of the trade name.
        found = _without_trade(words, place + rest)
    if len(found) < LEAST or _tells_nothing(words, rest) or _tells_nothing(words, found):
        return "", ""
    whole = _without_city(words, text)
    return found, whole if len(whole) >= 2 * LEAST else ""


def _without_city(words: NameWords, text: str) -> str:
    rest = text.removeprefix(words.outer.before(text))
    rest = rest.removeprefix("新") if rest[1:].startswith(words.cities) else rest
    for city in words.cities:
        rest = rest.removeprefix(city)
    return rest


def _plain(name: str) -> str:
    """Without blanks and without what is in brackets: a place, or a form."""
    text = "".join(name.split()).translate(_WIDE)
    return _BRACKETED.sub("", text) if "（" in text else text


def _without_place(words: NameWords, text: str) -> tuple[str, str]:
    """Without the places in front, and the last of them if it is a district told by its bare name.

    新 goes only where a place follows.
    """
    text, bare = text.removeprefix(words.outer.before(text)), ""
    while True:
        start = 1 if text.startswith("新") and not words.places.before(text) else 0
        place = words.places.before(text[start:])
        if not place:
            return text, bare
        if words.trades.before(text[start + len(place) - 1 :]) and place[:-1] in words.places.all:
            place = place[:-1]  # 南阳市政工程: the last character begins the next word
        bare = "" if place.endswith(_SUFFIXES) or place in words.cities else place
        text = text[start + len(place) :]


def _without_form(words: NameWords, text: str) -> str:
    """Without the form; of a branch also without its place and the form of the firm that it belongs to."""
    branch = words.branches.behind(text, LEAST)
    if branch:
        text = text.removesuffix(branch)
        text = text.removesuffix(words.places.behind(text, LEAST))
        text = text[: text.rfind("公司") + 2] if "公司" in text else text
    form = words.forms.behind(text)
    return text.removesuffix(form)


def _without_trade(words: NameWords, text: str) -> str:
    while word := words.trades.behind(text, LEAST):
        text = text.removesuffix(word)
    return text


def _tells_nothing(words: NameWords, text: str) -> bool:
    """Whether nothing but words of trades, a place, a form or a number stands there."""
    if text in words.places.all or text in words.outer.all or text in words.forms.all:
        return True
    while word := words.generic.behind(text):
        text = text.removesuffix(word)
    return not text or text.isdigit() or (text.startswith("第") and _NUMERALS.issuperset(text[1:]))
