//! The samples that a command works with: promoters, and what the model's other inputs read, matched by name.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use cisight::model::{Model, NoSequence};
use cisight::sample::{NumberRows, Part, Sample, SampleSet, Subject};
use cisight::schema::{BasesInput, EmbeddingInput, InputSpec, NumbersInput};
use cisight::sequence::Promoter;

use super::sample_columns::Column;
use super::unlike;

/// What samples are read from.
#[derive(Debug, clap::Args)]
pub struct SampleArgs {
    /// Promoters (FASTA, may be gzipped; - for standard input): the model's first sequence
    #[arg(long, value_name = "FASTA")]
    promoters: Option<PathBuf>,
    /// What a further input of the model reads, matched by name (may be given several times): FASTA for a
    /// sequence; a table with a row for each promoter and a column for each number; .npz or .safetensors with
    /// an array for each promoter, or .npy in their order
    #[arg(long = "input", value_name = "NAME=FILE")]
    inputs: Vec<InputFile>,
}

/// Which of the model's sequences a command looks at.
#[derive(Debug, clap::Args)]
pub struct SequenceArgs {
    /// Which of the model's sequences is looked at, for a model of several; the first where absent
    #[arg(long, value_name = "NAME")]
    sequence: Option<String>,
}

/// An input's name and its file.
#[derive(Debug, Clone)]
pub struct InputFile {
    pub name: String,
    pub path: PathBuf,
}

impl FromStr for InputFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, path)) if !name.is_empty() && !path.is_empty() => {
                Ok(Self { name: name.to_owned(), path: PathBuf::from(path) })
            }
            _ => Err("write the input's name, =, and its file, such as terminator=terminators.fa".to_owned()),
        }
    }
}

/// Samples in the order of the file that named them.
pub struct Samples {
    samples: Vec<Sample>,
    /// By input, its sequences in the samples' order; nothing for what reads no bases.
    promoters: Vec<Vec<Promoter>>,
}

/// A sample, its sequence that is looked at, and that sequence as a promoter.
#[derive(Debug, Clone)]
pub struct Row {
    pub promoter: Promoter,
    pub subject: Subject,
}

impl SampleArgs {
    /// Reads all files and matches their rows by name; what is corrected or missing goes to standard error.
    pub fn read(&self, model: &Model) -> Result<Samples> {
        let signature = model.signature();
        let mut files: Vec<Option<&Path>> = vec![None; signature.inputs.len()];
        let first = signature.first_sequence().map(|(at, _)| at);
        if let Some(path) = &self.promoters {
            files[first.ok_or(NoSequence)?] = Some(path);
        }
        for InputFile { name, path } in &self.inputs {
            let names = || signature.inputs.iter().map(InputSpec::name).collect::<Vec<_>>().join(", ");
            let at = signature.input(name);
            let at = at.with_context(|| format!("the model reads nothing called \"{name}\"; it reads: {}", names()))?;
            if files[at].replace(path).is_some() {
                bail!("the input \"{name}\" is given twice");
            }
        }
        let is_optional = |at: usize| matches!(&signature.inputs[at], InputSpec::Numbers(own) if own.optional);
        if let Some(lacking) = (0..files.len()).find(|&at| files[at].is_none() && !is_optional(at)) {
            let spec = &signature.inputs[lacking];
            let option = if Some(lacking) == first { "--promoters FASTA" } else { "--input" };
            let example = if Some(lacking) == first { String::new() } else { format!(" {}=FILE", spec.name()) };
            bail!("this model reads {}: give it with {option}{example}", described(spec));
        }
        let column = |(spec, path): (&InputSpec, Option<&Path>)| match path {
            Some(path) => Column::read(spec, path),
            None => Ok(Column::Numbers(NumberRows::none())),
        };
        let columns = signature.inputs.iter().zip(files.iter().copied()).map(column);
        let columns = columns.collect::<Result<Vec<_>>>()?;
        // Rows are those of the first sequence, or else of the first input.
        let leading = first.unwrap_or(0);
        let names = columns[leading].names();
        let mut samples: Vec<Sample> =
            names.iter().map(|name| Sample { name: name.clone(), parts: Vec::new() }).collect();
        let mut promoters = Vec::new();
        for (at, ((spec, column), path)) in signature.inputs.iter().zip(&columns).zip(&files).enumerate() {
            let path = path.unwrap_or(Path::new("-")).display().to_string();
            let parts = column.parts(spec, &names, at == leading).with_context(|| path)?;
            promoters.push(column.promoters(&names, at == leading));
            samples.iter_mut().zip(parts).for_each(|(sample, part)| sample.parts.push(part));
        }
        unlike::report_samples(model, &samples);
        Ok(Samples { samples, promoters })
    }

