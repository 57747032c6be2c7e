#!/usr/bin/env bash
# Fails when what a browser downloads for the first page has grown past its budget.
set -euo pipefail
cd "$(dirname "$0")/.."

budget_file=scripts/wasm-budget.txt
site=target/site/pkg

budget=$(grep -v '^#' "$budget_file")
sizes=("$site"/*.wasm.br)
[ -f "${sizes[0]}" ] || { echo "No compressed wasm in $site: build the site first." >&2; exit 1; }
size=$(cat "${sizes[@]}" | wc -c)
limit=$((budget + budget / 20))
raw=$(cat "$site"/*.wasm | wc -c)

printf 'wasm: %d bytes with brotli, %d without; the budget is %d and fails above %d\n' \
  "$size" "$raw" "$budget" "$limit"
if ((size > limit)); then
  echo "Too large. Find what grew, or raise the number in $budget_file and say why." >&2
  exit 1
fi
if ((size < budget - budget / 10)); then
  echo "Well below: lower the number in $budget_file, so that the gain is kept."
fi
