#![forbid(unsafe_code)]
//! `bindgen MODULE.wasm FOLDER`: writes `cisight.js`, its types and `cisight_bg.wasm`, ready for `import` in
//! a browser, into the folder.

use std::path::Path;

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        bail!("usage: bindgen MODULE.wasm FOLDER");
    };
    let names = b".command_export";
    let linked = std::fs::read(module).with_context(|| module.clone())?;
    if linked.windows(names.len()).any(|name| name == names) {
        bail!("{module}: each export would run all constructors of statics; link it with --export=__wasm_call_ctors");
    }
    Bindgen::new()
        .input_path(Path::new(module))
        .web(true)?
        .typescript(true)
        // Names of functions are a fifth of the download and nobody reads them there.
        .remove_name_section(true)
        // As wasm-bindgen's own command does; the page's build replaces the address (www/build/engine.ts).
        .omit_default_module_path(false)
        .out_name("cisight")
        .generate(folder)
        .with_context(|| format!("{module} cannot be prepared for the browser"))
}
