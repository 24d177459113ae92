//! The conditions of a table that a command is to use.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cisight::condition::AlignedConditions;
use cisight::model::Model;

use super::{input, unlike};

/// A condition as a model reads it.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its name in the table; the model's output for a model that reads no TF levels.
    pub name: String,
    /// One level for each TF of the model, in the table's unit.
    pub levels: Vec<f32>,
}

/// A table of conditions.
#[derive(Debug, clap::Args)]
pub struct ConditionArgs {
    /// TF levels: one row per TF, one column per condition
    #[arg(long, value_name = "TSV")]
    conditions: Option<PathBuf>,
    /// The table is of another species: carry its TFs over by these pairs (a gene of the table and its
    /// orthologue in the model, one pair per line)
    #[arg(long, requires = "conditions", value_name = "TSV")]
    orthologues: Option<PathBuf>,
}

/// One condition of a table.
#[derive(Debug, clap::Args)]
pub struct OneConditionArgs {
    #[command(flatten)]
    table: ConditionArgs,
    /// The condition of the table; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
}

/// One condition of a table and another one to compare it with.
#[derive(Debug, clap::Args)]
pub struct ComparedConditionArgs {
    #[command(flatten)]
    one: OneConditionArgs,
    /// The condition of the table to compare with; the model's mean level of every TF where absent
    #[arg(long, value_name = "NAME")]
    reference_condition: Option<String>,
}

/// All conditions of a table or one of them.
#[derive(Debug, clap::Args)]
pub struct SomeConditionsArgs {
    #[command(flatten)]
    table: ConditionArgs,
    /// One condition of the table; all of them where absent
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
}

/// Names of the map's columns for some conditions: the outputs alone for a model that reads no TF levels.
pub fn columns(model: &Model, conditions: &[Condition]) -> Vec<String> {
    let names: Vec<String> = conditions.iter().map(|condition| condition.name.clone()).collect();
    let reads_tfs = model.signature().capabilities.tf_levels;
    model.signature().columns(if reads_tfs { &names } else { &[] })
}

/// Levels of all conditions, one condition after the other.
pub fn joined_levels(conditions: &[Condition]) -> Vec<f32> {
    conditions.iter().flat_map(|condition| &condition.levels).copied().collect()
}

impl ConditionArgs {
    /// Whether there is a table.
    pub fn is_given(&self) -> bool {
        self.conditions.is_some()
    }

    /// All conditions; one without levels for a model that reads none.
    pub fn all(&self, model: &Model) -> Result<Vec<Condition>> {
        if !model.signature().capabilities.tf_levels {
            return Ok(vec![Condition { name: model.signature().columns(&[]).swap_remove(0), levels: Vec::new() }]);
        }
        let AlignedConditions { names, levels, .. } =
            input::conditions(self.conditions.as_deref(), self.orthologues.as_deref(), model)?;
        let levels = levels.chunks(model.tfs().len()).map(<[f32]>::to_vec);
        let conditions: Vec<Condition> =
            names.into_iter().zip(levels).map(|(name, levels)| Condition { name, levels }).collect();
        unlike::report_conditions(model, &conditions);
        Ok(conditions)
    }
}

impl OneConditionArgs {
    /// The condition that is named, or the table's only one.
    pub fn read(&self, model: &Model) -> Result<Condition> {
        find(&self.table.all(model)?, self.condition.as_deref())
    }
}

impl ComparedConditionArgs {
    /// The condition, and the levels to compare with.
    pub fn read(&self, model: &Model) -> Result<(Condition, Vec<f32>)> {
        let all = self.one.table.all(model)?;
        let condition = find(&all, self.one.condition.as_deref())?;
        let reference = match &self.reference_condition {
            Some(name) if model.signature().capabilities.tf_levels => find(&all, Some(name))?.levels,
            _ => model.scaling().mean.clone(),
        };
        Ok((condition, reference))
    }
}

impl SomeConditionsArgs {
    /// Whether there is a table.
    pub fn is_given(&self) -> bool {
        self.table.is_given()
    }

    /// The one condition that is asked for.
    pub fn name(&self) -> Option<&str> {
        self.condition.as_deref()
    }

    /// The condition that is named, or all of them.
    pub fn read(&self, model: &Model) -> Result<Vec<Condition>> {
        let all = self.table.all(model)?;
        match &self.condition {
            Some(name) => Ok(vec![find(&all, Some(name))?]),
            None => Ok(all),
        }
    }
}

/// The condition of that name, or the only one.
pub fn find(all: &[Condition], wanted: Option<&str>) -> Result<Condition> {
    let names = || all.iter().map(|condition| condition.name.as_str()).collect::<Vec<_>>().join(", ");
    match (wanted, all) {
        (Some(wanted), _) => match all.iter().find(|condition| condition.name == wanted) {
            Some(found) => Ok(found.clone()),
            None => bail!("there is no condition \"{wanted}\"; the table has: {}", names()),
        },
        (None, [only]) => Ok(only.clone()),
        (None, _) => bail!("the table has several conditions: choose one with --condition; it has: {}", names()),
    }
}
