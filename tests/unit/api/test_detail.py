"""What a record says is told in words."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.detail import _shown


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("role", "PRINCIPAL", "主要负责人"),
        ("role", "SUPERVISOR", "监事"),
        ("disputed", True, "是"),
        ("doc_no", "PRINCIPAL", "PRINCIPAL"),
        ("role", "NO_SUCH_ROLE", "NO_SUCH_ROLE"),
        ("grade", "D", "D"),
    ],
)
def test_a_code_is_told_by_its_name_and_everything_else_as_it_is(name: str, value: Any, told: Any) -> None:
    assert _shown(name, value) == told


def test_each_code_of_a_list_is_told() -> None:
    assert _shown("role", ["PRINCIPAL", "SUPERVISOR"]) == ["主要负责人", "监事"]
