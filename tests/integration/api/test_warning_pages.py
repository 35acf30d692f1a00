"""Early warning over HTTP can be read to the end, each list of one commit."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role

ASKER = Role.INVESTIGATOR


@pytest.mark.parametrize("path", ["/warnings", "/warnings/events"])
def test_all_pages_of_one_commit_are_the_whole(world: Any, path: str) -> None:
    city = world.ask(ASKER, "GET", "/warnings").json()["rows"]
    most = max(city, key=lambda one: one["value"])
    asked = {"scope": "ENTITY"} if path == "/warnings" else {"signal": most["signal"]}

    def get(**more: Any) -> Any:
        answer = world.ask(ASKER, "GET", path, params={**asked, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    whole = get(limit=1000)
    assert whole["cursor"] is None
    size = max(1, len(whole["rows"]) // 3)
    page = get(limit=size)
    rows = page["rows"]
    while page["cursor"]:
        # What is written meanwhile belongs to a later commit than these pages.
        world.store.write(lambda _tx: None, by="tests", why="another commit")
        page = get(limit=size, cursor=page["cursor"])
        assert page["data_version"] == whole["data_version"]
        rows += page["rows"]
    assert rows == whole["rows"] and len(rows) > size


@pytest.mark.parametrize("path", ["/warnings", "/warnings/events?signal=LISTINGS", "/warning-alerts"])
@pytest.mark.parametrize("cursor", ["x", "5", "1sx", "1s-1", "1s²", "999999999s0"])
def test_a_cursor_that_nobody_gave_is_refused(world: Any, path: str, cursor: str) -> None:
    own = path == "/warning-alerts" and cursor.isascii() and cursor.isalnum()
    joined = "&" if "?" in path else "?"
    answer = world.ask(ASKER, "GET", f"{path}{joined}cursor={cursor}")
    assert answer.status_code in ((200,) if own else (404, 422)), answer.text
