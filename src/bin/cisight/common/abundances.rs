//! Tables of mRNA abundances, and the windows of their genes.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::architecture::ContextualConfig;
use cisight::genome::{Place, located, read_contigs};
use cisight::sequence::Promoter;
use cisight::training::contextual::AbundanceSection;

use crate::common::input;

/// Windows around the transcription starts, named by their rows, with the abundances.
///
/// The table's sequences are spliced of several stretches: the bases before the transcription start are found
/// in the genome, and the window is cut out there.
pub fn rows(section: &AbundanceSection, config: &ContextualConfig, data: &Path) -> Result<Vec<(Promoter, f32)>> {
    let (table, genome) = (data.join(&section.sequences), data.join(&section.genome));
    let listed = listed(section, &input::read(&table)?).with_context(|| table.display().to_string())?;
    let contigs = read_contigs(&input::read(&genome)?).with_context(|| genome.display().to_string())?;
    let reach = section.before_start + section.downstream;
    let Some(skipped) = reach.checked_sub(config.window) else {
        bail!("a window of {} bases begins before the {} that are known of a gene", config.window, section.before_start)
    };
    let stretches: Vec<&[u8]> = listed.iter().map(|(stretch, _)| stretch.as_slice()).collect();
    let places = located(&contigs, &stretches, skipped, config.window);
    let row = |(at, (place, (_, value))): (usize, (&Place, &(Vec<u8>, f32)))| match place {
        Place::Once(bases) => Ok((Promoter::parse(name(at), &String::from_utf8_lossy(bases))?, *value)),
        Place::Times(count) => bail!(
            "row {}: the {} bases before the transcription start are found {count} times in {}, not once",
            at + 1,
            section.before_start,
            genome.display()
        ),
    };
    places.iter().zip(&listed).enumerate().map(row).collect()
}

fn name(row: usize) -> String {
    format!("row{:04}", row + 1)
}

/// The bases before the transcription start and the abundance of each row.
fn listed(section: &AbundanceSection, text: &[u8]) -> Result<Vec<(Vec<u8>, f32)>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        header.iter().position(|own| own == name).with_context(|| format!("there is no column \"{name}\""))
    };
    let (sequence, value) = (column("sequence")?, column(&section.column)?);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let bases = record.get(sequence).and_then(|bases| bases.as_bytes().get(..section.before_start));
        let bases = bases.with_context(|| format!("line {line}: fewer than {} bases", section.before_start))?;
        let text = record.get(value).unwrap_or("");
        let number = text.parse::<f32>().ok().filter(|number| number.is_finite());
        let number = number.with_context(|| format!("line {line}: \"{text}\" is not a number"))?;
        rows.push((bases.to_ascii_uppercase(), number));
    }
    Ok(rows)
}
