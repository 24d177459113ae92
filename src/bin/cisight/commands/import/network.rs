//! A whole network out of an ONNX or a Keras file: what is seen in it, what is said about it, and a model of both.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use cisight::backend::Backend;
use cisight::foreign::{
    Answers, Expected, Looks, MakeError, NumberAnswer, OutputAnswer, Seen, SeenInput, make_model, read_network,
};
use cisight::model::{Model, Precision};
use cisight::prediction::GridJob;
use cisight::sample::{Part, Sample, SampleSet};
use cisight::schema::{InputSpec, Scale};
use cisight::sequence::Frame;
use cisight::text::counted;

use super::described;
use crate::common::{files, input};

/// What the file of example promoters is called in a model's folder.
const EXAMPLE: &str = "example.fa";

/// Promoters of a preview.
const PREVIEW: usize = 3;

#[derive(clap::Args)]
pub struct NetworkArgs {
    /// Only say what is in the file
    #[arg(long, requires = "network", conflicts_with = "out")]
    pub look: bool,
    /// Which letter each place of the input stands for, such as ACGT
    #[arg(long, requires = "network", value_name = "LETTERS")]
    letters: Option<String>,
    /// What the window of bases is placed by, such as "transcription start"
    #[arg(long, requires = "network", value_name = "TEXT")]
    anchor: Option<String>,
    /// Bases of the window from the anchor on; 0 where it ends there
    #[arg(long, requires = "network", value_name = "BASES")]
    downstream: Option<usize>,
    /// The constant bases around the insert of a reporter construct
    #[arg(long, requires = "network", value_name = "LEFT,RIGHT")]
    frame: Option<Flanks>,
    /// Name and unit of a number that is predicted, in the network's order (once for each)
    #[arg(long = "output", requires = "network", value_name = "NAME=UNIT")]
    outputs: Vec<Named>,
    /// Whether what is predicted is a logarithm, a probability or neither
    #[arg(long, requires = "network", value_enum)]
    scale: Option<ScaleArg>,
    /// Names of the numbers of a further input, in its order; where each has a default, samples may go without
    /// them
    #[arg(long, requires = "network", value_name = "INPUT=NAME[:DEFAULT],...")]
    numbers: Vec<Named>,
    /// What an input is to be called, for --input and in tables
    #[arg(long, requires = "network", value_name = "INPUT=NAME")]
    rename: Vec<Named>,
    /// The length of an axis that may have any
    #[arg(long, requires = "network", value_name = "POSITIONS")]
    length: Option<usize>,
    /// All of this, and title, species, authors, licence and limits, as JSON; options go before it
    #[arg(long, requires = "network", value_name = "JSON")]
    answers: Option<PathBuf>,
    /// Sequences and what the network predicted for them elsewhere, one pair on each line: no model is made
    /// where it predicts otherwise here
    #[arg(long, requires = "network", value_name = "TSV")]
    expect: Option<PathBuf>,
    /// Promoters to show with the model
    #[arg(long, requires = "network", value_name = "FASTA")]
    example: Option<PathBuf>,
    /// Print what is predicted for the first three promoters
    #[arg(long, requires = "network", value_name = "FASTA")]
    preview: Option<PathBuf>,
}

/// `NAME=TEXT`.
#[derive(Debug, Clone)]
struct Named {
    name: String,
    text: String,
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, text)) if !name.is_empty() && !text.is_empty() => {
                Ok(Self { name: name.to_owned(), text: text.to_owned() })
            }
            _ => Err("write a name, =, and what belongs to it".to_owned()),
        }
    }
}

/// `LEFT,RIGHT`.
#[derive(Debug, Clone)]
struct Flanks(Frame);

impl FromStr for Flanks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (left, right) =
            text.split_once(',').ok_or("write the bases before the insert, a comma, and those after it")?;
        Ok(Self(Frame { left: left.to_ascii_uppercase(), right: right.to_ascii_uppercase() }))
    }
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ScaleArg {
    Log,
    Linear,
    Probability,
}

pub fn run(file: &Path, args: &NetworkArgs, out: Option<&Path>) -> Result<()> {
    let named = || file.display().to_string();
    let network = read_network(input::read(file)?, args.length).with_context(named)?;
    let seen = Seen::of(&network).with_context(named)?;
    print_seen(file, &seen);
    let Some(out) = out else { return Ok(()) };
    let answers = args.answers()?;
    let id = out.file_name().map_or_else(|| "imported".into(), |name| name.to_string_lossy().into_owned());
    let device = pollster::block_on(Backend::Cpu.open())?;
    let made = pollster::block_on(make_model(network, &answers, &id, &device)).map_err(|error| match error {
        // What is to be said is not the file's fault.
        MakeError::Open(_) => anyhow::Error::new(error),
        other => anyhow::Error::new(other).context(named()),
    })?;
    if let Some(path) = &args.expect {
        let named = || path.display().to_string();
        let expected = Expected::parse(input::text(path)?.as_bytes(), &made.model).with_context(named)?;
        let most = pollster::block_on(expected.check(&made.model)).with_context(named)?;
        eprintln!(
            "{}: {} as expected; the largest difference is {most:.1e}",
            named(),
            counted(expected.len(), "prediction")
        );
    }
    let (mut manifest, mut others) = (made.manifest.clone(), Vec::new());
    if let Some(path) = &args.example {
        if let Ok(bases) = made.model.sequence() {
            // They have to be promoters.
            input::promoters(path, bases)?;
        }
        manifest.example = Some(EXAMPLE.to_owned());
        others.push((EXAMPLE, input::text(path)?));
    }
    let others: Vec<(&str, &[u8])> = others.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    files::write_model(out, &manifest, &made.weights, &others)?;
    let kept = match made.precision {
        Precision::Half => "16 bits",
        Precision::Single => "32 bits",
    };
    let moved = match made.moved {
        Some(moved) => format!("; 16 bits move predictions of random sequences by up to {moved:.1e}"),
        None => "; 16 bits cannot hold them".to_owned(),
    };
    let reads: Vec<String> = made.manifest.inputs.iter().map(described).collect();
    eprintln!("{}: reads {}; weights of {kept}, {} bytes{moved}", out.display(), reads.join(", "), made.weights.len());
    match &args.preview {
        Some(path) => preview(path, made.model),
        None => Ok(()),
    }
}

