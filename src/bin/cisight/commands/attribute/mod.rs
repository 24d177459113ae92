//! `cisight attribute`

mod args;
mod contributions;
mod features;
mod grad_cam;
mod tf_effects;

use anyhow::{Result, bail};

pub use self::args::Args;
use self::args::Method;

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    if args.tracks.is_wanted() && matches!(args.method, Method::TfEffects | Method::Features) {
        bail!("effects of TFs and features are no values of bases: leave --bedgraph and --bigwig out");
    }
    args.tracks.check(1)?;
    let (condition, reference) = args.conditions.read(&model)?;
    match args.method {
        Method::TfEffects => tf_effects::run(args, &model, &condition),
        Method::Features => features::run(args, &model, &condition),
        Method::GradCam => grad_cam::run(args, &model, &condition),
        Method::Gradient | Method::IntegratedGradients | Method::Deeplift => {
            contributions::run(args, &model, &condition, &reference)
        }
    }
}
