//! Turns `locales/*.json` into the `i18n` module: a missing or misspelt text does not compile.

use std::{error::Error, fs, path::PathBuf};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    // Texts with values are wanted as strings too, for attributes and titles.
    let parsing = ParseOptions::new().interpolate_display(true);
    let languages = Config::new("en")?
        .add_locale("zh-CN")?
        .parse_options(parsing);
    let texts = parse_locales(None, languages)?;
    for file in texts.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={file}");
    }
    if let Some(error) = texts.diag.errors().first() {
        return Err(error.to_string().into());
    }
    // A text that one language lacks is only a warning there; here both are equal.
    if let Some(warning) = texts.diag.warnings().first() {
        return Err(warning.to_string().into());
    }
    let module = leptos_i18n_codegen::gen_code(&texts, None, false, None, false)?;
    fs::create_dir_all(out.join("i18n"))?;
    fs::write(out.join("i18n/mod.rs"), module.to_string())?;
    Ok(())
}
