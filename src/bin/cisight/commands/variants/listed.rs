//! Variants from a list: changes of promoters, or whole sequences.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result, anyhow};
use cisight::export::{INTERVAL_HEADINGS, PERCENTILE_HEADINGS, interval_cells, percentile_cells};
use cisight::model::Model;
use cisight::prediction::GridJob;
use cisight::sample::{Sample, SampleSet, Subject};
use cisight::sequence::{Promoter, Target, VariantsError, read_variants};
use cisight::text::counted;

use super::Args;
use super::responses::known;
use crate::common::conditions::{columns, joined_levels};
use crate::common::samples::Row;
use crate::common::{effect_scale, input, job};

pub fn run(args: &Args, variants: &Path) -> Result<()> {
    let (model, folder) = args.model.open_with_folder()?;
    let conditions = args.conditions.read(&model)?;
    let (names, samples) = read(&model, args, variants)?;
    let job = GridJob::new(Rc::clone(&model), samples, &joined_levels(&conditions));
    let mut job = if args.intervals { job.keeping_members() } else { job };
    job::run(&mut job, "sequences")?;
    let grid = job.take_rows();
    let columns = columns(&model, &conditions);
    let width = columns.len();
    let scales = args.percentiles.then(|| effect_scale::scales(&folder, &model, &conditions)).transpose()?;
    let headings = ["name", "condition", "reference", "alternative", "difference", "rank"].into_iter();
    let intervals = args.intervals.then_some(INTERVAL_HEADINGS.into_iter().chain(["members_sd"]));
    let percentiles = args.percentiles.then_some(PERCENTILE_HEADINGS);
    let headings = headings.chain(intervals.into_iter().flatten()).chain(percentiles.into_iter().flatten());
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

/// Names, and for each the sample with the reference and with the alternative; any refused line is an error.
fn read(model: &Model, args: &Args, variants: &Path) -> Result<(Vec<String>, SampleSet)> {
    let reads = args.sequence.of(model)?;
    let named = || variants.display().to_string();
    let text = input::text(variants)?;
    let is_alone = model.signature().inputs.len() == 1;
    // Whole sequences need nothing beside them where the model reads nothing else.
    let rows =
        if args.samples.has_promoters() || !is_alone { args.samples.rows(model, &args.sequence)? } else { Vec::new() };
    let target = |promoter| Target { promoter, alias: None, downstream: reads.downstream };
    let targets: Vec<Target<'_>> = rows.iter().map(|Row { promoter, .. }| target(promoter)).collect();
    let read = read_variants(&text, &targets, |promoter| reads.complete(promoter)).map_err(|error| match error {
        VariantsError::NoPromoter => anyhow!("{}: changes are made in a promoter: give it with --promoters", named()),
        VariantsError::Vcf(line) => anyhow!(
            "{}: line {line} is a line of a VCF file: give the file with --vcf, and the genome that it was called on with --genome and --annotation",
            named()
        ),
        error => anyhow::Error::new(error).context(named()),
    })?;
    if let Some(first) = read.problems.first() {
        let others = read.problems.len() - 1;
        let more = if others > 0 { format!(" (and {})", counted(others, "more line")) } else { String::new() };
        return Err(anyhow::Error::new(first.clone()).context(format!("{}{more}", named())));
    }
    let of = |promoter: &Promoter, changed: &Promoter| -> Result<Sample> {
        let window = reads.window(changed);
        if is_alone {
            return Ok(window.into());
        }
        let row = rows.iter().find(|row| row.promoter == *promoter);
        let subject: &Subject = row.map(|row| &row.subject).with_context(|| {
            format!(
                "{}: this model reads more than one sequence, so write each variant as changes of a promoter that --promoters holds, such as {}:c.-45A>G",
                named(),
                rows.first().map_or("GENE", |row| row.promoter.name())
            )
        })?;
        Ok(Sample { name: String::new(), parts: subject.with_window(window).parts().to_vec() })
    };
    let mut samples = Vec::new();
    for variant in &read.variants {
        samples.push(of(&variant.reference, &variant.reference)?);
        samples.push(of(&variant.reference, &variant.alternative)?);
    }
    let names = read.variants.into_iter().map(|variant| variant.name).collect();
    Ok((names, SampleSet::new(samples, model.signature().inputs.len())))
}

/// Reference, alternative and difference.
fn numbers([reference, changed]: [f32; 2]) -> [String; 3] {
    [reference, changed, changed - reference].map(|number| format!("{number:.5}"))
}
