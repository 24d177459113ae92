//! The table of what references and alternatives are predicted to do.

use std::rc::Rc;

use anyhow::Result;
use cisight::export::{INTERVAL_HEADINGS, PERCENTILE_HEADINGS, interval_cells, percentile_cells};
use cisight::model::{Model, ModelFolder};
use cisight::prediction::GridJob;
use cisight::sample::SampleSet;

use super::Args;
use super::responses::known;
use crate::common::conditions::{columns, joined_levels};
use crate::common::{effect_scale, job};

/// Pairs of samples.
pub struct Pairs {
    pub names: Vec<String>,
    /// For each name the reference, then the alternative.
    pub samples: SampleSet,
    /// Whether the table says how far the ensemble's members disagree even where no intervals are asked for.
    pub tells_members: bool,
}

impl Pairs {
    /// Predicts all and writes the table.
    pub fn write(self, args: &Args, model: &Rc<Model>, folder: &ModelFolder) -> Result<()> {
        let conditions = args.conditions.read(model)?;
        let Self { names, samples, tells_members } = self;
        let job = GridJob::new(Rc::clone(model), samples, &joined_levels(&conditions));
        let tells_members = tells_members || args.intervals;
        let mut job = if tells_members { job.keeping_members() } else { job };
        job::run(&mut job, "sequences")?;
        let grid = job.take_rows();
        let columns = columns(model, &conditions);
        let width = columns.len();
        let scales = args.percentiles.then(|| effect_scale::scales(folder, model, &conditions)).transpose()?;
        let headings = ["name", "condition", "reference", "alternative", "difference", "rank"].into_iter();
        let intervals = args.intervals.then_some(INTERVAL_HEADINGS);
        let members = tells_members.then_some("members_sd");
        let percentiles = args.percentiles.then_some(PERCENTILE_HEADINGS);
        let headings =
            headings.chain(intervals.into_iter().flatten()).chain(members).chain(percentiles.into_iter().flatten());
        let mut table = args.table.table(headings)?;
        for (column, condition) in columns.iter().enumerate() {
            let place = |variant: usize| [0, 1].map(|which| (2 * variant + which) * width + column);
            let pair = |variant: usize| place(variant).map(|at| grid.responses[at]);
            let difference = |variant: usize| pair(variant)[1] - pair(variant)[0];
            let mut order: Vec<usize> = (0..names.len()).collect();
            order.sort_by(|&a, &b| difference(b).total_cmp(&difference(a)));
            let mut ranks = vec![0; names.len()];
            order.iter().enumerate().for_each(|(rank, &variant)| ranks[variant] = rank + 1);
            let calibration = model.signature().output_of(column).and_then(|output| output.calibration.as_ref());
            for (variant, name) in names.iter().enumerate() {
                let mut row = vec![name.clone(), condition.clone()];
                row.extend(numbers(pair(variant)));
                row.push(ranks[variant].to_string());
                if args.intervals {
                    let own = calibration.and_then(|own| own.between_versions(difference(variant)));
                    row.extend(interval_cells(own.as_ref()));
                }
                if tells_members {
                    let [reference, alternative] = place(variant);
                    row.push(known(grid.disagreement(alternative, reference)));
                }
                if let Some(scale) = scales.as_ref().and_then(|scales| scales.get(column)) {
                    row.extend(percentile_cells(scale, difference(variant)));
                }
                table.row(row)?;
            }
        }
        table.finish()
    }
}

/// Reference, alternative and difference.
fn numbers([reference, changed]: [f32; 2]) -> [String; 3] {
    [reference, changed, changed - reference].map(|number| format!("{number:.5}"))
}
