//! Primers that bring changes into a plasmid: two that stand back to back, the changed bases at the end of one of them.

use std::ops::Range;

use super::{Change, ChangedSequence, PrimerBuffer};
use crate::sequence::reverse_complement;

/// The fewest and the most bases that a primer pairs with the template by.
const PAIRED: Range<usize> = 15..41;

/// The most bases of a primer: beyond them, synthesis makes mistakes.
const LONGEST: usize = 100;

/// A pair of primers for some changes that lie close together.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimerPair {
    /// Which of the changes, by their index.
    pub changes: Vec<usize>,
    /// Reads on behind the changes; what it begins with (`tail`) is what is changed.
    pub forward: Primer,
    /// The other strand of what lies before them.
    pub reverse: Primer,
    /// Why the pair is not good, where it is not.
    pub flaw: Option<PrimerFlaw>,
}

/// A primer, 5' to 3'.
#[derive(Debug, Clone, PartialEq)]
pub struct Primer {
    /// Its bases.
    pub bases: Vec<u8>,
    /// How many of the first do not pair with the template as it was.
    pub tail: usize,
    /// The melting temperature of the others, in °C; nothing where none or an unknown one is among them.
    pub temperature: Option<f64>,
}

/// What is wrong with a pair of primers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrimerFlaw {
    /// Too little lies beside the changes for the temperature asked for.
    NearEnd,
    /// As many bases as a primer pairs by melt below it.
    TooCool,
    /// The changes are too far apart for one primer.
    TooLong,
}

/// Primers for the changes of a sequence: `temperature` in °C is what each pairs with at least. Changes so close that a primer would pair across
/// another are brought in together; pairs of primers are for one round each.
pub fn mutagenesis_primers(
    start: &[u8],
    changes: &[Change],
    temperature: f64,
    buffer: &PrimerBuffer,
) -> Vec<PrimerPair> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|index| (changes[*index].at, changes[*index].removed));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let near = groups.last().and_then(|group| group.iter().map(|own| changes[*own].end()).max());
        match groups.last_mut() {
            Some(group) if near.is_some_and(|end| changes[index].at < end + PAIRED.end) => group.push(index),
            _ => groups.push(vec![index]),
        }
    }
    groups.into_iter().map(|group| pair(start, changes, group, temperature, buffer)).collect()
}

fn pair(start: &[u8], changes: &[Change], group: Vec<usize>, temperature: f64, buffer: &PrimerBuffer) -> PrimerPair {
    let own: Vec<Change> = group.iter().map(|index| changes[*index].clone()).collect();
    let first = own.iter().map(|change| change.at).min().unwrap_or(0).min(start.len());
    let last = own.iter().map(Change::end).max().unwrap_or(first).min(start.len());
    let shifted: Vec<Change> = own.into_iter().map(|change| Change { at: change.at - first, ..change }).collect();
    let tail = ChangedSequence::of(&start[first..last], &shifted).bases;
    let ahead = paired(&start[last..], temperature, buffer);
    let behind = reverse_complement(&start[..first]);
    let back = paired(&behind, temperature, buffer);
    let forward = Primer {
        tail: tail.len(),
        temperature: buffer.melting_temperature(&start[last..last + ahead]),
        bases: [tail.as_slice(), &start[last..last + ahead]].concat(),
    };
    let reverse =
        Primer { tail: 0, temperature: buffer.melting_temperature(&behind[..back]), bases: behind[..back].to_vec() };
    let cool = [&forward, &reverse].map(|primer| primer.temperature.is_none_or(|own| own < temperature));
    let ends_first = [ahead, back].map(|length| length < PAIRED.end - 1);
    let flaw = if forward.bases.len() > LONGEST {
        Some(PrimerFlaw::TooLong)
    } else if (0..2).any(|at| cool[at] && ends_first[at]) {
        Some(PrimerFlaw::NearEnd)
    } else if cool.contains(&true) {
        Some(PrimerFlaw::TooCool)
    } else {
        None
    };
    PrimerPair { changes: group, forward, reverse, flaw }
}

/// How many of the first bases melt at the temperature; as many as there are where none does.
fn paired(bases: &[u8], temperature: f64, buffer: &PrimerBuffer) -> usize {
    let most = bases.len().min(PAIRED.end - 1);
    let warm = |length: &usize| buffer.melting_temperature(&bases[..*length]).is_some_and(|own| own >= temperature);
    (PAIRED.start..=most).find(warm).unwrap_or(most)
}

#[cfg(test)]
mod tests;
