#!/usr/bin/env bash
# Says whether this machine can run Neo4j as jars (Java 17 or newer, and Maven), and if not, what to install.
# Exit status 0 when it can, 1 when it cannot.
set -euo pipefail

missing=()
java_major=$( (java -version 2>&1 || true) | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
if [ -z "$java_major" ] || [ "$java_major" -lt 17 ]; then
    missing+=(openjdk-17-jdk-headless)
fi
if ! command -v mvn >/dev/null 2>&1; then
    missing+=(maven)
fi
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi
printf '%s\n' \
    "运行 Neo4j 需要 Java 17 和 Maven，本机缺少：${missing[*]}。请安装：apt-get install ${missing[*]}" \
    "Neo4j needs Java 17 and Maven; missing here: ${missing[*]}. Install them: apt-get install ${missing[*]}" >&2
exit 1
