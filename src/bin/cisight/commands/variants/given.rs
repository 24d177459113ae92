//! Variants as two versions of what a model's inputs read, such as embeddings of a sequence and of its variant.

use std::collections::HashSet;

use anyhow::{Context, Result, bail};
use cisight::model::Model;
use cisight::sample::{EmbeddingRows, Part, Sample, SampleSet};
use cisight::schema::InputSpec;

use super::Args;
use super::pairs::Pairs;
use crate::common::sample_columns::Column;
use crate::common::samples::InputFile;

pub fn run(args: &Args) -> Result<()> {
    let (model, folder) = args.model.open_with_folder()?;
    let reference = args.samples.read(&model)?;
    let names = reference.names();
    let mut changed: Vec<Sample> = reference.samples().to_vec();
    let mut is_changed = vec![false; names.len()];
    let mut given = HashSet::new();
    for file in &args.alternative {
        let at = place(&model, file)?;
        if !given.insert(at) {
            bail!("the alternative of \"{}\" is given twice", file.name);
        }
        for (row, part) in parts(&model.signature().inputs[at], file, &names)? {
            changed[row].parts[at] = part;
            is_changed[row] = true;
        }
    }
    let rows: Vec<usize> = (0..names.len()).filter(|&row| is_changed[row]).collect();
    if rows.is_empty() {
        bail!("no alternative has the name of a reference, such as \"{}\"", names.first().map_or("", String::as_str));
    }
    if rows.len() < names.len() {
        eprintln!("references without an alternative, left out: {}", names.len() - rows.len());
    }
    let pair = |&row: &usize| [reference.samples()[row].clone(), changed[row].clone()];
    let samples: Vec<Sample> = rows.iter().flat_map(pair).collect();
    let samples = SampleSet::new(samples, model.signature().inputs.len());
    let names = rows.iter().map(|&row| names[row].clone()).collect();
    Pairs { names, samples, tells_members: true }.write(args, &model, &folder)
}

fn place(model: &Model, file: &InputFile) -> Result<usize> {
    let inputs = &model.signature().inputs;
    let known = || inputs.iter().map(InputSpec::name).collect::<Vec<_>>().join(", ");
    let at = model.signature().input(&file.name);
    at.with_context(|| format!("the model reads nothing called \"{}\"; it reads: {}", file.name, known()))
}

/// What a file has for the rows of these names, and which rows these are.
fn parts(spec: &InputSpec, file: &InputFile, names: &[String]) -> Result<Vec<(usize, Part)>> {
    let column = Column::read(spec, &file.path)?;
    let own: HashSet<String> = column.names().into_iter().collect();
    let is_in_order = matches!(column, Column::Embeddings(EmbeddingRows::InOrder(_)));
    let rows: Vec<usize> = (0..names.len()).filter(|&row| is_in_order || own.contains(&names[row])).collect();
    let asked: Vec<String> = rows.iter().map(|&row| names[row].clone()).collect();
    let unknown = own.len() - rows.len().min(own.len());
    if unknown > 0 && !is_in_order {
        eprintln!("{}: alternatives without a reference, left out: {unknown}", file.path.display());
    }
    let parts = column.parts(spec, &asked, false).with_context(|| file.path.display().to_string())?;
    Ok(rows.into_iter().zip(parts).collect())
}
