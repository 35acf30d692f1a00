"""What a choice offers: a browser sends back words, so no two of them may be alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.shared import distinct

_WORDS = st.sampled_from(["甲", "乙", "甲（之1）", "甲（之2）", ""])


def test_namesakes_are_numbered_and_others_left_as_they_are() -> None:
    assert distinct({"a": "王伟", "b": "李娜", "c": "王伟"}) == {
        "a": "王伟（之1）",
        "b": "李娜",
        "c": "王伟（之2）",
    }


def test_a_name_that_looks_like_a_number_is_not_taken_twice() -> None:
    told = distinct({1: "甲", 2: "甲（之1）", 3: "甲"})
    assert told[2] == "甲（之1）"
    assert len(set(told.values())) == 3


@given(st.lists(_WORDS))
def test_all_labels_differ_and_keep_their_order(words: list[str]) -> None:
    told = distinct(dict(enumerate(words)))
    assert list(told) == list(range(len(words)))
    assert len(set(told.values())) == len(words)
    assert all(told[place].startswith(word) for place, word in enumerate(words))
