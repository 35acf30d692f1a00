#!/usr/bin/env bash
# Is a graph database answering on this port?   health.sh [HOST] [BOLT_PORT]
#
# Makes the Bolt handshake, which both engines answer without a password. It needs bash, timeout and od only, so
# the same command runs in the Neo4j image and on a machine without containers.
# Exit status 0: answers; 1: does not (message on stderr).
set -uo pipefail

host=${1:-127.0.0.1}
port=${2:-7687}

fail() {
    printf '图数据库没有在 %s:%s 上应答 / no graph database answers on %s:%s：%s\n' "$host" "$port" "$host" "$port" "$1" >&2
    exit 1
}

# Magic number, then the four versions that we speak, newest first: 5.0–5.8, 4.4, none, none.
offer='\x60\x60\xb0\x17\x00\x08\x08\x05\x00\x00\x04\x04\x00\x00\x00\x00\x00\x00\x00\x00'
answer=$(
    timeout 5 bash -c '
        exec 3<>"/dev/tcp/$1/$2" || exit 1
        printf "$3" >&3
        head -c 4 <&3 | od -An -v -tx1 | tr -d " \n"
    ' handshake "$host" "$port" "$offer" 2>/dev/null
) || fail "connection refused or timed out"

case $answer in
    00000000) fail "it refuses our Bolt versions" ;;
    0000????) exit 0 ;;
    *) fail "what listens there does not speak Bolt" ;;
esac
