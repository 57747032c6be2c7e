//! Says to the linker what splitting the wasm needs.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        // Each constant stays apart, so that it can go with the code that uses it.
        println!("cargo::rustc-link-arg-cdylib=--no-merge-data-segments");
    }
}
