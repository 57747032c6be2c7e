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
base=${TEAHOUSE_BASE:-}

# Waits for the server, this script's successor in the same process, and says where it is: while
# nobody owns the house, where somebody becomes its owner.
announce() {
  local server=$$ address=http://$host:$port${base%/}
  until answers; do
    kill -0 "$server" 2>/dev/null || return 0
    sleep 0.1
  done
  if wants_owner; then
    printf '\n  Teahouse waits for its owner. Open this address, it works once:\n  %s\n' \
      "$address/setup?token=$TEAHOUSE_SETUP_TOKEN"
  else
    printf '\n  Teahouse is open:  %s\n' "$address"
  fi
  printf '  Data is kept in:   %s\n  Ctrl-C closes it.\n\n' "${TEAHOUSE_DATA:-./data}"
}

# Whether the front page leads to the set-up. In a shell of its own, like `answers`.
wants_owner() (
  name=${host#[}
  exec 3<>"/dev/tcp/${name%]}/$port" || return 1
  printf 'GET / HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$host" "$port" >&3
  while read -r line <&3; do
    case ${line%$'\r'} in
      [Ll]ocation:*/setup) return 0 ;;
      '') return 1 ;;
    esac
  done
  return 1
) 2>/dev/null

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
# The server prints a token of its own only to its log; one from here can be shown below it.
if [ -z "${TEAHOUSE_SETUP_TOKEN:-}" ]; then
  TEAHOUSE_SETUP_TOKEN=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
fi
export TEAHOUSE_SETUP_TOKEN
announce &
exec "$binary"
