#!/usr/bin/env bash
# Writes the first password of the Neo4j container, at random, once. There is no default password.
# `neo4j_auth` (neo4j/PASSWORD) is for the server, `neo4j_password` (PASSWORD) for creditgraph as a client.
#
# The image's entry point refuses a secret file that its user (uid 7474) cannot read, and compose mounts the file
# with the rights that it has here. So the folder is closed to others (0700) and the file itself is readable: on
# this machine nobody but you gets past the folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

folder=${1:-secrets}
if [ -e "$folder/neo4j_auth" ]; then
    printf '%s\n' "口令文件已存在，未改动 / the secret is already there, left alone: $folder/neo4j_auth"
    exit 0
fi
umask 077
mkdir -p "$folder"
chmod 700 "$folder"
password=$(od -An -v -tx1 -N 24 /dev/urandom | tr -d ' \n')
printf 'neo4j/%s' "$password" >"$folder/neo4j_auth"
chmod 644 "$folder/neo4j_auth"
printf '%s' "$password" >"$folder/neo4j_password"
printf '%s\n' "已生成 / written: $folder/neo4j_auth, $folder/neo4j_password"
