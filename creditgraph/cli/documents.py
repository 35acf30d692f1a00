"""Documents that a command saves: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from creditgraph.cli.common import err


def write_document(path: Path, content: bytes) -> Path:
    """Save a document; a reader never sees half of it.

    Raises
    ------
    NotFoundError
        The folder is not there.
    """
    from graph.errors import NotFoundError

    if not path.parent.is_dir():
        raise NotFoundError("没有这个文件夹", where=str(path.parent), todo="先建立文件夹，或换一个位置")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def tell_saved(path: Path) -> None:
    """Say where a document is; on stderr, so that stdout stays one document."""
    err.print(f"已保存：{path}", soft_wrap=True)
