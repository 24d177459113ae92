use std::collections::BTreeMap;

use serde::Deserialize;

use crate::training::RecipeError;
use crate::training::recipe::{DataSection, ModelSection, SplitSection};

/// All words of one base more would be 8,192 motifs.
const LONGEST_WORD: usize = 6;

/// Everything that training a regulon network depends on besides its data folder: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegulonsRecipe {
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// Files of the data folder.
    pub data: DataSection,
    /// Further files of it.
    pub sources: SourcesSection,
    /// Who trains, who validates, who is tested on.
    pub split: SplitSection,
    /// The architecture's sizes.
    pub network: NetworkSection,
    /// How to train.
    pub training: TrainingSection,
}

/// What is read besides promoters, expression and TFs. Paths are relative to the data folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcesSection {
    /// The motifs, MEME.
    pub motifs: String,
    /// Lengths of words that are motifs too, each with its reverse complement.
    #[serde(default)]
    pub words: Vec<usize>,
    /// Background of A, C, G, T.
    pub background: [f64; 4],
    /// What is added to each probability of a motif.
    pub pseudocount: f64,
    /// Names of motifs that no name or alias of a TF is: the TF's systematic name, by motif name.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Orthologous promoters, FASTA: the gene's name, then the strain's; none where there are none.
    #[serde(default)]
    pub orthologues: Option<String>,
    /// Further expression tables, whose columns are further outputs while training.
    #[serde(default)]
    pub compendia: Vec<CompendiumSection>,
    /// A promoter catalogue that TFs' standard names come from, relative to the recipe.
    pub catalogue: String,
}

/// A further expression table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompendiumSection {
    /// Its file.
    pub file: String,
    /// Whether its values are intensities, to be centred by gene within each study (what stands before the
    /// last `_` of a column's heading); studies of one column are left out.
    #[serde(default)]
    pub centre_studies: bool,
}

/// The architecture's sizes; motifs, families and TFs come from the data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSection {
    /// Bases read.
    pub window: usize,
    /// Stretches of the window.
    pub bins: usize,
    /// Shares of a motif's best score at which a site is half occupied.
    pub thresholds: Vec<f32>,
    /// Logits of the thresholds' shares at the start.
    pub mixture: Vec<f32>,
    /// Width of the context.
    pub context: usize,
    /// Width of the first layer behind the TF levels.
    pub hidden: usize,
    /// Numbers that a condition comes down to.
    pub state: usize,
    /// Motifs are of one family where the correlation of their features among the training promoters is at
    /// least that, for every two of them.
    pub alike: f64,
    /// The quantile of the training promoters up to which a family's sites count.
    pub most: f64,
}

/// The optimisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSection {
    /// One member a seed.
    pub seeds: Vec<u64>,
    /// Passes over the training genes.
    pub epochs: usize,
    /// Promoters of a batch.
    pub promoters: usize,
    /// Peak of the one-cycle schedule.
    pub learning_rate: f64,
    /// Share of the steps that rise to the peak.
    pub warm_up: f64,
    /// Share of the features that are left out at random.
    pub dropout: f64,
    /// Share of the features, at random, that set no gates.
    #[serde(default)]
    pub context_dropout: f64,
    /// Share of the promoters that an orthologue stands in for.
    pub orthologues: f64,
    /// Weight of the further tables' columns.
    pub compendia: f32,
    /// Share of TF levels that read as their mean.
    pub tf_dropout: f64,
}

impl RegulonsRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        let (training, network) = (&recipe.training, &recipe.network);
        let share = |share: f64| (0.0..1.0).contains(&share);
        let rules = [
            (!training.seeds.is_empty(), "training.seeds needs at least one seed"),
            (training.epochs > 0, "training.epochs has to be positive"),
            (training.promoters > 1, "training.promoters has to be at least 2"),
            (share(training.warm_up), "training.warm_up has to lie in [0, 1)"),
            (share(training.dropout), "training.dropout has to lie in [0, 1)"),
            (share(training.context_dropout), "training.context_dropout has to lie in [0, 1)"),
            (share(training.tf_dropout), "training.tf_dropout has to lie in [0, 1)"),
            (share(training.orthologues), "training.orthologues has to lie in [0, 1)"),
            (network.mixture.len() == network.thresholds.len(), "network.mixture needs a logit for each threshold"),
            (network.alike > 0.0 && network.alike <= 1.0, "network.alike has to lie in (0, 1]"),
            (network.most > 0.0 && network.most <= 1.0, "network.most has to lie in (0, 1]"),
            (
                recipe.sources.words.iter().all(|length| (1..=LONGEST_WORD).contains(length)),
                "sources.words have to be of 1 to 6 bases",
            ),
            (recipe.sources.pseudocount > 0.0, "sources.pseudocount has to be positive"),
            (recipe.sources.background.iter().all(|share| *share > 0.0), "sources.background has to be positive"),
            (recipe.split.validation + recipe.split.test < 100, "split leaves nothing to train on"),
            (recipe.split.validation > 0 && recipe.split.test > 0, "split needs validation and test families"),
            (recipe.split.word > 0 && recipe.split.word <= 32, "split.word has to lie between 1 and 32"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(RecipeError::Range(rule)),
            None => Ok(recipe),
        }
    }
}
