"""Ingest with its process beside: either of the two killed in the middle of a large file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import psutil
import pytest

from graph.store.embedded import stop_server
from ingest.prepare import BATCH_ROWS, BESIDE_BYTES
from ingest.synthetic.codes import uscc

pytestmark = [pytest.mark.e2e, pytest.mark.integration, pytest.mark.slow]
ROWS = 6 * BATCH_ROWS


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of one file that is read beside."""
    folder = tmp_path_factory.mktemp("large") / "package"
    folder.mkdir()
    manifest = '{"source": {"name": "测试", "code": "T1"}, "synthetic": true, "today": "2026-11-23"}'
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    lines = ["uscc,name,legal_form"]
    for number in range(ROWS):
        code = uscc("91", "411303", f"MA9{number:06d}")
        lines.append(f"{code},模拟企业{number}有限公司,有限责任公司")
    file = folder / "entities.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert file.stat().st_size > BESIDE_BYTES
    return folder


@pytest.fixture(scope="module")
def expected(
    large: Path, tmp_path_factory: pytest.TempPathFactory, installation: Callable[[Path], Any]
) -> Iterator[str]:
    """The fingerprint of an undisturbed run."""
    made = installation(tmp_path_factory.mktemp("undisturbed"))
    done = made.run("ingest", str(large))
    assert done.status == 0, done.stderr
    yield made.fingerprint()
    stop_server(made.folder)


def beside(process: Popen[str]) -> psutil.Process:
    """The fork of an ingest, once both have written something."""
    command = psutil.Process(process.pid).cmdline()
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        for child in psutil.Process(process.pid).children():
            if child.cmdline() == command:
                return child
        time.sleep(0.005)
    raise AssertionError("没有看到旁边的进程")


@pytest.mark.parametrize("victim", ["writer", "maker"])
def test_either_process_killed_and_the_whole_file_is_there_after_a_rerun(
    victim: str, large: Path, expected: str, blank: Any
) -> None:
    assert blank.run("up", "--store-only").status == 0
    with blank.open() as store:
        before = store.head_seq()
        process = blank.start("ingest", str(large))
        maker = beside(process)
        while process.poll() is None and store.head_seq() < before + 3:
            time.sleep(0.005)
        (maker if victim == "maker" else psutil.Process(process.pid)).kill()
        _, stderr = process.communicate()
    maker_gone = psutil.wait_procs([maker], timeout=60)[1] == []
    assert maker_gone, "旁边的进程没有结束"
    assert process.returncode == (0 if victim == "maker" else -9), stderr
    done = blank.run("ingest", str(large))
    assert done.status == 0, done.stderr
    assert blank.fingerprint() == expected
