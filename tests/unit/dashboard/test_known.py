"""What a tab has read is asked once for each version of the data, and never outlives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.known import FRESH, Known


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Service:
    """Answers with its version, and counts how often it was asked."""

    def __init__(self) -> None:
        self.commit, self.asked = 7, 0

    def answer(self) -> dict[str, Any]:
        self.asked += 1
        return {"data_version": f"{self.commit}/r/c/k", "number": self.asked}

    def newest(self) -> int:
        return self.commit


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def known(clock: Clock) -> Known:
    return Known(clock)


def test_a_question_is_asked_once(known: Known, service: Service) -> None:
    assert known.read("a", service.answer) is known.read("a", service.answer)
    known.read("b", service.answer)
    assert service.asked == 2
    assert known.version == "7/r/c/k"


def test_it_stays_known_as_long_as_the_data_is_the_same(known: Known, service: Service, clock: Clock) -> None:
    known.read("a", service.answer)
    clock.now += FRESH + 1
    known.renew(service.newest)
    known.read("a", service.answer)
    assert service.asked == 1


@pytest.mark.parametrize("newest", [lambda: 8, lambda: None])
def test_a_newer_commit_or_no_word_of_it_ends_it(
    known: Known, service: Service, clock: Clock, newest: Callable[[], int | None]
) -> None:
    known.read("a", service.answer)
    clock.now += FRESH + 1
    known.renew(newest)
    assert known.version == ""
    known.read("a", service.answer)
    assert service.asked == 2


def test_whether_it_is_newest_is_not_asked_for_every_click(
    known: Known, service: Service, clock: Clock
) -> None:
    known.read("a", service.answer)
    clock.now += FRESH - 1
    known.renew(lambda: pytest.fail("asked too soon"))


def test_an_answer_of_a_newer_version_ends_the_older_ones(known: Known, service: Service) -> None:
    known.read("a", service.answer)
    service.commit = 8
    known.read("b", service.answer)
    assert (known.version, known.turns) == ("8/r/c/k", 1), "a picture built meanwhile is built again"
    assert known.read("a", service.answer)["number"] == 3
    assert known.read("b", service.answer)["number"] == 2


def test_no_answer_is_asked_again_before_long(known: Known, service: Service, clock: Clock) -> None:
    answers = iter([None, service.answer()])
    assert known.read("a", lambda: next(answers)) is None
    assert known.read("a", lambda: next(answers)) is None
    clock.now += FRESH
    assert known.read("a", lambda: next(answers)) is not None


def test_a_day_that_passes_without_a_commit_ends_it_too(known: Known, service: Service, clock: Clock) -> None:
    known.read("a", service.answer)
    clock.now += 3_600
    known.renew(service.newest)
    known.read("a", service.answer)
    assert service.asked == 2
