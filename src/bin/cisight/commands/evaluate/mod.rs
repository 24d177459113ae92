//! `cisight evaluate`

mod classified;

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::condition::{align, read_loose_table};
use cisight::prediction::GridJob;
use cisight::training::correlations;
use serde_json::{Value, json};

use self::classified::{classified, print_classified, write_reliability};
use crate::common::accuracy::Coverage;
use crate::common::conditions::{ConditionArgs, columns, joined_levels};
use crate::common::model::ModelArgs;
use crate::common::samples::SampleArgs;
use crate::common::table::Table;
use crate::common::{files, input, job};

#[derive(clap::Args)]
#[command(mut_arg("conditions", |conditions| conditions.help("TF levels with the same columns; where absent, they are the TFs' own rows of the expression table")))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    /// Measured expression: one row per gene, one column per condition, in the model's output unit
    #[arg(long, value_name = "TSV")]
    expression: PathBuf,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// From which measured value on a promoter counts as positive, for a model whose output is a probability; 0.5 where
    /// all values are 0 or 1
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    positive_from: Option<f32>,
    /// Where to write predicted probabilities beside the shares that are positive, in ten bins
    #[arg(long, value_name = "TSV")]
    reliability: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let named = || args.expression.display().to_string();
    let expression = read_loose_table(input::text(&args.expression)?.as_bytes()).with_context(named)?;
    expression.check_columns().with_context(named)?;
    expression.notes.iter().for_each(|note| eprintln!("note: {}: {note}", named()));
    let outputs = model.signature().columns(&[]);
    let (names, levels) = if !model.signature().capabilities.tf_levels {
        (if outputs.len() == 1 { vec![expression.columns[0].clone()] } else { outputs }, Vec::new())
    } else if args.conditions.is_given() {
        let conditions = args.conditions.all(&model)?;
        (columns(&model, &conditions), joined_levels(&conditions))
    } else {
        let aligned = align(&expression, model.tfs(), model.scaling()).with_context(named)?;
        (model.signature().columns(&aligned.names), aligned.levels)
    };
    let places = names.iter().map(|name| {
        let found = expression.columns.iter().position(|column| column == name);
        found.with_context(|| format!("{}: there is no column \"{name}\"", named()))
    });
    let places = places.collect::<Result<Vec<usize>>>()?;
    let rows: HashMap<&str, usize> =
        expression.rows.iter().enumerate().map(|(row, gene)| (gene.as_str(), row)).collect();
    let samples = args.samples.read(&model)?.filtered(|name| rows.contains_key(name));
    let promoters = samples.names();
    let is_used = |row: usize| promoters.iter().any(|name| rows.get(name.as_str()) == Some(&row));
    let faulty = expression.faults.rows().find(|row| is_used(*row));
    if let Some(fault) = faulty.and_then(|row| expression.faults.of(row, &expression.rows[row])) {
        return Err(anyhow::Error::new(fault).context(named()));
    }
    if promoters.is_empty() {
        bail!("no promoter has the name of a row of {}", named());
    }
    let width = expression.columns.len();
    let profile = |gene: &str| rows.get(gene).map(|row| &expression.values[row * width..(row + 1) * width]);
    let measured: Vec<Option<f32>> = promoters
        .iter()
        .filter_map(|name| profile(name))
        .flat_map(|values| places.iter().map(move |&column| values[column]))
        .collect();
    let mut job = GridJob::new(Rc::clone(&model), samples.into_set(&model), &levels);
    job::run(&mut job, "promoters")?;
    let grid = job.take_rows();
    let found = correlations(&grid.responses, &measured, names.len(), &(0..names.len()).collect::<Vec<_>>());
    let coverage = Coverage::new(&grid, &measured);
    let columns = classified(&model, &names, &grid.responses, &measured, args.positive_from).with_context(named)?;
    if let Some(path) = &args.reliability {
        write_reliability(&columns, path)?;
    }
    let mut report = json!({
        "model": model.manifest().id, "version": model.manifest().version, "promoters": promoters.len(),
        "conditions": names.len(), "pearson": found, "coverage": coverage,
    });
    if columns.iter().any(|own| own.is_probability) {
        let own = columns.iter().map(|own| (own.name.clone(), json!(own.found)));
        report["classification"] = Value::Object(own.collect());
    }
    if args.json {
        return files::print_json(&report);
    }
    if columns.iter().any(|own| own.is_probability) {
        return print_classified(&columns);
    }
    let mut table = Table::create(
        None,
        [
            "promoters",
            "conditions",
            "pairs",
            "r_overall",
            "r_mean_per_gene",
            "r_mean_per_condition",
            "within_1_spread",
            "within_2_spreads",
        ],
    )?;
    let counts = [promoters.len(), names.len(), found.pairs].map(|count| count.to_string());
    let figures = [found.overall, found.mean_per_gene, found.mean_per_condition].map(|r| format!("{r:.4}"));
    let coverage = [coverage.within_1_spread, coverage.within_2_spreads].map(|share| format!("{share:?}"));
    table.row(counts.iter().chain(&figures).chain(&coverage))?;
    table.finish()
}
