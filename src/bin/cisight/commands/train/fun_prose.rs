//! `cisight train` for FUN-PROSE: from a recipe and tables to trained members.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use cisight::architecture::FunProseConfig;
use cisight::backend::Backend;
use cisight::condition::{Counts, ExpressionTable, read_table};
use cisight::motif::Motif;
use cisight::training::{
    CheckpointFolder, Dataset, ExpressionSource, Part, Progress, Recipe, Tables, TrainingRun, train_member,
};

use super::args::Args;
use super::{fun_prose_model, members};
use crate::common::input;
use crate::common::table::Table;

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = Recipe::parse(recipe).with_context(named)?;
    let data = Dataset::join(&recipe, &tables(&recipe, args)?)?;
    describe(&data);
    if let Some(path) = &args.split {
        return write_split(&data, path);
    }
    let config = network_config(&recipe, &data).with_context(named)?;
    let motifs = chosen_motifs(&recipe, &args.data)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let run = TrainingRun { recipe: &recipe, config: &config, data: &data, motifs: &motifs, device: &device };
    let state = args.state_folder(&recipe.model.id);
    let member = |seed| {
        let report = |progress: Progress| eprintln!("{}", progress_line(seed, progress));
        Ok(train_member(&run, seed, &CheckpointFolder::new(&state, seed), report)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(weights) => {
            let aliases = aliases(&recipe, &args.recipe)?;
            fun_prose_model::write(&recipe, &config, &data, weights, &aliases, &args.out)
        }
    }
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
    let mut table = Table::create(Some(path), ["gene", "part"])?;
    for (promoter, part) in data.promoters.iter().zip(&data.parts) {
        let part = match part {
            Part::Training => "training",
            Part::Validation => "validation",
            Part::Test => "test",
        };
        table.row([promoter.name(), part])?;
    }
    table.finish()
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
