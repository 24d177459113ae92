use serde::Deserialize;

use crate::architecture::{ArchitectureError, ContextualConfig};
use crate::training::{RecipeError, SplitSection};

/// Everything that training a contextual regression depends on besides its data folder: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextualRecipe {
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// Files of the data folder.
    pub data: AbundanceSection,
    /// Who trains, who validates, who is tested on.
    pub split: SplitSection,
    /// The architecture's hyperparameters.
    pub network: toml::Table,
    /// How to train.
    pub training: TrainingSection,
}

/// What goes into the manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSection {
    /// Short name.
    pub id: String,
    /// Version of the weights.
    pub version: String,
    /// Readable name.
    pub title: String,
    /// Species.
    pub species: String,
    /// Architecture.
    pub architecture: String,
    /// Name of the output.
    pub output: String,
    /// Its unit.
    pub unit: String,
    /// What lies between the window's upstream and downstream bases.
    pub anchor: String,
    /// The data, in a sentence.
    pub data: String,
    /// What it can and cannot tell, one sentence each.
    #[serde(default)]
    pub limits: Vec<String>,
    /// Licence of the weights.
    pub licence: String,
}

/// Where the data is, relative to the data folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbundanceSection {
    /// Genes, a row each: a column `sequence`, and one of abundances.
    pub sequences: String,
    /// The column of abundances.
    pub column: String,
    /// How many bases at the beginning of each sequence lie before the transcription start, next to it.
    pub before_start: usize,
    /// The genome in which these bases are found, so that the bases behind them are known (FASTA or 2bit).
    pub genome: String,
    /// Bases of the window from the transcription start on.
    pub downstream: usize,
}

/// The optimisation: stochastic gradient descent with momentum on the mean squared error and penalties.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSection {
    /// One member a seed.
    pub seeds: Vec<u64>,
    /// Passes over the training promoters at most.
    pub epochs: usize,
    /// Passes without a lower validation loss after which a member stops.
    pub patience: usize,
    /// Promoters of a batch.
    pub batch: usize,
    /// Step.
    pub learning_rate: f64,
    /// Share of the last step that is taken again.
    pub momentum: f64,
    /// Share of the fully connected layers' units that are left out at random.
    pub dropout: f64,
    /// Penalty on the sum of the kernels' columns, the mean over promoters.
    pub columns_penalty: f32,
    /// Penalty on the sum of the features' absolute weights, the mean over promoters.
    pub weights_penalty: f32,
    /// Penalty on the squares of the fully connected layers in front of these.
    pub dense_penalty: f32,
}

impl ContextualRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        let (training, split) = (&recipe.training, &recipe.split);
        let rules = [
            (!training.seeds.is_empty(), "training.seeds needs at least one seed"),
            (training.epochs > 0 && training.patience > 0, "training.epochs and training.patience have to be positive"),
            (training.batch > 0, "training.batch has to be positive"),
            ((0.0..1.0).contains(&training.dropout), "training.dropout has to lie in [0, 1)"),
            ((0.0..1.0).contains(&training.momentum), "training.momentum has to lie in [0, 1)"),
            (recipe.data.before_start > 0, "data.before_start has to be positive"),
            (split.validation + split.test < 100, "split leaves nothing to train on"),
            (split.validation > 0 && split.test > 0, "split needs validation and test families"),
            (split.word > 0 && split.word <= 32, "split.word has to lie between 1 and 32"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(RecipeError::Range(rule)),
            None => Ok(recipe),
        }
    }

    /// The architecture's hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn config(&self) -> Result<ContextualConfig, ArchitectureError> {
        ContextualConfig::from_json(&serde_json::to_value(&self.network).unwrap_or_default())
    }
}
