# shellcheck shell=bash
# Sourced after tools.sh: the Autobahn test suite, which tries a WebSocket in 517 ways. It needs Python 2.7,
# which nobody is asked to install: where there is none, this part is skipped.

autobahn=$tools/autobahn

plan_conformance() {
  if [ -n "$(find_python2)" ]; then
    has_autobahn || plan "Installing the Autobahn test suite" install_autobahn
    plan "Building the server with an echo" build_echo
  fi
  plan "Autobahn: RFC 6455 in 517 cases" show_conformance
}

# The first Python 2.7 with a pip.
find_python2() {
  local python
  for python in python2.7 python2 "$HOME"/.pyenv/versions/2.7*/bin/python; do
    if "$python" -c 'import pip, sys; sys.exit(sys.version_info[:2] != (2, 7))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
}

has_autobahn() {
  cmp -s scripts/conformance/requirements.txt "$autobahn/.installed"
}

# Nothing is compiled: what has no ready-made package for this machine fails here.
install_autobahn() {
  rm -rf "$autobahn"
  CC=/bin/false "$(find_python2)" -m pip install --disable-pip-version-check --no-deps \
    --target "$autobahn" --requirement scripts/conformance/requirements.txt
  # Two packages share this name, and an older pip does not make it one that can be imported.
  touch "$autobahn/zope/__init__.py"
  cp scripts/conformance/requirements.txt "$autobahn/.installed"
}

build_echo() {
  cargo build -p server --features conformance
}

show_conformance() {
  local python
  python=$(find_python2)
  if [ -z "$python" ]; then
    echo "      SKIPPED: there is no Python 2.7 with pip here, so Autobahn does not run."
    return
  fi
  node scripts/conformance/run.mjs "${CARGO_TARGET_DIR:-$PWD/target}/debug/teahouse" "$python" "$autobahn"
}
