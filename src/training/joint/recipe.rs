use serde::Deserialize;

use crate::architecture::{ArchitectureError, InputTower, JointConfig};
use crate::schema::{BasesInput, EmbeddingInput, InputSpec};
use crate::sequence::Alphabet;
use crate::training::RecipeError;

/// Everything that training on several sequences of each gene depends on besides its data folder: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointRecipe {
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// The table.
    pub data: GeneTableSection,
    /// What the model reads of each gene.
    pub inputs: Vec<InputSection>,
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
    /// The data, in a sentence.
    pub data: String,
    /// What it can and cannot tell, one sentence each.
    #[serde(default)]
    pub limits: Vec<String>,
    /// Licence of the weights.
    pub licence: String,
}

/// Genes, a row each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneTableSection {
    /// The table, relative to the data folder.
    pub table: String,
    /// Column with the gene's name.
    pub gene: String,
    /// Column with the contig, where there are several.
    pub contig: Option<String>,
    /// Column with the gene's place on its contig, in bases; where there is none, whole families are drawn for validation
    /// and test.
    pub place: Option<String>,
    /// Column with what is predicted.
    pub value: String,
}

/// A sequence that the model reads, or an embedding of one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSection {
    /// What it is called.
    pub name: String,
    /// Column of the table with its letters; none for an embedding.
    #[serde(default)]
    pub column: String,
    /// The file with an embedding under each gene's name (`.npz` or `.safetensors`), relative to the data folder.
    pub embeddings: Option<String>,
    /// What the positions of letters are counted from.
    #[serde(default)]
    pub anchor: String,
    /// How many of its bases lie from the anchor on.
    #[serde(default)]
    pub downstream: usize,
}

/// The split: stretches of the genome are drawn for validation and test, and genes elsewhere that are kin to one of
/// theirs are left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitSection {
    /// Salt of the hash; another salt is another split.
    pub salt: String,
    /// Length of a stretch, in bases.
    #[serde(default)]
    pub block: u64,
    /// Length of the words that kinship is counted in.
    #[serde(default)]
    pub word: usize,
    /// Share of words in common, over all these sequences, that makes two genes kin.
    #[serde(default)]
    pub shared: f64,
    /// Columns of letters that these words are taken from; those that inputs read where absent.
    #[serde(default)]
    pub sequences: Vec<String>,
    /// Column with the name of each gene's family, for a table whose letters do not tell.
    pub family: Option<String>,
    /// Where positive, so many folds of all stretches that are not for the test: each member leaves one out and keeps
    /// the weights that tell most about it.
    #[serde(default)]
    pub folds: usize,
    /// Percent of stretches for validation.
    pub validation: u64,
    /// Percent of stretches for the test.
    pub test: u64,
}

/// The optimisation: AdamW on the mean squared error, one cycle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSection {
    /// One member a seed.
    pub seeds: Vec<u64>,
    /// Passes over the training genes.
    pub passes: usize,
    /// Genes of a batch.
    pub batch: usize,
    /// Peak of the schedule.
    pub learning_rate: f64,
    /// Share of the steps that rise to the peak.
    pub warm_up: f64,
    /// AdamW's, on kernels and matrices.
    pub weight_decay: f32,
    /// Share of what fully connected layers read that is set to zero.
    pub dropout: f32,
    /// Each time a gene is drawn, each of its windows moves by up to so many bases; what comes in is unknown.
    pub shift: usize,
}

