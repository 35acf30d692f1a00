"""The client is patient where that is harmless, and says clearly what is wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.client import MOST_SCREENED, ApiError, Client

Answer = Callable[[httpx.Request], httpx.Response]


class Service:
    """Answers in turn, and keeps what was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers, self.asked, self.slept = list(answers), list[httpx.Request](), list[float]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, **more: Any) -> Client:
        transport = httpx.MockTransport(self)
        return Client("http://api/api/v1", "t", transport=transport, sleep=self.slept.append, **more)


def away(**headers: str) -> httpx.Response:
    told = {"title": "图数据库不可用", "status": 503, "detail": "没有应答", "todo": "稍后重试"}
    return httpx.Response(503, json=told, headers=headers)


def test_a_question_is_asked_again_while_the_service_is_away() -> None:
    service = Service(
        httpx.ConnectError("x"), away(**{"Retry-After": "2"}), httpx.Response(200, json={"seq": 1})
    )
    with service.client() as api:
        assert api.ready()["seq"] == 1
    assert len(service.asked) == 3
    assert service.slept == [0.5, 2.0]


def test_the_last_refusal_is_told_in_its_own_words() -> None:
    service = Service(*(away() for _ in range(3)))
    with service.client() as api, pytest.raises(ApiError) as refused:
        api.quality()
    assert (refused.value.status, refused.value.todo) == (503, "稍后重试")
    assert str(refused.value) == "图数据库不可用：没有应答（稍后重试）"


@pytest.mark.parametrize("lost", [httpx.ReadTimeout("x"), away()], ids=["timeout", "503"])
def test_what_may_have_been_done_is_not_done_twice(lost: httpx.Response | Exception) -> None:
    service = Service(lost)
    with service.client() as api, pytest.raises(ApiError):
        api.issue_key("招标系统", "114", 30)
    assert len(service.asked) == 1


def test_a_service_that_never_answers_is_said_to_be_away() -> None:
    service = Service(*(httpx.ConnectError("x") for _ in range(2)))
    with service.client(attempts=2) as api, pytest.raises(ApiError) as refused:
        api.issue_key("招标系统", "114", 30)
    assert refused.value.status == 0
    assert len(service.asked) == 2, "what was never taken may be asked again"


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b'"x"'])
def test_what_is_no_document_of_the_api_is_an_error_in_words(raw: bytes) -> None:
    service = Service(httpx.Response(200, content=raw))
    with service.client() as api, pytest.raises(ApiError) as refused:
        api.me()
    assert refused.value.title == "接口应答有误"


def test_too_many_are_refused_before_they_are_sent() -> None:
    service = Service()
    with service.client() as api, pytest.raises(ApiError, match="10,000"):
        api.screen(["x"] * (MOST_SCREENED + 1))
    assert service.asked == []


def test_empty_parameters_are_left_out_but_a_district_may_be_unknown() -> None:
    page = {"rows": [], "cursor": None}
    service = Service(httpx.Response(200, json=page), httpx.Response(200, json=page))
    with service.client() as api:
        api.listings(region="", limit=5)
        api.audit("reads", actor="", day="2026-01-01")
    assert dict(service.asked[0].url.params) == {"live": "true", "limit": "5", "region": ""}
    assert dict(service.asked[1].url.params) == {"day": "2026-01-01"}


def test_whatever_somebody_typed_stays_one_part_of_the_path() -> None:
    service = Service(httpx.Response(200, json={}))
    with service.client() as api:
        api.entity("../audit?x=1#y /z")
    assert service.asked[0].url.raw_path == b"/api/v1/entities/..%2Faudit%3Fx%3D1%23y%20%2Fz"


def test_the_client_works_without_the_rest_of_the_platform(tmp_path: Path) -> None:
    ours = Path(__file__).resolve().parents[3] / "dashboard"
    shutil.copytree(ours / "client", tmp_path / "dashboard" / "client")
    shutil.copy(ours / "documents.py", tmp_path / "dashboard")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from dashboard.client import Client\n"
        "Client('http://127.0.0.1:1/api/v1').close()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    loaded = set(literal_eval(done.stdout))
    assert {"dashboard", "httpx"} <= loaded
    assert not loaded & {"graph", "ingest", "api", "creditgraph", "streamlit", "neo4j"}
