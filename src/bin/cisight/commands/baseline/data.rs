//! The rows that a recipe trains on, validates on and tests on.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::architecture::{Camformer, ContextualConfig, JointConfig, ReporterResnetConfig};
use cisight::training::contextual::{AbundanceData, ContextualRecipe};
use cisight::training::joint::JointRecipe;
use cisight::training::reporter::ReporterRecipe;

use crate::common::baselines::Rows;
use crate::common::{abundances, assays, gene_table, input};

/// What baselines are fitted to.
pub struct Data {
    pub rows: Rows,
    /// The recipe's motifs, relative to the data folder, where it names any.
    pub motifs: Option<String>,
}

impl Data {
    /// Reads what the recipe names, with its split, and the values of one output, the first where none is named.
    pub fn read(recipe: &Path, folder: &Path, output: Option<&str>) -> Result<Self> {
        let named = || recipe.display().to_string();
        let text = String::from_utf8(input::read(recipe)?).with_context(named)?;
        let table: toml::Table = text.parse().with_context(named)?;
        let name = table.get("model").and_then(|model| model.get("architecture")).and_then(toml::Value::as_str);
        match name.with_context(|| format!("{}: the recipe names no model.architecture", named()))? {
            ContextualConfig::ARCHITECTURE if output.is_some() => {
                bail!("{}: its model has one output; leave --output out", named())
            }
            ContextualConfig::ARCHITECTURE => Self::contextual(&text, folder).with_context(named),
            Camformer::NAME | ReporterResnetConfig::ARCHITECTURE => {
                Self::reporter(&text, folder, output).with_context(named)
            }
            JointConfig::ARCHITECTURE if output.is_some() => {
                bail!("{}: its model has one output; leave --output out", named())
            }
            JointConfig::ARCHITECTURE => {
                let recipe = JointRecipe::parse(&text).with_context(named)?;
                let data = gene_table::read(&recipe, folder).with_context(named)?;
                Ok(Self { rows: Rows::of_table(&data), motifs: None })
            }
            other => bail!(
                "{}: baselines are for one value a sequence, as the recipes of {}, {} and {} have; \"{other}\" has conditions",
                named(),
                ContextualConfig::ARCHITECTURE,
                JointConfig::ARCHITECTURE,
                ReporterResnetConfig::ARCHITECTURE
            ),
        }
    }

    fn contextual(recipe: &str, folder: &Path) -> Result<Self> {
        let recipe = ContextualRecipe::parse(recipe)?;
        let config = recipe.config()?;
        let data = AbundanceData::split(abundances::rows(&recipe.data, &config, folder)?, &recipe.split)?;
        Ok(Self { rows: Rows::of_abundances(&data, config.window), motifs: None })
    }

    /// Rows with a measurement of the output.
    fn reporter(recipe: &str, folder: &Path, output: Option<&str>) -> Result<Self> {
        let recipe = ReporterRecipe::parse(recipe)?;
        let task = match output {
            None => 0,
            Some(name) => recipe.outputs().position(|own| own.name == name).with_context(|| {
                let known: Vec<&str> = recipe.outputs().map(|own| own.name.as_str()).collect();
                format!("the model has no output \"{name}\"; it has {}", known.join("; "))
            })?,
        };
        let data = assays::read(&recipe, folder)?;
        let rows = Rows::of_reporter(&data, task);
        Ok(Self { rows, motifs: recipe.motifs.map(|section| section.file) })
    }
}
