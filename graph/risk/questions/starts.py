"""Where a composed question begins: parties in a fixed order, page by page, and from where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from graph.errors import UsageError
from graph.ownership.read import batches, latest
from graph.risk.questions.asking import BATCH, Asking
from graph.risk.questions.form import Form, region_bounds
from graph.risk.standing import Standing, standing_of

#: Rows of one read of a region or of lists.
FETCH: Final = 50_000
_Pages = Iterator[tuple[str, list[str]]]
"""Id of the last party that was looked at, and those of the page that count."""


def starts_of(asking: Asking, codes: Sequence[str], after: str = "") -> Iterator[tuple[str, list[str]]]:
    """Where it begins, a page at a time until the time is over, each with the place from which to go on.

    Raises
    ------
    UsageError
        There is no such place.
    """
    if asking.form.start == "CODES":
        _place(after, 0)
        yield from (("", page) for page in batches(dict.fromkeys(codes), BATCH))
        return
    values = _values(asking.form)
    first, last = _place(after, len(values))
    pages = {"ALL": _all, "REGION": _in_region, "LIST": _on_lists}[asking.form.start]
    for at, value in enumerate(values[first:], first):
        for end, page in pages(asking, value, last if at == first else ""):
            yield f"{at}.{end}", list(dict.fromkeys(page))
        if asking.late():
            return


def _values(form: Form) -> Sequence[str]:
    """What is read one after another, nobody in two of them: who was met before need not be remembered."""
    if form.start != "REGION":
        return [""]  # several lists are read as one, in the order of ids
    bounds = {one: region_bounds(one) for one in form.values}
    return [
        one
        for one, (low, high) in bounds.items()
        if not any(one != other and least <= low and high <= most for other, (least, most) in bounds.items())
    ]


def _place(after: str, number: int) -> tuple[int, str]:
    at, _, last = after.partition(".")
    if after and not (at.isdecimal() and last and int(at) < number):
        raise wrong_place()
    return int(at or 0), last


def wrong_place() -> UsageError:
    """That a question cannot go on from there."""
    return UsageError("续查的位置不能用", where="after", todo="原样填写上一次结果给出的 following")


def _all(asking: Asking, _: str, after: str) -> _Pages:
    """Those of whom anything was known; who came later, or went into another, is none."""
    while not asking.late():
        columns = asking.columns("read/saved/entities_after", after=after, limit=BATCH)
        page = columns["entity"]
        if not page:
            return
        yield page[-1], [one for one, known in zip(page, columns["known"], strict=True) if known]
        after = page[-1]


def _in_region(asking: Asking, region: str, after: str) -> _Pages:
    """Those whose newest state by the day lies there: who has moved away is not in the region."""
    low, high = region_bounds(region)

    def read(after: str) -> list[str]:
        query = "read/saved/entities_in_region"
        found = asking.columns(query, after=after, limit=FETCH, first_region=low, last_region=high)
        return list(found["entity"])

    for page in _read_on(asking, after, read):
        regions = latest(asking.columns("read/patterns/regions_of", entity_ids=page), "region")
        yield page[-1], [one for one in page if low <= regions.get(one, "") <= high]


def _on_lists(asking: Asking, _: str, after: str) -> _Pages:
    """Those who stand in one of the lists on the day: one repaired, overturned or undone does not count."""
    listed: dict[str, list[tuple[str, str]]] = {}

    def read(after: str) -> list[str]:
        listed.clear()
        query = "read/saved/entities_on_lists"
        columns = asking.columns(query, after=after, limit=FETCH, list_types=list(asking.form.values))
        for entity, ref, kind in zip(
            *(columns[one] for one in ("entity", "ground_ref", "kind")), strict=True
        ):
            listed.setdefault(entity, []).append((ref, kind))
        return list(listed)

    for page in _read_on(asking, after, read):
        aside = asking.set_aside([ref for one in page for ref, _ in listed[one]])
        yield (
            page[-1],
            [
                entity
                for entity in page
                for ref, kind in listed[entity]
                if standing_of(ref=ref, kind=kind, ended_on="", annulled_on="", aside=aside, day=asking.day)
                is Standing.IN_FORCE
            ],
        )


def _read_on(asking: Asking, after: str, read: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Pages of what `read` gives after a party, in the order of ids, until there is no more."""
    while not asking.late():
        found = read(after)
        for page in batches(found, BATCH):
            if asking.late():
                return
            yield page
        if len(found) < FETCH:
            return
        after = found[-1]
