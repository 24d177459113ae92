//! The conditions of a table that a command is to use.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cisight::condition::AlignedConditions;
use cisight::model::Model;

use crate::input;

/// A condition's name and its levels, one a TF of the model.
pub type Condition = (String, Vec<f32>);

/// Conditions of a table, all or some.
#[derive(clap::Args)]
pub struct ConditionArgs {
    /// TF levels: a TF a row, a condition a column
    #[arg(long, value_name = "TSV")]
    pub conditions: Option<PathBuf>,
    /// The table is of another species: carry its TFs over by these pairs (a gene of the table, its orthologue in the model, one pair a line)
    #[arg(long, requires = "conditions", value_name = "TSV")]
    pub orthologues: Option<PathBuf>,
}

/// Names of the map's columns for some conditions: the outputs alone for a model that reads none.
pub fn columns(model: &Model, conditions: &[Condition]) -> Vec<String> {
    let names: Vec<String> = conditions.iter().map(|(name, _)| name.clone()).collect();
    let reads_tfs = model.signature().capabilities.tf_levels;
    model.signature().columns(if reads_tfs { &names } else { &[] })
}

impl ConditionArgs {
    /// All conditions; one without levels for a model that reads none.
    pub fn all(&self, model: &Model) -> Result<Vec<Condition>> {
        if !model.signature().capabilities.tf_levels {
            return Ok(vec![(model.signature().columns(&[]).swap_remove(0), Vec::new())]);
        }
        let AlignedConditions { names, levels, .. } = self.aligned(model)?;
        Ok(names.into_iter().zip(levels.chunks(model.tfs().len()).map(<[f32]>::to_vec)).collect())
    }

    /// The table as the model reads it.
    pub fn aligned(&self, model: &Model) -> Result<AlignedConditions> {
        input::conditions(self.conditions.as_deref(), self.orthologues.as_deref(), model)
    }

    /// The condition of that name, or the only one of the table.
    pub fn one(&self, model: &Model, wanted: Option<&str>) -> Result<Condition> {
        let mut all = self.all(model)?;
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        let at = match wanted {
            Some(wanted) => match names.iter().position(|name| *name == wanted) {
                Some(at) => at,
                None => bail!("there is no condition \"{wanted}\"; the table has: {}", names.join(", ")),
            },
            None if names.len() == 1 => 0,
            None => {
                bail!("the table has several conditions: choose one with --condition; it has: {}", names.join(", "))
            }
        };
        Ok(all.swap_remove(at))
    }
}
