#!/usr/bin/env bash
# Makes .venv from the hashed lock and puts this checkout into it. Does nothing when that is already so:
# a stamp holds the digest of everything that decides what the environment contains.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$@" >&2; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
        [ "$candidate" != "${PYTHON:-}" ] || break
    done
    say "缺少 Python 3.11 或更新版本。请安装：apt-get install python3 python3-venv（或用 make PYTHON=路径 指定）。" \
        "Python 3.11 or newer is missing. Install it: apt-get install python3 python3-venv (or name one: make PYTHON=path)."
    exit 1
}

python=$(find_python)
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "Python 的 venv 模块不可用。请安装：apt-get install python3-venv（或 python${version}-venv），然后重新运行。" \
        "Python's venv module is missing. Install it: apt-get install python3-venv (or python${version}-venv), then run this again."
    exit 1
fi

mkdir -p build
exec 9>build/setup.lock
flock 9 # two makes at once: the second one waits, then finds the stamp

key=$( (cat requirements-dev.lock pyproject.toml; printf '%s\n' "$version" "$PWD") | sha256sum | cut -d' ' -f1)
stamp=.venv/creditgraph-stamp
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

say "正在准备运行环境 .venv（首次约需一至数分钟） / preparing .venv (the first time takes a few minutes) …"
if ! .venv/bin/python -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "'"$version"'")' 2>/dev/null ||
    ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
if ! "${pip[@]}" install --require-hashes -r requirements-dev.lock; then
    say "安装依赖失败：请检查网络或 pip 的镜像设置后重新运行，已下载的部分不会重来。" \
        "Installing the locked packages failed: check the network or pip's index setting and run this again."
    exit 1
fi
"${pip[@]}" install --no-deps --no-build-isolation --editable .
printf '%s\n' "$key" >"$stamp"
