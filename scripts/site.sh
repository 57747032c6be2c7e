# shellcheck shell=bash
# Sourced after tools.sh: the browser's part, in target/site. cargo-leptos makes all of it anew each
# time, which takes a minute, so nothing is done while its sources are what they were.

stamp=target/site.stamp

plan_site() {
  is_site_fresh || plan "Building the browser's part" build_site
}

is_site_fresh() {
  [ -d target/site/pkg ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(site_sources)" ]
}

# One checksum over everything that goes into the site.
site_sources() {
  find shared app frontend style public .cargo Cargo.toml Cargo.lock rust-toolchain.toml \
    package-lock.json scripts/site.sh scripts/shrink.mjs scripts/names.mjs scripts/precompress.mjs -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum
}

build_site() {
  local sources
  sources=$(site_sources)
  rm -rf "$stamp" target/site/pkg
  # Its own messages say what is wrong; a trace of it would bury them.
  RUST_BACKTRACE=0 cargo leptos build --release --frontend-only --split
  # Type declarations are of use to nobody on the web.
  rm -f target/site/pkg/*.d.ts target/site/pkg/__wasm_split_manifest.json
  node scripts/shrink.mjs target/site/pkg
  node scripts/names.mjs target/site/pkg
  # cargo-leptos could do this too, but takes long when it is not optimised itself.
  node scripts/precompress.mjs target/site
  printf '%s\n' "$sources" >"$stamp"
}
