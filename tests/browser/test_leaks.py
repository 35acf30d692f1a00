"""No number of the data set anywhere about a running site: files, words of commands, what its pages get."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.client import ApiError, Client
from graph.answers.kept import answer_ids, read_answer
from graph.identity.keys import load_keys
from graph.identity.testing import Numbers

LOGINS = ("diaocha", "jingban", "fuhe", "lingdao", "shenji", "admin")


@pytest.fixture(scope="module")
def numbers(site: Any) -> Numbers:
    """Every number in the files of the demonstration city."""
    city = site.home / "demo" / "city"
    found = Numbers.of(city)
    assert len(found) > 500
    assert found.files(city), "the scan finds them where they are"
    return found


def by_everybody(site: Any, number: str, person: str) -> list[str]:
    """What every role is told when it asks by number; the one way to a number is not asked here."""
    calls: list[Callable[[Client], Any]] = [
        lambda api: api.search(number),
        lambda api: api.search(f"张三 {number}"),
        lambda api: api.check_number(number, purpose="HIRE"),
        lambda api: api.check(number),
        lambda api: api.screen([number, f"张三{number}"], purpose="TENDER"),
        lambda api: api.links([number, person]),
        lambda api: api.person(person),
        lambda api: api.quality(),
        lambda api: api.quarantine(),
        lambda api: api.quarantine(returned=True),
        lambda api: api.conflicts(limit=200),
        lambda api: api.listings(limit=200, live=False),
        lambda api: api.entities(limit=200),
        lambda api: api.findings(limit=200),
        lambda api: api.withdrawals(limit=200),
        lambda api: api.audit("reads"),
        lambda api: api.audit("changes"),
        lambda api: api.raise_clue(title="线索", words=f"当事人 {number}"),
    ]
    told = []
    for login in LOGINS:
        with site.client(login) as api:
            for call in calls:
                try:
                    told.append(json.dumps(call(api), ensure_ascii=False))
                except ApiError as refused:
                    told.append(str(refused))
    return told


def at_every_place(site: Any, number: str) -> list[str]:
    """Requests with a number where none belongs, signed in and not."""
    with site.client("diaocha") as api:
        token = str(api._http.headers["Authorization"])
    told = []
    with httpx.Client(base_url=site.api, trust_env=False, timeout=60) as http:
        for headers in ({}, {"Authorization": token}):
            for method, path, more in (
                ("GET", f"/persons/{number}", {}),
                ("GET", f"/nowhere/{number}", {}),
                ("GET", f"/entities?region={number}", {}),
                ("GET", f"/findings?cursor=1s{number}", {}),
                ("PATCH", f"/entities/{number}", {}),
                ("GET", "/me", {"headers": {"X-Request-Id": number, "X-Purpose": number}}),
                ("GET", "/me", {"headers": {"Authorization": f"Bearer {number}"}}),
                ("POST", "/search", {"content": f'{{"text": "{number}'.encode()}),
                ("POST", "/search", {"json": {"text": "某", number: number}}),
                ("POST", "/sessions", {"json": {"login": number, "password": number}}),
                ("GET", "/findings", {"headers": {"If-None-Match": number}}),
            ):
                given = {**more, "headers": {**headers, **more.get("headers", {})}}
                answer = http.request(method, path, **given)
                assert answer.status_code < 500, (method, answer.text)
                told.append(answer.text + str(dict(answer.headers)))
    return told


def shown_to_whom_it_may(site: Any, numbers: Numbers, number: str, person: str) -> None:
    """A number is shown for a reason, in which one stands."""
    with site.client("diaocha") as api:
        assert numbers.stand_in(api.number(person, f"核对身份 {number}"))


def package(folder: Path, city: Path, number: str) -> Path:
    """A package with a number in every kind of wrong place: running text, a name, a code, a key, a header."""
    folder.mkdir()
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"source": {"name": "档案部门", "code": "ARCHIVE"}, "covers": []}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (city / "entities.csv").open(encoding="utf-8-sig", newline="") as stream:
        uscc = next(row["uscc"] for row in csv.DictReader(stream) if row["uscc"][:2] == "91")
    change = {"uscc": uscc, "field": "住所", "changed_on": "2020-01-01", "old_value": "", "new_value": "甲地"}
    rows = [
        {**change, "old_value": f"张三（身份证号{number}）名下房屋", "经办人": number},
        {**change, "field": f"经办 {number}"},
        {**change, "uscc": number},
        {**change, "changed_on": number},
        {**change, "field": "名称", "source_doc": number},
    ]
    columns = [*change, "source_doc", "经办人"]
    with (folder / "entity_changes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    office = {
        "uscc": uscc,
        "role": "DIRECTOR",
        "name": f"张三{number}",
        "id_type": "01",
        "id_no": number[:-1],
    }
    with (folder / "positions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(office))
        writer.writeheader()
        writer.writerow(office)
    return folder


def by_command(site: Any, number: str, folder: Path) -> list[str]:
    told = []
    for command in (
        ("ingest", str(folder), "--json"),
        ("check", number),
        ("control", number),
        ("path", number, number),
        ("status", "--json"),
        ("doctor",),
        ("grounds", number),
    ):
        done = site.run(*command)
        assert "Traceback" not in done.stderr, command
        told.append(done.stdout + done.stderr)
    return told


def in_the_pages(watched: Any, site: Any, number: str, name: str) -> None:
    """Typed where it belongs, and where it does not: no address of the browser holds it."""
    page = watched.sign_in(site, "diaocha", "search")
    page.get_by_label("搜索内容").fill(number)
    page.get_by_role("button", name="搜索").click()
    page.get_by_text(name).first.wait_for()
    page.get_by_role("link", name="关联路径").click()
    page.get_by_label("两个或多个主体").first.fill(f"{number}\n{name}")
    page.get_by_role("button", name="查找").click()
    page.get_by_text("证件号码不能写进网址").wait_for()
    watched.settle()


def drained(site: Any) -> None:
    """The worker has taken what was handed in."""
    deadline = time.monotonic() + 120
    with Client(site.api) as anybody:
        while anybody.ready()["pending_changes"] and time.monotonic() < deadline:
            time.sleep(1)


def test_a_site_in_use_leaves_no_number_anywhere(
    watched: Any, site: Any, administrator: str, numbers: Numbers, tmp_path: Path
) -> None:
    with site.client("diaocha") as api:
        number, hit = next(
            (one, found[0]) for one in numbers.texts() if (found := api.search(one)["persons"])
        )
    received: list[bytes] = []

    def keep(payload: str | bytes) -> None:
        received.append(payload.encode() if isinstance(payload, str) else payload)

    watched.page.on("websocket", lambda socket: socket.on("framereceived", keep))
    city = site.home / "demo" / "city"
    told = by_everybody(site, number, hit["person_id"]) + at_every_place(site, number)
    told += by_command(site, number, package(tmp_path / "package", city, number))
    assert not [place for place, one in enumerate(told) if numbers.stand_in(one)]
    shown_to_whom_it_may(site, numbers, number, hit["person_id"])
    in_the_pages(watched, site, number, hit["name"])
    assert not [one for one in watched.addresses if numbers.stand_in(one)]
    assert received, "nothing was overheard"
    drained(site)
    assert numbers.files(site.home, but={city}) == []
    keys, folder = load_keys(site.home / "keys"), site.home / "answers"
    kept = [read_answer(folder, one, keys) for one, _, _ in answer_ids(folder)]
    assert kept
    assert not [one.answer_id for one in kept if numbers.stand_in([one.asked, one.body])]


def test_logs_and_trails_are_among_what_is_looked_through(site: Any, numbers: Numbers) -> None:
    """A scan that looks past them would find nothing either."""
    names = {path.relative_to(site.home).as_posix() for path in site.home.rglob("*") if path.is_file()}
    for part in ("api", "worker", "dashboard"):
        assert any(part in one and one.endswith(".log") for one in names), part
    for folder in ("audit/", "answers/", "store/"):
        assert any(one.startswith(folder) for one in names), folder
    probe = site.home / "logs" / "probe.log"
    probe.write_text(f"told of {numbers.texts()[0]}", encoding="utf-8")
    try:
        assert numbers.files(site.home, but={site.home / "demo" / "city"}) == ["logs/probe.log"]
    finally:
        probe.unlink()
