//! `cisight tf-map`: what each named feature contributes to every promoter's response in every condition.

mod file;

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::model::{Model, ModelFolder};
use cisight::prediction::TermsJob;
use cisight::schema::BasesInput;

use self::file::{Axes, Layout, MapFile};
use crate::common::conditions::{Condition, SomeConditionsArgs, find, joined_levels};
use crate::common::model::ModelArgs;
use crate::common::samples::{SampleArgs, Samples, SequenceArgs};
use crate::common::table::TableArgs;
use crate::common::{job, shipped};

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write the map: promoter, condition, feature, contribution; where the name ends in .npz, NumPy arrays `contributions` (promoters x conditions x features), `promoters`, `conditions`, `features`; in .parquet, a row for each promoter and condition";

/// What it says of promoters and conditions.
const PROMOTERS_HELP: &str = "Promoters (FASTA, may be gzipped; - for standard input): the model's first sequence; all genes of the model's catalogue where absent";
const CONDITIONS_HELP: &str =
    "TF levels: one row per TF, one column per condition; the model's preset conditions, by their ids, where absent";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
#[command(mut_arg("promoters", |own| own.help(PROMOTERS_HELP)))]
#[command(mut_arg("conditions", |own| own.help(CONDITIONS_HELP)))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    conditions: SomeConditionsArgs,
    /// One promoter, by its name or, of the model's catalogue, either name of its gene; all of them where
    /// absent
    #[arg(long, value_name = "NAME")]
    promoter: Option<String>,
    /// wide: of one condition a row per promoter and a column per feature, of one promoter a row per feature
    /// and a column per condition; long: a row for each contribution that is not zero. Wide where
    /// --condition or --promoter is given, else long
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<Layout>,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let (model, folder) = args.model.open_with_folder()?;
    // A model without terms is told so before anything is asked for.
    model.feature_names()?;
    let conditions = conditions(args, &model, &folder)?;
    let samples = samples(args, &model, &folder)?;
    let promoters = samples.names();
    let names: Vec<String> = conditions.iter().map(|condition| condition.name.clone()).collect();
    let mut job = TermsJob::new(Rc::clone(&model), samples.into_set(&model), &joined_levels(&conditions))?;
    let features = job.features().to_vec();
    let axes = Axes { promoters: &promoters, conditions: &names, features: &features };
    let one = args.conditions.name().is_some() || args.promoter.is_some();
    let mut file = MapFile::create(&args.table, axes, args.layout, one)?;
    let bar = job::progress(job.total(), "promoters");
    job::steps(&mut job, |job, done| {
        file.rows(axes, done.clone(), &job.take_rows())?;
        bar.set_position(done.end as u64);
        Ok(())
    })?;
    bar.finish_and_clear();
    file.finish()
}

fn conditions(args: &Args, model: &Model, folder: &ModelFolder) -> Result<Vec<Condition>> {
    if args.conditions.is_given() || !model.signature().capabilities.tf_levels {
        return args.conditions.read(model);
    }
    let presets = shipped::conditions(folder, model)?;
    match args.conditions.name() {
        Some(name) => Ok(vec![find(&presets, Some(name))?]),
        None => Ok(presets),
    }
}

fn samples(args: &Args, model: &Model, folder: &ModelFolder) -> Result<Samples> {
    let signature = model.signature();
    let samples = if args.samples.is_given() || signature.inputs.len() > 1 {
        args.samples.read(model)?
    } else {
        let reads: &BasesInput = args.sequence.of(model)?;
        Samples::of_promoters(shipped::promoters(folder)?, reads)
    };
    let Some(name) = &args.promoter else { return Ok(samples) };
    let known = samples.names();
    let known = |name: &str| known.iter().any(|own| own == name);
    let wanted = if known(name) { Some(name.clone()) } else { shipped::gene_name(folder, name)? };
    match wanted.filter(|name| known(name)) {
        Some(wanted) => Ok(samples.filtered(|name| name == wanted)),
        None => bail!("there is no promoter \"{name}\"; names are those of the FASTA records or of the model's genes"),
    }
}
