//! `cisight attribute`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{AttributionJob, ReferencePoint};
use cisight::export::{BaseScoreWriter, TfScoreWriter};
use cisight::model::Model;
use cisight::sample::Subject;
use cisight::schema::BasesInput;
use cisight::sequence::Window;
use clap::ValueEnum;

use crate::chosen::ConditionArgs;
use crate::one_output::OutputArgs;
use crate::samples::{Row, SampleArgs, SequenceArgs};
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
    #[command(flatten)]
    pub samples: SampleArgs,
    #[command(flatten)]
    pub sequence: SequenceArgs,
    #[command(flatten)]
    pub output: OutputArgs,
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
    let mean = (String::from("the model's mean"), model.scaling().mean.clone());
    let ((name, levels), (_, reference)) = if !model.signature().capabilities.tf_levels {
        ((model.signature().columns(&[]).swap_remove(0), Vec::new()), mean)
    } else {
        let table = args.conditions.aligned(&model)?;
        let own = input::condition(&table, args.condition.as_deref(), &model)?;
        let other = args.reference_condition.as_deref().map(|name| input::condition(&table, Some(name), &model));
        (own, other.transpose()?.unwrap_or(mean))
    };
    if args.method == Method::TfEffects {
        return tf_effects::run(args, &model, (&name, &levels));
    }
    let rows = args.samples.rows(&model, &args.sequence)?;
    if args.method == Method::GradCam {
        return grad_cam(args, &model, &rows, &levels);
    }
    if args.out_tfs.is_some() && !model.signature().capabilities.tf_levels {
        bail!("this model reads no TF levels, so there are no TF scores to write");
    }
    let mut bases = BaseScoreWriter::new(output::create(args.out.as_deref())?)?;
    let mut tfs =
        args.out_tfs.as_deref().map(|path| Ok::<_, anyhow::Error>(TfScoreWriter::new(output::create(Some(path))?)?));
    let mut tfs = tfs.take().transpose()?;
    let bar = output::progress(rows.len(), "promoters");
    for Row { promoter, subject } in &rows {
        let job = explained(args, &model, subject, &levels, &reference)?;
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
fn grad_cam(args: &Args, model: &Model, rows: &[Row], levels: &[f32]) -> Result<()> {
    let (reads, output) = (args.sequence.of(model)?, args.output.of(model)?);
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["promoter", "position", "base", "grad_cam"])?;
    for Row { promoter, subject } in rows {
        let map = pollster::block_on(model.activation_map(subject, levels, output))?;
        // Letters without a channel, N for one, read as padding: the letters begin where the promoter does, not where the first channel is on.
        let bases = &promoter.bases()[promoter.bases().len().saturating_sub(reads.window)..];
        let first = reads.window - bases.len();
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
    subject: &Subject,
    levels: &[f32],
    reference: &[f32],
) -> Result<AttributionJob> {
    let reads = args.sequence.of(model)?;
    let (window, subject, levels) = (subject.window(), subject.clone(), levels.to_vec());
    let shared = Rc::clone(model);
    let mut job = match args.method {
        Method::Gradient => AttributionJob::input_x_gradient(shared, subject, levels),
        Method::IntegratedGradients => {
            let references = references(args, reads, window, reference);
            AttributionJob::integrated_gradients(shared, subject, levels, &references, args.steps as usize)
        }
        Method::Deeplift | Method::GradCam | Method::TfEffects => {
            let references = references(args, reads, window, reference);
            AttributionJob::deep_lift(shared, subject, levels, &references)
        }
    };
    job = job.of_output(args.output.of(model)?);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job)
}

fn references(args: &Args, reads: &BasesInput, window: &Window, levels: &[f32]) -> Vec<ReferencePoint> {
    if args.references == 0 {
        return vec![ReferencePoint { window: window.clone(), levels: levels.to_vec() }];
    }
    ReferencePoint::shuffled(window, levels, args.references, args.seed, reads.free_stretch(window))
}
