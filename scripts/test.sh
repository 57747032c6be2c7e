#!/usr/bin/env bash
# Everything that must hold before a change goes in. Never two cargo builds at once.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/steps.sh
. scripts/tools.sh
. scripts/site.sh
. scripts/conformance.sh

wasm=(--target wasm32-unknown-unknown)

check_format() {
  cargo fmt --all --check
}

check_scripts() {
  npm run --silent check
  node --test --test-reporter=dot scripts/conformance/compare.test.mjs
  if command -v shellcheck >/dev/null; then
    shellcheck -x scripts/{run,test,release,dev,wasm-size,bench}.sh .ci/run
  fi
  if grep -n '"resolved"' package-lock.json; then
    echo "package-lock.json must not record download addresses." >&2
    return 1
  fi
}

# Each target by itself: one command for all would unite the features of both sides.
lint_shared() {
  cargo clippy -p shared --all-targets -- -D warnings
}

lint_server() {
  cargo clippy -p app --features ssr --all-targets -- -D warnings
  cargo clippy -p server --all-targets -- -D warnings
  cargo clippy -p server --features conformance -- -D warnings
}

lint_browser() {
  cargo clippy -p app --features hydrate "${wasm[@]}" -- -D warnings
  cargo clippy -p frontend "${wasm[@]}" -- -D warnings
}

check_dependencies() {
  cargo deny --log-level warn check bans licenses sources
}

show_advisories() {
  local log=$logs/advisories.log
  if timeout 120 cargo deny --log-level error fetch db >"$log" 2>&1; then
    cargo deny --log-level warn check advisories
  else
    echo "      The advisory database cannot be fetched from here (it is on GitHub): not checked."
  fi
}

show_tests() {
  strace -o /dev/null true 2>/dev/null ||
    echo "      SKIPPED: strace is missing or not permitted here, so nobody watches the syncs."
  valgrind -q --tool=none true 2>/dev/null ||
    echo "      SKIPPED: valgrind is missing or does not run here, so nobody counts what a message costs."
  command -v pebble >/dev/null ||
    echo "      SKIPPED: pebble is missing, so nobody gets a certificate from a directory."
  command -v python3 >/dev/null ||
    echo "      SKIPPED: python3 is missing, so nobody runs the example of a bot."
  local packages=(-p shared -p app -p server --features app/ssr)
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --cargo-quiet --status-level fail --final-status-level fail "${packages[@]}"
  else
    cargo test --quiet "${packages[@]}" --all-targets
  fi
}

build_tests() {
  local packages=(-p shared -p app -p server --features app/ssr)
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --no-run "${packages[@]}"
  else
    cargo test --no-run "${packages[@]}" --all-targets
  fi
}

run_doc_tests() {
  cargo test --quiet --doc -p shared -p app -p server --features app/ssr
}

# What takes too long for every change: the process is killed 200 times.
show_nightly() {
  TEAHOUSE_KILLS=${TEAHOUSE_KILLS:-200} \
    cargo test --quiet -p server --test it crash:: -- --nocapture
}

# Every fault of a link, in many rounds, and what a broken frame does. Short, they are among the
# unit and integration tests.
show_faults() {
  TEAHOUSE_FAULTS=${TEAHOUSE_FAULTS:-40} \
    cargo test --quiet -p server --test it -- framing:: faults::
}

show_wasm_size() {
  scripts/wasm-size.sh
}

build_server() {
  cargo build -p server --features embed
}

show_end2end() {
  local arguments missing
  missing=$(missing_of nginx haproxy caddy openssl | paste -sd ' ')
  [ -z "$missing" ] ||
    echo "      SKIPPED: there is no $missing here, so nobody walks through its example of a proxy."
  read -r -a arguments <<<"${ARGS:-}"
  export TEAHOUSE_BIN=${CARGO_TARGET_DIR:-$PWD/target}/debug/teahouse
  (cd end2end && playwright test "${arguments[@]}")
}

plan_checks() {
  plan "Format" check_format
  plan "Scripts and browser tests: types and lints" check_scripts
}

plan_lints() {
  plan "Clippy: shared" lint_shared
  plan "Clippy: app and server" lint_server
  plan "Clippy: app and frontend in the browser" lint_browser
}

plan_dependencies() {
  plan "Dependencies: licences, sources, bans" check_dependencies
  plan "Dependencies: known vulnerabilities" show_advisories
}

plan_unit() {
  plan "Building unit and integration tests" build_tests
  plan "Unit and integration tests" show_tests
  plan "Documentation tests" run_doc_tests
}

plan_nightly() {
  plan "Killing the server again and again" show_nightly
}

plan_faults() {
  plan_conformance
  plan "Breaking links in every way, round after round" show_faults
  plan_nightly
}

plan_size() {
  plan_site
  plan "Size of the browser's part" show_wasm_size
}

plan_end2end() {
  plan_site
  plan "Building the server" build_server
  plan "End-to-end tests in Chromium" show_end2end
}

plan_tools_for() {
  case $1 in
    checks) plan_wasm_target && plan_npm_packages ;;
    lints) plan_wasm_target ;;
    dependencies) plan_wasm_target && plan_cargo_deny ;;
    unit) plan_wasm_target && plan_strace && plan_valgrind && plan_python && plan_pebble ;;
    faults | nightly | conformance) plan_wasm_target ;;
    size) plan_build_tools ;;
    end2end) plan_build_tools && plan_browser && plan_proxies ;;
    all)
      plan_build_tools && plan_cargo_deny && plan_strace && plan_valgrind && plan_python && plan_pebble &&
        plan_browser && plan_proxies
      ;;
  esac
}

plan_part() {
  case $1 in
    all) plan_checks && plan_lints && plan_dependencies && plan_unit && plan_size && plan_end2end ;;
    checks | lints | dependencies | unit | faults | conformance | nightly | size | end2end) "plan_$1" ;;
    *) echo "There is no part called $1." >&2 && exit 2 ;;
  esac
}

started=$SECONDS
part=${1:-all}
require_basics
plan_tools_for "$part"
run_plan
plan_part "$part"
run_plan
printf 'All good, after %s.\n' "$(elapsed "$started")"
