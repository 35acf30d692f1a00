"""Key files: made once, closed to others, never half read."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.identity.keys import KEY_FILE, load_keys, load_or_create_keys, rotate_keys

NUMBER = "41130219800101001X"


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "keys"
    first = load_or_create_keys(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert load_or_create_keys(folder).hmac("01", NUMBER) == first.hmac("01", NUMBER)
    assert load_keys(folder).fingerprint == first.fingerprint
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]


def test_callers_that_race_get_one_key(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(16) as pool:
        marks = set(pool.map(lambda _: load_or_create_keys(folder).fingerprint, range(64)))
    assert len(marks) == 1
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]


def test_rotation_adds_versions_and_keeps_the_old_ones(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    old = load_or_create_keys(folder)
    sealed = old.seal("01", NUMBER)
    new = rotate_keys(folder)
    assert (new.hmac_version, new.master_version) == ("h2", "m2")
    assert old.hmac("01", NUMBER) in new.hmac_candidates("01", NUMBER)
    assert new.unseal("01", sealed) == NUMBER
    assert new.fingerprint == old.fingerprint
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    for number in range(3, 12):
        assert rotate_keys(folder).hmac_version == f"h{number}"
    assert load_keys(folder).hmac_version == "h11"


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "keys"
    load_or_create_keys(folder)
    (folder / KEY_FILE).chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_keys(folder)


def test_key_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    with pytest.raises(SettingsError, match="chmod 700"):
        load_or_create_keys(folder)
    assert not list(folder.iterdir())


def test_link_in_the_place_of_the_key_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    load_or_create_keys(folder)
    (folder / KEY_FILE).rename(tmp_path / "elsewhere.json")
    (folder / KEY_FILE).symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(SettingsError, match="普通文件"):
        load_keys(folder)


def test_missing_keys_are_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="找不到身份密钥"):
        load_keys(tmp_path / "none")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"form": 2}', '{"form": 1}', '{"form":1,"hmac":{"h1":"?"}}']
)
def test_damaged_key_file_is_refused_without_its_content(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "keys"
    load_or_create_keys(folder)
    (folder / KEY_FILE).write_text(content, encoding="ascii")
    with pytest.raises(SettingsError) as caught:
        load_keys(folder)
    assert caught.value.__cause__ is None
    with pytest.raises(SettingsError):
        load_or_create_keys(folder)


def test_short_key_in_the_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    load_or_create_keys(folder)
    content = json.loads((folder / KEY_FILE).read_text(encoding="ascii"))
    content["digest"] = "AAAA"
    (folder / KEY_FILE).write_text(json.dumps(content), encoding="ascii")
    with pytest.raises(SettingsError, match="长度不足") as caught:
        load_keys(folder)
    assert "AAAA" not in str(caught.value)


def test_folder_that_cannot_be_made_is_a_settings_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="ascii")
    with pytest.raises(SettingsError, match="无法创建"):
        load_or_create_keys(in_the_way / "keys")
