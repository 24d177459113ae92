//! `cisight attribute`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{AttributionJob, ReferencePoint};
use cisight::export::{BaseScoreWriter, TfScoreWriter};
use cisight::model::Model;
use cisight::sequence::{Promoter, Window};
use clap::ValueEnum;

use crate::chosen::ConditionArgs;
use crate::session::ModelArgs;
use crate::{input, output, tf_effects};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Input x gradient, centred over A, C, G, T
    Gradient,
    /// Joint integrated gradients over bases and TFs
    IntegratedGradients,
    /// DeepLIFT, rescale rule
    Deeplift,
    /// Where the last convolution's channels that raise the response are active (reporter networks)
    GradCam,
    /// In-silico knock-out, knock-down and overexpression of TFs
    TfEffects,
}

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub model: ModelArgs,
    /// How to attribute
    #[arg(long, value_enum)]
    method: Method,
    /// Promoters (FASTA, may be gzipped; - for standard input)
    #[arg(long, value_name = "FASTA")]
    pub promoters: PathBuf,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// The condition of the table to explain; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// The condition of the table to compare with; the model's mean level of every TF where absent
    #[arg(long, value_name = "NAME")]
    reference_condition: Option<String>,
    /// Dinucleotide shuffles of each promoter to compare with; 0 keeps the promoter, so that TFs alone explain the difference
    #[arg(long, value_name = "N", default_value_t = 20)]
    references: usize,
    /// Seed of the shuffles
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Nodes on the line from each reference (integrated gradients)
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=5000))]
    steps: u32,
    /// Where to write promoter, condition, position, base, contribution, hypothetical A C G T (tf-effects: the effects of TFs)
    #[arg(long, value_name = "TSV")]
    pub out: Option<PathBuf>,
    /// Where to write promoter, condition, tf, name, level, reference level, contribution
    #[arg(long, value_name = "TSV")]
    out_tfs: Option<PathBuf>,
    #[command(flatten)]
    pub effects: tf_effects::EffectArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let promoters = input::promoters(&args.promoters, &model)?;
    let mean = (String::from("the model's mean"), model.scaling().mean.clone());
    let ((name, levels), (_, reference)) = if model.tfs().is_empty() {
        ((model.manifest().output.name.clone(), Vec::new()), mean)
    } else {
        let table = args.conditions.aligned(&model)?;
        let own = input::condition(&table, args.condition.as_deref(), &model)?;
        let other = args.reference_condition.as_deref().map(|name| input::condition(&table, Some(name), &model));
        (own, other.transpose()?.unwrap_or(mean))
    };
    if args.method == Method::TfEffects {
        return tf_effects::run(args, &model, &promoters, &name, &levels);
    }
    if args.method == Method::GradCam {
        return grad_cam(args, &model, &promoters);
    }
    if args.out_tfs.is_some() && model.tfs().is_empty() {
        bail!("this model reads no TF levels, so there are no TF scores to write");
    }
    let mut bases = BaseScoreWriter::new(output::create(args.out.as_deref())?)?;
    let mut tfs =
        args.out_tfs.as_deref().map(|path| Ok::<_, anyhow::Error>(TfScoreWriter::new(output::create(Some(path))?)?));
    let mut tfs = tfs.take().transpose()?;
    let bar = output::progress(promoters.len(), "promoters");
    for promoter in &promoters {
        let job = explained(args, &model, promoter, &levels, &reference)?;
        let scores = job.result();
        bar.suspend(|| {
            eprintln!(
                "{}: response {:.4}, references {:.4}, completeness error {:.2e}",
                promoter.name(),
                scores.response,
                scores.reference,
                scores.completeness_error()
            );
        });
        bases.promoter(promoter.name(), &name, &job.letters(), &scores)?;
        if let Some(tfs) = &mut tfs {
            tfs.promoter((promoter.name(), &name), model.tfs(), (&levels, &reference), &scores)?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(tfs) = tfs {
        tfs.finish()?.commit()?;
    }
    bases.finish()?.commit()
}

/// Writes promoter, position, base, `grad_cam`.
fn grad_cam(args: &Args, model: &Model, promoters: &[Promoter]) -> Result<()> {
    let length = model.declaration().window;
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["promoter", "position", "base", "grad_cam"])?;
    for promoter in promoters {
        let window = model.window(promoter);
        let map = pollster::block_on(model.activation_map(&window))?;
        // Letters without a channel, N for one, read as padding: the letters begin where the promoter does, not where the first channel is on.
        let bases = &promoter.bases()[promoter.bases().len().saturating_sub(length)..];
        let first = length - bases.len();
        for ((position, base), value) in (first..).zip(bases).zip(map.iter().skip(first)) {
            let (base, value) = (char::from(*base).to_string(), format!("{value:.6}"));
            table.write_record([promoter.name(), &position.to_string(), &base, &value])?;
        }
    }
    output::finish(table)
}

fn explained(
    args: &Args,
    model: &Rc<Model>,
    promoter: &Promoter,
    levels: &[f32],
    reference: &[f32],
) -> Result<AttributionJob> {
    let (window, levels) = (model.window(promoter), levels.to_vec());
    let shared = Rc::clone(model);
    let mut job = match args.method {
        Method::Gradient => AttributionJob::input_x_gradient(shared, window, levels),
        Method::IntegratedGradients => {
            let references = references(args, model, &window, reference);
            AttributionJob::integrated_gradients(shared, window, levels, &references, args.steps as usize)
        }
        Method::Deeplift | Method::GradCam | Method::TfEffects => {
            let references = references(args, model, &window, reference);
            AttributionJob::deep_lift(shared, window, levels, &references)
        }
    };
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job)
}

fn references(args: &Args, model: &Model, window: &Window, levels: &[f32]) -> Vec<ReferencePoint> {
    if args.references == 0 {
        return vec![ReferencePoint { window: window.clone(), levels: levels.to_vec() }];
    }
    ReferencePoint::shuffled(window, levels, args.references, args.seed, model.free_stretch(window))
}
