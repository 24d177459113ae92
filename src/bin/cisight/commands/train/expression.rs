//! What training on expression tables has in common: names, the split, and how it stands.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use cisight::condition::read_table;
use cisight::sequence::{Promoter, read_fasta};
use cisight::training::{DataSection, Dataset, Part, Progress};

use crate::common::input;
use crate::common::table::Table;

/// Systematic name to aliases.
pub fn aliases(section: &DataSection, path: &Path) -> Result<HashMap<String, Vec<String>>> {
    let Some(file) = &section.aliases else { return Ok(HashMap::new()) };
    let path = path.parent().unwrap_or(Path::new(".")).join(file);
    let text = String::from_utf8(input::read(&path)?).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let names =
        |aliases: &str| aliases.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Ok(lines.map(|(id, aliases)| (id.to_owned(), names(aliases))).collect())
}

/// Says on standard error what is trained on.
pub fn describe(data: &Dataset) {
    let count = |part| data.genes(part).len();
    eprintln!(
        "{} genes in {} families: {} for training, {} for validation, {} for the test; {} conditions trained on, {} held out; {} TFs",
        data.promoters.len(),
        data.families,
        count(Part::Training),
        count(Part::Validation),
        count(Part::Test),
        data.conditions(false).len(),
        data.conditions(true).len(),
        data.tfs.len()
    );
}

/// Adds the promoters that a teacher answered for, where the recipe names some.
pub fn teach(data: &mut Dataset, section: &DataSection, path: &Path) -> Result<()> {
    let Some(taught) = &section.taught else { return Ok(()) };
    let beside = path.parent().unwrap_or(Path::new("."));
    let [promoters, responses] = [&taught.promoters, &taught.responses].map(|file| beside.join(file));
    let read = read_fasta(&input::read(&promoters)?).with_context(|| promoters.display().to_string())?;
    let answers = read_table(&input::read(&responses)?).with_context(|| responses.display().to_string())?;
    data.teach(read.promoters, &answers).with_context(|| responses.display().to_string())?;
    eprintln!("{} promoters that a teacher answered for", data.promoters.len() - data.parts.len());
    Ok(())
}

/// Writes which gene is for what.
pub fn write_split(data: &Dataset, path: &Path) -> Result<()> {
    write_parts("gene", data.promoters.iter().map(Promoter::name), &data.parts, path)
}

/// The same for whatever else is split, by its names.
pub fn write_parts(
    heading: &str,
    names: impl Iterator<Item = impl AsRef<str>>,
    parts: impl IntoIterator<Item = impl Borrow<Part>>,
    path: &Path,
) -> Result<()> {
    let mut table = Table::create(Some(path), [heading, "part"])?;
    for (name, part) in names.zip(parts) {
        let part = match part.borrow() {
            Part::Training => "training",
            Part::Validation => "validation",
            Part::Test => "test",
        };
        table.row([name.as_ref(), part])?;
    }
    table.finish()
}

/// How a member's training stands.
pub fn progress_line(seed: u64, progress: Progress) -> String {
    let Progress { epoch, epochs, loss, validation, seconds } = progress;
    let left = seconds / epoch as f64 * (epochs - epoch) as f64;
    format!(
        "member {seed}, epoch {epoch} of {epochs}: loss {loss:.4}, validation r {validation:.4}; {seconds:.0} s, at most {left:.0} s left"
    )
}
