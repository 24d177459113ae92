//! What training on expression tables has in common: the tables, the split, and how it stands.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use cisight::condition::{Counts, ExpressionTable, read_table};
use cisight::sequence::Promoter;
use cisight::training::{DataSection, Dataset, ExpressionSource, Part, Progress, Tables};

use super::args::Args;
use crate::common::input;
use crate::common::table::Table;

/// The tables that a recipe's data section names.
pub fn tables(section: &DataSection, args: &Args) -> Result<Tables> {
    let beside_recipe = args.recipe.parent().unwrap_or(Path::new("."));
    Ok(Tables {
        promoters: input::read(&args.data.join(&section.promoters))?,
        expression: expression(section, &args.data)?,
        tfs: String::from_utf8(input::read(&args.data.join(&section.tfs))?).context(section.tfs.clone())?,
        conditions: input::read(&beside_recipe.join(&section.conditions))?,
    })
}

fn expression(section: &DataSection, data: &Path) -> Result<ExpressionTable> {
    let read = |file: &String| input::read(&data.join(file));
    match &section.expression {
        ExpressionSource::Table(file) => read_table(&read(file)?).with_context(|| file.clone()),
        ExpressionSource::Counts(files) => {
            let [counts, samples, sizes] = [&files.counts, &files.samples, &files.library_sizes].map(read);
            let counts = Counts::read(&counts?, &samples?, Some(&sizes?)).with_context(|| files.counts.clone())?;
            Ok(counts.log_ratios())
        }
    }
}

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

/// Writes which gene is for what.
pub fn write_split(data: &Dataset, path: &Path) -> Result<()> {
    write_parts(&data.promoters, &data.parts, path)
}

/// The same for promoters and their parts.
pub fn write_parts(promoters: &[Promoter], parts: &[Part], path: &Path) -> Result<()> {
    let mut table = Table::create(Some(path), ["gene", "part"])?;
    for (promoter, part) in promoters.iter().zip(parts) {
        let part = match part {
            Part::Training => "training",
            Part::Validation => "validation",
            Part::Test => "test",
        };
        table.row([promoter.name(), part])?;
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
