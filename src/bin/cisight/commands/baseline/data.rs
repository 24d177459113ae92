//! The rows that a recipe trains on, validates on and tests on.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::architecture::{ContextualConfig, ReporterResnetConfig};
use cisight::sequence::{Alphabet, Window};
use cisight::training::Part;
use cisight::training::contextual::{AbundanceData, ContextualRecipe};
use cisight::training::reporter::ReporterRecipe;

use crate::common::{abundances, assays, input};

/// What baselines are fitted to.
pub struct Data {
    /// Codes 0 to 3 for A, C, G, T.
    pub windows: Vec<Window>,
    pub values: Vec<f64>,
    pub parts: Vec<Part>,
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
            ReporterResnetConfig::ARCHITECTURE => Self::reporter(&text, folder, output).with_context(named),
            other => bail!(
                "{}: baselines are for one value a sequence, as the recipes of {} and {} have; \"{other}\" has conditions",
                named(),
                ContextualConfig::ARCHITECTURE,
                ReporterResnetConfig::ARCHITECTURE
            ),
        }
    }

    fn contextual(recipe: &str, folder: &Path) -> Result<Self> {
        let recipe = ContextualRecipe::parse(recipe)?;
        let config = recipe.config()?;
        let data = AbundanceData::split(abundances::rows(&recipe.data, &config, folder)?, &recipe.split)?;
        let window = |own| Window::new(own, config.window, &Alphabet::ACGT);
        Ok(Self {
            windows: data.promoters.iter().map(window).collect(),
            values: data.values.iter().map(|value| f64::from(*value)).collect(),
            parts: data.parts,
            motifs: None,
        })
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
        let mut own = Self { windows: Vec::new(), values: Vec::new(), parts: Vec::new(), motifs: None };
        for row in data.rows {
            let Some(value) = row.targets.get(task).copied().flatten() else { continue };
            own.windows.push(row.window);
            own.values.push(f64::from(value));
            own.parts.push(row.part);
        }
        Ok(Self { motifs: recipe.motifs.map(|section| section.file), ..own })
    }
}
