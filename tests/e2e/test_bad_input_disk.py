"""Two packages at once, a full disk, a store that dies: nothing half applied, and a rerun is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from graph.store.embedded import stop_server
from graph.store.testing import kill_embedded

pytestmark = [pytest.mark.e2e, pytest.mark.integration, pytest.mark.slow]
_NUMBER: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\w)")
DISK_MIB: Final = 220
LEFT_KIB: Final = 3000


def speaks_plainly(stderr: str) -> None:
    assert "Traceback" not in stderr and "内部错误" not in stderr
    assert not _NUMBER.search(stderr)


def test_of_two_started_together_one_is_told_who_writes_and_nothing_is_half_applied(
    blank: Any, small_city: Path, whole: str
) -> None:
    both = [blank.start("ingest", str(small_city)) for _ in range(2)]
    ended = [(process, *process.communicate(timeout=300)) for process in both]
    refused = [(process, stderr) for process, _, stderr in ended if process.returncode]
    for _, _, stderr in ended:
        speaks_plainly(stderr)
    # One that begins after the other has ended is not refused.
    assert len(refused) <= 1
    for process, stderr in refused:
        (other,) = (one for one in both if one is not process)
        assert process.returncode == 1
        assert f"进程 {other.pid}" in stderr and re.search(r"开始于 20\d\d-\d\d-\d\dT\d\d:\d\d", stderr)
        assert "等它结束后再试" in stderr
    assert blank.fingerprint() == whole
    again = blank.run("ingest", str(small_city), "--json")
    assert again.status == 0, again.stderr
    assert blank.fingerprint() == whole


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few megabytes; `mountable` says whether there can be one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=0700", "none", str(folder)]
    subprocess.run(["mount", *options], check=True)
    try:
        yield folder
    finally:
        # A server that has just ended lets go of its folder a moment later.
        deadline = time.monotonic() + 20
        while subprocess.run(["umount", str(folder)], check=False, capture_output=True).returncode:
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.mark.small_disk
def test_a_full_disk_is_called_so_and_a_rerun_gives_the_whole_even_if_the_store_dies_there(
    installation: Callable[[Path], Any], small_city: Path, whole: str, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home = installation(disk / "home")
        try:
            assert home.run("up", "--store-only").status == 0
            ballast = disk / "ballast"
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - LEFT_KIB * 1024)
            done = home.run("ingest", str(small_city))
            assert done.status == 1
            speaks_plainly(done.stderr)
            assert "磁盘空间不足" in done.stderr and "清理空间后重新运行" in done.stderr
            before = home.fingerprint()
            kill_embedded(home.folder)
            ballast.unlink()
            assert home.fingerprint() == before
            again = home.run("ingest", str(small_city))
            assert again.status == 0, again.stderr
            assert home.fingerprint() == whole
        finally:
            stop_server(home.folder)


def test_no_file_may_grow_and_that_is_said_as_a_full_disk(blank: Any, small_city: Path, whole: str) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)); "
    assert blank.run("up", "--store-only").status == 0
    stop_server(blank.folder)
    code = limit + "from creditgraph.cli.main import main; main()"
    done = blank.run("ingest", str(small_city), code=code)
    assert done.status == 1
    speaks_plainly(done.stderr)
    assert "磁盘空间不足或文件大小受限" in done.stderr and "处理办法：" in done.stderr
    stop_server(blank.folder)
    again = blank.run("ingest", str(small_city))
    assert again.status == 0, again.stderr
    assert blank.fingerprint() == whole


def test_the_store_killed_in_the_middle_is_started_again_or_said_and_a_rerun_gives_the_whole(
    blank: Any, small_city: Path, whole: str
) -> None:
    assert blank.run("up", "--store-only").status == 0
    process = blank.start("ingest", str(small_city))
    with blank.open() as store:
        wanted = store.head_seq() + 5
        while process.poll() is None and store.head_seq() < wanted:
            time.sleep(0.005)
        kill_embedded(blank.folder)
    _, stderr = process.communicate(timeout=300)
    speaks_plainly(stderr)
    if process.returncode:
        assert process.returncode == 1 and "图数据库" in stderr and "处理办法：" in stderr
    again = blank.run("ingest", str(small_city))
    assert again.status == 0, again.stderr
    assert blank.fingerprint() == whole
