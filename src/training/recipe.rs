use serde::Deserialize;
use thiserror::Error;

use crate::architecture::DropoutRates;

/// Everything that a training run depends on besides its data folder: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// Files of the data folder.
    pub data: DataSection,
    /// Who trains, who validates, who is tested on.
    pub split: SplitSection,
    /// The architecture's hyperparameters; the number of TFs comes from the data.
    pub network: toml::Table,
    /// The published matrices that the first convolution starts from.
    pub motifs: Option<MotifSection>,
    /// How to train.
    pub training: TrainingSection,
    /// What is set to zero at random.
    pub dropout: DropoutRates,
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
    /// Unit of the output and of the TF levels.
    pub unit: String,
    /// What lies after the promoter's last base.
    pub anchor: String,
    /// The data, in a sentence.
    pub data: String,
    /// Where the presets' levels come from.
    pub presets: String,
    /// The folder, beside the model's own, of a model whose catalogue, motifs and example it uses where it
    /// has none of its own.
    #[serde(default)]
    pub shares: Option<String>,
    /// The genome of the catalogue, as people call it.
    #[serde(default)]
    pub genome: Option<String>,
    /// What its TF views can and cannot tell, one sentence each.
    #[serde(default)]
    pub limits: Vec<String>,
    /// Licence of the weights.
    pub licence: String,
}

/// Where the data is; paths are relative to the data folder, that of `conditions` to the recipe.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSection {
    /// Promoters, FASTA.
    pub promoters: String,
    /// Promoters of orthologues, FASTA, each named after the gene and then what tells it apart; none where
    /// there are none, or where the recipe names them elsewhere.
    #[serde(default)]
    pub orthologues: Option<String>,
    /// Expression.
    pub expression: ExpressionSource,
    /// Systematic names of candidate TFs, one per line.
    pub tfs: String,
    /// Columns of the expression table with readable names, series and whether they are held out.
    pub conditions: String,
    /// Other names of the TFs, beside the recipe: systematic name and, with `|` between, its aliases.
    pub aliases: Option<String>,
    /// The least share of values that a TF needs to be read.
    pub tf_coverage: f64,
    /// How many genes of the largest variance are reported apart.
    pub variable_genes: usize,
    /// Promoters that nobody measured, with what a teacher expects of them; none where nothing but
    /// measurements is learnt from.
    #[serde(default)]
    pub taught: Option<TaughtSection>,
}

/// Further promoters to train on, and a teacher's answers. Paths are relative to the recipe.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaughtSection {
    /// The promoters, FASTA.
    pub promoters: String,
    /// The answers: a row for each of them, a column for each condition.
    pub responses: String,
    /// Further columns, measured of the training genes and answered for the promoters: outputs while a
    /// regulon network trains.
    #[serde(default)]
    pub further: Option<String>,
}

/// Where expression comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ExpressionSource {
    /// A table of log ratios, one row per gene.
    Table(String),
    /// RNA-seq reads, to be normalised ([`crate::condition::Counts`]).
    Counts(CountsSection),
}

/// RNA-seq reads of replicated conditions in one study or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsSection {
    /// Raw counts, one row per gene, one column per library.
    pub counts: String,
    /// Study and condition of each library.
    pub samples: String,
    /// Reads of each library.
    pub library_sizes: String,
}

/// The split by gene.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitSection {
    /// Salt of the hash; another salt is another split.
    pub salt: String,
    /// Length of the words that relatedness is counted in.
    pub word: usize,
    /// Share of words in common that makes two promoters one family.
    pub shared: f64,
    /// Percent of families for validation.
    pub validation: u64,
    /// Percent of families for the test.
    pub test: u64,
    /// Whether the condition series that are marked so stay out of training: yes to test on them, no for the
    /// model that ships.
    #[serde(default)]
    pub hold_out_series: bool,
    /// Series that stay out of training whatever is said there.
    #[serde(default)]
    pub held_out_series: Vec<String>,
}

/// The first convolution's start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotifSection {
    /// MEME file, relative to the data folder.
    pub file: String,
    /// Identifiers, in order; each gives two kernels, one per strand.
    pub ids: Vec<String>,
    /// Background of A, C, G, T.
    pub background: [f64; 4],
    /// Learning rate of these kernels, as a share of the others'.
    pub learning_rate: f64,
}

/// The optimisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSection {
    /// One member per seed.
    pub seeds: Vec<u64>,
    /// Passes over the training genes.
    pub epochs: usize,
    /// Validation passes without a gain after which a member stops.
    pub patience: usize,
    /// Promoters of a batch.
    pub promoters: usize,
    /// Conditions that each batch is paired with.
    pub conditions: usize,
    /// Peak of the one-cycle schedule.
    pub learning_rate: f64,
    /// Share of the steps that rise to the peak.
    pub warm_up: f64,
    /// AdamW's, on matrices and kernels other than motif kernels.
    pub weight_decay: f32,
    /// Each promoter is shifted by up to that many bases each time.
    pub shift: usize,
    /// How often an orthologue's promoter stands for a training gene's own, where it has any.
    #[serde(default)]
    pub orthologues: f64,
    /// Share of TF levels that read as their mean.
    pub tf_dropout: f64,
    /// Targets are reduced to that many principal components of the training genes' profiles; 0 leaves them
    /// as they are.
    pub components: usize,
}

/// Why a recipe is refused.
#[derive(Debug, Error)]
pub enum RecipeError {
    /// It is no TOML of this shape.
    #[error("the recipe cannot be read: {0}")]
    Toml(toml::de::Error),
    /// A number is out of range.
    #[error("the recipe's {0}")]
    Range(&'static str),
}

quotes! {
    RecipeError::Toml(toml::de::Error);
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        let training = &recipe.training;
        let rules = [
            (!training.seeds.is_empty(), "training.seeds needs at least one seed"),
            (training.epochs > 0, "training.epochs has to be positive"),
            (
                training.promoters > 1 && training.conditions > 0,
                "training.promoters has to be at least 2, training.conditions 1",
            ),
            ((0.0..1.0).contains(&training.tf_dropout), "training.tf_dropout has to lie in [0, 1)"),
            ((0.0..1.0).contains(&training.orthologues), "training.orthologues has to lie in [0, 1)"),
            ((0.0..1.0).contains(&training.warm_up), "training.warm_up has to lie in [0, 1)"),
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
