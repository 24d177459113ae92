//! Variants from a list: changes of promoters, or whole sequences.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use cisight::model::Model;
use cisight::sample::{Sample, SampleSet, Subject};
use cisight::sequence::{Promoter, Target, VariantsError, read_variants};
use cisight::text::counted;

use super::Args;
use super::pairs::Pairs;
use crate::common::input;
use crate::common::samples::Row;

pub fn run(args: &Args, variants: &Path) -> Result<()> {
    let (model, folder) = args.model.open_with_folder()?;
    let (names, samples) = read(&model, args, variants)?;
    Pairs { names, samples, tells_members: false }.write(args, &model, &folder)
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