    /// Whether any file is named.
    pub fn is_given(&self) -> bool {
        self.promoters.is_some() || !self.inputs.is_empty()
    }

    /// Whether there is a file of the first sequences.
    pub fn has_promoters(&self) -> bool {
        self.promoters.is_some()
    }

    /// The samples with the sequence that is looked at.
    pub fn rows(&self, model: &Model, sequence: &SequenceArgs) -> Result<Vec<Row>> {
        let input = sequence.place(model)?;
        self.read(model)?.into_rows(input)
    }
}

impl SequenceArgs {
    /// Its place among the model's inputs.
    fn place(&self, model: &Model) -> Result<usize> {
        let signature = model.signature();
        let Some(name) = &self.sequence else { return Ok(signature.first_sequence().ok_or(NoSequence)?.0) };
        let at = signature.input(name).filter(|&at| signature.inputs[at].bases().is_some());
        let sequences = || signature.inputs.iter().filter_map(InputSpec::bases).map(|own| own.name.as_str());
        at.with_context(|| {
            let known = sequences().collect::<Vec<_>>().join(", ");
            format!("the model reads no sequence called \"{name}\"; it reads: {known}")
        })
    }

    /// What the model says of the sequence.
    pub fn of<'a>(&self, model: &'a Model) -> Result<&'a BasesInput> {
        let at = self.place(model)?;
        model.signature().inputs[at].bases().ok_or_else(|| NoSequence.into())
    }
}

impl Samples {
    /// Promoters alone, for a model that reads nothing else.
    pub fn of_promoters(promoters: Vec<Promoter>, reads: &BasesInput) -> Self {
        let sample = |promoter: &Promoter| Sample {
            name: promoter.name().to_owned(),
            parts: vec![Part::Bases(reads.window(promoter))],
        };
        Self { samples: promoters.iter().map(sample).collect(), promoters: vec![promoters] }
    }

    /// The samples with their sequence of that place among the inputs.
    pub fn into_rows(self, input: usize) -> Result<Vec<Row>> {
        let Self { samples, mut promoters } = self;
        let own = promoters.swap_remove(input);
        let row =
            |(sample, promoter): (Sample, Promoter)| Some(Row { promoter, subject: Subject::new(&sample, input)? });
        let rows = samples.into_iter().zip(own).map(row);
        rows.collect::<Option<Vec<Row>>>().ok_or_else(|| NoSequence.into())
    }

    /// The samples themselves.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Names in order.
    pub fn names(&self) -> Vec<String> {
        self.samples.iter().map(|sample| sample.name.clone()).collect()
    }

    /// Some of the samples, in order.
    #[must_use]
    pub fn filtered(self, keep: impl Fn(&str) -> bool) -> Self {
        Self { samples: self.samples.into_iter().filter(|sample| keep(&sample.name)).collect(), ..self }
    }

    /// A part of the samples that many machines share.
    #[must_use]
    pub fn map(self, change: impl FnOnce(Vec<Sample>) -> Vec<Sample>) -> Self {
        Self { samples: change(self.samples), ..self }
    }

    /// The samples, with every part that several of them share kept once.
    pub fn into_set(self, model: &Model) -> SampleSet {
        SampleSet::new(self.samples, model.signature().inputs.len())
    }
}

fn described(spec: &InputSpec) -> String {
    match spec {
        InputSpec::Bases(BasesInput { name, window, .. }) => format!("{window} bases of a sequence called {name}"),
        InputSpec::Embedding(EmbeddingInput { name, positions, width }) => {
            format!("an embedding of {positions} x {width} called {name}")
        }
        InputSpec::Numbers(NumbersInput { name, numbers, .. }) => {
            let names: Vec<&str> = numbers.iter().map(|number| number.name.as_str()).collect();
            format!("numbers called {name} ({})", names.join(", "))
        }
    }
}
