"""``manifest.json``: whose package it is, when it was made, and whether it is everything the source has."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph.days import SHANGHAI
from graph.errors import PackageError
from graph.identity.folding import fold_text
from graph.model.tables import TABLE_NAMES_ZH, TABLES
from ingest.values import parse_day

MANIFEST_FILE: Final = "manifest.json"
UNKNOWN_SOURCE: Final = "UNKNOWN"
_LARGEST: Final = 1 << 20
_KEYS: Final = frozenset({"source", "produced_at", "mode", "covers", "synthetic", "today", "note"})


@dataclass(frozen=True)
class Manifest:
    """A package's manifest; without one everything has its default.

    Parameters
    ----------
    source_name, source_code
        Who hands it in.
    produced_at
        When it was made, ``2026-01-01`` or ``2026-01-01T10:00:00`` of Shanghai, or empty.
    mode
        ``delta`` or ``snapshot``.
    covers
        Tables of which a snapshot is everything that the source has.
    synthetic
        Whether its persons are invented.
    today
        The day that a synthetic store takes as its today, or empty.
    note
        Free text.
    unknown
        Keys that mean nothing here; reported.
    """

    source_name: str = "未注明来源"
    source_code: str = UNKNOWN_SOURCE
    produced_at: str = ""
    mode: str = "delta"
    covers: tuple[str, ...] = ()
    synthetic: bool = False
    today: str = ""
    note: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def is_snapshot(self) -> bool:
        """Whether what is not in it is gone."""
        return self.mode == "snapshot"

    def covering(self, tables: tuple[str, ...]) -> Manifest:
        """A snapshot that does not say what it covers is one of the tables in it."""
        return replace(self, covers=tables) if self.is_snapshot and not self.covers else self


def _wrong(what: str, todo: str) -> PackageError:
    return PackageError(what, where=MANIFEST_FILE, todo=todo)


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Raises
    ------
    PackageError
        It is damaged or says something that has no meaning.
    """
    content = _load(path)
    name, code = _source(content.get("source"))
    mode = _text(content, "mode") or "delta"
    if mode not in ("delta", "snapshot"):
        raise _wrong(f"mode 取值不明：“{mode[:20]}”", "填写 delta 或 snapshot")
    produced_at = _moment(_text(content, "produced_at"))
    if mode == "snapshot" and not produced_at:
        raise _wrong("全量（snapshot）数据包没有 produced_at", "补填数据产生的日期，消失的记录以该日终止")
    today = parse_day(_text(content, "today"))
    if today is not None and not isinstance(today, str):
        raise _wrong("today 不是日期", today.todo)
    synthetic = content.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise _wrong("synthetic 只能是 true 或 false", "改为 true 或 false")
    return Manifest(
        source_name=name,
        source_code=code,
        produced_at=produced_at,
        mode=mode,
        covers=_covers(content.get("covers")),
        synthetic=synthetic,
        today=today or "",
        note=_text(content, "note")[:2000],
        unknown=tuple(sorted(str(key)[:40] for key in content if key not in _KEYS)),
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _wrong("manifest.json 过大", "只保留规定的内容")
        raw = path.read_bytes()
    except OSError as error:
        raise _wrong(f"manifest.json 无法读取（{error.strerror}）", "检查文件与权限") from error
    try:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong("manifest.json 不是完整的 JSON", "改正后重新报送") from None
    if not isinstance(content, dict):
        raise _wrong("manifest.json 不是 JSON 对象", "改正后重新报送")
    return content


def _text(content: dict[str, Any], key: str) -> str:
    value = content.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(f"{key} 不是文字", "改为带引号的文字")
    return fold_text(value)


def _source(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        value = {"name": value, "code": value}
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise _wrong("source 格式不符", '写作 {"name": "…", "code": "…"}')
    name, code = _text(value, "name"), _text(value, "code")
    if len(name) > 200 or len(code) > 64:
        raise _wrong("source 的名称或代码过长", "名称不超过 200 字，代码不超过 64 字符")
    blank = Manifest()
    return name or code or blank.source_name, code or name or blank.source_code


def _moment(text: str) -> str:
    """``produced_at`` so that earlier sorts before later: a day, or a time of Shanghai."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        moment = None
    if moment is not None and 1900 <= moment.year <= 2100:
        if moment.tzinfo is not None:
            moment = moment.astimezone(SHANGHAI).replace(tzinfo=None)
        return moment.replace(microsecond=0).isoformat()
    day = parse_day(text)
    if not isinstance(day, str):
        raise _wrong("produced_at 不是日期或时间", "写作 2026-01-01 或 2026-01-01T10:00:00")
    return day


def _covers(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong("covers 不是数据表名称的列表", '写作 ["entities", "positions"]')
    found: dict[str, None] = {}
    for one in value:
        clean = fold_text(one)
        name = clean.lower() if clean.lower() in TABLES else TABLE_NAMES_ZH.get(clean)
        if name is None:
            raise _wrong(f"covers 中的数据表不存在：“{clean[:40]}”", "填写规定的数据表名称")
        found[name] = None
    return tuple(found)
