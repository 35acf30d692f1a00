#!/usr/bin/env bash
# Puts the extras (Spark, py2neo) into .venv from their hashed lock; Spark needs Java 17.
# Exit status 0 when they are there, 1 when Java is missing, with what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

java_major=$( (java -version 2>&1 || true) | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
if [ -z "$java_major" ] || [ "$java_major" -lt 17 ]; then
    printf '%s\n' "使用 Spark 需要 Java 17。请安装：apt-get install openjdk-17-jre-headless" \
        "Spark needs Java 17. Install it: apt-get install openjdk-17-jre-headless" >&2
    exit 1
fi

exec 9>build/setup.lock
flock 9
key=$(sha256sum requirements-extras.lock | cut -d' ' -f1)
stamp=.venv/creditgraph-extras-stamp
if [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && .venv/bin/python -c 'import pyspark' 2>/dev/null; then
    exit 0
fi
printf '%s\n' "正在安装附加组件（Spark 约 490 MB） / installing the extras (Spark is about 490 MB) …" >&2
rm -f "$stamp"
if ! .venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-extras.lock; then
    printf '%s\n' "安装附加组件失败：请检查网络或 pip 的镜像设置后重新运行。" \
        "Installing the extras failed: check the network or pip's index setting and run this again." >&2
    exit 1
fi
printf '%s\n' "$key" >"$stamp"
