//! The members of an ensemble: which are trained in this run, and all of them as one set of weights.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::architecture::Parameters;
use cisight::model::read_safetensors;

use crate::common::input;

/// Trains the member of the chosen seed, or all; the weights of all side by side, where all were asked for.
pub fn train(
    seeds: &[u64],
    chosen: Option<u64>,
    mut member: impl FnMut(u64) -> Result<Parameters>,
) -> Result<Option<(usize, Parameters)>> {
    let wanted = seeds.iter().filter(|&&seed| chosen.is_none_or(|chosen| chosen == seed));
    let members = wanted.map(|&seed| member(seed)).collect::<Result<Vec<Parameters>>>()?;
    match chosen {
        Some(seed) if members.is_empty() => bail!("the recipe has no seed {seed}"),
        Some(_) => Ok(None),
        None => Ok(Some(join(members))),
    }
}

/// The members of a file that was written elsewhere: one network by its published names, or several, the names of each
/// behind its number and a dot.
pub fn of_file(path: &Path) -> Result<(usize, Parameters)> {
    let weights = read_safetensors(&input::read(path)?).with_context(|| path.display().to_string())?;
    let number = |name: &String| name.split_once('.').and_then(|(number, _)| number.parse().ok());
    let numbers: BTreeSet<Option<usize>> = weights.iter().map(|(name, _)| number(name)).collect();
    if numbers.contains(&None) {
        return Ok((1, weights));
    }
    if !numbers.iter().copied().flatten().eq(0..numbers.len()) {
        bail!("{}: members are numbered from 0, with none left out", path.display());
    }
    Ok((numbers.len(), weights))
}

/// Members side by side in one file; a single one keeps its published names.
fn join(mut members: Vec<Parameters>) -> (usize, Parameters) {
    let count = members.len();
    if count == 1 {
        return (1, members.remove(0));
    }
    let mut joined = Parameters::default();
    for (index, member) in members.into_iter().enumerate() {
        joined.extend_with_prefix(&format!("{index}."), member);
    }
    (count, joined)
}