impl JointRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        let (training, split) = (&recipe.training, &recipe.split);
        let by_words = split.family.is_none();
        let one_source = |own: &InputSection| own.embeddings.is_some() == own.column.is_empty();
        let has_anchor = |own: &InputSection| own.embeddings.is_some() || !own.anchor.is_empty();
        let rules = [
            (!recipe.inputs.is_empty(), "inputs needs at least one sequence"),
            (recipe.inputs.iter().all(one_source), "each of inputs needs either a column of letters or embeddings"),
            (recipe.inputs.iter().all(has_anchor), "inputs of letters need an anchor"),
            (!training.seeds.is_empty(), "training.seeds needs at least one seed"),
            (training.passes > 0, "training.passes has to be positive"),
            (training.batch > 1, "training.batch has to be at least 2"),
            ((0.0..1.0).contains(&training.dropout), "training.dropout has to lie in [0, 1)"),
            ((0.0..1.0).contains(&training.warm_up), "training.warm_up has to lie in [0, 1)"),
            (split.block > 0 || recipe.data.place.is_none(), "split.block has to be positive"),
            (!by_words || recipe.data.place.is_some(), "split needs data.place, or split.family to draw families"),
            (
                !by_words || recipe.kin_columns().next().is_some(),
                "split needs inputs of letters, split.sequences, or split.family",
            ),
            (split.folds != 1, "split.folds has to be at least 2, or left out"),
            (
                split.folds == 0 || split.folds == training.seeds.len(),
                "training.seeds needs a seed for each of split.folds",
            ),
            (split.validation + split.test < 100, "split leaves nothing to train on"),
            (split.validation > 0 && split.test > 0, "split needs validation and test stretches"),
            (!by_words || (1..=32).contains(&split.word), "split.word has to lie between 1 and 32"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(RecipeError::Range(rule)),
            None => Ok(recipe),
        }
    }

    /// The architecture's hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range, and says where the network's
    /// inputs are not the recipe's.
    pub fn config(&self) -> Result<JointConfig, ArchitectureError> {
        let config = JointConfig::from_json(&serde_json::to_value(&self.network).unwrap_or_default())?;
        let refused = |reason| Err(ArchitectureError::Config { architecture: JointConfig::ARCHITECTURE, reason });
        if config.inputs.len() != self.inputs.len() || config.outputs != 1 {
            return refused(format!(
                "the recipe has {} sequences and one output, the network {} and {}",
                self.inputs.len(),
                config.inputs.len(),
                config.outputs
            ));
        }
        let fits = |(own, tower): &(&InputSection, &InputTower)| match tower {
            InputTower::Bases { .. } => own.embeddings.is_none(),
            InputTower::Embedding { .. } => own.embeddings.is_some(),
            InputTower::Numbers { .. } => false,
        };
        match self.inputs.iter().zip(&config.inputs).find(|pair| !fits(pair)) {
            Some((own, _)) => {
                refused(format!("\"{}\" is letters on one side and no letters on the other, or numbers", own.name))
            }
            None => Ok(config),
        }
    }

    /// Columns of letters that say who is kin to whom.
    pub(super) fn kin_columns(&self) -> impl Iterator<Item = &String> {
        let own = self.inputs.iter().filter(|input| !input.column.is_empty()).map(|input| &input.column);
        let is_said = !self.split.sequences.is_empty();
        self.split.sequences.iter().chain(own.filter(move |_| !is_said))
    }

    /// What the manifest says of the inputs.
    pub fn specs(&self, config: &JointConfig) -> Vec<InputSpec> {
        let spec = |(own, tower): (&InputSection, &InputTower)| match tower {
            InputTower::Embedding { positions, width, .. } => {
                InputSpec::Embedding(EmbeddingInput { name: own.name.clone(), positions: *positions, width: *width })
            }
            InputTower::Bases { .. } | InputTower::Numbers { .. } => InputSpec::Bases(BasesInput {
                name: own.name.clone(),
                window: tower.stack().columns,
                alphabet: Alphabet::ACGT,
                anchor: own.anchor.clone(),
                downstream: own.downstream,
                frame: None,
            }),
        };
        self.inputs.iter().zip(&config.inputs).map(spec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../recipes/leaf-arabidopsis.toml");
    const NEIGHBOURS: &str = include_str!("../../../recipes/leaf-arabidopsis-neighbours.toml");

    #[test]
    fn the_shipped_recipe_is_read_and_a_wrong_one_named() {
        let recipe = JointRecipe::parse(SHIPPED).unwrap();
        assert_eq!(recipe.config().unwrap().inputs.len(), 2);
        assert_eq!(JointRecipe::parse(NEIGHBOURS).unwrap().config().unwrap().inputs.len(), 4);
        let error = JointRecipe::parse(&SHIPPED.replace("block = 1000000", "block = 0")).unwrap_err();
        assert!(error.to_string().contains("split.block has to be positive"), "{error}");
        let one = JointRecipe { inputs: recipe.inputs[..1].to_vec(), ..recipe };
        assert!(one.config().unwrap_err().to_string().contains("the recipe has 1 sequences"));
    }
}
