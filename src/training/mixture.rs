use serde::Deserialize;

use super::recipe::{DataSection, ModelSection, RecipeError, SplitSection};

/// Which trained models are averaged, and on which genes the mixture's spread is fitted and it is tested: one
/// TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixtureRecipe {
    /// Folders of the parts, relative to the recipe, in the order of the mixture's members.
    pub parts: Vec<String>,
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// Files of the data folder.
    pub data: DataSection,
    /// As its parts were trained, or on fewer validation genes.
    pub split: SplitSection,
}

impl MixtureRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        if recipe.parts.is_empty() {
            return Err(RecipeError::Range("parts name no model folder"));
        }
        Ok(recipe)
    }
}
