//! `cisight train`

mod args;
mod condition_model;
mod contextual;
mod expression;
mod fun_prose;
mod joint;
mod members;
mod mixture;
mod regulons;
mod reporter;
mod teacher;

use anyhow::{Context, Result, bail};
use cisight::architecture::{
    Camformer, ContextualConfig, FunProse, JointConfig, MixtureConfig, RegulonsConfig, ReporterResnetConfig,
};

pub use self::args::Args;
use crate::common::input;

pub fn run(args: &Args) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let text = String::from_utf8(input::read(&args.recipe)?).with_context(named)?;
    let architecture = architecture(&text).with_context(named)?;
    let only_here = [ContextualConfig::ARCHITECTURE, MixtureConfig::ARCHITECTURE, RegulonsConfig::ARCHITECTURE];
    if args.trained.is_some() && only_here.contains(&architecture.as_str()) {
        bail!("{}: networks of architecture \"{architecture}\" are trained here alone; leave --trained out", named());
    }
    match architecture.as_str() {
        ContextualConfig::ARCHITECTURE => contextual::run(args, &text),
        FunProse::NAME => fun_prose::run(args, &text),
        JointConfig::ARCHITECTURE => joint::run(args, &text),
        MixtureConfig::ARCHITECTURE => mixture::run(args, &text),
        RegulonsConfig::ARCHITECTURE => regulons::run(args, &text),
        Camformer::NAME | ReporterResnetConfig::ARCHITECTURE => reporter::run(args, &text),
        other => bail!(
            "{}: architecture \"{other}\" cannot be trained; known: {}, {}, {}, {}, {}, {}",
            named(),
            ContextualConfig::ARCHITECTURE,
            FunProse::NAME,
            JointConfig::ARCHITECTURE,
            MixtureConfig::ARCHITECTURE,
            RegulonsConfig::ARCHITECTURE,
            ReporterResnetConfig::ARCHITECTURE
        ),
    }
}

/// What a recipe trains; all else in it depends on that.
fn architecture(recipe: &str) -> Result<String> {
    let table: toml::Table = recipe.parse()?;
    let name = table.get("model").and_then(|model| model.get("architecture")).and_then(toml::Value::as_str);
    Ok(name.context("the recipe names no model.architecture")?.to_owned())
}
