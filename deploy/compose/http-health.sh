#!/usr/bin/env bash
# Healthy when the address answers 200: http-health.sh URL
set -euo pipefail
python3 - "${1:?用法：http-health.sh 网址}" <<'PY'
import sys
import urllib.request

try:
    with urllib.request.urlopen(sys.argv[1], timeout=5) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    sys.exit(f"没有应答：{error}")
PY
