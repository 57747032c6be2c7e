#!/usr/bin/env bash
# Builds what is not built yet and opens the house. Data stays in ./data.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/steps.sh
. scripts/tools.sh
. scripts/site.sh

listen=${TEAHOUSE_LISTEN:-127.0.0.1:3000}
binary=${CARGO_TARGET_DIR:-target}/debug/teahouse

build_server() {
  cargo build -p server
}

# Where a browser on this machine finds what listens there.
host=${listen%:*}
case $host in
  0.0.0.0 | '[::]') host=127.0.0.1 ;;
esac
port=${listen##*:}

# Waits for the server, this script's successor in the same process, and says where it is.
announce() {
  local server=$$
  until answers; do
    kill -0 "$server" 2>/dev/null || return 0
    sleep 0.1
  done
  printf '\n  Teahouse is open:  http://%s:%s\n  Data is kept in:   %s\n  Ctrl-C closes it.\n\n' \
    "$host" "$port" "${TEAHOUSE_DATA:-./data}"
}

answers() {
  local name=${host#[}
  (exec 3<>"/dev/tcp/${name%]}/$port") 2>/dev/null
}

started=$SECONDS
require_basics
plan_build_tools
run_plan
plan_site
plan "Building the server" build_server
run_plan
printf 'Ready after %s.\n' "$(elapsed "$started")"

if answers; then
  printf 'Something else listens on %s already. Choose another place with TEAHOUSE_LISTEN.\n' \
    "$listen" >&2
  exit 1
fi
announce &
exec "$binary"
