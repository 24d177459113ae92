//! The expression tables that a recipe names.

use std::path::Path;

use anyhow::{Context, Result};
use cisight::condition::{Counts, ExpressionTable, read_table};
use cisight::training::{DataSection, ExpressionSource, Tables};

use super::input;

/// The tables that a recipe's data section names; `data` is the folder that its paths start from.
pub fn tables(section: &DataSection, recipe: &Path, data: &Path) -> Result<Tables> {
    let beside_recipe = recipe.parent().unwrap_or(Path::new("."));
    Ok(Tables {
        promoters: input::read(&data.join(&section.promoters))?,
        expression: expression(section, data)?,
        tfs: String::from_utf8(input::read(&data.join(&section.tfs))?).context(section.tfs.clone())?,
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
