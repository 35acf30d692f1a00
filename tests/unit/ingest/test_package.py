"""Packages: folders, archives, manifests, and what is refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from graph.errors import PackageError
from graph.model.tables import TABLES
from ingest.manifest import Manifest, read_manifest
from ingest.package import open_package
from ingest.unpack import unpack

CSV = "uscc,name\n91320100748204660Q,甲\n"


def folder(base: Path, manifest: object = None, **files: str) -> Path:
    path = base / "pkg"
    path.mkdir()
    for name, text in ({"entities.csv": CSV} | files).items():
        (path / name).write_text(text, encoding="utf-8")
    if manifest is not None:
        (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def zipped(source: Path, inside: str = "") -> Path:
    target = source.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.iterdir()):
            archive.write(file, inside + file.name)
    return target


def test_tables_come_in_the_order_in_which_they_are_read(tmp_path: Path) -> None:
    path = folder(tmp_path)
    for name in reversed(TABLES):
        (path / f"{name}.csv").write_text(CSV, encoding="utf-8")
    (path / "positions.xlsx").write_bytes(b"x")
    (path / "任职.jsonl").write_text("{}", encoding="utf-8")
    with open_package(path) as package:
        tables = [one.table for one in package.tables]
        assert list(dict.fromkeys(tables)) == list(TABLES)
        assert [one.name for one in package.tables if one.table == "positions"] == [
            "positions.csv",
            "positions.xlsx",
            "任职.jsonl",
        ]


def test_files_that_mean_nothing_are_reported_and_answers_are_left_alone(tmp_path: Path) -> None:
    path = folder(
        tmp_path, **{"positions_2.csv": CSV, "说明.docx": "x", ".hidden": "", "~$entities.xlsx": ""}
    )
    (path / "answers").mkdir()
    (path / "answers" / "entities.csv").write_text("x", encoding="utf-8")
    package = open_package(path)
    assert package.unknown == ("positions_2.csv", "说明.docx")
    assert [one.name for one in package.tables] == ["entities.csv"]


def test_listing_persons_is_read_as_liable_persons(tmp_path: Path) -> None:
    package = open_package(folder(tmp_path, **{"listing_persons.csv": CSV}))
    assert (package.tables[1].table, package.tables[1].stem) == ("liable_persons", "listing_persons")


def test_one_table_file_is_a_package(tmp_path: Path) -> None:
    path = folder(tmp_path) / "entities.csv"
    package = open_package(path)
    assert [one.table for one in package.tables] == ["entities"]
    assert package.manifest == Manifest()


def test_digest_is_of_the_content_and_keyed(tmp_path: Path) -> None:
    path = folder(tmp_path)
    first = open_package(path)
    os.utime(path / "entities.csv", (10**9, 10**9))
    assert open_package(path).digest == first.digest
    assert open_package(path, digest_key=b"k").digest != first.digest
    with open_package(zipped(path)) as same:
        assert same.digest == first.digest
    (path / "entities.csv").write_text(CSV + CSV, encoding="utf-8")
    assert open_package(path).digest != first.digest


@pytest.mark.parametrize("inside", ["", "数据包/"])
def test_archives_are_unpacked_aside_and_removed(tmp_path: Path, inside: str) -> None:
    work = tmp_path / "work"
    with open_package(zipped(folder(tmp_path), inside), work_folder=work) as package:
        file = package.tables[0].path
        assert file.read_text(encoding="utf-8") == CSV
        (left,) = work.iterdir()
        assert stat.S_IMODE(left.stat().st_mode) == 0o700
    assert list(work.iterdir()) == []


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    target = tmp_path / "p.zip"
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("aaaa.csv")
        archive.writestr(info, CSV)
    raw = target.read_bytes().replace(b"aaaa.csv", "任职".encode("gb18030") + b".csv")
    target.write_bytes(raw)
    with open_package(target) as package:
        assert [one.table for one in package.tables] == ["positions"]


def test_remains_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    dead = tmp_path / "creditgraph-package-999999999-x"
    dead.mkdir()
    alive = tmp_path / f"creditgraph-package-{os.getpid()}-x"
    alive.mkdir()
    open_package(zipped(folder(tmp_path)), work_folder=tmp_path).close()
    assert alive.exists()
    assert not dead.exists()


def evil(base: Path, name: str, data: bytes = b"x", mode: int = 0) -> Path:
    path = base / "evil.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    "name", ["../entities.csv", "/etc/entities.csv", "a/../../entities.csv", "..\\entities.csv", "C:\\x.csv"]
)
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="越出"):
        open_package(evil(tmp_path, name), work_folder=tmp_path / "w")


def test_links_bombs_and_doubles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="链接"):
        open_package(evil(tmp_path, "entities.csv", b"/etc/passwd", stat.S_IFLNK | 0o777))
    with pytest.raises(PackageError, match="炸弹"):
        open_package(evil(tmp_path, "entities.csv", bytes(80 << 20)))
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("entities.csv", CSV)
        archive.writestr("Entities.csv", CSV)
    with pytest.raises(PackageError, match="同名"):
        open_package(path)


def test_truncated_archives_are_refused(tmp_path: Path) -> None:
    path = zipped(folder(tmp_path))
    whole = path.read_bytes()
    for content in (whole[:-30], b"", b"no archive"):
        path.write_bytes(content)
        with pytest.raises(PackageError, match="损坏"):
            open_package(path)
    damaged = bytearray(whole)
    damaged[45:50] = b"\xff" * 5
    path.write_bytes(bytes(damaged))
    with pytest.raises(PackageError):
        open_package(path)


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = zipped(folder(tmp_path))
    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(PackageError, match="磁盘空间不足"):
        unpack(path, tmp_path / "w")
    assert list((tmp_path / "w").iterdir()) == []


def test_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.rar").write_bytes(b"x")
    for path, message in (
        (tmp_path / "empty", "没有可识别"),
        (tmp_path / "none", "找不到"),
        (tmp_path / "x.rar", "类型"),
    ):
        with pytest.raises(PackageError, match=message):
            open_package(path)


def test_manifest_is_read(tmp_path: Path) -> None:
    manifest = {
        "source": {"name": "南阳市人社局", "code": "11411300005978401N"},
        "produced_at": "2026-01-01T02:00:00Z",
        "mode": "snapshot",
        "covers": ["positions", "名单"],
        "synthetic": True,
        "today": "2026-06-30",
        "note": "试报",
        "seed": 7,
    }
    found = open_package(folder(tmp_path, manifest)).manifest
    assert found == Manifest(
        "南阳市人社局",
        "11411300005978401N",
        "2026-01-01T10:00:00",
        "snapshot",
        ("positions", "listings"),
        True,
        "2026-06-30",
        "试报",
        ("seed",),
    )
    assert found.is_snapshot


def test_snapshot_covers_its_own_tables_by_default(tmp_path: Path) -> None:
    package = open_package(folder(tmp_path, {"mode": "snapshot", "produced_at": "2026年1月1日"}))
    assert package.manifest.covers == ("entities",)
    assert package.manifest.produced_at == "2026-01-01"


def test_manifest_in_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes('{"source": {"name": "人社局"}}'.encode("gb18030"))
    assert read_manifest(path).source_code == "人社局"


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ([], "对象"),
        ({"mode": "all"}, "mode"),
        ({"mode": "snapshot"}, "produced_at"),
        ({"produced_at": "昨天"}, "produced_at"),
        ({"produced_at": 20260101}, "produced_at"),
        ({"covers": "entities"}, "covers"),
        ({"covers": ["nothing"]}, "不存在"),
        ({"source": 3}, "source"),
        ({"source": {"name": 3}}, "name"),
        ({"synthetic": "yes"}, "synthetic"),
        ({"today": "x"}, "today"),
    ],
)
def test_wrong_manifests_are_refused(tmp_path: Path, manifest: object, message: str) -> None:
    with pytest.raises(PackageError, match=message) as caught:
        open_package(folder(tmp_path, manifest))
    assert caught.value.where == "manifest.json"
    assert caught.value.todo


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xff\xff", b"[" * 100_000])
def test_damaged_manifests_are_refused(tmp_path: Path, content: bytes) -> None:
    path = folder(tmp_path)
    (path / "manifest.json").write_bytes(content)
    with pytest.raises(PackageError, match="JSON"):
        open_package(path)
