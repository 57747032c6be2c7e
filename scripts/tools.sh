# shellcheck shell=bash
# Sourced after steps.sh, in the root of the repository: what building and testing need, and how it is installed where missing.
# Everything comes from the registries of Rust and npm, and of Python for one suite of tests; a browser and
# fonts from Debian's.

tools=${TEAHOUSE_TOOLS:-$HOME/.cache/teahouse/tools}
# 0.3.11 needs a newer compiler than the one in rust-toolchain.toml when installed with --locked.
cargo_leptos=0.3.10
cargo_deny=0.20.2

export PATH="$tools/bin:$PWD/node_modules/.bin:$PATH"
export NPM_CONFIG_UPDATE_NOTIFIER=false

# Each plan_… adds a step for what is missing of something, and none where nothing is.
plan_build_tools() {
  plan_wasm_target
  has_cargo_tool cargo-leptos "$cargo_leptos" ||
    plan "Installing cargo-leptos $cargo_leptos (the longest step, once per machine)" \
      install_cargo_leptos
  has_cargo_tool wasm-bindgen "$(wasm_bindgen)" ||
    plan "Installing wasm-bindgen-cli $(wasm_bindgen)" install_wasm_bindgen
  plan_npm_packages
}

plan_wasm_target() {
  if ! has_toolchain; then
    plan "Installing Rust $(rust_channel)" install_toolchain
  elif ! has_wasm_target; then
    plan "Installing Rust's WebAssembly target" install_wasm_target
  fi
}

plan_npm_packages() {
  has_npm_packages || plan "Installing npm packages" install_npm_packages
}

plan_cargo_deny() {
  has_cargo_tool cargo-deny "$cargo_deny" ||
    plan "Installing cargo-deny $cargo_deny" install_cargo_deny
}

plan_browser() {
  { has_chromium && has_fonts; } || plan "Installing Chromium and fonts" install_chromium
}

# One test watches the server's system calls. Where it cannot, it is skipped, so nothing fails here.
plan_strace() {
  has_strace || ! may_install || plan "Installing strace" install_strace
}

# One test counts what the way of a message costs. Where it cannot, it is skipped, so nothing fails here.
plan_valgrind() {
  command -v valgrind >/dev/null || ! may_install || plan "Installing valgrind" install_valgrind
}

# The example of a bot is run. Where it cannot be, it is skipped, so nothing fails here.
plan_python() {
  command -v python3 >/dev/null || ! may_install || plan "Installing Python" install_python
}

# A directory that gives out certificates, for tests. Not every Debian has it.
plan_pebble() {
  command -v pebble >/dev/null || ! may_install || ! apt-cache show pebble >/dev/null 2>&1 ||
    plan "Installing Pebble" install_pebble
}

# The examples of proxies are run. Where they cannot be, they are skipped, so nothing fails here.
plan_proxies() {
  [ -z "$(missing_proxies)" ] || ! may_install || plan "Installing proxies" install_proxies
}

require_basics() {
  command -v cargo >/dev/null || say_missing "Rust" \
    "Install it from https://rustup.rs; the right version follows by itself."
  command -v cc >/dev/null || say_missing "a C compiler" \
    "On Debian and Ubuntu: apt-get install build-essential"
  command -v npm >/dev/null || say_missing "Node.js 20 or newer with npm" \
    "It is used to build and test only. See https://nodejs.org/en/download"
  local node
  node=$(node --version)
  node=${node#v}
  ((${node%%.*} >= 20)) || say_missing "Node.js 20 or newer" "Found $node."
}

# Asked before anything calls cargo, which would fetch the toolchain without a word.
has_toolchain() {
  [ -n "${RUSTUP_TOOLCHAIN:-}" ] || ! command -v rustup >/dev/null ||
    rustup toolchain list | grep -q "^$(rust_channel)-"
}

rust_channel() {
  awk -F '"' '/^channel/ { print $2 }' rust-toolchain.toml
}

install_toolchain() {
  rustup toolchain install "$(rust_channel)" --profile minimal \
    --component clippy --component rustfmt --target wasm32-unknown-unknown
}

has_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]
}

install_wasm_target() {
  command -v rustup >/dev/null || say_missing "the target wasm32-unknown-unknown" \
    "Rust did not come from rustup here, so install it the way Rust was installed."
  rustup target add wasm32-unknown-unknown
}

has_cargo_tool() {
  [ "$("$1" --version 2>/dev/null | head -n 1)" = "$1 $2" ]
}

install_cargo_leptos() {
  install_cargo_tool --locked "cargo-leptos@$cargo_leptos"
}

# Its version has to be the one of the library, to the last digit.
wasm_bindgen() {
  awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, ""); print $3 }' Cargo.lock
}

install_wasm_bindgen() {
  install_cargo_tool "wasm-bindgen-cli@$(wasm_bindgen)"
}

install_cargo_deny() {
  install_cargo_tool --locked "cargo-deny@$cargo_deny"
}

# Unoptimised: these run for seconds, and optimising them would take minutes more.
install_cargo_tool() {
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --debug --root "$tools" "$@"
}

has_npm_packages() {
  cmp -s package-lock.json node_modules/.installed-lock
}

install_npm_packages() {
  npm ci --no-progress
  cp package-lock.json node_modules/.installed-lock
}

has_chromium() {
  [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || has_playwright_chromium
}

has_playwright_chromium() {
  node --input-type=module --eval '
    import { existsSync } from "node:fs";
    import { chromium } from "@playwright/test";
    process.exit(existsSync(chromium.executablePath()) ? 0 : 1);
  ' 2>/dev/null
}

has_fonts() {
  [ "$(uname -s)" != Linux ] || fc-list :lang=zh 2>/dev/null | grep -q .
}

install_chromium() {
  if command -v apt-get >/dev/null; then
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
      chromium fontconfig fonts-noto-cjk fonts-noto-color-emoji
    return
  fi
  npx playwright install chromium || say_missing "a Chromium" \
    "Install Chromium and a Chinese font, and set CHROMIUM to the program's path."
}

has_strace() {
  command -v strace >/dev/null
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install_strace() {
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends strace
}

install_valgrind() {
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends valgrind
}

install_python() {
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3
}

install_pebble() {
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends pebble
}

# What the examples of proxies need and is missing. Not every Debian has a Caddy.
missing_proxies() {
  missing_of nginx haproxy openssl
  ! apt-cache show caddy >/dev/null 2>&1 || missing_of caddy
}

# Those of these programs that are not there. Debian keeps some among the administrator's.
missing_of() {
  local program
  for program in "$@"; do
    PATH=$PATH:/usr/local/sbin:/usr/sbin command -v "$program" >/dev/null || echo "$program"
  done
}

# Debian's packages start what they install, and at every boot. Only the programs are wanted.
install_proxies() {
  local missing program
  as_root apt-get update -q
  mapfile -t missing < <(missing_proxies)
  for program in "${missing[@]}"; do
    tell_systemd mask --runtime "$program.service"
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    "${missing[@]}"
  for program in "${missing[@]}"; do
    tell_systemd unmask --runtime "$program.service"
    [ "$program" = openssl ] || tell_systemd disable "$program.service"
  done
}

tell_systemd() {
  [ ! -d /run/systemd/system ] || as_root systemctl "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    say_missing "Chromium and Chinese fonts" \
      "As root: apt-get install chromium fontconfig fonts-noto-cjk fonts-noto-color-emoji"
  fi
}
