"""``python -m ingest.sources.finbench SRC DIR``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graph.errors import CreditGraphError
from ingest.sources.finbench.convert import convert_finbench


def main() -> int:
    """Convert a folder; the packages' names go to stdout, one a line."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest.sources.finbench", description="FinBench 数据转为归集数据包"
    )
    parser.add_argument("source", type=Path, help="FinBench 数据文件夹")
    parser.add_argument("target", type=Path, help="写入的文件夹")
    given = parser.parse_args()
    try:
        for package in convert_finbench(given.source, given.target):
            sys.stdout.write(f"{package}\n")
    except CreditGraphError as error:
        sys.stderr.write(f"{error.title}：{error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
