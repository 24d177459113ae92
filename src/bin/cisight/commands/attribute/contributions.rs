//! What bases and TFs contribute to a response: gradients and DeepLIFT.

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{AttributionJob, Contributions, ReferencePoint};
use cisight::export::{BaseScoreWriter, TfScoreWriter};
use cisight::model::Model;
use cisight::sample::Subject;
use cisight::schema::BasesInput;
use cisight::sequence::{Promoter, Window};

use super::args::{Args, Method};
use crate::common::conditions::Condition;
use crate::common::samples::Row;
use crate::common::tracks::BaseValues;
use crate::common::{files, job};

pub fn run(args: &Args, model: &Rc<Model>, condition: &Condition, reference: &[f32]) -> Result<()> {
    let rows = args.samples.rows(model, &args.sequence)?;
    if args.out_tfs.is_some() && !model.signature().capabilities.tf_levels {
        bail!("this model reads no TF levels, so there are no TF scores to write");
    }
    let mut bases = BaseScoreWriter::new(args.table.file()?)?;
    let mut tfs =
        args.out_tfs.as_deref().map(|path| Ok::<_, anyhow::Error>(TfScoreWriter::new(files::create(Some(path))?)?));
    let mut tfs = tfs.take().transpose()?;
    let mut kept = Vec::new();
    let bar = job::progress(rows.len(), "promoters");
    for Row { promoter, subject } in &rows {
        let job = explained(args, model, subject, &condition.levels, reference)?;
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
        bases.promoter(promoter.name(), &condition.name, &job.letters(), &scores)?;
        if args.tracks.is_wanted() {
            kept.extend(of_promoter(promoter, condition, subject.window(), &scores));
        }
        if let Some(tfs) = &mut tfs {
            tfs.promoter((promoter.name(), &condition.name), model.tfs(), (&condition.levels, reference), &scores)?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(tfs) = tfs {
        tfs.finish()?.commit()?;
    }
    bases.finish()?.commit()?;
    args.tracks.write("contribution", &kept)
}

/// The scores of the promoter's own bases: a reference may have bases where its window is empty.
fn of_promoter<'a>(
    promoter: &'a Promoter,
    condition: &Condition,
    window: &Window,
    scores: &Contributions,
) -> Option<BaseValues<'a>> {
    let length = window.codes().len();
    let kept = promoter.bases().len().min(length);
    let values = scores.bases.get((length - kept).saturating_sub(scores.offset)..)?.to_vec();
    let first = promoter.bases().len().checked_sub(values.len())?;
    Some(BaseValues { promoter, condition: condition.name.clone(), first, values })
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
        Method::Deeplift | Method::GradCam | Method::TfEffects | Method::Features => {
            let references = references(args, reads, window, reference);
            AttributionJob::deep_lift(shared, subject, levels, &references)
        }
    };
    job = job.of_output(args.output.of(model)?);
    job::steps(&mut job, |_, _| Ok(()))?;
    Ok(job)
}

fn references(args: &Args, reads: &BasesInput, window: &Window, levels: &[f32]) -> Vec<ReferencePoint> {
    if args.references == 0 {
        return vec![ReferencePoint { window: window.clone(), levels: levels.to_vec() }];
    }
    ReferencePoint::shuffled(window, levels, args.references, args.seed, reads.free_stretch(window))
}
