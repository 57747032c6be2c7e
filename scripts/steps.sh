# shellcheck shell=bash
# Sourced by the other scripts, in the root of the repository: a list of named steps, run one after
# the other with their number and the time they took. What a step writes goes to a log that is
# shown only when it fails.

logs=$PWD/target/logs
heartbeat=${TEAHOUSE_HEARTBEAT:-30}

titles=()
commands=()
child=
status=0

# plan TITLE COMMAND: adds a step; COMMAND is a function of the calling script. What one named
# show_… writes is shown; of the others only the last line is, while they run. What is planned
# already is not planned again.
plan() {
  local planned
  for planned in "${commands[@]}"; do
    [ "$planned" != "$2" ] || return 0
  done
  titles+=("$1")
  commands+=("$2")
}

run_plan() {
  local n total=${#titles[@]}
  mkdir -p "$logs"
  trap interrupted INT TERM
  for ((n = 0; n < total; n++)); do
    run_step $((n + 1)) "$total" "${titles[n]}" "${commands[n]}"
  done
  trap - INT TERM
  titles=()
  commands=()
}

run_step() {
  local number=$1 total=$2 title=$3 command=$4 start=$SECONDS
  printf '[%d/%d] %s\n' "$number" "$total" "$title"
  case $command in
    show_*) run_openly "$command" ;;
    *) run_quietly "$command" "$start" ;;
  esac
  [ "$status" = 0 ] || fail_step "$title" "$command"
  printf '%*s done in %s\n' $((${#number} + ${#total} + 3)) '' "$(elapsed "$start")"
}

# Sets `status` instead of returning it: in a condition, `set -e` would not hold inside the step.
run_openly() {
  status=0
  set +e
  (set -e; "$1")
  status=$?
  set -e
}

# A step gets a process group of its own, so that Ctrl-C reaches all of it.
run_quietly() {
  local command=$1 start=$2 next=$((SECONDS + heartbeat)) log=$logs/$1.log
  status=0
  set -m
  (set -e; "$command") >"$log" 2>&1 </dev/null &
  child=$!
  set +m
  while kill -0 "$child" 2>/dev/null; do
    show_progress "$log" "$start"
    if ((SECONDS >= next)) && [ ! -t 1 ]; then
      printf '      %s: %s\n' "$(elapsed "$start")" "$(last_line "$log")"
      next=$((SECONDS + heartbeat))
    fi
    sleep 0.2
  done
  [ ! -t 1 ] || printf '\r\033[K'
  wait "$child" || status=$?
  child=
}

show_progress() {
  [ -t 1 ] || return 0
  local width
  width=$(($(tput cols 2>/dev/null || echo 80) - 14))
  printf '\r\033[K      %s  %.*s' "$(elapsed "$2")" "$width" "$(last_line "$1")"
}

last_line() {
  tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 |
    sed -e 's/\x1b\[[0-9;]*[A-Za-z]//g' -e 's/^[[:space:]]*//'
}

elapsed() {
  local seconds=$((SECONDS - $1))
  if ((seconds < 60)); then
    printf '%d s' "$seconds"
  else
    printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
  fi
}

fail_step() {
  local log=$logs/$2.log
  printf '\n'
  case $2 in
    show_*) printf '%s: failed.\n' "$1" ;;
    *)
      tail -n 80 "$log"
      printf '\n%s: failed. The whole log is in %s\n' "$1" "${log#"$PWD"/}"
      ;;
  esac
  exit 1
} >&2

interrupted() {
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null || true
  printf '\n'
  exit 130
}

# say_missing WHAT HOW: something that nobody but the owner of the machine can install.
say_missing() {
  printf 'Teahouse needs %s, and this machine has none.\n  %s\n' "$1" "$2" >&2
  exit 1
}
