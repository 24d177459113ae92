use std::path::Path;

use anyhow::Result;
use cisight::training::reporter::{ReporterData, ReporterRecipe, ReporterTables};

use super::input;

/// The tables that a recipe for reporter assays names, read and split.
pub fn read(recipe: &ReporterRecipe, folder: &Path) -> Result<ReporterData> {
    let table = |file: &String| input::read(&folder.join(file));
    let tables = ReporterTables {
        sequences: table(&recipe.data.sequences)?,
        further: recipe.data.further.iter().map(table).collect::<Result<_>>()?,
        pairs: recipe.data.pairs.as_ref().map(table).transpose()?,
    };
    Ok(ReporterData::read(recipe, recipe.network()?.1, &tables)?)
}
