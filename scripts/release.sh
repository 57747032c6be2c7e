#!/usr/bin/env bash
# Builds the one binary that is all of Teahouse: target/dist/teahouse.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/steps.sh
. scripts/tools.sh
. scripts/site.sh

binary=${CARGO_TARGET_DIR:-target}/dist/teahouse

build_release() {
  cargo build --profile dist -p server --features embed
}

require_basics
plan_build_tools
run_plan
plan_site
plan "Building the server with everything in it" build_release
run_plan
printf '%s: %s MiB\n' "$binary" "$(du -m --apparent-size "$binary" | cut -f 1)"
