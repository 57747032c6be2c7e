#!/usr/bin/env bash
# Fails when what a browser downloads before a room acts, or in all, has grown past its budget.
set -euo pipefail
cd "$(dirname "$0")/.."

budget_file=scripts/wasm-budget.txt
site=target/site/pkg
failed=

bytes() {
  cat "$@" | wc -c
}

# compare WHAT FILES…: with the line of the budget that begins with this word.
compare() {
  local what=$1 size budget limit
  shift
  budget=$(awk -v what="$what" '$1 == what { print $2 }' "$budget_file")
  limit=$((budget + budget / 20))
  size=$(bytes "${@/%/.br}")
  printf 'wasm, %s: %d bytes with brotli, %d without; the budget is %d and fails above %d\n' \
    "$what" "$size" "$(bytes "$@")" "$budget" "$limit"
  if ((size > limit)); then
    echo "Too large. Find what grew, or raise the number in $budget_file and say why." >&2
    failed=yes
  elif ((size < budget - budget / 10)); then
    echo "Well below: lower the number in $budget_file, so that the gain is kept."
  fi
}

first=("$site"/teahouse.*.wasm)
all=("$site"/*.wasm)
[ -f "${first[0]}.br" ] || { echo "No compressed wasm in $site: build the site first." >&2; exit 1; }

compare first "${first[@]}"
compare all "${all[@]}"
[ -z "$failed" ]
