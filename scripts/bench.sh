#!/usr/bin/env bash
# Measures everything in short forms, in about four minutes once it is built: a table, and a file of
# JSON for pictures. Nothing is written into the repository unless it is asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/steps.sh
. scripts/tools.sh
. scripts/site.sh

usage() {
  cat <<'END'
scripts/bench.sh [--out FOLDER] [--plots FOLDER] [--port PORT]

  --out FOLDER    where bench.json goes; a new folder for temporary files without it
  --plots FOLDER  draws the pictures as well, and puts them there; docs/bench has those of the
                  documentation
  --port PORT     where those servers listen that are started again and again: 4300

With no more open files than there are people (ulimit -n), the runs of many are left out.
END
}

out=
plots=
port=4300
while (($#)); do
  case $1 in
    --out | --plots | --port)
      (($# > 1)) || { usage >&2 && exit 2; }
      printf -v "${1#--}" %s "$2"
      shift 2
      ;;
    --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
done
out=${out:-$(mktemp -d)}
mkdir -p "$out"
runs=$out/runs.jsonl
bench=$out/bench.json
programs=${CARGO_TARGET_DIR:-target}/release
binary=${CARGO_TARGET_DIR:-target}/dist/teahouse
server=()

build_programs() {
  local example wanted=()
  for example in load idle history storm pages plot; do
    wanted+=(--example "$example")
  done
  cargo build --release -p server "${wanted[@]}"
}

# The program itself, as `make release` builds it.
build_program() {
  cargo build --profile dist -p server --features embed
}

# run PROGRAM ARGUMENTS: what it says last is one line of JSON, or several for several runs.
run() {
  local program=$1
  shift
  "$programs/examples/$program" "$@" | grep '^{' >>"$runs"
}

# Whether so many connections fit into one process, with what else it has open.
may_open() {
  local files
  files=$(ulimit -n)
  [ "$files" = unlimited ] || ((files >= $1 + 200))
}

measure_windows() {
  local window
  for window in 1 4 16 64; do
    run load --json --clients 100 --window "$window"
  done
}

measure_saturation() {
  local clients
  for clients in 1000 5000; do
    ! may_open "$clients" || run load --json --clients "$clients"
  done
  ! may_open 1000 || run load --json --clients 1000 --rooms 100
  run load --json --clients 64 --rooms 64
}

measure_rates() {
  run load --json --clients 100 --rate 200
  ! may_open 1000 || run load --json --clients 1000 --rate 20
}

measure_idle() {
  local connections
  for connections in 1000 5000 10000; do
    ! may_open "$connections" || run idle --json --connections "$connections"
  done
}

measure_history() {
  run history --json --messages 1000,10000,100000 --pages 300
}

measure_doors() {
  run storm --json --port "$port" "${server[@]}" doors --links 1000 --clients 500 --rooms 10
}

measure_pages() {
  run pages --json --port "$port" "${server[@]}"
}

# What it has to say beside its figures is shown: what it leaves out, and why.
show_browser() {
  node scripts/bench-browser.mjs --json --binary "$binary" >>"$runs"
}

plan_browser_bench() {
  if ! is_site_fresh; then
    echo "SKIPPED: there is no release of this version with the site in it, so nothing is measured in a browser."
  elif ! command -v npm >/dev/null; then
    echo "SKIPPED: there is no Node.js here, so nothing is measured in a browser."
  elif ! has_chromium; then
    echo "SKIPPED: there is no Chromium here, so nothing is measured in a browser."
  else
    plan_npm_packages
    plan "In a browser: a burst of messages, from room to room, Lighthouse" show_browser
  fi
}

# When, where and of what, as JSON. What would have to be escaped there is left out.
made() {
  local pairs=(
    "at=$(date -u '+%Y-%m-%d %H:%M UTC')"
    "version=$(git describe --always --dirty 2>/dev/null || echo unknown)"
    "processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
    "cores=$(nproc)"
    "system=$(uname -sr)"
    "load before=$load"
    "server=${server[*]:-the examples themselves}"
  )
  printf '%s\n' "${pairs[@]}" | tr -d '"\134' | sed -e 's/^\([^=]*\)=\(.*\)/"\1": "\2"/' | paste -sd ,
}

write_bench() {
  {
    printf '{"made": {%s},\n"runs": [\n' "$(made)"
    sed '$!s/$/,/' "$runs"
    printf ']}\n'
  } >"$bench"
}

show_table() {
  "$programs/examples/plot" table "$bench"
}

show_plots() {
  "$programs/examples/plot" draw "$bench" "$plots"
}

started=$SECONDS
command -v cargo >/dev/null || say_missing "Rust" "Install it from https://rustup.rs."
plan "Building what measures" build_programs
! is_site_fresh || plan "Building the program" build_program
run_plan
! is_site_fresh || server=(--binary "$binary")
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
for many in 1000 5000 10000; do
  may_open "$many" ||
    echo "LEFT OUT: $many connections, for there may be no more than $(ulimit -n) open files (ulimit -n)."
done
load=$(cut -d ' ' -f 1 /proc/loadavg)
: >"$runs"
measuring=$SECONDS
plan "Talking in a room of 100: windows of 1 to 64" measure_windows
plan "Talking as much as goes: 1,000, 5,000, 100 rooms of 10, 64 writers" measure_saturation
plan "Talking at fixed rates" measure_rates
plan "Saying nothing: 1,000, 5,000, 10,000 connections" measure_idle
plan "Looking back: 1,000, 10,000, 100,000 messages" measure_history
plan "Coming in and coming back, on each road" measure_doors
plan "Opening, resting, and first pages" measure_pages
plan_browser_bench
run_plan
printf 'Measured for %s.\n\n' "$(elapsed "$measuring")"
plan "What was found, also in $bench" write_bench
plan "Table" show_table
[ -z "$plots" ] || plan "Pictures" show_plots
run_plan
printf 'Done after %s. Figures are for comparing two versions on one machine in one sitting.\n' \
  "$(elapsed "$started")"
