#!/usr/bin/env bash
# Runs one part of the system in the foreground: serve.sh api|worker|dashboard. Containers run it, and so can you.
#   CREDITGRAPH_BIND   address to listen on (127.0.0.1; in a container 0.0.0.0, published to loopback only)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=python3
[ -x .venv/bin/python ] && python=.venv/bin/python
bind="${CREDITGRAPH_BIND:-127.0.0.1}"
case "${1:-}" in
api)
    exec "$python" -m uvicorn creditgraph.serving:api_app --factory --no-access-log \
        --host "$bind" --port "${CREDITGRAPH_API_PORT:-8000}" --timeout-graceful-shutdown 10 ;;
worker)
    exec "$python" -m creditgraph.cli.main worker --wait ;;
dashboard)
    exec "$python" -m streamlit run dashboard/app.py --server.address "$bind" \
        --server.port "${CREDITGRAPH_DASHBOARD_PORT:-8501}" --server.headless true \
        --browser.gatherUsageStats false --server.fileWatcherType none --runner.magicEnabled false \
        --client.toolbarMode viewer --client.showErrorDetails none --theme.base light \
        --theme.primaryColor "#1d5fa8" --theme.baseFontSize 15 ;;
*)
    echo "用法：serve.sh api|worker|dashboard" >&2
    exit 2 ;;
esac
