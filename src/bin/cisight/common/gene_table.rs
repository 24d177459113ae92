use std::path::Path;

use anyhow::{Context, Result};
use cisight::sample::EmbeddingRows;
use cisight::schema::InputSpec;
use cisight::training::joint::{GeneData, JointRecipe};

use super::input;

/// The table of genes that a recipe names, with their embeddings, read and split.
pub fn read(recipe: &JointRecipe, folder: &Path) -> Result<GeneData> {
    let config = recipe.config()?;
    let text = input::read(&folder.join(&recipe.data.table))?;
    let mut embeddings = Vec::new();
    for (own, spec) in recipe.inputs.iter().zip(recipe.specs(&config)) {
        embeddings.push(match (&own.embeddings, spec) {
            (Some(file), InputSpec::Embedding(spec)) => {
                let path = folder.join(file);
                let rows = EmbeddingRows::read(&input::read(&path)?, &spec);
                Some(rows.with_context(|| path.display().to_string())?)
            }
            _ => None,
        });
    }
    let data = GeneData::read(recipe, &config, &text, &embeddings)?;
    if data.lacking > 0 {
        eprintln!("genes without an embedding, left out: {}", data.lacking);
    }
    Ok(data)
}
