use serde::Deserialize;

use super::RecipeError;

/// Where the evidence of TFs and genes comes from: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRecipe {
    /// The model whose TFs, genes and features are meant.
    pub model: String,
    /// Known regulation: a table of genes and TFs.
    pub edges: SourceSection,
    /// Peaks of binding.
    pub peaks: PeaksSection,
    /// Orthologous promoters.
    pub conservation: ConservationSection,
}

/// A file and where it is from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSection {
    /// Relative to the data folder.
    pub file: String,
    /// The publication or the records.
    pub source: String,
    /// Its licence.
    pub licence: String,
}

/// Peaks of binding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeaksSection {
    /// Relative to the data folder.
    pub file: String,
    /// The publication or the records.
    pub source: String,
    /// Its licence.
    pub licence: String,
    /// Peaks farther upstream of the start codon are left out.
    pub within: u32,
}

/// Orthologous promoters: records of the gene's name and the strain's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConservationSection {
    /// Relative to the data folder.
    pub file: String,
    /// The publication or the records.
    pub source: String,
    /// Its licence.
    pub licence: String,
    /// Strains of one species, whose values are averaged; every other strain stands for itself.
    #[serde(default)]
    pub species: Vec<Vec<String>>,
}

impl EvidenceRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        Ok(toml::from_str(text)?)
    }
}

impl ConservationSection {
    /// The species of a strain, as a number that its other strains have too.
    pub fn species_of(&self, strain: &str) -> String {
        let of = self.species.iter().position(|strains| strains.iter().any(|own| own == strain));
        of.map_or_else(|| strain.to_owned(), |at| format!("species {at}"))
    }
}