fn print_seen(file: &Path, seen: &Seen) {
    let shape = |shape: &[usize]| shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
    eprintln!(
        "{}: {}, {} weights, {:.1} million multiply-adds for one sample",
        file.display(),
        seen.format,
        seen.weights,
        seen.multiply_adds as f64 / 1e6
    );
    for SeenInput { name, shape: own, looks } in &seen.inputs {
        let looks = match looks {
            Looks::Bases { letters, positions } => {
                format!("{} letters along {} positions", own[*letters], own[*positions])
            }
            Looks::Vectors { width, positions } => {
                format!("vectors of {} along {} positions", own[*width], own[*positions])
            }
            Looks::Numbers => "numbers".to_owned(),
        };
        eprintln!("  reads \"{name}\": {}, which looks like {looks}", shape(own));
    }
    for (name, own) in &seen.outputs {
        eprintln!("  gives \"{name}\": {}", shape(own));
    }
    let operators: Vec<String> = seen.operators.iter().map(|(name, count)| format!("{count} {name}")).collect();
    eprintln!("  operators: {}", operators.join(", "));
}

impl NetworkArgs {
    /// What was said, in the file of answers and in options, which go before it.
    fn answers(&self) -> Result<Answers> {
        let mut answers = match &self.answers {
            Some(path) => serde_json::from_slice(&input::read(path)?).with_context(|| path.display().to_string())?,
            None => Answers::default(),
        };
        answers.letters = self.letters.clone().map(|own| own.to_ascii_uppercase()).or(answers.letters);
        answers.anchor = self.anchor.clone().or(answers.anchor);
        answers.downstream = self.downstream.unwrap_or(answers.downstream);
        answers.frame = self.frame.clone().map(|own| own.0).or(answers.frame);
        if !self.outputs.is_empty() {
            let output = |own: &Named| OutputAnswer { name: own.name.clone(), unit: own.text.clone(), relative: None };
            answers.outputs = self.outputs.iter().map(output).collect();
        }
        answers.scale = self.scale.map_or(answers.scale, |own| {
            Some(match own {
                ScaleArg::Log => Scale::Log,
                ScaleArg::Linear => Scale::Linear,
                ScaleArg::Probability => Scale::Probability,
            })
        });
        for Named { name, text } in &self.numbers {
            let numbers = text.split(',').map(number).collect::<Result<Vec<_>>>()?;
            answers.numbers.insert(name.clone(), numbers);
        }
        answers.names.extend(self.rename.iter().map(|own| (own.name.clone(), own.text.clone())));
        Ok(answers)
    }
}

/// `NAME` or `NAME:DEFAULT`.
fn number(text: &str) -> Result<NumberAnswer> {
    let (name, default) = match text.rsplit_once(':') {
        Some((name, default)) => {
            let read = default.parse().ok().filter(|value: &f32| value.is_finite());
            (name, Some(read.with_context(|| format!("the default of \"{name}\" is no number: {default}"))?))
        }
        None => (text, None),
    };
    if name.trim().is_empty() {
        bail!("a number has no name in --numbers; write NAME or NAME:DEFAULT, separated by commas");
    }
    Ok(NumberAnswer { name: name.trim().to_owned(), default })
}

/// Prints what is predicted for the first promoters.
fn preview(path: &Path, model: Model) -> Result<()> {
    let Ok(bases) = model.sequence().cloned() else { bail!("this network reads no bases, so there is no preview") };
    let mut promoters = input::promoters(path, &bases)?;
    promoters.truncate(PREVIEW);
    let signature = model.signature().clone();
    let sample = |promoter: &cisight::sequence::Promoter| {
        let part = |input: &InputSpec| match input {
            InputSpec::Bases(own) => Part::Bases(own.window(promoter)),
            InputSpec::Numbers(own) => Part::Numbers(own.numbers.iter().map(|number| number.default).collect()),
            InputSpec::Embedding(_) => Part::Numbers(Vec::new()),
        };
        Sample { name: promoter.name().to_owned(), parts: signature.inputs.iter().map(part).collect() }
    };
    let samples = SampleSet::new(promoters.iter().map(sample), signature.inputs.len());
    let mut grid = GridJob::new(std::rc::Rc::new(model), samples, &[]);
    while grid.done() < grid.total() {
        pollster::block_on(grid.step())?;
    }
    let outputs = signature.outputs.len().max(1);
    for (promoter, row) in promoters.iter().zip(grid.grid().responses.chunks(outputs)) {
        for (output, value) in signature.outputs.iter().zip(row) {
            eprintln!("  {}: {} {value:.4} ({})", promoter.name(), output.name, output.unit);
        }
    }
    Ok(())
}
