use serde::Deserialize;

use crate::architecture::{ArchitectureError, Camformer, CamformerConfig, ReporterResnetConfig};
use crate::sequence::Frame;
use crate::training::RecipeError;

/// Everything that a training run on a reporter assay depends on besides its data folder: one TOML file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReporterRecipe {
    /// What the model is called and says of itself.
    pub model: ModelSection,
    /// Files of the data folder.
    pub data: DataSection,
    /// Who trains, who validates, who is tested on.
    pub split: SplitSection,
    /// The architecture's hyperparameters.
    pub network: toml::Table,
    /// The published matrices that the first convolution starts from, where it does.
    pub motifs: Option<MotifSection>,
    /// What is fitted. Tasks that name an output ship, as the model's outputs in this order; they come first.
    pub tasks: Vec<Task>,
    /// A published network that says what it expects of sequences nobody measured.
    pub teacher: Option<TeacherSection>,
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
    /// Name of the output, where it is the first task's and no task names one.
    pub output: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// What positions are counted from: what lies behind the last base, or behind the last before [`Self::downstream`].
    pub anchor: String,
    /// How many bases of the window lie behind the anchor.
    #[serde(default)]
    pub downstream: usize,
    /// The constant stretches around an insert.
    pub frame: Option<Frame>,
    /// The data, in a sentence.
    pub data: String,
    /// Licence of the weights.
    pub licence: String,
}

/// Where the data is, relative to the data folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSection {
    /// Sequences, a row each: row, source, sequence, measurements, published predictions, family, strata.
    pub sequences: String,
    /// Where it has a line for each sequence in each assay instead: what its columns are called.
    pub long: Option<LongSection>,
    /// Further measurements of the same sequences: a row each, with a column `sequence`.
    #[serde(default)]
    pub further: Vec<String>,
    /// Pairs of rows whose difference is scored: stratum, `alternative_row`, `reference_row`.
    pub pairs: Option<String>,
}

/// A table with a line for each sequence in each assay. A task's column is the name of an assay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongSection {
    /// Column with the assay's name.
    pub assay: String,
    /// Column with what it measured.
    pub value: String,
    /// Column with the gene.
    pub gene: String,
    /// Column whose values are reported apart.
    pub stratum: String,
    /// Genes that share words of so many bases…
    pub word: usize,
    /// … at least this share of the fewer, are one family, and on one side of the split.
    pub shared: f64,
}

/// The split by family.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitSection {
    /// Salt of the hash; another salt is another split.
    pub salt: String,
    /// Percent of families for the test.
    pub test: u64,
    /// Percent of families for validation.
    pub validation: u64,
}

/// The first convolution's start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotifSection {
    /// MEME file, relative to the data folder.
    pub file: String,
    /// A motif that is as similar to a better one (cosine of their kernels at the best shift and strand) is
    /// left out.
    pub similarity: f64,
    /// Background of A, C, G, T.
    pub background: [f64; 4],
    /// Length of a kernel, as a vector.
    pub scale: f32,
    /// Shift of the batch norm after a motif's kernel.
    pub shift: f32,
}

/// A measurement, or a published network's prediction of it, that is fitted by an output of its own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Column of the table.
    pub column: String,
    /// The sources whose rows have it on one scale.
    pub sources: Vec<String>,
    /// Weight of its squared error, in units of its variance.
    pub weight: f32,
    /// The output that it ships as.
    pub output: Option<Output>,
}

/// An output of the model that ships.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
}

/// The teacher, and what it is asked: bases at random in the constant frame, and training sequences with random
/// changes of their insert. Its answers are a task's column, [`Task::TAUGHT`], of those and of all training rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeacherSection {
    /// Its model: the name of a model folder.
    pub model: String,
    /// Inserts of random bases.
    pub random: usize,
    /// Training sequences with changes.
    pub changed: usize,
    /// The largest number of single-base changes of one; each number up to it is as likely.
    pub changes: usize,
    /// Seed of both.
    pub seed: u64,
    /// How many of these each pass takes; together the passes go through them in turn.
    pub rows: usize,
}

/// The optimisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSection {
    /// One member per seed.
    pub seeds: Vec<u64>,
    /// Passes.
    pub passes: usize,
    /// Rows that each pass draws without replacement.
    pub rows: usize,
    /// Rows of a batch.
    pub batch: usize,
    /// Peak of the one-cycle schedule.
    pub learning_rate: f64,
    /// Share of the steps that rise to the peak.
    pub warm_up: f64,
    /// AdamW's, on kernels and matrices.
    pub weight_decay: f32,
    /// Share of what fully connected layers read that is set to zero.
    pub dropout: f32,
    /// Rows of the first task are drawn with a weight of their family's size to this power.
    pub family_power: f64,
}

impl Task {
    /// The column of the teacher's answers.
    pub const TAUGHT: &'static str = "taught";
}

impl ReporterRecipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] names the entry.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let mut recipe: Self = toml::from_str(text)?;
        recipe.name_the_first_output();
        let training = &recipe.training;
        let rules = [
            (!training.seeds.is_empty(), "training.seeds needs at least one seed"),
            (training.passes > 0, "training.passes has to be positive"),
            (training.batch > 1 && training.rows >= training.batch, "training.rows has to fill a batch of at least 2"),
            ((0.0..1.0).contains(&training.dropout), "training.dropout has to lie in [0, 1)"),
            ((0.0..1.0).contains(&training.warm_up), "training.warm_up has to lie in [0, 1)"),
            (recipe.split.validation + recipe.split.test < 100, "split leaves nothing to train on"),
            (recipe.split.validation > 0 && recipe.split.test > 0, "split needs validation and test families"),
            (!recipe.tasks.is_empty(), "tasks needs at least one task"),
            (
                recipe.tasks[..recipe.outputs().count()].iter().all(|task| task.output.is_some()),
                "tasks that name an output come before those that do not",
            ),
            (recipe.outputs().count() > 0, "the first task has to name its output"),
            (recipe.teacher.as_ref().is_none_or(|teacher| teacher.changes > 0), "teacher.changes has to be positive"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(RecipeError::Range(rule)),
            None => Ok(recipe),
        }
    }

    /// A recipe for one output may name it beside the model.
    fn name_the_first_output(&mut self) {
        let is_named = self.outputs().count() > 0;
        let section = self.model.output.take().zip(self.model.unit.take());
        if let (false, Some((name, unit)), Some(task)) = (is_named, section, self.tasks.first_mut()) {
            task.output = Some(Output { name, unit });
        }
    }

    /// The architecture's hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn config(&self) -> Result<ReporterResnetConfig, ArchitectureError> {
        let json = serde_json::to_value(&self.network).unwrap_or_default();
        let config = ReporterResnetConfig::from_json(&json)?;
        Ok(ReporterResnetConfig { outputs: self.outputs().count(), ..config })
    }

    /// The hyperparameters as a manifest holds them, and the bases that the network reads; of any architecture for
    /// reporter assays, those included that are trained elsewhere.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn network(&self) -> Result<(serde_json::Value, usize), ArchitectureError> {
        if self.model.architecture == Camformer::NAME {
            let json = serde_json::to_value(&self.network).unwrap_or_default();
            let length = CamformerConfig::from_json(&json)?.length;
            return Ok((json, length));
        }
        let config = self.config()?;
        Ok((serde_json::to_value(&config).unwrap_or_default(), config.length))
    }

    /// The outputs that ship.
    pub fn outputs(&self) -> impl Iterator<Item = &Output> {
        self.tasks.iter().filter_map(|task| task.output.as_ref())
    }
}
