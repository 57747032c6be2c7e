#!/usr/bin/env bash
# Builds, serves, and builds again at every change, reloading the browser.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/steps.sh
. scripts/tools.sh

require_basics
plan_build_tools
run_plan
exec cargo leptos watch --split
