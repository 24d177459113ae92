use std::path::Path;

use anyhow::Result;
use cisight::architecture::{InputTower, JointConfig};
use cisight::training::joint::{GeneData, JointRecipe};

use super::input;

/// The table of genes that a recipe names, read and split.
pub fn read(recipe: &JointRecipe, folder: &Path) -> Result<GeneData> {
    let text = input::read(&folder.join(&recipe.data.table))?;
    Ok(GeneData::read(recipe, &lengths(&recipe.config()?), &text)?)
}

/// Bases that each input reads; 0 for one that reads none, which is not trained.
pub fn lengths(config: &JointConfig) -> Vec<usize> {
    let length = |input: &InputTower| match input {
        InputTower::Bases { window, .. } => *window,
        InputTower::Embedding { .. } | InputTower::Numbers { .. } => 0,
    };
    config.inputs.iter().map(length).collect()
}
