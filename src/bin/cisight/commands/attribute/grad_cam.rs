//! `cisight attribute --method grad-cam`

use anyhow::Result;
use cisight::model::Model;

use super::args::Args;
use crate::common::conditions::Condition;
use crate::common::samples::Row;
use crate::common::tracks::BaseValues;

/// Writes promoter, position, base, `grad_cam`.
pub fn run(args: &Args, model: &Model, condition: &Condition) -> Result<()> {
    let rows = args.samples.rows(model, &args.sequence)?;
    let (reads, output) = (args.sequence.of(model)?, args.output.of(model)?);
    let mut table = args.table.table(["promoter", "position", "base", "grad_cam"])?;
    let mut kept = Vec::new();
    for Row { promoter, subject } in &rows {
        let map = pollster::block_on(model.activation_map(subject, &condition.levels, output))?;
        // Letters without a channel, N for one, read as padding: the letters begin where the promoter does,
        // not where the first channel is on.
        let bases = &promoter.bases()[promoter.bases().len().saturating_sub(reads.window)..];
        let first = reads.window - bases.len();
        if args.tracks.is_wanted() {
            let values: Vec<f32> = map.iter().skip(first).copied().collect();
            let at = promoter.bases().len() - bases.len();
            kept.push(BaseValues { promoter, condition: condition.name.clone(), first: at, values });
        }
        for ((position, base), value) in (first..).zip(bases).zip(map.iter().skip(first)) {
            let (base, value) = (char::from(*base).to_string(), format!("{value:.6}"));
            table.row([promoter.name(), &position.to_string(), &base, &value])?;
        }
    }
    table.finish()?;
    args.tracks.write("grad_cam", &kept)
}
