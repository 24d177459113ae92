//! `cisight features`: promoters grouped by what their named features contribute.

mod summary;

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::condition::read_table;
use cisight::model::{Model, TermsError};
use cisight::prediction::groups;
use cisight::sample::{Sample, SampleSet};
use cisight::text::counted;

use self::summary::Clusters;
use crate::common::conditions::Condition;
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::{Table, TableArgs};
use crate::common::{input, job};

/// Promoters that are computed together.
const BATCH: usize = 64;

/// The distances of so many promoters take 800 MB.
const MOST_PROMOTERS: usize = 20_000;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, cluster (1 has the highest mean response), response, measured (where given), and what each feature contributes";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// Clusters to make
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1000))]
    clusters: u16,
    /// Measured values, matched by name: a row for each promoter; the first column of numbers is taken
    #[arg(long, value_name = "TSV")]
    measured: Option<PathBuf>,
    #[command(flatten)]
    table: TableArgs,
    /// Where to write a row for each cluster: promoters, mean and standard deviation of the response and of
    /// what was measured, and the features by which it differs most from the mean of all promoters
    #[arg(long, value_name = "TSV")]
    summary: Option<PathBuf>,
}

/// What features contribute to the responses of promoters.
struct Contributions {
    /// Without what all promoters have in common.
    names: Vec<String>,
    /// `promoters x names`
    values: Vec<f32>,
    /// Sums, what all have in common included.
    responses: Vec<f32>,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, .. } = args.responses.read()?;
    if rows.len() > MOST_PROMOTERS {
        bail!("{} are too many to cluster; give {MOST_PROMOTERS} at most", counted(rows.len(), "promoter"));
    }
    let measured = measured(args, &rows)?;
    let own = contributions(&model, &rows, &condition)?;
    let found = groups(&own.values, own.names.len(), usize::from(args.clusters));
    let clusters = Clusters::new(&found, &own.responses);
    let mut head: Vec<&str> = vec!["promoter", "cluster", "response"];
    head.extend(measured.as_ref().map(|_| "measured"));
    head.extend(own.names.iter().map(String::as_str));
    let mut table = args.table.table(head)?;
    for (at, row) in rows.iter().enumerate() {
        let mut cells =
            vec![row.promoter.name().to_owned(), clusters.of(at).to_string(), format!("{:.4}", own.responses[at])];
        cells.extend(measured.as_ref().map(|own| own[at].map_or_else(String::new, |value| value.to_string())));
        let width = own.names.len();
        cells.extend(own.values[at * width..(at + 1) * width].iter().map(|value| format!("{value:.6}")));
        table.row(cells)?;
    }
    table.finish()?;
    match &args.summary {
        Some(path) => clusters.write(Table::create(Some(path), summary::COLUMNS)?, &own, measured.as_deref()),
        None => Ok(()),
    }
}

/// One value for each promoter, where there is one.
fn measured(args: &Args, rows: &[Row]) -> Result<Option<Vec<Option<f32>>>> {
    let Some(path) = &args.measured else { return Ok(None) };
    let table = read_table(&input::read(path)?).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let value = |row: &Row| {
        let name = row.promoter.name();
        let at = table.rows.iter().position(|own| own.eq_ignore_ascii_case(name))?;
        table.values.get(at * table.columns.len()).copied().flatten()
    };
    let values: Vec<Option<f32>> = rows.iter().map(value).collect();
    let missing = values.iter().filter(|value| value.is_none()).count();
    if missing == rows.len() {
        bail!("{}: no row is named as a promoter", path.display());
    }
    if missing > 0 {
        eprintln!("{}: {} without a measured value", path.display(), counted(missing, "promoter"));
    }
    Ok(Some(values))
}

fn contributions(model: &Rc<Model>, rows: &[Row], condition: &Condition) -> Result<Contributions> {
    if !model.signature().capabilities.features {
        return Err(TermsError::NotAvailable(model.manifest().architecture.clone()).into());
    }
    let shared = model.shared_feature();
    let conditions = model.encode_conditions(&condition.levels);
    let mut own = Contributions { names: Vec::new(), values: Vec::new(), responses: Vec::new() };
    let bar = job::progress(rows.len(), "promoters");
    for batch in rows.chunks(BATCH) {
        let samples = batch.iter().map(|row| Sample { name: String::new(), parts: row.subject.parts().to_vec() });
        let encoded = model.encode(&SampleSet::new(samples, model.signature().inputs.len()))?;
        let features = pollster::block_on(model.feature_table(&encoded, &conditions))?;
        for sample in 0..batch.len() {
            let terms: Vec<_> = features.terms(sample, 0).collect();
            own.responses.push(terms.iter().map(|term| term.contribution).sum());
            let apart = terms.iter().enumerate().filter(|(at, _)| Some(*at) != shared).map(|(_, term)| term);
            if own.names.is_empty() {
                own.names = apart.clone().map(|term| term.name.to_owned()).collect();
            }
            own.values.extend(apart.map(|term| term.contribution));
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(own)
}
