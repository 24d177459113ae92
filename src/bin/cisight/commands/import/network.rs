//! A whole network out of an ONNX or a Keras file: what is seen in it, what is said about it, and a model of both.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use cisight::backend::Backend;
use cisight::foreign::{
    ANSWERS_FILE, Answers, Expected, ForeignNetwork, Looks, MakeError, NumberAnswer, OutputAnswer, Pack, Said, Seen,
    SeenInput, fast_share, make_model, preview, read_network,
};
use cisight::model::{Model, Precision};
use cisight::schema::{InputSpec, Manifest, Scale};
use cisight::sequence::Frame;
use cisight::text::counted;

use super::described;
use crate::common::{files, input};

/// What the file of example promoters is called in a model's folder.
const EXAMPLE: &str = "example.fa";

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
    outputs: Vec<OutputAnswer>,
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
    /// What goes with them, under their names: FASTA, or a table of numbers (once for each further input)
    #[arg(long = "example-input", requires = "example", value_name = "INPUT=FILE")]
    example_inputs: Vec<Named>,
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

impl Named {
    /// The file that is to lie in the model's folder, and what it holds, where this names an input and its example.
    fn example(&self, manifest: &Manifest) -> Result<(String, String)> {
        let Self { name, text: path } = self;
        let Some(spec) = manifest.inputs.iter().find(|spec| spec.name() == name) else {
            bail!("--example-input {name}: the model reads no input of this name");
        };
        if name.contains(['/', '\\', ':', '\0']) {
            bail!("--example-input {name}: give the input a plain name with --rename, as a file is to be called by it");
        }
        let path = Path::new(path);
        if let InputSpec::Bases(bases) = spec {
            input::promoters(path, bases)?;
        }
        Ok((files::example_name(spec), input::text(path)?))
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
    let (network, said) = read(file, args.length)?;
    let seen = Seen::of(&network).with_context(named)?;
    print_seen(file, &seen);
    let answers = args.answers(said)?;
    let Some(out) = out else { return print_fast(&network, &seen, &answers) };
    let id = out.file_name().map_or_else(|| "imported".into(), |name| name.to_string_lossy().into_owned());
    let device = pollster::block_on(Backend::Cpu.open())?;
    let made = pollster::block_on(make_model(&network, &answers, &id, &device)).map_err(|error| match error {
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
    let said = serde_json::to_string_pretty(&answers)?;
    let (mut manifest, mut others) = (made.manifest.clone(), vec![(ANSWERS_FILE.to_owned(), said)]);
    if let Some(path) = &args.example {
        if let Ok(bases) = made.model.sequence() {
            // They have to be promoters.
            input::promoters(path, bases)?;
        }
        manifest.example = Some(EXAMPLE.to_owned());
        others.push((EXAMPLE.to_owned(), input::text(path)?));
    }
    for own in &args.example_inputs {
        let (file, text) = own.example(&manifest)?;
        manifest.example_inputs.insert(own.name.clone(), file.clone());
        others.push((file, text));
    }
    manifest.check()?;
    let others: Vec<(&str, &[u8])> = others.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
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
        Some(path) => print_preview(path, &made.model),
        None => Ok(()),
    }
}

/// A network, and what its file says beside it: a pack of Sequence Browser says much, a network nothing.
fn read(file: &Path, length: Option<usize>) -> Result<(ForeignNetwork, Answers)> {
    let named = || file.display().to_string();
    let bytes = input::read(file)?;
    if !Pack::looks_so(&bytes) {
        return Ok((read_network(bytes, length).with_context(named)?, Answers::default()));
    }
    let pack = Pack::parse(&bytes).with_context(named)?;
    let beside = file.with_file_name(pack.file_name());
    let onnx = input::read(&beside).with_context(|| {
        format!("{}: put its network beside it, as nothing is fetched from where it says", file.display())
    })?;
    let packed = pack.network(&onnx, length).with_context(named)?;
    if packed.left_out > 0 {
        let left_out = counted(packed.left_out, "track");
        eprintln!("note: {}: {left_out} left out, which its browser hides at first or makes of others", named());
    }
    Ok((packed.network, packed.answers))
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
    if seen.scale == Some(Scale::Probability) {
        eprintln!("  ends in a probability");
    }
}

/// Which part edits go through, if its inputs are what they look like.
fn print_fast(network: &ForeignNetwork, seen: &Seen, answers: &Answers) -> Result<()> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let supposed = Said::proposed(seen, answers).answers(seen, answers)?;
    if let Ok(Some(share)) = fast_share(network, &supposed, &device) {
        let whole: Vec<&str> = share.whole.iter().map(|own| own.operator.as_str()).collect();
        let whole = if whole.is_empty() { String::new() } else { format!("; run whole: {}", whole.join(", ")) };
        eprintln!("  edits compute only what they reach in {:.1} % of the multiply-adds{whole}", share.share * 100.0);
    }
    Ok(())
}

impl NetworkArgs {
    /// What was said, in a pack or in the file of answers, and in options, which go before both.
    fn answers(&self, said: Answers) -> Result<Answers> {
        let mut answers = match &self.answers {
            Some(path) => serde_json::from_slice(&input::read(path)?).with_context(|| path.display().to_string())?,
            None => said,
        };
        answers.letters = self.letters.clone().map(|own| own.to_ascii_uppercase()).or(answers.letters);
        answers.anchor = self.anchor.clone().or(answers.anchor);
        answers.downstream = self.downstream.unwrap_or(answers.downstream);
        answers.frame = self.frame.clone().map(|own| own.0).or(answers.frame);
        if !self.outputs.is_empty() {
            answers.outputs.clone_from(&self.outputs);
        }
        answers.scale = self.scale.map_or(answers.scale, |own| {
            Some(match own {
                ScaleArg::Log => Scale::Log,
                ScaleArg::Linear => Scale::Linear,
                ScaleArg::Probability => Scale::Probability,
            })
        });
        for Named { name, text } in &self.numbers {
            let numbers = text.split(',').map(str::parse::<NumberAnswer>);
            let numbers = numbers.collect::<Result<Vec<_>, _>>().context("--numbers")?;
            answers.numbers.insert(name.clone(), numbers);
        }
        answers.names.extend(self.rename.iter().map(|own| (own.name.clone(), own.text.clone())));
        Ok(answers)
    }
}

/// Prints what is predicted for the first promoters.
fn print_preview(path: &Path, model: &Model) -> Result<()> {
    let Ok(bases) = model.sequence().cloned() else { bail!("this network reads no bases, so there is no preview") };
    let promoters = input::promoters(path, &bases)?;
    for row in pollster::block_on(preview(model, &promoters))? {
        for (output, value) in model.signature().outputs.iter().zip(&row.values) {
            eprintln!("  {}: {} {value:.4} ({})", row.promoter, output.name, output.unit);
        }
    }
    Ok(())
}
