//! `cisight train`

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::architecture::{FunProse, FunProseConfig, Parameters, ReporterResnetConfig};
use cisight::backend::Backend;
use cisight::condition::{Counts, ExpressionTable, read_table};
use cisight::motif::Motif;
use cisight::training::{
    CheckpointFolder, Dataset, ExpressionSource, Part, Progress, Recipe, Tables, TrainingRun, train_member,
};

use crate::{input, output, train_reporter, trained_model};

#[derive(clap::Args)]
pub struct Args {
    /// What to train, and how
    #[arg(long, value_name = "TOML")]
    pub recipe: PathBuf,
    /// The folder that the recipe's data paths start from
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The model folder to make
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Where the state of an unfinished run is kept; training-state/ID here where absent
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Train the member of this seed only, say beside other members in other processes; a run without it collects them
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Write which gene is for training, validation or the test (gene, part), and stop; say to choose motifs on training genes only
    #[arg(long, value_name = "TSV")]
    pub split: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let text = String::from_utf8(input::read(&args.recipe)?).with_context(named)?;
    match architecture(&text).with_context(named)?.as_str() {
        FunProse::NAME => {}
        ReporterResnetConfig::ARCHITECTURE => return train_reporter::run(args, &text),
        other => bail!(
            "{}: architecture \"{other}\" cannot be trained; known: {}, {}",
            named(),
            FunProse::NAME,
            ReporterResnetConfig::ARCHITECTURE
        ),
    }
    let recipe = Recipe::parse(&text).with_context(named)?;
    let data = Dataset::join(&recipe, &tables(&recipe, args)?)?;
    describe(&data);
    if let Some(path) = &args.split {
        return write_split(&data, path);
    }
    let config = network_config(&recipe, &data).with_context(named)?;
    let motifs = chosen_motifs(&recipe, &args.data)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let state = args.state.clone().unwrap_or_else(|| Path::new("training-state").join(&recipe.model.id));
    let run = TrainingRun { recipe: &recipe, config: &config, data: &data, motifs: &motifs, device: &device };
    let mut members = Vec::new();
    for &seed in recipe.training.seeds.iter().filter(|&&seed| args.seed.is_none_or(|chosen| chosen == seed)) {
        let checkpoint = CheckpointFolder::new(&state, seed);
        let report = |progress: Progress| eprintln!("{}", progress_line(seed, progress));
        members.push(train_member(&run, seed, &checkpoint, report)?);
    }
    match args.seed {
        Some(seed) if members.is_empty() => bail!("the recipe has no seed {seed}"),
        Some(_) => Ok(()),
        None => {
            let aliases = aliases(&recipe, &args.recipe)?;
            trained_model::write(&recipe, &config, &data, join(members), &aliases, &args.out)
        }
    }
}

/// What a recipe trains; all else in it depends on that.
fn architecture(recipe: &str) -> Result<String> {
    let table: toml::Table = recipe.parse()?;
    let name = table.get("model").and_then(|model| model.get("architecture")).and_then(toml::Value::as_str);
    Ok(name.context("the recipe names no model.architecture")?.to_owned())
}

fn tables(recipe: &Recipe, args: &Args) -> Result<Tables> {
    let beside_recipe = args.recipe.parent().unwrap_or(Path::new("."));
    Ok(Tables {
        promoters: input::read(&args.data.join(&recipe.data.promoters))?,
        expression: expression(recipe, &args.data)?,
        tfs: String::from_utf8(input::read(&args.data.join(&recipe.data.tfs))?).context(recipe.data.tfs.clone())?,
        conditions: input::read(&beside_recipe.join(&recipe.data.conditions))?,
    })
}

fn expression(recipe: &Recipe, data: &Path) -> Result<ExpressionTable> {
    let read = |file: &String| input::read(&data.join(file));
    match &recipe.data.expression {
        ExpressionSource::Table(file) => read_table(&read(file)?).with_context(|| file.clone()),
        ExpressionSource::Counts(files) => {
            let [counts, samples, sizes] = [&files.counts, &files.samples, &files.library_sizes].map(read);
            let counts = Counts::read(&counts?, &samples?, Some(&sizes?)).with_context(|| files.counts.clone())?;
            Ok(counts.log_ratios())
        }
    }
}

/// Systematic name to aliases.
fn aliases(recipe: &Recipe, path: &Path) -> Result<HashMap<String, Vec<String>>> {
    let Some(file) = &recipe.data.aliases else { return Ok(HashMap::new()) };
    let path = path.parent().unwrap_or(Path::new(".")).join(file);
    let text = String::from_utf8(input::read(&path)?).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let names =
        |aliases: &str| aliases.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Ok(lines.map(|(id, aliases)| (id.to_owned(), names(aliases))).collect())
}

fn describe(data: &Dataset) {
    let count = |part| data.genes(part).len();
    eprintln!(
        "{} genes in {} families: {} for training, {} for validation, {} for the test; {} conditions trained on, {} held out; {} TFs",
        data.promoters.len(),
        data.families,
        count(Part::Training),
        count(Part::Validation),
        count(Part::Test),
        data.conditions(false).len(),
        data.conditions(true).len(),
        data.tfs.len()
    );
}

fn write_split(data: &Dataset, path: &Path) -> Result<()> {
    let mut table = output::table(Some(path))?;
    table.write_record(["gene", "part"])?;
    for (promoter, part) in data.promoters.iter().zip(&data.parts) {
        let part = match part {
            Part::Training => "training",
            Part::Validation => "validation",
            Part::Test => "test",
        };
        table.write_record([promoter.name(), part])?;
    }
    output::finish(table)
}

fn network_config(recipe: &Recipe, data: &Dataset) -> Result<FunProseConfig> {
    let mut json = serde_json::to_value(&recipe.network)?;
    json["num_tfs"] = data.tfs.len().into();
    Ok(FunProseConfig::from_json(&json)?)
}

fn chosen_motifs(recipe: &Recipe, data: &Path) -> Result<Vec<Motif>> {
    let Some(section) = &recipe.motifs else { return Ok(Vec::new()) };
    let path = data.join(&section.file);
    let named = || path.display().to_string();
    let all = input::motifs(&path)?.motifs;
    let find = |id: &String| {
        all.iter().find(|motif| motif.id == *id).cloned().with_context(|| format!("{}: no motif {id}", named()))
    };
    section.ids.iter().map(find).collect()
}

fn progress_line(seed: u64, progress: Progress) -> String {
    let Progress { epoch, epochs, loss, validation, seconds } = progress;
    let left = seconds / epoch as f64 * (epochs - epoch) as f64;
    format!(
        "member {seed}, epoch {epoch} of {epochs}: loss {loss:.4}, validation r {validation:.4}; {seconds:.0} s, at most {left:.0} s left"
    )
}

/// Members side by side in one file; a single one keeps its published names.
pub fn join(mut members: Vec<Parameters>) -> (usize, Parameters) {
    let count = members.len();
    if count == 1 {
        return (1, members.remove(0));
    }
    let mut joined = Parameters::default();
    for (index, member) in members.into_iter().enumerate() {
        joined.extend_with_prefix(&format!("{index}."), member);
    }
    (count, joined)
}
